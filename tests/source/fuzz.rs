//! Replays the fixtures as every step of their platform through what the fuzz targets call.

use std::fs;
use std::path::Path;

use netra::model::Platform;

#[path = "../../fuzz/fuzz_targets/support.rs"]
mod support;

#[path = "../../fuzz/fuzz_targets/dates_laws.rs"]
mod dates_laws;

#[path = "../../fuzz/fuzz_targets/markup_laws.rs"]
mod markup_laws;

#[path = "../../fuzz/fuzz_targets/spelling_laws.rs"]
mod spelling_laws;

#[test]
fn the_fixtures_are_survived_as_answers_to_anything() {
    for platform in Platform::ALL.into_iter().filter(|one| one.is_crawled()) {
        let folder = Path::new("tests/fixtures").join(platform.as_str());
        for entry in fs::read_dir(folder).expect("a folder of fixtures") {
            let body = fs::read(entry.expect("an entry").path()).expect("a fixture");
            for step in 0..12 {
                for status in [0, 3, 4, 5, 6] {
                    let head: Vec<u8> = vec![status, step];
                    support::parse(platform, &[head, body.clone()].concat());
                }
            }
        }
    }
}

#[test]
fn the_addresses_of_the_fixtures_are_spelt_by_every_platform() {
    let texts = fs::read_to_string("tests/fixtures/spelling/addresses.txt").expect("a fixture");
    texts.lines().for_each(spelling_laws::spell);
}

#[test]
fn the_dates_of_the_fixtures_keep_the_laws_of_dates() {
    let texts = fs::read_to_string("tests/fixtures/dates/texts.txt").expect("a fixture");
    texts.lines().for_each(dates_laws::read_date);
}

#[test]
fn the_fixtures_of_markup_are_read_in_whatever_encoding_is_said() {
    for entry in fs::read_dir("tests/fixtures/markup").expect("a folder of fixtures") {
        let mut body = fs::read(entry.expect("an entry").path()).expect("a fixture");
        for header in 0..5 {
            body[0] = header;
            markup_laws::read(&body);
        }
    }
}
