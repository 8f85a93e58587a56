//! What stands around a feed and inside its entries.

use rstest::rstest;

use super::{item, read, rss, told};

/// Two items in whatever surroundings are two posts, told with a warning where they are odd.
#[rstest]
#[case::blank_lines("\n\n  FEED", false)]
#[case::byte_order_marks("\u{feff}\u{feff} \u{feff}FEED", false)]
#[case::comment("<!-- cache --> \nFEED", false)]
#[case::comment_with_a_feed("<!-- <rss version=\"2.0\"><item> -->FEED", false)]
#[case::document_type(
    "<!DOCTYPE rss PUBLIC \"-//N//DTD RSS 0.91//EN\" \"http://x\">FEED",
    false
)]
#[case::after(
    "FEED\n<br />\n<b>Fatal error</b>: x <item><title>T</title></item>",
    false
)]
#[case::cache_after("FEED<!-- Cached by plugin -->", false)]
#[case::warning(
    "<br />\n<b>Warning</b>:  session_start() in <b>/srv/x.php</b><br />\nFEED",
    true
)]
#[case::notice("Notice: Undefined index: x in /srv/x.php on line 3\nFEED", true)]
#[case::notice_with_signs("PHP Notice: a < b && \"c in /x.php\nFEED", true)]
#[case::script("<script>if (a<b) { document.write('<item>'); }</script>FEED", true)]
#[case::script_of_cloudflare(
    "<script type=\"text/javascript\">/* <![CDATA[ */ x=\"</p>\" /* ]]> */</script>\nFEED",
    true
)]
#[case::style("<style>a>b{}</style>FEED", true)]
#[case::html_shell("<html><body>FEED</body></html>", true)]
#[case::html_document(
    "<!doctype html><html><head><title>x</title></head><body><div>FEED</div></body></html>",
    true
)]
#[case::xdebug(
    "<font size='1'><table><tr><th>Notice: x</th></tr></table></font><pre>dump</pre>FEED",
    true
)]
#[case::php("<?php echo 1; ?>FEED", false)]
#[case::two_declarations(
    "<?xml version=\"1.0\"?>\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>FEED",
    false
)]
fn a_feed_is_read_whatever_stands_around_it(#[case] around: &str, #[case] is_odd: bool) {
    let feed = rss(&(item(1, "") + &item(2, "")));
    let page = read(&around.replace("FEED", &feed));
    assert_eq!(page.posts.len(), 2, "{}", told(&page));
    assert_eq!(
        told(&page).contains("other text stands before"),
        is_odd,
        "{}",
        told(&page)
    );
    assert!(page.understood && page.unread.is_none());
}

#[rstest]
#[case::rdf(
    "Warning: x\n<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\" xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><channel/><item rdf:about=\"https://a.example/1\"><title>A</title><link>https://a.example/1</link></item></rdf:RDF>"
)]
#[case::atom(
    "<p>Galat</p><feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>urn:1</id><title>A</title></entry></feed>"
)]
#[case::atom_with_prefix(
    "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:entry><a:id>urn:1</a:id><a:title>A</a:title><x:entry xmlns:x=\"urn:x\">b</x:entry></a:entry></a:feed>"
)]
#[case::rss_with_prefix(
    "<rdf:RDF xmlns:rss=\"http://purl.org/rss/1.0/\" xmlns:rdf=\"urn:r\"><rss:item><rss:title>A</rss:title><rss:link>https://a.example/1</rss:link></rss:item></rdf:RDF>"
)]
fn other_kinds_of_feeds_are_found_too(#[case] body: &str) {
    let page = read(body);
    assert_eq!(page.posts.len(), 1, "{}", told(&page));
    assert_eq!(page.posts[0].text, "A");
}

/// The entry is whole, and so is the one after it.
#[rstest]
#[case::google("<g:item>barang</g:item>")]
#[case::media("<media:item><media:title>x</media:title></media:item>")]
#[case::itunes("<itunes:item/>")]
#[case::nested(
    "<terkait><item><title>Lain</title></item><item><title>Lain lagi</title></item></terkait>"
)]
#[case::empty("<item/>")]
#[case::data("<x><![CDATA[ </item><item> ]]></x>")]
#[case::comment("<!-- <item> --><!-- </item> -->")]
#[case::entry("<entry>bukan</entry>")]
fn what_stands_in_an_entry_does_not_tear_it(#[case] inside: &str) {
    let tail = "<content:encoded>Akhir</content:encoded>";
    let page = read(&rss(&(item(1, &format!("{inside}{tail}")) + &item(2, tail))));
    let texts: Vec<&str> = page.posts.iter().map(|post| post.text.as_str()).collect();
    assert_eq!(
        texts,
        ["Judul 1\n\nAkhir", "Judul 2\n\nAkhir"],
        "{}",
        told(&page)
    );
}

#[test]
fn an_entry_without_an_end_takes_no_other_with_it() {
    let torn = "<item><title>Robek</title><description>belum";
    let page = read(&rss(&format!(
        "{}{torn}{}{}",
        item(1, ""),
        item(2, ""),
        item(3, "")
    )));
    let texts: Vec<&str> = page.posts.iter().map(|post| post.text.as_str()).collect();
    assert_eq!(
        texts,
        ["Judul 1\n\nIsi 1", "Judul 2\n\nIsi 2", "Judul 3\n\nIsi 3"]
    );
    assert!(told(&page).contains("entry 2: the entry has no end"));
}

#[rstest]
#[case("<ITEM>", "</ITEM>")]
#[case("<Item>", "</Item>")]
fn capitals_are_read_as_a_courtesy(#[case] open: &str, #[case] close: &str) {
    let feed = rss(&(item(1, "") + &item(2, "")));
    let page = read(&feed.replace("<item>", open).replace("</item>", close));
    assert_eq!(page.posts.len(), 2);
}

#[test]
fn a_feed_all_in_capitals_has_its_dates() {
    let feed = "<RSS VERSION=\"2.0\"><CHANNEL><ITEM><TITLE>A</TITLE><LINK>https://a.example/1</LINK>\
        <PUBDATE>Mon, 02 Nov 2026 08:00:00 +0700</PUBDATE><DESCRIPTION>Isi</DESCRIPTION></ITEM></CHANNEL></RSS>";
    let page = read(feed);
    assert_eq!(page.posts[0].text, "A\n\nIsi");
    assert!(page.posts[0].published_at.is_some());
}

/// What is shown to people is not for programs.
#[rstest]
#[case::pre("<html><body><pre>FEED</pre></body></html>")]
#[case::textarea("<textarea rows=3>FEED</textarea>")]
#[case::code("<p>Contoh:</p><code>FEED</code>")]
#[case::escaped("ESCAPED")]
#[case::escaped_page("<html><body><pre>ESCAPED</pre></body></html>")]
fn a_feed_that_is_shown_as_text_is_none(#[case] around: &str) {
    let feed = rss(&item(1, ""));
    let escaped = feed.replace('<', "&lt;").replace('>', "&gt;");
    let page = read(&around.replace("FEED", &feed).replace("ESCAPED", &escaped));
    assert_eq!(page.posts.len(), 0);
    let reason = page.unread.expect("a reason");
    assert!(reason.contains("shows the text of a feed"), "{reason}");
}

#[rstest]
#[case("<html><body><feed>x</feed><entry>y</entry></body></html>")]
#[case("<html><svg><item/></svg><channel>x</channel></html>")]
fn pages_with_elements_of_that_name_are_no_feeds(#[case] body: &str) {
    let page = read(body);
    assert!(page.posts.is_empty() && page.unread.is_some());
}

/// Only what may come another time is asked for again.
#[rstest]
#[case::whole("", true)]
#[case::password("<item><guid>p</guid><title>Protected: Rahasia</title></item>", true)]
#[case::nothing("<item></item>", true)]
#[case::cut("<item><title>Terpo", false)]
fn a_document_is_understood_unless_reading_it_again_could_help(
    #[case] last: &str,
    #[case] expected: bool,
) {
    let feed = rss(&(item(1, "") + last));
    let feed = if expected {
        feed
    } else {
        feed.replace("</channel></rss>", "")
    };
    let page = read(&feed);
    assert_eq!((page.posts.len(), page.understood), (1, expected));
}

#[test]
fn a_feed_without_entries_is_a_feed() {
    let page = read(&rss(""));
    assert!(page.understood && page.unread.is_none() && page.posts.is_empty());
}
