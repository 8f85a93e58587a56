//! Heads and framings of answers, as browsers and curl read them: pure.

use netra::evidence::read_body;
use netra::fetch::wire::{AnswerHead, BodyProgress, Framing, HeadError, take_head};
use netra::model::Truncation;
use proptest::prelude::*;
use rstest::rstest;

fn read(head: &[u8]) -> Result<Option<AnswerHead>, HeadError> {
    take_head(&mut head.to_vec())
}

/// Status and headers, `name: value` each.
fn told(head: &[u8]) -> (u16, Vec<String>) {
    let head = read(head).unwrap().unwrap();
    let headers = head.headers.iter().map(|(name, value)| {
        let value: String = value.iter().copied().map(char::from).collect();
        format!("{name}: {value}")
    });
    (head.status, headers.collect())
}

#[rstest]
#[case::plain("HTTP/1.1 200 OK\r\nA: b\r\n\r\n", 200, &["a: b"])]
#[case::no_headers("HTTP/1.1 204 No Content\r\n\r\n", 204, &[])]
#[case::line_feeds("HTTP/1.1 200 OK\nA: b\nC: d\n\n", 200, &["a: b", "c: d"])]
#[case::mixed_ends("HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\n", 200, &["a: b", "c: d"])]
#[case::two_carriage_returns("HTTP/1.1 200 OK\r\r\nA: b\r\r\n\r\r\n", 200, &["a: b"])]
#[case::no_reason("HTTP/1.1 404\r\n\r\n", 404, &[])]
#[case::blank_reason("HTTP/1.1 200 \r\nA: b\r\n\r\n", 200, &["a: b"])]
#[case::two_blanks("HTTP/1.1  200  OK\r\n\r\n", 200, &[])]
#[case::no_blank("HTTP/1.1 200OK\r\n\r\n", 200, &[])]
#[case::odd_status("HTTP/1.1 999 Request denied\r\n\r\n", 999, &[])]
#[case::lower_case("http/1.0 200 ok\r\n\r\n", 200, &[])]
#[case::other_version("HTTP/2.0 200 OK\r\n\r\n", 200, &[])]
#[case::empty_lines_before("\r\n\nHTTP/1.1 200 OK\r\n\r\n", 200, &[])]
#[case::rubbish_before("xyz HTTP/1.1 200 OK\r\n\r\n", 200, &[])]
#[case::blank_before_colon("HTTP/1.1 200 OK\r\nX-Frame-Options : DENY\r\n\r\n", 200, &["x-frame-options: DENY"])]
#[case::tab_before_colon("HTTP/1.1 200 OK\r\nA\t:\tb\t\r\n\r\n", 200, &["a: b"])]
#[case::no_blank_after_colon("HTTP/1.1 200 OK\r\nA:b\r\n\r\n", 200, &["a: b"])]
#[case::empty_value("HTTP/1.1 200 OK\r\nA:\r\nB: c\r\n\r\n", 200, &["a: ", "b: c"])]
#[case::empty_name("HTTP/1.1 200 OK\r\n: b\r\nC: d\r\n\r\n", 200, &["c: d"])]
#[case::no_colon("HTTP/1.1 200 OK\r\nno colon\r\nC: d\r\n\r\n", 200, &["c: d"])]
#[case::warning("HTTP/1.1 200 OK\r\nPHP Warning: x in y on line 0\r\nC: d\r\n\r\n", 200, &["c: d"])]
#[case::notice("HTTP/1.1 200 OK\r\n<b>Notice</b>: x\r\nC: d\r\n\r\n", 200, &["c: d"])]
#[case::brackets("HTTP/1.1 200 OK\r\nX[a]: b\r\nC: d\r\n\r\n", 200, &["c: d"])]
#[case::letters_in_a_name("HTTP/1.1 200 OK\r\nJos\u{e9}: b\r\nC: d\r\n\r\n", 200, &["c: d"])]
#[case::goes_on("HTTP/1.1 200 OK\r\nA: b\r\n  c\r\n\td \r\nE: f\r\n\r\n", 200, &["a: b c d", "e: f"])]
#[case::goes_on_from_nothing("HTTP/1.1 200 OK\r\n A: b\r\nC: d\r\n\r\n", 200, &["c: d"])]
#[case::goes_on_from_none("HTTP/1.1 200 OK\r\nA: b\r\nPHP Warning: x\r\n more: x\r\n\r\n", 200, &["a: b"])]
#[case::colons("HTTP/1.1 200 OK\r\nLink: <https://a.example>\r\n\r\n", 200, &["link: <https://a.example>"])]
#[case::control("HTTP/1.1 200 OK\r\nA: b\u{1}\0c\r\n\r\n", 200, &["a: b\u{1}\0c"])]
#[case::carriage_return("HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", 200, &["a: b\rc"])]
fn heads(#[case] head: &str, #[case] status: u16, #[case] headers: &[&str]) {
    let headers = headers.iter().map(|header| (*header).to_owned()).collect();
    assert_eq!(told(head.as_bytes()), (status, headers));
}

#[test]
fn octets_beyond_ascii_are_kept_as_sent() {
    let head = b"HTTP/1.1 200 Ok\xe9\r\nX-Nama: Jos\xe9\r\nX-U: \xc3\xa9\r\n\r\n";
    let head = read(head).unwrap().unwrap();
    let values: Vec<&[u8]> = head.headers.iter().map(|(_, value)| &value[..]).collect();
    assert_eq!(values, [b"Jos\xe9", &b"\xc3\xa9"[..]]);
    assert_eq!(head.lines[0], b"HTTP/1.1 200 Ok\xe9\r\n");
    assert_eq!(head.lines.len(), 4, "with the empty one");
}

/// The corpus of the fuzz target, cut everywhere.
#[test]
fn answers_cut_anywhere_are_answered() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/answer");
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(read(&bytes).unwrap().is_some());
        for end in 0..bytes.len() {
            let mut received = bytes[..end].to_vec();
            take_head(&mut received).unwrap();
            read_body("gzip", &received, 1000, Some(Truncation::Disconnect));
        }
    }
}

#[test]
fn many_headers_are_read() {
    let cookies = "Set-Cookie: k=v\r\n".repeat(3000);
    let (_, headers) = told(format!("HTTP/1.1 200 OK\r\n{cookies}\r\n").as_bytes());
    assert_eq!(headers.len(), 3000);
}

#[rstest]
#[case::ssh(
    b"SSH-2.0-OpenSSH_9.2\r\n",
    "does not speak HTTP (it began with \"SSH-2.0-OpenSSH_9.2\")"
)]
#[case::page_alone(b"<html>\n", "does not speak HTTP")]
#[case::binary(&[7; 40], "does not speak HTTP")]
#[case::tls(&[0x15, 3, 1, 0, 2, 2, 10], "speaks TLS; register the address with https://")]
#[case::no_status(b"HTTP/1.1 OK\r\nA: b\r\n\r\n", "\"HTTP/1.1 OK\", names no status")]
#[case::small_status(b"HTTP/1.1 20 OK\r\n\r\n", "names no status")]
#[case::long_status(b"HTTP/1.1 2000 OK\r\n\r\n", "names no status")]
fn what_is_no_head_is_told_in_a_sentence(#[case] bytes: &[u8], #[case] message: &str) {
    let told = read(bytes).unwrap_err().to_string();
    assert!(told.contains(message), "{told}");
}

#[test]
fn endless_headers_name_the_line() {
    let mut head = b"HTTP/1.1 200 OK\r\nA: b\r\nX-Besar: ".to_vec();
    head.resize(300 * 1024, b'x');
    let told = read(&head).unwrap_err().to_string();
    assert!(
        told.contains("256 KiB (line 3 begins with \"X-Besar\")"),
        "{told}"
    );
}

/// All of the body, if the framing says that it is there.
fn body(mut framing: Framing, sent: &[u8], step: usize) -> Option<String> {
    let (mut received, mut body) = (Vec::new(), Vec::new());
    for part in sent.chunks(step) {
        received.extend_from_slice(part);
        match framing.take(&mut received, &mut body) {
            BodyProgress::Done => return Some(String::from_utf8(body).unwrap()),
            BodyProgress::Broken => return None,
            BodyProgress::More => {}
        }
    }
    framing.may_end().then(|| String::from_utf8(body).unwrap())
}

#[rstest]
#[case::plain("4\r\nsatu\r\n4\r\n dua\r\n0\r\n\r\n", Some("satu dua"))]
#[case::extensions("4;a=b;c\r\nsatu\r\n0;x\r\n\r\n", Some("satu"))]
#[case::trailers("4\r\nsatu\r\n0\r\nX-A: b\r\nX-C: d\r\n\r\n", Some("satu"))]
#[case::line_feeds("4\nsatu\n0\n\n", Some("satu"))]
#[case::blanks_around("4  \r\nsatu\r\n 0 \r\n\r\n", Some("satu"))]
#[case::words_behind("4 x\r\nsatu\r\n0 x\r\n\r\n", Some("satu"))]
#[case::two_carriage_returns("4\r\r\nsatu\r\r\n0\r\r\n\r\r\n", Some("satu"))]
#[case::other_letters_behind("4x\r\nsatu\r\n0\r\n\r\n", None)]
#[case::zeros_before("0004\r\nsatu\r\n000\r\n\r\n", Some("satu"))]
#[case::capitals("A\r\nsatu dua 3\r\n0\r\n\r\n", Some("satu dua 3"))]
#[case::no_line_after_the_last("4\r\nsatu\r\n0\r\n", Some("satu"))]
#[case::no_last("4\r\nsatu\r\n", None)]
#[case::cut("9\r\nsatu", None)]
#[case::no_size("satu\r\n", None)]
#[case::signed("+4\r\nsatu\r\n0\r\n\r\n", None)]
#[case::beyond_all("fffffffffffffffff\r\n", None)]
#[case::longer_than_said("2\r\nsatu\r\n0\r\n\r\n", None)]
fn chunks(#[case] sent: &str, #[case] expected: Option<&str>) {
    for step in [1, 3, 1000] {
        let read = body(Framing::chunks(), sent.as_bytes(), step);
        assert_eq!(read.as_deref(), expected, "{step} octets at a time");
    }
}

proptest! {
    #[test]
    fn any_octets_are_answered(octets: Vec<u8>, cut in 0_usize..64) {
        let mut received = [b"HTTP/1.1 200 OK\r\n", &octets[..]].concat();
        received.truncate(received.len().saturating_sub(cut));
        drop(take_head(&mut received));
        drop(take_head(&mut octets.clone()));
        let mut framing = Framing::chunks();
        framing.take(&mut octets.clone(), &mut Vec::new());
    }

    /// A head that comes in two parts is read when it is there, and only then.
    #[test]
    fn a_head_may_come_in_parts(at in 0_usize..36) {
        let head = b"HTTP/1.1 200 OK\r\nA : b\r\nC: d\r\n e\r\n\r\nisi";
        let mut received = head[..at].to_vec();
        prop_assert_eq!(take_head(&mut received).unwrap(), None);
        received.extend_from_slice(&head[at..]);
        let read = take_head(&mut received).unwrap().unwrap();
        prop_assert_eq!(read.headers.len(), 2);
        prop_assert_eq!(&received, b"isi");
    }

    #[test]
    fn chunked_bodies_come_back(body_sent in "[ -~]{0,200}", size in 1_usize..50, step in 1_usize..60) {
        let mut sent = String::new();
        for part in body_sent.as_bytes().chunks(size) {
            sent += &format!("{:x}\r\n{}\r\n", part.len(), String::from_utf8_lossy(part));
        }
        sent += "0\r\n\r\n";
        let read = body(Framing::chunks(), sent.as_bytes(), step);
        prop_assert_eq!(read, Some(body_sent));
    }
}
