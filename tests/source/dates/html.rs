//! Dates of pages: of the article, in the zone of the adapter.

use netra::model::{ParsedPage, ParsedPost, Platform};
use netra::source::Sources;
use netra::source::html::Adapter;

use super::instant;
use crate::source::{account, capture};

const URL: &str = "https://bkd.kota.go.id/baca/kabar-1";

fn page(head: &str, body: &str) -> ParsedPage {
    let adapter = r#"
        name = "uji"
        hosts = ["*.go.id"]
        time_zone = "WIB"
        [listing]
        item = "article"
        [post]
        body = ".isi"
        date = "time, .tanggal"
    "#;
    let adapter = Adapter::parse("uji.toml", adapter).expect("an adapter");
    let account = account(Platform::Html, "https://bkd.kota.go.id/berita");
    let body = format!(
        "<html><head>{head}</head><body><h1>Judul kabar</h1>{body}\
         <div class=isi><p>Isi</p></div></body></html>"
    );
    let capture = capture(URL, &format!("item {URL}"), 200, body);
    Sources::new(vec![adapter])
        .get(Platform::Html)
        .parse(&account, None, &capture)
}

fn post(head: &str, body: &str) -> ParsedPost {
    page(head, body).posts.remove(0)
}

fn linked(data: &str) -> ParsedPost {
    let head = format!("<script type='application/ld+json'>{data}</script>");
    post(&head, "")
}

/// What is to be read, or "" for no date.
fn dated(cases: &[(&str, &str)], read: impl Fn(&str) -> ParsedPost) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let expected = Some(*expected).filter(|text| !text.is_empty()).map(instant);
            let found = read(text).published_at;
            (found != expected).then(|| format!("{text}: {found:?}, expected {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_people_read() {
    let cases = [
        ("1 jam 20 menit lalu", "2026-11-22T03:40:00Z"),
        ("3 hari 4 jam yang lalu", "2026-11-19T01:00:00Z"),
        ("3 days 4 hours ago", "2026-11-19T01:00:00Z"),
        ("2 jam lalu", "2026-11-22T03:00:00Z"),
        ("setengah jam lalu", "2026-11-22T04:30:00Z"),
        ("1,5 jam lalu", "2026-11-22T03:30:00Z"),
        ("sejam yang lalu", "2026-11-22T04:00:00Z"),
        ("dua jam lalu", "2026-11-22T03:00:00Z"),
        ("Kemarin, 08:00 WIB", "2026-11-21T01:00:00Z"),
        (
            "Senin, 23 November 2026 pukul 14.30 WIB",
            "2026-11-23T07:30:00Z",
        ),
        ("Senin, 25 Agustus 2025", "2025-08-24T17:00:00Z"),
        (
            "Jum'at, 20 November 2026 | 09:15 WITA",
            "2026-11-20T01:15:00Z",
        ),
        ("23/11/26 14:30 WIB", "2026-11-23T07:30:00Z"),
        ("2026/11/23 14:30", "2026-11-23T07:30:00Z"),
        ("23.11.2026, 14.30 WIB", "2026-11-23T07:30:00Z"),
        (
            "Oleh admin2024 - 23 Nov 2026, 14:30",
            "2026-11-23T07:30:00Z",
        ),
        (
            "Terbit: 23 Nov 2026 14:30 WIB | Diperbarui: 24 Nov 2026 09:00 WIB",
            "2026-11-23T07:30:00Z",
        ),
        (
            "Diperbarui: 24 Nov 2026 09:00</span> <span class=tanggal>Terbit: 23 Nov 2026 14:30",
            "2026-11-23T07:30:00Z",
        ),
    ];
    dated(&cases, |text| {
        post("", &format!("<span class=tanggal>{text}</span>"))
    });
}

#[test]
fn linked_data_is_of_the_article_and_in_the_zone_of_the_adapter() {
    let half_past_seven = [
        r#"{"@type":"NewsArticle","datePublished":"2026-11-23 14:30:00"}"#,
        r#"{"@type":"NewsArticle","datePublished":"2026-11-23T14:30:00"}"#,
        r#"{"@type":"NewsArticle","datePublished":"2026-11-23T14:30:00+07:00"}"#,
        r#"{"@type":"NewsArticle","datePublished":"Senin, 23 November 2026 14.30 WIB"}"#,
        r#"{"@type":"NewsArticle","datePublished":1795419000}"#,
        r#"{"@type":"NewsArticle","datePublished":["2026-11-23 14:30:00"]}"#,
        r#"{"@type":"NewsArticle","datePublished":{"@type":"xsd:dateTime","@value":"2026-11-23T14:30"}}"#,
        r#"{"@type":["Article","BlogPosting"],"datePublished":"2026-11-23 14:30"}"#,
        r#"{"@type":"https://schema.org/SocialMediaPosting","datePublished":"2026-11-23 14:30"}"#,
        r#"{"@type":"schema:OpinionNewsArticle","dateCreated":"2026-11-23 14:30"}"#,
        r#"{"datePublished":"2026-11-23 14:30"}"#,
        r#"{"@graph":[{"@type":"WebSite","datePublished":"2020-01-01T00:00:00+07:00"},{"@type":"NewsArticle","datePublished":"2026-11-23T14:30:00+07:00"}]}"#,
        r#"[{"@type":"Organization","datePublished":"2020-01-01"},{"@type":"Article","datePublished":"2026-11-23 14:30"}]"#,
        r#"{"@type":"NewsArticle","comment":[{"@type":"Comment","datePublished":"2026-11-25T10:00:00+07:00"}],"datePublished":"2026-11-23T14:30:00+07:00"}"#,
        r#"{"@type":"WebPage","datePublished":"2019-01-01","mainEntity":{"@type":"Article","datePublished":"2026-11-23 14:30"}}"#,
        r#"{"@type":"Article","hasPart":{"@type":"Article","datePublished":"2020-01-01"},"datePublished":"2026-11-23 14:30"}"#,
        r#"[{"@type":"NewsArticle","url":"/baca/lain","datePublished":"2020-01-01"},{"@type":"NewsArticle","url":"http://bkd.kota.go.id/baca/kabar-1/?utm_source=x","datePublished":"2026-11-23 14:30"}]"#,
        r#"[{"@type":"NewsArticle","headline":"Kabar lain","datePublished":"2020-01-01"},{"@type":"NewsArticle","headline":"JUDUL  kabar","datePublished":"2026-11-23 14:30"}]"#,
        r#"[{"@type":"NewsArticle","datePublished":"2020-01-01"},{"@type":"NewsArticle","mainEntityOfPage":{"@type":"WebPage","@id":"https://bkd.kota.go.id/baca/kabar-1"},"datePublished":"2026-11-23 14:30"}]"#,
        r#"{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"Article","url":"/baca/lain","datePublished":"2020-01-01"}},{"@type":"ListItem","item":{"@type":"Article","url":"/baca/kabar-1","datePublished":"2026-11-23 14:30"}}]}"#,
        r#"{"@type":"NewsArticle","mainEntityOfPage":{"@type":"WebPage","@id":"https://google.com/article"},"datePublished":"2026-11-23 14:30"}"#,
        r#"{"@type":"NewsArticle","url":"https://bkd.kota.go.id/","datePublished":"2026-11-23 14:30"}"#,
    ];
    dated(
        &half_past_seven.map(|data| (data, "2026-11-23T07:30:00Z")),
        linked,
    );
}

#[test]
fn linked_data_of_something_else_dates_nothing() {
    let others = [
        r#"{"@type":"WebSite","datePublished":"2020-01-01"}"#,
        r#"{"@type":"GovernmentOrganization","datePublished":"2020-01-01"}"#,
        r#"{"@type":"Comment","datePublished":"2020-01-01"}"#,
        r#"{"@type":"Event","dateCreated":"2020-01-01"}"#,
        r#"{"@type":"Article","url":"/baca/lain","datePublished":"2020-01-01"}"#,
        r#"{"@type":"Blog","blogPost":[{"@type":"BlogPosting","datePublished":"2020-01-01"}]}"#,
        r#"{"@type":"Person","subjectOf":{"@type":"Article","datePublished":"2020-01-01"}}"#,
        r#"{"@type":"NewsArticle","datePublished":"segera"}"#,
        "bukan JSON",
    ];
    dated(&others.map(|data| (data, "")), linked);
}

#[test]
fn what_the_article_does_not_say_the_page_says() {
    let other = r#"<script type="application/ld+json">{"@type":"NewsArticle","url":"/baca/lain","datePublished":"2020-01-01"}</script>"#;
    let meta = r#"<meta property="article:published_time" content="2026-11-23 14:30:00">"#;
    let found = post(&format!("{other}{meta}"), "").published_at;
    assert_eq!(found, Some(instant("2026-11-23T07:30:00Z")));

    let day = r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-11-23"}</script>"#;
    let finer = [
        "<span class=tanggal>23 November 2026 14.30 WIB</span>",
        "<time datetime='2026-11-23'>23 November 2026 14.30</time>",
    ];
    for body in finer {
        let found = post(day, body).published_at;
        assert_eq!(found, Some(instant("2026-11-23T07:30:00Z")), "{body}");
    }
    let found = post(day, "<span class=tanggal>21 November 2026 14.30</span>").published_at;
    assert_eq!(found, Some(instant("2026-11-22T17:00:00Z")));
}

#[test]
fn metadata_is_in_the_zone_of_the_adapter() {
    let cases = [
        r#"<meta property="article:published_time" content="2026-11-23 14:30:00">"#,
        r#"<meta property="article:published_time" content="2026-11-23T14:30:00+07:00">"#,
        r#"<meta property="article:published_time" content="kosong"><meta name="pubdate" content="2026/11/23 14:30">"#,
        r#"<meta itemprop="datePublished" content="20261123T143000">"#,
        r#"<meta name="content_PublishedDate" content="2026/11/23 14:30:00">"#,
        r#"<meta name="publishdate" content="Senin, 23 November 2026 14.30">"#,
    ];
    dated(&cases.map(|head| (head, "2026-11-23T07:30:00Z")), |head| {
        post(head, "")
    });
}

#[test]
fn a_change_is_read_like_a_date() {
    let post = linked(
        r#"{"@type":"NewsArticle","datePublished":"2026-11-23 14:30","dateModified":"2026-11-23 15:30"}"#,
    );
    assert_eq!(post.edited_at, Some(instant("2026-11-23T08:30:00Z")));
}

#[test]
fn a_zone_that_nobody_knows_is_told() {
    let page = page("", "<span class=tanggal>23 Nov 2026 14:30 XYZ</span>");
    assert_eq!(
        page.posts[0].published_at,
        Some(instant("2026-11-23T07:30:00Z"))
    );
    let told = page
        .warnings
        .iter()
        .any(|one| one.message.contains("\"XYZ\""));
    assert!(told, "{:?}", page.warnings);
}

#[test]
fn a_date_that_contradicts_itself_is_told() {
    for (date, part) in [
        ("Rabu, 16 November 2026", "another day of the week"),
        ("11/13/2026 08:00", "month before its day"),
    ] {
        let page = page("", &format!("<span class=tanggal>{date}</span>"));
        let told = page.warnings.iter().any(|one| one.message.contains(part));
        assert!(told, "{date}: {:?}", page.warnings);
        assert!(page.posts[0].published_at.is_some());
    }
}
