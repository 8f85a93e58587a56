//! Turns bytes into an answer that a source must survive: the first byte picks the status, the
//! second the step, the rest is the body. Shared with the test that replays the fixtures.

use netra::model::{
    Account, AccountId, AccountState, Capture, CaptureRecord, FetchRequest, PersonId, Platform,
    Sha256,
};
use netra::source::Sources;
use netra::source::html::Adapter;

const STATUSES: [u16; 8] = [200, 200, 200, 304, 400, 401, 404, 503];

/// Address and steps of each platform that is crawled; a step repeats the address of the request where it names one.
pub(crate) const SUBJECTS: [(Platform, &str, &[&str]); 5] = [
    (
        Platform::Bluesky,
        "https://host.example/did:plc:abc",
        &[
            "feed",
            "feed x",
            "profile refused",
            "posts at://did:plc:abc/app.bsky.feed.post/1",
            "resolve",
            "commit",
            "newest app.bsky.feed.post 3m",
            "older app.bsky.feed.post 3k",
            "status",
            "record at://did:plc:abc/app.bsky.feed.post/1",
        ],
    ),
    (
        Platform::Feed,
        "https://host.example/feed",
        &["newest", "older https://host.example/feed?2", "recheck 1"],
    ),
    (
        Platform::Html,
        "https://host.example/berita",
        &[
            "listing",
            "older https://host.example/berita?2",
            "item https://host.example/1",
            "recheck 1",
        ],
    ),
    (
        Platform::Mastodon,
        "@budi@host.example",
        &[
            "newest",
            "older 9",
            "lookup",
            "account",
            "webfinger unknown",
            "hostmeta absent",
            "finger closed",
            "feed 0",
            "recheck 10",
            "recheck 10 https://host.example/@budi/10",
            "page 10",
            "reread 9",
        ],
    ),
    (
        Platform::Wordpress,
        "https://host.example/author/budi/",
        &[
            "changed",
            "published",
            "author",
            "feed",
            "recheck 7,8",
            "page x",
        ],
    ),
];

/// Reads the bytes as an answer, and the answer once more with the cursor it left.
pub(crate) fn parse(platform: Platform, data: &[u8]) {
    let (Some((status, rest)), adapters) = (data.split_first(), adapters()) else {
        return;
    };
    let Some((step, body)) = rest.split_first() else {
        return;
    };
    let (_, address, steps) = SUBJECTS
        .into_iter()
        .find(|(of, ..)| *of == platform)
        .expect("a platform that is crawled");
    let step = steps[usize::from(*step) % steps.len()];
    let url = "https://host.example/answer?page=1"
        .parse()
        .expect("a constant address");
    let capture = Capture {
        request: FetchRequest::new(url, "*/*", step),
        final_url: "https://host.example/answer"
            .parse()
            .expect("a constant address"),
        status: STATUSES[usize::from(*status) % STATUSES.len()],
        headers: vec![(
            "link".to_owned(),
            String::from_utf8_lossy(body).chars().take(200).collect(),
        )],
        body: body.to_vec(),
        truncated: None,
        fetched_at: jiff::Timestamp::UNIX_EPOCH,
        record: CaptureRecord {
            record_id: uuid::Uuid::nil(),
            file: String::new(),
            offset: 0,
            payload: Sha256::of(b""),
        },
    };
    let account = Account {
        id: AccountId(1),
        person: PersonId(1),
        platform,
        address: address.to_owned(),
        stable_id: Some("77".to_owned()),
        state: AccountState::Unknown,
    };
    let sources = Sources::new(adapters);
    let source = sources.get(platform);
    let page = source.parse(&account, None, &capture);
    let again = source.parse(&account, page.cursor.as_ref(), &capture);
    assert_eq!(page.posts, again.posts);
    source
        .plan(&account, again.cursor.as_ref())
        .expect("a constant address that fits");
}

fn adapters() -> Vec<Adapter> {
    let text = r#"
        name = "uji"
        hosts = ["*"]
        [listing]
        item = "article, .post"
        link = "a[href]"
        next = "a[rel=next]"
        [post]
        body = ".entry-content, .post-body"
        date = ".entry-date"
        remove = ".share"
    "#;
    vec![Adapter::parse("uji.toml", text).expect("a constant adapter")]
}
