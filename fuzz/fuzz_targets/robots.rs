//! First line: path and query of an address. The rest: a robots.txt.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::fetch::robots::Robots;

fuzz_target!(|bytes: &[u8]| {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let (path, file) = bytes.split_at(end.unwrap_or(0));
    let address = format!("https://a.example/{}", String::from_utf8_lossy(path));
    let robots = Robots::parse(file, "netra");
    if let Ok(url) = url::Url::parse(&address) {
        robots.allows(&url);
    }
});
