use axum::http::StatusCode;
use jiff::SignedDuration;
use netra::model::Role;

use super::{DIMAS, RINA, list, operator, send_form, token, upload, upload_with};
use crate::web::support::House;

#[tokio::test]
async fn a_list_is_kept_for_its_owner_with_what_was_typed() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let file = "NIP;Nama;Instansi;Akun\n198503122010012001;Rina Contoh;Dinas Contoh;@rina@m.contoh.example\n";
    let fields = [
        ("dasar", "ST 9/2027"),
        ("berakhir", "2027-11-30"),
        ("wilayah", "32.05"),
    ];
    let kept = upload_with(&mut browser, "Daftar ASN.csv", file.as_bytes(), &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let page = browser.get(kept.location()).await;
    let facts = page.texts(".facts dd").join(" | ");
    for part in [
        "Daftar ASN.csv",
        "ST 9/2027",
        "30 November 2027",
        "32.05",
        "NIP, Nama, Instansi, Akun",
    ] {
        assert!(facts.contains(part), "{part} in {facts}");
    }
    let waiting = browser.get("/registri/impor").await.texts(".rows a");
    assert_eq!(waiting, ["Daftar ASN.csv"]);
    assert_eq!(
        house.count("SELECT count(*) FROM person").await,
        1,
        "nothing was written"
    );
}

#[tokio::test]
async fn what_is_left_empty_is_as_the_settings_have_it() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let form = browser.get("/registri/impor").await;
    let hints = form.texts(".hint").join(" ");
    for part in ["ST 1/2027", "31 Desember 2027", "32.04"] {
        assert!(hints.contains(part), "{part} in {hints}");
    }
    let file = "NIP;Nama;Instansi;Akun\n198503122010012001;Rina Contoh;Dinas Contoh;@rina@m.contoh.example\n";
    let at = upload(&mut browser, file).await;
    let page = browser.get(&at).await;
    assert_eq!(page.texts("h1"), ["Semua 1 baris dapat diimpor"]);
}

#[tokio::test]
async fn what_cannot_be_read_stands_beside_its_field() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let fields = [("berakhir", "akhir tahun"), ("wilayah", "Bandung")];
    let page = upload_with(
        &mut browser,
        "daftar.csv",
        list(&[RINA]).as_bytes(),
        &fields,
    )
    .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.texts(".wrong .bad").len(), 2);
    assert_eq!(page.value("#wilayah"), "Bandung", "typed again by nobody");
    assert_eq!(house.count("SELECT count(*) FROM registry_draft").await, 0);
}

#[tokio::test]
async fn an_assignment_of_signs_only_is_none() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let fields = [("dasar", "-")];
    let file = list(&[RINA]);
    let page = upload_with(&mut browser, "daftar.csv", file.as_bytes(), &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.texts(".wrong .bad"), ["Sebutkan nomor suratnya."]);
}

#[tokio::test]
async fn nobody_else_sees_a_list() {
    let house = House::new().await;
    let mut owner = operator(&house).await;
    let at = upload(&mut owner, &list(&[RINA])).await;
    let mut others = [
        house
            .logged_in_within("sebelah", Role::Operator, "33")
            .await,
        house.logged_in("tono", Role::Administrator).await,
    ];
    for other in &mut others {
        for path in [
            at.clone(),
            format!("{at}/galat.csv"),
            format!("{at}/perubahan.csv"),
        ] {
            assert_eq!(
                other.get(&path).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
        let token = token(other).await;
        for path in [at.clone(), format!("{at}/batal")] {
            let fields = [("csrf", &*token), ("aksi", "semua"), ("alasan", "surat 1")];
            assert_eq!(
                other.post(&path, &fields).await.status,
                StatusCode::NOT_FOUND
            );
        }
        assert!(
            other
                .get("/registri/impor")
                .await
                .texts(".rows a")
                .is_empty()
        );
    }
    assert_eq!(owner.get(&at).await.status, StatusCode::OK);
    assert_eq!(house.count("SELECT count(*) FROM person").await, 1);
}

#[tokio::test]
async fn the_oldest_of_four_lists_goes() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let first = upload(&mut browser, &list(&[RINA])).await;
    for _ in 0..3 {
        upload(&mut browser, &list(&[DIMAS])).await;
    }
    let gone = browser.get(&first).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert_eq!(gone.texts("h1"), ["Daftar ini sudah tidak disimpan"]);
    assert_eq!(
        gone.attributes(".acts a", "href"),
        ["/registri/impor", "/"],
        "no sign-in for somebody signed in"
    );
    let nobody = browser.get("/registri/orang/999").await;
    assert_eq!(nobody.attributes(".acts a", "href"), ["/"]);
    assert_eq!(
        browser.get("/registri/impor").await.texts(".rows a").len(),
        3
    );
}

#[tokio::test]
async fn a_list_goes_after_a_day() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let at = upload(&mut browser, &list(&[RINA])).await;
    house.clock.advance(SignedDuration::from_hours(11));
    browser.login("oki", super::super::support::PASSWORD).await;
    assert_eq!(browser.get(&at).await.status, StatusCode::OK);
    house.clock.advance(SignedDuration::from_hours(13));
    browser.login("oki", super::super::support::PASSWORD).await;
    assert_eq!(browser.get(&at).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        house.count("SELECT count(*) FROM registry_draft").await,
        0,
        "its bytes too"
    );
}

#[tokio::test]
async fn a_list_can_be_thrown_away() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let at = upload(&mut browser, &list(&[RINA])).await;
    let gone = browser.submit(&at, &format!("{at}/batal"), &[]).await;
    let page = browser.get(gone.location()).await;
    assert_eq!(
        page.texts("[role=status]"),
        ["Daftar itu sudah dibuang. Tidak ada yang diimpor."]
    );
    assert_eq!(browser.get(&at).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.count("SELECT count(*) FROM registry_draft").await, 0);
    let deeds = house
        .raw
        .texts("SELECT action FROM audit WHERE action <> 'not_found' ORDER BY seq")
        .await;
    assert!(
        deeds.ends_with(&[
            "registry_upload".to_owned(),
            "registry_preview".to_owned(),
            "registry_discard".to_owned()
        ]),
        "{deeds:?}"
    );
}

#[tokio::test]
async fn an_imported_list_has_no_bytes_any_more() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let at = upload(&mut browser, &list(&[RINA])).await;
    send_form(
        &mut browser,
        &at,
        &[("aksi", "semua"), ("alasan", "surat 1")],
    )
    .await;
    let left = "SELECT count(*) FROM registry_draft WHERE content IS NOT NULL";
    assert_eq!(house.count(left).await, 0);
}
