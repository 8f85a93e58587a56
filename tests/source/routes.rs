//! AT Protocol: the same records by both routes, as a real network answered (a host and a public
//! view of `@atproto/dev-env`), and what errors and numbers tell.

use netra::model::{
    Account, AccountState, Capture, FetchRequest, ParsedPage, ParsedPost, Platform, PostKind,
    authored, numbered_at, posted_at,
};
use rstest::rstest;
use serde_json::{Value, json};

use super::{account, answer, sources};

const DID: &str = "did:plc:u2b666wy2j2qhovt3h5cvwiw";
const FEED: &str = include_str!("../fixtures/bluesky/both_author_feed.json");
const FEED_LATER: &str = include_str!("../fixtures/bluesky/both_author_feed_later.json");
const POSTS: &str = include_str!("../fixtures/bluesky/both_get_posts.json");
const RECORDS: &str = include_str!("../fixtures/bluesky/both_list_records.json");

fn view() -> Account {
    Account {
        stable_id: Some(DID.to_owned()),
        ..account(Platform::Bluesky, "budi-dua.test")
    }
}

fn host() -> Account {
    account(Platform::Bluesky, &format!("http://localhost:2583/{DID}"))
}

fn request(step: &str) -> FetchRequest {
    let url = "https://host.example/xrpc/x".parse().expect("a URL");
    FetchRequest::new(url, "*/*", step)
}

fn parse(account: &Account, capture: &Capture) -> ParsedPage {
    sources()
        .get(Platform::Bluesky)
        .parse(account, None, capture)
}

fn read(account: &Account, step: &str, body: &str) -> Vec<ParsedPost> {
    let mut posts = parse(account, &answer(&request(step), 200, body)).posts;
    posts.retain(|post| post.kind != PostKind::Share);
    posts.sort_by(|a, b| a.native_id.cmp(&b.native_id));
    posts
}

/// What decides whether there is a revision, and what people see of it.
fn told(posts: &[ParsedPost]) -> Vec<String> {
    let each = posts.iter().map(|post| {
        let (version, digest) = (&post.version, authored(post));
        format!(
            "{} {version:?} {digest} {:?} {:?} {:?} {:?}",
            post.native_id, post.text, post.links, post.media, post.published_at
        )
    });
    each.collect()
}

#[test]
fn every_route_tells_the_same_of_a_record() {
    let by_host = told(&read(&host(), "newest app.bsky.feed.post 3m", RECORDS));
    assert_eq!(by_host.len(), 7);
    assert!(by_host.iter().all(|line| line.contains("Some(\"bafyrei")));
    assert_eq!(by_host, told(&read(&view(), "feed", FEED)));
    assert_eq!(by_host, told(&read(&view(), "posts x", POSTS)));
    // The person answered took another handle and deleted the post: nobody edited anything.
    assert_eq!(by_host, told(&read(&view(), "feed", FEED_LATER)));
}

#[test]
fn what_stands_outside_the_text_is_kept() {
    let posts = read(&host(), "newest app.bsky.feed.post 3m", RECORDS);
    let tagged = posts.iter().find(|post| post.text.starts_with("Bertagar"));
    assert_eq!(tagged.expect("a post").text, "Bertagar #asn\n\n#Netral");
    let picture = posts
        .iter()
        .find_map(|post| post.media.first())
        .expect("a picture");
    let address = picture.url.as_deref().expect("an address");
    assert!(
        address.contains("/bafkrei") && address.contains(DID),
        "{address}"
    );
}

/// A picture replaced by another one is an edit, though its words are the same.
#[test]
fn another_picture_is_another_post() {
    let post = |blob: &str| {
        let value = json!({"text": "Lihat", "embed": {"images": [{"image": {"ref": {"$link": blob}}, "alt": ""}]}});
        let records = json!({"records": [{"uri": format!("at://{DID}/app.bsky.feed.post/3k"), "cid": blob, "value": value}]});
        authored(
            &read(
                &host(),
                "newest app.bsky.feed.post 3m",
                &records.to_string(),
            )[0],
        )
    };
    assert_ne!(post("bafkreia1"), post("bafkreib2"));
    let old = json!({"text": "Lihat", "embed": {"images": [{"image": {"cid": "bafkreia1", "mimeType": "image/png"}, "alt": ""}]}});
    let records =
        json!({"records": [{"uri": format!("at://{DID}/app.bsky.feed.post/3k"), "value": old}]});
    let old = authored(
        &read(
            &host(),
            "newest app.bsky.feed.post 3m",
            &records.to_string(),
        )[0],
    );
    assert_eq!(post("bafkreia1"), old);
}

#[rstest]
#[case(json!({"text": "Ayo #Pilih2 ya", "tags": ["pilih2", "#Satu", "Satu", "", 5]}), "Ayo #Pilih2 ya\n\n#Satu")]
#[case(json!({"text": "", "tags": ["Dua"]}), "#Dua")]
#[case(json!({"text": "#Pilih22", "tags": ["Pilih2"]}), "#Pilih22\n\n#Pilih2")]
#[case(json!({"text": "Teks", "tags": []}), "Teks")]
fn hashtags_beside_the_text_are_words(#[case] value: Value, #[case] text: &str) {
    let records =
        json!({"records": [{"uri": format!("at://{DID}/app.bsky.feed.post/3k"), "value": value}]});
    let posts = read(
        &host(),
        "newest app.bsky.feed.post 3m",
        &records.to_string(),
    );
    assert_eq!(posts[0].text, text);
}

/// The post that claims to be of 2019 has a key of the day on which it was made.
#[test]
fn a_key_tells_when_a_record_was_made() {
    for post in read(&view(), "feed", FEED) {
        let made = numbered_at(Platform::Bluesky, &post.native_id).expect("a key of time");
        assert_eq!(made.to_string().split('T').next(), Some("2026-11-29"));
        let claimed = post.published_at.expect("a claim").to_string();
        assert_eq!(claimed.starts_with("2019"), post.text == "Tulisan lama");
    }
}

/// The author makes the record and its key; when the view first had it the author does not make.
#[test]
fn the_view_tells_when_it_first_had_a_post_and_a_host_does_not() {
    let listed = "2027-11-01T03:00:00Z".parse().expect("an instant");
    let captured = "2027-11-02T00:00:00Z".parse().expect("an instant");
    // A key of 2019, as the claim.
    let uri = format!("at://{DID}/app.bsky.feed.post/3jzfcijpj2z2a");
    let record =
        json!({"$type": "app.bsky.feed.post", "text": "x", "createdAt": "2019-01-01T00:00:00Z"});
    let author = json!({"did": DID, "handle": "budi-dua.test"});
    let shown = json!({"uri": uri, "cid": "c", "author": author, "record": record, "indexedAt": "2027-11-01T03:00:00Z"});
    let feed = json!({"feed": [{"post": shown}]}).to_string();
    let asked = json!({"posts": [shown]}).to_string();
    for (step, body) in [("feed", feed), (&*format!("posts {uri}"), asked)] {
        let post = read(&view(), step, &body).remove(0);
        assert_eq!(post.listed_at, Some(listed), "{step}");
        let numbered = numbered_at(Platform::Bluesky, &post.native_id);
        let (filed, doubt) = posted_at(post.published_at, numbered, post.listed_at, captured);
        let told = doubt.expect("both times");
        assert_eq!(filed, listed);
        assert!(
            told.contains("2019-01-01") && told.contains("2027-11-01"),
            "{told}"
        );
    }
    let records = json!({"records": [{"uri": uri, "cid": "c", "value": record}]}).to_string();
    let post = read(&host(), "newest app.bsky.feed.post 3m", &records).remove(0);
    assert_eq!(post.listed_at, None);
}

/// A feed of numbered posts; from 100 on they are reposts.
fn feed_of(numbers: &[usize]) -> String {
    let entries: Vec<Value> = numbers.iter().map(|number| {
        let uri = format!("at://{DID}/app.bsky.feed.post/3k{number}");
        let author = json!({"did": DID, "handle": "budi-dua.test"});
        let post = json!({"uri": uri, "cid": "c", "author": author, "record": {"text": "x", "createdAt": "2026-11-20T03:00:00Z"}});
        if *number < 100 {
            return json!({"post": post});
        }
        let uri = format!("at://{DID}/app.bsky.feed.repost/3k{number}");
        json!({"post": post, "reason": {"$type": "app.bsky.feed.defs#reasonRepost", "by": author, "uri": uri, "indexedAt": "2026-11-20T03:00:00Z"}})
    }).collect();
    json!({"feed": entries}).to_string()
}

#[rstest]
#[case::withdrawn(&[9, 100, 8, 101, 7], &[9, 8, 101, 7], &[100])]
#[case::with_new_posts_above(&[9, 100, 8], &[11, 10, 9, 8], &[100])]
#[case::at_the_top(&[100, 9, 8], &[9, 8], &[100])]
#[case::unchanged(&[9, 100, 8], &[9, 100, 8], &[])]
#[case::slid_off_the_page(&[9, 8, 100], &[11, 10, 9, 8], &[])]
#[case::all_others_gone_too(&[9, 100, 8], &[11, 10], &[])]
#[case::another_order(&[9, 100, 8, 7], &[7, 9, 8], &[])]
#[case::an_empty_page(&[9, 100, 8], &[], &[])]
fn a_repost_that_is_missing_between_its_neighbours_was_withdrawn(
    #[case] before: &[usize],
    #[case] now: &[usize],
    #[case] missing: &[usize],
) {
    let sources = sources();
    let source = sources.get(Platform::Bluesky);
    let first = source.parse(
        &view(),
        None,
        &answer(&request("feed"), 200, feed_of(before)),
    );
    let capture = answer(&request("feed"), 200, feed_of(now));
    let page = source.parse(&view(), first.cursor.as_ref(), &capture);
    let absent: Vec<String> = page.absent.iter().map(|id| id.0.clone()).collect();
    let expected: Vec<String> = missing
        .iter()
        .map(|number| format!("at://{DID}/app.bsky.feed.repost/3k{number}"))
        .collect();
    assert_eq!(absent, expected);
    // Nothing is concluded from a page with an entry that cannot be read.
    let torn = feed_of(now).replacen("\"feed\":[", "\"feed\":[{},", 1);
    let page = source.parse(
        &view(),
        first.cursor.as_ref(),
        &answer(&request("feed"), 200, torn),
    );
    assert!(page.absent.is_empty());
}

#[rstest]
#[case("commit", 400, "RepoTakendown", "", Some(AccountState::Suspended))]
#[case("commit", 400, "RepoDeactivated", "", Some(AccountState::Suspended))]
#[case("commit", 400, "RepoSuspended", "", Some(AccountState::Suspended))]
#[case("commit", 400, "RepoNotFound", "", Some(AccountState::Gone))]
#[case("commit", 501, "MethodNotImplemented", "", None)]
#[case("commit", 401, "AuthMissing", "", None)]
#[case("commit", 500, "RepoNotFound", "", None)]
#[case("status", 400, "InvalidRequest", "Could not find repo", None)]
#[case(
    "status",
    400,
    "RepoNotFound",
    "Could not find repo",
    Some(AccountState::Gone)
)]
#[case("resolve", 400, "InvalidRequest", "Unable to resolve handle", None)]
#[case("resolve", 400, "HandleNotFound", "Unable to resolve handle", None)]
#[case("resolve", 502, "UpstreamFailure", "", None)]
#[case(
    "profile refused",
    400,
    "AccountTakedown",
    "Account has been suspended",
    Some(AccountState::Suspended)
)]
#[case(
    "profile refused",
    400,
    "AccountDeactivated",
    "",
    Some(AccountState::Suspended)
)]
#[case(
    "profile refused",
    400,
    "InvalidRequest",
    "Profile not found",
    Some(AccountState::Gone)
)]
#[case(
    "profile refused",
    400,
    "InvalidRequest",
    "Error: actor must be a valid did or a handle",
    None
)]
#[case("profile refused", 401, "AuthMissing", "", None)]
#[case("profile refused", 404, "XRPCNotSupported", "", None)]
fn errors_are_of_the_account_only_by_their_names(
    #[case] step: &str,
    #[case] status: u16,
    #[case] error: &str,
    #[case] message: &str,
    #[case] state: Option<AccountState>,
) {
    let body = json!({"error": error, "message": message}).to_string();
    let page = parse(&host(), &answer(&request(step), status, body));
    assert_eq!(page.state, state);
    assert_eq!(page.unread.is_none(), state.is_some(), "{:?}", page.unread);
}

#[rstest]
#[case("takendown", Some(AccountState::Suspended))]
#[case("deactivated", Some(AccountState::Suspended))]
#[case("deleted", Some(AccountState::Gone))]
#[case("desynchronized", None)]
#[case("throttled", None)]
fn what_a_host_says_of_a_repository(#[case] status: &str, #[case] state: Option<AccountState>) {
    let body = json!({"did": DID, "active": false, "status": status}).to_string();
    assert_eq!(
        parse(&host(), &answer(&request("status"), 200, body)).state,
        state
    );
}

/// A handle that leads nowhere says nothing of an account whose DID is known.
#[test]
fn a_did_once_known_is_asked_about() {
    let sources = sources();
    let account = Account {
        stable_id: Some(DID.to_owned()),
        ..account(Platform::Bluesky, "http://localhost:2583/budi.test")
    };
    let plan = sources
        .get(Platform::Bluesky)
        .plan(&account, None)
        .expect("a plan");
    let query = plan[0].url.query().unwrap_or_default().replace("%3A", ":");
    assert_eq!(query, format!("did={DID}"));
}

#[rstest]
#[case("posts at://x/app.bsky.feed.post/1")]
#[case("record at://x/app.bsky.feed.post/1")]
#[case("feed")]
fn not_modified_is_no_news_and_no_warning(#[case] step: &str) {
    let page = parse(&view(), &answer(&request(step), 304, ""));
    assert!(page.confirms && page.warnings.is_empty() && page.absent.is_empty());
}

#[test]
fn a_feed_refused_for_an_account_that_stands_is_told() {
    let body = json!({"did": DID, "handle": "budi-dua.test"}).to_string();
    let page = parse(&view(), &answer(&request("profile refused"), 200, &*body));
    assert_eq!(page.state, Some(AccountState::Active));
    assert!(page.unread.is_some());
    let page = parse(&view(), &answer(&request("profile empty"), 200, &*body));
    assert!(page.unread.is_none());
}
