use std::fmt::Write as _;

use super::{DIMAS, HEADER, RINA, all_rows, figures, import, list, operator, upload};
use crate::web::support::{House, app_reading};

/// Cells stand side by side, and words as they may be written.
fn plain(text: &str) -> String {
    text.replace(' ', "").to_lowercase()
}

#[tokio::test]
async fn changes_stand_old_and_new_in_words() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    import(&mut browser, &list(&[RINA, DIMAS])).await;
    let rina = RINA
        .replace("Guru", "Kepala Sekolah")
        .replace("2027-12-31", "2028-03-31")
        .replace("surat 800/1", "klarifikasi 12");
    let at = upload(&mut browser, &list(&[&rina, DIMAS])).await;
    let page = browser.get(&at).await;
    let rows = page.texts("section[aria-labelledby=ubah] tbody tr");
    let expected = [
        "2 Rina Contoh Wulandari NIP ********201001**** Jabatan Guru Kepala Sekolah",
        "2 Rina Contoh Wulandari NIP ********201001**** Hari terakhir pemantauan 31 Desember 2027 31 Maret 2028",
        "2 Rina Contoh Wulandari NIP ********201001**** Bukti mastodon @rina@m.contoh.example diakui saat klarifikasi, klarifikasi 12",
    ];
    for (row, expected) in rows.iter().zip(expected) {
        assert_eq!(plain(row), plain(expected));
    }
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert_eq!(
        figures(&page),
        [("Tidak berubah".to_owned(), 1), ("Berubah".to_owned(), 1)]
    );
    assert_eq!(all_rows(&page), 2);
}

#[tokio::test]
async fn whom_the_list_no_longer_names_is_told_and_stays() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    import(&mut browser, &list(&[RINA, DIMAS])).await;
    let at = upload(&mut browser, &list(&[RINA])).await;
    let page = browser.get(&at).await;
    let gone = page.texts("section[aria-labelledby=hilang] tbody tr");
    assert_eq!(gone.len(), 1);
    assert!(
        plain(&gone[0]).starts_with("dimascontohprasetyanip********201503****"),
        "{gone:?}"
    );
    let watched = "SELECT count(*) FROM account WHERE retired_at IS NULL AND person_id > 1";
    assert_eq!(house.count(watched).await, 2);
}

#[tokio::test]
async fn each_fault_says_where_what_is_written_and_what_to_do() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let row = "orang;1985031220100120;Budi Contoh;Dinas Contoh;Guru;32.04;@budi@m.contoh.example;surat;ST 1;2027-12-31\n";
    let at = upload(&mut browser, &list(&[RINA, row])).await;
    let page = browser.get(&at).await;
    let faults = page.texts("section[aria-labelledby=galat] tbody tr");
    assert!(
        faults
            .iter()
            .any(|row| plain(row).starts_with("3nip****************")),
        "{faults:?}"
    );
    let english = browser.get(&format!("{at}?lang=en")).await;
    assert_eq!(english.texts("h1"), ["1 row is wrong"]);
}

#[tokio::test]
async fn long_lists_are_cut_and_can_be_had_whole() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let mut file = HEADER.to_owned();
    for number in 0..130 {
        writeln!(
            file,
            "orang;1985;Orang Contoh;Dinas Contoh;Guru;32.04;@a{number}@m.contoh.example;surat;ST 1;2027-12-31"
        )
        .unwrap();
        writeln!(
            file,
            "orang;19850312201001{:04};Orang Contoh;Dinas Contoh;Guru;32.04;@b{number}@m.contoh.example;surat;ST 1;2027-12-31",
            1_001 + number
        )
        .unwrap();
    }
    let at = upload(&mut browser, &file).await;
    let page = browser.get(&at).await;
    assert_eq!(page.texts("h1"), ["130 baris galat"]);
    let faults = "section[aria-labelledby=galat]";
    assert_eq!(page.texts(&format!("{faults} tbody tr")).len(), 100);
    assert_eq!(
        page.texts(&format!("{faults} > p")),
        ["30 lagi tidak ditampilkan."]
    );
    let table = browser.get(&format!("{at}/galat.csv")).await.body;
    assert_eq!(
        table
            .lines()
            .filter(|line| line.starts_with("galat;"))
            .count(),
        130
    );
    let table = browser.get(&format!("{at}/perubahan.csv")).await.body;
    assert!(
        table
            .lines()
            .filter(|line| line.starts_with("baru;"))
            .count()
            >= 260
    );
    assert!(!table.contains("198503122010012"), "numbers are masked");
}

#[tokio::test]
async fn a_remedy_names_the_field_of_the_upload() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    browser.replace(app_reading(
        &house.db,
        std::sync::Arc::clone(&house.clock),
        netra::web::ListTerms::default(),
    ));
    let file =
        "NIP;Nama;Instansi;Akun\n198503122010012001;Rina Contoh;Dinas;@rina@m.contoh.example\n";
    let at = upload(&mut browser, file).await;
    let remedies = browser.get(&at).await.texts("[data-l=Perbaikan]");
    assert_eq!(
        remedies,
        [
            "tambahkan kolom Kode Wilayah, atau unggah lagi dan isi “Kode wilayah”",
            "tambahkan kolom Dasar, atau unggah lagi dan isi “Dasar penugasan”",
            "tambahkan kolom Berakhir, atau unggah lagi dan isi “Hari terakhir pemantauan”",
        ]
    );
}
