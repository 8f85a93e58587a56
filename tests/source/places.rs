//! What relative addresses refer to: `<base href>` and `xml:base`.

use netra::model::{ParsedPage, ParsedPost, Platform};
use rstest::rstest;

use super::{account, capture, sources};

const LISTING: &str = "https://dinas.kota.go.id/kabar/daftar";

fn parse(platform: Platform, url: &str, step: &str, body: &str) -> ParsedPage {
    let capture = capture(url, step, 200, body);
    sources()
        .get(platform)
        .parse(&account(platform, url), None, &capture)
}

fn asked(page: &ParsedPage) -> Vec<&str> {
    page.next
        .iter()
        .map(|request| request.url.as_str())
        .collect()
}

#[rstest]
#[case::root("<base href='/'>", "https://dinas.kota.go.id/")]
#[case::relative("<base href='../arsip/'>", "https://dinas.kota.go.id/arsip/")]
#[case::absolute(
    "<base href='https://dinas.kota.go.id/x/y'>",
    "https://dinas.kota.go.id/x/"
)]
#[case::without_scheme("<base href='//dinas.kota.go.id/z/'>", "https://dinas.kota.go.id/z/")]
#[case::the_first_with_href(
    "<base target=_top><base href='/a/'><base href='/b/'>",
    "https://dinas.kota.go.id/a/"
)]
#[case::in_the_body("<p>x</p><base href='/c/'>", "https://dinas.kota.go.id/c/")]
#[case::blanks("<BASE HREF=' /d/ '>", "https://dinas.kota.go.id/d/")]
#[case::no_address("<base href='data:,x'>", "https://dinas.kota.go.id/kabar/")]
#[case::script(
    "<base href='javascript:x'><base href='/b/'>",
    "https://dinas.kota.go.id/kabar/"
)]
#[case::empty("<base href=''>", "https://dinas.kota.go.id/kabar/")]
fn links_of_a_page_refer_to_its_base(#[case] head: &str, #[case] at: &str) {
    let list = format!(
        "<html><head>{head}</head><article><h2><a href='baca/1'>Satu</a></h2></article>\
         <a rel=next href='hal/2'>Lama</a></html>"
    );
    let page = parse(Platform::Html, LISTING, "listing", &list);
    assert_eq!(asked(&page), [format!("{at}baca/1"), format!("{at}hal/2")]);
    let item = format!(
        "<html><head>{head}<link rel=canonical href='tetap/1'></head><h1>J</h1>\
         <div class=entry-content>Isi <a href='lain'>x</a><img src='foto.jpg'></div></html>"
    );
    let post = only(parse(
        Platform::Html,
        LISTING,
        &format!("item {LISTING}"),
        &item,
    ));
    assert_eq!(post.url, Some(format!("{at}tetap/1")));
    assert_eq!(post.links, [format!("{at}lain")]);
    assert_eq!(post.media[0].url, Some(format!("{at}foto.jpg")));
}

fn only(page: ParsedPage) -> ParsedPost {
    assert_eq!(page.posts.len(), 1, "{:?}", page.warnings);
    page.posts.into_iter().next().expect("a post")
}

#[test]
fn a_foreign_base_leads_no_request_elsewhere() {
    let list = "<base href='https://jahat.example/'><article><h2><a href='baca/1'>Satu</a></h2>\
                </article><article><h2><a href='https://dinas.kota.go.id/baca/2'>Dua</a></h2>\
                </article><a rel=next href='?2'>Lama</a>";
    let page = parse(Platform::Html, LISTING, "listing", list);
    assert_eq!(asked(&page), ["https://dinas.kota.go.id/baca/2"]);
}

#[test]
fn the_feed_that_a_page_names_is_found_by_its_base() {
    let page = "<html><head><base href='/blog/'><link rel=alternate type='application/rss+xml' \
                href='umpan'></head></html>";
    let page = parse(
        Platform::Feed,
        "https://situs.example/id/beranda",
        "newest",
        page,
    );
    assert_eq!(asked(&page), ["https://situs.example/blog/umpan"]);
}

/// The addresses of an entry: its page, its pictures, its links.
fn addresses(feed: &str) -> (Option<String>, Vec<String>, Vec<String>) {
    let post = only(parse(
        Platform::Feed,
        "https://situs.example/dalam/atom",
        "newest",
        feed,
    ));
    let media = post.media.into_iter().filter_map(|media| media.url);
    (post.url, media.collect(), post.links)
}

const HTML: &str =
    "&lt;p&gt;x &lt;a href='lain'&gt;l&lt;/a&gt; &lt;img src='foto.jpg'&gt;&lt;/p&gt;";

#[rstest]
#[case::feed(
    "xml:base='http://b.example/blog/'",
    "",
    "",
    "http://b.example/blog/",
    "http://b.example/blog/"
)]
#[case::relative_feed(
    "xml:base='../blog/'",
    "",
    "",
    "https://situs.example/blog/",
    "https://situs.example/blog/"
)]
#[case::entry(
    "",
    "xml:base='http://b.example/lain/'",
    "",
    "http://b.example/lain/",
    "http://b.example/lain/"
)]
#[case::nested(
    "xml:base='http://b.example/x/'",
    "xml:base='y/'",
    "xml:base='z/'",
    "http://b.example/x/y/",
    "http://b.example/x/y/z/"
)]
#[case::content(
    "",
    "",
    "xml:base=\"http://cdn.example/\"",
    "https://situs.example/dalam/",
    "http://cdn.example/"
)]
#[case::relative_content(
    "xml:base='http://b.example/x/'",
    "",
    "xml:base='/akar/'",
    "http://b.example/x/",
    "http://b.example/akar/"
)]
#[case::of_no_use(
    "xml:base='urn:x'",
    "",
    "xml:base='mailto:a@b'",
    "https://situs.example/dalam/",
    "https://situs.example/dalam/"
)]
#[case::none(
    "",
    "",
    "",
    "https://situs.example/dalam/",
    "https://situs.example/dalam/"
)]
fn addresses_in_atom_refer_to_its_bases(
    #[case] feed: &str,
    #[case] entry: &str,
    #[case] content: &str,
    #[case] entry_at: &str,
    #[case] content_at: &str,
) {
    let xhtml = format!(
        "<content type='xhtml' {content}><div xmlns='http://www.w3.org/1999/xhtml'>\
         <p>x <a href='lain'>l</a> <img src='foto.jpg'/></p></div></content>"
    );
    let html = format!("<content type='html' {content}>{HTML}</content>");
    for content in [xhtml, html] {
        let (url, media, links) = addresses(&format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' {feed}><title>B</title>\
             <entry {entry}><id>u:1</id><title>A</title><link href='a'/>{content}</entry></feed>"
        ));
        assert_eq!(url, Some(format!("{entry_at}a")));
        assert_eq!(media, [format!("{content_at}foto.jpg")]);
        assert_eq!(links, [format!("{content_at}lain")]);
    }
}

#[rstest]
#[case("<rss version='2.0' xml:base='http://b.example/x/'><channel><item>")]
#[case("<rss version='2.0'><channel xml:base='http://b.example/x/'><item>")]
#[case("<rss version='2.0'><channel xml:base='http://b.example/'><item xml:base='x/'>")]
fn addresses_in_rss_refer_to_its_bases(#[case] head: &str) {
    let (url, media, links) = addresses(&format!(
        "{head}<guid>1</guid><title>A</title><link>a</link><description>{HTML}</description>\
         </item></channel></rss>"
    ));
    assert_eq!(url.as_deref(), Some("http://b.example/x/a"));
    assert_eq!(media, ["http://b.example/x/foto.jpg"]);
    assert_eq!(links, ["http://b.example/x/lain"]);
}

#[test]
fn older_entries_are_where_the_base_says() {
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/arsip/'><link rel='next' \
                href='2'/><entry><id>u:1</id><title>A</title></entry></feed>";
    let page = parse(
        Platform::Feed,
        "https://situs.example/dalam/atom",
        "newest",
        feed,
    );
    let older: Vec<_> = page
        .next
        .iter()
        .map(|request| request.url.as_str())
        .collect();
    assert_eq!(older, ["https://situs.example/arsip/2"]);
}

#[test]
fn bases_inside_of_xhtml_count_where_they_stand() {
    let (_, media, _) = addresses(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>u:1</id><title>A</title>\
         <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml' xml:base='http://b.example/'>\
         <p xml:base='satu/'><img src='1.jpg'/><b xml:base='dua/'><img src='2.jpg'/></b></p>\
         <img src='3.jpg'/></div></content></entry></feed>",
    );
    let expected = [
        "http://b.example/satu/1.jpg",
        "http://b.example/satu/dua/2.jpg",
        "http://b.example/3.jpg",
    ];
    assert_eq!(media, expected);
}
