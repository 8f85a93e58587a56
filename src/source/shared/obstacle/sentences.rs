//! What pages say that are no content.

use std::sync::LazyLock;

use regex::Regex;

use super::Obstacle;

/// Sentences that are said of a page or a site and of nothing else. Headings of posts say
/// "tidak ditemukan" and "pemeliharaan" too, of other things.
pub(super) static SENTENCES: LazyLock<Vec<(Obstacle, Regex)>> = LazyLock::new(|| {
    let page = r"(?:^|[.!?,:\n|–—-]\s*)\W*(?:the |this |that )?(?:halaman|laman|page|konten|content|artikel|article|berita|tulisan|kiriman|post|dokumen|document|url|tautan|link|data|informasi)";
    let which = r"(?: (?:ini|itu|tersebut|yang (?:anda|kamu|kalian)(?: \w+){1,2}|(?:that )?(?:you|we)(?:.?re| are| were)?(?: \w+){1,3}))?";
    let is_not = r" (?:mungkin |may |could |can |has |have |was |is )?(?:tidak|tak|belum|not|cannot|can.?t|couldn.?t|isn.?t|doesn.?t|no longer|sudah|telah|been)(?: (?:dapat|bisa|pernah|been|be|lagi|longer|have))*";
    let site = "(?:situs|website|web ?site|web|site|laman|halaman|sistem|server|portal|aplikasi|layanan|we|kami)";
    let sentences = [
        (
            Obstacle::NotFound,
            format!(
                r"^\W*(?:error|galat|kesalahan|oops|ups|maaf)?[\W]*(?:404|410)\b|^\W*(?:not found|tidak ditemukan|nothing found)\W*$
                |{page}{which}{is_not} (?:ditemukan|found|tersedia|available|dihapus|removed|dipindahkan|moved|exist|ada(?:\W*$|\W*[.!,]))
                |yang (?:anda|kamu) (?:cari|tuju|minta|maksud)\b[^.!?]{{0,30}}\b(?:tidak|sudah|telah)\b
                |(?:tidak|tak) (?:dapat |bisa )?menemukan (?:halaman|laman|yang anda cari)|(?:can.?t|couldn.?t|cannot|unable to) find (?:the |that |this )?page"
            ),
        ),
        (
            Obstacle::Maintenance,
            format!(
                r"\b{site}\b[^.!?]{{0,40}}\b(?:pemeliharaan|perbaikan|perawatan|maintenance|pengembangan|gangguan|construction)\b
                |^\W*(?:under|scheduled|site)?\W*(?:maintenance|construction)(?:\W*mode)?\W*$
                |^\W*(?:coming soon|segera hadir|be right back|we.?ll be back|segera kembali)
                |database connection|internal server error|bad gateway|gateway time.?out
                |service (?:is )?(?:temporarily )?unavailable|temporarily unavailable|fatal error
                |^\W*(?:error|galat|kesalahan)?\W*5\d\d\b|critical error on this website|kesalahan serius pada situs
                |default (?:web ?)?page|^\W*welcome to nginx|^\W*index of /|^\W*it works!"
            ),
        ),
        (
            Obstacle::Blocked,
            format!(
                r"internet.?positif|trust.?positif|internet sehat dan aman|aduan ?konten
                |\b(?:{site}|akses)\b[^.!?]{{0,50}}\b(?:di ?blokir|(?:tidak|tak) (?:dapat|bisa) diakses)
                |(?:available|tersedia)[^.!?]{{0,30}}\b(?:country|region|negara|wilayah) ?(?:you|anda)?
                |legal reasons|alasan hukum|from a country belonging"
            ),
        ),
        (
            Obstacle::Challenge,
            r"just a moment|one moment|please,? wait|(?:mohon|harap) (?:tunggu|menunggu)|not a bot|ddos.guard
                |you are being redirected|unusual activity|too many requests|access to this (?:site|service) has been limited
                |request unsuccessful|website firewall|(?:checking|verifying) your browser|attention required
                |\b(?:verify|prove|confirm|are)\b[^.!?]{0,20}\b(?:human|robot)\b|bukan robot|captcha
                |^\W*(?:access denied|akses ditolak|request (?:blocked|rejected)|forbidden|dilarang)\b
                |(?:one more|security) (?:step|check)|ddos.protection|sorry, you have been blocked
                |(?:enable|aktifkan) (?:javascript|cookies)|verifikasi (?:bahwa )?anda"
                .to_owned(),
        ),
        (
            Obstacle::Consent,
            r"before you continue|sebelum (?:anda )?melanjutkan|(?:persetujuan|izin|setelan|pengaturan) (?:penggunaan )?(?:cookie|kuki)
                |cookie (?:consent|settings|preferences)|(?:menggunakan|gunakan|uses?) (?:cookie|kuki)s?
                |(?:partners|mitra kami)\b[^.!?]{0,40}\b(?:store|access|menyimpan|mengakses)\b
                |we value your privacy|kami menghargai privasi"
                .to_owned(),
        ),
        (
            Obstacle::Parked,
            r"domain\b[^.!?]{0,40}\b(?:dijual|sale|expired|kedaluwarsa|kadaluarsa|kadaluwarsa|parked|registered|terdaftar|available|berakhir)
                |(?:hosting|domain|layanan|masa aktif)\b[^.!?]{0,40}\b(?:habis|berakhir)\b|bandwidth limit
                |buy this domain|beli domain|(?:account|akun|hosting|site|situs|website)\b[^.!?]{0,20}\b(?:suspended|ditangguhkan|dinonaktifkan)"
                .to_owned(),
        ),
        (
            Obstacle::Login,
            r"^\W*(?:log ?in|sign ?in|masuk|silakan masuk|please (?:log|sign) ?in)\b.{0,20}$
                |(?:harus|silakan|perlu) (?:login|log in|masuk)|you must (?:be logged|log|sign) in"
                .to_owned(),
        ),
    ];
    let compiled = sentences.into_iter().map(|(obstacle, text)| {
        let text = text.split('\n').map(str::trim).collect::<String>();
        let regex = Regex::new(&format!("(?i){text}"));
        (obstacle, regex.expect("a valid pattern"))
    });
    compiled.collect()
});

/// How posts end of which only subscribers see the rest.
pub(super) static WALL: LazyLock<Regex> = LazyLock::new(|| {
    let wall = r"(?i)\b(?:log ?in|masuk|sign ?in|daftar|berlangganan|subscribe|register)\b[^.!?\n]{0,40}\b(?:untuk|to)\b[^.!?\n]{0,20}\b(?:membaca|melihat|melanjutkan|read|view|continue)\b";
    Regex::new(wall).expect("a valid pattern")
});
