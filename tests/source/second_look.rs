//! The second look on servers of the Mastodon API that show single statuses to some, or give
//! statuses new numbers.

use std::cell::{Cell, RefCell};

use netra::model::{Capture, FetchRequest, KnownPost, NativeId, ParsedPage, Platform};
use netra::source::{NoAnswer, Source, Sources};
use rstest::rstest;
use serde_json::{Value, json};

use super::pass::Crawler;
use super::{account, answer, sources};

fn status(id: usize, uri: usize, text: &str) -> Value {
    json!({"id": id.to_string(), "uri": format!("https://sosial.example/o/{uri}"),
        "url": format!("https://sosial.example/@budi/{uri}"), "visibility": "public",
        "created_at": "2026-11-20T03:00:00.000Z", "content": format!("<p>{text}</p>"),
        "account": {"id": "77", "acct": "budi"}})
}

fn known(id: &str, url: &str) -> KnownPost {
    KnownPost {
        native_id: NativeId(id.to_owned()),
        url: Some(url.to_owned()),
    }
}

/// What a second look at these posts asks for, and what comes of it.
fn look(
    crawler: &mut Crawler,
    source: &dyn Source,
    posts: &[KnownPost],
    server: &dyn Fn(&FetchRequest) -> Capture,
) -> (usize, Vec<ParsedPage>) {
    let account = account(Platform::Mastodon, "@budi@sosial.example");
    let account = netra::model::Account {
        stable_id: Some("77".to_owned()),
        ..account
    };
    let mut queue = source.recheck(&account, crawler.cursor.as_ref(), posts);
    let (mut asked, mut pages) = (0, Vec::new());
    while !queue.is_empty() {
        let request = queue.remove(0);
        asked += 1;
        let page = source.parse(&account, crawler.cursor.as_ref(), &server(&request));
        crawler.cursor = page.cursor.clone().or(crawler.cursor.take());
        queue.extend(page.next.clone());
        let ended = page.gives_up;
        pages.push(page);
        if ended {
            break;
        }
    }
    (asked, pages)
}

fn mastodon(sources: &Sources) -> &dyn Source {
    sources.get(Platform::Mastodon)
}

#[rstest]
#[case(401)]
#[case(403)]
fn a_server_that_wants_a_token_for_single_statuses_is_asked_once(#[case] refusal: u16) {
    let sources = sources();
    let source = mastodon(&sources);
    let account = account(Platform::Mastodon, "@budi@sosial.example");
    let asked_single = Cell::new(0);
    let later = RefCell::new("2026-11-22T05:00:00Z");
    let server = |request: &FetchRequest| {
        let path = request.url.path();
        let max: Option<usize> =
            netra::source::shared::links::query_value(request.url.as_str(), "max_id")
                .map(|id| id.parse().expect("a number"));
        let mut capture = match path {
            "/api/v1/accounts/lookup" => answer(request, 200, r#"{"id":"77","acct":"budi"}"#),
            "/api/v1/accounts/77/statuses" => {
                let below = (0..90_usize)
                    .rev()
                    .filter(|n| max.is_none_or(|max| 100 + n < max));
                let page: Value = below
                    .take(40)
                    .map(|n| status(100 + n, n, &format!("Kabar {n}")))
                    .collect();
                answer(request, 200, page.to_string())
            }
            _ => {
                asked_single.set(asked_single.get() + 1);
                answer(
                    request,
                    refusal,
                    r#"{"error":"The access token is invalid"}"#,
                )
            }
        };
        capture.fetched_at = later.borrow().parse().expect("an instant");
        capture
    };
    let mut crawler = Crawler::default();
    crawler.until_done(source, &account, &server, 1000);
    let posts: Vec<KnownPost> = (0..40)
        .map(|n| known(&(100 + n).to_string(), "https://sosial.example/@budi/1"))
        .collect();
    let (asked, pages) = look(&mut crawler, source, &posts, &server);
    assert_eq!((asked, asked_single.get()), (1, 1));
    assert!(pages[0].warnings[0].message.contains("logged-in readers"));
    assert!(pages[0].absent.is_empty() && pages[0].state.is_none());

    // For days the list is read again instead, below the newest page.
    let mut reread = Vec::new();
    for _ in 0..2 {
        crawler.until_done(source, &account, &server, 1000);
        let (asked, pages) = look(&mut crawler, source, &posts, &server);
        assert_eq!((asked, asked_single.get()), (1, 1));
        assert!(pages[0].warnings.is_empty());
        reread.extend(pages[0].posts.iter().map(|post| post.text.clone()));
    }
    assert_eq!(reread.first().map(String::as_str), Some("Kabar 49"));
    assert_eq!(reread.last().map(String::as_str), Some("Kabar 0"));

    // Then single statuses are asked for again.
    *later.borrow_mut() = "2026-11-26T05:00:00Z";
    crawler.until_done(source, &account, &server, 1000);
    look(&mut crawler, source, &posts, &server);
    assert_eq!(asked_single.get(), 2);
}

#[test]
fn one_status_that_is_refused_among_others_stops_nothing() {
    let sources = sources();
    let source = mastodon(&sources);
    let mut crawler = Crawler::default();
    let posts: Vec<KnownPost> = (1..5)
        .map(|n| known(&n.to_string(), &format!("https://sosial.example/@budi/{n}")))
        .collect();
    let server = |request: &FetchRequest| match request.url.path() {
        "/api/v1/statuses/2" => answer(request, 403, "{}"),
        path => {
            let id: usize = path
                .rsplit('/')
                .next()
                .expect("a part")
                .parse()
                .expect("a number");
            answer(request, 200, status(id, id, "Kabar").to_string())
        }
    };
    let (asked, pages) = look(&mut crawler, source, &posts, &server);
    let read: usize = pages.iter().map(|page| page.posts.len()).sum();
    assert_eq!((asked, read), (4, 3));
}

#[rstest]
#[case::api_says_so(r#"{"error":"Record not found"}"#, 200, 1, true)]
#[case::no_such_api("<h1>404</h1>", 404, 2, true)]
#[case::page_stands("<h1>404</h1>", 200, 2, false)]
#[case::page_shut("<h1>404</h1>", 403, 2, false)]
fn a_status_is_absent_when_the_api_or_its_page_says_so(
    #[case] body: &str,
    #[case] page: u16,
    #[case] requests: usize,
    #[case] absent: bool,
) {
    let sources = sources();
    let mut crawler = Crawler::default();
    let server = |request: &FetchRequest| match request.url.path() {
        "/@budi/1" => answer(request, page, "<p>Halo</p>"),
        _ => answer(request, 404, body),
    };
    let posts = [known("1", "https://sosial.example/@budi/1")];
    let (asked, pages) = look(&mut crawler, mastodon(&sources), &posts, &server);
    let last = pages.last().expect("a page");
    assert_eq!((asked, !last.absent.is_empty()), (requests, absent));
}

/// Where an edit gives a status a new number, the old one is no longer there, but the status is.
#[test]
fn a_number_that_is_gone_says_nothing_where_numbers_change() {
    let sources = sources();
    let source = mastodon(&sources);
    let account = account(Platform::Mastodon, "@budi@sosial.example");
    let number = Cell::new(50);
    let server = |request: &FetchRequest| match request.url.path() {
        "/api/v1/accounts/lookup" => answer(request, 200, r#"{"id":"77","acct":"budi"}"#),
        "/api/v1/accounts/77/statuses"
            if request.url.query().is_some_and(|q| q.contains("max_id")) =>
        {
            answer(request, 200, "[]")
        }
        "/api/v1/accounts/77/statuses" => {
            let text = format!("Versi {}", number.get());
            answer(
                request,
                200,
                json!([status(number.get(), 7, &text)]).to_string(),
            )
        }
        "/@budi/7" => answer(request, 200, "<p>Halo</p>"),
        _ => answer(request, 404, r#"{"error":"Record not found"}"#),
    };
    let mut crawler = Crawler::default();
    crawler.until_done(source, &account, &server, 1000);
    number.set(60);
    crawler.until_done(source, &account, &server, 1000);
    let posts = [known("50", "https://sosial.example/@budi/7")];
    let (_, pages) = look(&mut crawler, source, &posts, &server);
    assert!(pages.iter().all(|page| page.absent.is_empty()));
}

/// The feed stands in for an API that robots.txt closes, and its posts are those of the API.
#[test]
fn the_feed_stands_in_for_a_closed_api() {
    let sources = sources();
    let source = mastodon(&sources);
    let account = netra::model::Account {
        stable_id: Some("77".to_owned()),
        ..account(Platform::Mastodon, "@budi@sosial.example")
    };
    let newest = source.plan(&account, None).expect("a plan").remove(0);
    let ways = source.instead(&account, None, &newest, NoAnswer::Closed);
    assert_eq!(ways[0].url.as_str(), "https://sosial.example/@budi.rss");
    // The first place has none.
    let missing = source.parse(&account, None, &answer(&ways[0], 404, "<h1>404</h1>"));
    let second = &missing.next[0];
    assert_eq!(second.url.as_str(), "https://sosial.example/@budi.atom");
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>https://sosial.example/@budi/7</id>\
        <title>New note by Budi</title><link href='https://sosial.example/@budi/7'/>\
        <published>2026-11-20T03:00:00Z</published><content type='html'>&lt;p&gt;Kabar&lt;/p&gt;</content></entry></feed>";
    let page = source.parse(&account, None, &answer(second, 200, feed));
    assert_eq!(page.posts[0].text, "Kabar");
    assert!(page.posts[0].excerpt && page.posts[0].version.is_some() && page.unread.is_none());
    assert!(
        page.warnings
            .iter()
            .any(|warning| warning.message.contains("robots.txt"))
    );
    // Found again at once, and left when the API is open.
    let again = source.instead(&account, page.cursor.as_ref(), &newest, NoAnswer::Closed);
    assert_eq!(again[0].url, second.url);
    let posts = [known(
        "https://sosial.example/@budi/7",
        "https://sosial.example/@budi/7",
    )];
    let look = source.recheck(&account, page.cursor.as_ref(), &posts);
    assert_eq!(look[0].url.path(), "/@budi/7");
    // A server's own fault is no reason to read less.
    assert!(
        source
            .instead(&account, None, &newest, NoAnswer::Failing)
            .is_empty()
    );
}

const HTML: &str = "https://dinas.kota.go.id/berita";

/// The page of a post, of which its template says that it is `canonical`.
fn article(canonical: &str, date: &str, words: &str) -> String {
    format!(
        "<link rel=canonical href='{canonical}'><article><h1>Kabar</h1><time datetime='{date}'>\
         </time><div class=entry-content>{words}</div></article>"
    )
}

/// A second look at a post whose page led elsewhere.
fn led(from: &str, known_as: &str, to: &str, body: &str) -> ParsedPage {
    let sources = sources();
    let source = sources.get(Platform::Html);
    let account = account(Platform::Html, HTML);
    let request = source
        .recheck(&account, None, &[known(from, known_as)])
        .remove(0);
    let capture = Capture {
        final_url: to.parse().expect("a URL"),
        ..answer(&request, 200, body)
    };
    source.parse(&account, None, &capture)
}

const SEVEN: &str = "https://dinas.kota.go.id/baca/7";

/// Sites lead from what is gone to what is called alike; that is no edit.
#[rstest]
#[case::alike(
    SEVEN,
    "https://dinas.kota.go.id/baca/7-2",
    "https://dinas.kota.go.id/baca/7-2",
    false
)]
#[case::another_site(
    SEVEN,
    "https://lain.example/baca/9",
    "https://lain.example/baca/9",
    false
)]
#[case::itself(SEVEN, SEVEN, SEVEN, true)]
#[case::written_otherwise(SEVEN, "https://www.dinas.kota.go.id/baca/7/", SEVEN, true)]
#[case::where_it_always_led(
    "https://dinas.kota.go.id/judul",
    "https://dinas.kota.go.id/judul",
    SEVEN,
    true
)]
#[case::by_its_own_word(
    "https://dinas.kota.go.id/judul",
    "https://dinas.kota.go.id/judul?dari=7",
    "https://dinas.kota.go.id/judul",
    true
)]
fn a_page_that_leads_to_another_tells_nothing_of_the_post(
    #[case] known_as: &str,
    #[case] to: &str,
    #[case] canonical: &str,
    #[case] read: bool,
) {
    let body = article(canonical, "2026-11-20T08:30:00+07:00", "Kata lain");
    let page = led(SEVEN, known_as, to, &body);
    assert_eq!(page.posts.len(), usize::from(read));
    assert!(page.absent.is_empty());
    assert_eq!(page.warnings.is_empty(), read, "{:?}", page.warnings);
}

/// A template that names one page on all of them does not make its posts of a day one post.
#[rstest]
#[case::a_day("2026-11-20", "https://dinas.kota.go.id/baca/1", SEVEN)]
#[case::a_minute(
    "2026-11-20T08:31:00+07:00",
    "https://dinas.kota.go.id/baca/1",
    "https://dinas.kota.go.id/baca/1"
)]
#[case::the_same_page(
    "2026-11-20",
    "https://www.dinas.kota.go.id/baca/7?x=1",
    "https://www.dinas.kota.go.id/baca/7?x=1"
)]
fn the_page_that_a_template_names_is_believed_with_a_time(
    #[case] date: &str,
    #[case] canonical: &str,
    #[case] url: &str,
) {
    let page = led(SEVEN, SEVEN, SEVEN, &article(canonical, date, "Kata"));
    assert_eq!(page.posts[0].url.as_deref(), Some(url));
}
