//! Tests of source: captures in, posts and requests out. No network, no clock.

mod addresses;
mod circles;
mod conformance;
mod dates;
mod dialects;
mod encodings;
mod feed;
mod finding;
mod fixtures;
mod fuzz;
mod helpers;
mod json;
mod markup;
mod media;
mod obstacles;
mod odd_answers;
pub(crate) mod pass;
mod places;
mod platforms;
mod routes;
mod second_look;
mod spelling;
mod style_sheets;
pub(crate) mod ways;

use jiff::Timestamp;
use netra::model::{
    Account, AccountId, AccountState, Capture, CaptureRecord, FetchRequest, PersonId, Platform,
    Sha256,
};
use netra::source::Sources;
use netra::source::html::Adapter;
use url::Url;
use uuid::Uuid;

/// When every capture of these tests was made.
pub(crate) fn fetched_at() -> Timestamp {
    "2026-11-22T05:00:00Z".parse().expect("an instant")
}

/// An account that was never crawled.
pub(crate) fn account(platform: Platform, address: &str) -> Account {
    Account {
        id: AccountId(1),
        person: PersonId(1),
        platform,
        address: address.to_owned(),
        stable_id: None,
        state: AccountState::Unknown,
    }
}

/// An answer without headers.
pub(crate) fn capture(url: &str, step: &str, status: u16, body: impl Into<Vec<u8>>) -> Capture {
    let url: Url = url.parse().expect("a URL");
    answer(&FetchRequest::new(url, "*/*", step), status, body)
}

/// An answer to a request.
pub(crate) fn answer(request: &FetchRequest, status: u16, body: impl Into<Vec<u8>>) -> Capture {
    let body = body.into();
    Capture {
        request: request.clone(),
        final_url: request.url.clone(),
        status,
        headers: Vec::new(),
        record: CaptureRecord {
            record_id: Uuid::nil(),
            file: "test.warc.gz".to_owned(),
            offset: 0,
            payload: Sha256::of(&body),
        },
        body,
        truncated: None,
        fetched_at: fetched_at(),
    }
}

/// All sources, with the adapters that are shipped.
pub(crate) fn sources() -> Sources {
    let files = [
        (
            "go-id.toml",
            include_str!("../../config/sources/go-id.toml"),
        ),
        (
            "blogspot.toml",
            include_str!("../../config/sources/blogspot.toml"),
        ),
    ];
    let parse = |(name, text)| Adapter::parse(name, text).expect("a shipped adapter");
    Sources::new(files.into_iter().map(parse).collect())
}
