//! Labels of the forms that correct the register.

use crate::web::text::labels;

labels! {
    /// Labels of the forms that correct the register.
    CorrectionText {
        amend: "Ubah data orang", "Correct the facts of the person";
        amend_agency: "Ubah data instansi", "Correct the facts of the agency";
        retire_person: "Hentikan pemantauan orang", "Stop watching the person";
        retire_agency: "Hentikan pemantauan instansi", "Stop watching the agency";
        restore_person: "Lanjutkan pemantauan orang", "Resume watching the person";
        restore_agency: "Lanjutkan pemantauan instansi", "Resume watching the agency";
        merge: "Gabungkan dengan orang lain", "Merge with another person";
        merge_agency: "Gabungkan dengan instansi lain", "Merge with another agency";
        split: "Bukan akunnya: pisahkan", "Never theirs: split off";
        retire: "Hentikan pemantauan akun", "Stop watching the account";
        restore: "Lanjutkan pemantauan akun", "Resume watching the account";
        hand_over: "Pindah tangan ke orang lain", "Hand over to another person";
        verify: "Catat bukti kepemilikan", "Record a proof of ownership";

        amend_lede: "Perbaiki yang salah atau berubah. NIP tidak dapat diubah di sini. Unggahan yang sudah tersimpan tetap di wilayah tempat ia ditangkap.", "Correct what is wrong or has changed. The NIP cannot be changed here. Posts that are kept stay in the region of their capture.";
        retire_person_lede: "Semua akunnya tidak dikunjungi lagi. Yang sudah tersimpan tetap ada, dan pemantauan dapat dilanjutkan.", "None of the accounts is visited any more. What was kept stays, and the watching can be resumed.";
        restore_person_lede: "Akun yang dihentikan bersamanya dikunjungi lagi.", "The accounts that were taken out as well are visited again.";
        merge_lede: "Bila yang sama terdaftar dua kali: akun dan semua yang dianggap milik {1} menjadi milik yang Anda sebut.", "If the same is registered twice: the accounts and all that is held to be {1}'s go to whom you name.";
        split_lede: "Bila akun sejak awal bukan milik {1}, tulisan di sana tidak lagi dianggap miliknya. Bila akun dahulu miliknya lalu berpindah, pakailah Pindah tangan pada halaman akun.", "If accounts never were {1}'s, nothing written there is held to be theirs any more. If an account was theirs and changed hands, use the form of that on the account's page.";
        retire_lede: "Akun ini tidak dikunjungi lagi. Yang sudah tersimpan tetap ada, dan pemantauan dapat dilanjutkan.", "This account is not visited any more. What was kept stays, and the watching can be resumed.";
        restore_lede: "Akun ini dikunjungi lagi pada pengumpulan berikutnya.", "This account is visited again with the next pass.";
        hand_over_lede: "Bila akun sekarang milik orang lain. Yang ditulis sebelumnya tetap milik pemilik lama. Bila akun sejak awal bukan milik {1}, pakailah Pisahkan.", "If the account is somebody else's now. What was written before stays with whoever had it then. If it never was {1}'s, split it off.";
        verify_lede: "Bagaimana diketahui bahwa {1} pemilik akun ini.", "How it is known that {1} owns this account.";

        done_amend: "Data sudah diperbaiki.", "The facts were corrected.";
        done_retire_person: "Pemantauan dihentikan bersama akunnya.", "The watching was stopped, with all accounts.";
        done_restore_person: "Pemantauan dilanjutkan.", "The watching was resumed.";
        done_merge: "Keduanya sudah digabung; halaman ini yang mewakili.", "The two were merged; this page stands for both.";
        done_split: "Akun sudah dipisahkan.", "The accounts were split off.";
        done_retire: "Pemantauan akun dihentikan.", "The watching of the account was stopped.";
        done_restore: "Pemantauan akun dilanjutkan.", "The watching of the account was resumed.";
        done_hand_over: "Akun sudah pindah tangan.", "The account has changed hands.";
        done_hand_over_retired: "Akun sudah pindah tangan. Pemantauannya masih dihentikan; bila akun ini harus dipantau, lanjutkan pemantauannya di bagian Koreksi.", "The account has changed hands. Its watching is still stopped; if it is to be watched, resume that under Corrections.";
        done_verify: "Bukti kepemilikan sudah dicatat.", "The proof of ownership was recorded.";

        now: "Menurut registri sekarang", "As the register says now";
        kind_of: "Jenis", "Kind";
        kind_hint: "Tercatat sebagai instansi, padahal mempunyai NIP.", "Recorded as an agency, and yet there is a NIP.";
        reason: "Alasan", "Reason";
        reason_hint: "Surat atau temuan yang mendasarinya. Tercatat pada riwayat bersama nama Anda.", "The letter or finding behind it. It is kept in the history with your name.";
        target: "Orang yang dituju", "The other person";
        target_hint: "Nomor orang di registri, atau NIP lengkap (18 angka). Nama dan instansinya ditunjukkan sebelum apa pun berubah.", "The number of the person in the register, or a whole NIP (18 digits). Name and agency are shown before anything changes.";
        since: "Miliknya sejak", "Theirs since";
        since_hint: "Hari pertama akun itu milik orang baru. Dikosongkan: sejak sekarang.", "First day on which the account was the new person's. Left empty: from now on.";
        accounts: "Akun yang bukan miliknya", "Accounts that never were theirs";
        region_hint: "Kode Kemendagri, misalnya 32.04.", "Kemendagri code, for example 32.04.";
        rename: "Memang berganti nama", "They do have another name now";
        rename_hint: "Nama baru berbeda jauh dari yang lama. Periksa apakah ini memang orang yang sama.", "The new name is quite another than the old one. Check that this is the same person.";
        kind: "Jenis bukti", "Kind of proof";
        reference: "Rujukan", "Reference";
        reference_hint: "Nomor surat, alamat profil, atau berita acara.", "Number of the letter, address of the profile, or minutes.";
        expires: "Berlaku sampai", "Valid until";
        expires_hint: "Hari terakhir. Dikosongkan: tanpa batas.", "The last day. Left empty: without end.";
        choose: "pilih", "choose";

        go_on: "Periksa dahulu", "Look at it first";
        save: "Simpan", "Save";
        do_it: "Ya, lakukan", "Yes, do it";
        change_entries: "Ubah isian", "Change the entries";
        cancel: "Batal", "Cancel";
        confirm_title: "Periksa, lalu pastikan: {1}", "Look at it, then confirm: {1}";
        confirm_lede: "Belum ada yang berubah.", "Nothing has changed yet.";
        changes: "Yang berubah", "What changes";
        what: "Yang berubah", "What";
        old: "Lama", "Old";
        new: "Baru", "New";
        follows: "Akibatnya", "What follows";
        owner: "Pemilik {1}", "Owner of {1}";
        person_row: "Orang", "Person";

        follows_before: "{2} tetap memiliki yang ditulis sebelum {1}.", "What was written before {1} stays {2}'s.";
        follows_since: "{2} memiliki yang ditulis sejak {1}, juga yang sudah tersimpan.", "What was written since {1} becomes {2}'s, what is kept already included.";
        follows_proofs: "Bukti kepemilikan yang lama tidak membuktikan apa pun bagi {1}; catat bukti baru.", "Earlier proofs of ownership prove nothing of {1}; record a new one.";
        follows_all: "Tidak ada lagi yang dianggap milik {1}: semua yang ditulis di akun itu dianggap milik {2} sejak awal.", "Nothing is held to be {1}'s any more: all that was written there is held to be {2}'s from the beginning.";
        follows_captured: "Atas nama siapa unggahan ditangkap tetap tercatat.", "Under whose name posts were captured stays on record.";
        follows_alone: "Gabungan dengan {2} dibatalkan: {1} berdiri sendiri lagi.", "The merger with {2} is undone: {1} stands alone again.";
        follows_accounts: "Semua yang dianggap milik {3}, termasuk {1} akun, menjadi milik {2} sejak digabung.", "All that is held to be {3}'s, {1} accounts included, becomes {2}'s with the merger.";
        follows_row: "Nomor dan NIP {1} menuju ke {2}, dan barisnya tetap ada.", "The number and NIP of {1} lead to {2}, and the row stays.";
        follows_facts: "Data {1} yang berlaku: nama, instansi, wilayah, dan masa pemantauan.", "The facts of {1} count: name, agency, region and purpose.";
        follows_names: "Perhatian: nama keduanya berbeda jauh. Pastikan keduanya memang satu orang.", "Mind: the two names are quite different. Make sure that these are one human.";
        follows_retired: "Pemantauan akun ini sedang dihentikan dan tetap dihentikan. Bila harus dipantau, lanjutkan pemantauannya pada halaman akun.", "The watching of this account has been stopped and stays so. If it is to be watched, resume that on the page of the account.";
        until_now: "sekarang", "now";

        problems: "Belum ada yang berubah", "Nothing was changed";
        stale: "Ada yang mengubah data ini sejak halaman ditunjukkan. Data terbaru ada di halaman ini; isian Anda masih ada. Periksa, lalu kirim lagi.", "Somebody changed this since the page was shown. The latest facts stand on this page; what you typed is still there. Look at it, then send it again.";
        wrong_empty: "Wajib diisi.", "This must be filled in.";
        wrong_long: "Terlalu panjang (paling banyak 300 huruf).", "Too long (300 letters at most).";
        wrong_control: "Ada huruf yang tidak terlihat atau baris baru; hapus, atau ketik ulang dalam satu baris.", "It holds a letter that is not shown or a new line; type it anew in one line.";
        wrong_unseen: "Harus memuat huruf atau angka.", "It must hold a letter or a digit.";
        wrong_clash: "Sekarang: {1} (diubah {2} sejak halaman ditunjukkan). Isian Anda berbeda; kirim lagi bila memang itu yang benar.", "Now: {1} (changed by {2} since the page was shown). Yours is different; send it again if it is right.";
        wrong_clash_unknown: "Sekarang: {1} (berubah sejak halaman ditunjukkan). Isian Anda berbeda; kirim lagi bila memang itu yang benar.", "Now: {1} (changed since the page was shown). Yours is different; send it again if it is right.";
        wrong_kind_nip: "Yang mempunyai NIP adalah orang, bukan instansi.", "Whoever has a NIP is a person and no agency.";
        wrong_reference: "Tulis nomor surat, alamat profil, atau nomor berita acaranya.", "Write the number of the letter, the address of the profile, or the number of the minutes.";
        wrong_reason: "Tulis surat atau temuan yang mendasarinya.", "Name the letter or what was found.";
        wrong_reason_long: "Terlalu panjang (paling banyak 2.000 huruf); sebutkan dokumennya dan tulis singkat.", "Too long (2,000 letters at most); name the document and keep it short.";
        empty: "kosong", "empty";
        wrong_region: "Bukan kode wilayah; tulis misalnya 32, 32.04, atau ID.", "No region code; write for example 32, 32.04 or ID.";
        wrong_day: "Bukan tanggal; tulis tahun-bulan-hari, misalnya 2027-11-30.", "No date; write year-month-day, for example 2027-11-30.";
        wrong_future: "Hari itu belum tiba.", "That day is still to come.";
        wrong_kind: "Pilih jenis bukti.", "Choose a kind of proof.";
        wrong_target: "Tulis nomor orang atau NIP lengkap (18 angka).", "Write the number of a person or a whole NIP (18 digits).";
        wrong_unknown: "Tidak ada orang itu dalam wilayah Anda. Nomor orang ada di halaman orang itu.", "There is no such person within your region. The number stands on the person's page.";
        wrong_same: "Itu orang yang sama.", "That is the same person.";
        wrong_accounts: "Pilih paling sedikit satu akun milik orang ini.", "Choose at least one account of this person.";
        wrong_nothing: "Tidak ada yang berubah.", "Nothing is different.";
        wrong_rename: "Nama ini berbeda jauh dari {1}. Bila memang berganti nama, centang di bawah.", "This name is quite another than {1}. If they do have another name now, tick the box below.";
        not_restored: "Pemantauannya tidak sedang dihentikan.", "The watching has not been stopped.";
        not_retired: "Pemantauannya sudah dihentikan.", "The watching has been stopped already.";
    }
}
