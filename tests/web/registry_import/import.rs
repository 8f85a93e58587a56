use axum::http::StatusCode;
use netra::model::Role;

use super::{DIMAS, RINA, figures, import, list, operator, send_form, send_seen, upload};
use crate::web::support::House;

const BROKEN: &str =
    "orang;1985;Budi Contoh;Dinas Contoh;Guru;32.04;@budi@m.contoh.example;surat;ST 1;2027-12-31\n";

async fn persons(house: &House) -> i64 {
    house.count("SELECT count(*) FROM person").await - 1
}

#[tokio::test]
async fn a_list_is_written_with_its_reason_and_leads_to_its_persons() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let done = import(&mut browser, &list(&[RINA, DIMAS])).await;
    assert_eq!(done.texts("h1"), ["Tersimpan: 2 orang atau instansi"]);
    let names = done.texts(".rows a");
    assert_eq!(names, ["Rina Contoh Wulandari", "Dimas Contoh Prasetya"]);
    let links = done.attributes(".rows a", "href");
    assert_eq!(links, ["/registri/orang/2", "/registri/orang/3"]);
    assert_eq!(persons(&house).await, 2);
    let history = house
        .raw
        .texts("SELECT actor || ': ' || reason FROM registry_change")
        .await;
    assert!(
        history.iter().all(|line| line == "oki: surat 800/1"),
        "{history:?}"
    );
}

#[tokio::test]
async fn a_form_sent_twice_is_done_once() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let at = upload(&mut browser, &list(&[RINA])).await;
    let page = browser.get(&at).await;
    let fields = [("aksi", "semua"), ("alasan", "surat 1")];
    let (mut one, mut other) = (browser.clone(), browser.clone());
    let (first, second) = tokio::join!(
        send_seen(&mut one, &at, &page, &fields),
        send_seen(&mut other, &at, &page, &fields)
    );
    let third = send_seen(&mut browser, &at, &page, &fields).await;
    for answer in [first, second, third] {
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, &*at)
        );
    }
    assert_eq!(persons(&house).await, 1);
    let written = "SELECT count(*) FROM audit WHERE action = 'registry_import' AND detail LIKE '%\"written\":true%'";
    assert_eq!(house.count(written).await, 1);
}

#[tokio::test]
async fn what_changed_since_the_preview_is_looked_at_again() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let at = upload(&mut browser, &list(&[RINA])).await;
    let seen = browser.get(&at).await;
    let mut other = house.logged_in("tono", Role::Administrator).await;
    import(&mut other, &list(&[DIMAS])).await;
    let fields = [("aksi", "semua"), ("alasan", "surat 1")];
    let refused = send_seen(&mut browser, &at, &seen, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.texts("[role=alert]")[0].contains("Registri berubah"));
    assert_eq!(refused.value("#alasan"), "surat 1", "typed again by nobody");
    assert_eq!(persons(&house).await, 1, "only the other list");
    let done = send_seen(&mut browser, &at, &refused, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(persons(&house).await, 2);
}

#[tokio::test]
async fn a_form_that_names_no_register_or_another_file_writes_nothing() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let at = upload(&mut browser, &list(&[RINA])).await;
    let page = browser.get(&at).await;
    let (token, digest) = (
        page.value("input[name=csrf]"),
        page.value("input[name=berkas]"),
    );
    let version = page.value("input[name=registri]");
    let cases = [
        ("", &*digest),
        ("x", &digest),
        (&*version, "lain"),
        ("99", &digest),
    ];
    for (version, digest) in cases {
        let fields = [
            ("csrf", &*token),
            ("registri", version),
            ("berkas", digest),
            ("aksi", "semua"),
            ("alasan", "surat 1"),
        ];
        let answer = browser.post(&at, &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{version} {digest}");
    }
    assert_eq!(persons(&house).await, 0);
}

#[tokio::test]
async fn good_rows_are_taken_and_the_others_left_out_when_asked() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let at = upload(&mut browser, &list(&[RINA, BROKEN, DIMAS])).await;
    let page = browser.get(&at).await;
    assert_eq!(page.texts("h1"), ["1 baris galat"]);
    assert_eq!(page.texts(".primary"), ["Impor 2 baris, tinggalkan 1"]);
    let all = send_form(
        &mut browser,
        &at,
        &[("aksi", "semua"), ("alasan", "surat 1")],
    )
    .await;
    assert_eq!(all.status, StatusCode::CONFLICT, "all is nothing here");
    assert!(all.texts("[role=alert]")[0].contains("Tidak ada yang ditulis"));
    assert_eq!(persons(&house).await, 0);
    let part = [("aksi", "sebagian"), ("alasan", "surat 1")];
    assert_eq!(
        send_form(&mut browser, &at, &part).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(persons(&house).await, 2);
    let done = browser.get(&at).await;
    assert!(figures(&done).contains(&("Baris ditinggalkan".to_owned(), 1)));
}

#[tokio::test]
async fn a_reason_must_say_something() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let at = upload(&mut browser, &list(&[RINA])).await;
    for reason in ["", "  ", "-", "..."] {
        let fields = [("aksi", "semua"), ("alasan", reason)];
        let page = send_form(&mut browser, &at, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.texts("#alasan-m").len(), 1);
    }
    assert_eq!(persons(&house).await, 0);
}

#[tokio::test]
async fn somebody_of_a_region_changes_that_region_only() {
    let house = House::new().await;
    let mut browser = house.logged_in_within("oki", Role::Operator, "32.04").await;
    let elsewhere = DIMAS.replace(";32.04;", ";33.01;");
    let at = upload(&mut browser, &list(&[RINA, &elsewhere])).await;
    let page = browser.get(&at).await;
    assert_eq!(page.texts("h1"), ["1 baris galat"]);
    assert!(
        page.texts("[data-l=Masalah]")[0].contains("33.01"),
        "{}",
        page.body
    );
    let part = [("aksi", "sebagian"), ("alasan", "surat 1")];
    send_form(&mut browser, &at, &part).await;
    assert_eq!(persons(&house).await, 1);
}

#[tokio::test]
async fn the_register_is_given_out_with_full_numbers_and_a_trace() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    import(&mut browser, &list(&[RINA])).await;
    let unsaid = browser.submit("/sandi", "/registri/ekspor", &[]).await;
    assert_eq!(unsaid.status, StatusCode::BAD_REQUEST);
    let why = [("alasan", "permintaan inspektorat")];
    let table = browser.submit("/sandi", "/registri/ekspor", &why).await;
    assert_eq!(table.status, StatusCode::OK);
    assert_eq!(
        table.headers["content-disposition"],
        "attachment; filename=\"registri.csv\""
    );
    assert!(table.body.contains("198503122010012001"), "{}", table.body);
    let deeds = house
        .raw
        .texts("SELECT action FROM audit ORDER BY seq")
        .await;
    assert_eq!(deeds.last().map(String::as_str), Some("registry_export"));
    let again = upload(&mut browser, &table.body).await;
    assert_eq!(
        browser.get(&again).await.texts("h1"),
        ["Tidak ada yang berubah"]
    );
}

#[tokio::test]
async fn the_rows_left_out_are_told_as_long_as_the_page_lives() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let at = upload(&mut browser, &list(&[RINA, BROKEN, DIMAS])).await;
    let part = [("aksi", "sebagian"), ("alasan", "surat 1")];
    send_form(&mut browser, &at, &part).await;
    let done = browser.get(&at).await;
    let rows = done.texts("section[aria-labelledby=tinggal] td.n");
    assert_eq!(rows, ["3"]);
    let told = done.texts("[data-l=Masalah]").concat();
    assert!(told.contains("NIP terdiri atas 18 angka"), "{told}");
    let table = browser.get(&format!("{at}/galat.csv")).await;
    assert_eq!(table.status, StatusCode::OK);
    assert!(table.body.contains("ditinggalkan"), "{}", table.body);
    assert!(table.body.contains("NIP terdiri atas 18 angka"));
    let changes = browser.get(&format!("{at}/perubahan.csv")).await;
    assert_eq!(changes.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn persons_stand_in_the_order_of_the_rows() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    import(&mut browser, &list(&[RINA, DIMAS])).await;
    let new = RINA
        .replace("198503122010012001", "197801012005011003")
        .replace("Rina Contoh Wulandari", "Asep Contoh Baru")
        .replace("@rina", "@asep");
    let teacher = |row: &str| {
        row.replace("Guru", "Pengawas")
            .replace("Analis", "Pengawas")
    };
    let rows = [&*teacher(DIMAS), &new, &teacher(RINA)];
    let done = import(&mut browser, &list(&rows)).await;
    assert_eq!(
        done.texts(".rows a"),
        [
            "Dimas Contoh Prasetya",
            "Asep Contoh Baru",
            "Rina Contoh Wulandari"
        ]
    );
}

#[tokio::test]
async fn another_kind_than_the_registered_one_is_refused_by_row() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let office =
        "instansi;;Dinas Contoh;Dinas Contoh;;32.04;@dinas@m.contoh.example;;ST 1;2027-12-31\n";
    import(&mut browser, &list(&[RINA, office])).await;
    let at = upload(&mut browser, &list(&[&RINA.replace("orang;", "instansi;")])).await;
    let page = browser.get(&at).await;
    assert_eq!(page.texts("h1"), ["1 baris galat"]);
    let told = page.texts("[data-l=Masalah]").concat();
    assert!(told.contains("instansi tidak mempunyai NIP"), "{told}");
    house
        .run("UPDATE person SET kind = 'agency' WHERE name LIKE 'Rina%'")
        .await;
    let at = upload(&mut browser, &list(&[RINA])).await;
    let told = browser.get(&at).await.texts("[data-l=Masalah]").concat();
    assert!(told.contains("dengan jenis lain"), "{told}");
}

#[tokio::test]
async fn whoever_serves_elsewhere_by_now_is_no_longer_named() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let at = upload(&mut browser, &list(&[RINA, DIMAS])).await;
    send_form(
        &mut browser,
        &at,
        &[("aksi", "semua"), ("alasan", "surat 1")],
    )
    .await;
    house
        .run("UPDATE staff SET scope = '32' WHERE name = 'oki'")
        .await;
    house
        .run("UPDATE person SET region = '33.01' WHERE name = 'Rina Contoh Wulandari'")
        .await;
    let done = browser.get(&at).await;
    assert_eq!(done.texts(".rows a"), ["Dimas Contoh Prasetya"]);
    assert_eq!(done.texts("h1"), ["Tersimpan: 2 orang atau instansi"]);
}

#[tokio::test]
async fn a_day_that_is_over_is_taken_and_told() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let rows = "NIP;Nama;Instansi;Kode Wilayah;Akun;Dasar;Berakhir;Bukti;Rujukan Bukti;Bukti Berlaku Sampai\n\
        198503122010012001;Rina;Dinas;32.04;@rina@m.contoh.example;ST 1;2026-12-31;surat;800/1;2027-12-31\n\
        199002022015031002;Dimas;Dinas;32.04;@dimas@m.contoh.example;ST 1;2027-12-31;surat;800/1;2026-12-30\n\
        197806152005011004;Budi;Dinas;32.04;@budi2@m.contoh.example;ST 1;2027-12-31;surat;800/1;2027-12-31\n";
    let at = upload(&mut browser, rows).await;
    let page = browser.get(&at).await;
    let told = page.texts("section[aria-labelledby=peringatan] tbody tr");
    let [rina, dimas] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert!(
        rina.contains("pemantauannya, 2026-12-31, sudah lewat"),
        "{rina}"
    );
    assert!(dimas.contains("hanya berlaku sampai 2026-12-30"), "{dimas}");
}
