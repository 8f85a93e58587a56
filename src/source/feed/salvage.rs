//! Reading an entry whose markup is not well-formed: field by field, as text between tags.

use super::tags::local_name;

/// The content of the first element with one of these local names, tried in order, as markup:
/// CDATA unwrapped, escapes resolved.
pub fn field(entry: &str, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| element(entry, name))
}

/// The value of an attribute of the first element with this local name that has it.
pub fn attribute(entry: &str, name: &str, attribute: &str) -> Option<String> {
    starts(entry, name).find_map(|(tag, _)| attribute_value(tag, attribute))
}

/// Whether a tag has this local name.
pub fn is_named(tag: &str, name: &str) -> bool {
    local_name(tag) == name
}

/// The value of an attribute inside a start tag.
pub fn attribute_value(tag: &str, attribute: &str) -> Option<String> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, following) = match quote {
            Some(quote) => after[1..].split_once(quote)?,
            None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        let name = before
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        if name.trim().eq_ignore_ascii_case(attribute) {
            return Some(unescape(value.trim()));
        }
        rest = following;
    }
    None
}

/// Start tags with this local name: their inside, and the text after them. What is inside of one
/// is not looked at again.
fn starts<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let (_, from) = rest.split_once('<')?;
            rest = from;
            if local_name(from) == name && !from.starts_with('/') {
                let (tag, after) = from.split_once('>')?;
                rest = after;
                return Some((tag, after));
            }
        }
    })
}

/// What stands between the tags of the first element with this local name that is not empty;
/// without an end tag, up to the next tag.
fn inner<'a>(entry: &'a str, name: &'a str) -> Option<&'a str> {
    let (tag, after) = starts(entry, name).find(|(tag, _)| !tag.ends_with('/'))?;
    let qualified = tag.split_whitespace().next().unwrap_or(name);
    let data = after.trim_start().starts_with("<![CDATA[");
    let from = if data { after.find("]]>")? } else { 0 };
    let close = after[from..].find(&format!("</{qualified}"));
    let end = close.map(|close| from + close);
    let end = end.or_else(|| after[from..].find('<').map(|next| from + next));
    Some(&after[..end.unwrap_or(after.len())])
}

fn element(entry: &str, name: &str) -> Option<String> {
    let inner = inner(entry, name)?;
    let value = match inner.trim_start().strip_prefix("<![CDATA[") {
        Some(data) => data.split("]]>").next().unwrap_or_default().to_owned(),
        None if inner.contains('<') => inner.to_owned(),
        None => unescape(inner),
    };
    Some(value).filter(|value| !value.trim().is_empty())
}

/// The inside of the first element with one of these names that holds child elements.
pub fn inline_markup<'a>(entry: &'a str, names: &[&'a str]) -> Option<&'a str> {
    let inner = names.iter().find_map(|name| inner(entry, name))?;
    let tags = inner.split('<').skip(1);
    let children = tags.into_iter().any(|tag| !tag.starts_with('!'));
    (children && !inner.contains("<![CDATA[")).then_some(inner)
}

/// Resolves the five escapes of XML; others are left to the HTML reader.
fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Escapes ampersands that start no reference, and drops characters that XML forbids.
pub fn repaired(entry: &str) -> String {
    let mut text = String::with_capacity(entry.len());
    let mut in_data = false;
    for (index, character) in entry.char_indices() {
        let rest = &entry[index..];
        match character {
            '<' if rest.starts_with("<![CDATA[") => in_data = true,
            ']' if rest.starts_with("]]>") => in_data = false,
            '&' if !in_data && !starts_reference(rest) => {
                text.push_str("&amp;");
                continue;
            }
            c if c.is_control() && !matches!(c, '\n' | '\r' | '\t') => continue,
            _ => {}
        }
        text.push(character);
    }
    text
}

fn starts_reference(text: &str) -> bool {
    let name = text[1..].bytes().take(12);
    let length = name
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#')
        .count();
    length > 0 && text.as_bytes().get(length + 1) == Some(&b';')
}
