//! Fixed labels in Indonesian and English. Adding one is one line: both languages or it does
//! not compile. What the scorer says has its own table, [`crate::model::Wording`].

/// A table of labels: a struct with one field a label, filled once for each language.
macro_rules! labels {
    ($(#[$about:meta])* $table:ident { $($name:ident: $indonesian:literal, $english:literal;)+ }) => {
        $(#[$about])*
        #[derive(Debug)]
        pub(in crate::web) struct $table {
            $(#[doc = $english] pub(in crate::web) $name: &'static str,)+
        }

        impl $table {
            /// The labels of a language.
            pub(in crate::web) const fn of(language: $crate::model::Language) -> &'static Self {
                static INDONESIAN: $table = $table { $($name: $indonesian,)+ };
                static ENGLISH: $table = $table { $($name: $english,)+ };
                match language {
                    $crate::model::Language::Indonesian => &INDONESIAN,
                    $crate::model::Language::English => &ENGLISH,
                }
            }
        }
    };
}

pub(super) use labels;

labels! {
/// Labels of the frame, of the pages about posts, and of faults.
Text {
    // Frame
    tagline: "Pemantauan netralitas ASN", "Monitoring the neutrality of civil servants";
    skip: "Langsung ke isi", "Skip to content";
    sections: "Halaman", "Pages";
    queue: "Antrean", "Queue";
    registry: "Registri", "Register";
    audit: "Jejak audit", "Audit log";
    password_change: "Ganti kata sandi", "Change password";
    sign_out: "Keluar", "Sign out";
    other_language: "English", "Bahasa Indonesia";
    other_code: "en", "id";
    role_reviewer: "peninjau", "reviewer";
    role_analyst: "analis", "analyst";
    role_operator: "operator", "operator";
    role_administrator: "administrator", "administrator";
    footer: "Sinyal adalah usulan mesin. Keputusan ada pada manusia.", "Signals are a machine's proposals. People decide.";
    request: "Nomor permintaan", "Request";

    // Login
    sign_in: "Masuk", "Sign in";
    sign_in_lede: "Untuk pegawai yang bertugas. Setiap pembukaan data tercatat atas nama Anda.", "For staff on duty. Whatever data you open is recorded under your name.";
    name: "Nama pengguna", "User name";
    password: "Kata sandi", "Password";
    sign_in_failed: "Nama pengguna atau kata sandi tidak cocok.", "User name or password do not match.";
    sign_in_elsewhere: "Dari alamat ini tidak ada yang dapat masuk. Buka", "Nobody can sign in from this address. Open";
    own_account: "Akun saya", "My account";
    code_title: "Masukkan kode verifikasi", "Enter your verification code";
    code_lede: "Kata sandi cocok. Langkah kedua: kode dari aplikasi autentikator di ponsel Anda. Halaman ini berlaku lima menit.", "The password matches. The second step is a code from the authenticator app on your phone. This page is good for five minutes.";
    code_field: "Kode", "Code";
    code_hint: "Enam angka dari aplikasi, atau satu kode pemulihan bila ponsel tidak ada.", "Six digits from the app, or one recovery code if the phone is not at hand.";
    code_wrong: "Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu coba lagi.", "The code does not match or was used already. Wait for the next one in the app, then try again.";
    code_back: "Mulai lagi", "Start again";
    step_over: "Langkah kedua sudah berakhir: lebih dari lima menit, terlalu banyak kode yang salah, atau kata sandi diganti. Masuk lagi dari awal; yang Anda ketik di formulir tetap ada.", "The second step is over: it took more than five minutes, too many codes were wrong, or the password was changed. Sign in again from the start; what you typed into a form is still there.";
    factor_lost: "Kata sandi cocok, tetapi data verifikasi dua langkah akun ini di basis data tidak dapat dibaca, jadi tidak seorang pun dapat masuk dengannya. Minta administrator menjalankan: netra user reset-factor NAMA", "The password matches, but what the database holds for the second step of this account cannot be read, so nobody can sign in with it. Ask an administrator to run: netra user reset-factor NAME";
    factor_due: "Peran Anda memerlukan verifikasi dua langkah. Pasang paling lambat", "Your role needs two-step verification. Set it up by";
    factor_overdue: "Peran Anda memerlukan verifikasi dua langkah. Halaman lain terbuka lagi setelah Anda memasangnya.", "Your role needs two-step verification. The other pages open again once you have set it up.";
    factor_set_up: "Pasang sekarang", "Set it up now";
    session_over: "Sesi Anda sudah berakhir, dan formulir tadi belum dikirim. Masuk lagi: isian Anda masih ada dan ditunjukkan kembali.", "Your session has ended, and the form was not sent. Sign in again: what you typed is still there and is shown again.";
    signed_in_again: "Anda sudah masuk lagi", "You are signed in again";
    form_kept: "Isian Anda masih ada dan belum dikirim.", "What you typed is still there and was not sent.";
    show_form: "Tunjukkan formulir tadi", "Show the form again";
    form_again: "Belum ada yang berubah: formulir ini dari sesi yang sudah berakhir. Isian Anda masih ada. Periksa, lalu kirim lagi.", "Nothing was changed: this form is from a session that has ended. What you typed is still there. Look at it, then send it again.";
    password_changed: "Kata sandi sudah diganti. Masuk dengan kata sandi yang baru.", "The password was changed. Sign in with the new one.";
    password_guessed: "Kata sandi sekarang terlalu sering salah, jadi sesi itu diakhiri. Masuk lagi; bila lupa, minta administrator membuat kata sandi sementara.", "The current password was wrong too often, so the session was ended. Sign in again; if you forgot it, ask an administrator for a new one.";
    password_used: "Kata sandi sementara ini sudah pernah dipakai. Minta administrator membuat yang baru (netra user reset).", "This one-time password has been used already. Ask an administrator for a new one (netra user reset).";
    password_expired: "Kata sandi sementara ini sudah kedaluwarsa. Minta administrator membuat yang baru (netra user reset).", "This one-time password has expired. Ask an administrator for a new one (netra user reset).";
    throttled: "Terlalu banyak percobaan. Coba lagi setelah", "Too many attempts. Try again after";
    minutes: "menit", "minutes";
    password_old: "Kata sandi sekarang", "Current password";
    password_new: "Kata sandi baru", "New password";
    password_again: "Ulangi kata sandi baru", "New password again";
    password_rule: "Paling sedikit 12 dan paling banyak 128 karakter. Paling mudah diingat: empat kata yang tidak saling berkaitan. Yang hanya berisi kata, nama, atau tahun yang mudah ditebak ditolak.", "At least 12 and at most 128 characters. Easiest to remember: four words that have nothing to do with each other. What is only words, names or years that are easily guessed is refused.";
    password_once: "Kata sandi ini hanya berlaku sekali. Buat kata sandi baru untuk melanjutkan.", "This password works once. Choose a new one to go on.";
    password_wrong: "Kata sandi sekarang tidak cocok.", "The current password does not match.";
    password_differs: "Kedua kata sandi baru tidak sama.", "The two new passwords differ.";
    password_same: "Kata sandi baru harus berbeda dari yang lama.", "The new password must differ from the old one.";
    save: "Simpan", "Save";

    // Queue
    section_first: "Pembacaan pertama", "First reading";
    section_second: "Pembacaan kedua", "Second reading";
    section_disputed: "Beda pendapat", "Disputed";
    note_second: "Pembaca pertama menduga atau ragu. Putusannya tertutup sampai Anda memutuskan.", "The first reader suspects or is unsure. That verdict stays hidden until you decide.";
    note_disputed: "Dua pembaca berbeda pendapat. Putusan mereka tertutup sampai Anda memutuskan.", "Two readers differ. Their verdicts stay hidden until you decide.";
    filters: "Saringan", "Filters";
    all: "semua", "all";
    band: "Tingkat", "Band";
    platform: "Platform", "Platform";
    region: "Wilayah", "Region";
    contest: "Pemilihan", "Contest";
    contestant: "Peserta", "Contestant";
    band_high: "Tinggi", "High";
    band_medium: "Sedang", "Medium";
    band_low: "Rendah", "Low";
    band_none: "Tanpa sinyal", "No signal";
    waiting: "unggahan menunggu", "posts waiting";
    more_than: "lebih dari", "more than";
    signals_count: "sinyal", "signals";
    counter_count: "indikasi sebaliknya", "counter-signals";
    empty_title: "Tidak ada unggahan yang menunggu", "No posts are waiting";
    empty_all: "Semua unggahan dengan sinyal tinggi atau sedang sudah ditinjau. Unggahan baru muncul setelah pengambilan berikutnya.", "Every post with a high or medium signal has been reviewed. New ones appear after the next crawl.";
    never_title: "Belum pernah mengumpulkan", "Nothing has been collected yet";
    never_collected: "Antrean kosong karena belum ada unggahan yang pernah diambil, bukan karena semua sudah ditinjau. Antrean terisi setelah pengumpulan pertama: netra crawl.", "The queue is empty because no post has ever been fetched, not because all have been reviewed. The first crawl fills it: netra crawl.";
    unset_title: "Wilayah Anda belum ditetapkan", "Your region is not set";
    empty_unset: "Belum ditetapkan wilayah mana yang boleh Anda baca, jadi tidak ada yang ditampilkan. Mintalah administrator menetapkannya: netra user scope NAMA WILAYAH.", "Nobody has said which region you may read, so nothing is shown. Ask an administrator to set it: netra user scope NAME REGION.";
    unreadable_post: "Unggahan tidak dapat dibaca: nomor", "This post cannot be read: number";
    unreadable_hint: "Sampaikan nomor ini kepada pengelola; catatan peladen menyebutkan sebabnya.", "Give this number to the operator; the server's log says why.";
    empty_reread: "Tidak ada yang perlu dibaca ulang oleh Anda saat ini.", "Nothing needs a second look from you right now.";
    empty_filter: "Tidak ada unggahan yang cocok dengan saringan ini.", "No post matches these filters.";
    clear_filters: "Hapus saringan", "Clear filters";
    newer_page: "Halaman sebelumnya", "Previous page";
    older_page: "Halaman berikutnya", "Next page";
    to_top: "Ke awal antrean", "To the top of the queue";
    keys: "Tombol", "Keys";
    keys_queue: "j/k turun/naik, Enter buka", "j/k down/up, Enter open";
    saved: "Putusan tersimpan.", "Verdict saved.";
    saved_state_second: "Unggahan menunggu pembaca kedua.", "The post waits for a second reader.";
    saved_state_disputed: "Unggahan menunggu pembaca ketiga.", "The post waits for a third reader.";
    saved_state_done: "Peninjauan unggahan ini selesai.", "The review of this post is complete.";
    change_it: "Ubah putusan itu", "Change that verdict";
    end_of_queue: "Anda sampai di akhir antrean.", "You have reached the end of the queue.";
    ago: "lalu", "ago";
    day: "hari", "days";
    hour: "jam", "hours";
    minute: "menit", "minutes";
    just_now: "baru saja", "just now";

    // Stages
    stage_off: "di luar tahapan", "off stage";
    stage_before: "sebelum penetapan calon", "before candidates are fixed";
    stage_after: "setelah penetapan calon", "after candidates are fixed";
    stage_campaign: "masa kampanye", "campaign";
    stage_quiet: "masa tenang", "quiet period";
    stage_vote: "hari pemungutan suara", "voting day";
    stage_after_vote: "setelah pemungutan suara", "after the vote";

    // Post
    post: "Unggahan", "Post";
    post_words: "Isi unggahan", "Text of the post";
    kind_original: "unggahan sendiri", "own post";
    kind_reply: "balasan", "reply";
    kind_share: "membagikan unggahan orang lain", "share of somebody else's post";
    kind_quote: "kutipan dengan komentar", "quote with comment";
    others_words: "Kata orang lain (konteks, bukan kata pemilik akun)", "Other people's words (context, not the account holder's)";
    shared_text_note: "Teks di atas adalah kata orang lain yang dibagikan akun ini.", "The text above is somebody else's, passed on by this account.";
    by: "oleh", "by";
    media: "Media", "Media";
    media_image: "gambar", "picture";
    media_video: "video", "video";
    media_audio: "suara", "sound";
    media_file: "berkas", "file";
    alt_of: "teks alternatif", "alternative text of";
    ocr_of: "tulisan dalam", "words in";
    no_alt: "tanpa keterangan", "no description";
    links: "Tautan dalam unggahan", "Links in the post";
    open_original: "Buka unggahan asli", "Open the original post";
    not_visible_note: "Unggahan ini tidak lagi terlihat. Sebabnya tidak diketahui.", "This post is no longer visible. The reason is not known.";
    legend: "Garis bawah tebal: sinyal. Garis putus-putus: indikasi sebaliknya. Angka menunjuk alasan di bawah.", "Thick underline: signal. Dashed underline: counter-signal. Numbers point to the reasons below.";
    signals: "Sinyal", "Signals";
    counter: "Indikasi sebaliknya", "Counter-signals";
    no_signals: "Tidak ada sinyal.", "No signals.";
    no_counter: "Tidak ditemukan indikasi sebaliknya. Ini tidak berarti tidak ada.", "None was found. That does not mean that there is none.";
    about: "Tentang", "About";
    norms: "Norma terkait", "Related norms";
    allowed: "Yang diperbolehkan", "What is allowed";
    rule: "Aturan", "Rule";
    contribution: "Sumbangan", "Contribution";
    quote: "Kutipan", "Quote";
    why_score: "Asal-usul skor", "Where the score comes from";
    part: "Bagian", "Part";
    value: "Nilai", "Value";
    score: "Skor", "Score";
    language: "Bahasa", "Language";
    engine: "Mesin", "Engine";
    contest_packs: "Paket pemilihan", "Contest packs";
    lexicon: "Kamus", "Lexicon";
    model: "Model", "Model";
    assessed_at: "Dinilai", "Assessed";
    unassessed: "Unggahan ini belum dinilai, jadi belum dapat diputuskan.", "This post has not been assessed yet, so it cannot be judged.";
    account_person: "Akun dan orang", "Account and person";
    captured_under: "Ditangkap atas nama", "Captured under the name of";
    person_number: "orang nomor", "person number";
    account: "Akun", "Account";
    account_name: "Nama di platform", "Name on the platform";
    account_stable: "Pengenal tetap", "Permanent identifier";
    account_now: "Alamat sekarang menurut platform", "Current address, says the platform";
    account_state: "Keadaan akun", "State of the account";
    state_fetched: "Keadaan itu terlihat", "That state was seen";
    state_from: "Keadaan itu: diambil dari", "That state: fetched from";
    state_file: "Keadaan itu: berkas WARC", "That state: WARC file";
    state_record: "Keadaan itu: nomor rekaman", "That state: record id";
    state_digest: "Keadaan itu: SHA-256 isi", "That state: SHA-256 of the payload";
    state_unknown: "belum diketahui", "unknown";
    state_active: "terbuka", "public";
    state_private: "tertutup", "private";
    state_renamed: "berganti alamat", "renamed";
    state_suspended: "ditangguhkan", "suspended";
    state_gone: "tidak ditemukan", "not found";
    state_closed: "ditutup robots.txt", "closed by robots.txt";
    person_name: "Nama", "Name";
    nip: "NIP", "NIP";
    reveal: "Tampilkan NIP (dicatat)", "Show NIP (recorded)";
    reveal_reason: "Alasan melihat NIP lengkap", "Reason for seeing the full NIP";
    too_many_nips: "NIP tidak ditampilkan: Anda sudah melihat 60 NIP lengkap dalam satu jam. Tunggu satu jam, atau mintalah administrator mengekspor registri.", "The NIP is not shown: you have seen 60 full NIPs within an hour. Wait an hour, or ask an administrator to export the register.";
    agency: "Instansi", "Agency";
    position: "Jabatan", "Position";
    region_capture: "Wilayah saat diambil", "Region at capture";
    region_now: "Wilayah sekarang", "Region now";
    proof: "Bukti kepemilikan", "Proof of ownership";
    proof_none: "Belum ada bukti bahwa akun ini milik orang tersebut.", "There is no proof yet that the account is this person's.";
    proof_letter: "surat BKPSDM/BKD", "letter of the personnel office";
    proof_self: "dinyatakan sendiri", "declared by the person";
    proof_profile: "profil publik", "public profile";
    proof_admitted: "diakui saat klarifikasi", "admitted at clarification";
    proof_by: "diperiksa oleh", "checked by";
    proof_until: "berlaku sampai", "valid until";
    proof_expired: "kedaluwarsa sejak", "expired on";
    times: "Waktu", "Times";
    posted: "Diunggah", "Posted";
    claimed: "Waktu menurut platform", "Time claimed by the platform";
    claim_doubted: "Waktu yang diklaim, dibantah oleh nomor unggahan, catatan jaringan, atau waktu pengambilan", "Time claimed, contradicted by the number of the post, by the record of the network or by the time of capture";
    first_seen: "Pertama terlihat", "First seen";
    last_seen: "Terakhir terlihat", "Last seen";
    not_visible: "Tidak lagi terlihat sejak", "No longer visible since";
    platform_id: "Pengenal unggahan", "Identifier of the post";
    address: "Alamat unggahan", "Address of the post";
    evidence: "Bukti", "Evidence";
    warc_file: "Berkas WARC", "WARC file";
    record: "Nomor rekaman", "Record id";
    digest: "SHA-256 isi", "SHA-256 of the payload";
    fetched: "Diambil", "Fetched";
    fetched_from: "Diambil dari", "Fetched from";
    revisions: "Versi unggahan", "Versions of the post";
    revision: "Versi", "Version";
    edited: "Disunting menurut platform", "Edited, says the platform";
    seen: "Terlihat", "Seen";
    read_otherwise: "Netra membaca unggahan yang sama lebih lengkap atau dengan cara lain; versi ini tidak membuktikan bahwa penulis menyunting.", "Netra read the same post more fully or in another way; this version does not prove that the author edited it.";
    excerpt: "Hanya sebagian unggahan yang terbaca; baca unggahan asli sebelum memutuskan.", "Only a part of the post was read; read the original before you decide.";
    written_by: "Ditulis oleh (menurut situs)", "Written by (as the site says)";
    only_context: "Teks sama; yang berubah adalah media, tautan, atau konteks.", "The text is the same; media, links or context changed.";
    previous_post: "Sebelumnya", "Previous";
    next_post: "Berikutnya", "Next";
    back_to_queue: "Kembali ke antrean", "Back to the queue";

    // Verdict
    verdict: "Putusan", "Verdict";
    verdict_change: "Ubah putusan Anda", "Change your verdict";
    verdict_change_note: "Putusan baru menggantikan yang lama. Yang lama tetap tersimpan.", "The new verdict takes the place of the old one, which is kept.";
    decision: "Pilihan", "Choice";
    to_verdict: "Ke putusan", "To the verdict";
    suspected: "Dugaan", "Suspected";
    suspected_note: "layak ditelusuri pengawas", "worth tracing by a supervisor";
    dismissed: "Bukan", "Dismissed";
    dismissed_note: "bukan soal netralitas", "no matter of neutrality";
    unsure: "Ragu", "Unsure";
    unsure_note: "perlu pembaca lain", "another reader should look";
    code: "Kode alasan", "Reason code";
    choose: "pilih", "choose";
    codes_dismissed: "Untuk Bukan", "For Dismissed";
    codes_unsure: "Untuk Ragu", "For Unsure";
    codes_norms: "Untuk Dugaan: norma", "For Suspected: norms";
    codes_signals: "Untuk Dugaan: sinyal", "For Suspected: signals";
    reason: "Alasan dengan kata-kata Anda", "Reason in your own words";
    submit: "Simpan dan lanjut", "Save and go on";
    keys_post: "d dugaan, b bukan, r ragu, Ctrl+Enter simpan, j/k berikutnya/sebelumnya", "d suspected, b dismissed, r unsure, Ctrl+Enter save, j/k next/previous";
    problem_title: "Putusan belum tersimpan", "The verdict was not saved";
    problem_decision: "Pilih putusan.", "Choose a decision.";
    problem_code: "Pilih kode alasan yang sesuai dengan putusan.", "Choose a reason code that goes with the decision.";
    problem_reason: "Tulis alasan dengan kata-kata.", "Write a reason in words.";
    problem_reason_long: "Alasan terlalu panjang (paling banyak 2.000 karakter).", "The reason is too long (2,000 characters at most).";
    problem_reason_hidden: "Alasan memuat tanda yang tidak terlihat. Hapus, atau ketik ulang.", "The reason holds a sign that is not shown. Take it out, or type it anew.";
    problem_stale: "Ada versi baru unggahan ini sejak Anda membukanya. Putusan Anda belum tersimpan. Baca versi baru di bawah, lalu putuskan lagi; tulisan Anda masih ada.", "There is a new version of this post since you opened it. Your verdict was not saved. Read the new version below and decide again; what you wrote is still there.";
    verdicts: "Putusan sejauh ini", "Verdicts so far";
    verdicts_blind: "Putusan orang lain, bila ada, terlihat setelah Anda memutuskan.", "Verdicts of others, if any, are shown after you decide.";
    superseded: "digantikan", "superseded";
    read_only: "Peran Anda tidak mencatat putusan.", "Your role records no verdicts.";

    // Audit
    audit_title: "Siapa melakukan apa", "Who did what";
    older_entries: "Catatan lebih lama", "Older entries";
    audit_note: "Catatan ini tidak dapat diubah atau dihapus. Periksa rantainya dengan: netra audit verify", "These entries cannot be changed or deleted. Check the chain with: netra audit verify";

    // Faults
    fault_missing: "Halaman tidak ditemukan", "Page not found";
    fault_missing_hint: "Alamatnya mungkin salah tulis, atau yang dicari tidak ada.", "The address may be mistyped, or there is no such thing.";
    fault_list: "Daftar ini sudah tidak disimpan", "This list is no longer kept";
    fault_list_hint: "Sebuah daftar disimpan paling lama 24 jam, dan paling banyak tiga yang menunggu; yang dibuang sebelum diimpor tidak menulis apa pun. Unggah lagi bila masih diperlukan.", "A list is kept for 24 hours at most, and three at most wait; what went before it was imported wrote nothing. Upload it again if it is still needed.";
    fault_to_lists: "Ke Impor", "To the imports";
    fault_proxy: "Proksi ini belum dikenal", "This proxy is not known yet";
    fault_proxy_hint: "Halaman ini dibuka lewat sebuah proksi, tetapi pengaturan tidak menyebut alamatnya, sehingga tidak ada yang dapat masuk. Pengelola menuliskan alamat yang dibuka orang di `public_origin` pada bagian [web] di netra.toml, misalnya `public_origin = \"https://netra.kantor.example\"`, lalu menjalankan ulang netra serve.", "These pages were opened through a proxy, but the settings do not say under which address, so nobody can sign in. The operator writes the address that people open into `public_origin` under [web] in netra.toml, for example `public_origin = \"https://netra.kantor.example\"`, and starts netra serve anew.";
    fault_uploads: "Unggahan Anda yang lain masih berjalan", "Other uploads of yours are still under way";
    fault_uploads_hint: "Tunggu sampai selesai, atau tutup halamannya, lalu unggah lagi.", "Wait until they are done, or close their pages, and upload again.";
    fault_forbidden: "Tidak diizinkan", "Not allowed";
    fault_forbidden_hint: "Peran Anda tidak memiliki hak untuk halaman ini. Hubungi administrator bila Anda memerlukannya.", "Your role has no right to this page. Ask an administrator if you need it.";
    fault_sign_in: "Sesi Anda sudah berakhir", "Your session has ended";
    fault_sign_in_hint: "Yang Anda kirim tidak diterima. Masuk kembali; Anda dibawa ke halaman tadi untuk mengulanginya.", "What you sent was not taken. Sign in again; you are led back to the page to repeat it.";
    fault_forged: "Formulir ditolak", "Form refused";
    fault_forged_hint: "Formulir ini sudah kedaluwarsa atau tidak dikirim dari halaman ini. Muat ulang halamannya, lalu coba lagi.", "This form has expired or was not sent from this page. Reload the page and try again.";
    fault_request: "Permintaan tidak dapat dibaca", "The request cannot be read";
    fault_request_hint: "Muat ulang halaman sebelumnya, lalu coba lagi.", "Reload the previous page and try again.";
    fault_large: "Unggahan formulir terlalu besar", "The form is too large";
    fault_large_hint: "Persingkat tulisan Anda, lalu kirim lagi.", "Shorten what you wrote and send it again.";
    fault_slow: "Terlalu lama", "Took too long";
    fault_slow_hint: "Peladen sedang sibuk. Coba lagi sebentar.", "The server is busy. Try again in a moment.";
    fault_away: "Basis data tidak terjangkau", "The database cannot be reached";
    fault_away_hint: "Tidak ada yang tersimpan. Coba lagi sebentar; bila berulang, hubungi pengelola.", "Nothing was saved. Try again in a moment; if it happens again, tell the operator.";
    fault_unsure: "Belum pasti tersimpan", "It is not certain that this was saved";
    fault_unsure_hint: "Sambungan ke basis data putus saat menyimpan. Periksa apakah isian Anda sudah ada sebelum mengirimnya lagi.", "The connection to the database was lost while saving. Look whether your entry is there before you send it again.";
    fault_broken: "Ada catatan di basis data yang tidak dapat dibaca", "A row of the database cannot be read";
    fault_broken_hint: "Mencoba lagi tidak membantu, dan tidak ada yang berubah. Sampaikan nomor permintaan di bawah kepada pengelola; log peladen menyebut catatan yang mana.", "Trying again does not help, and nothing was changed. Give the request number below to whoever runs the server, whose log names the row.";
    fault_internal: "Terjadi kesalahan", "Something went wrong";
    fault_internal_hint: "Coba lagi. Bila berulang, sampaikan nomor permintaan di bawah kepada pengelola.", "Try again. If it happens again, give the request number below to the operator.";
    fault_home: "Ke halaman awal", "To the first page";
}
}
