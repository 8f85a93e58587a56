//! What is asked so that the program is wrong: whoever asked gets a page with a number, and nobody
//! is told what was in the way.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use jiff::Timestamp;
use netra::clock::Clock;
use netra::web::{Catalogue, ListTerms, ServerSettings, WebState, router};
use rand::SeedableRng as _;

use crate::web::support::{Browser, House};

/// A clock that fails, as a fault of ours does: in the middle of a request.
#[derive(Debug)]
struct Broken;

impl Clock for Broken {
    fn now(&self) -> Timestamp {
        panic!("index 4711 of the post of 198503122010012001 is out of bounds")
    }
}

#[tokio::test]
async fn a_fault_of_ours_has_a_page_with_a_number() {
    let house = House::new().await;
    let state = WebState::new(
        house.db.clone(),
        Arc::new(Broken),
        Arc::new(Mutex::new(rand::rngs::StdRng::seed_from_u64(5))),
        ServerSettings {
            secure_cookies: false,
            ..ServerSettings::default()
        },
        Catalogue::default(),
        ListTerms::default(),
    );
    let mut browser = Browser::of(router(state.unwrap()));
    browser.cookies.insert("netra".to_owned(), "a".repeat(64));
    for path in ["/antrean", "/registri", "/akun", "/jejak"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        let number = page.headers["x-request-id"].to_str().unwrap();
        assert!(page.body.contains(number), "{}", page.body);
        assert!(page.headers.contains_key("content-security-policy"));
        assert!(!page.body.contains("4711") && !page.body.contains("19850312"));
    }
    // What fails nothing is answered as ever.
    assert_eq!(browser.get("/sehat").await.status, StatusCode::OK);
}
