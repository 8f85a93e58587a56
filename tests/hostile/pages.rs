//! One page, far more of everything than any site has: what is taken of it is bounded, what is not
//! is told in one line, and nothing that pages lead to is skipped.

use netra::model::{FetchRequest, Platform};
use netra::source::shared::bounds::MOST_POSTS;
use netra::source::shared::html::{MarkupExcess, document, fragment};
use rstest::rstest;
use serde_json::{Value, json};

use super::shapes::MARKUP;
use crate::source::pass::Crawler;
use crate::source::{account, answer, sources};
use crate::support::Installation;
use crate::support::site::serve;

/// Reads one pass of an account whose every answer is this, up to so many pages.
fn read(platform: Platform, address: &str, pages: usize, body: &str) -> Crawler {
    let sources = sources();
    let account = account(platform, address);
    let mut crawler = Crawler::default();
    let server = |request: &FetchRequest| answer(request, 200, body);
    crawler.pass(sources.get(platform), &account, &server, pages);
    crawler
}

fn rss(entries: usize, newest_first: bool) -> String {
    let entry = |number: usize| {
        let age = if newest_first {
            number
        } else {
            entries - number
        };
        let (day, year) = (age % 28 + 1, 2020 - age / 365);
        format!(
            "<item><guid>u{number}</guid><title>Kiriman {number}</title>\
             <pubDate>{day} Jan {year} 10:00:00 +0700</pubDate></item>"
        )
    };
    let entries: String = (0..entries).map(entry).collect();
    format!("<rss version=\"2.0\"><channel><title>x</title>{entries}</channel></rss>")
}

fn told(crawler: &Crawler) -> String {
    crawler.warnings().join("\n")
}

#[test]
fn a_feed_of_more_entries_than_are_read_is_read_from_its_newest() {
    let over = MOST_POSTS + 700;
    let crawler = read(Platform::Feed, "https://blog.example/", 1, &rss(over, true));
    assert_eq!(crawler.posts.len(), MOST_POSTS);
    assert!(crawler.posts.contains_key("u0"));
    assert!(told(&crawler).contains("it holds 700 entries more than the 5000"));
    assert_eq!(crawler.pages[0].unread, None, "the newest were read");
    assert!(!crawler.pages[0].understood, "what is missing is not gone");
}

#[test]
fn a_feed_whose_newest_entries_are_among_those_left_says_that_they_were_not_read() {
    let over = MOST_POSTS + 700;
    let crawler = read(
        Platform::Feed,
        "https://blog.example/",
        1,
        &rss(over, false),
    );
    let unread = crawler.pages[0].unread.clone().unwrap();
    assert!(
        unread.contains("begins with its oldest entries"),
        "{unread}"
    );
}

#[test]
fn a_json_feed_of_more_entries_than_are_read() {
    let items: Vec<Value> = (0..MOST_POSTS + 9)
        .map(
            |number| json!({ "id": format!("u{number}"), "content_text": format!("Isi {number}") }),
        )
        .collect();
    let feed = json!({ "version": "https://jsonfeed.org/version/1", "items": items });
    let crawler = read(
        Platform::Feed,
        "https://blog.example/",
        1,
        &feed.to_string(),
    );
    assert_eq!(crawler.posts.len(), MOST_POSTS);
    assert!(told(&crawler).contains("it holds 9 entries more than the 5000"));
}

fn statuses(count: usize) -> String {
    let status = |number: usize| {
        json!({ "id": (1_000_000 - number).to_string(), "content": format!("<p>Isi {number}</p>"),
                "created_at": "2027-11-01T00:00:00Z", "account": { "id": "1", "acct": "budi" } })
    };
    Value::Array((0..count).map(status).collect()).to_string()
}

/// More statuses than any server lists: the rest is asked for below the last that was read.
#[test]
fn statuses_beyond_the_most_that_are_read_are_asked_for() {
    let sources = sources();
    let account = account(Platform::Mastodon, "https://satu.example/@budi");
    let mut crawler = Crawler::default();
    let many = statuses(MOST_POSTS + 700);
    let server = |request: &FetchRequest| match request.url.path() {
        "/api/v1/accounts/lookup" => answer(request, 200, r#"{"id":"1","acct":"budi"}"#),
        _ => answer(request, 200, many.as_str()),
    };
    crawler.pass(sources.get(Platform::Mastodon), &account, &server, 2);
    assert_eq!(crawler.posts.len(), MOST_POSTS);
    assert!(
        told(&crawler).contains("it holds 700 entries more"),
        "{}",
        told(&crawler)
    );
    let next = crawler.pages[1].next[0].url.to_string();
    let last = 1_000_000 - (MOST_POSTS - 1);
    assert!(next.contains(&format!("max_id={last}")), "{next}");
}

#[test]
fn the_same_status_a_hundred_thousand_times_is_one() {
    let sources = sources();
    let account = account(Platform::Mastodon, "https://satu.example/@budi");
    let mut crawler = Crawler::default();
    let same = vec![r#"{"id":"1","content":"x"}"#; 100_000].join(",");
    let server = |request: &FetchRequest| match request.url.path() {
        "/api/v1/accounts/lookup" => answer(request, 200, r#"{"id":"1","acct":"budi"}"#),
        _ => answer(request, 200, format!("[{same}]")),
    };
    crawler.pass(sources.get(Platform::Mastodon), &account, &server, 2);
    assert_eq!(crawler.posts.len(), 1);
}

#[test]
fn posts_of_a_site_beyond_the_most_that_are_read_cost_no_post_twice() {
    let items: Vec<Value> = (0..MOST_POSTS + 5)
        .map(|number| {
            json!({ "id": number, "date_gmt": "2027-11-01T00:00:00",
                    "modified_gmt": "2027-11-01T00:00:00",
                    "content": { "rendered": format!("<p>Isi {number}</p>") } })
        })
        .collect();
    let body = Value::Array(items).to_string();
    let crawler = read(Platform::Wordpress, "https://situs.example/", 1, &body);
    assert_eq!(crawler.posts.len(), MOST_POSTS);
    assert!(
        told(&crawler).contains("it holds 5 entries more"),
        "{}",
        told(&crawler)
    );
    assert!(!crawler.pages[0].understood);
}

/// What a hostile shape is read as.
#[rstest]
fn words_before_a_hostile_shape_stay() {
    for shape in MARKUP {
        let markup = format!("Awal kiriman {}", shape.of(300_000));
        let read = fragment(&markup, None);
        let name = shape.name;
        assert!(read.text.starts_with("Awal kiriman"), "{name}");
        let whole = document(&format!("<!doctype html><p>Awal kiriman</p>{markup}"));
        let words: String = whole.html.root_element().text().collect();
        assert!(words.contains("Awal kiriman"), "{name}");
    }
}

/// These make more of themselves than is held: it is told, and only their words are read.
#[rstest]
#[case("reopened b")]
#[case("reopened i")]
#[case("reopened mixes")]
#[case("attributes of a tag")]
#[case("quoted attributes")]
#[case("attributes behind a comment")]
#[case("drawings")]
#[case("templates")]
#[case("stray end tags")]
fn what_grows_beyond_its_length_is_told(#[case] name: &str) {
    let shape = MARKUP.iter().find(|shape| shape.name == name).unwrap();
    let read = fragment(&shape.of(300_000), None);
    assert_eq!(read.excess, Some(MarkupExcess::Heavy), "{name}");
}

/// A tag of too many attributes is found, whatever stands before it.
#[rstest]
#[case("<b><a title=\"<\" ")]
#[case("<p title='<a b=\"' ")]
#[case("<p title=\"<a b=\" <c d=\" ")]
#[case("<!-- a < b --><p ")]
#[case("<!-- --!><p ")]
#[case("<!><? ><p ")]
#[case("1 < 2 << 3 <p ")]
#[case("<style>a<b</style><p ")]
#[case("<textarea><a b=\"</textarea ")]
#[case("<svg><![CDATA[<a b=\"]]><p ")]
fn a_tag_without_end_is_found_wherever_it_begins(#[case] before: &str) {
    let attributes = (0..20_000).map(|number| format!("a{number}=1"));
    let attributes = attributes.collect::<Vec<_>>().join(" ");
    for room in [0, 700, 1021, 1500] {
        let markup = format!("{}{before}{attributes}>x", "kata ".repeat(room / 5));
        let read = fragment(&markup, None);
        assert_eq!(read.excess, Some(MarkupExcess::Heavy), "{room} {before}");
    }
}

/// Pages of real sites have some of each.
#[rstest]
#[case("an unclosed font in every paragraph", "<p><font color=red>Isi", 150)]
#[case("rows without ends", "<tr><td>a<td>b", 3000)]
#[case("items without ends", "<li>Isi <b>penting</b>", 3000)]
#[case("a table of tables", "<table><tr><td>", 60)]
#[case(
    "a drawing",
    "<svg><path d=\"M0 0 L1 1 L2 2\" fill=\"none\"/></svg>",
    2000
)]
#[case(
    "pictures",
    "<p><img src=a.jpg alt=b width=1 height=2 class='c d' loading=lazy></p>",
    2000
)]
fn what_real_pages_have_is_read_as_it_stands(
    #[case] name: &str,
    #[case] part: &str,
    #[case] count: usize,
) {
    let markup = format!("<table>{}", part.repeat(count));
    assert_eq!(fragment(&markup, None).excess, None, "{name}");
    let long = format!(
        "<p data-x='{}' title=\"a < b\" class=isi>Isi</p>",
        "{\"a\": 1, \"b\": \"c d e\"} ".repeat(3000)
    );
    assert_eq!(fragment(&long, None).excess, None, "a long attribute");
    let script = format!(
        "<script>for (i = 0; i <n; i++) {{ {} }}</script><p>Isi</p>",
        "x = a y = b ".repeat(3000)
    );
    let read = fragment(&script, None);
    assert_eq!((read.excess, read.text.as_str()), (None, "Isi"));
    for begin in [
        "<!-- <a b=\" ",
        "<!-- <a b ",
        "<!-- 1 < 2 <a b ",
        "<?php <a b ",
    ] {
        let comment = format!("{begin} {} --><p>Isi</p>", "kata ".repeat(3000));
        let read = fragment(&comment, None);
        assert_eq!((read.excess, read.text.as_str()), (None, "Isi"), "{begin}");
    }
}

/// Through the program: a thousand private statuses, a post of two mebibytes and one with five
/// thousand links are each told in a few lines, and the account has not failed.
#[test]
fn a_page_is_told_in_few_lines_and_its_account_has_not_failed() {
    let private = (0..1000).map(|number| {
        json!({ "id": format!("p{number}"), "visibility": "private", "account": { "id": "1" } })
    });
    let links = (0..5000).map(|number| format!("<a href='https://a.example/{number}'>x</a> "));
    let links = links.collect::<Vec<_>>().concat();
    let good = [
        json!({ "id": "2", "content": "kata ".repeat(400_000), "account": { "id": "1" } }),
        json!({ "id": "3", "content": links, "account": { "id": "1" } }),
        json!({ "id": "4", "content": "<p>Baik</p>", "account": { "id": "1" } }),
    ];
    let body = Value::Array(private.chain(good).collect()).to_string();
    let router = axum::Router::new()
        .route(
            "/api/v1/accounts/lookup",
            axum::routing::get(|| async { r#"{"id":"1","acct":"budi"}"# }),
        )
        .route(
            "/api/v1/accounts/1/statuses",
            axum::routing::get(|asked: axum::extract::RawQuery| async move {
                let below = asked.0.unwrap_or_default().contains("max_id");
                if below { "[]".to_owned() } else { body }
            }),
        );
    let address = format!("http://{}/@budi", serve(router));
    let installation = Installation::new();
    installation.register(&[("mastodon", &address)]);
    let report = installation.json(&["crawl"]);
    assert_eq!(report["failed"], json!([]), "{report:#}");
    assert_eq!(report["posts_new"], 3, "{report:#}");
    let warnings = report["warnings"].as_array().unwrap();
    assert!(warnings.len() <= 60, "{}", warnings.len());
    let told = report["warnings"].to_string();
    assert!(
        told.contains("more warnings of this page are not told"),
        "{told}"
    );
    assert!(told.contains("bytes of its text are taken"), "{told}");
    assert!(
        told.contains("longer than any post is: 1000 of 5000 links are taken"),
        "{told}"
    );
    let lengths = installation.rows("SELECT CAST(max(length(text)) AS TEXT) FROM revision");
    assert_eq!(lengths, [(1 << 20).to_string()]);
}
