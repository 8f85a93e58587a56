//! An operator at work, without a shell: a list of an office comes in and is corrected.

use super::chromium::{Chromium, DESK, Reader};
use super::every_page::look;
use super::stage::OfficePages;

/// Row 3 has a digit too few; the fault is told, the rest goes in.
const LIST: &str = "NIP;Nama & Gelar;Unit Kerja;Link Akun Medsos\n\
    198503122010012001;Rina Contoh Wulandari;Dinas Pendidikan;@rina@mastodon.contoh.example\n\
    1985031220100120;Sari Contoh Lestari;Dinas Sosial;https://sari.contoh.example/feed\n";

/// The same list a month later: another name under the number of the first.
const NEXT: &str = "NIP;Nama & Gelar;Unit Kerja;Link Akun Medsos\n\
    198503122010012001;Bambang Contoh Lain;Dinas Pendidikan;@rina@mastodon.contoh.example\n";

/// Another list, of a person whose feed has an address of 140 letters and none to break it at.
fn long_list() -> String {
    let address = format!("https://panjang.contoh.example/{}", "a".repeat(109));
    format!(
        "NIP;Nama;Instansi;Akun\n\
         198503122010012002;Panjang Contoh Lestari;Dinas Sosial;{address}\n\
         198503122010012002;Panjang Contoh Lestari;Dinas Sosial;@panjang@mastodon.contoh.example\n"
    )
}

async fn upload(browser: &Chromium, pages: &OfficePages, name: &str, list: &str) {
    let file = pages.folder().join(name);
    std::fs::write(&file, list).unwrap();
    browser.open(&pages.at("/registri/impor")).await;
    let chooser = browser.find("#berkas").await;
    chooser.send_keys(file.to_str().unwrap()).await.unwrap();
    browser.click("main form .primary").await;
    browser.find("#hitung").await;
}

/// What was done stands in the history, with its reason and whoever did it.
async fn assert_history(browser: &Chromium, what: &str, why: &str) {
    let history = browser.text("section:has(#riwayat)").await;
    for told in [what, why, "petugas"] {
        assert!(history.contains(told), "{told} in {history}");
    }
}

/// Every page of the register, with something on it and with a fault on it.
async fn look_around(browser: &Chromium, pages: &OfficePages, found: &mut Vec<String>) {
    for path in [
        "/registri",
        "/registri?cari=tidak+ada+yang+bernama+begini",
        "/registri/impor",
        "/registri/tambah",
        "/registri/orang/1",
        "/registri/orang/1/ubah",
        "/registri/orang/1/gabung",
        "/registri/orang/1/pisah",
        "/registri/orang/1/henti",
        "/registri/akun/1",
        "/registri/akun/1/bukti",
        "/registri/akun/1/pindah",
        "/registri/orang/2",
        "/registri/orang/2/pisah",
        "/registri/akun/2",
        "/registri/akun/2/pindah",
        "/registri/orang/999",
    ] {
        browser.open(&pages.at(path)).await;
        look(browser, found).await;
    }
    for form in ["/registri/akun/1/bukti", "/registri/tambah"] {
        browser.open(&pages.at(form)).await;
        browser.click("main form .primary").await;
        browser.find(".summary").await;
        look(browser, found).await;
    }
    upload(browser, pages, "daftar-lagi.csv", LIST).await;
    look(browser, found).await;
    pages.change_to_administrator(browser).await;
    browser.open(&pages.at("/jejak")).await;
    look(browser, found).await;
    browser.open(&pages.at("/jejak?lang=en")).await;
    look(browser, found).await;
}

/// A list goes into the register as far as it is right.
async fn import(browser: &Chromium, pages: &OfficePages, name: &str, list: &str) {
    upload(browser, pages, name, list).await;
    browser.fill("#alasan", "Daftar BKPSDM").await;
    browser.click("button.primary[name=aksi]").await;
    browser.find("#orang").await;
}

#[tokio::test]
async fn pages_of_the_register_fit_and_have_no_barriers() {
    let mut found = Vec::new();
    for (width, dark) in [(1_440, true), (390, false)] {
        let reader = Reader {
            width,
            dark,
            ..DESK
        };
        let Some(browser) = Chromium::start("browser::registry", reader).await else {
            return;
        };
        let pages = OfficePages::open();
        pages.sign_in(&browser).await;
        browser.open(&pages.at("/registri")).await;
        look(&browser, &mut found).await;
        import(&browser, &pages, "daftar.csv", LIST).await;
        import(&browser, &pages, "panjang.csv", &long_list()).await;
        look_around(&browser, &pages, &mut found).await;
        browser.end().await;
    }
    assert!(found.is_empty(), "{found:#?}");
}

async fn import_and_correct(reader: Reader) {
    let Some(browser) = Chromium::start("browser::registry", reader).await else {
        return;
    };
    let pages = OfficePages::open();
    pages.sign_in(&browser).await;

    upload(&browser, &pages, "daftar.csv", LIST).await;
    let faults = browser.text("section:has(#galat)").await;
    assert!(faults.contains("sedangkan ini 16"), "{faults}");
    assert!(!faults.contains("1985031220100120"), "{faults}");
    browser.fill("#alasan", "Daftar awal BKPSDM").await;
    browser.click("button[value=sebagian]").await;
    let done = browser.text("section:has(#orang)").await;
    assert!(done.contains("Rina Contoh Wulandari"), "{done}");

    upload(&browser, &pages, "daftar-baru.csv", NEXT).await;
    let held = browser.text("section:has(#ditahan)").await;
    assert!(
        held.contains("Rina Contoh Wulandari") && held.contains("Bambang Contoh Lain"),
        "{held}"
    );
    browser.click("section:has(#ditahan) [type=checkbox]").await;
    browser.click("button[value=periksa]").await;
    let confirmed = browser.text("section:has(#nyata)").await;
    assert!(confirmed.contains("Bambang Contoh Lain"), "{confirmed}");
    browser
        .fill("#alasan", "Surat 800/119/2027: berganti nama")
        .await;
    browser.click("button[value=semua]").await;
    browser.click("section:has(#orang) a").await;
    assert_history(&browser, "Rina Contoh Wulandari", "800/119/2027").await;

    let person = browser.address().await;
    browser.open(&format!("{person}/ubah")).await;
    browser.fill("#jabatan", "Analis Kebijakan").await;
    browser.fill("#alasan", "SK 821/7/2027").await;
    browser.click("main form .primary").await;
    assert_history(&browser, "Analis Kebijakan", "SK 821/7/2027").await;

    browser.open(&pages.at("/registri/akun/1/henti")).await;
    browser.click("main form .primary").await;
    let refused = browser.text("[role=alert]").await;
    assert!(refused.contains("Alasan: "), "{refused}");
    browser.fill("#alasan", "Akun ditutup pemiliknya").await;
    browser.click("main form .primary").await;
    assert_history(&browser, "dihentikan", "Akun ditutup pemiliknya").await;
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
