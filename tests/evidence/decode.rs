//! Content codings removed under a cap.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use netra::evidence::decode;
use netra::model::Truncation;
use proptest::prelude::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_coding_that_servers_send_is_removed() {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    zlib.write_all(b"isi").unwrap();
    let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
    raw.write_all(b"isi").unwrap();
    let cases = [
        (None, b"isi".to_vec()),
        (Some("identity"), b"isi".to_vec()),
        (Some("gzip"), gzip(b"isi")),
        (Some("X-GZIP"), gzip(b"isi")),
        (Some("gzip, gzip"), gzip(&gzip(b"isi"))),
        (Some("deflate"), zlib.finish().unwrap()),
        (Some("deflate"), raw.finish().unwrap()),
        (Some("br"), b"isi".to_vec()),
        (Some("gzip"), b"isi".to_vec()),
    ];
    for (coding, body) in cases {
        assert_eq!(
            decode(coding, &body, 100),
            (b"isi".to_vec(), None),
            "{coding:?}"
        );
    }
}

#[test]
fn the_cap_holds_for_plain_and_coded_bodies() {
    let cut = (vec![b'a'; 10], Some(Truncation::Length));
    assert_eq!(decode(None, &[b'a'; 11], 10), cut);
    let bomb = gzip(&vec![b'a'; 1_000_000]);
    assert!(bomb.len() < 100_000);
    let (body, truncated) = decode(Some("gzip"), &bomb, 100_000);
    assert_eq!((body.len(), truncated), (100_000, Some(Truncation::Length)));
}

#[test]
fn a_torn_body_is_read_as_far_as_it_goes() {
    let text: Vec<u8> = (0..20_000_u32).flat_map(u32::to_le_bytes).collect();
    let coded = gzip(&text);
    let (body, truncated) = decode(Some("gzip"), &coded[..coded.len() / 2], 1_000_000);
    assert_eq!(truncated, Some(Truncation::Disconnect));
    assert!(!body.is_empty() && text.starts_with(&body));
}

proptest! {
    #[test]
    fn the_cap_is_never_passed(body: Vec<u8>, cap in 0_usize..200, coding in "(gzip|deflate|br|, ){0,4}") {
        prop_assert!(decode(Some(&coding), &body, cap).0.len() <= cap);
        let (decoded, _) = decode(Some("gzip"), &gzip(&body), 1_000_000);
        prop_assert_eq!(decoded, body);
    }
}
