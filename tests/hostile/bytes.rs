//! Whoever is watched answers so that no program can read it, or so that what is kept looks made
//! up: the record holds the octets of the head as they came.

use netra::evidence::{Record, read};
use rstest::rstest;
use tempfile::TempDir;

use crate::fetch::wire::{Then, fetch, quick, serve};

const BODY: &[u8] = b"<rss><channel><title>Isi</title></channel></rss>";

/// What was kept of an answer, whatever the door made of it.
async fn kept(answer: &[u8]) -> Vec<Record> {
    let address = serve(answer, Then::Close).await;
    let (_fetched, dir) = fetch(address, quick(address)).await;
    responses(&dir)
}

fn responses(dir: &TempDir) -> Vec<Record> {
    let names = std::fs::read_dir(dir.path()).unwrap();
    let names = names.map(|entry| entry.unwrap().path());
    let files = names.filter(|path| path.extension().is_some_and(|end| end == "gz"));
    let records = files.flat_map(|path| read::open(&path).unwrap());
    let records = records.map(Result::unwrap).filter(|record| {
        assert!(record.verify().passed());
        let target = record.field("WARC-Target-URI").unwrap_or_default();
        record.kind() == "response" && !target.ends_with("/robots.txt")
    });
    records.collect()
}

#[rstest]
#[case::reason(b"HTTP/1.1 200 Palsu\r\nContent-Length: 48\r\n\r\n")]
#[case::long_reason(b"HTTP/1.1 200 Semua baik: percayalah\r\nContent-Length: 48\r\n\r\n")]
#[case::eight_bit_reason(b"HTTP/1.1 200 Ok\xe9\xff\r\nContent-Length: 48\r\n\r\n")]
#[case::no_reason(b"HTTP/1.1 200\r\nContent-Length: 48\r\n\r\n")]
#[case::blank_reason(b"HTTP/1.1 200 \r\nContent-Length: 48\r\n\r\n")]
#[case::two_blanks(b"HTTP/1.1  200  OK\r\nContent-Length: 48\r\n\r\n")]
#[case::nul_in_the_reason(b"HTTP/1.1 200 O\0K\r\nContent-Length: 48\r\n\r\n")]
#[case::odd_status(b"HTTP/1.1 999 Request denied\r\nContent-Length: 48\r\n\r\n")]
#[case::not_found(b"HTTP/1.1 404 Hilang\r\nContent-Length: 48\r\n\r\n")]
#[case::failing(b"HTTP/1.1 500 Rusak\r\nContent-Length: 48\r\n\r\n")]
#[case::version(b"HTTP/1.0 200 OK\r\nContent-Length: 48\r\n\r\n")]
#[case::another_version(b"HTTP/7.3 200 OK\r\nContent-Length: 48\r\n\r\n")]
#[case::lower_case(b"http/1.1 200 ok\r\ncontent-length: 48\r\n\r\n")]
#[case::case_of_names(b"HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh: 48\r\nX-NAMA: a\r\n\r\n")]
#[case::blanks(b"HTTP/1.1 200 OK\r\nContent-Length:48\r\nX:   a\t\r\nY : b\r\n\r\n")]
#[case::goes_on(b"HTTP/1.1 200 OK\r\nX-Lama: a\r\n  b\r\n\tc\r\nContent-Length: 48\r\n\r\n")]
#[case::goes_on_from_nothing(b"HTTP/1.1 200 OK\r\n x: a\r\nContent-Length: 48\r\n\r\n")]
#[case::repeated(b"HTTP/1.1 200 OK\r\nX: a\r\nx: a\r\nContent-Length: 48\r\nX: b\r\n\r\n")]
#[case::nul(b"HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 48\r\n\r\n")]
#[case::nul_in_a_name(b"HTTP/1.1 200 OK\r\nX\0Y: a\r\nContent-Length: 48\r\n\r\n")]
#[case::carriage_return(b"HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 48\r\n\r\n")]
#[case::carriage_returns(b"HTTP/1.1 200 OK\r\nX: a\r\rPALSU: b\r\nContent-Length: 48\r\n\r\n")]
#[case::control_signs(b"HTTP/1.1 200 OK\r\nX: \x1b[2J\x07\x7f\r\nContent-Length: 48\r\n\r\n")]
#[case::no_colon(b"HTTP/1.1 200 OK\r\ntanpa titik dua\r\nContent-Length: 48\r\n\r\n")]
#[case::no_name(b"HTTP/1.1 200 OK\r\n: a\r\nContent-Length: 48\r\n\r\n")]
#[case::eight_bit(b"HTTP/1.1 200 OK\r\nX: Jos\xe9 \xff\xfe\r\nContent-Length: 48\r\n\r\n")]
#[case::eight_bit_name(b"HTTP/1.1 200 OK\r\nJos\xe9: a\r\nContent-Length: 48\r\n\r\n")]
#[case::line_feeds(b"HTTP/1.1 200 OK\nX: a\nContent-Length: 48\n\n")]
#[case::mixed_ends(b"HTTP/1.1 200 OK\r\nX: a\nContent-Length: 48\r\n\n")]
#[case::mixed_the_other_way(b"HTTP/1.1 200 OK\nX: a\r\nContent-Length: 48\n\r\n")]
#[case::two_carriage_returns(b"HTTP/1.1 200 OK\r\r\nContent-Length: 48\r\r\n\r\r\n")]
#[case::no_length(b"HTTP/1.1 200 OK\r\nX: a\r\n\r\n")]
#[case::nothing(b"HTTP/1.1 200 OK\n\n")]
#[case::record(
    b"HTTP/1.1 200 OK\r\nWARC-Type: response\r\nWARC/1.1: a\r\nContent-Length: 48\r\n\r\n"
)]
#[tokio::test]
async fn the_head_is_kept_as_it_came(#[case] head: &[u8]) {
    let sent = [head, BODY].concat();
    let records = kept(&sent).await;
    assert!(!records.is_empty());
    for record in records {
        assert_eq!(
            record.block.escape_ascii().to_string(),
            sent.escape_ascii().to_string()
        );
        assert_eq!(record.answer().unwrap().body, BODY);
    }
}

/// What must not be kept, or would misdescribe the body, goes; every other line stays as it came.
#[rstest]
#[case::secret(
    b"HTTP/1.1 200 Palsu\nSet-Cookie: id=rahasia\n path=/rahasia\nX: a\rb\nContent-Length: 48\n\n",
    b"HTTP/1.1 200 Palsu\nSet-Cookie: REDACTED\nX: a\rb\nContent-Length: 48\n\n"
)]
#[case::secret_in_an_address(
    b"HTTP/1.1 200 Palsu\r\nX: https://a.example/?token=rahasia\nContent-Length: 48\r\n\n",
    b"HTTP/1.1 200 Palsu\r\nX: https://a.example/?token=REDACTED\nContent-Length: 48\r\n\n"
)]
#[case::wrong_length(
    b"HTTP/1.1 200 Palsu\nX-Y: a\0\nContent-Length: 4800\nz\n\n",
    b"HTTP/1.1 200 Palsu\nX-Y: a\0\nz\ncontent-length: 48\r\n\n"
)]
#[tokio::test]
async fn what_goes_takes_nothing_with_it(#[case] head: &[u8], #[case] expected: &[u8]) {
    let records = kept(&[head, BODY].concat()).await;
    let expected = [expected, BODY].concat();
    assert!(!records.is_empty());
    for record in records {
        assert_eq!(
            record.block.escape_ascii().to_string(),
            expected.escape_ascii().to_string()
        );
        assert_eq!(record.answer().unwrap().body, BODY);
    }
}
