#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::fetch::robots::Robots;

fuzz_target!(|input: (&[u8], &str)| {
    let (file, path) = input;
    let robots = Robots::parse(file, "netra");
    if let Ok(url) = url::Url::parse(&format!("https://a.example/{path}")) {
        robots.allows(&url);
    }
});
