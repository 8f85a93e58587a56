//! Words that a page hides by its own style sheets.

use netra::model::Platform;
use netra::source::Sources;
use netra::source::html::Adapter;
use netra::source::shared::html::to_text;
use proptest::prelude::*;
use rstest::rstest;

use super::{account, capture};

#[rstest]
#[case::class(".x{display:none}", "<p class='a x'>X</p>")]
#[case::id("#x { display : none }", "<p id=x>X</p>")]
#[case::element("aside{display:none}", "<aside><p>X</p></aside>")]
#[case::case_of_elements("ASIDE{DISPLAY:NONE}", "<aside>X</aside>")]
#[case::invisible(".x{visibility:hidden}", "<p class=x><b>X</b></p>")]
#[case::list("h6, .y,\n.x{color:red;display:none}", "<p class=x>X</p>")]
#[case::later_wins(".x{display:block}.x{display:none}", "<p class=x>X</p>")]
#[case::id_over_class("#x{display:none}.x{display:block}", "<p id=x class=x>X</p>")]
#[case::class_over_element(".x{display:none} p{display:block}", "<p class=x>X</p>")]
#[case::important(".x{display:none!important}.x{display:block}", "<p class=x>X</p>")]
#[case::important_over_parts(
    ".x{display:none!important} div p.x{display:block}",
    "<p class=x>X</p>"
)]
#[case::comments("/* } */.x/*,*/{/*{*/display:none}", "<p class=x>X</p>")]
#[case::strings("a::after{content:'}{'}.x{display:none}", "<p class=x>X</p>")]
#[case::after_other_rules(
    "@charset \"utf-8\";@import url(a.css);.x{display:none}",
    "<p class=x>X</p>"
)]
#[case::after_frames(
    "@keyframes a{from{display:block}to{display:block}}.x{display:none}",
    "<p class=x>X</p>"
)]
#[case::after_a_condition("@media print{p{color:red}}.x{display:none}", "<p class=x>X</p>")]
#[case::unclosed(".x{display:none", "<p class=x>X</p>")]
#[case::comment_of_old(" <!-- .x{display:none} --> ", "<p class=x>X</p>")]
#[case::other_shown(
    ".y.z{display:block} div > .w{display:flex}.x{display:none}",
    "<p class=x>X</p>"
)]
fn what_the_page_hides_is_not_read(#[case] css: &str, #[case] markup: &str) {
    for style in [
        format!("<style>{css}</style>"),
        format!("<style media=all type='text/css'>{css}</style>"),
    ] {
        let text = to_text(&format!("{style}<p>Tampak</p>{markup}<p>juga</p>"));
        assert_eq!(text, "Tampak\n\njuga");
    }
}

#[rstest]
#[case::print("@media print{.x{display:none}}", "<p class=x>X</p>")]
#[case::shown_on_wide_screens(
    ".x{display:none}@media (min-width:9px){.x{display:block}}",
    "<p class=x>X</p>"
)]
#[case::within_another(".a .x{display:none}", "<p class=x>X</p>")]
#[case::with_another(".x.y{display:none}", "<p class='x y'>X</p>")]
#[case::when_hovered(".x:hover{display:none}", "<p class=x>X</p>")]
#[case::by_attribute("[class=x]{display:none}", "<p class=x>X</p>")]
#[case::everything("*{display:none}", "<p class=x>X</p>")]
#[case::negated(":not(.x){display:none}", "<p class=x>X</p>")]
#[case::shown_by_parts(".x{display:none} .open .x{display:block}", "<p class=x>X</p>")]
#[case::shown_when_active(".x{display:none}.x.active{display:block}", "<p class=x>X</p>")]
#[case::shown_by_element(".x{display:none} body > p{display:block}", "<p class=x>X</p>")]
#[case::shown_by_any(".x{display:none} body > *{display:block}", "<p class=x>X</p>")]
#[case::shown_by_is(".x{display:none} :is(.x, .y){display:block}", "<p class=x>X</p>")]
#[case::shown_by_an_escape(".x{display:none} .\\78 {display:block}", "<p class=x>X</p>")]
#[case::shown_within(".x{display:none} main{ .x{display:block} }", "<p class=x>X</p>")]
#[case::shown_later(".x{display:none}.x{display:inline}", "<p class=x>X</p>")]
#[case::shown_by_another_class(".x{display:none}.y{display:block}", "<p class='x y'>X</p>")]
#[case::shown_by_the_element(".x{display:none}", "<p class=x style='display:block'>X</p>")]
#[case::shown_inside(
    ".x{visibility:hidden}.y{visibility:visible}",
    "<p class=x><b class=y>X</b></p>"
)]
#[case::important_again(
    ".x{display:none!important} .a .x{display:block!important}",
    "<p class=x>X</p>"
)]
#[case::inherited(".x{display:none}.x{display:inherit}", "<p class=x>X</p>")]
#[case::another_name(".x-y, .xx, #x{display:none}", "<p class=x>X</p>")]
#[case::another_case(".X{display:none}", "<p class=x>X</p>")]
#[case::fades_in(".wow{visibility:hidden}", "<p class='wow x'>X</p>")]
#[case::broken("} .x{display:none", "<p>X</p>")]
#[case::no_rule(".x display:none", "<p class=x>X</p>")]
#[case::in_a_string("a::after{content:'.x{display:none}'}", "<p class=x>X</p>")]
#[case::in_a_comment("/* .x{display:none} */", "<p class=x>X</p>")]
#[case::in_frames("@keyframes a{.x{display:none}}", "<p class=x>X</p>")]
fn what_a_page_may_show_again_is_read(#[case] css: &str, #[case] markup: &str) {
    let text = to_text(&format!("<style>{css}</style><p id=a>Tampak</p>{markup}"));
    assert!(text.contains('X'), "{text}");
}

#[rstest]
#[case::print("<style media=print>.x{display:none}</style>")]
#[case::narrow("<style media='(max-width: 600px)'>.x{display:none}</style>")]
#[case::no_css("<style type='text/template'>.x{display:none}</style>")]
#[case::undone_by_a_script("<style>p{display:none}</style>")]
fn a_sheet_that_may_not_hold_hides_nothing(#[case] style: &str) {
    let text = to_text(&format!("{style}<p class=x>X</p><p class=x>Y</p>"));
    assert_eq!(text, "X\n\nY");
}

#[test]
fn too_much_style_hides_nothing() {
    let css = "a{color:red}".repeat(100_000);
    let text = to_text(&format!(
        "<style>.x{{display:none}}{css}</style><p class=x>X</p><p>Y</p>"
    ));
    assert_eq!(text, "X\n\nY");
}

/// The sheet stands in the head of a page, the post in its body.
#[test]
fn a_page_hides_words_of_its_posts() {
    let page = "<html><head><style>.umpan{display:none}</style></head><body><h1>Judul</h1>\
        <article class=post><p>Isi <span class=umpan>tersembunyi</span> tampak</p></article></body></html>";
    let url = "https://bkd.kota.go.id/baca/kabar-1";
    let account = account(Platform::Html, "https://bkd.kota.go.id/berita");
    let capture = capture(url, &format!("item {url}"), 200, page);
    let adapter = "name = \"uji\"\nhosts = [\"*.go.id\"]\n[listing]\nitem = \"article\"\n[post]\nbody = \"article\"\n";
    let adapter = Adapter::parse("uji.toml", adapter).expect("an adapter");
    let page = Sources::new(vec![adapter])
        .get(Platform::Html)
        .parse(&account, None, &capture);
    assert_eq!(page.posts[0].text, "Judul\n\nIsi tampak");
}

proptest! {
    #[test]
    fn any_style_is_survived_and_what_it_does_not_name_is_read(
        css in prop::collection::vec(prop::sample::select(vec![
            ".x", "#x", "p", "{", "}", "display:none", "display:block", "visibility:hidden", ";",
            ",", " ", "@media print", "@import a", "\"", "'", "/*", "*/", "\\", "(", ")", "[", "]",
            ":is(", ">", "*", "!important", "<!--", "é",
        ]), 0..40),
    ) {
        let markup = format!("<style>{}</style><q-y class=y>Y</q-y><p class=x id=x>X</p>", css.concat());
        let text = to_text(&markup);
        prop_assert!(text.contains('Y'), "{}: {}", markup, text);
    }
}
