//! A reviewer at work.

use super::chromium::{Chromium, DESK, Reader};
use super::stage::DemoPages;

#[tokio::test]
async fn posts_are_reviewed_without_touching_the_mouse() {
    let Some(browser) = Chromium::start("browser::review", DESK).await else {
        return;
    };
    let pages = DemoPages::open();
    pages.sign_in(&browser).await;
    let waiting = browser.text("h1").await;
    browser.press("j").await;
    browser.press("\u{e007}").await;
    let first = browser.text("#teks").await;
    browser.press("b").await;
    assert_eq!(
        browser.value("return document.activeElement.id").await,
        "kode"
    );
    browser.press("OK-9").await;
    browser.fill("#alasan", "Kata bermakna lain").await;
    browser.press("\u{e009}\u{e007}").await;
    let saved = browser.text(".flash").await;
    assert!(saved.contains("tersimpan"), "{saved}");
    assert_ne!(browser.text("#teks").await, first);
    browser.open(&pages.at("/antrean")).await;
    assert_ne!(browser.text("h1").await, waiting);
    browser.end().await;
}

#[tokio::test]
async fn a_verdict_needs_no_script() {
    let reader = Reader {
        scripts: false,
        ..DESK
    };
    let Some(browser) = Chromium::start("browser::review", reader).await else {
        return;
    };
    let pages = DemoPages::open();
    pages.sign_in(&browser).await;
    browser.click("[data-row]").await;
    let first = browser.text("#teks").await;
    // The keys are the script's: they do nothing here.
    browser.press("b").await;
    let chosen = "return document.querySelectorAll('[name=putusan]:checked').length";
    assert_eq!(browser.value(chosen).await, 0);
    browser.click("label[for=putusan-dismissed]").await;
    browser.click("option[value='OK-9']").await;
    browser.fill("#alasan", "Kata bermakna lain").await;
    browser.click(".verdict .primary").await;
    let saved = browser.text(".flash").await;
    assert!(saved.contains("tersimpan"), "{saved}");
    assert_ne!(browser.text("#teks").await, first);
    browser.end().await;
}
