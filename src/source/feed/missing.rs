//! Answers that are no feed.

use std::fmt::Write as _;
use std::sync::LazyLock;

use scraper::Selector;

use super::newest;
use super::root::{self, FoundRoot};
use crate::model::{Account, Capture, ParsedPage, Reach};
use crate::source::shared::links::http_url;
use crate::source::shared::obstacle::{Obstacle, in_place_of_content};
use crate::source::shared::progress::Progress;
use crate::source::shared::written::web_address;
use crate::source::shared::{answer, html, text};

static FEED_LINK: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse("link[rel~=alternate][type*='rss+xml'], link[rel~=alternate][type*='atom+xml'], link[rel~=alternate][type*='feed+json']")
        .expect("a valid selector")
});
static TITLE: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("title").expect("a valid selector"));

/// Says what came instead of a feed; a page that names its feed leads there.
pub(super) fn told(
    account: &Account,
    progress: &mut Progress,
    capture: &Capture,
    markup: &str,
) -> ParsedPage {
    let start = markup
        .trim_start()
        .get(..200)
        .unwrap_or(markup.trim_start());
    let at = capture.request.step.0.clone();
    if matches!(root::find(markup), FoundRoot::ShownAsText) {
        let message = "the answer shows the text of a feed instead of being one; find the feed's \
                       own address, and register that";
        return answer::unread(at, message);
    }
    let lower = start.to_ascii_lowercase();
    if !(lower.contains("<!doctype html") || lower.contains("<html") || lower.contains("<body")) {
        let kind = capture.media_type();
        return answer::unread(
            at,
            format!(
                "the answer ({kind}) is no feed that can be read; open the address, and register \
                 the one under which the site names its feed"
            ),
        );
    }
    let document = html::document(markup).html;
    let title = document
        .select(&TITLE)
        .next()
        .map(|title| text::one_line(&title.inner_html()));
    let obstacle = in_place_of_content(capture, &document);
    let what = obstacle.map_or("an HTML page", Obstacle::what);
    let message = format!(
        "{what} came where a feed was expected: {:?}; open the address, and register the one \
         under which the site names its feed",
        title.unwrap_or_default()
    );
    let mut page = answer::unread(at, message);
    let base = html::base(&document, &capture.final_url);
    let named = document
        .select(&FEED_LINK)
        .find_map(|link| http_url(link.attr("href")?, Some(&base)));
    let registered = web_address(&account.address);
    // What stands in the way of a feed, and the page that stands where there was one, name the feeds
    // of others.
    let at_address = registered.as_ref() == Some(&capture.request.url)
        && matches!(obstacle, None | Some(Obstacle::Login))
        && !progress.listing("").was_read();
    let Some(feed) = named.filter(|feed| at_address && *feed != capture.request.url) else {
        return page;
    };
    if registered.is_some_and(|own| Reach::of(&own).permits(&feed)) {
        progress.set_note("feed", feed.as_str());
        page.cursor = Some(progress.save());
        page.next = vec![newest(feed)];
    } else if let Some(reason) = &mut page.unread {
        // Whoever wrote the page may name anybody's.
        let _ = write!(
            reason,
            "; it names {feed}, on another site: register that if it is theirs"
        );
    }
    page
}
