//! What the pages of lists are labelled with.

use crate::web::text::labels;

labels! {
/// Labels of the pages on which lists are taken over.
ImportText {
    // Places
    registry: "Registri", "Register";
    import: "Impor", "Import";
    preview: "Pratinjau", "Preview";

    // Upload
    upload_title: "Impor daftar dari kantor", "Import an office's list";
    upload_lede: "Unggah berkas CSV atau XLSX. Sebelum ada yang ditulis, Anda melihat dulu apa yang akan berubah dan baris mana yang keliru.", "Upload a CSV or XLSX file. Before anything is written you see what would change and which rows are wrong.";
    file: "Berkas", "File";
    file_hint: "CSV atau XLSX, paling besar 32 MiB dan 150.000 baris. Berkas yang lebih besar dibaca di server dengan netra registry import.", "CSV or XLSX, at most 32 MiB and 150,000 rows. Larger files are read on the server by netra registry import.";
    settings: "Untuk baris yang tidak menyebutkannya", "For rows that do not say it";
    basis: "Dasar penugasan", "Assignment";
    ends: "Hari terakhir pemantauan", "Last day of watching";
    region: "Kode wilayah", "Region code";
    otherwise: "Jika dikosongkan, berlaku yang dari pengaturan:", "If left empty, the setting holds:";
    no_otherwise: "Jika dikosongkan, setiap baris harus menyebutkannya.", "If left empty, every row must say it.";
    hidden: "Baca juga baris dan kolom yang tersembunyi atau tersaring", "Also read hidden and filtered rows and columns";
    read_it: "Periksa daftar", "Check the list";
    waiting: "Daftar yang belum diimpor", "Lists not imported yet";
    waiting_note: "Hanya Anda yang melihatnya. Paling banyak tiga yang disimpan; yang tertua dibuang, dan yang tidak dapat dibaca tidak disimpan. Setiap daftar dibuang setelah 24 jam, setelah diimpor, atau bila Anda membuangnya.", "Only you see them. Three at most are kept; the oldest goes, and what cannot be read is not kept. Each goes after 24 hours, once it is imported, or when you throw it away.";
    gone: "Daftar itu sudah dibuang. Tidak ada yang diimpor.", "The list was thrown away. Nothing was imported.";
    kept: "Disimpan sampai", "Kept until";
    kept_until: "disimpan sampai", "kept until";
    discard: "Buang daftar ini", "Throw this list away";
    one_person: "Hanya satu orang atau satu akun?", "One person or one account only?";
    one_person_link: "Isi formulir", "Fill in the form";
    take_out: "Ekspor", "Export";
    take_out_note: "Satu baris per akun dalam wilayah Anda, dengan NIP lengkap dan bukti terbarunya. Tidak ikut: akun dan orang yang dihentikan, orang tanpa akun, dan bukti yang lebih lama. Tercatat pada jejak audit.", "A row per account within your region, with the full NIP and its newest proof. Left out: accounts and persons that were stopped, persons without an account, and older proofs. It is recorded in the audit log.";
    take_out_reason: "Alasan mengambil NIP lengkap", "Reason for taking out full NIPs";
    take_out_button: "Unduh registri (CSV)", "Download the register (CSV)";

    // Faults of the upload
    problem_title: "Ada yang perlu diperbaiki", "Something needs mending";
    problem_no_file: "Pilih berkasnya dahulu.", "Choose the file first.";
    problem_many_files: "Pilih satu berkas saja.", "Choose one file only.";
    problem_empty: "Berkas ini kosong. Pilih berkas yang memuat daftarnya.", "This file is empty. Choose the one that holds the list.";
    problem_large: "Berkas lebih besar dari 32 MiB. Bagi menjadi beberapa berkas, atau minta pengelola membacanya di server dengan netra registry import.", "The file is larger than 32 MiB. Split it, or have it read on the server by netra registry import.";
    problem_date: "Bukan tanggal. Tulis tahun, bulan, hari: 2027-12-31.", "No date. Write year, month, day: 2027-12-31.";
    problem_region: "Bukan kode wilayah. Tulis ID, 32, 32.04, 32.04.05, atau 32.04.05.2001.", "No region code. Write ID, 32, 32.04, 32.04.05 or 32.04.05.2001.";
    problem_no_basis: "Sebutkan nomor suratnya.", "Give the number of the letter.";
    problem_basis: "Terlalu panjang; sebutkan nomor suratnya saja.", "Too long; give the number of the letter only.";

    // Preview
    sheets: "Lembar", "Sheets";
    columns_used: "Kolom yang dipakai", "Columns used";
    columns_unused: "Kolom yang dilewati", "Columns passed over";
    none: "tidak ada", "none";
    counted: "Hasil pembacaan", "What was read";
    count_unchanged: "Tidak berubah", "Unchanged";
    count_created: "Baru", "New";
    count_changed: "Berubah", "Changed";
    count_passed: "Dilewati", "Passed over";
    count_held: "Ditahan", "Held";
    count_refused: "Galat", "Faults";
    count_passed_note: "tanpa akun, atau sudah dihentikan", "without an account, or retired";
    count_held_note: "menunggu pernyataan Anda", "wait for your word";
    count_refused_note: "barisnya tidak diimpor", "not imported";
    count_changed_note: "orang yang sudah tercatat", "persons in the register";
    faults: "Galat per baris", "Faults by row";
    row: "Baris", "Row";
    sheet: "lembar", "sheet";
    column: "Kolom", "Column";
    written: "Tertulis", "Written";
    empty: "kosong", "empty";
    problem: "Masalah", "Problem";
    remedy: "Perbaikan", "Remedy";
    or_field: "atau unggah lagi dan isi", "or upload again and fill in";
    held: "Ditahan sampai Anda menyatakannya", "Held until you confirm it";
    held_note: "Centang yang memang benar. Yang tidak dicentang tidak diimpor.", "Tick what is right. What is not ticked is not imported.";
    held_name: "Nama", "Name";
    held_name_note: "NIP atau akun sama, nama berbeda jauh. Satu kolom mungkin bergeser.", "The same number or account, a very different name. A column may have slipped.";
    held_hands: "Pemilik akun", "Owner of the account";
    held_hands_note: "Akun ini terdaftar pada orang lain.", "This account is registered as somebody else's.";
    renamed: "Memang berganti nama", "The name did change";
    wait: "Tahan dulu", "Hold it";
    moved: "Berpindah tangan", "Changed hands";
    moved_note: "tulisan sebelumnya tetap milik pemilik lama", "what was written before stays with the former owner";
    never: "Tidak pernah miliknya", "Never was theirs";
    never_note: "semua tulisannya menjadi milik pemilik baru", "all that was written goes to the new owner";
    confirmed: "Sudah Anda nyatakan", "You confirmed";
    person_number: "orang", "person";
    account_number: "akun", "account";
    recheck: "Periksa lagi", "Check again";
    changes: "Perubahan, lama → baru", "Changes, old → new";
    person: "Orang", "Person";
    what_changes: "Yang berubah", "What changes";
    before: "Lama", "Old";
    after: "Baru", "New";
    new_persons: "Yang baru didaftarkan", "Newly registered";
    account: "Akun", "Account";
    warnings: "Peringatan", "Warnings";
    vanished: "Tidak ada lagi di daftar", "No longer in the list";
    vanished_note: "Akun ini dipantau dan tidak disebut daftar ini. Tidak ada yang diubah: akun tetap dipantau sampai dihentikan di halamannya.", "These accounts are watched and the list does not name them. Nothing changes: they stay watched until they are retired on their pages.";
    office: "Instansi", "Office";
    also_named: "orangnya disebut dengan akun lain", "the person is named with other accounts";
    nor_person: "orangnya pun tidak disebut", "nor is the person named";
    more: "lagi tidak ditampilkan.", "more are not shown.";
    download_faults: "Unduh daftar galat dan peringatan (CSV)", "Download faults and warnings (CSV)";
    download_changes: "Unduh semua perubahan (CSV)", "Download all changes (CSV)";
    reason: "Alasan", "Reason";
    reason_hint: "Surat atau koreksi yang mendasarinya. Tercatat pada riwayat setiap orang, bersama nama Anda.", "The letter or correction behind it. Kept in the history of everybody concerned, with your name.";
    stale: "Registri berubah sejak Anda melihat pratinjau ini. Tidak ada yang ditulis. Di bawah ini pratinjau yang baru; periksa, lalu impor lagi.", "The register has changed since you saw the preview. Nothing was written. Below is a fresh one; look at it and import again.";
    not_all: "Tidak ada yang ditulis: masih ada baris yang galat atau ditahan.", "Nothing was written: some rows are still wrong or held.";
    mend: "Perbaiki berkasnya, lalu unggah lagi.", "Mend the file and upload it again.";
    upload_again: "Unggah berkas lain", "Upload another file";
    bytes_go: "Setelah diimpor, berkasnya dibuang; baris yang ditinggalkan tetap dapat dilihat selama 24 jam.", "Once imported, the file goes; the rows left out can be seen for 24 hours.";

    // After the import
    done_persons: "Orang dan instansi yang ditulis", "Persons and agencies written";
    done_file: "Dari berkas", "From the file";
    done_created: "Orang baru", "New persons";
    done_updated: "Orang diubah", "Persons changed";
    done_accounts: "Akun baru", "New accounts";
    done_moved: "Akun berpindah", "Accounts moved";
    done_proofs: "Bukti baru", "New proofs";
    done_left_out: "Baris ditinggalkan", "Rows left out";
    done_left_out_note: "galat atau ditahan", "wrong or held";
    done_left_out_rows: "Baris yang ditinggalkan", "Rows that were left out";
    download_left_out: "Unduh baris yang ditinggalkan (CSV)", "Download the rows left out (CSV)";
    done_kept: "Halaman ini dapat dibuka sampai", "This page can be opened until";
    next_list: "Impor daftar lain", "Import another list";

    // Fields of the register
    field_created: "Baru", "New";
    field_name: "Nama", "Name";
    field_agency: "Instansi", "Agency";
    field_post: "Jabatan", "Position";
    field_region: "Kode wilayah", "Region code";
    field_basis: "Dasar penugasan", "Assignment";
    field_ends: "Hari terakhir pemantauan", "Last day of watching";
    field_person: "Pemilik akun", "Owner of the account";
    field_proof: "Bukti", "Proof";
    field_account: "Akun baru", "New account";
    proof_until: "berlaku sampai", "holds until";
    proof_by: "diverifikasi oleh", "verified by";

    // Tables to download
    sheet_kind: "Jenis", "Kind";
    sheet_fault: "galat", "fault";
    sheet_left_out: "ditinggalkan", "left out";
    sheet_warning: "peringatan", "warning";
    sheet_held: "ditahan", "held";
    sheet_change: "perubahan", "change";
    sheet_new: "baru", "new";
    sheet_vanished: "tidak disebut lagi", "no longer named";
    sheet_name: "Lembar", "Sheet";
}
}
