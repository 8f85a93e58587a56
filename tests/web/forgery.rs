use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request, StatusCode};
use netra::model::Role;
use rstest::rstest;

use super::support::{House, NewPost, PASSWORD};

#[tokio::test]
async fn forms_without_the_token_of_the_session_are_refused() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut one = house.logged_in("rini", Role::Reviewer).await;
    let mut other = house.logged_in("sari", Role::Reviewer).await;
    let foreign = other.get("/sandi").await.value("input[name=csrf]");
    for token in ["", "zz", "00", &"0".repeat(128), &foreign, "é"] {
        let page = one.post("/kiriman/1/nip", &[("csrf", token)]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{token:?}");
    }
    assert_eq!(
        house
            .count("SELECT count(*) FROM audit WHERE action = 'reveal_nip'")
            .await,
        0
    );
}

#[tokio::test]
async fn every_page_carries_a_different_token_and_all_are_good() {
    let house = House::new().await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let first = browser.get("/sandi").await.value("input[name=csrf]");
    let second = browser.get("/sandi").await.value("input[name=csrf]");
    assert_ne!(first, second, "else compression would give it away");
    house.post(NewPost::default()).await;
    for token in [first, second] {
        let fields = [("csrf", &*token), ("alasan", "laporan 12/2027")];
        let page = browser.post("/kiriman/1/nip", &fields).await;
        assert_eq!(page.status, StatusCode::OK);
    }
}

#[rstest]
#[case("sec-fetch-site", "cross-site", false)]
#[case("sec-fetch-site", "same-site", false)]
#[case("sec-fetch-site", "same-origin", true)]
#[case("origin", "https://jahat.example", false)]
#[case("origin", "null", false)]
#[case("origin", "https://netra.example.jahat.example", false)]
#[case("origin", "http://netra.example", true)]
#[tokio::test]
async fn forms_from_other_sites_are_refused(
    #[case] name: &'static str,
    #[case] value: &'static str,
    #[case] accepted: bool,
) {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    let mut browser = house.visitor();
    browser.headers.insert(
        HeaderName::from_static(name),
        HeaderValue::from_static(value),
    );
    let page = browser.login("rini", PASSWORD).await;
    let expected = if accepted { 303 } else { 403 };
    assert_eq!(page.status.as_u16(), expected);
}

#[tokio::test]
async fn bodies_that_are_no_forms_or_too_large_are_refused() {
    let house = House::new().await;
    let mut browser = house.visitor();
    let json = Request::post("/masuk")
        .header("content-type", "application/json")
        .body(Body::from("{}"))
        .unwrap();
    assert_eq!(
        browser.send(json).await.status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    let large = "x".repeat(70_000);
    let page = browser.post("/masuk", &[("nama", &large)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.has("h1"), "a page, not a blank");
}

/// Every form there is, with a role that may send it.
const FORMS: [(&str, Role); 15] = [
    ("/masuk", Role::Reviewer),
    ("/masuk/kode", Role::Reviewer),
    ("/keluar", Role::Reviewer),
    ("/sandi", Role::Reviewer),
    ("/kiriman/1/putusan", Role::Reviewer),
    ("/kiriman/1/nip", Role::Reviewer),
    ("/akun/faktor", Role::Reviewer),
    ("/akun/sesi", Role::Reviewer),
    ("/registri/orang/1/ubah", Role::Operator),
    ("/registri/akun/1/henti", Role::Operator),
    ("/registri/impor", Role::Operator),
    ("/registri/impor/1", Role::Operator),
    ("/registri/impor/1/batal", Role::Operator),
    ("/registri/tambah", Role::Operator),
    ("/registri/ekspor", Role::Operator),
];
/// Whoever sends the first two has no session yet, and so no token; those of lists want a list first,
/// and have tests of their own.
const WITHOUT_TOKEN: [&str; 4] = [
    "/masuk",
    "/masuk/kode",
    "/registri/impor",
    "/registri/impor/1",
];

/// A form that is new gets its line above.
#[test]
fn every_form_is_tried() {
    let routes = include_str!("../../src/web/router.rs");
    assert_eq!(routes.matches("post(").count(), FORMS.len());
}

/// Whatever a page of another site sends on behalf of a user is refused by every form, and what
/// our own page sends is not.
#[tokio::test]
async fn no_form_takes_what_another_site_sends() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut other = house.logged_in("sari", Role::Administrator).await;
    let foreign = other.get("/sandi").await.value("input[name=csrf]");
    for (number, (path, role)) in FORMS.into_iter().enumerate() {
        let mut browser = house.logged_in(&format!("rini{number}"), role).await;
        let own = browser.get("/sandi").await.value("input[name=csrf]");
        let tokens: &[&str] = if WITHOUT_TOKEN.contains(&path) {
            &[]
        } else {
            &["", &foreign]
        };
        for token in tokens {
            let page = browser.post(path, &[("csrf", token), ("versi", "1")]).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} {token:?}");
        }
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://jahat.example"),
            ("origin", "null"),
        ] {
            let name = HeaderName::from_static(name);
            browser
                .headers
                .insert(name.clone(), HeaderValue::from_static(value));
            let page = browser.post(path, &[("csrf", &own), ("versi", "1")]).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} {name} {value}");
            browser.headers.remove(name);
        }
        let page = browser.post(path, &[("csrf", &own), ("versi", "1")]).await;
        assert_ne!(page.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(house.count("SELECT count(*) FROM verdict").await, 0);
}
