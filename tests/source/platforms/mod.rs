//! Simulated platforms. Each holds posts and answers the requests that a source makes; the same
//! story is told of every one: a first crawl that is killed after every page, new posts, an
//! edit, a deletion, and a pass with nothing new.

mod bluesky;
mod feed;
mod html;
mod mastodon;
mod wordpress;
mod wordpress_ways;
mod wordpress_zone;

use std::collections::BTreeSet;

use netra::model::{Account, Capture, FetchRequest};
use netra::source::Source;

use super::pass::Crawler;

/// A post on a simulated platform; the number is its place in time.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) number: usize,
    pub(crate) text: String,
}

/// What a simulated platform can do.
pub(crate) trait Simulated {
    /// The posts, oldest first.
    fn items(&mut self) -> &mut Vec<Item>;
    /// Answers a request.
    fn serve(&self, request: &FetchRequest) -> Capture;
}

/// Posts number `range`.
pub(crate) fn items(range: std::ops::Range<usize>) -> Vec<Item> {
    range
        .map(|number| Item {
            number,
            text: format!("Kabar nomor {number} hari ini"),
        })
        .collect()
}

fn texts(platform: &mut dyn Simulated) -> BTreeSet<String> {
    platform
        .items()
        .iter()
        .map(|item| item.text.clone())
        .collect()
}

/// The story.
pub(crate) fn story<P: Simulated>(
    source: &dyn Source,
    account: &Account,
    make: impl Fn(usize) -> P,
    count: usize,
) {
    for kill_after in [1, 2, 3, 1000] {
        let mut platform = make(count);
        let mut crawler = Crawler::default();
        crawl_first(source, account, &platform, &mut crawler, kill_after);
        assert_eq!(
            crawler.texts(),
            texts(&mut platform),
            "killed after {kill_after} pages"
        );

        // Nothing new: only known posts, and few requests.
        let before = crawler.posts.len();
        let requests = crawler.requests;
        assert!(crawler.pass(source, account, &|r| platform.serve(r), 1000));
        assert_eq!(crawler.posts.len(), before);
        assert!(
            crawler.requests - requests <= 6,
            "{} requests",
            crawler.requests - requests
        );

        // Many new posts at once, more than a page, read under fire again.
        platform.items().extend(items(count..2 * count));
        crawl_again(source, account, &platform, &mut crawler, kill_after);
        assert_eq!(
            crawler.texts(),
            texts(&mut platform),
            "new posts, killed after {kill_after}"
        );

        // One edited, one deleted: the second look finds both.
        "Kabar yang disunting".clone_into(&mut platform.items()[1].text);
        platform.items().remove(2);
        crawler.recheck(source, account, &|r| platform.serve(r));
        assert_eq!(crawler.absent.len(), 1, "{:?}", crawler.absent);
        let gone = crawler.absent.first().expect("one").clone();
        crawler.posts.remove(&gone);
        assert_eq!(crawler.posts.len(), platform.items().len());
    }
}

fn crawl_first<P: Simulated>(
    source: &dyn Source,
    account: &Account,
    platform: &P,
    crawler: &mut Crawler,
    kill_after: usize,
) {
    // With a lookup before the listing a pass of one page never gets anywhere but there.
    crawler.pass(source, account, &|r| platform.serve(r), kill_after.max(2));
    crawl_again(source, account, platform, crawler, kill_after);
}

/// Every pass begins with the newest page (and what else the plan holds), so a pass that is
/// killed after one page makes no way into a gap; passes of growing length do.
fn crawl_again<P: Simulated>(
    source: &dyn Source,
    account: &Account,
    platform: &P,
    crawler: &mut Crawler,
    kill_after: usize,
) {
    for _ in 0..3 {
        crawler.pass(source, account, &|r| platform.serve(r), kill_after);
    }
    crawler.until_done(source, account, &|r| platform.serve(r), kill_after + 3);
}
