//! Every page at a desk and on a phone, by day and by night: nothing sticks out sideways, and
//! nothing stands in the way of readers with other eyes, ears or hands.

use super::chromium::{Chromium, DESK, Reader};
use super::stage::DemoPages;

const OF_A_REVIEWER: [&str; 5] = [
    "/antrean",
    "/antrean?bagian=beda",
    "/kiriman/1",
    "/sandi",
    "/tidak-ada",
];

#[tokio::test]
async fn pages_fit_and_have_no_barriers() {
    let mut found = Vec::new();
    let mut pages = None;
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
        pages.sign_in(&browser).await;
        for path in OF_A_REVIEWER {
            browser.open(&pages.at(path)).await;
            look(&browser, &mut found).await;
        }
        browser.end().await;
    }
    assert!(found.is_empty(), "{found:#?}");
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
