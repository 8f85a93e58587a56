//! An operator at work, without a shell: a list of an office comes in and is corrected.

use super::chromium::{Chromium, DESK, Reader};
use super::stage::OfficePages;

/// Row 3 has a digit too few; the fault is told, the rest goes in.
const LIST: &str = "NIP;Nama & Gelar;Unit Kerja;Link Akun Medsos\n\
    198503122010012001;Rina Contoh Wulandari;Dinas Pendidikan;@rina@mastodon.contoh.example\n\
    1985031220100120;Sari Contoh Lestari;Dinas Sosial;https://sari.contoh.example/feed\n";

/// The same list a month later: another name under the number of the first.
const NEXT: &str = "NIP;Nama & Gelar;Unit Kerja;Link Akun Medsos\n\
    198503122010012001;Bambang Contoh Lain;Dinas Pendidikan;@rina@mastodon.contoh.example\n";

async fn upload(browser: &Chromium, pages: &OfficePages, name: &str, list: &str) {
    let file = pages.folder().join(name);
    std::fs::write(&file, list).unwrap();
    browser.open(&pages.at("/registri/impor")).await;
    let chooser = browser.find("#berkas").await;
    chooser.send_keys(file.to_str().unwrap()).await.unwrap();
    browser.click("main form .primary").await;
    browser.find("#hitung").await;
}

async fn import_and_correct(reader: Reader) {
    let Some(browser) = Chromium::start("browser::registry", reader).await else {
        return;
    };
    let pages = OfficePages::open();
    pages.sign_in(&browser).await;

    upload(&browser, &pages, "daftar.csv", LIST).await;
    let faults = browser.text("section:has(#galat)").await;
    assert!(faults.contains("1985031220100120"), "{faults}");
    browser.fill("#alasan", "Daftar awal BKPSDM").await;
    browser.click("button[value=sebagian]").await;
    let done = browser.find("main").await.text().await.unwrap();
    assert!(done.contains("Rina Contoh Wulandari"), "{done}");

    upload(&browser, &pages, "daftar-baru.csv", NEXT).await;
    let held = browser.text("section:has(#ditahan)").await;
    assert!(
        held.contains("Rina Contoh Wulandari") && held.contains("Bambang Contoh Lain"),
        "{held}"
    );
    browser.end().await;
}

#[tokio::test]
async fn an_operator_needs_no_shell() {
    import_and_correct(DESK).await;
}

#[tokio::test]
async fn nor_scripts_nor_a_desk() {
    let reader = Reader {
        width: 390,
        scripts: false,
        ..DESK
    };
    import_and_correct(reader).await;
}
