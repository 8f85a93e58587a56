//! Answers that are not what was asked for.

use netra::model::{AccountState, Capture, Cursor, FetchRequest, Platform};
use rstest::rstest;

use super::pass::Crawler;
use super::{account, answer, capture, sources};

const FEED: &str = "https://blog.example/";

fn crawl(platform: Platform, address: &str, server: impl Fn(&FetchRequest) -> Capture) -> Crawler {
    let sources = sources();
    let account = account(platform, address);
    let mut crawler = Crawler::default();
    crawler.until_done(sources.get(platform), &account, &server, 1000);
    crawler
}

#[test]
fn a_page_leads_to_the_feed_it_names() {
    let page = "<html><head><title>Blog Sari</title>\
        <link rel='alternate' type='application/atom+xml' href='/feeds/all.atom.xml'></head></html>";
    let atom = include_str!("../fixtures/feed/pelican_atom.xml");
    let server = |request: &FetchRequest| match request.url.path() {
        "/feeds/all.atom.xml" => answer(request, 200, atom),
        _ => answer(request, 200, page),
    };
    let mut crawler = crawl(Platform::Feed, FEED, server);
    assert_eq!(crawler.posts.len(), 3);
    assert!(
        crawler.warnings()[0].contains("HTML page came where a feed was expected: \"Blog Sari\"")
    );
    let before = crawler.requests;
    let sources = sources();
    let account = account(Platform::Feed, FEED);
    crawler.until_done(sources.get(Platform::Feed), &account, &server, 1000);
    assert_eq!(crawler.requests - before, 1, "the feed is remembered");
}

#[rstest]
#[case("<html><body>Halo</body></html>", "an HTML page came")]
#[case(
    "<!DOCTYPE html><h1>Situs dalam perbaikan",
    "the site is being worked on came"
)]
#[case("PNG bukan umpan", "no feed")]
#[case("{\"pesan\":\"bukan umpan\"}", "no feed")]
#[case("", "nothing in it")]
fn what_is_no_feed_is_named(#[case] body: &str, #[case] expected: &str) {
    let crawler = crawl(Platform::Feed, FEED, |request| answer(request, 200, body));
    assert!(
        crawler.warnings()[0].contains(expected),
        "{:?}",
        crawler.warnings()
    );
    assert_eq!(
        (crawler.cursor.as_ref(), crawler.pages[0].state),
        (None, None)
    );
}

/// A status is of the host; only 410 says of an address that it is gone for good.
#[rstest]
#[case(Platform::Feed, FEED, 410, Some(AccountState::Gone))]
#[case(Platform::Feed, FEED, 404, None)]
#[case(Platform::Feed, FEED, 403, None)]
#[case(Platform::Feed, FEED, 451, None)]
#[case(Platform::Feed, FEED, 503, None)]
#[case(Platform::Mastodon, "@budi@sosial.example", 401, None)]
#[case(Platform::Mastodon, "@budi@sosial.example", 404, None)]
#[case(Platform::Mastodon, "@budi@sosial.example", 429, None)]
#[case(Platform::Html, "https://dinas.kota.go.id/berita", 401, None)]
#[case(
    Platform::Html,
    "https://dinas.kota.go.id/berita",
    410,
    Some(AccountState::Gone)
)]
#[case(Platform::Wordpress, "https://situs.example/", 401, None)]
#[case(Platform::Wordpress, "https://situs.example/", 500, None)]
#[case(Platform::Bluesky, "budi.test", 503, None)]
fn a_status_says_as_much_as_it_can(
    #[case] platform: Platform,
    #[case] address: &str,
    #[case] status: u16,
    #[case] state: Option<AccountState>,
) {
    let crawler = crawl(platform, address, |request| {
        answer(request, status, "<html>x</html>")
    });
    let last = crawler.pages.iter().rev().find_map(|page| page.state);
    assert_eq!(last, state);
    assert!(crawler.pages.iter().any(|page| page.unread.is_some()));
}

#[rstest]
#[case(Platform::Mastodon, "@budi@sosial.example", "older 9")]
#[case(Platform::Feed, FEED, "older https://blog.example/?sebelum=9")]
#[case(
    Platform::Html,
    "https://dinas.kota.go.id/berita",
    "older https://dinas.kota.go.id/berita?2"
)]
#[case(Platform::Bluesky, "budi.test", "feed 9")]
#[case(
    Platform::Bluesky,
    "http://localhost:2583/did:plc:abc",
    "older app.bsky.feed.post 9"
)]
fn an_unchanged_page_inside_a_gap_is_asked_for_again(
    #[case] platform: Platform,
    #[case] address: &str,
    #[case] step: &str,
) {
    let sources = sources();
    let account = account(platform, address);
    let capture = capture("https://a.example/x?limit=40", step, 304, "");
    let page = sources.get(platform).parse(&account, None, &capture);
    assert_eq!(page.next.len(), 1);
    assert_eq!(page.next[0].step.0, step);
    assert_ne!(page.next[0].url, capture.request.url);
    let again = answer(&page.next[0], 304, "");
    assert!(
        sources
            .get(platform)
            .parse(&account, None, &again)
            .next
            .is_empty()
    );
}

#[test]
fn a_listing_that_leads_in_a_circle_comes_to_an_end() {
    let server = |request: &FetchRequest| {
        let turn = request.url.query().unwrap_or("a");
        let (id, next) = if turn == "a" { (1, "b") } else { (2, "a") };
        let feed = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='next' href='?{next}'/>\
             <entry><id>urn:{id}</id><title>Kabar {id}</title></entry></feed>"
        );
        answer(request, 200, feed)
    };
    let crawler = crawl(Platform::Feed, FEED, server);
    assert_eq!(crawler.posts.len(), 2);
}

#[test]
fn a_feed_that_moved_says_where() {
    let sources = sources();
    let account = account(Platform::Feed, FEED);
    let mut moved = capture(FEED, "newest", 200, "<feed/>");
    moved.final_url = "https://baru.example/feed".parse().expect("a URL");
    let page = sources.get(Platform::Feed).parse(&account, None, &moved);
    let address = page.identity.and_then(|identity| identity.address);
    assert_eq!(address.as_deref(), Some("https://baru.example/feed"));
}

#[test]
fn a_cursor_that_cannot_be_read_starts_afresh() {
    let sources = sources();
    for platform in Platform::ALL {
        let address = match platform {
            Platform::Bluesky => "http://localhost:2583/did:plc:abc",
            Platform::Mastodon => "@budi@sosial.example",
            _ => "https://dinas.kota.go.id/",
        };
        let account = account(platform, address);
        let fresh = sources.get(platform).plan(&account, None);
        for cursor in ["", "{}", "garbled", "{\"version\":2,\"lines\":{}}"] {
            let cursor = Cursor(cursor.to_owned());
            assert_eq!(sources.get(platform).plan(&account, Some(&cursor)), fresh);
        }
    }
}

#[test]
fn a_billion_laughs_are_not_laughed() {
    let body = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>\
        <!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><item>\
        <guid>1</guid><title>&b;&b;&x;</title></item></channel></rss>";
    let crawler = crawl(Platform::Feed, FEED, |request| answer(request, 200, body));
    let text = crawler.texts().into_iter().next().expect("a post");
    assert_eq!(text, "&b;&b;&x;");
}
