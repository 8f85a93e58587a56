//! Dates of feeds: as written, and in which zone where they name none.

use std::fmt::Write as _;

use netra::model::{ParsedPage, Platform};

use super::instant;
use crate::source::{account, capture, sources};

fn rss(channel: &str, dates: &[&str]) -> ParsedPage {
    let mut items = String::new();
    for (index, date) in dates.iter().enumerate() {
        write!(
            items,
            "<item><guid>g{index}</guid><title>Kabar</title><pubDate>{date}</pubDate></item>"
        )
        .expect("a string");
    }
    parsed(&format!(
        "<rss version='2.0'><channel><title>Kabar</title>{channel}{items}</channel></rss>"
    ))
}

fn parsed(body: &str) -> ParsedPage {
    let url = "https://blog.example/feed";
    let account = account(Platform::Feed, url);
    let capture = capture(url, "newest", 200, body);
    sources()
        .get(Platform::Feed)
        .parse(&account, None, &capture)
}

fn published(page: &ParsedPage) -> Vec<Option<String>> {
    let date = |post: &netra::model::ParsedPost| post.published_at.map(|at| at.to_string());
    page.posts.iter().map(date).collect()
}

fn about_dates(page: &ParsedPage) -> Vec<&str> {
    let mut warnings: Vec<&str> = Vec::new();
    for warning in page.warnings.iter().filter(|one| one.at == "dates") {
        warnings.push(&warning.message);
    }
    warnings
}

const AS_WRITTEN: [(&str, &str); 34] = [
    ("Mon, 23 Nov 2026 14:30:00 GMT+7", "2026-11-23T07:30:00Z"),
    ("Mon, 23 Nov 2026 14:30:00 GMT+0700", "2026-11-23T07:30:00Z"),
    (
        "Mon Nov 23 2026 14:30:00 GMT+0700 (Western Indonesia Time)",
        "2026-11-23T07:30:00Z",
    ),
    ("Mon, 23 Nov 2026 14:30:00 WIB", "2026-11-23T07:30:00Z"),
    ("Mon, 23 Nov 2026 14:30:00 WITA", "2026-11-23T06:30:00Z"),
    ("Mon, 23 Nov 2026 14:30:00 WIT", "2026-11-23T05:30:00Z"),
    (
        "Senin, 23 November 2026 14:30:00 +0700",
        "2026-11-23T07:30:00Z",
    ),
    ("Senin, 23 Nov 2026 | 14.30 WIB", "2026-11-23T07:30:00Z"),
    ("Mon, 23 Nov 26 14:30:00 +0700", "2026-11-23T07:30:00Z"),
    (
        "Mon, November 23 2026 07:30:00 +0000",
        "2026-11-23T07:30:00Z",
    ),
    ("Mon, 23 Nov 2026 02:30 PM +0700", "2026-11-23T07:30:00Z"),
    ("2026/11/23 14:30:00 +0700", "2026-11-23T07:30:00Z"),
    ("23/11/26 14:30 WIB", "2026-11-23T07:30:00Z"),
    (
        "2026-11-23T14:30:00+07:00[Asia/Jakarta]",
        "2026-11-23T07:30:00Z",
    ),
    ("2026-11-23 14:30:00 Asia/Jakarta", "2026-11-23T07:30:00Z"),
    ("1795419000", "2026-11-23T07:30:00Z"),
    ("1795419000000", "2026-11-23T07:30:00Z"),
    ("Mon, 23 Nov 2026 09:30:00 CEST", "2026-11-23T07:30:00Z"),
    ("Mon, 23 Nov 2026 15:30:00 SGT", "2026-11-23T07:30:00Z"),
    ("Mon, 23 Nov 2026 15:30:00 MYT", "2026-11-23T07:30:00Z"),
    (
        "Mon, 23 Nov 2026 07:30:00 \u{2013} GMT",
        "2026-11-23T07:30:00Z",
    ),
    ("Mon, 23 Nov 2026 14:30:00 +700", "2026-11-23T07:30:00Z"),
    ("Mon, 23 Nov 2026 14:30:00 (WIB)", "2026-11-23T07:30:00Z"),
    ("Mon, 23 Nov 2026 14:30:00 WIB+0700", "2026-11-23T07:30:00Z"),
    (
        "Monday, 23rd of November 2026 07:30:00 GMT",
        "2026-11-23T07:30:00Z",
    ),
    ("Mon,23 Nov 2026 07:30:00 GMT", "2026-11-23T07:30:00Z"),
    (
        "Mon, 23 Nov 2026 07:30:00 GMT\n      ",
        "2026-11-23T07:30:00Z",
    ),
    ("Mon, 23 Nov 2026 7:30:5 GMT", "2026-11-23T07:30:05Z"),
    ("20261123T143000+0700", "2026-11-23T07:30:00Z"),
    ("2026-11-23T07:30Z", "2026-11-23T07:30:00Z"),
    (
        "<![CDATA[ Mon, 23 Nov 2026 14:30:00 GMT+7 ]]>",
        "2026-11-23T07:30:00Z",
    ),
    ("0001-01-01T00:00:00Z", ""),
    ("Sat, 01 Jan 0001 00:00:00 GMT", ""),
    ("9999-12-31T23:59:59Z", ""),
];

#[test]
fn entries_are_dated_as_they_are_written() {
    let page = rss("", &AS_WRITTEN.map(|(date, _)| date));
    let expected: Vec<Option<String>> = AS_WRITTEN
        .iter()
        .map(|(_, at)| Some(*at).filter(|at| !at.is_empty()).map(str::to_owned))
        .collect();
    assert_eq!(published(&page), expected);
    assert_eq!(about_dates(&page), Vec::<&str>::new());
}

#[test]
fn every_dialect_has_the_same_dates() {
    let date = "Mon Nov 23 2026 14:30:00 GMT+0700 (Western Indonesia Time)";
    let entry = |fields: &str| {
        parsed(&format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
         <entry><id>1</id><title>Kabar</title>{fields}</entry></feed>"
        ))
    };
    let item = |fields: &str| {
        parsed(&format!(
            "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>\
         <item><guid>1</guid><title>Kabar</title>{fields}</item></channel></rss>"
        ))
    };
    let json = |field: &str| {
        parsed(&format!(
            r#"{{"version":"https://jsonfeed.org/version/1.1","items":[{{"id":"1","content_text":"Kabar",{field}}}]}}"#
        ))
    };
    for page in [
        entry(&format!("<published>{date}</published>")),
        entry(&format!("<updated>{date}</updated>")),
        entry(&format!("<issued>{date}</issued>")),
        item(&format!("<dc:date>{date}</dc:date>")),
        item(&format!("<pubDate>{date}</pubDate>")),
        item(&format!("<pubdate>{date}</pubdate>")),
        json(&format!(r#""date_published":"{date}""#)),
        json(r#""date_published":1795419000"#),
    ] {
        let found = page.posts.first().and_then(|post| post.published_at);
        assert_eq!(found, Some(instant("2026-11-23T07:30:00Z")), "{page:?}");
    }
}

#[test]
fn a_date_without_a_zone_is_read_as_utc_and_told_once() {
    let naked = [
        "Mon, 23 Nov 2026 14:30:00",
        "2026-11-24 14:30",
        "25/11/2026",
    ];
    let page = rss("", &naked);
    let days = [
        "2026-11-23T14:30:00Z",
        "2026-11-24T14:30:00Z",
        "2026-11-25T00:00:00Z",
    ];
    assert_eq!(published(&page), days.map(|day| Some(day.to_owned())));
    let warning = "dates that name no zone: 3, such as \"Mon, 23 Nov 2026 14:30:00\"; read as UTC";
    assert_eq!(about_dates(&page), [warning]);
}

#[test]
fn a_date_without_a_zone_is_in_that_of_the_others() {
    let build = "<lastBuildDate>Mon, 23 Nov 2026 15:00:00 +0700</lastBuildDate>";
    let page = rss(build, &["Mon, 23 Nov 2026 14:30:00"]);
    assert_eq!(published(&page), [Some("2026-11-23T07:30:00Z".to_owned())]);
    assert!(about_dates(&page)[0].ends_with("read as UTC+07, like the others"));

    let page = rss(
        "",
        &[
            "Mon, 23 Nov 2026 14:30:00",
            "Sun, 22 Nov 2026 14:30:00 WITA",
        ],
    );
    assert_eq!(published(&page)[0].as_deref(), Some("2026-11-23T06:30:00Z"));

    let torn = [
        "Mon, 23 Nov 2026 14:30:00",
        "22 Nov 2026 14:30 WITA",
        "21 Nov 2026 14:30 WIB",
    ];
    assert_eq!(
        published(&rss("", &torn))[0].as_deref(),
        Some("2026-11-23T14:30:00Z")
    );
}

#[test]
fn a_zone_that_nobody_knows_is_told_once() {
    let page = rss(
        "",
        &[
            "Mon, 23 Nov 2026 14:30:00 XYZ",
            "Sun, 22 Nov 2026 14:30:00 XYZ",
        ],
    );
    assert_eq!(published(&page)[0].as_deref(), Some("2026-11-23T14:30:00Z"));
    let warning = "dates that name a zone that is not known: 2, such as \
                   \"Mon, 23 Nov 2026 14:30:00 XYZ\"; read as UTC";
    assert_eq!(about_dates(&page), [warning]);
}

#[test]
fn a_broken_entry_keeps_its_date() {
    let page = parsed(
        "<rss><channel><item><guid>1</guid><title>Kabar & lain <b>tebal</title>\
         <pubDate>Senin, 23 Nop 2026 14.30 WIB</pubDate></item></channel></rss>",
    );
    assert_eq!(published(&page), [Some("2026-11-23T07:30:00Z".to_owned())]);
}

#[test]
fn a_date_that_contradicts_itself_is_told_once() {
    let page = rss(
        "",
        &[
            "Wed, 16 Nov 2026 08:00:00 +0700",
            "Wed, 17 Nov 2026 08:00:00 +0700",
        ],
    );
    let said = about_dates(&page);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("another day of the week") && said[0].contains(": 2"));
    assert!(page.posts[0].published_at.is_some());
}
