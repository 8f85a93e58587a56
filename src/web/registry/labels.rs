//! Labels of the pages of the register. `{1}`, `{2}` stand for what [`filled`] puts there.

use crate::web::text::labels;

labels! {
    /// Labels of the pages of the register.
    RegistryText {
        // The list
        watched_of: "{1} akun milik {2} dipantau", "{1} accounts of {2} are watched";
        watched_one: "1 akun milik {2} dipantau", "1 account of {2} is watched";
        persons: "{1} orang", "{1} persons";
        persons_one: "1 orang", "1 person";
        agencies: "{1} instansi", "{1} agencies";
        agencies_one: "1 instansi", "1 agency";
        and: " dan ", " and ";
        some_failing: ", {1} gagal dibaca", ", {1} cannot be read";
        by_hand_only: "{1} akun hanya masuk lewat impor", "{1} accounts come by import only";
        nobody_watched: "Tidak ada akun yang dipantau", "No account is watched";
        matching: "{1} akun cocok", "{1} accounts match";
        matching_one: "1 akun cocok", "1 account matches";
        matching_persons: "Cocok, tetapi tanpa akun", "Somebody matches, without an account";
        matching_none: "Tidak ada yang cocok", "Nobody matches";
        matching_none_hint: "Kata dicocokkan dengan awal kata pada nama (juga nama yang dahulu), instansi, dan alamat akun; NIP hanya bila ditulis lengkap (18 angka). Tautan profil juga dapat dicari.", "Words are matched with the beginnings of words in names (former ones too), agencies and addresses of accounts; a NIP only in full (18 digits). A link to a profile can be looked for as well.";
        empty: "Registri masih kosong", "The register is still empty";
        empty_hint: "Belum ada orang dan akun yang terdaftar, jadi belum ada yang dapat dipantau. Mulailah dengan mengimpor daftar dari BKPSDM (XLSX atau CSV), atau tambahkan satu akun.", "No persons and accounts are registered yet, so nothing can be watched. Begin by importing the list of the personnel office (XLSX or CSV), or add one account.";
        unset: "Wilayah Anda belum ditetapkan", "Your region has not been set";
        unset_hint: "Anda belum dapat melihat siapa pun. Minta administrator menetapkan wilayah Anda.", "You cannot see anybody yet. Ask an administrator to set your region.";
        search: "Cari nama, instansi, alamat akun, atau NIP lengkap", "Find a name, an agency, the address of an account, or a whole NIP";
        do_search: "Cari", "Find";
        platform: "Platform", "Platform";
        standing: "Keadaan", "Standing";
        all: "semua", "all";
        clear: "Hapus pencarian dan saringan", "Clear search and filters";
        person: "Orang", "Person";
        agency: "Instansi", "Agency";
        accounts: "Akun", "Accounts";
        no_accounts: "tanpa akun", "no account";
        more_accounts: "dan {1} akun lain", "and {1} more accounts";
        next: "Berikutnya", "Next";
        previous: "Sebelumnya", "Previous";
        to_top: "Ke awal daftar", "To the beginning of the list";
        pages: "Halaman daftar", "Pages of the list";
        unreadable_person: "Orang nomor {1} tidak dapat dibaca: barisnya di basis data rusak. Sampaikan nomor ini kepada pengelola.", "Person number {1} cannot be read: the row in the database is broken. Give this number to the operator.";
        unreadable_account: "akun nomor {1} tidak dapat dibaca", "account number {1} cannot be read";
        unreadable_change: "perubahan nomor {1} tidak dapat dibaca", "change number {1} cannot be read";
        unreadable_proof: "bukti nomor {1} tidak dapat dibaca", "proof number {1} cannot be read";
        merged_short: "digabung ke orang nomor {1}", "merged into person number {1}";
        import: "Impor daftar", "Import a list";
        add_account: "Tambah akun", "Add an account";
        add_of_person: "Tambah akun untuk orang ini", "Add an account of this person";
        add_of_agency: "Tambah akun untuk instansi ini", "Add an account of this agency";

        // How accounts stand
        watched: "dipantau", "watched";
        failing: "gagal", "failing";
        never: "belum pernah dikumpulkan", "never collected yet";
        closed: "ditutup robots.txt", "closed by robots.txt";
        by_hand: "tidak dipantau langsung", "not watched directly";
        ended: "masa pemantauan berakhir", "purpose ended";
        retired: "dihentikan", "retired";
        since: "sejak {1}", "since {1}";
        failed_times: "{1} kali gagal, terakhir {2}", "failed {1} times, last on {2}";
        last_visit_on: "kunjungan terakhir {1}", "last visit on {1}";
        registered_on: "terdaftar {1}", "registered {1}";
        ended_on: "berakhir {1}", "ended on {1}";

        // A person
        number: "Nomor", "Number";
        kind: "Jenis", "Kind";
        kind_person: "orang", "person";
        kind_agency: "instansi", "agency";
        nip: "NIP", "NIP";
        name: "Nama", "Name";
        position: "Jabatan", "Position";
        region: "Kode wilayah", "Region code";
        basis: "Dasar penugasan", "Assignment";
        ends: "Hari terakhir pemantauan", "Last day of watching";
        person_facts: "Data orang", "Facts of the person";
        agency_facts: "Data instansi", "Facts of the agency";
        person_none: "{1}: tanpa akun", "{1}: without an account";
        person_watched: "{1}: {2} akun dipantau", "{1}: {2} accounts are watched";
        person_watched_one: "{1}: 1 akun dipantau", "{1}: 1 account is watched";
        person_failing: "{1}: {2} akun dipantau, {3} gagal", "{1}: {2} accounts are watched, {3} failing";
        person_failing_one: "{1}: 1 akun dipantau, {3} gagal", "{1}: 1 account is watched, {3} failing";
        person_not_watched: "{1}: tidak ada akun yang dipantau", "{1}: no account is watched";
        person_retired: "{1}: pemantauan dihentikan", "{1}: the watching has been stopped";
        person_ended: "{1}: masa pemantauan berakhir", "{1}: the purpose has ended";
        person_merged: "{1}: digabung ke yang lain", "{1}: merged into another";
        merged_note: "Baris ini digabung ke {1}, yang mewakili keduanya. Data dan akunnya ada di sana.", "This row was merged into {1}, which stands for both. The facts and accounts are there.";
        stands_for: "Mewakili juga", "Stands for as well";
        withdrawn_note: "Pemantauannya dihentikan sejak {1}, bersama akunnya. Yang sudah tersimpan tetap ada.", "The watching was stopped on {1}, with all accounts. What was kept stays.";
        accounts_now: "Akun sekarang", "Accounts now";
        accounts_former: "Akun yang dahulu miliknya", "Accounts that were theirs before";
        until: "sampai {1}", "until {1}";
        history: "Riwayat", "History";
        history_older: "Perubahan yang lebih lama", "Older changes";
        history_newest: "Ke perubahan terbaru", "To the newest changes";
        history_none: "Belum ada perubahan yang tercatat.", "No change is recorded yet.";
        corrections: "Koreksi", "Corrections";
        person_number: "orang nomor {1}", "person number {1}";
        account_number: "akun nomor {1}", "account number {1}";

        // An account
        owner: "Pemilik", "Owner";
        former_owner: "Pemilik sebelumnya", "Former owner";
        address: "Alamat", "Address";
        account_facts: "Akun", "Account";
        display_name: "Nama di platform", "Name on the platform";
        stable_id: "Pengenal tetap", "Permanent identifier";
        seen_address: "Alamat sekarang menurut platform", "Current address, says the platform";
        collection: "Pengumpulan", "Collection";
        way: "Cara", "Way";
        way_crawled: "diambil langsung dari {1}", "fetched directly from {1}";
        way_by_hand: "{1} tidak dapat diambil langsung: unggahannya masuk lewat impor berkas atau tangkapan orang", "{1} cannot be fetched directly: its posts come with imported files or captures by people";
        last_visit: "Kunjungan terakhir", "Last visit";
        next_visit: "Kunjungan berikutnya", "Next visit";
        next_visit_now: "pada pengumpulan berikutnya", "with the next pass";
        rhythm: "Irama", "Rhythm";
        rhythm_hours: "kira-kira setiap {1} jam", "about every {1} hours";
        rhythm_minutes: "kira-kira setiap {1} menit", "about every {1} minutes";
        rhythm_days: "kira-kira setiap {1} hari", "about every {1} days";
        last_error: "Galat terakhir", "Last error";
        meaning: "Artinya", "What it means";
        coverage: "Yang tersimpan", "What is kept";
        posts: "Unggahan", "Posts";
        first_post: "Unggahan pertama", "First post";
        last_post: "Unggahan terakhir", "Last post";
        last_seen: "Terakhir terlihat", "Last seen";
        state: "Keadaan menurut platform", "State, says the platform";
        state_seen: "Keadaan itu terlihat", "That state was seen";
        state_from: "Diambil dari", "Fetched from";
        state_file: "Berkas WARC", "WARC file";
        state_record: "Nomor rekaman", "Record id";
        state_digest: "SHA-256 isi", "SHA-256 of the payload";
        proofs: "Bukti kepemilikan", "Proofs of ownership";
        proofs_none: "Belum ada bukti bahwa akun ini milik orang tersebut.", "There is no proof yet that the account is this person's.";
        proof_kind: "Jenis bukti", "Kind of proof";
        proof_reference: "Rujukan", "Reference";
        proof_by: "Diperiksa oleh", "Checked by";
        proof_until: "Berlaku sampai", "Valid until";
        proof_of: "Milik", "Whose";
        proof_expired: "kedaluwarsa {1}", "expired on {1}";
        proof_always: "tanpa batas", "without end";
        retired_note: "Pemantauan akun ini dihentikan {1} oleh {2}: {3}", "The watching of this account was stopped on {1} by {2}: {3}";
        account_watched: "{1} dipantau", "{1} is watched";
        account_failing: "{1} gagal dibaca {2} kali", "{1} could not be read {2} times";
        account_never: "{1} belum pernah dikumpulkan", "{1} was never collected yet";
        account_closed: "{1} ditutup robots.txt", "{1} is closed by robots.txt";
        account_by_hand: "{1} hanya masuk lewat impor", "{1} comes by import only";
        account_ended: "{1}: masa pemantauan berakhir", "{1}: the purpose has ended";
        account_retired: "{1} dihentikan", "{1} has been retired";

        // What errors mean
        means_gone: "Alamatnya tidak ada lagi di situs itu. Periksa apakah akun berganti alamat atau dihapus oleh platform.", "The address is no longer on that site. Look whether the account has moved or was taken down.";
        means_refused: "Situs itu menolak Netra. Netra tidak mencari jalan lain; bicarakan dengan pengelola situs bila perlu.", "The site refuses Netra. Netra looks for no way around; talk to the site if needed.";
        means_busy: "Situs itu meminta jeda. Netra menunggu, lalu mencoba lagi sendiri.", "The site asked for a pause. Netra waits and tries again by itself.";
        means_server: "Situs itu sendiri sedang rusak. Netra mencoba lagi sendiri.", "The site itself is out of order. Netra tries again by itself.";
        means_slow: "Situs itu tidak menjawab pada waktunya. Netra mencoba lagi sendiri; bila berhari-hari, periksa alamatnya.", "The site did not answer in time. Netra tries again by itself; if this lasts for days, check the address.";
        means_unreachable: "Situs itu tidak terjangkau. Periksa alamat dan sambungan jaringan.", "The site cannot be reached. Check the address and the network.";
        means_unread: "Di alamat itu menjawab sesuatu yang bukan situs web, atau rusak. Yang datang disimpan sebagai bukti; periksa alamatnya.", "What answers at the address is no website, or is broken. What came is kept as evidence; check the address.";
        means_robots: "Situs itu melarang pengambilan otomatis lewat robots.txt, dan Netra mematuhinya. Bawa unggahannya lewat impor atau tangkapan.", "The site forbids automatic fetching by robots.txt, and Netra obeys. Bring its posts by import or capture.";
        means_moved: "Alamatnya dialihkan ke situs lain atau berulang kali. Periksa alamat akun yang terdaftar.", "The address is redirected to another site, or again and again. Check the registered address.";
        means_unknown: "Netra tidak dapat membaca akun ini pada kunjungan terakhir dan mencoba lagi sendiri.", "Netra could not read this account on the last visit and tries again by itself.";

        // What is told in the history
        created: "didaftarkan", "registered";
        field_name: "nama", "name";
        field_agency: "instansi", "agency";
        field_position: "jabatan", "position";
        field_region: "kode wilayah", "region code";
        field_basis: "dasar penugasan", "assignment";
        field_ends: "hari terakhir pemantauan", "last day of watching";
        field_stopped: "pemantauan dihentikan", "the watching was stopped";
        field_resumed: "pemantauan dilanjutkan (tadinya dihentikan sejak {1})", "the watching was resumed (it had been stopped on {1})";
        field_kind: "jenis", "kind";
        field_moved: "pindah tangan", "changed hands";
        field_since: "milik pemilik barunya sejak {1}", "the new owner's since {1}";
        field_with_merger: "pemilik, karena keduanya digabung", "owner, because the two were merged";
        field_split: "akun yang sejak awal bukan miliknya dipisahkan", "an account that never was theirs was split off";
        field_corrected: "pemilik diperbaiki: sejak awal bukan milik yang lama", "owner corrected: it never was the former's";
        field_merged: "digabung ke", "merged into";
        field_unmerged: "berdiri sendiri lagi; sebelumnya digabung ke", "stands alone again; was merged into";
        field_stands_for: "mewakili juga", "stands for as well";
        field_proof: "bukti kepemilikan ditambahkan", "proof of ownership added";
        nothing: "kosong", "empty";
        checked_by: "diperiksa oleh {1}", "checked by {1}";
        valid_until: "berlaku sampai {1}", "valid until {1}";
    }
}

/// A label with its values.
pub(super) fn filled(pattern: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(pattern.len());
    let mut pieces = pattern.split('{');
    filled.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (number, rest) = piece.split_once('}').unwrap_or(("", piece));
        let place = number.parse::<usize>().ok();
        let value = place.and_then(|place| values.get(place.checked_sub(1)?));
        filled.push_str(value.unwrap_or(&""));
        // A name that ends with a title brings the full stop of the sentence along.
        let rest = match rest.strip_prefix('.') {
            Some(beyond) if filled.ends_with('.') => beyond,
            _ => rest,
        };
        filled.push_str(rest);
    }
    filled
}
