//! What the form for one account is labelled with.

use crate::web::text::labels;

labels! {
/// Labels of the form for one account.
AddText {
    title: "Tambah satu akun", "Add one account";
    lede: "Untuk satu orang atau instansi dengan akunnya. Diperiksa sama seperti satu baris dari sebuah daftar.", "For one person or agency with an account. It is checked as a row of a list is.";
    title_confirm: "Sudah tercatat: periksa perubahannya", "Registered already: look at the changes";
    lede_confirm: "Belum ada yang ditulis. Orang atau instansi ini sudah ada di registri; di bawah ini yang akan berubah.", "Nothing has been written. This person or agency is in the register; below is what would change.";
    title_same: "Sudah tercatat; tidak ada yang berubah", "Registered already; nothing changes";
    title_wrong: "Belum dapat ditambahkan", "Cannot be added yet";
    kind: "Milik", "Of";
    kind_person: "orang (PNS, PPPK)", "a person (PNS, PPPK)";
    kind_agency: "instansi", "an agency";
    nip: "NIP", "NIP";
    nip_hint: "18 angka. Kosongkan untuk akun instansi.", "18 digits. Leave empty for an agency's account.";
    name: "Nama", "Name";
    agency: "Instansi", "Agency";
    position: "Jabatan", "Position";
    account: "Akun", "Account";
    account_hint: "Tautan profilnya, atau namanya di sana, misalnya @rina@m.contoh.example.", "The link to the profile, or the name there, for example @rina@m.contoh.example.";
    proof: "Bukti bahwa akun itu miliknya", "Proof that the account is theirs";
    no_proof: "belum ada", "none yet";
    reference: "Rujukan bukti", "Reference of the proof";
    reference_hint: "Nomor surat, alamat profil, atau nomor berita acara.", "Number of the letter, address of the profile, number of the minutes.";
    proof_ends: "Bukti berlaku sampai", "The proof holds until";
    must: "Isi bagian ini.", "Fill this in.";
    check: "Periksa dan tambahkan", "Check and add";
    write: "Tulis perubahan ini", "Write these changes";
}
}
