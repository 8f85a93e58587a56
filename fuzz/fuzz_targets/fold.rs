//! Folding and its views on any text: spans stay on character boundaries.

#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::text::views::{acronyms, tags, unleet};
use netra::text::{fold, tokens};

fuzz_target!(|text: &str| {
    let folded = fold(text);
    let check = |[start, end]: [usize; 2]| assert!(text.get(start..end).is_some());
    for token in tokens(folded.text()).list {
        check(folded.source(token.start..token.end));
    }
    let views = [unleet(&folded), acronyms(&folded), tags(text, &folded)];
    for view in views.iter().flatten() {
        for token in tokens(view.text()).list {
            check(view.source(&folded, token.start..token.end));
        }
    }
});
