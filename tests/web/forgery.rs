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
