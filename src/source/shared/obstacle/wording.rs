//! The words of pages that have nothing to say but that they are nothing.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Every word of such pages, as far as they were seen, in Indonesian and English.
const WORDS: &str = "
    ada adalah administrator admin administratif akan akses akun aktif aktifkan aman anda apa apache
    aplikasi artikel atas atau bahwa bandwidth bapak batas beberapa belum beranda berakhir berita
    berikut bisa blokir browser buka bukan cari chrome coba cookie cookies dalam dan dapat dari data
    database dengan detail di diakses diblokir dibuka dibutuhkan dicari dihapus dihentikan dijual
    dilanjutkan diminta dinonaktifkan dipindah dipindahkan ditangguhkan ditemukan dilarang ditolak
    ditutup dokumen domain error galat gagal gangguan habis hadir halaman harap harus hosting
    hubungi ibu informasi ini internet internetpositif itu izin jaringan javascript jika kadaluarsa
    kadaluwarsa kalian kami kamu karena ke kedaluwarsa kembali kesalahan kiriman kita konten koneksi
    kosong kuki lagi laman lanjut lanjutkan layanan link lain lebih login maaf manusia masa masuk
    mana melalui melanjutkan melihat memuat membaca membuka memerlukan memeriksa memiliki mencari
    mencoba menemukan mengakses mengalami menggunakan menghargai menunggu menyimpan mitra mohon
    mungkin muat nanti negara negatif oleh oops oh pada pelayanan pemeliharaan pengaturan pengelola
    pengembangan pengguna pengunjung peramban perangkat perawatan perbaikan periksa permintaan
    perlu persetujuan pernah positif portal privasi proses robot rusak saat saja salah sambungan
    sebentar sedang segera sehat sejenak selesai sementara serius server setelah silahkan silakan
    sini sistem situs sudah tak tautan tayang telah tersebut tersedia terjadi terlalu terlebih
    terhubung terima terindikasi terputus tidak trust trustpositif tulisan tunggu tuju untuk ups
    url utama verifikasi waktu web website wilayah yang dahulu kata sandi
    a about accept access accessing account after again all allowed an and are at attention back bad
    be because been before being blocked bot browser business but buy by can cannot captcha check
    checking click cloudflare coming completed confirm connect connecting connection consent
    construction contact content continue cookies could country couldn critical currently database
    ddos default deleted denied device didn disabled do doesn does domain don down due enable
    entered establishing error exceeded exist exists expired fatal few find firewall for forbidden
    found from gateway go guard hang has have help here home host hosting how human i if in incident
    information internal is isn issue it its items javascript just later legal like limit limited
    link load loading location log logged login longer look looking looks made maintenance make
    making many maybe method mode moment more moved must nginx no not nothing of on one only oops or
    our owner page park parked partners performing permission please post process protected re sure ll ve protection
    prove provider read ready reasons redirected region removed renamed request requested requests
    requires required resource return robot s sale scheduled search secs seconds security see seems
    service shortly should sign site something soon sorry special state step store suspended t
    technical temporarily temporary that the there this time timeout to too try unavailable
    undergoing under unfortunately unusual unable up upgrade url use used user uses valid value
    verification verified verify verifying violation visit wait was way we web website welcome went
    were what when where whoops while will with wrong x you your php mysql";

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| WORDS.split_whitespace().collect());

/// A sentence of so few words must have no other.
const SHORT: usize = 6;
/// In a longer one, one word in so many may be another: the name of a site.
const ONE_IN: usize = 5;

/// Whether a sentence says nothing else than such pages say. Figures and addresses say nothing.
pub(super) fn says_nothing_else(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let words = lower.split(|c: char| c.is_whitespace() || "'’,;:!?()|/\"“”–—".contains(c));
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let other = words.iter().filter(|word| {
        let parts = word.split(['-', '.']);
        let address = word.contains('.') || word.contains(|c: char| c.is_ascii_digit());
        !address && !parts.clone().all(|part| KNOWN.contains(part))
    });
    let most = if words.len() <= SHORT {
        0
    } else {
        words.len() / ONE_IN
    };
    other.count() <= most
}
