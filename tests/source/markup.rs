//! What people see of markup is the text of a post, and nothing else.

use std::fmt::Write as _;

use netra::model::{ParsedPage, Platform};
use netra::source::shared::html::{fragment, guessed, to_text};
use netra::text::{fold, tokens};
use proptest::prelude::*;
use rstest::rstest;

use super::{account, capture, sources};

#[rstest]
#[case::display("<div style='display:none'>X</div>")]
#[case::blanks_and_case("<span style='color:red; DISPLAY : NONE !important'>X</span>")]
#[case::later_wins("<p style='display:block;display:none'>X</p>")]
#[case::important_wins("<p style='display:none!important;display:block'>X</p>")]
#[case::comment("<p style='/* a:b */display:/**/none'>X</p>")]
#[case::inside("<div style='display:none'><p style='display:block'>X</p></div>")]
#[case::visibility("<span style='visibility:hidden'>X</span>")]
#[case::collapse("<b style='Visibility: Collapse'>X</b>")]
#[case::inherited("<div style='visibility:hidden'><p><b>X</b></p></div>")]
#[case::no_size("<span style='font-size:0'>X</span>")]
#[case::no_size_px("<span style='FONT-SIZE: 0PX'>X</span>")]
#[case::no_size_by_font("<span style='font:0/0 a'>X</span>")]
#[case::part_of_no_size("<div style='font-size:0'><span style='font-size:2em'>X</span></div>")]
#[case::hardly_a_size("<span style='font-size:0.1px'>X</span>")]
#[case::transparent("<span style='opacity:0'>X</span>")]
#[case::transparent_point("<span style='opacity: 0.0'>X</span>")]
#[case::left("<div style='position:absolute; left:-9999px'>X</div>")]
#[case::top("<div style='position:fixed;top:-999em'>X</div>")]
#[case::indent("<div style='text-indent:-9999px'>X</div>")]
#[case::margin("<div style='margin-left:-10000px'>X</div>")]
#[case::no_height("<div style='height:0;overflow:hidden'>X</div>")]
#[case::no_width("<div style='width:0px; overflow : hidden'>X</div>")]
#[case::no_room("<div style='max-height:0;overflow:hidden'>X</div>")]
#[case::a_pixel("<div style='width:1px;height:1px;overflow:hidden'>X</div>")]
#[case::clipped("<div style='position:absolute;clip:rect(0 0 0 0)'>X</div>")]
#[case::clipped_px(
    "<div style='position:absolute!important;clip:rect(1px, 1px, 1px, 1px)'>X</div>"
)]
#[case::clip_path("<div style='clip-path:inset(50%)'>X</div>")]
#[case::attribute("<p hidden>X</p>")]
#[case::until_found("<p hidden='until-found'>X</p>")]
#[case::popover("<div popover>X</div>")]
#[case::screen_reader("<span class='a screen-reader-text'>X</span>")]
#[case::sr_only("<span class=sr-only>X</span>")]
#[case::visually_hidden("<span class=visually-hidden>X</span>")]
#[case::template("<template><p>X</p></template>")]
#[case::dialog("<dialog>X</dialog>")]
#[case::noscript("<noscript>X</noscript>")]
#[case::video("<video src='/v.mp4'>X</video>")]
#[case::audio("<audio controls><source src='/a.mp3'>X</audio>")]
#[case::canvas("<canvas>X</canvas>")]
#[case::iframe("<iframe src='https://a.example/'>X</iframe>")]
#[case::script("<script>X</script>")]
#[case::style("<style>X{}</style>")]
#[case::comment_node("<!-- X -->")]
#[case::moved_away("<div style='transform: translateX(-9999px)'>X</div>")]
#[case::moved_up("<div style='transform:rotate(0) translate3d(0,-200em,0)'>X</div>")]
#[case::no_colour("<div style='color:transparent'>X</div>")]
#[case::no_colour_in_parts("<div style='COLOR: RGBA(0, 0, 0, 0.0)'>X</div>")]
#[case::no_colour_in_digits("<div style='color:#ffffff00'>X</div>")]
#[case::white_on_white("<div style='color:#FFF;background:white'>X</div>")]
#[case::white_on_white_in_parts("<p style='background-color:rgb(255 255 255);color:#ffffff'>X</p>")]
#[case::inherits_no_colour("<div style='color:transparent'><p><b>X</b></p></div>")]
#[case::drawing("<svg><title>X</title><desc>X</desc><g>X</g></svg>")]
#[case::stored_drawing("<svg><defs><text>X</text></defs><symbol><text>X</text></symbol></svg>")]
#[case::formula_source("<math><annotation encoding='application/x-tex'>X</annotation></math>")]
#[case::not_displayed("<div class='d-none p-2'>X</div>")]
fn what_nobody_sees_is_not_read(#[case] markup: &str) {
    let text = to_text(&format!("<p>Tampak</p>{markup}<p>juga</p>"));
    assert_eq!(text, "Tampak\n\njuga");
}

#[rstest]
#[case::shown_again("<div style='visibility:hidden'><p style='visibility:visible'>X</p></div>")]
#[case::gap_trick("<div style='font-size:0'><span style='font-size:16px'>X</span></div>")]
#[case::gap_trick_rem("<div style='font-size:0px'><p style='font-size:1rem'>X</p></div>")]
#[case::indent_undone("<div style='text-indent:-9999px'><p style='text-indent:0'>X</p></div>")]
#[case::later_wins("<p style='display:none;display:block'>X</p>")]
#[case::another_property("<p style='-x-display:none'>X</p>")]
#[case::in_a_string("<p style=\"font-family:'display:none'\">X</p>")]
#[case::in_an_address("<p style='background:url(data:x;display:none)'>X</p>")]
#[case::half_opaque("<p style='opacity:0.5'>X</p>")]
#[case::fades_in("<p style='opacity:0;transform:translateY(20px)'>X</p>")]
#[case::fades_in_by_class("<p class='animated fadeIn' style='opacity:0'>X</p>")]
#[case::fades_in_by_script("<div data-w-id='7' style='opacity:0'>X</div>")]
#[case::left_of_static("<p style='left:-9999px'>X</p>")]
#[case::a_little_left("<p style='position:absolute;left:-20px'>X</p>")]
#[case::a_hanging_indent("<p style='text-indent:-2em'>X</p>")]
#[case::overflow_only("<p style='overflow:hidden'>X</p>")]
#[case::no_height_only("<p style='height:0'>X</p>")]
#[case::held_open("<div style='height:0;overflow:hidden;padding-bottom:56.25%'>X</div>")]
#[case::small("<p style='font-size:8px'>X</p>")]
#[case::bold("<p style='font: 700 12px/1.5 Arial'>X</p>")]
#[case::hidden_undone("<p hidden style='display:block'>X</p>")]
#[case::to_be_seen("<p aria-hidden=true>X</p>")]
#[case::details("<details><summary>X</summary></details>")]
#[case::inside_details("<details>X</details>")]
#[case::open_dialog("<dialog open>X</dialog>")]
#[case::another_class("<p class='not-sr-only hiddenness'>X</p>")]
#[case::broken_style("<p style=';;:;display'>X</p>")]
#[case::no_value("<p style='display:'>X</p>")]
#[case::object("<object data='/x.bin'>X</object>")]
#[case::moved_a_little("<p style='transform:translateX(-100%)'>X</p>")]
#[case::in_many_colours(
    "<b style='background:linear-gradient(red,blue);-webkit-background-clip:text;color:transparent'>X</b>"
)]
#[case::in_many_colours_by_class("<b class=text-gradient style='color:transparent'>X</b>")]
#[case::coloured_again("<div style='color:transparent'><p style='color:#000'>X</p></div>")]
#[case::white_on_red("<p style='color:#fff;background:#f00'>X</p>")]
#[case::white_on_what_a_class_says("<p class=hero style='color:#fff'>X</p>")]
#[case::white_on_a_picture("<p style='color:#fff;background:url(/a.jpg) #fff'>X</p>")]
#[case::hardly_there("<p style='color:rgba(0,0,0,.5)'>X</p>")]
#[case::no_colour_that_is_known("<p style='color:var(--none);background:var(--none)'>X</p>")]
#[case::displayed_where_there_is_room("<p class='d-none d-md-block'>X</p>")]
#[case::written_in_a_drawing("<svg><g><text x=1><tspan>X</tspan></text></g></svg>")]
#[case::page_in_a_drawing("<svg><foreignObject><p>X</p></foreignObject></svg>")]
#[case::formula("<math><mi>X</mi></math>")]
fn what_people_see_is_read(#[case] markup: &str) {
    let text = to_text(&format!("<p>Tampak</p>{markup}<p>juga</p>"));
    assert!(text.contains('X'), "{text}");
}

#[rstest]
#[case::button("<button>Bagikan</button>Isi", "Bagikan Isi")]
#[case::buttons("a<button>b</button><button>c</button>d", "a b c d")]
#[case::struck("Saya <s>tidak</s> netral", "Saya ~~tidak~~ netral")]
#[case::deleted("Saya <del>tidak netral</del>.", "Saya ~~tidak netral~~.")]
#[case::blanks_outside("Saya <strike> tidak </strike> netral", "Saya ~~tidak~~ netral")]
#[case::nested("<s>a <del>b</del> c</s> d", "~~a b c~~ d")]
#[case::lines("<del><p>a</p><p>b</p></del>c", "~~a~~\n\n~~b~~\n\nc")]
#[case::by_style("<span style='text-decoration: line-through'>a</span> b", "~~a~~ b")]
#[case::by_style_solid("<b style='text-decoration-line:line-through'>a</b>b", "~~a~~b")]
#[case::nothing_struck("a<s> </s>b<del></del>", "a b")]
#[case::inserted("<ins>a</ins> <u>b</u>", "a b")]
#[case::power("10<sup>2</sup>", "10^2")]
#[case::unit("5 m<sup>2</sup>", "5 m²")]
#[case::formula("H<sub>2</sub>O", "H₂O")]
#[case::note("kata<sup><a href='#n'>12</a></sup> lain", "kata¹² lain")]
#[case::ordinal("1<sup>st</sup>", "1st")]
#[case::minus("x<sup>-1</sup>", "x⁻¹")]
#[case::long_note("a<sup>2026</sup>", "a2026")]
#[case::quotation("Ia berkata <q>pilih dua</q>.", "Ia berkata “pilih dua”.")]
#[case::nested_quotation("<q>a <q>b</q> c</q>", "“a ‘b’ c”")]
#[case::ruby("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)")]
#[case::ruby_without_brackets("<ruby>漢<rt>kan</rt></ruby> ya", "漢(kan) ya")]
#[case::blocks_by_style(
    "<span style='display:block'>a</span><span style='display:block'>b</span>",
    "a\nb"
)]
#[case::inline_blocks(
    "<i style='display:inline-block'>P</i><i style='display:inline-block'>i</i>",
    "Pi"
)]
#[case::kept_lines("<div style='white-space: pre-wrap'>a\nb</div>", "a\nb")]
#[case::caption("<table><caption>Hasil</caption><tr><td>1<td>2</table>", "Hasil\n1 2")]
#[case::wbr("situs<wbr>.example", "situs.example")]
#[case::figure(
    "<figure><img src='/a.jpg'><figcaption>Foto bersama</figcaption></figure>Isi",
    "Foto bersama\n\nIsi"
)]
#[case::fields("<fieldset><legend>a</legend>b</fieldset>c", "a\nb\nc")]
#[case::soft_hyphen("Pe&shy;mi&shy;lih\u{200b}an", "Pemilihan")]
#[case::joiners(
    "\u{1f468}\u{200d}\u{1f469} a\u{200c}b",
    "\u{1f468}\u{200d}\u{1f469} a\u{200c}b"
)]
#[case::direction("<bdo dir=RTL>aud rihilip</bdo> ya", "\u{202e}aud rihilip\u{202c} ya")]
#[case::direction_by_style(
    "<span style='direction:rtl;unicode-bidi:bidi-override'>aud</span> ya",
    "\u{202e}aud\u{202c} ya"
)]
#[case::no_direction("<p style='unicode-bidi:plaintext' dir=rtl>dua</p>", "dua")]
#[case::lines_of_a_drawing("a<svg><text>b c</text><text>d</text></svg>e", "a\nb c\nd\ne")]
#[case::direction_given("a \u{202e}b\u{202c} c", "a \u{202e}b\u{202c} c")]
fn signs_of_the_text_are_written(#[case] markup: &str, #[case] text: &str) {
    assert_eq!(to_text(markup), text);
}

/// The words that the scorer reads.
fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let list = tokens(folded.text()).list.into_iter();
    list.map(|one| folded.text()[one.start..one.end].to_owned())
        .collect()
}

#[rstest]
#[case("Saya <s>tidak</s> netral", "saya netral")]
#[case("du<s>kung</s> <del>nomor 2</del> dia", "du dia")]
#[case("<del>a<br>b</del> c", "c")]
fn what_is_struck_out_is_not_taken_as_said(#[case] markup: &str, #[case] read: &str) {
    assert_eq!(words(&to_text(markup)).join(" "), read);
}

/// The mark of what is struck out can be typed; words are not hidden from the scorer by it.
#[rstest]
#[case("~~coblos nomor 2~~")]
#[case("<p>~~coblos nomor 2~~</p>")]
#[case("<b>~</b>~coblos nomor 2~<i>~</i>")]
#[case("&#126;&#126;coblos nomor 2&#126;~")]
fn nobody_strikes_out_by_typing(#[case] typed: &str) {
    let text = to_text(typed);
    assert_eq!(words(&text).join(" "), "coblos nomor 2", "{text}");
}

#[rstest]
#[case("kangen~~ pilih 2 ~~ ya", "kangen pilih 2 ya")]
#[case("~~~ Coblos 2 ~~~", "coblos 2")]
#[case("~~~Coblos 2~~~", "coblos 2")]
#[case("asik~~\nCoblos 2~~", "asik coblos 2")]
#[case("~~Coblos", "coblos")]
fn tildes_that_drawl_strike_nothing_out(#[case] text: &str, #[case] read: &str) {
    assert_eq!(words(text).join(" "), read);
}

#[rstest]
#[case("Pilih <Budi> nomor <2>", "Pilih <Budi> nomor <2>")]
#[case("I <3 Paslon 2", "I <3 Paslon 2")]
#[case("a<b dan c", "a<b dan c")]
#[case("<B> atau <A>", "<B> atau <A>")]
#[case("Bupati &amp; &#8220;Wakil&#8221; <Budi>", "Bupati & “Wakil” <Budi>")]
#[case("Judul <b>tebal</b> ekor", "Judul tebal ekor")]
#[case("a<br>b", "a\nb")]
#[case("<p>a", "a")]
#[case("Baca <a href='http://a.example/", "Baca")]
#[case("a<!-- x -->b", "ab")]
fn angle_brackets_of_a_text_that_is_no_markup_stay(#[case] given: &str, #[case] text: &str) {
    assert_eq!(guessed(given, None).text, text);
}

fn read(feed: &str) -> Vec<String> {
    let url = "https://blog.example/feed";
    let page: ParsedPage = sources().get(Platform::Feed).parse(
        &account(Platform::Feed, url),
        None,
        &capture(url, "newest", 200, feed),
    );
    page.posts.into_iter().map(|post| post.text).collect()
}

fn atom(entry: &str) -> String {
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>u:1</id>{entry}</entry></feed>"
    );
    read(&feed).remove(0)
}

#[rstest]
#[case(
    "<title>Pilih &lt;Budi&gt; nomor &lt;2&gt;</title>",
    "Pilih <Budi> nomor <2>"
)]
#[case("<title type='text'>a&lt;b dan c</title>", "a<b dan c")]
#[case("<title type='text'>x &lt;b&gt;y&lt;/b&gt;</title>", "x <b>y</b>")]
#[case("<title type='text'>A &amp;amp; B</title>", "A &amp; B")]
#[case("<title><![CDATA[<Budi> & <Ani>]]></title>", "<Budi> & <Ani>")]
#[case(
    "<title type='html'>Pilih &amp;lt;Budi&amp;gt; &lt;b&gt;dua&lt;/b&gt;</title>",
    "Pilih <Budi> dua"
)]
#[case(
    "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a &lt;b&gt; <em>c</em></div></title>",
    "a <b> c"
)]
#[case(
    "<content type='text'>Ingat &lt;Budi&gt; &amp; &lt;Ani&gt;</content>",
    "Ingat <Budi> & <Ani>"
)]
#[case("<content>baris 1\n&lt;baris 2&gt;</content>", "baris 1\n<baris 2>")]
#[case("<content type='text/plain'>x &lt;y&gt;</content>", "x <y>")]
#[case(
    "<summary>suara &lt;50 persen &amp; naik</summary>",
    "suara <50 persen & naik"
)]
#[case("<summary type='html'>a&lt;br&gt;b</summary>", "a\nb")]
#[case(
    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a<br/>b &lt;c&gt;</div></content>",
    "a\nb <c>"
)]
#[case(
    "<content type='image/png'>iVBORw0KGgo=</content><summary>x</summary>",
    "x"
)]
#[case("<title>Pilih &lt;Budi&gt; & Ani</title><x></y>", "Pilih <Budi> & Ani")]
fn atom_says_what_is_markup(#[case] entry: &str, #[case] text: &str) {
    assert_eq!(atom(entry), text);
}

#[rstest]
#[case("<title>Pilih &lt;Budi&gt; nomor 2</title>", "Pilih <Budi> nomor 2")]
#[case(
    "<title>Harga &lt; 5 juta &amp; &gt; 3</title>",
    "Harga < 5 juta & > 3"
)]
#[case("<title>I &lt;3 Paslon 2</title>", "I <3 Paslon 2")]
#[case("<title><![CDATA[<b>Tebal</b> sekali]]></title>", "Tebal sekali")]
#[case(
    "<title>Bupati &amp;amp; Wakil &amp;#8220;Jujur&amp;#8221;</title>",
    "Bupati & Wakil “Jujur”"
)]
#[case(
    "<description>Ingat &lt;Budi&gt; selalu</description>",
    "Ingat <Budi> selalu"
)]
#[case(
    "<description>&lt;p&gt;Ingat &lt;b&gt;Budi&lt;/b&gt;</description>",
    "Ingat Budi"
)]
fn rss_is_read_as_what_it_looks_like(#[case] item: &str, #[case] text: &str) {
    let feed =
        format!("<rss version='2.0'><channel><item><guid>1</guid>{item}</item></channel></rss>");
    assert_eq!(read(&feed), [text]);
}

#[test]
fn a_hidden_title_gives_way_to_the_one_that_is_seen() {
    let page = "<h1 class=screen-reader-text>Situs Dinas</h1><article><h1>Judul</h1>\
                <div class=entry-content style='opacity:0'>Isi</div></article>";
    let url = "https://dinas.kota.go.id/1";
    let page = sources().get(Platform::Html).parse(
        &account(Platform::Html, "https://dinas.kota.go.id/berita"),
        None,
        &capture(url, &format!("item {url}"), 200, page),
    );
    assert_eq!(page.posts[0].text, "Judul\n\nIsi");
}

#[test]
fn many_links_and_long_styles_are_read_in_good_time() {
    let mut links = String::new();
    for number in 0..60_000 {
        write!(links, "<a href='/{number}'>x</a>").expect("a string");
    }
    let base = "https://a.example/".parse().ok();
    assert_eq!(fragment(&links, base.as_ref()).links.len(), 60_000);
    let style = format!("<p style='{}'>X</p>", "a:b;/*".repeat(100_000));
    assert_eq!(to_text(&style), "X");
    let struck = format!("<s>{}</s>", "a<br>".repeat(100_000));
    assert!(to_text(&struck).starts_with("~~a~~\n~~a~~"));
    let tildes = "~~a ".repeat(100_000);
    assert_eq!(words(&tildes).len(), 100_000);
    let breaks = "<br>".repeat(200_000);
    let [lines, rubies, raised] = ["<p>", "<ruby><rt>", "<sup>"].map(|tag| tag.repeat(300));
    let many = format!("a{breaks}{}{rubies}{raised}{breaks}", lines.repeat(300));
    assert!(to_text(&many).starts_with('a'));
    let sources = format!(
        "<picture>{}{}",
        "<source>".repeat(60_000),
        "<img alt=x>".repeat(60_000)
    );
    assert!(!fragment(&sources, None).media.is_empty());
    let objects = format!("<object>{}", "<param name=x>".repeat(100_000));
    assert_eq!(fragment(&objects, None).media, []);
    let pieces = "<noscript><b></noscript>".repeat(100_000);
    assert_eq!(to_text(&pieces), "");
    let noscript = "<noscript>".repeat(100_000);
    assert_eq!(to_text(&format!("a{noscript}")), "a");
}

proptest! {
    #[test]
    fn any_style_is_survived(style in "(display|:|;|none|!important|/\\*|\\*/|url\\(|\\)|'|0|px|-9|font|clip| |\\PC){0,30}") {
        to_text(&format!("<p style=\"{style}\">x</p>"));
    }

    #[test]
    fn any_markup_of_media_is_survived(
        markup in "(<img |<picture>|<source |<noscript>|</noscript>|<video |<object |<q>|</q>|<s>|</s>|<sup>|</sup>|<rt>|</rt>|</rt>|src=|srcset=|data-src=|alt=|'|,| |1w|/a.jpg|1f44d.png|>|2|~){0,40}",
    ) {
        let base = "https://a.example/".parse().ok();
        let read = fragment(&markup, base.as_ref());
        let mut urls: Vec<_> = read.media.iter().filter_map(|media| media.url.as_ref()).collect();
        let count = urls.len();
        urls.sort();
        urls.dedup();
        prop_assert_eq!(urls.len(), count, "one picture is one");
    }

    #[test]
    fn text_without_markup_stays_as_it_is(text in "[a-z<>] [A-Z][a-z]{3,8} <[A-Z][a-z]{3,8}> [0-9]{1,3} < [a-z]{1,5}") {
        prop_assert_eq!(guessed(&text, None).text, text);
    }
}
