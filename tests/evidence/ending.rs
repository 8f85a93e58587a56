//! Whether a document came to its end.

use netra::evidence::{is_ended, read_body};
use netra::model::Truncation;
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case::rss("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel></channel></rss>\r\n")]
#[case::blank_in_the_end_tag("<rss></rss >")]
#[case::atom("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry/></feed><!-- cached -->")]
#[case::rdf("<rdf:RDF xmlns:rdf=\"x\"><item/></rdf:RDF>")]
#[case::prefixed("<a:feed xmlns:a=\"x\"></a:feed>")]
#[case::empty("<feed/>")]
#[case::other_root("<?xml version='1.0'?><!-- <x> --><opml><body><opml></opml></body></opml>")]
#[case::html("<!DOCTYPE html><p>Isi</p></body></HTML>\n<!-- 0.2 s --><script>x()</script>")]
#[case::html_without_head("<html>Isi</html>")]
#[case::notice_before("<br />\n<b>Warning</b>: x in <b>y.php</b><rss><channel/></rss>")]
#[case::notice_after("<rss><channel/></rss><br /><b>Warning</b>: x")]
#[case::mark("\u{feff}<rss></rss>")]
#[case::object("{\"a\": [1, \"}]\\\"\", {}]}\n")]
#[case::list("[]")]
#[case::json_behind_a_notice("<b>Notice</b>: x [8] in y\n[{\"id\": 1}]")]
#[case::json_before_a_notice("[{\"id\": 1}]<b>Notice</b>: {")]
fn whole(#[case] text: &str) {
    assert!(is_ended(text.as_bytes()));
    let wide: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(text.trim_start_matches('\u{feff}').encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(is_ended(&wide), "in UTF-16");
}

#[rstest]
#[case::nothing("")]
#[case::text("Pengumuman")]
#[case::robots("User-agent: *\nDisallow: /\n")]
#[case::cut_rss("<rss><channel><item></item>")]
#[case::cut_end_tag("<rss><channel></channel></rss")]
#[case::end_in_cdata("<rss><channel><![CDATA[ tulis </rss> di akhir")]
#[case::end_in_a_comment("<rss><channel><!-- </rss> ")]
#[case::end_of_another("<feed><rss></rss>")]
#[case::root_within_itself("<?xml version='1.0'?><opml><opml></opml>")]
#[case::cut_html("<!doctype html><html><body><p>Isi</p>")]
#[case::end_in_a_script("<html><script>document.write('</html>')")]
#[case::end_in_a_style("<html><style>/* </html> */")]
#[case::end_in_a_field("<html><textarea></html>")]
#[case::notice_alone("<br />\n<b>Warning</b>: x")]
#[case::cut_object("{\"a\": [1, 2]")]
#[case::bracket_in_a_string("{\"a\": \"}")]
#[case::quote_in_a_string("[\"\\\"]")]
#[case::cut_number("[1, 2")]
fn cut(#[case] text: &str) {
    assert!(!is_ended(text.as_bytes()));
}

#[rstest]
#[case::disconnect(Truncation::Disconnect, "<rss></rss>", None)]
#[case::time(Truncation::Time, "{}", None)]
#[case::cut_disconnect(Truncation::Disconnect, "<rss>", Some(Truncation::Disconnect))]
#[case::cut_time(Truncation::Time, "[1", Some(Truncation::Time))]
#[case::length(Truncation::Length, "<rss></rss>", Some(Truncation::Length))]
fn the_document_decides(
    #[case] cut: Truncation,
    #[case] text: &str,
    #[case] truncated: Option<Truncation>,
) {
    let read = read_body("", text.as_bytes(), 1000, Some(cut));
    assert_eq!(read.truncated, truncated);
    assert_eq!(
        read.oddities.is_empty(),
        truncated.is_some(),
        "{:?}",
        read.oddities
    );
}

proptest! {
    /// A document is whole at its end and nowhere before it.
    #[test]
    fn only_the_whole_document_is_ended(
        words in "[a-z<>&\\[\\]{}\"\\\\/ ]{0,40}",
        kind in 0_usize..3,
    ) {
        let [json, rss, html] = [
            serde_json::json!([{"isi": words, "daftar": [1, {}]}]).to_string(),
            format!("<rss><title><![CDATA[{words}]]></title></rss>"),
            format!("<html><!-- {words} --><script>{words}</script></html>"),
        ];
        let text = [json, rss, html][kind].clone().into_bytes();
        prop_assert!(is_ended(&text));
        for end in 0..text.len() {
            prop_assert!(!is_ended(&text[..end]), "{}", String::from_utf8_lossy(&text[..end]));
        }
    }

    #[test]
    fn any_bytes_are_answered(bytes: Vec<u8>) {
        is_ended(&bytes);
    }
}
