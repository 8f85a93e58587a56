//! Every page at a desk and on a phone, by day and by night: nothing sticks out sideways, and
//! nothing stands in the way of readers with other eyes, ears or hands.

use totp_rs::{Builder, Secret};

use super::chromium::{Chromium, DESK, Reader};
use super::stage::DemoPages;

const OF_A_REVIEWER: [&str; 7] = [
    "/antrean",
    "/antrean?bagian=beda",
    "/kiriman/1",
    "/sandi",
    "/akun",
    "/akun/faktor",
    "/tidak-ada",
];

#[tokio::test]
async fn pages_fit_and_have_no_barriers() {
    let mut found = Vec::new();
    let mut pages = None;
    let mut codes: Vec<String> = Vec::new();
    for (width, dark) in [(1_440, false), (1_440, true), (390, false), (390, true)] {
        let reader = Reader {
            width,
            dark,
            ..DESK
        };
        let Some(browser) = Chromium::start("browser::every_page", reader).await else {
            return;
        };
        let pages = pages.get_or_insert_with(DemoPages::open);
        browser.open(&pages.at("/masuk")).await;
        look(&browser, &mut found).await;
        if let Some(code) = codes.pop() {
            pages.first_step(&browser).await;
            browser.find("#kode").await;
            look(&browser, &mut found).await;
            browser.fill("#kode", &code).await;
            browser.click("main .primary").await;
            browser.find("[data-row]").await;
        } else {
            pages.sign_in(&browser).await;
            codes = enrol(&browser, pages, &mut found).await;
        }
        if let Some(code) = codes.pop() {
            codes = renew(&browser, pages, &code, &mut found).await;
        }
        for path in OF_A_REVIEWER {
            browser.open(&pages.at(path)).await;
            look(&browser, &mut found).await;
        }
        browser.end().await;
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Takes up a second factor; its recovery codes.
async fn enrol(browser: &Chromium, pages: &DemoPages, found: &mut Vec<String>) -> Vec<String> {
    browser.open(&pages.at("/akun/faktor")).await;
    look(browser, found).await;
    browser.fill("#sandi", pages.password()).await;
    browser.click("main .primary").await;
    browser.find("svg.qr").await;
    look(browser, found).await;
    let secret = browser.text("#kunci").await.replace(' ', "");
    let secret = Secret::try_from_base32(secret).unwrap();
    let phone = Builder::new().with_secret(secret).build().unwrap();
    let now = u64::try_from(pages.now().as_second()).unwrap();
    browser
        .fill("#kode", &phone.generate(now).to_string())
        .await;
    browser.click("main .primary").await;
    recovery_codes(browser, found).await
}

/// New recovery codes for an old one.
async fn renew(
    browser: &Chromium,
    pages: &DemoPages,
    code: &str,
    found: &mut Vec<String>,
) -> Vec<String> {
    browser.open(&pages.at("/akun/faktor")).await;
    browser.fill("#sandi", pages.password()).await;
    browser.fill("#kode", code).await;
    browser.click("button[value=kode]").await;
    recovery_codes(browser, found).await
}

async fn recovery_codes(browser: &Chromium, found: &mut Vec<String>) -> Vec<String> {
    let codes = browser.text(".codes").await;
    look(browser, found).await;
    codes.lines().map(str::to_owned).collect()
}

/// What of the page that is open sticks out or stands in the way.
pub(super) async fn look(browser: &Chromium, found: &mut Vec<String>) {
    let address = browser.address().await;
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    let wide = browser.value(wide).await;
    if wide.as_i64() != Some(0) {
        found.push(format!("{address} is {wide} pixels wider than the window"));
    }
    let barriers = browser.barriers().await;
    found.extend(
        barriers
            .into_iter()
            .map(|barrier| format!("{address}: {barrier}")),
    );
}
