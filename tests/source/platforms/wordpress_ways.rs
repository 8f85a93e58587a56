//! WordPress that fails, cuts, ignores and hides: what is gone round, and what is remembered of it.

use std::cell::RefCell;

use netra::model::{AccountState, Capture, Cursor, FetchRequest, Platform, Truncation};
use netra::source::shared::links::query_value;
use rstest::rstest;
use serde_json::{Value, json};

use crate::source::pass::Crawler;
use crate::source::{account, answer, sources};

const SITE: &str = "https://situs.example/";
const FEED: &str = include_str!("../../fixtures/feed/wordpress_rss2.xml");

fn post(id: u64) -> Value {
    let (day, hour) = (1 + id / 24, id % 24);
    let time = format!(
        "2026-{:02}-{:02}T{hour:02}:00:00",
        1 + day / 28,
        1 + day % 28
    );
    json!({"id": id, "date_gmt": time, "modified_gmt": time, "link": format!("{SITE}{id}/"),
        "title": {"rendered": ""}, "content": {"rendered": format!("<p>Kabar {id}</p>")}})
}

/// What a site with `count` posts answers to a request for some.
struct Asked {
    size: usize,
    page: usize,
    behind: Vec<Value>,
}

impl Asked {
    fn of(request: &FetchRequest, count: u64) -> Self {
        let value = |name| query_value(request.url.as_str(), name);
        let number = |name| value(name).map_or(1, |text| text.parse().expect("a number"));
        let after = value("modified_after")
            .or_else(|| value("after"))
            .unwrap_or_default();
        let after = after.trim_end_matches('Z').to_owned();
        let posts = (1..=count).map(post);
        let include = value("include");
        let wanted = |post: &Value| match &include {
            Some(ids) => ids
                .split(',')
                .any(|id| id.parse().ok() == post["id"].as_u64()),
            None => post["modified_gmt"].as_str().expect("a time") > after.as_str(),
        };
        Self {
            size: number("per_page"),
            page: number("page"),
            behind: posts.filter(wanted).collect(),
        }
    }

    fn shown(&self) -> Vec<Value> {
        let posts = self.behind.iter().skip((self.page - 1) * self.size);
        posts.take(self.size).cloned().collect()
    }
}

fn is_api(request: &FetchRequest) -> bool {
    request.url.path().contains("wp-json")
        || query_value(request.url.as_str(), "rest_route").is_some()
}

fn crawl(crawler: &mut Crawler, visits: usize, server: &dyn Fn(&FetchRequest) -> Capture) {
    let (sources, account) = (sources(), account(Platform::Wordpress, SITE));
    for _ in 0..visits {
        crawler.pass(sources.get(Platform::Wordpress), &account, server, 20);
    }
}

#[rstest]
#[case::carries(40, 500)]
#[case::carries(20, 503)]
#[case::carries(10, 502)]
#[case::carries(9, 504)]
#[case::takes(50, 400)]
#[case::takes(5, 400)]
fn pages_that_a_site_refuses_are_asked_for_smaller(#[case] most: usize, #[case] status: u16) {
    let server = |request: &FetchRequest| {
        let asked = Asked::of(request, 150);
        if asked.size > most {
            return answer(
                request,
                status,
                r#"{"code":"rest_invalid_param","data":{"params":{"per_page":"x"}}}"#,
            );
        }
        answer(request, 200, Value::from(asked.shown()).to_string())
    };
    let mut crawler = Crawler::default();
    crawl(&mut crawler, 4, &server);
    assert_eq!(crawler.posts.len(), 150, "{:?}", crawler.warnings());
    let before = crawler.requests;
    crawl(&mut crawler, 1, &server);
    assert!(
        crawler.requests - before <= 4,
        "a visit that finds nothing new"
    );
}

#[rstest]
#[case(Truncation::Length)]
#[case(Truncation::Time)]
#[case(Truncation::Disconnect)]
fn a_cut_page_is_gone_on_from(#[case] cut: Truncation) {
    let server = |request: &FetchRequest| {
        let asked = Asked::of(request, 200);
        let mut capture = answer(request, 200, Value::from(asked.shown()).to_string());
        if capture.body.len() > 2000 {
            capture.body.truncate(2000);
            capture.truncated = Some(cut);
        }
        capture
    };
    let mut crawler = Crawler::default();
    crawl(&mut crawler, 4, &server);
    assert_eq!(crawler.posts.len(), 200, "{:?}", crawler.warnings());
}

/// The post is too large for the cap, or kills the site.
#[rstest]
#[case::first(1, true)]
#[case::among(70, true)]
#[case::first(1, false)]
#[case::among(70, false)]
fn one_post_that_cannot_be_had_costs_itself(#[case] bad: u64, #[case] cut: bool) {
    let server = |request: &FetchRequest| {
        let shown = Asked::of(request, 120).shown();
        let at = shown.iter().position(|post| post["id"] == bad);
        let mut capture = answer(request, 200, Value::from(shown.clone()).to_string());
        match at {
            Some(_) if !cut => return answer(request, 500, "<b>Fatal error</b>"),
            Some(at) => {
                let mut text = Value::from(shown[..at].to_vec()).to_string();
                text.pop();
                let begin = format!(
                    "{}{{\"id\":{bad},\"content\":\"AAAA",
                    if at > 0 { "," } else { "" }
                );
                capture.body = (text + &begin).into_bytes();
                capture.truncated = Some(Truncation::Length);
            }
            None => {}
        }
        capture
    };
    let mut crawler = Crawler::default();
    crawl(&mut crawler, 6, &server);
    assert_eq!(crawler.posts.len(), 119, "{:?}", crawler.warnings());
    assert!(!crawler.posts.contains_key(&bad.to_string()));
    assert!(
        crawler
            .warnings()
            .iter()
            .any(|warning| warning.contains("passed over"))
    );
}

#[rstest]
#[case::of_its_own_size(None)]
#[case::counted_as_one(Some("1"))]
#[case::counted_as_none(Some("0"))]
#[case::counted_as_many(Some("999"))]
#[case::counted_in_words(Some("banyak"))]
fn a_site_with_pages_of_ten_is_read_to_its_end(#[case] pages: Option<&str>) {
    let server = |request: &FetchRequest| {
        let asked = Asked {
            size: 10,
            ..Asked::of(request, 130)
        };
        let mut capture = answer(request, 200, Value::from(asked.shown()).to_string());
        let pages = pages.map(|pages| ("x-wp-totalpages".to_owned(), pages.to_owned()));
        capture.headers.extend(pages);
        capture
    };
    let mut crawler = Crawler::default();
    crawl(&mut crawler, 4, &server);
    assert_eq!(crawler.posts.len(), 130);
}

#[test]
fn a_site_that_heeds_nothing_is_no_endless_errand() {
    let server = |request: &FetchRequest| {
        let shown: Vec<Value> = (91..=100).rev().map(post).collect();
        answer(request, 200, Value::from(shown).to_string())
    };
    let mut crawler = Crawler::default();
    crawl(&mut crawler, 3, &server);
    assert_eq!(crawler.posts.len(), 10);
    assert!(crawler.requests <= 12, "{} requests", crawler.requests);
    let (sources, account) = (sources(), account(Platform::Wordpress, SITE));
    crawler
        .posts
        .insert("7".to_owned(), crawler.posts["91"].clone());
    crawler.posts.get_mut("7").expect("just put in").native_id.0 = "7".to_owned();
    crawler.recheck(sources.get(Platform::Wordpress), &account, &server);
    assert!(
        crawler.absent.is_empty(),
        "an answer of other posts: {:?}",
        crawler.absent
    );
}

#[rstest]
#[case::forbidden(403, "<h1>403 Forbidden</h1>")]
#[case::for_users(401, r#"{"code":"rest_not_logged_in"}"#)]
#[case::taken_out(404, r#"{"code":"rest_no_route"}"#)]
#[case::not_found(404, "<html>Tidak ada</html>")]
#[case::broken(500, "")]
#[case::overloaded(503, "<html>Sibuk</html>")]
#[case::a_check(200, "<!DOCTYPE html><title>Just a moment...</title>")]
#[case::nothing(200, "")]
fn an_api_that_is_shut_for_one_visit_is_asked_at_the_next(#[case] status: u16, #[case] body: &str) {
    let shut = RefCell::new(false);
    let server = |request: &FetchRequest| {
        if !is_api(request) {
            return answer(request, 200, FEED);
        }
        if *shut.borrow() {
            return answer(request, status, body);
        }
        answer(
            request,
            200,
            Value::from(Asked::of(request, 30).shown()).to_string(),
        )
    };
    let mut crawler = Crawler::default();
    crawl(&mut crawler, 1, &server);
    let before = crawler.cursor.clone();
    *shut.borrow_mut() = true;
    let pages = crawler.pages.len();
    crawl(&mut crawler, 1, &server);
    let last = crawler.pages[pages..]
        .iter()
        .rfind(|page| !page.posts.is_empty());
    let fed = last.expect("the feed was read");
    assert_eq!(
        (&fed.cursor, fed.state),
        (&None, Some(AccountState::Active))
    );
    assert_eq!(crawler.cursor, before, "nothing is remembered of a failure");
    *shut.borrow_mut() = false;
    let requests = crawler.requests;
    crawl(&mut crawler, 1, &server);
    assert!(crawler.requests - requests <= 3);
    assert!(
        crawler
            .pages
            .last()
            .is_some_and(|page| page.unread.is_none())
    );
}

#[rstest]
#[case(r#"{"version":1,"notes":{"mode":"feed"}}"#)]
#[case(r#"{"version":1,"notes":{"route":"query"}}"#)]
#[case(r#"{"version":1,"notes":{"route":"query","mode":"feed","changed_page":"3","changed_after":"2026-01-02T00:00:00Z"}}"#)]
fn what_earlier_versions_noted_after_a_failure_is_healed(#[case] cursor: &str) {
    let server = |request: &FetchRequest| match request.url.path() {
        "/wp-json/wp/v2/posts" => answer(
            request,
            200,
            Value::from(Asked::of(request, 30).shown()).to_string(),
        ),
        _ => answer(request, 404, "<html>Tidak ada</html>"),
    };
    let mut crawler = Crawler {
        cursor: Some(Cursor(cursor.to_owned())),
        ..Crawler::default()
    };
    crawl(&mut crawler, 1, &server);
    assert!(crawler.posts.contains_key("30"), "{:?}", crawler.warnings());
    let kept = crawler.cursor.expect("a cursor").0;
    assert!(!kept.contains("mode") && !kept.contains("query"), "{kept}");
}

#[test]
fn a_site_that_is_no_wordpress_says_what_to_register() {
    let page = "<!DOCTYPE html><head><link rel='alternate' type='application/rss+xml' \
        href='/umpan.xml'></head><body>Situs dinas</body>";
    let server = |request: &FetchRequest| match request.url.path() {
        "/" => answer(request, 200, page),
        _ => answer(request, 404, page),
    };
    let mut crawler = Crawler::default();
    for visit in 1..=3 {
        crawl(&mut crawler, 1, &server);
        assert!(
            crawler.requests <= 4 * visit,
            "{} requests",
            crawler.requests
        );
        let unread = crawler.pages.last().and_then(|page| page.unread.clone());
        assert!(
            unread
                .expect("a reason")
                .contains("https://situs.example/umpan.xml")
        );
    }
    assert_eq!(crawler.cursor, None);
}

#[rstest]
#[case(
    "<content:encoded><![CDATA[<p>Semua kata.</p>]]></content:encoded>",
    false
)]
#[case(
    "<content:encoded><![CDATA[<p>Awal kata [&#8230;]</p>]]></content:encoded>",
    true
)]
#[case(
    "<content:encoded><![CDATA[<p>Awal.</p><a href='/x'>Continue reading</a>]]></content:encoded>",
    true
)]
#[case(
    "<content:encoded><![CDATA[<p>Awal.</p><p>The post <a href='/x'>X</a> appeared first on <a href='/'>B</a>.</p>]]></content:encoded>",
    false
)]
#[case("<description>Awal kata saja</description>", true)]
fn an_entry_of_the_feed_is_an_excerpt_unless_it_is_whole(
    #[case] body: &str,
    #[case] excerpt: bool,
) {
    let feed = format!(
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item>\
         <guid isPermaLink='false'>https://situs.example/?p=7</guid><title>Judul</title>{body}\
         </item></channel></rss>"
    );
    let server = |request: &FetchRequest| match request.url.path() {
        "/feed/" => answer(request, 200, feed.as_str()),
        _ => answer(request, 403, "Forbidden"),
    };
    let mut crawler = Crawler::default();
    crawl(&mut crawler, 1, &server);
    assert_eq!(crawler.posts["7"].excerpt, excerpt);
    assert_eq!(
        crawler.pages.last().map(|page| page.understood),
        Some(!excerpt)
    );
}
