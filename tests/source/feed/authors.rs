//! Feeds of several authors.

use rstest::rstest;

use super::{FEED, item, read, read_as, rss, told};

const JSON: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "B",
    "authors": [{"name": "Redaksi"}], "items": [
    {"id": "1", "content_text": "Satu", "authors": [{"name": "Budi Santoso"}, {"name": "Sari"}]},
    {"id": "2", "content_text": "Dua", "author": {"name": "Sari"}},
    {"id": "3", "content_text": "Tiga"}]}"#;

fn authors(page: &netra::model::ParsedPage) -> Vec<Option<&str>> {
    page.posts
        .iter()
        .map(|post| post.author.as_deref())
        .collect()
}

#[rstest]
#[case("<dc:creator><![CDATA[Budi Santoso]]></dc:creator>", "Budi Santoso")]
#[case("<author>budi@situs.example (Budi Santoso)</author>", "Budi Santoso")]
#[case(
    "<author>Budi Santoso &lt;budi@situs.example&gt;</author>",
    "Budi Santoso"
)]
#[case(
    "<author>noreply@blogger.com (Budi &amp; Sari)</author>",
    "Budi & Sari"
)]
#[case("<author>budi@situs.example</author>", "budi@situs.example")]
#[case("<itunes:author>Budi</itunes:author>", "Budi")]
#[case("<author><name>Budi</name><email>b@x.example</email></author>", "Budi")]
#[case(
    "<dc:creator>Budi</dc:creator><dc:creator>Sari</dc:creator><dc:creator>BUDI</dc:creator>",
    "Budi & Sari"
)]
#[case(
    "<description><![CDATA[<author>Palsu</author>]]></description><author>Budi</author>",
    "Budi"
)]
#[case(
    "<author>Budi Santoso, S.Pd. (Guru)</author>",
    "Budi Santoso, S.Pd. (Guru)"
)]
fn the_author_of_an_entry_is_read(#[case] markup: &str, #[case] expected: &str) {
    let page = read(&rss(&item(1, markup)));
    assert_eq!(authors(&page), [Some(expected)]);
}

#[test]
fn an_entry_without_an_author_has_that_of_its_feed() {
    let named = "<managingEditor>r@situs.example (Redaksi)</managingEditor>";
    let sari = item(2, "<dc:creator>Sari</dc:creator>");
    let page = read(&rss(&(named.to_owned() + &item(1, "") + &sari)));
    assert_eq!(authors(&page), [Some("Redaksi"), Some("Sari")]);
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title><author><name>Budi</name></author>\
        <entry><id>urn:1</id><title>A</title></entry>\
        <entry><id>urn:2</id><title>B</title><author><name>Sari</name></author></entry>\
        <entry><id>urn:3</id><title>C</title><source><author><name>Tuti</name></author></source></entry></feed>";
    assert_eq!(
        authors(&read(atom)),
        [Some("Budi"), Some("Sari"), Some("Tuti")]
    );
    let json = authors(&read(JSON))
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("|");
    assert_eq!(json, "Budi Santoso & Sari|Sari|Redaksi");
}

fn mixed() -> String {
    let by = |number, name: &str| item(number, &format!("<dc:creator>{name}</dc:creator>"));
    rss(&(by(1, "Budi Santoso") + &by(2, "Sari") + &by(3, "Sari") + &item(4, "")))
}

#[test]
fn a_mixed_feed_says_once_what_to_register() {
    let page = read(&mixed());
    assert_eq!(page.posts.len(), 4);
    let said = told(&page);
    assert_eq!(said.matches("several authors").count(), 1, "{said}");
    for part in [
        "\"Sari\" (2), \"Budi Santoso\" (1)",
        "https://situs.example/feed#penulis=NAME",
        "#penulis=semua",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let one = rss(
        &(item(1, "<dc:creator>Budi</dc:creator>") + &item(2, "<dc:creator>BUDI</dc:creator>"))
    );
    assert_eq!(told(&read(&one)), "");
}

#[rstest]
#[case("#penulis=Budi Santoso", &["1"])]
#[case("#penulis=budi-santoso", &["1"])]
#[case("#Penulis=BUDI%20SANTOSO", &["1"])]
#[case("#author=Budi+Santoso", &["1"])]
#[case("#penulis=Sari", &["2", "3"])]
fn the_registry_names_whose_posts_count(#[case] name: &str, #[case] expected: &[&str]) {
    let page = read_as(&format!("{FEED}{name}"), None, &mixed());
    let texts: Vec<&str> = page.posts.iter().map(|post| &post.text[6..7]).collect();
    assert_eq!(texts, expected);
    let left_out = format!("{} entries by others", 4 - expected.len());
    assert_eq!(told(&page).matches(&left_out).count(), 1, "{}", told(&page));
    assert!(page.understood && page.unread.is_none());
}

#[test]
fn everybody_may_count_without_a_word() {
    let page = read_as(&format!("{FEED}#penulis=semua"), None, &mixed());
    assert_eq!((page.posts.len(), told(&page)), (4, String::new()));
}

#[test]
fn those_who_wrote_together_both_count() {
    for name in ["sari", "budi-santoso"] {
        let page = read_as(&format!("{FEED}#penulis={name}"), None, JSON);
        assert!(page.posts.iter().any(|post| post.text == "Satu"), "{name}");
    }
}

#[test]
fn an_author_who_never_wrote_there_leaves_the_account_unread() {
    let address = format!("{FEED}#penulis=Tuti");
    let page = read_as(&address, None, &mixed());
    let reason = page.unread.expect("a reason");
    assert!(
        reason.contains("nobody called \"tuti\"") && reason.contains("\"Sari\" (2)"),
        "{reason}"
    );
    assert!(page.posts.is_empty() && !page.understood);
    let nameless = read_as(&address, None, &rss(&item(1, "")));
    assert!(
        nameless
            .unread
            .is_some_and(|reason| reason.contains("name no author"))
    );
    assert_eq!(read_as(&address, None, &rss("")).unread, None);
    // One who did write there has only not written lately.
    let by = rss(&item(1, "<dc:creator>Tuti</dc:creator>"));
    let before = read_as(&address, None, &by);
    assert_eq!(before.posts.len(), 1);
    let after = read_as(&address, before.cursor.as_ref(), &mixed());
    assert_eq!((after.posts.len(), after.unread), (0, None));
}

/// The page below is found by all entries, whoever wrote them.
#[test]
fn what_is_left_out_does_not_end_the_reading() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='next' href='?2'/>\
        <entry><id>urn:1</id><title>A</title><author><name>Sari</name></author></entry>\
        <entry><id>urn:2</id><title>B</title><author><name>Budi</name></author></entry></feed>";
    let page = read_as(&format!("{FEED}#penulis=sari"), None, atom);
    assert_eq!((page.posts.len(), page.next.len()), (1, 1));
}

#[rstest]
#[case("Siti Aminah, Budi Santoso")]
#[case("Siti Aminah, Budi Santoso dan Tuti")]
#[case("Siti | Budi Santoso")]
fn several_names_in_one_are_several_people(#[case] names: &str) {
    let feed = rss(&item(1, &format!("<dc:creator>{names}</dc:creator>")));
    let address = format!("{FEED}#penulis=Budi Santoso");
    assert_eq!(read_as(&address, None, &feed).posts.len(), 1);
}

/// Titles, surnames that come first and namesakes with a title are not taken for a person.
#[rstest]
#[case("Santoso, Budi", "Budi")]
#[case("Budi Santoso, S.Pd.", "S.Pd.")]
#[case("Budi Santoso, M. Si", "Budi")]
#[case("Drs. Budi Santoso", "Budi Santoso")]
fn a_part_of_a_name_is_nobody(#[case] names: &str, #[case] wanted: &str) {
    let feed = rss(&item(1, &format!("<dc:creator>{names}</dc:creator>")));
    let page = read_as(&format!("{FEED}#penulis={wanted}"), None, &feed);
    assert!(page.posts.is_empty());
    assert!(page.unread.expect("a reason").contains(names));
}

#[test]
fn the_feed_from_which_an_entry_was_taken_stands_for_its_author() {
    let from = |number, name: &str| {
        let source = format!("<source url='https://{number}.example/feed'>{name}</source>");
        item(number, &source)
    };
    let feed = rss(&(from(1, "Blog Budi") + &from(2, "Blog Sari")));
    assert_eq!(
        authors(&read(&feed)),
        [Some("Blog Budi"), Some("Blog Sari")]
    );
    assert!(told(&read(&feed)).contains("several authors"));
}

#[test]
fn whose_entries_are_left_out_is_told_by_name() {
    let page = read_as(&format!("{FEED}#penulis=Budi Santoso"), None, &mixed());
    assert!(
        told(&page).contains("left out: \"Sari\" (2)"),
        "{}",
        told(&page)
    );
}

/// Somebody else in the same feed uses the identifier, the link, the title and the date of the
/// post of another, before it or behind it.
#[test]
fn nobody_takes_a_post_away_by_its_names() {
    let names = "<guid isPermaLink='false'>1</guid>";
    let mine = item(1, &format!("{names}<dc:creator>Budi</dc:creator>"));
    let theirs = item(1, &format!("{names}<dc:creator>Eva</dc:creator>"));
    let theirs = theirs.replace("Isi 1", "Isi palsu");
    let address = format!("{FEED}#penulis=Budi");
    let alone = read_as(&address, None, &rss(&mine));
    for both in [format!("{mine}{theirs}"), format!("{theirs}{mine}")] {
        let page = read_as(&address, None, &rss(&both));
        assert_eq!(page.posts, alone.posts);
    }
    let others = theirs.repeat(2).replace("Judul 1", "Judul lain");
    let page = read_as(&address, None, &rss(&(others + &mine)));
    assert_eq!(page.posts, alone.posts);
}
