//! After a crash: torn ends are cut, everything else stays.

use std::fs;

use netra::evidence::read;
use tempfile::TempDir;

use super::support::{exchange, names, only_file, open, records};

/// A folder with one open file of two exchanges, as a crash leaves it: its bytes, its final
/// name, and where the last member starts.
fn crashed() -> (Vec<u8>, String, usize) {
    let dir = TempDir::new().unwrap();
    let store = open(dir.path(), 1);
    store
        .append(&exchange("https://a.example/1", b"satu"))
        .unwrap();
    let kept = store
        .append(&exchange("https://a.example/2", b"dua"))
        .unwrap();
    let path = only_file(dir.path());
    let bytes = fs::read(&path).unwrap();
    let last = records(&path).last().unwrap().offset;
    (bytes, kept.file, usize::try_from(last).unwrap())
}

/// Recovers a folder that holds `bytes` as an open file; returns what the file then holds.
fn recover(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join(format!("{name}.open")), bytes).unwrap();
    drop(open(dir.path(), 2));
    match names(dir.path()).as_slice() {
        [] => None,
        [closed] if closed == name => Some(fs::read(dir.path().join(name)).unwrap()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_tail_torn_at_any_byte_of_the_last_record_is_cut() {
    let (bytes, name, last) = crashed();
    for length in last + 1..bytes.len() {
        let kept = recover(&bytes[..length], &name).unwrap();
        assert_eq!(kept, bytes[..last], "torn at {length}");
    }
    assert_eq!(
        recover(&bytes, &name).unwrap(),
        bytes,
        "nothing torn, nothing cut"
    );
    assert_eq!(recover(&bytes[..last], &name).unwrap(), bytes[..last]);
}

#[test]
fn zeros_after_the_last_record_are_cut() {
    let (bytes, name, _) = crashed();
    let mut padded = bytes.clone();
    padded.resize(bytes.len() + 4096, 0);
    assert_eq!(recover(&padded, &name).unwrap(), bytes);
}

#[test]
fn a_file_without_a_whole_record_goes() {
    let (bytes, name, _) = crashed();
    assert_eq!(recover(&[], &name), None);
    assert_eq!(recover(&bytes[..40], &name), None);
}

#[test]
fn damage_in_the_middle_costs_no_other_record() {
    let (bytes, name, last) = crashed();
    let mut damaged = bytes.clone();
    let first_response = 300;
    damaged[first_response] ^= 0xff;
    assert_eq!(recover(&damaged, &name).unwrap(), damaged);
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("damaged.warc.gz");
    fs::write(&path, &damaged).unwrap();
    assert!(read::open(&path).unwrap().any(|record| record.is_err()));
    let whole = read::record_at(&path, u64::try_from(last).unwrap()).unwrap();
    assert_eq!(whole.kind(), "request");
}

#[test]
fn a_recovered_store_goes_on_in_a_new_file() {
    let (bytes, name, last) = crashed();
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join(format!("{name}.open")), &bytes[..=last]).unwrap();
    let store = open(dir.path(), 2);
    let kept = store
        .append(&exchange("https://a.example/3", b"tiga"))
        .unwrap();
    assert_ne!(kept.file, name);
    drop(store);
    assert_eq!(names(dir.path()).len(), 2);
    assert_eq!(read::capture(dir.path(), &kept).unwrap().payload(), b"tiga");
}
