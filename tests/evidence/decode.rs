//! Content codings removed under a cap, as browsers remove them.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use netra::evidence::{Ending, decode, read_body};
use netra::model::Truncation;
use proptest::prelude::*;
use rstest::rstest;

const FEED: &[u8] = b"<rss><channel><item><title>Isi</title></item></channel></rss>\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bare(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A gzip member with all that its header may hold.
fn gzip_with_everything() -> Vec<u8> {
    let mut member = vec![0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0];
    member.extend(b"ab nama.xml\0catatan\0\x12\x34");
    member.extend(&gzip(FEED)[10..]);
    member
}

#[rstest]
#[case::none_said("", FEED.to_vec())]
#[case::identity("identity", FEED.to_vec())]
#[case::gzip("gzip", gzip(FEED))]
#[case::capitals("X-GZIP", gzip(FEED))]
#[case::twice("gzip, gzip", gzip(&gzip(FEED)))]
#[case::twice_said_once("gzip", gzip(&gzip(FEED)))]
#[case::empty_names(", gzip,,", gzip(FEED))]
#[case::parameter("gzip;q=1.0", gzip(FEED))]
#[case::zlib("deflate", zlib(FEED))]
#[case::bare("deflate", bare(FEED))]
#[case::stacked("deflate, gzip", gzip(&zlib(FEED)))]
#[case::gzip_unsaid("", gzip(FEED))]
#[case::gzip_called_none("none", gzip(FEED))]
#[case::plain_called_none("none", FEED.to_vec())]
#[case::gzip_called_deflate("deflate", gzip(FEED))]
#[case::zlib_called_gzip("gzip", zlib(FEED))]
#[case::plain_called_gzip("gzip", FEED.to_vec())]
#[case::plain_called_deflate("deflate", FEED.to_vec())]
#[case::plain_called_brotli("br", FEED.to_vec())]
#[case::a_charset("UTF-8", FEED.to_vec())]
#[case::chunked("chunked", FEED.to_vec())]
#[case::gzip_and_a_charset("utf-8, gzip", gzip(FEED))]
#[case::members("gzip", [gzip(&FEED[..9]), gzip(b""), gzip(&FEED[9..])].concat())]
#[case::every_field("gzip", gzip_with_everything())]
#[case::line_break_after("gzip", [gzip(FEED), b"\r\n".to_vec()].concat())]
#[case::zeros_after("gzip", [gzip(FEED), vec![0; 16]].concat())]
#[case::page_after("gzip", [gzip(FEED), b"<!-- cached -->".to_vec()].concat())]
#[case::half_a_magic_after("gzip", [gzip(FEED), vec![0x1f, 0x8b]].concat())]
#[case::bytes_after_zlib("deflate", [zlib(FEED), b"\r\n".to_vec()].concat())]
#[case::no_checksum_of_zlib("deflate", zlib(FEED)[..zlib(FEED).len() - 4].to_vec())]
fn read_as_browsers_read_it(#[case] coding: &str, #[case] sent: Vec<u8>) {
    let read = read_body(coding, &sent, 1000, None);
    assert_eq!(
        String::from_utf8_lossy(&read.bytes),
        String::from_utf8_lossy(FEED)
    );
    assert_eq!((read.truncated, read.oddities), (None, Vec::new()));
}

#[rstest]
#[case::no_trailer(&gzip(FEED)[..gzip(FEED).len() - 8], "checksum")]
#[case::half_a_trailer(&gzip(FEED)[..gzip(FEED).len() - 3], "checksum")]
#[case::wrong_checksum(&[&gzip(FEED)[..gzip(FEED).len() - 8], &[7; 8]].concat(), "checksum")]
#[case::broken_second_member(&[gzip(FEED), gzip(b"x")[..11].to_vec()].concat(), "broke off")]
fn an_odd_ending_of_a_whole_document_is_told(#[case] sent: &[u8], #[case] told: &str) {
    let read = read_body("gzip", sent, 1000, None);
    assert_eq!(
        String::from_utf8_lossy(&read.bytes),
        String::from_utf8_lossy(FEED)
    );
    assert_eq!(read.truncated, None);
    assert!(read.oddities[0].contains(told), "{:?}", read.oddities);
}

/// Of a text without an end nobody knows whether it is all there.
#[test]
fn a_doubtful_text_without_an_end_is_cut() {
    let sent = gzip(b"Pengumuman");
    let read = read_body("gzip", &sent[..sent.len() - 8], 1000, None);
    assert_eq!(read.bytes, b"Pengumuman");
    assert_eq!(read.truncated, Some(Truncation::Disconnect));
}

#[rstest]
#[case::brotli("br", &[0x1b, 0x3f, 0, 0, 0xc4, 0xe2, 0xb1, 0x91], "br")]
#[case::zstandard("zstd", &[0x28, 0xb5, 0x2f, 0xfd, 0x24, 0x40, 0xdd], "zstd")]
#[case::zstandard_unsaid("", &[0x28, 0xb5, 0x2f, 0xfd, 0x24, 0x40, 0xdd], "zstd")]
#[case::compress("compress", &[0x1f, 0x9d, 0x90, 0x3c, 0xe4, 0xcc, 0x01], "compress")]
#[case::under_gzip("br, gzip", &gzip(&[0x1b, 0x3f, 0, 0, 0xc4, 0xe2]), "br")]
fn a_coding_that_is_not_read_is_named(#[case] said: &str, #[case] sent: &[u8], #[case] name: &str) {
    assert_eq!(decode(said, sent, 1000).unread.as_deref(), Some(name));
    let told = read_body(said, sent, 1000, None).oddities;
    assert!(
        told[0].contains(name) && told[0].contains("not asked for"),
        "{told:?}"
    );
}

#[test]
fn the_cap_holds_for_plain_and_coded_bodies() {
    let plain = decode("", &[b'a'; 11], 10);
    assert_eq!((plain.body, plain.ending), (vec![b'a'; 10], Ending::Full));
    let bomb = gzip(&vec![b'a'; 1_000_000]);
    assert!(bomb.len() < 100_000);
    let read = read_body("gzip", &bomb, 100_000, None);
    assert_eq!(
        (read.bytes.len(), read.truncated),
        (100_000, Some(Truncation::Length))
    );
    let members = [bomb.clone(), bomb].concat();
    let read = read_body("gzip", &members, 1_500_000, None);
    assert_eq!(
        (read.bytes.len(), read.truncated),
        (1_500_000, Some(Truncation::Length))
    );
}

#[test]
fn a_torn_body_is_read_as_far_as_it_goes() {
    let text: Vec<u8> = (0..20_000_u32).flat_map(u32::to_le_bytes).collect();
    let coded = gzip(&text);
    let read = read_body("gzip", &coded[..coded.len() / 2], 1_000_000, None);
    assert_eq!(read.truncated, Some(Truncation::Disconnect));
    assert!(!read.bytes.is_empty() && text.starts_with(&read.bytes));
}

proptest! {
    #[test]
    fn the_cap_is_never_passed(body: Vec<u8>, cap in 0_usize..200, coding in "(gzip|deflate|br|, ){0,4}") {
        prop_assert!(decode(&coding, &body, cap).body.len() <= cap);
        let decoded = decode("gzip", &gzip(&body), 1_000_000);
        // A body that is gzip itself is unpacked further.
        prop_assume!(!body.starts_with(&[0x1f, 0x8b, 8]));
        prop_assert_eq!((decoded.body, decoded.ending), (body, Ending::Sure));
    }

    /// Whatever follows a whole member, the document stays as it was.
    #[test]
    fn bytes_after_the_end_change_nothing(body in "[ -~]{1,40}", after: Vec<u8>) {
        prop_assume!(!after.starts_with(&[0x1f, 0x8b, 8]));
        let sent = [gzip(body.as_bytes()), after].concat();
        let decoded = decode("gzip", &sent, 1000);
        prop_assert_eq!((decoded.body, decoded.ending), (body.into_bytes(), Ending::Sure));
    }
}
