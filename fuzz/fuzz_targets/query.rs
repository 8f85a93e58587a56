//! Any text is a query or an error with a place in the text; a query reads back the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::search::Query;

fuzz_target!(|text: &str| {
    match text.parse::<Query>() {
        Ok(query) => assert_eq!(query.to_string().parse(), Ok(query)),
        Err(error) => assert!(text.is_char_boundary(error.at)),
    }
});
