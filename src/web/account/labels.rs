//! Words of the pages about one's own account.

use crate::web::text::labels;

labels! {
/// Labels of the pages about one's own account.
AccountText {
    kicker: "Akun saya", "My account";
    title_one: "Anda masuk di satu peramban", "You are signed in with one browser";
    title_some: "Anda masuk di", "You are signed in with";
    title_places: "peramban", "browsers";
    lede: "Periksa apakah semua sesi di bawah ini milik Anda. Bila ada yang tidak Anda kenal, akhiri, lalu ganti kata sandi.", "Look whether all sessions below are yours. If you do not know one, end it and change your password.";
    sessions: "Sesi", "Sessions";
    browser: "Peramban", "Browser";
    address: "Alamat jaringan", "Network address";
    opened: "Masuk sejak", "Signed in since";
    used: "Terakhir dipakai", "Last used";
    this_one: "sesi ini", "this one";
    browser_unknown: "peramban tidak dikenal", "unknown browser";
    address_unknown: "alamat tidak diketahui", "address unknown";
    end_one: "Akhiri", "End";
    end_others: "Akhiri semua sesi lain", "End all other sessions";
    end_all: "Keluar di semua peramban", "Sign out everywhere";
    sessions_ended: "Sesi sudah diakhiri.", "The session has ended.";
    password: "Kata sandi", "Password";
    password_note: "Kata sandi baru mengakhiri semua sesi.", "A new password ends all sessions.";
    factor: "Verifikasi dua langkah", "Two-step verification";
    factor_absent: "Belum dipasang. Dengan verifikasi dua langkah, kata sandi yang bocor saja tidak cukup untuk masuk sebagai Anda.", "Not set up. With two-step verification a leaked password alone is not enough to sign in as you.";
    factor_since: "Terpasang sejak", "Set up since";
    recovery_left: "Kode pemulihan yang tersisa:", "Recovery codes left:";
    factor_removed: "Verifikasi dua langkah sudah dilepas.", "Two-step verification was taken away.";
    factor_start: "Pasang", "Set it up";
    factor_manage: "Kelola", "Manage";
    factor_title_absent: "Verifikasi dua langkah belum terpasang", "Two-step verification is not set up";
    factor_title_present: "Verifikasi dua langkah terpasang", "Two-step verification is set up";
    factor_lede_absent: "Siapkan ponsel dengan aplikasi autentikator, misalnya Aegis, Google Authenticator, atau Microsoft Authenticator. Setelah terpasang, setiap kali masuk Anda mengetik kata sandi dan kode enam angka dari aplikasi itu.", "Have a phone with an authenticator app at hand, such as Aegis, Google Authenticator or Microsoft Authenticator. Once it is set up, you type your password and six digits from that app whenever you sign in.";
    factor_lede_present: "Setiap perubahan memerlukan kata sandi dan satu kode. Bila ponsel hilang, pakai kode pemulihan sebagai kodenya; bila itu pun tidak ada, minta administrator: netra user reset-factor NAMA.", "Every change needs your password and a code. If the phone is lost, a recovery code will do; without one, ask an administrator: netra user reset-factor NAME.";
    password_field: "Kata sandi Anda sekarang", "Your current password";
    code_field: "Kode dari aplikasi, atau kode pemulihan", "Code from the app, or recovery code";
    begin: "Lanjut", "Go on";
    replace: "Ganti perangkat", "Replace the device";
    renew: "Buat kode pemulihan baru", "Make new recovery codes";
    remove: "Lepas verifikasi dua langkah", "Take it away";
    must_have: "Peran Anda harus memilikinya, jadi tidak dapat dilepas.", "Your role must have it, so it cannot be taken away.";
    offer_title: "Pindai gambar ini dengan aplikasi autentikator", "Scan this picture with the authenticator app";
    offer_lede: "Belum ada yang berubah sampai kode pertama cocok. Gambar ini berlaku lima belas menit; jangan dikirim atau difoto.", "Nothing changes until the first code matches. The picture is good for fifteen minutes; do not send or photograph it.";
    offer_picture: "Gambar QR untuk aplikasi autentikator", "QR picture for the authenticator app";
    offer_by_hand: "Tidak dapat memindai? Ketik sebagai kunci, berdasarkan waktu, enam angka:", "You cannot scan it? Type this as the key; time-based, six digits:";
    offer_code: "Kode enam angka yang ditunjukkan aplikasi", "The six digits that the app shows";
    offer_confirm: "Sahkan", "Confirm";
    offer_wrong: "Kode tidak cocok. Periksa jam ponsel, tunggu kode berikutnya, lalu coba lagi.", "The code does not match. Check the clock of the phone, wait for the next code and try again.";
    offer_over: "Gambar tadi sudah tidak berlaku. Mulai lagi dari sini.", "That picture is no longer good. Begin again here.";
    enrolled: "Verifikasi dua langkah terpasang; simpan kode pemulihan ini", "Two-step verification is set up; keep these recovery codes";
    recovery_renewed: "Kode pemulihan baru; yang lama tidak berlaku lagi", "New recovery codes; the old ones no longer work";
    recovery_lede: "Hanya ditunjukkan sekarang. Cetak atau salin, dan simpan di tempat terkunci, terpisah dari ponsel. Setiap kode berlaku satu kali, sebagai pengganti kode dari aplikasi.", "Shown only now. Print or copy them, and keep them under lock and key, away from the phone. Each works once, in place of a code from the app.";
    recovery_for: "Kode pemulihan untuk", "Recovery codes for";
    recovery_done: "Sudah saya simpan", "I have kept them";
}
}
