//! Whether a text is markup, where nobody says so.

/// Elements that need no end.
const WITHOUT_END: [&str; 9] = [
    "br", "hr", "img", "p", "li", "input", "wbr", "embed", "source",
];

/// Whether a text holds markup: an end tag, an element that needs none, one with attributes, or a
/// comment. `Pilih <Budi>` holds a name.
pub(super) fn is_markup(text: &str) -> bool {
    text.split('<').skip(1).any(|from| {
        let tag = from.split('>').next().unwrap_or_default();
        let name_length = tag
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(tag.len());
        let (name, rest) = tag.split_at(name_length);
        let ends = tag
            .strip_prefix('/')
            .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        let opens = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let bare = rest.is_empty() || rest.trim() == "/";
        let alone = WITHOUT_END.contains(&name.to_ascii_lowercase().as_str());
        ends || from.starts_with("!--")
            || (opens && (rest.contains('=') || (bare && alone) || rest.trim_end().ends_with('/')))
    })
}

/// Markup that was escaped once too often: a text without a tag that is nothing but markup once it
/// is read. Who writes about markup begins with words.
pub(super) fn escaped_twice(text: &str) -> Option<String> {
    if !text.trim_start().starts_with("&lt;") || text.contains('<') {
        return None;
    }
    let read = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    (read.contains("</") && is_markup(&read)).then_some(read)
}
