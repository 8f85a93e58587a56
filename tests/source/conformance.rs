//! What every source keeps to, on every fixture, and on broken copies of it.

use std::collections::HashSet;

use netra::model::{Account, Capture, Cursor, Truncation};
use netra::source::Source;
use netra::source::shared::progress::Progress;
use unicode_normalization::is_nfc;
use url::Url;

use super::{account, capture, sources};

/// A fixture with the address and step it answers.
struct Case {
    address: &'static str,
    url: &'static str,
    step: &'static str,
    body: &'static [u8],
}

macro_rules! source_conformance {
    ($name:ident: $($address:literal, $url:literal, $step:literal, $file:literal;)+) => {
        mod $name {
            use super::*;

            const CASES: &[Case] = &[$(Case {
                address: $address,
                url: $url,
                step: $step,
                body: include_bytes!(concat!("../fixtures/", $file)),
            }),+];

            fn each(check: impl Fn(&dyn Source, &Account, &Capture)) {
                let sources = sources();
                let platform = stringify!($name).parse().expect("a platform");
                for case in CASES {
                    let account = account(platform, case.address);
                    let capture = capture(case.url, case.step, 200, case.body);
                    check(sources.get(platform), &account, &capture);
                }
            }

            #[test]
            fn posts_are_well_formed() {
                each(super::posts_are_well_formed);
            }

            #[test]
            fn the_same_page_reads_the_same_twice() {
                each(super::the_same_page_reads_the_same_twice);
            }

            #[test]
            fn broken_copies_are_survived() {
                each(super::broken_copies_are_survived);
            }

            #[test]
            fn a_disconnected_answer_moves_no_cursor() {
                each(super::a_disconnected_answer_moves_no_cursor);
            }

            #[test]
            fn odd_statuses_are_survived() {
                each(super::odd_statuses_are_survived);
            }
        }
    };
}

source_conformance! { mastodon:
    "@budi@sosial.example", "https://sosial.example/api/v1/accounts/77/statuses", "newest", "mastodon/odd_statuses.json";
    "http://localhost:8004/@ada", "http://localhost:8004/api/v1/accounts/1/statuses", "newest", "mastodon/mock_statuses.json";
    "http://127.0.0.1:8001/budi", "http://127.0.0.1:8001/api/v1/accounts/6f/statuses", "newest", "mastodon/snac_statuses.json";
    "https://127.0.0.1:8002/@budi/", "https://127.0.0.1:8002/api/v1/accounts/64/statuses", "older 9", "mastodon/takahe_statuses.json";
}

source_conformance! { bluesky:
    "budi.test", "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed", "feed", "bluesky/author_feed_repost_quote_reply.json";
    "http://localhost:2583/did:plc:abc", "http://localhost:2583/xrpc/com.atproto.repo.listRecords", "newest app.bsky.feed.post 3m", "bluesky/list_records.json";
}

source_conformance! { feed:
    "http://127.0.0.1:8007/feeds/all.atom.xml", "http://127.0.0.1:8007/feeds/all.atom.xml", "newest", "feed/pelican_atom.xml";
    "http://127.0.0.1:8003/feed/", "http://127.0.0.1:8003/feed/", "newest", "feed/wordpress_rss2.xml";
    "https://blog.example/rss", "https://blog.example/rss", "newest", "feed/broken.xml";
    "https://blog.example/rdf", "https://blog.example/rdf", "newest", "feed/rss1.xml";
    "https://blog.example/feed.json", "https://blog.example/feed.json", "newest", "feed/json_feed.json";
}

source_conformance! { wordpress:
    "https://situs.example/", "https://situs.example/wp-json/wp/v2/posts?page=1", "changed", "wordpress/posts.json";
    "https://situs.example/", "https://situs.example/wp-json/wp/v2/posts?page=1", "recheck 7,8,10", "wordpress/posts.json";
    "https://situs.example/", "https://situs.example/feed/", "feed", "feed/wordpress_rss2.xml";
}

source_conformance! { html:
    "https://dinas.kota.go.id/berita", "https://dinas.kota.go.id/berita", "listing", "html/listing.html";
    "https://dinas.kota.go.id/berita", "https://dinas.kota.go.id/berita/apel-pagi", "item https://dinas.kota.go.id/berita/apel-pagi", "html/item.html";
    "https://budi.blogspot.com/", "https://budi.blogspot.com/", "listing", "html/blogspot.html";
}

/// Mastodon reads statuses of a known account only; the fixtures are of different ones.
fn known(account: &Account, capture: &Capture) -> Account {
    let text = String::from_utf8_lossy(&capture.body);
    let id = [
        "\"77\"",
        "1795319850036",
        "6fa990566909ce5b321bc9fccc44e77e",
        "647177750034558202",
    ]
    .into_iter()
    .find(|id| account.platform.as_str() == "mastodon" && text.contains(id));
    Account {
        stable_id: id.map(|id| id.trim_matches('"').to_owned()),
        ..account.clone()
    }
}

fn posts_are_well_formed(source: &dyn Source, account: &Account, capture: &Capture) {
    let page = source.parse(&known(account, capture), None, capture);
    assert!(
        !page.posts.is_empty() || !page.next.is_empty(),
        "nothing was read: {:?}",
        page.warnings
    );
    let mut ids = HashSet::new();
    for post in &page.posts {
        assert!(!post.native_id.0.trim().is_empty());
        assert!(ids.insert(&post.native_id), "{} twice", post.native_id);
        assert!(is_nfc(&post.text) && post.text.trim() == post.text);
        let media = post.media.iter().filter_map(|media| media.url.as_ref());
        let context = post
            .context
            .iter()
            .filter_map(|context| context.url.as_ref());
        for address in post
            .url
            .iter()
            .chain(&post.links)
            .chain(media)
            .chain(context)
        {
            let url: Url = address.parse().expect("an absolute address");
            assert!(matches!(url.scheme(), "http" | "https"), "{address}");
        }
    }
    for request in &page.next {
        assert!(matches!(request.url.scheme(), "http" | "https"));
    }
}

fn the_same_page_reads_the_same_twice(source: &dyn Source, account: &Account, capture: &Capture) {
    let account = known(account, capture);
    let first = source.parse(&account, None, capture);
    assert_eq!(first, source.parse(&account, None, capture));
    // Read again with the cursor it left, it brings the same posts and asks for nothing older.
    let second = source.parse(&account, first.cursor.as_ref(), capture);
    assert_eq!(first.posts, second.posts);
    let third = source.parse(&account, second.cursor.as_ref(), capture);
    assert_eq!(second.cursor, third.cursor, "the cursor comes to rest");
    let broken = Cursor("{\"version\":99}".to_owned());
    let afresh = source.parse(&account, Some(&broken), capture);
    assert_eq!(first.posts, afresh.posts);
    assert_eq!(Progress::load(Some(&broken)), Progress::default());
}

fn broken_copies_are_survived(source: &dyn Source, account: &Account, capture: &Capture) {
    let account = known(account, capture);
    let whole = source.parse(&account, None, capture);
    let length = capture.body.len();
    for step in 0..32 {
        let mut cut = capture.clone();
        cut.body.truncate(length * step / 32);
        let page = source.parse(&account, None, &cut);
        assert!(page.posts.len() <= whole.posts.len() + 1);
        for post in &page.posts {
            assert!(!post.native_id.0.is_empty());
        }
        let mut flipped = capture.clone();
        let at = (length * step / 32 + step * 7919) % length;
        flipped.body[at] ^= 1 << (step % 8);
        source.parse(&account, None, &flipped);
    }
    let mut empty = capture.clone();
    empty.body.clear();
    let page = source.parse(&account, None, &empty);
    assert!(page.posts.is_empty() && page.absent.is_empty());
    let step = &capture.request.step.0;
    assert!(
        page.cursor.is_none() || step.starts_with("item "),
        "the page would be passed over"
    );
    assert!(
        !page.warnings.is_empty() || !page.next.is_empty(),
        "silence about an empty answer"
    );
}

fn a_disconnected_answer_moves_no_cursor(
    source: &dyn Source,
    account: &Account,
    capture: &Capture,
) {
    let mut cut = capture.clone();
    cut.truncated = Some(Truncation::Disconnect);
    let page = source.parse(&known(account, capture), None, &cut);
    // WordPress lists the oldest first: what came whole is behind its mark, and never needed again.
    if capture.request.step.0 != "changed" {
        assert_eq!((page.cursor, page.next.len()), (None, 0));
    }
    assert!(
        page.warnings
            .iter()
            .any(|warning| warning.message.contains("cut"))
    );
}

fn odd_statuses_are_survived(source: &dyn Source, account: &Account, capture: &Capture) {
    for status in [304, 400, 401, 403, 404, 410, 418, 429, 500, 503] {
        let mut odd = capture.clone();
        odd.status = status;
        odd.body = b"<html>Galat</html>".to_vec();
        let page = source.parse(account, None, &odd);
        assert!(page.posts.is_empty(), "posts out of a {status}");
        if status != 304 {
            let said = !page.warnings.is_empty() || !page.absent.is_empty() || page.state.is_some();
            assert!(said || !page.next.is_empty(), "silence about a {status}");
        }
    }
}
