//! Reading files that other tools wrote, and files that are broken.

use std::io::BufReader;
use std::path::{Path, PathBuf};

use netra::evidence::{DigestCheck, decode, read};
use proptest::prelude::*;

use super::support::records;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/warc")
        .join(name)
}

#[test]
fn a_file_of_another_tool_reads_and_verifies() {
    let records = records(&fixture("warcio_reference.warc.gz"));
    let shown: Vec<String> = records
        .iter()
        .map(|record| {
            let check = record.verify();
            let target = record.target().unwrap_or("-");
            let status = record.answer().map_or(0, |answer| answer.status);
            format!(
                "{} {} {target} {status} {:?} {:?}",
                record.offset,
                record.kind(),
                check.block,
                check.payload
            )
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r"
    0 warcinfo - 0 Match Absent
    282 response http://127.0.0.1:8005/index.html 200 Match Match
    902 request http://127.0.0.1:8005/index.html 0 Match Match
    1350 response http://127.0.0.1:8003/?feed=rss2 200 Match Match
    3105 request http://127.0.0.1:8003/?feed=rss2 0 Match Match
    ");
    let again = read::record_at(&fixture("warcio_reference.warc.gz"), 1350).unwrap();
    assert_eq!(again, records[3]);
}

#[test]
fn changed_bytes_are_found() {
    let failed: Vec<u64> = records(&fixture("warcio_bad_digest.warc"))
        .iter()
        .filter(|record| !record.verify().passed())
        .map(|record| record.offset)
        .collect();
    assert_eq!(failed, [347]);
}

#[test]
fn digests_are_compared_in_every_spelling() {
    let record = |digest: &str| {
        let text = format!(
            "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Block-Digest: {digest}\r\n\
             Content-Length: 3\r\n\r\nabc\r\n\r\n"
        );
        let record = read::records(text.as_bytes()).next().unwrap().unwrap();
        record.verify().block
    };
    let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(record(&format!("sha256:{hex}")), DigestCheck::Match);
    assert_eq!(
        record(&format!("SHA-256:{}", hex.to_uppercase())),
        DigestCheck::Match
    );
    assert_eq!(
        record("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"),
        DigestCheck::Match
    );
    assert_eq!(
        record("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE6"),
        DigestCheck::Mismatch
    );
    assert_eq!(
        record(&format!("sha256:{}", hex.replace('b', "c"))),
        DigestCheck::Mismatch
    );
    assert_eq!(record("sha1:tidak"), DigestCheck::Unknown);
    assert_eq!(
        record("md5:900150983cd24fb0d6963f7d28e17f72"),
        DigestCheck::Unknown
    );
    assert_eq!(record("tanpa-titik-dua"), DigestCheck::Unknown);
}

#[test]
fn what_is_not_a_record_is_an_error_and_ends_the_file() {
    let whole = "WARC/1.1\r\nContent-Length: 1\r\n\r\nx\r\n\r\n";
    for (broken, problem) in [
        (
            "HTTP/1.1 200 OK\r\n\r\n".to_owned(),
            "does not start with WARC/",
        ),
        (
            "WARC/1.1\r\nContent-Length: x\r\n\r\n".to_owned(),
            "no usable Content-Length",
        ),
        ("WARC/1.1\r\n\r\n".to_owned(), "no usable Content-Length"),
        (
            format!("WARC/1.1\r\nContent-Length: {}\r\n\r\n", u64::MAX),
            "no usable Content-Length",
        ),
        (whole.replace(": 1", ": 2"), "breaks off"),
        (whole.replace(": 1", ": 0"), "breaks off"),
        (
            format!("WARC/1.1\r\nX: {}", "x".repeat(70_000)),
            "break off",
        ),
    ] {
        let text = format!("{whole}{broken}");
        let all: Vec<_> = read::records(text.as_bytes()).collect();
        assert_eq!(all.len(), 2, "{broken:.40}");
        let shown = all[1].as_ref().unwrap_err().to_string();
        assert!(
            shown.contains(problem) && shown.contains("byte 36"),
            "{shown}"
        );
    }
}

#[test]
fn folded_fields_and_strange_cases_are_read() {
    let text = "WARC/1.0\r\nwarc-type: response\r\nWARC-TARGET-URI: <http://a.example/>\r\n\
                X-Note: one\r\n  two\r\ncontent-length: 0\r\n\r\n\r\n\r\n";
    let record = read::records(text.as_bytes()).next().unwrap().unwrap();
    assert_eq!(record.field("x-note"), Some("one two"));
    assert_eq!(record.target(), Some("http://a.example/"));
    assert_eq!(record.answer(), None);
}

/// The corpus of the fuzz target, whole and cut everywhere.
#[test]
fn fixtures_cut_anywhere_give_records_or_an_error() {
    for name in ["warcio_reference.warc.gz", "warcio_bad_digest.warc"] {
        let bytes = std::fs::read(fixture(name)).unwrap();
        for end in (0..bytes.len()).step_by(7) {
            for record in read::records(BufReader::new(&bytes[..end])).flatten() {
                record.verify();
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_give_records_or_an_error(bytes: Vec<u8>) {
        for start in ["", "\u{1f}", "WARC/1.1\r\n", "WARC/1.1\r\nContent-Length: 5\r\n\r\n"] {
            let input = [start.as_bytes(), &bytes].concat();
            for record in read::records(input.as_slice()).flatten() {
                record.verify();
                if let Some(answer) = record.answer() {
                    decode(&answer.codings(), answer.body, 1000);
                }
            }
        }
    }
}
