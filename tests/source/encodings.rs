//! Documents whose encoding is not the one that is said.

use encoding_rs::WINDOWS_1252;
use netra::model::{Capture, FetchRequest, Platform};
use netra::source::shared::charset::decode;
use proptest::prelude::*;
use rstest::rstest;

use super::{account, answer, sources};

const WORDS: &str = "Kata “Dukung” – harga Rp5.000… café ’26";
/// The same in windows-1252.
const IN_1252: &[u8] = b"Kata \x93Dukung\x94 \x96 harga Rp5.000\x85 caf\xe9 \x9226";
/// "支持二号" in GBK.
const IN_GBK: &[u8] = b"\xd6\xa7\xb3\xd6\xb6\xfe\xba\xc5";
/// "Дукунг" in windows-1251.
const IN_1251: &[u8] = b"\xc4\xf3\xea\xf3\xed\xe3";

fn xml(encoding: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("<?xml version='1.0' encoding='{encoding}'?><a>");
    [head.as_bytes(), body, b"</a>"].concat()
}

fn meta(encoding: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("<html><meta charset={encoding}><p>");
    [head.as_bytes(), body].concat()
}

fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[rstest]
#[case::said_twice_to_be_utf_8(xml("UTF-8", IN_1252), Some("text/xml; charset=utf-8"), true)]
#[case::said_to_be_utf_8(xml("UTF-8", IN_1252), Some("text/xml"), true)]
#[case::said_to_be_latin_1(xml("ISO-8859-1", IN_1252), Some("text/xml"), false)]
#[case::nothing_said([b"<a>", IN_1252].concat(), None, false)]
#[case::the_servers_default(xml("UTF-8", WORDS.as_bytes()), Some("text/xml; charset=ISO-8859-1"), true)]
#[case::latin1(meta("utf-8", WORDS.as_bytes()), Some("text/html; charset=latin1"), true)]
#[case::a_wrong_template(meta("gb2312", WORDS.as_bytes()), Some("text/html"), true)]
#[case::gb2312_by_the_server(WORDS.as_bytes().to_vec(), Some("text/html; charset=gb2312"), true)]
#[case::euc_kr(xml("euc-kr", WORDS.as_bytes()), None, true)]
#[case::shift_jis(WORDS.as_bytes().to_vec(), Some("text/html; charset=Shift_JIS"), true)]
#[case::windows_1251(WORDS.as_bytes().to_vec(), Some("text/html;charset=windows-1251"), true)]
#[case::header_right_meta_wrong(meta("iso-8859-1", WORDS.as_bytes()), Some("text/html; charset=utf-8"), false)]
#[case::not_utf_16(xml("UTF-16", WORDS.as_bytes()), Some("text/xml; charset=utf-16"), true)]
#[case::not_utf_16le(meta("utf-16le", WORDS.as_bytes()), None, true)]
#[case::in_truth_wide(wide(WORDS, u16::to_le_bytes), Some("text/html; charset=utf-8"), true)]
#[case::wide_and_said(
    wide(WORDS, u16::to_be_bytes),
    Some("text/html; charset=utf-16"),
    false
)]
#[case::marked([b"\xef\xbb\xbf", WORDS.as_bytes()].concat(), Some("text/html; charset=utf-8"), false)]
#[case::marked_but_not([b"\xef\xbb\xbf", IN_1252].concat(), None, false)]
#[case::an_unknown_name(WORDS.as_bytes().to_vec(), Some("text/html; charset=utf-8-bin"), false)]
fn words_are_read_in_the_encoding_they_are_in(
    #[case] body: Vec<u8>,
    #[case] header: Option<&str>,
    #[case] told: bool,
) {
    let decoded = decode(&body, header);
    assert!(decoded.text.contains(WORDS), "{}", decoded.text);
    assert_eq!(
        decoded.overridden.is_some(),
        told,
        "{:?}",
        decoded.overridden
    );
}

#[rstest]
#[case(meta("gb2312", IN_GBK), Some("text/html"), "支持二号")]
#[case(IN_GBK.to_vec(), Some("text/html; charset=gbk"), "支持二号")]
#[case(
    meta("gb2312", IN_GBK),
    Some("text/html; charset=iso-8859-1"),
    "支持二号"
)]
#[case(meta("gb2312", IN_GBK), Some("text/html; charset=utf-8"), "支持二号")]
#[case(IN_1251.to_vec(), Some("text/html; charset=windows-1251"), "Дукунг")]
#[case(
    meta("windows-1251", IN_1251),
    Some("text/html; charset=utf-8"),
    "Дукунг"
)]
#[case(b"\x1b$B@/<#\x1b(B".to_vec(), Some("text/html; charset=iso-2022-jp"), "政治")]
#[case(b"harga \xa35".to_vec(), Some("text/html; charset=iso-8859-15"), "harga £5")]
fn an_encoding_that_is_said_and_fits_is_believed(
    #[case] body: Vec<u8>,
    #[case] header: Option<&str>,
    #[case] words: &str,
) {
    let decoded = decode(&body, header);
    assert!(decoded.text.contains(words), "{}", decoded.text);
}

#[rstest]
#[case("text/xml; charset=utf-8", "Kata \u{fffd} “Dukung” – harga")]
#[case("text/xml; charset=iso-8859-1", "Kata \u{fffd} “Dukung” – harga")]
fn one_broken_letter_breaks_no_other(#[case] header: &str, #[case] words: &str) {
    for fault in [&b"\xe2\x80"[..], b"\xff", b"\xc3"] {
        let body = [b"Kata ", fault, " “Dukung” – harga ½ € é".as_bytes()].concat();
        assert!(
            decode(&body, Some(header)).text.contains(words),
            "{fault:?}"
        );
    }
}

#[rstest]
#[case(b"Kata \xff isi", "Kata \u{fffd} isi")]
#[case(b"Kata\xc3 isi", "Kata\u{fffd} isi")]
#[case(b"Kata \xe2\x80 isi", "Kata \u{fffd} isi")]
#[case(b"caf\xe9 isi", "café isi")]
#[case(b"harga \x96 isi", "harga – isi")]
#[case(b"isi\xa0dua", "isi\u{a0}dua")]
fn a_single_byte_is_a_letter_where_it_makes_sense_as_one(#[case] body: &[u8], #[case] text: &str) {
    assert_eq!(decode(body, Some("text/html; charset=utf-8")).text, text);
}

/// What a program did to text that it took for windows-1252, or Latin-1, and put into UTF-8 again.
fn twice(text: &str, latin: bool) -> String {
    let bytes = text.as_bytes();
    if latin {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    } else {
        WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned()
    }
}

#[rstest]
#[case("Kata “Dukung” café — ✌️ 👍 ya")]
#[case("harga 5 € · café")]
fn letters_that_were_put_into_utf_8_twice_are_read(#[case] words: &str) {
    for latin in [true, false] {
        let decoded = twice(words, latin);
        let read = decode(decoded.as_bytes(), Some("text/html; charset=utf-8"));
        assert_eq!(read.text, words);
        assert!(read.overridden.expect("told").contains("twice"));
    }
    assert_eq!(decode(words.as_bytes(), None).overridden, None);
}

/// One post of many that was put in twice: the others tell that the letters are what they are.
#[rstest]
#[case("“Satu” – “dua” … café, lalu cafÃ©")]
#[case("Ã… dan Â")]
#[case("é“… ü“…")]
fn letters_that_are_what_they_are_stay(#[case] words: &str) {
    let read = decode(words.as_bytes(), Some("text/html; charset=utf-8"));
    assert_eq!((&*read.text, read.overridden), (words, None));
}

#[test]
fn signs_in_two_halves_are_joined() {
    let body = b"Pilih \xed\xa0\xbd\xed\xb1\x8d \xe2\x80\x9cya\xe2\x80\x9d";
    for header in [None, Some("text/html; charset=utf-8")] {
        let read = decode(body, header);
        assert_eq!((&*read.text, read.overridden), ("Pilih 👍 “ya”", None));
    }
    let half = decode(b"Pilih \xed\xa0\xbd ya \xe2\x80\x9cya\xe2\x80\x9d", None);
    assert!(half.text.ends_with("“ya”"), "{}", half.text);
}

#[test]
fn signs_that_cannot_be_read_are_told() {
    let told = |body: &[u8]| decode(body, Some("text/html; charset=utf-8")).overridden;
    let broken = told(b"Kata \xff isi \xc3 dan \xe2\x80\x9cdua\xe2\x80\x9d");
    assert!(broken.expect("told").ends_with("read: 2"));
    // Cut at the end, and a sign that stands for what somebody else could not read.
    assert_eq!(told(b"Kata \xe2\x80"), None);
    assert_eq!(told("Kata \u{fffd} isi".as_bytes()), None);
}

/// Reads an answer with a header.
fn warnings(platform: Platform, url: &str, step: &str, body: &[u8]) -> Vec<String> {
    let request = FetchRequest::new(url.parse().expect("a URL"), "*/*", step);
    let header = "text/html; charset=iso-8859-1".to_owned();
    let capture = Capture {
        headers: vec![("content-type".to_owned(), header)],
        ..answer(&request, 200, body)
    };
    let page = sources()
        .get(platform)
        .parse(&account(platform, url), None, &capture);
    assert!(page.posts.iter().all(|post| post.text.contains("“Dukung”")));
    let warnings = page.warnings.into_iter().map(|warning| warning.message);
    warnings.filter(|one| one.contains("said to be")).collect()
}

#[test]
fn an_encoding_that_is_not_the_one_said_is_told_once() {
    let feed = "<rss version='2.0'><channel><item><guid>1</guid><title>Kata “Dukung”</title></item>\
                <item><guid>2</guid><title>Lagi “Dukung”</title></item></channel></rss>";
    let item = "<article><h1>Kata “Dukung”</h1><div class=entry-content>“Dukung”</div></article>";
    let url = "https://dinas.kota.go.id/berita";
    let item_step = format!("item {url}/1");
    let told = [
        warnings(Platform::Feed, url, "newest", feed.as_bytes()),
        warnings(Platform::Html, url, &item_step, item.as_bytes()),
        warnings(
            Platform::Html,
            url,
            "listing",
            "<article><h2><a href=/1>“Dukung”</a></h2></article>".as_bytes(),
        ),
    ];
    for told in told {
        let expected = "the text is said to be \"iso-8859-1\" but is UTF-8, and was read as that";
        assert_eq!(told, [expected]);
    }
}

proptest! {
    #[test]
    fn utf_8_is_never_mistaken(text in "\\PC{0,30}[é“…👍ü]{1,9}\\PC{0,30}", label in "[a-z0-9-]{0,12}") {
        let header = format!("text/html; charset={label}");
        prop_assert_eq!(decode(text.as_bytes(), Some(&header)).text, text.as_str());
        prop_assert_eq!(decode(text.as_bytes(), None).text, text.as_str());
    }

    #[test]
    fn any_bytes_with_any_header_are_decoded(
        body in proptest::collection::vec(any::<u8>(), 0..80),
        header in "\\PC{0,30}",
    ) {
        decode(&body, Some(&header));
    }
}
