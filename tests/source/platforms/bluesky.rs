//! The public view, and a personal data server.

use std::cell::Cell;

use netra::model::{AccountState, Capture, FetchRequest, KnownPost, Platform, PostKind};
use netra::source::shared::links::query_value;
use rstest::rstest;
use serde_json::{Value, json};

use super::{Item, Simulated, items, story};
use crate::source::pass::Crawler;
use crate::source::{account, answer, sources};

const DID: &str = "did:plc:atssao6vctsmnmkutgu43b5q";

struct Server(Vec<Item>);

fn uri(number: usize) -> String {
    format!("at://{DID}/app.bsky.feed.post/3k{number:06}")
}

fn record(item: &Item) -> Value {
    json!({"$type": "app.bsky.feed.post", "text": item.text,
        "createdAt": "2026-11-20T03:00:00.000Z", "langs": ["id"]})
}

fn view(item: &Item) -> Value {
    json!({"uri": uri(item.number), "cid": "bafy", "record": record(item),
        "author": {"did": DID, "handle": "budi.test"}, "indexedAt": "2026-11-20T03:00:01.000Z"})
}

impl Server {
    /// One page of items older than the cursor, and the cursor behind it.
    fn page(&self, request: &FetchRequest) -> (Vec<&Item>, Option<String>) {
        let before = query_value(request.url.as_str(), "cursor")
            .map_or(usize::MAX, |cursor| cursor.parse().expect("a number"));
        let limit = query_value(request.url.as_str(), "limit").expect("a limit");
        let limit = limit.parse().expect("a number");
        let older = self.0.iter().rev().filter(|item| item.number < before);
        let page: Vec<&Item> = older.take(limit).collect();
        let cursor = page.last().map(|item| item.number.to_string());
        (page, cursor)
    }

    fn revision(&self) -> String {
        let length: usize = self.0.iter().map(|item| item.text.len()).sum();
        format!("3m{length}")
    }
}

impl Simulated for Server {
    fn items(&mut self) -> &mut Vec<Item> {
        &mut self.0
    }

    fn serve(&self, request: &FetchRequest) -> Capture {
        let value = |name| query_value(request.url.as_str(), name);
        let method = request.url.path().trim_start_matches("/xrpc/");
        let find = |id: &str| self.0.iter().find(|item| uri(item.number).ends_with(id));
        let body = match method {
            "com.atproto.identity.resolveHandle" => json!({"did": DID}),
            "com.atproto.sync.getLatestCommit" => json!({"cid": "b", "rev": self.revision()}),
            "com.atproto.repo.listRecords"
                if value("collection").as_deref() == Some("app.bsky.feed.post") =>
            {
                let (page, cursor) = self.page(request);
                let record = |item: &&Item| json!({"uri": uri(item.number), "value": record(item)});
                json!({"records": page.iter().map(record).collect::<Value>(), "cursor": cursor})
            }
            "com.atproto.repo.listRecords" => json!({"records": []}),
            "com.atproto.repo.getRecord" => match find(&value("rkey").unwrap_or_default()) {
                Some(item) => json!({"uri": uri(item.number), "value": record(item)}),
                None => return answer(request, 400, r#"{"error":"RecordNotFound"}"#),
            },
            "app.bsky.feed.getAuthorFeed" => {
                let (page, cursor) = self.page(request);
                let entries = page.iter().map(|item| json!({"post": view(item)}));
                json!({"feed": entries.collect::<Value>(), "cursor": cursor})
            }
            "app.bsky.feed.getPosts" => {
                let asked = request.url.query_pairs();
                let found = asked.filter_map(|(_, id)| find(&id).map(view));
                json!({"posts": found.collect::<Value>()})
            }
            _ => return answer(request, 400, r#"{"error":"InvalidRequest"}"#),
        };
        answer(request, 200, body.to_string())
    }
}

#[rstest]
#[case("budi.test")]
#[case(DID)]
#[case("https://bsky.app/profile/budi.test")]
#[case("http://localhost:2583/budi.test")]
#[case("http://localhost:2583/did:plc:atssao6vctsmnmkutgu43b5q")]
fn all_posts_are_found_whenever_it_is_killed(#[case] address: &str) {
    let sources = sources();
    let account = account(Platform::Bluesky, address);
    story(
        sources.get(Platform::Bluesky),
        &account,
        |count| Server(items(0..count)),
        120,
    );
}

#[test]
fn records_of_another_repository_are_left_out_and_told() {
    let sources = sources();
    let account = account(Platform::Bluesky, "http://localhost:2583/budi.test");
    let server = Server(items(0..5));
    let mut crawler = Crawler::default();
    let mixed = |request: &FetchRequest| {
        let mut capture = server.serve(request);
        let text = String::from_utf8(capture.body).expect("it is JSON");
        capture.body = text.replace("/3k000002", "/3kfremd").into_bytes();
        let mine = format!("at://{DID}/app.bsky.feed.post/3kfremd");
        let foreign = "at://did:plc:z72i7hdynmk6r22z27h6tvur/app.bsky.feed.post/3kfremd";
        let text = String::from_utf8(capture.body).expect("it is JSON");
        capture.body = text.replace(&mine, foreign).into_bytes();
        capture
    };
    crawler.until_done(sources.get(Platform::Bluesky), &account, &mixed, 1000);
    let read: Vec<&str> = crawler.posts.keys().map(String::as_str).collect();
    assert_eq!(read, [0, 1, 3, 4].map(uri));
}

#[test]
fn an_unchanged_repository_costs_one_request() {
    let sources = sources();
    let account = account(Platform::Bluesky, "http://localhost:2583/budi.test");
    let source = sources.get(Platform::Bluesky);
    let server = Server(items(0..5));
    let mut crawler = Crawler::default();
    crawler.until_done(source, &account, &|r| server.serve(r), 1000);
    let before = crawler.requests;
    crawler.until_done(source, &account, &|r| server.serve(r), 1000);
    assert_eq!(crawler.requests - before, 1);
    let known = crawler.posts.values().map(|post| KnownPost {
        native_id: post.native_id.clone(),
        url: None,
    });
    let known: Vec<KnownPost> = known.collect();
    let look = |crawler: &Crawler| {
        source
            .recheck(&account, crawler.cursor.as_ref(), &known)
            .len()
    };
    assert_eq!(look(&crawler), 0, "nothing was written since all was read");
    let more = Server(items(0..6));
    crawler.until_done(source, &account, &|r| more.serve(r), 1000);
    assert_eq!(look(&crawler), 5);
}

#[test]
fn a_record_under_an_old_key_is_found_a_day_later() {
    let sources = sources();
    let account = account(Platform::Bluesky, "http://localhost:2583/budi.test");
    let source = sources.get(Platform::Bluesky);
    let mut server = Server(items(5..230));
    let mut crawler = Crawler::default();
    crawler.until_done(source, &account, &|r| server.serve(r), 1000);
    server.0.insert(
        0,
        Item {
            number: 0,
            text: "Kabar bertanggal mundur".to_owned(),
        },
    );
    let late = Cell::new(false);
    let serve = |request: &FetchRequest| {
        let mut capture = server.serve(request);
        if late.get() {
            capture.fetched_at = "2026-11-24T05:00:00Z".parse().expect("an instant");
        }
        capture
    };
    crawler.until_done(source, &account, &serve, 1000);
    assert!(!crawler.posts.contains_key(&uri(0)));
    late.set(true);
    server_changes(&mut crawler);
    crawler.until_done(source, &account, &serve, 1000);
    assert!(crawler.posts.contains_key(&uri(0)));
}

/// As if anything else was written to the repository: the revision on file is no longer it.
fn server_changes(crawler: &mut Crawler) {
    let cursor = crawler.cursor.take().expect("a cursor").0;
    crawler.cursor = Some(netra::model::Cursor(
        cursor.replace("\"rev\":\"3m", "\"rev\":\"3l"),
    ));
}

#[rstest]
#[case("deactivated", AccountState::Suspended)]
#[case("takendown", AccountState::Suspended)]
fn a_silent_repository_says_why(#[case] status: &str, #[case] state: AccountState) {
    let sources = sources();
    let account = account(Platform::Bluesky, "http://localhost:2583/did:plc:abc");
    let body = json!({"did": "did:plc:abc", "active": false, "status": status}).to_string();
    let server = |request: &FetchRequest| match request.url.path() {
        "/xrpc/com.atproto.sync.getRepoStatus" => answer(request, 200, body.clone()),
        _ => answer(
            request,
            400,
            r#"{"error":"InvalidRequest","message":"Could not find repo"}"#,
        ),
    };
    let mut crawler = Crawler::default();
    crawler.until_done(sources.get(Platform::Bluesky), &account, &server, 1000);
    assert_eq!(
        crawler.pages.last().and_then(|page| page.state),
        Some(state)
    );
}

#[rstest]
#[case(
    "AccountDeactivated",
    "Account is deactivated",
    AccountState::Suspended
)]
#[case(
    "AccountTakedown",
    "Account has been suspended",
    AccountState::Suspended
)]
#[case("InvalidRequest", "Profile not found", AccountState::Gone)]
fn a_refused_feed_asks_the_profile(
    #[case] error: &str,
    #[case] message: &str,
    #[case] state: AccountState,
) {
    let sources = sources();
    let account = account(Platform::Bluesky, "budi.test");
    let body = json!({"error": error, "message": message}).to_string();
    let server = |request: &FetchRequest| match request.url.path() {
        "/xrpc/app.bsky.actor.getProfile" => answer(request, 400, body.clone()),
        _ => answer(
            request,
            400,
            r#"{"error":"InvalidRequest","message":"Profile not found"}"#,
        ),
    };
    let mut crawler = Crawler::default();
    crawler.until_done(sources.get(Platform::Bluesky), &account, &server, 1000);
    assert_eq!(
        crawler.pages.last().and_then(|page| page.state),
        Some(state)
    );
}

#[test]
fn who_asks_not_to_be_shown_is_not_read() {
    let sources = sources();
    let account = account(Platform::Bluesky, "budi.test");
    let server = Server(items(0..3));
    let labelled = |request: &FetchRequest| {
        let mut capture = server.serve(request);
        let text = String::from_utf8(capture.body).expect("JSON");
        let labels = r#""handle":"budi.test","labels":[{"val":"!no-unauthenticated"}]"#;
        capture.body = text.replace(r#""handle":"budi.test""#, labels).into_bytes();
        capture
    };
    let mut crawler = Crawler::default();
    crawler.pass(sources.get(Platform::Bluesky), &account, &labelled, 10);
    assert!(crawler.posts.is_empty());
    assert_eq!(crawler.pages[0].state, Some(AccountState::Private));
}

#[test]
fn reposts_quotes_and_replies_keep_their_authors_apart() {
    let sources = sources();
    let account = account(Platform::Bluesky, "budi.test");
    let body = include_str!("../../fixtures/bluesky/author_feed_repost_quote_reply.json");
    let mut crawler = Crawler::default();
    let server = |request: &FetchRequest| answer(request, 200, body);
    crawler.pass(sources.get(Platform::Bluesky), &account, &server, 1);
    let kinds: Vec<PostKind> = crawler.pages[0]
        .posts
        .iter()
        .map(|post| post.kind)
        .collect();
    assert!(kinds.contains(&PostKind::Reply) && kinds.contains(&PostKind::Quote));
    let share = crawler.pages[0]
        .posts
        .iter()
        .find(|post| post.kind == PostKind::Share);
    let share = share.expect("a repost");
    let author = share
        .context
        .as_ref()
        .and_then(|context| context.author.as_deref());
    assert_eq!(
        (share.text.as_str(), author),
        ("Kampanye", Some("sari.test"))
    );
}
