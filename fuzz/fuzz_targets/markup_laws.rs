//! What reading markup promises. Shared with the test that replays the fixtures.

use std::collections::HashSet;

use netra::source::shared::charset::decode;
use netra::source::shared::html::{self, Rendered};
use url::Url;

/// What a server may say of the encoding.
const HEADERS: [Option<&str>; 5] = [
    None,
    Some("text/html; charset=utf-8"),
    Some("text/html; charset=iso-8859-1"),
    Some("text/html; charset=gb2312"),
    Some("text/html; charset=utf-16"),
];

/// Reads the bytes as markup, the first of them as what is said of their encoding: UTF-8 stays as
/// it is, and links and pictures come once each and can be followed.
pub(crate) fn read(data: &[u8]) {
    let (Some((first, body)), Ok(base)) = (data.split_first(), Url::parse("https://a.example/b"))
    else {
        return;
    };
    let decoded = decode(body, HEADERS[usize::from(*first) % HEADERS.len()]);
    if let Ok(text) = std::str::from_utf8(body) {
        let marked = text.starts_with('\u{feff}') || text.is_ascii() || text.contains('\0');
        assert!(marked || decoded.text == text, "{text:?}");
    }
    let document = html::document(&decoded.text).html;
    let at = html::base(&document, &base);
    check(&html::render(document.root_element(), Some(&at), &|_| {
        false
    }));
    check(&html::fragment(&decoded.text, Some(&base)));
    check(&html::guessed(&decoded.text, None));
}

fn check(rendered: &Rendered) {
    assert!(!rendered.text.contains("\n\n\n"));
    let media = rendered.media.iter().filter_map(|one| one.url.as_ref());
    for addresses in [media.collect::<Vec<_>>(), rendered.links.iter().collect()] {
        let unique: HashSet<_> = addresses.iter().collect();
        assert_eq!(unique.len(), addresses.len());
        assert!(addresses.iter().all(|url| url.starts_with("http")));
    }
}
