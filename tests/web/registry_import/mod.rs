//! Lists of offices, taken over in the browser.

mod add;
mod confirm;
mod hostile;
mod import;
mod offices;
mod preview;
mod upload;

use axum::body::Body;
use axum::http::{Request, header};
use netra::model::Role;

use super::support::{Browser, House, Page};

/// A part of a form: name, name of the file, content.
pub type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

const BOUNDARY: &str = "----batas-uji-27";

/// A form with files as browsers send it.
pub fn multipart(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"\r\nContent-Type: text/csv"));
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{}\r\n\r\n",
            file.unwrap_or_default()
        );
        body.extend(head.bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

/// Sends a body to the page of uploads.
pub async fn send(browser: &mut Browser, body: Vec<u8>) -> Page {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = Request::post("/registri/impor")
        .header(header::CONTENT_TYPE, kind)
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

pub async fn token(browser: &mut Browser) -> String {
    browser.get("/sandi").await.value("input[name=csrf]")
}

/// Uploads a file with what holds for its rows.
pub async fn upload_with(
    browser: &mut Browser,
    name: &str,
    content: &[u8],
    fields: &[(&str, &str)],
) -> Page {
    let token = token(browser).await;
    let mut parts: Vec<Part<'_>> = vec![("csrf", None, token.as_bytes())];
    let fields = fields
        .iter()
        .map(|(name, value)| (*name, None, value.as_bytes()));
    parts.extend(fields);
    parts.push(("berkas", Some(name), content));
    send(browser, multipart(&parts)).await
}

/// Uploads a file, which must be kept; where its preview is.
pub async fn upload(browser: &mut Browser, content: &str) -> String {
    let kept = upload_with(browser, "daftar.csv", content.as_bytes(), &[]).await;
    assert_eq!(kept.status.as_u16(), 303, "{}", kept.body);
    kept.location().to_owned()
}

/// Sends the form of a preview as it is on the page, with these fields.
pub async fn send_form(browser: &mut Browser, at: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get(at).await;
    send_seen(browser, at, &page, fields).await
}

/// The same for a page that was seen before.
pub async fn send_seen(
    browser: &mut Browser,
    at: &str,
    page: &Page,
    fields: &[(&str, &str)],
) -> Page {
    let hidden = ["csrf", "registri", "berkas"].map(|name| {
        let value = page.value(&format!("#impor-formulir input[name={name}]"));
        (name, value)
    });
    let mut all: Vec<(&str, &str)> = hidden
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect();
    all.extend(fields);
    browser.post(at, &all).await
}

/// An operator who keeps the register of the whole country.
pub async fn operator(house: &House) -> Browser {
    house.logged_in("oki", Role::Operator).await
}

pub const HEADER: &str = "Jenis;NIP;Nama;Instansi;Jabatan;Kode Wilayah;Akun;Bukti;Dasar;Berakhir\n";

/// Rina, with her account; she is nobody yet.
pub const RINA: &str = "orang;198503122010012001;Rina Contoh Wulandari;Dinas Contoh;Guru;32.04;@rina@m.contoh.example;surat 800/1;ST 1;2027-12-31\n";
/// Dimas, with his.
pub const DIMAS: &str = "orang;199002022015031002;Dimas Contoh Prasetya;Dinas Contoh;Analis;32.04;@dimas@m.contoh.example;surat 800/1;ST 1;2027-12-31\n";

/// A list of these rows.
pub fn list(rows: &[&str]) -> String {
    format!("{HEADER}{}", rows.concat())
}

/// Imports a list that is right.
pub async fn import(browser: &mut Browser, content: &str) -> Page {
    let at = upload(browser, content).await;
    let done = send_form(
        browser,
        &at,
        &[("aksi", "semua"), ("alasan", "surat 800/1")],
    )
    .await;
    assert_eq!(done.status.as_u16(), 303, "{}", done.body);
    browser.get(&at).await
}

/// The figures of a preview by their names.
pub fn figures(page: &Page) -> Vec<(String, usize)> {
    let all = page.texts(".counts dt");
    let split = all.iter().map(|text| {
        let (figure, label) = text.split_once(' ').unwrap();
        (
            label.to_owned(),
            figure.replace(['.', ','], "").parse().unwrap(),
        )
    });
    split.collect()
}

/// All rows, as the first figure's note says.
pub fn all_rows(page: &Page) -> usize {
    let note = page.texts(".counts dd").remove(0);
    let digits: String = note.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}
