//! Markup that a tree can be built from in good time.

/// Larger markup is cut before it is parsed.
const LARGEST: usize = 4 << 20;

/// Deeper markup is read without its structure: tree building is quadratic in the depth.
const DEEPEST: usize = 400;

/// A tag with more blanks than this has an absurd number of attributes.
const TAG_BLANKS: usize = 2000;

/// Markup cut to size, and without its tags where they are nested absurdly deep.
pub(super) fn manageable(markup: &str) -> String {
    let mut end = markup.len().min(LARGEST);
    while !markup.is_char_boundary(end) {
        end -= 1;
    }
    let markup = &markup[..end];
    if sane(markup) {
        markup.to_owned()
    } else {
        without_tags(markup)
    }
}

fn sane(markup: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = markup;
    while let Some((_, from)) = rest.split_once('<') {
        let end = from.find('>').unwrap_or(from.len());
        let tag = &from[..end];
        if tag.bytes().filter(u8::is_ascii_whitespace).count() > TAG_BLANKS {
            return false;
        }
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) && nests(tag) {
            depth += 1;
        }
        if depth > DEEPEST {
            return false;
        }
        rest = &from[end..];
    }
    true
}

/// Whether an open tag stays open until it is closed.
fn nests(tag: &str) -> bool {
    let name: String = tag
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(12)
        .collect::<String>()
        .to_ascii_lowercase();
    !tag.ends_with('/')
        && !matches!(
            name.as_str(),
            "p" | "li"
                | "br"
                | "hr"
                | "img"
                | "input"
                | "link"
                | "meta"
                | "source"
                | "td"
                | "th"
                | "tr"
                | "option"
                | "dt"
                | "dd"
                | "wbr"
                | "area"
                | "col"
                | "embed"
                | "base"
                | "track"
                | "param"
        )
}

fn without_tags(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, from)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        rest = from.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}
