//! Pictures, videos and sounds of a post, however a page brings them up; emoji are text.

use netra::model::Media;
use netra::source::shared::html::{Rendered, fragment};
use rstest::rstest;

fn read(markup: &str) -> Rendered {
    let base = "https://situs.example/a/b".parse().expect("a URL");
    fragment(markup, Some(&base))
}

fn shown(media: &Media) -> String {
    let url = media.url.as_deref().unwrap_or("-");
    let short = url.strip_prefix("https://situs.example").unwrap_or(url);
    format!("{} {short}", media.kind)
}

const HOLDER: &str = "src='data:image/svg+xml;base64,PHN2Zy8+'";

#[rstest]
#[case::plain("<img src='/1.jpg'>", "image /1.jpg")]
#[case::data_src("<img HOLDER data-src='/1.jpg' alt=''>", "image /1.jpg")]
#[case::lazy_src("<img HOLDER data-lazy-src='/1.jpg'>", "image /1.jpg")]
#[case::original("<img src='/abu.gif' data-original='/1.jpg'>", "image /1.jpg")]
#[case::lazy("<img data-lazy='/1.jpg'>", "image /1.jpg")]
#[case::another_name(
    "<img data-cfsrc='/1.jpg' style='display:none;visibility:hidden'>",
    "image /1.jpg"
)]
#[case::fading("<img data-src='/1.jpg' style='opacity:0'>", "image /1.jpg")]
#[case::data_srcset(
    "<img HOLDER data-srcset='/1-s.jpg 300w, /1.jpg 900w'>",
    "image /1.jpg"
)]
#[case::lazy_srcset(
    "<img HOLDER data-lazy-srcset='/1.jpg 2x, /1-s.jpg 1x'>",
    "image /1.jpg"
)]
#[case::srcset(
    "<img srcset='/1-300.jpg 300w, /1.jpg 900w,/1-600.jpg 600w' sizes='100vw'>",
    "image /1.jpg"
)]
#[case::commas(
    "<img srcset='/w_1,h_1/1.jpg, /w_2,h_2/2.jpg 2x'>",
    "image /w_2,h_2/2.jpg"
)]
#[case::both("<img src='/1.jpg' srcset='/1-2x.jpg 2x'>", "image /1.jpg")]
#[case::empty_gif(
    "<img src='/kosong.gif' data-src='/1.jpg' class=lazyload>",
    "image /1.jpg"
)]
#[case::gif_and_list("<img src='/g.gif' srcset='/1.jpg 800w'>", "image /1.jpg")]
#[case::named_placeholder(
    "<img src='/img/placeholder-4x3.png' srcset='/1.jpg 800w'>",
    "image /1.jpg"
)]
#[case::a_flag("<img src='/1.jpg' data-lazy='true' data-src='{}'>", "image /1.jpg")]
#[case::an_offset("<img src='/1.jpg' data-offset='0.5'>", "image /1.jpg")]
#[case::picture(
    "<picture><source srcset='/1.webp 1x'><img src='/1.jpg'></picture>",
    "image /1.jpg"
)]
#[case::picture_lazy(
    "<picture><source data-srcset='/1.jpg 1000w, /s.jpg 1w'><img HOLDER></picture>",
    "image /1.jpg"
)]
#[case::picture_sources(
    "<picture><source srcset='/s.jpg 300w'><source srcset='/1.jpg 900w'></picture>",
    "image /1.jpg"
)]
#[case::noscript_same(
    "<img HOLDER data-lazy-src='/1.jpg'><noscript><img src='/1.jpg'></noscript>",
    "image /1.jpg"
)]
#[case::noscript_full(
    "<img HOLDER data-src='/1-300.jpg'><noscript><img src='/1.jpg'></noscript>",
    "image /1-300.jpg"
)]
#[case::noscript_before(
    "<noscript><img src='/1.jpg'></noscript><img HOLDER data-src='/1-300.jpg'>",
    "image /1-300.jpg"
)]
#[case::noscript_beside(
    "<a href='/x'><img HOLDER data-src='/1.jpg'></a><noscript><a href='/x'><img src='/1-b.jpg'></a></noscript>",
    "image /1.jpg"
)]
#[case::noscript_only("<noscript><img src='/1.jpg'></noscript>", "image /1.jpg")]
#[case::noscript_fills(
    "<img HOLDER alt=Foto><noscript><img src='/1.jpg'></noscript>",
    "image /1.jpg"
)]
#[case::noscript_further(
    "<img src='/1.jpg'><noscript><img src='/2.jpg'></noscript>",
    "image /1.jpg, image /2.jpg"
)]
#[case::noscript_pixel(
    "<noscript><img height=1 width=1 style='display:none' src='https://t.example/tr?id=1'></noscript>",
    ""
)]
#[case::amp(
    "<amp-img src='/1.jpg' width=600 height=400><noscript><img src='/1.jpg'></noscript></amp-img>",
    "image /1.jpg"
)]
#[case::amp_video(
    "<amp-video src='/1.mp4'><div fallback>x</div></amp-video>",
    "video /1.mp4"
)]
#[case::video("<video src='/1.mp4'></video>", "video /1.mp4")]
#[case::video_sources(
    "<video controls><source src='/1.webm'><source src='/1.mp4'><a href='/1.mp4'>x</a></video>",
    "video /1.webm"
)]
#[case::video_lazy("<video><source data-src='/1.mp4'></video>", "video /1.mp4")]
#[case::video_data("<video data-src='/1.mp4'></video>", "video /1.mp4")]
#[case::poster(
    "<video poster='/p.jpg'><source src='/1.mp4'></video>",
    "video /1.mp4, image /p.jpg"
)]
#[case::poster_only("<video poster='/p.jpg' src='blob:x'></video>", "image /p.jpg")]
#[case::audio(
    "<audio><source src='/1.mp3' type='audio/mpeg'></audio>",
    "audio /1.mp3"
)]
#[case::object(
    "<object data='/1.mp4' type='video/mp4'><img src='/pengganti.jpg'></object>",
    "video /1.mp4"
)]
#[case::object_parameter(
    "<object><param name=movie value='/1.mp4'><embed src='/1.mp4'></object>",
    "video /1.mp4"
)]
#[case::object_picture("<object data='/1.svg' type='image/svg+xml'></object>", "image /1.svg")]
#[case::document(
    "<object data='/1.pdf' type='application/pdf'></object>",
    "file /1.pdf"
)]
#[case::embed("<embed src='/1.mp3'>", "audio /1.mp3")]
#[case::twice("<img src='/1.jpg'><p>x</p><img src='/1.jpg'>", "image /1.jpg")]
#[case::behind(
    "<div style=\"background-image: url('/1.jpg')\">x</div>",
    "image /1.jpg"
)]
#[case::behind_quoted(
    "<div style='background:#fff url(&quot;/1.jpg&quot;) no-repeat'></div>",
    "image /1.jpg"
)]
#[case::behind_lazy("<div data-bg='/1.jpg'></div>", "image /1.jpg")]
#[case::behind_another(
    "<div style='background:url(/bg.png)'><img src='/1.jpg'></div>",
    "image /1.jpg"
)]
#[case::behind_data("<div style='background:url(data:image/gif;base64,R0==)'></div>", "")]
#[case::gallery(
    "<div style='font-size:0'><img src='/1.jpg'><img src='/2.jpg'></div>",
    "image /1.jpg, image /2.jpg"
)]
#[case::pixel("<img src='https://t.example/p.gif' width=1 height=1>", "")]
#[case::pixel_px("<img src='/p.gif' width='1px' height='1px'>", "")]
#[case::pixel_style("<img src='/p.gif' style='width:1px;height:1px'>", "")]
#[case::pixel_none("<img src='/p.gif' width=0 height=0>", "")]
#[case::pixel_one_side("<img src='/p.gif' height=1>", "")]
#[case::pixel_to_fill(
    "<img src='/p.gif' width=1 height=1 data-src='/1.jpg'>",
    "image /1.jpg"
)]
#[case::relative_size(
    "<img src='/1.jpg' width='100%' height='auto' style='height:0.5em'>",
    "image /1.jpg"
)]
#[case::hidden("<img src='/p.jpg' style='display:none'>", "")]
#[case::in_hidden("<div hidden><img src='/p.jpg'></div>", "")]
fn one_picture_is_one_media(#[case] markup: &str, #[case] expected: &str) {
    let rendered = read(&markup.replace("HOLDER", HOLDER));
    let shown: Vec<String> = rendered.media.iter().map(shown).collect();
    assert_eq!(shown.join(", "), expected);
}

#[rstest]
#[case(
    "<iframe src='about:blank' data-src='https://www.youtube.com/embed/abc'></iframe>",
    "https://www.youtube.com/embed/abc"
)]
#[case(
    "<iframe data-lazy-src='https://www.youtube.com/embed/abc' class=lazy></iframe><noscript><iframe src='https://www.youtube.com/embed/abc?x'></iframe></noscript>",
    "https://www.youtube.com/embed/abc"
)]
#[case(
    "<div class=p></div><noscript><iframe src='https://v.example/1'></iframe> <a href='/x'>x</a></noscript>",
    "https://v.example/1"
)]
#[case(
    "<amp-iframe src='https://v.example/1' width=9 height=9></amp-iframe>",
    "https://v.example/1"
)]
#[case(
    "<iframe src='https://v.example/1' height=0 width=100%></iframe>",
    "https://v.example/1"
)]
#[case(
    "<embed src='https://www.youtube.com/v/abc' type='application/x-shockwave-flash'>",
    "https://www.youtube.com/v/abc"
)]
#[case(
    "<noscript><iframe src='https://g.example/ns.html' height=0 width=0 style='display:none'></iframe></noscript>",
    ""
)]
#[case("<iframe src='https://g.example/x' height=1 width=1></iframe>", "")]
fn frames_lead_where_they_will(#[case] markup: &str, #[case] link: &str) {
    assert_eq!(read(markup).links.join(" "), link);
}

#[test]
fn the_alternative_text_stays_with_its_picture() {
    let read = read(
        "<img src='data:,' alt='Baliho'><noscript><img src='/1.jpg'></noscript>\
         <img src='/2.jpg'><img src='/2.jpg' alt='Dua jari'>",
    );
    let alts: Vec<_> = read.media.iter().map(|one| one.alt.as_deref()).collect();
    assert_eq!(alts, [Some("Baliho"), Some("Dua jari")]);
}

#[rstest]
#[case::wordpress(
    "<img src='https://s.w.org/images/core/emoji/15.0.3/72x72/270c.png' alt='✌️' class='wp-smiley' style='height: 1em; max-height: 1em;' />",
    "✌️"
)]
#[case::wordpress_without_class(
    "<img src='https://s.w.org/images/core/emoji/15.0.3/svg/1f44d.svg' alt=''>",
    "👍"
)]
#[case::wordpress_old(
    "<img src='/wp-includes/images/smilies/icon_smile.gif' alt=':)' class='wp-smiley'>",
    ":)"
)]
#[case::without_alt(
    "<img src='/wp-includes/images/smilies/icon_mrgreen.gif' class='wp-smiley'>",
    ":icon_mrgreen:"
)]
#[case::twemoji(
    "<img draggable=false class=twemoji alt='🔥' src='https://twemoji.maxcdn.com/2/72x72/1f525.png'>",
    "🔥"
)]
#[case::draggable("<img draggable='false' alt='👌🏽' src='https://a.example/x.svg'>", "👌🏽")]
#[case::draggable_code("<img draggable='false' src='https://a.example/2705.svg'>", "✅")]
#[case::facebook(
    "<img height=16 width=16 alt='😀' src='https://static.xx.fbcdn.net/images/emoji.php/v9/t4c/1/16/1f600.png'>",
    "😀"
)]
#[case::facebook_code(
    "<img height=16 width=16 src='https://static.xx.fbcdn.net/images/emoji.php/v9/t4c/1/16/1f600.png'>",
    "😀"
)]
#[case::discourse(
    "<img src='https://emoji.example/twitter/+1.png?v=12' title=':+1:' class='emoji' alt=':+1:' loading='lazy' width='20' height='20'>",
    ":+1:"
)]
#[case::custom(
    "<img class='custom-emoji' alt=':garuda:' src='/c/garuda.png'>",
    ":garuda:"
)]
#[case::flag("<img src='/e/1f1ee-1f1e9.png'>", "🇮🇩")]
#[case::noto("<img src='/noto/emoji_u270c.png'>", "✌")]
#[case::keycap("<img class=emoji src='/72x72/32-20e3.png'>", "2⃣")]
#[case::family("<img alt='👨‍👩‍👧' src='/x.png'>", "👨‍👩‍👧")]
#[case::lazy("<img class='emoji lazy' src='data:,' data-src='/1f44d.png'>", "👍")]
#[case::heart("<img alt='❤' src='/like.png' width=24>", "❤")]
#[case::telegram(
    "<i class=emoji style=\"background-image:url('//t.example/img/emoji/40/F09F988D.png')\"><b>😍</b></i>",
    "😍"
)]
#[case::behind_nothing(
    "<i class='twemoji' style='background-image:url(a.png)' title='✌'></i>",
    "✌"
)]
#[case::for_the_ear(
    "<span class='Emoji Emoji--forText' title='Victory hand' aria-label='Emoji: Victory hand'>\
     <span class=visuallyhidden>✌️</span></span>",
    "✌️"
)]
#[case::a_picture_by_its_role("<span role=img aria-label='👍'></span>", "👍")]
fn emoji_that_are_pictures_are_text(#[case] picture: &str, #[case] sign: &str) {
    let read = read(&format!("<p>Coblos {picture} ya{picture}!</p>"));
    assert_eq!(read.text, format!("Coblos {sign} ya{sign}!"));
    assert_eq!(read.media, []);
}

#[rstest]
#[case::a_photo("<img src='/foto/2714.jpg' alt='Foto bersama'>")]
#[case::a_number("<img src='/foto/2714.png'>")]
#[case::a_word("<img src='/foto/cafe.png'>")]
#[case::a_large_one("<img src='/foto/1.jpg' alt='🌹' width=600>")]
#[case::words_too("<img src='/foto/1.jpg' alt='Mawar 🌹'>")]
#[case::a_folder("<img src='/emoji-day/foto.jpg' alt='Rapat hari emoji'>")]
fn a_picture_that_somebody_took_stays_one(#[case] picture: &str) {
    let read = read(&format!("<p>Coblos {picture}</p>"));
    assert_eq!((read.text.as_str(), read.media.len()), ("Coblos", 1));
}

#[test]
fn hidden_emoji_and_names_of_emoji_stay_what_they_are() {
    let hidden = read("a <span style='display:none'><img class=emoji alt='👍' src='/x'></span>b");
    assert_eq!((hidden.text.as_str(), hidden.media.len()), ("a b", 0));
    assert_eq!(read("<p>Halo :blobcat: ya</p>").text, "Halo :blobcat: ya");
    let words = "<div class=emoji-ready title='👍'>Kata</div>";
    assert_eq!(read(words).text, "Kata");
    let hidden = "a <i class=emoji title='👍' style='visibility:hidden'></i>b";
    assert_eq!(read(hidden).text, "a b");
}
