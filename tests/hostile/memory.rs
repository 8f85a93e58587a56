//! No answer takes much memory, whatever its shape: a small file that unpacks to twenty mebibytes
//! of tags, values or entries costs its account, not the machine.
//!
//! Where `NETRA_MEASURED` names a release build, that is measured with the largest answers that
//! are read, as `.ci/run` does; else the build of the tests, with smaller ones in the same
//! proportion.

use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use super::shapes::{JSON, MARKUP, Shape};
use crate::support::Installation;
use crate::support::process::breathe;
use crate::support::site::{Site, serve};

/// Most mebibytes beyond what a crawl of a small site takes.
const MOST_BEYOND: u64 = 200;
const LARGEST: usize = 20 << 20;
/// What the build of the tests reads in seconds.
const SMALLER: usize = 256 << 10;

pub(super) const ADAPTER: &str = "name = \"uji\"\nhosts = [\"127.0.0.1\"]\n[listing]\nitem = \"article\"\n\
    [post]\nown_page = false\nbody = \".isi\"\n";

pub(super) fn measured() -> Option<OsString> {
    std::env::var_os("NETRA_MEASURED")
}

pub(super) fn size() -> usize {
    if measured().is_some() {
        LARGEST
    } else {
        SMALLER
    }
}

/// What a crawl printed, and the most memory that it took, in mebibytes.
pub(super) struct MeasuredCrawl {
    pub(super) report: Value,
    pub(super) peak: u64,
}

/// Crawls, and says how much memory that took.
pub(super) fn crawl(installation: &Installation) -> MeasuredCrawl {
    watch(start(installation))
}

/// Starts a crawl by the program that is measured.
pub(super) fn start(installation: &Installation) -> Child {
    let program = measured().unwrap_or_else(|| env!("CARGO_BIN_EXE_netra").into());
    let mut command = Command::new(program);
    command
        .arg("--config")
        .arg(installation.path().join("config"))
        .args(["crawl", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Looks at the memory of a crawl until it ends.
fn watch(mut child: Child) -> MeasuredCrawl {
    let status = format!("/proc/{}/status", child.id());
    let mut out = child.stdout.take().unwrap();
    let mut err = child.stderr.take().unwrap();
    let reading = thread::spawn(move || {
        let mut text = String::new();
        out.read_to_string(&mut text).unwrap();
        text
    });
    let telling = thread::spawn(move || {
        let mut text = String::new();
        err.read_to_string(&mut text).unwrap();
        text
    });
    let mut peak = 0;
    let ended = loop {
        peak = high_water(&status).unwrap_or(0).max(peak);
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        breathe();
    };
    let (report, told) = (reading.join().unwrap(), telling.join().unwrap());
    assert!(ended.code().is_some(), "killed: {told}");
    MeasuredCrawl {
        report: serde_json::from_str(&report).unwrap_or_else(|_| panic!("{report}{told}")),
        peak: peak / 1024,
    }
}

/// The most memory that a process took, in kibibytes.
fn high_water(status: &str) -> Option<u64> {
    let status = std::fs::read_to_string(status).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

type Answers = Arc<Vec<(&'static str, Vec<u8>)>>;

/// Serves packed answers at `/0`, `/1` and so on, whatever stands behind that.
pub(super) fn site(answers: Vec<(&'static str, Vec<u8>)>) -> String {
    fn answer(State(answers): State<Answers>, number: usize) -> Response {
        let Some((kind, body)) = answers.get(number) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let headers = [
            (header::CONTENT_TYPE, *kind),
            (header::CONTENT_ENCODING, "gzip"),
        ];
        (headers, body.clone()).into_response()
    }
    let router = Router::new()
        .route(
            "/{number}",
            get(async |state: State<Answers>, Path(number): Path<usize>| answer(state, number)),
        )
        .route(
            "/{number}/{*rest}",
            get(
                async |state: State<Answers>, Path((number, _)): Path<(usize, String)>| {
                    answer(state, number)
                },
            ),
        )
        .route("/robots.txt", get(|| async { StatusCode::NOT_FOUND }))
        .with_state(Arc::new(answers));
    format!("http://{}", serve(router))
}

/// What a crawl takes that meets nothing hostile.
fn base() -> u64 {
    let good = Site::start(1, 3);
    let installation = Installation::new();
    installation.watch(&good, 1);
    let crawled = crawl(&installation);
    assert_eq!(crawled.report["posts_new"], 3, "{:#}", crawled.report);
    crawled.peak
}

/// One answer of each shape, in accounts of their own, beside a good account.
fn check(platform: &str, shapes: &[Shape], kind: &'static str, wrap: fn(&str) -> String) {
    let base = base();
    for shape in shapes {
        let body = wrap(&shape.of(size()));
        let site = site(vec![(kind, gzip(body.as_bytes()))]);
        let good = Site::start(1, 3);
        let installation = Installation::new();
        std::fs::write(installation.path().join("config/sources/uji.toml"), ADAPTER).unwrap();
        let bad = format!("{site}/0");
        installation.register(&[(platform, &bad), ("mastodon", &good.account(0))]);
        let MeasuredCrawl { report, peak } = crawl(&installation);
        let beyond = peak.saturating_sub(base);
        eprintln!("{platform} {} {beyond} MiB", shape.name);
        assert!(beyond <= MOST_BEYOND, "{} takes {beyond} MiB", shape.name);
        let new = report["posts_new"].as_u64().unwrap();
        assert!(new >= 3, "{}: {report:#}", shape.name);
    }
}

pub(super) fn in_a_feed(markup: &str) -> String {
    let markup = markup.replace("]]>", "");
    format!(
        "<rss version=\"2.0\"><channel><title>x</title><item><guid isPermaLink=\"false\">1</guid>\
         <title>Judul</title><description><![CDATA[Awal {markup}]]></description></item></channel></rss>"
    )
}

pub(super) fn in_a_page(markup: &str) -> String {
    format!(
        "<!doctype html><title>x</title><article><div class=isi>Kiriman baik</div></article>\
         <article><div class=isi>{markup}</div></article>"
    )
}

#[test]
fn markup_of_every_shape_in_a_feed() {
    check("feed", MARKUP, "application/rss+xml", in_a_feed);
}

#[test]
fn markup_of_every_shape_in_a_page() {
    check("html", MARKUP, "text/html", in_a_page);
}

#[test]
fn values_of_every_shape_where_statuses_are_expected() {
    check("feed", JSON, "application/feed+json", |values| {
        format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{values}]}}")
    });
}
