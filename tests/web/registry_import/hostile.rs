use std::io::Write as _;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use netra::model::Role;
use rstest::rstest;

use super::{Part, list, multipart, operator, send, token, upload, upload_with};
use crate::web::support::{Browser, House};

async fn kept(house: &House) -> i64 {
    house.count("SELECT count(*) FROM registry_draft").await
}

#[tokio::test]
async fn the_token_is_asked_for_before_the_file_is_read() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let mut other = house.logged_in("tono", Role::Administrator).await;
    let (own, foreign) = (token(&mut browser).await, token(&mut other).await);
    let file: Part<'_> = ("berkas", Some("a.csv"), b"NIP;Nama\n");
    let cases: [&[Part<'_>]; 5] = [
        &[file],
        &[file, ("csrf", None, own.as_bytes())],
        &[("csrf", None, foreign.as_bytes()), file],
        &[("csrf", None, b""), file],
        &[("csrf", Some("csrf.txt"), b"x"), file],
    ];
    for parts in cases {
        let page = send(&mut browser, multipart(parts)).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(page.has("h1"));
    }
    browser
        .headers
        .insert("origin", "https://jahat.example".parse().unwrap());
    let parts = [("csrf", None, own.as_bytes()), file];
    assert_eq!(
        send(&mut browser, multipart(&parts)).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(kept(&house).await, 0);
}

#[rstest]
#[case("multipart/form-data")]
#[case("multipart/form-data; boundary=")]
#[case("multipart/form-data; boundary=lain")]
#[case("application/x-www-form-urlencoded")]
#[case("text/csv")]
#[tokio::test]
async fn bodies_that_are_no_such_form_are_refused(#[case] kind: &'static str) {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let token = token(&mut browser).await;
    let parts: [Part<'_>; 2] = [
        ("csrf", None, token.as_bytes()),
        ("berkas", Some("a"), b"x"),
    ];
    let request = Request::post("/registri/impor")
        .header("content-type", kind)
        .body(Body::from(multipart(&parts)))
        .unwrap();
    let page = browser.send(request).await;
    assert!(page.status.is_client_error(), "{kind}: {}", page.status);
    assert!(page.has("h1"), "a page, not a blank");
    assert_eq!(kept(&house).await, 0);
}

#[tokio::test]
async fn forms_that_end_too_early_are_refused() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let token = token(&mut browser).await;
    let parts: [Part<'_>; 2] = [
        ("csrf", None, token.as_bytes()),
        ("berkas", Some("a.csv"), b"NIP;Nama"),
    ];
    let whole = multipart(&parts);
    for end in [10, 60, whole.len() / 2, whole.len() - 30] {
        let page = send(&mut browser, whole[..end].to_vec()).await;
        assert!(page.status.is_client_error(), "{end}: {}", page.status);
    }
    assert_eq!(kept(&house).await, 0);
}

#[tokio::test]
async fn exactly_one_file_is_asked_for() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let token = token(&mut browser).await;
    let csrf: Part<'_> = ("csrf", None, token.as_bytes());
    let file: Part<'_> = ("berkas", Some("a.csv"), b"NIP");
    let cases: [(&[Part<'_>], &str); 4] = [
        (&[csrf], "Pilih berkasnya dahulu."),
        (
            &[csrf, ("berkas", Some(""), b"")],
            "Pilih berkasnya dahulu.",
        ),
        (
            &[csrf, ("berkas", Some("kosong.csv"), b"")],
            "Berkas ini kosong. Pilih berkas yang memuat daftarnya.",
        ),
        (&[csrf, file, file], "Pilih satu berkas saja."),
    ];
    for (parts, told) in cases {
        let page = send(&mut browser, multipart(parts)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.texts("#berkas-m"), [told]);
    }
    assert_eq!(kept(&house).await, 0);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_told_so_and_let_go() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let large = vec![b'"'; (32 << 20) + 1];
    let page = upload_with(&mut browser, "besar.csv", &large, &[]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.texts("#berkas-m")[0].contains("32 MiB"));
    let larger = vec![b'"'; 129 << 20];
    let page = upload_with(&mut browser, "besar.csv", &larger, &[]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.has("h1"));
    assert_eq!(kept(&house).await, 0);
}

#[tokio::test]
async fn too_many_or_too_long_fields_are_refused() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let token = token(&mut browser).await;
    let csrf: Part<'_> = ("csrf", None, token.as_bytes());
    let mut many = vec![csrf];
    many.resize(40, ("dasar", None, b"x".as_slice()));
    let page = send(&mut browser, multipart(&many)).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    let long = "x".repeat(5_000);
    let page = send(
        &mut browser,
        multipart(&[csrf, ("dasar", None, long.as_bytes())]),
    )
    .await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

/// What the page says of a file that is no list.
async fn told_of(browser: &mut Browser, content: &[u8]) -> String {
    let page = upload_with(browser, "daftar.xlsx", content, &[("dasar", "ST 9")]).await;
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        page.body
    );
    assert_eq!(page.value("#dasar"), "ST 9", "typed again by nobody");
    page.texts("#berkas-m").join(" ")
}

#[tokio::test]
async fn broken_and_bursting_workbooks_are_told_as_such() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let told = told_of(&mut browser, b"PK\x03\x04 bukan zip").await;
    assert_eq!(
        told,
        "daftar.xlsx rusak atau bukan berkas XLSX; buka dengan program lembar kerja, lalu simpan lagi."
    );
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default();
    bomb.start_file("xl/worksheets/sheet1.xml", packed).unwrap();
    for _ in 0..300 {
        bomb.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = bomb.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20, "small as it comes");
    let told = told_of(&mut browser, &bomb).await;
    assert!(told.contains("256 MiB"), "{told}");
    let told = told_of(&mut browser, &[0xd0, 0xcf, 0x11, 0xe0, 1, 2]).await;
    assert!(told.contains(".xls lama"), "{told}");
}

#[tokio::test]
async fn a_file_that_is_no_list_is_named_as_what_it_is_and_takes_no_place() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let good = upload(&mut browser, &list(&[super::RINA])).await;
    let mut sheet = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default();
    sheet.start_file("content.xml", packed).unwrap();
    let sheet = sheet.finish().unwrap().into_inner();
    let files: [(&[u8], &str); 7] = [
        (b"%PDF-1.7\n1 0 obj", "dokumen PDF"),
        (b"\x89PNG\r\n\x1a\n", "gambar"),
        (b"\n<!DOCTYPE html><table><tr><td>NIP", "halaman web (HTML)"),
        (b"<?xml version=\"1.0\"?><Workbook>", "berkas XML"),
        (b"{\\rtf1 NIP;Nama", "dokumen pengolah kata"),
        (&sheet, "OpenDocument"),
        (b" \r\n\r\n", "kosong"),
    ];
    for (content, kind) in files {
        let told = told_of(&mut browser, content).await;
        assert!(told.contains(kind), "{kind}: {told}");
        assert!(told.ends_with('.') && !told.ends_with(".."), "{told}");
    }
    for _ in 0..3 {
        told_of(&mut browser, b"Nama;Alamat Rumah\nRina;Bandung\n").await;
    }
    assert_eq!(browser.get(&good).await.status, StatusCode::OK);
    assert_eq!(kept(&house).await, 1);
}

#[tokio::test]
async fn parts_without_content_count_too() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let token = token(&mut browser).await;
    let mut many: Vec<Part<'_>> = vec![("csrf", None, token.as_bytes())];
    many.resize(200, ("berkas", Some(""), b"".as_slice()));
    let page = send(&mut browser, multipart(&many)).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn quotation_marks_to_the_end_are_read_to_the_end() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let told = told_of(&mut browser, &vec![b'"'; 8 << 20]).await;
    assert!(told.contains("judul kolom tidak ditemukan"), "{told}");
}

#[tokio::test]
async fn names_of_files_lose_folders_and_what_is_not_shown() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let long = format!("{}.csv", "panjang".repeat(1_500));
    let cases = [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\budi\\daftar.csv", "daftar.csv"),
        ("daf\u{202e}vsc.xlsx", "dafvsc.xlsx"),
        ("<script>alert(1)<b>.csv", "<script>alert(1)<b>.csv"),
        (&long, &long[..120]),
    ];
    for (given, shown) in cases {
        let file = list(&[super::RINA]);
        let answer = upload_with(&mut browser, given, file.as_bytes(), &[]).await;
        let page = browser.get(answer.location()).await;
        assert_eq!(page.texts(".facts dd")[0], *shown, "{given}");
        assert!(!page.body.contains("<script>alert"), "{given}");
    }
}

#[tokio::test]
async fn names_of_persons_are_words_and_nothing_else() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let row = "orang;198503122010012001;<img src=x onerror=alert(1)>;=HYPERLINK(\"http://jahat.example\");Guru;32.04;@rina@m.contoh.example;surat;ST 1;2027-12-31\n";
    let at = upload(&mut browser, &list(&[row])).await;
    let page = browser.get(&at).await;
    assert!(!page.has("main img"), "{}", page.body);
    assert!(
        page.body.contains("&#60;img src=x"),
        "shown as it is written"
    );
    let file = "NIP;Nama;Instansi;Akun\n=1+1;+SUM(A1);Dinas;@a@m.contoh.example\n";
    let at = upload(&mut browser, file).await;
    let table = browser.get(&format!("{at}/galat.csv")).await;
    assert_eq!(table.headers["content-type"], "text/csv; charset=utf-8");
    assert!(table.body.contains("'=1+1"), "{}", table.body);
    assert!(!table.body.contains(";=1"), "{}", table.body);
}
