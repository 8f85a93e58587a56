//! Names that name nothing, and what an entry is called then.

use rstest::rstest;

use super::{FEED, ids, item, read, read_as, rss, told};

fn link(number: usize) -> String {
    format!("https://situs.example/baca/{number}")
}

fn with_guid(number: usize, guid: &str) -> String {
    item(number, &format!("<guid>{guid}</guid>"))
}

/// Identifiers that all entries share, or that are none, leave the entries to their links.
#[rstest]
#[case("https://situs.example/")]
#[case("http://www.situs.example")]
#[case("https://situs.example/index.php")]
#[case("https://situs.example/feed")]
#[case("tag:")]
#[case("urn:")]
#[case("https://")]
#[case("")]
#[case(" ")]
#[case("-")]
#[case("https://lain.example/halaman")]
#[case("0")]
fn a_guid_that_repeats_identifies_nothing(#[case] guid: &str) {
    let page = read(&rss(&(1..=5)
        .map(|number| with_guid(number, guid))
        .collect::<String>()));
    let links: Vec<String> = (1..=5).map(link).collect();
    assert_eq!(ids(&page), links);
}

#[rstest]
#[case("https://situs.example/")]
#[case("https://situs.example")]
#[case("https://situs.example/?utm_source=rss")]
#[case("tag:")]
#[case("https://situs.example/feed/")]
fn a_guid_of_the_site_identifies_nothing_even_alone(#[case] guid: &str) {
    assert_eq!(ids(&read(&rss(&with_guid(1, guid)))), [link(1)]);
}

#[rstest]
#[case("tag:situs.example,2026:1")]
#[case("https://situs.example/?p=1")]
#[case("https://situs.example/#1")]
#[case("7")]
#[case("urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a")]
fn a_guid_of_its_own_identifies(#[case] guid: &str) {
    assert_eq!(ids(&read(&rss(&with_guid(1, guid)))), [guid]);
}

#[test]
fn it_is_told_once() {
    let feed = |last: usize| {
        rss(&(1..=last)
            .map(|number| with_guid(number, "sama"))
            .collect::<String>())
    };
    let first = read(&feed(5));
    assert_eq!(
        told(&first)
            .matches("several entries have the same identifier")
            .count(),
        1
    );
    assert!(told(&first).contains("\"sama\""));
    let second = read_as(FEED, first.cursor.as_ref(), &feed(6));
    assert_eq!((second.posts.len(), told(&second)), (6, String::new()));
}

#[test]
fn only_those_that_repeat_are_doubted() {
    let feed = with_guid(1, "a") + &with_guid(2, "b") + &with_guid(3, "b") + &with_guid(4, "c");
    assert_eq!(ids(&read(&rss(&feed))), ["a", &link(2), &link(3), "c"]);
}

/// What named several entries once names none later, though it stands alone then.
#[test]
fn a_shared_guid_is_remembered() {
    let first = read(&rss(&(with_guid(1, "sama") + &with_guid(2, "sama"))));
    let second = read_as(FEED, first.cursor.as_ref(), &rss(&with_guid(3, "sama")));
    assert_eq!(ids(&second), [link(3)]);
}

/// A feed that shows its newest entry alone never repeats within a document.
#[test]
fn a_guid_that_names_another_entry_at_each_reading_identifies_nothing() {
    let first = read(&rss(&with_guid(1, "baru")));
    assert_eq!(ids(&first), ["baru"]);
    let second = read_as(FEED, first.cursor.as_ref(), &rss(&with_guid(2, "baru")));
    assert_eq!(ids(&second), [link(2)]);
    assert!(told(&second).contains("\"baru\""));
    // An edit of the same entry is none of that.
    let edited = with_guid(1, "baru").replace("Judul 1", "Judul yang lain");
    let edited = read_as(FEED, first.cursor.as_ref(), &rss(&edited));
    assert_eq!(ids(&edited), ["baru"]);
}

#[test]
fn the_same_entry_twice_is_one() {
    let page = read(&rss(&(with_guid(1, "a")
        + &with_guid(1, "a")
        + &with_guid(2, "b"))));
    assert_eq!((ids(&page), told(&page)), (vec!["a", "b"], String::new()));
}

/// Where the links repeat too, or lead to no page, title and date tell entries apart.
#[rstest]
#[case("https://situs.example/")]
#[case("https://situs.example/berita")]
#[case("")]
fn without_a_link_of_its_own_an_entry_is_called_by_title_and_date(#[case] link: &str) {
    let feed = |last: usize| {
        let items =
            (1..=last).map(|number| with_guid(number, "sama").replace(&self::link(number), link));
        rss(&items.collect::<String>())
    };
    let page = read(&feed(5));
    assert_eq!(page.posts.len(), 5);
    assert!(
        ids(&page).iter().all(|id| id.starts_with("sha256:")),
        "{:?}",
        ids(&page)
    );
    let later = read_as(FEED, page.cursor.as_ref(), &feed(6));
    assert_eq!(ids(&later)[..5], ids(&page)[..]);
}

#[test]
fn parts_of_one_page_are_entries_of_their_own() {
    let items = (1..=3).map(|number| {
        with_guid(number, "sama").replace(
            &link(number),
            &format!("https://situs.example/berita#b{number}"),
        )
    });
    let page = read(&rss(&items.collect::<String>()));
    assert_eq!(ids(&page)[1], "https://situs.example/berita#b2");
}

#[test]
fn nothing_of_many_alike_is_lost() {
    let alike = |body: &str| {
        format!(
            "<item><title>Pengumuman</title><link>https://situs.example/</link><guid>x</guid>\
            <pubDate>Mon, 02 Nov 2026 00:00:00 +0700</pubDate><description>{body}</description></item>"
        )
    };
    let page = read(&rss(&["Satu", "Dua", "Tiga"].map(alike).concat()));
    assert_eq!(page.posts.len(), 3);
}

#[test]
fn the_address_behind_a_counter_is_the_posts() {
    let counted = item(
        1,
        "<feedburner:origLink>https://situs.example/baca/1</feedburner:origLink><guid>a</guid>",
    )
    .replace(
        "<link>https://situs.example/baca/1",
        "<link>http://feedproxy.google.com/~r/blog/~3/abc/",
    );
    let page = read(&rss(&counted));
    assert_eq!(
        page.posts[0].url.as_deref(),
        Some("https://situs.example/baca/1")
    );
    assert!(
        page.posts[0]
            .aliases
            .iter()
            .any(|alias| alias.contains("feedproxy"))
    );
}

/// More shared names than are worth remembering: none of the feed's is believed.
#[test]
fn a_feed_of_nothing_but_shared_names_is_remembered_in_little() {
    let items = (0..200).map(|number| item(number, &format!("<guid>{}</guid>", number / 2)));
    let page = read(&rss(&items.collect::<String>()));
    assert_eq!(page.posts.len(), 200);
    assert!(
        page.cursor
            .as_ref()
            .is_some_and(|cursor| cursor.0.len() < 3000)
    );
    let later = read_as(FEED, page.cursor.as_ref(), &rss(&with_guid(999, "lain")));
    assert_eq!(ids(&later), [link(999)]);
}
