//! What stands in an entry and is not of it: pictures and their words, the feed it came from, the
//! pages that it is about; and markup that was escaped once too often.

use netra::model::ParsedPage;
use rstest::rstest;

use super::{ids, read, rss};

fn rss_with_media(item: &str) -> ParsedPage {
    let feed = rss(item).replace(
        "xmlns:g=",
        "xmlns:media=\"http://search.yahoo.com/mrss/\" \
         xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:g=",
    );
    read(&feed)
}

#[rstest]
#[case::title_and_words(
    "<media:content url='https://situs.example/a.jpg' medium='image'><media:title>Judul \
     gambar</media:title><media:description>Keterangan panjang sebuah gambar</media:description>\
     <media:credit>Juru foto</media:credit></media:content>"
)]
#[case::group(
    "<media:group><media:title>Lain</media:title><media:description>Keterangan panjang sebuah \
     gambar</media:description></media:group>"
)]
#[case::podcast(
    "<itunes:title>Judul lain yang panjang</itunes:title><itunes:summary>Ringkasan <b>lain</b> yang panjang</itunes:summary>"
)]
#[case::shop(
    "<g:title>Judul lain yang panjang</g:title><g:description>Keterangan barang</g:description>"
)]
fn words_about_a_picture_are_not_those_of_the_post(#[case] other: &str) {
    for (before, after) in [(other, ""), ("", other)] {
        let page = rss_with_media(&format!(
            "<item>{before}<title>Kabar</title><guid>1</guid><description>Isi</description>{after}</item>"
        ));
        assert_eq!(page.posts[0].text, "Kabar\n\nIsi");
    }
}

#[test]
fn a_post_that_is_a_recording_has_its_words() {
    let page = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/'>\
         <title>x</title><entry><id>yt:video:a</id><title>Ayo</title>\
         <link rel='alternate' href='https://video.example/a'/><media:group>\
         <media:description>Coblos nomor 2</media:description></media:group></entry></feed>",
    );
    assert_eq!(page.posts[0].text, "Ayo\n\nCoblos nomor 2");
}

#[test]
fn a_picture_is_known_by_its_name_where_its_type_says_nothing() {
    let page = rss_with_media(
        "<item><title>Kabar</title><guid>1</guid>\
         <enclosure url='https://situs.example/a.jpg' type='application/octet-stream' length='1'/>\
         </item>",
    );
    assert_eq!(page.posts[0].media[0].kind, "image");
}

fn atom(links: &str) -> ParsedPage {
    read(&format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title><entry><id>urn:1</id>\
         <title>A</title><content>Isi</content>{links}</entry></feed>"
    ))
}

/// What is gone from a page that a post only speaks of is not the post.
#[rstest]
#[case::via("<link rel='via' href='https://lain.example/1'/>")]
#[case::related("<link rel='related' href='https://lain.example/1'/>")]
#[case::attached("<link rel='enclosure' href='https://lain.example/1.mp3'/>")]
#[case::answers("<link rel='replies' href='https://situs.example/1/komentar'/>")]
fn a_page_that_a_post_is_about_is_not_its_own(#[case] link: &str) {
    assert_eq!(atom(link).posts[0].url, None);
    let own = format!("{link}<link href='https://situs.example/1'/>");
    assert_eq!(
        atom(&own).posts[0].url.as_deref(),
        Some("https://situs.example/1")
    );
}

#[test]
fn the_page_that_an_entry_of_json_is_about_is_a_link_of_it() {
    let page = read(
        r#"{"version":"https://jsonfeed.org/version/1.1","items":[
        {"id":"2","external_url":"https://lain.example/a","content_html":"<p>dua</p>"},
        {"id":"https://situs.example/3","external_url":"https://lain.example/a","content_text":"tiga"}]}"#,
    );
    let urls: Vec<Option<&str>> = page.posts.iter().map(|post| post.url.as_deref()).collect();
    assert_eq!(urls, [None, Some("https://situs.example/3")]);
    for post in &page.posts {
        assert_eq!(post.links, ["https://lain.example/a"]);
    }
}

#[rstest]
#[case::said(
    "<guid isPermaLink='true'>https://situs.example/1</guid>",
    "https://situs.example/1"
)]
#[case::unsaid("<guid>https://situs.example/1</guid>", "https://situs.example/1")]
#[case::denied("<guid isPermaLink='false'>https://situs.example/1</guid>", "")]
#[case::denied_in_capitals("<guid isPermaLink='False'>https://situs.example/1</guid>", "")]
#[case::no_address("<guid>1</guid>", "")]
#[case::beside_a_link_elsewhere(
    "<guid>https://situs.example/1</guid><link>https://lain.example/kabar</link>",
    "https://situs.example/1"
)]
#[case::no_page_beside_a_link_elsewhere(
    "<guid isPermaLink='false'>https://situs.example/1</guid><link>https://lain.example/kabar</link>",
    "https://lain.example/kabar"
)]
#[case::beside_a_link_of_its_own(
    "<guid>https://situs.example/?p=1</guid><link>https://situs.example/1</link>",
    "https://situs.example/1"
)]
fn an_identifier_is_a_page_where_it_says_so(#[case] markup: &str, #[case] url: &str) {
    let page = read(&rss(&format!("<item><title>A</title>{markup}</item>")));
    assert_eq!(page.posts[0].url.as_deref().unwrap_or_default(), url);
}

#[test]
fn who_writes_of_others_keeps_the_link_and_his_own_page() {
    let page = read(&rss(
        "<item><title>A</title><guid>https://situs.example/1</guid>\
         <link>https://lain.example/kabar</link></item>",
    ));
    let post = &page.posts[0];
    assert_eq!(post.links, ["https://lain.example/kabar"]);
    assert_eq!(post.aliases, ["web:situs.example/1"]);
}

#[rstest]
#[case(
    "&amp;lt;p&amp;gt;Pilih &amp;lt;b&amp;gt;Budi&amp;lt;/b&amp;gt; &amp;amp;amp; Siti&amp;lt;/p&amp;gt;",
    "Pilih Budi & Siti"
)]
#[case("<![CDATA[&lt;p&gt;Satu&lt;br&gt;dua&lt;/p&gt;]]>", "Satu\ndua")]
// Who writes about markup means its signs.
#[case("<![CDATA[<p>&lt;b&gt;tebal&lt;/b&gt;</p>]]>", "<b>tebal</b>")]
#[case(
    "Tulis &amp;lt;b&amp;gt;tebal&amp;lt;/b&amp;gt; begitu",
    "Tulis <b>tebal</b> begitu"
)]
#[case("&amp;lt;3 kalian", "<3 kalian")]
fn markup_that_was_escaped_twice_is_markup(#[case] given: &str, #[case] text: &str) {
    for name in ["description", "content:encoded"] {
        let page = read(&rss(&format!(
            "<item><guid>1</guid><{name}>{given}</{name}></item>"
        )));
        assert_eq!(page.posts[0].text, text, "{name}");
    }
}

#[test]
fn an_address_that_was_seen_on_several_entries_is_no_name_of_the_next() {
    let entry = |guid: usize| {
        format!(
            "<item><title>A{guid}</title><guid isPermaLink='false'>{guid}</guid><link>https://situs.example/pengumuman</link></item>"
        )
    };
    let page = read(&rss(&(entry(1) + &entry(2))));
    assert_eq!(ids(&page), ["1", "2"]);
    assert!(page.posts.iter().all(|post| post.aliases.is_empty()));
}
