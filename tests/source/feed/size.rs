//! Feeds that are larger than what is read of them.

use netra::model::{AnswerKind, Capture, ParsedPage, Platform, Truncation};
use rstest::rstest;

use super::{FEED, item, rss, told};
use crate::source::{account, capture, sources};

fn cut(items: &[usize]) -> ParsedPage {
    let items: String = items.iter().map(|number| item(*number, "")).collect();
    cut_feed(&rss(&items).replace("</channel></rss>", "<item><title>Terp"))
}

fn cut_feed(feed: &str) -> ParsedPage {
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
fn what_came_whole_of_one_with_the_newest_first_is_read_and_told() {
    let page = cut(&[3, 2, 1]);
    assert_eq!((page.posts.len(), &page.unread), (3, &None));
    let told = told(&page);
    assert!(told.contains("fetch.feed_bytes"), "{told}");
    assert!(
        told.contains("3 entries came whole and were read"),
        "{told}"
    );
    assert!(!page.understood && page.cursor.is_some());
}

const JSON: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [
    {"id": "2", "content_text": "Dua", "date_published": "2026-11-02T08:00:00+07:00"},
    {"id": "1", "content_text": "Satu", "date_published": "2026-11-01T08:00:00+07:00"}, "#;
const ATOM: &str = "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>\
    <entry><id>2</id><title>Dua</title><updated>2026-11-02T08:00:00Z</updated></entry>\
    <entry><id>1</id><title>Satu</title><updated>2026-11-01T08:00:00Z</updated></entry>";

#[rstest]
#[case::json(JSON, "{\"id\": \"0\", \"content_text\": \"Terpo")]
#[case::json_between(JSON, "")]
#[case::atom(ATOM, "<entry><id>0</id><content>Terpo")]
#[case::atom_in_a_tag(ATOM, "<entry><id>0</id><content>Terpotong</content></ent")]
#[case::atom_in_cdata(ATOM, "<entry><id>0</id><content><![CDATA[ </entry> Terpo")]
#[case::atom_between(ATOM, "")]
fn every_dialect_is_read_as_far_as_it_came(#[case] whole: &str, #[case] torn: &str) {
    let page = cut_feed(&format!("{whole}{torn}"));
    let texts: Vec<&str> = page.posts.iter().map(|post| &*post.text).collect();
    assert_eq!((texts, &page.unread), (vec!["Dua", "Satu"], &None));
    assert!(
        told(&page).contains("2 entries came whole"),
        "{}",
        told(&page)
    );
}

#[rstest]
#[case::rss("<rss><channel><title>T</title><item><title>Terpotong</title><description>Te")]
#[case::json(r#"{"version": "https://jsonfeed.org/version/1", "items": [{"id": "0", "content_"#)]
fn one_of_which_no_entry_came_whole_is_unread(#[case] feed: &str) {
    let page = cut_feed(feed);
    let reason = page.unread.expect("a reason");
    assert!(
        page.posts.is_empty() && reason.contains("fetch.feed_bytes"),
        "{reason}"
    );
}
