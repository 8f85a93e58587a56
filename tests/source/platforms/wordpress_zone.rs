//! WordPress whose dates lack their twin in UTC: the zone of the site counts, and where it tells
//! none that is said.

use netra::model::{Capture, FetchRequest, Platform};
use netra::source::shared::links::query_value;
use netra::source::{NoAnswer, Source};
use rstest::rstest;
use serde_json::{Value, json};

use crate::source::pass::Crawler;
use crate::source::{account, answer, sources};

const SITE: &str = "https://situs.example/";

/// A post at an hour of 2 November 2026, as the clock on the wall of the site has it.
fn post(hour: usize) -> Value {
    let time = format!("2026-11-02T{hour:02}:00:00");
    json!({"id": hour, "date": time, "modified": time, "link": format!("{SITE}{hour}/"),
        "title": {"rendered": ""}, "content": {"rendered": format!("<p>Kabar {hour}</p>")}})
}

fn is_root(request: &FetchRequest) -> bool {
    let routed = query_value(request.url.as_str(), "rest_route");
    request.url.path() == "/wp-json/" || routed.as_deref() == Some("/")
}

/// A site with three posts that says `root` of itself.
fn site(root: &(u16, Value)) -> impl Fn(&FetchRequest) -> Capture {
    move |request| {
        if is_root(request) {
            return answer(request, root.0, root.1.to_string());
        }
        answer(
            request,
            200,
            Value::from([8, 9, 10].map(post).to_vec()).to_string(),
        )
    }
}

fn crawl(crawler: &mut Crawler, server: &dyn Fn(&FetchRequest) -> Capture) {
    let (sources, account) = (sources(), account(Platform::Wordpress, SITE));
    crawler.pass(sources.get(Platform::Wordpress), &account, server, 20);
}

fn published(crawler: &Crawler) -> String {
    let at = crawler.posts["8"].published_at.expect("a date");
    at.to_string()
}

fn about_dates(crawler: &Crawler) -> usize {
    let told = crawler.warnings();
    told.iter().filter(|one| one.starts_with("dates: ")).count()
}

#[rstest]
#[case::named(json!({"gmt_offset": 8, "timezone_string": "Asia/Makassar"}), "2026-11-02T00:00:00Z")]
#[case::hours(json!({"gmt_offset": 7, "timezone_string": ""}), "2026-11-02T01:00:00Z")]
#[case::text(json!({"gmt_offset": "9", "timezone_string": false}), "2026-11-01T23:00:00Z")]
#[case::half(json!({"gmt_offset": 5.5}), "2026-11-02T02:30:00Z")]
#[case::west(json!({"gmt_offset": -3}), "2026-11-02T11:00:00Z")]
#[case::zero(json!({"gmt_offset": 0}), "2026-11-02T08:00:00Z")]
// The offset is that of the day of the question, in winter another.
#[case::summer(json!({"gmt_offset": -4, "timezone_string": "America/New_York"}), "2026-11-02T13:00:00Z")]
#[case::misspelt(json!({"gmt_offset": 7, "timezone_string": "Asia/Jakrta"}), "2026-11-02T01:00:00Z")]
fn naked_dates_are_in_the_zone_of_the_site(#[case] root: Value, #[case] expected: &str) {
    let mut crawler = Crawler::default();
    crawl(&mut crawler, &site(&(200, root)));
    assert_eq!((crawler.posts.len(), &*published(&crawler)), (3, expected));
    assert_eq!(about_dates(&crawler), 0, "{:?}", crawler.warnings());
    let asked = std::cell::Cell::new(0);
    let silent = site(&(500, Value::Null));
    let counted = |request: &FetchRequest| {
        asked.set(asked.get() + usize::from(is_root(request)));
        silent(request)
    };
    crawl(&mut crawler, &counted);
    assert_eq!(
        (asked.get(), &*published(&crawler)),
        (0, expected),
        "the zone is kept"
    );
}

#[rstest]
#[case::untold(200, json!({"name": "Situs"}))]
#[case::nonsense(200, json!({"gmt_offset": 99, "timezone_string": "WIB"}))]
#[case::shut(401, json!({"code": "rest_cannot_access"}))]
#[case::failing(500, json!({}))]
#[case::missing(404, json!({}))]
fn a_zone_that_is_not_told_is_said_and_nothing_is_missed(#[case] status: u16, #[case] root: Value) {
    let mut crawler = Crawler::default();
    let root = (status, root);
    let server = site(&root);
    crawl(&mut crawler, &server);
    assert_eq!(published(&crawler), "2026-11-02T08:00:00Z");
    assert!(about_dates(&crawler) > 0, "{:?}", crawler.warnings());
    // Ten o'clock may have been three in the morning in UTC: nothing after that is passed over.
    let cursor = crawler.cursor.clone().expect("a cursor");
    assert!(!cursor.0.contains("2026-11-02T09"), "{cursor:?}");
    let before = crawler.requests;
    crawl(&mut crawler, &server);
    assert!(
        crawler.requests - before <= 4,
        "the site is not asked again and again"
    );
}

#[test]
fn twins_in_utc_and_dates_with_a_zone_ask_nothing() {
    let with_twin = |mut post: Value| {
        post["date_gmt"] = json!("2026-11-02T01:00:00");
        post["modified"] = json!("2026-11-02T08:00:00+07:00");
        post
    };
    let server = |request: &FetchRequest| {
        assert!(!is_root(request), "{}", request.url);
        let posts = [8, 9].map(|hour| with_twin(post(hour)));
        answer(request, 200, Value::from(posts.to_vec()).to_string())
    };
    let mut crawler = Crawler::default();
    crawl(&mut crawler, &server);
    assert_eq!(published(&crawler), "2026-11-02T01:00:00Z");
    assert_eq!(about_dates(&crawler), 0);
}

#[test]
fn where_robots_txt_closes_the_root_posts_are_read_without_it() {
    let (sources, account) = (sources(), account(Platform::Wordpress, SITE));
    let source: &dyn Source = sources.get(Platform::Wordpress);
    let server = site(&(200, Value::Null));
    let plan = source.plan(&account, None).expect("an address that fits");
    let page = source.parse(&account, None, &server(&plan[0]));
    assert!(page.posts.is_empty() && is_root(&page.next[0]), "{page:?}");
    let instead = source.instead(&account, None, &page.next[0], NoAnswer::Closed);
    let page = source.parse(&account, None, &server(&instead[0]));
    assert_eq!(page.posts.len(), 3);
    assert!(page.warnings.iter().any(|warning| warning.at == "dates"));
}
