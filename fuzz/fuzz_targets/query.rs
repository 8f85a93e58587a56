//! Any text is a query or an error with a place in the text; a query reads back the same,
//! unless dates and the like, written out, make it too long.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::search::Query;
use netra::search::query::LONGEST;

fuzz_target!(|text: &str| {
    match text.parse::<Query>() {
        Ok(query) => {
            let shown = query.to_string();
            if shown.len() <= LONGEST {
                assert_eq!(shown.parse(), Ok(query));
            }
        }
        Err(error) => assert!(text.is_char_boundary(error.at)),
    }
});
