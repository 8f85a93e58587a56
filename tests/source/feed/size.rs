//! Feeds that are larger than what is read of them.

use netra::model::{AnswerKind, Capture, ParsedPage, Platform, Truncation};

use super::{FEED, item, rss, told};
use crate::source::{account, capture, sources};

fn cut(items: &[usize]) -> ParsedPage {
    let items: String = items.iter().map(|number| item(*number, "")).collect();
    let feed = rss(&items).replace("</channel></rss>", "<item><title>Terp");
    let source = sources();
    let account = account(Platform::Feed, FEED);
    let plan = source.get(Platform::Feed).plan(&account, None).unwrap();
    assert_eq!(
        plan[0].answer,
        AnswerKind::Feed,
        "feeds have a cap of their own"
    );
    let capture = Capture {
        request: plan[0].clone(),
        truncated: Some(Truncation::Length),
        ..capture(FEED, "newest", 200, feed)
    };
    source.get(Platform::Feed).parse(&account, None, &capture)
}

#[test]
fn an_account_whose_newest_posts_are_behind_the_cap_is_unread() {
    let page = cut(&[1, 2, 3]);
    assert_eq!(page.posts.len(), 3);
    let reason = page.unread.expect("a reason");
    assert!(
        reason.contains("fetch.feed_bytes") && reason.contains("newest"),
        "{reason}"
    );
    assert!(!page.understood);
}

#[test]
fn one_whose_oldest_are_is_told() {
    let page = cut(&[3, 2, 1]);
    assert_eq!((page.posts.len(), &page.unread), (3, &None));
    assert!(told(&page).contains("fetch.feed_bytes"), "{}", told(&page));
}
