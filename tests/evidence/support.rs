//! A store in a folder of its own, and exchanges to put into it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use netra::clock::ManualClock;
use netra::evidence::{HttpAnswer, HttpExchange, Record, WarcStore, read};
use netra::model::Method;
use rand::SeedableRng;
use rand::rngs::StdRng;
use url::Url;

pub(super) fn open(dir: &Path, seed: u64) -> WarcStore {
    let clock = ManualClock::new("2024-10-01T00:00:00Z".parse().unwrap());
    let rng = StdRng::seed_from_u64(seed);
    WarcStore::open(dir, "netra test", Arc::new(clock), rng).unwrap()
}

pub(super) fn exchange(url: &str, body: &[u8]) -> HttpExchange {
    HttpExchange {
        method: Method::Get,
        url: Url::parse(url).unwrap(),
        via: None,
        sent_at: "2024-10-01T01:02:03.456789Z".parse().unwrap(),
        milliseconds: 12,
        request_headers: vec![("host".to_owned(), "a.example".to_owned())],
        request_body: Vec::new(),
        answer: HttpAnswer {
            status: 200,
            reason: "OK".to_owned(),
            headers: vec![("content-type".to_owned(), b"text/plain".to_vec())],
            lines: Vec::new(),
            body: body.to_vec(),
            truncated: None,
            peer: Some([203, 0, 113, 7].into()),
        },
    }
}

/// Names in the folder, the lock aside, in order.
pub(super) fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != ".lock")
        .collect();
    names.sort();
    names
}

pub(super) fn only_file(dir: &Path) -> PathBuf {
    let names = names(dir);
    assert_eq!(names.len(), 1, "{names:?}");
    dir.join(&names[0])
}

pub(super) fn records(path: &Path) -> Vec<Record> {
    read::open(path).unwrap().map(Result::unwrap).collect()
}
