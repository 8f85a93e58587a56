use axum::http::StatusCode;
use netra::model::Role;
use rstest::rstest;

use super::support::{Browser, House, NewPost, PASSWORD};

const OK: u16 = 200;
const LOGIN: u16 = 303;
const NO: u16 = 403;

/// Statuses for nobody, reviewer, analyst, operator, administrator.
#[rstest]
#[case("/sehat", [OK, OK, OK, OK, OK])]
#[case("/masuk", [OK, OK, OK, OK, OK])]
#[case("/statis/netra.css", [OK, OK, OK, OK, OK])]
#[case("/antrean", [LOGIN, OK, OK, OK, OK])]
#[case("/kiriman/1", [LOGIN, OK, OK, OK, OK])]
#[case("/sandi", [LOGIN, OK, OK, OK, OK])]
#[case("/akun", [LOGIN, OK, OK, OK, OK])]
#[case("/akun/faktor", [LOGIN, OK, OK, OK, OK])]
#[case("/masuk/kode", [LOGIN, LOGIN, LOGIN, LOGIN, LOGIN])]
#[case("/jejak", [LOGIN, NO, NO, NO, OK])]
#[case("/registri/impor", [LOGIN, NO, NO, OK, OK])]
#[case("/registri/tambah", [LOGIN, NO, NO, OK, OK])]
#[case("/registri/impor/1", [LOGIN, NO, NO, 404, 404])]
#[case("/registri/impor/1/galat.csv", [LOGIN, NO, NO, 404, 404])]
#[case("/registri/impor/1/perubahan.csv", [LOGIN, NO, NO, 404, 404])]
#[tokio::test]
async fn pages_ask_for_the_right(#[case] path: &str, #[case] expected: [u16; 5]) {
    let (house, browsers) = visitors().await;
    house.post(NewPost::default()).await;
    for (mut browser, expected) in browsers.into_iter().zip(expected) {
        let page = browser.get(path).await;
        assert_eq!(page.status.as_u16(), expected, "{path}");
    }
}

/// Statuses of forms sent with a good token.
#[rstest]
#[case("/kiriman/1/putusan", [401, 422, NO, NO, NO])]
#[case("/kiriman/1/nip", [401, 422, NO, NO, NO])]
#[case("/sandi", [401, 422, 422, 422, 422])]
#[case("/registri/impor", [401, NO, NO, 400, 400])]
#[case("/registri/tambah", [401, NO, NO, 422, 422])]
#[case("/registri/impor/1", [401, NO, NO, 404, 404])]
#[case("/registri/impor/1/batal", [401, NO, NO, 404, 404])]
#[case("/registri/ekspor", [401, NO, NO, 400, 400])]
#[case("/akun/sesi", [401, 400, 400, 400, 400])]
#[case("/akun/faktor", [401, 422, 422, 422, 422])]
#[case("/keluar", [401, 303, 303, 303, 303])]
#[tokio::test]
async fn forms_ask_for_the_right(#[case] path: &str, #[case] expected: [u16; 5]) {
    let (house, browsers) = visitors().await;
    house.post(NewPost::default()).await;
    for (mut browser, expected) in browsers.into_iter().zip(expected) {
        let page = browser.submit("/sandi", path, &[]).await;
        assert_eq!(page.status.as_u16(), expected, "{path}");
    }
}

#[tokio::test]
async fn a_role_without_the_right_records_nothing() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut analyst = house.logged_in("ani", Role::Analyst).await;
    let page = analyst.get("/kiriman/1").await;
    assert!(!page.has("[data-verdict]"));
    assert!(!page.has("form[action$='/nip']"));
    let fields = [
        ("versi", "1"),
        ("penilaian", "1"),
        ("putusan", "dismissed"),
        ("kode", "OK-4"),
        ("alasan", "x"),
    ];
    let refused = analyst
        .submit("/sandi", "/kiriman/1/putusan", &fields)
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(house.count("SELECT count(*) FROM verdict").await, 0);
}

#[tokio::test]
async fn whoever_has_a_one_time_password_must_change_it_first() {
    let house = House::new().await;
    house.user_with("rini", Role::Reviewer, true).await;
    let mut browser = house.visitor();
    assert_eq!(browser.login("rini", PASSWORD).await.location(), "/sandi");
    assert_eq!(browser.get("/antrean").await.location(), "/sandi");
    let fields = [
        ("lama", PASSWORD),
        ("baru", "tangga hijau panjang"),
        ("ulang", "tangga hijau panjang"),
    ];
    let changed = browser.submit("/sandi", "/sandi", &fields).await;
    assert_eq!(changed.location(), "/masuk?sandi=baru");
    assert_eq!(
        browser.get("/antrean").await.location(),
        "/masuk?ke=%2Fantrean",
        "the old session ended"
    );
    browser.login("rini", "tangga hijau panjang").await;
    assert_eq!(browser.get("/antrean").await.status, StatusCode::OK);
}

async fn visitors() -> (House, [Browser; 5]) {
    let house = House::new().await;
    let browsers = [
        house.visitor(),
        house.logged_in("rini", Role::Reviewer).await,
        house.logged_in("ani", Role::Analyst).await,
        house.logged_in("agus", Role::Operator).await,
        house.logged_in("tono", Role::Administrator).await,
    ];
    (house, browsers)
}
