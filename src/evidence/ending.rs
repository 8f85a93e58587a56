//! Whether a document is all there, by looking at it: where the connection or the compression
//! ended oddly, the document itself knows whether it came to its end.

/// Names of the elements that hold a whole document, without prefix, in lower case.
const ROOTS: [&[u8]; 6] = [b"rss", b"feed", b"rdf", b"html", b"urlset", b"sitemapindex"];
/// Elements of HTML whose content is text, whatever it looks like.
const RAW: [&[u8]; 3] = [b"script", b"style", b"textarea"];
/// Notices of a program may come before a document, but no more than this.
const LONGEST_NOTICE: usize = 64 * 1024;
/// No name of an element is longer. Every tag is asked for its name, and a server may send one
/// that never ends.
const LONGEST_NAME: usize = 256;
/// How JSON begins where something else comes before it.
const JSON_STARTS: [&[u8]; 5] = [b"{\"", b"[{", b"[\"", b"[]", b"{}"];

/// Whether a document came to its end: its root element is closed (`</rss>`, `</feed>`,
/// `</html>`), or the brackets of its JSON are. What comes before and after is not looked at.
/// Text without such an end never has one.
pub fn is_ended(body: &[u8]) -> bool {
    // UTF-16 has the same marks with zeros between.
    let is_wide = body.starts_with(&[0xff, 0xfe]) || body.starts_with(&[0xfe, 0xff]);
    let narrow: Vec<u8> = body
        .iter()
        .filter(|byte| !is_wide || **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    match start(&narrow) {
        Some(Start::Html(text)) => is_html_closed(text),
        Some(Start::Xml { root, text }) => is_xml_closed(root, text),
        Some(Start::Json(text)) => is_json_closed(text),
        None => false,
    }
}

/// Where a document starts, behind notices.
enum Start<'a> {
    /// Behind its doctype or the name of its root.
    Html(&'a [u8]),
    /// Behind the name of its root.
    Xml { root: &'a [u8], text: &'a [u8] },
    /// At its first bracket.
    Json(&'a [u8]),
}

fn start(text: &[u8]) -> Option<Start<'_>> {
    // A byte order mark counts as blank.
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0 | 0x80..);
    let text = &text[text.iter().position(|byte| !is_blank(byte))?..];
    if text.starts_with(b"{") || text.starts_with(b"[") {
        return Some(Start::Json(text));
    }
    markup(text).or_else(|| {
        let notice = &text[..text.len().min(LONGEST_NOTICE)];
        let starts = JSON_STARTS.iter().filter_map(|start| find(notice, start));
        Some(Start::Json(&text[starts.min()?..]))
    })
}

/// The root of markup: an element that is known to be one, or the first after an XML
/// declaration.
fn markup(text: &[u8]) -> Option<Start<'_>> {
    let mut is_declared = false;
    for tag in Tags(text) {
        if text.len() - tag.len() > LONGEST_NOTICE {
            return None;
        }
        let root = name(tag);
        let known = root.rsplit(|byte| *byte == b':').next().unwrap_or(root);
        if known == b"html" || tag.starts_with(b"!doctype html") {
            return Some(Start::Html(tag));
        }
        if root.is_empty() {
            is_declared |= tag.starts_with(b"?xml ");
        } else if is_declared || ROOTS.contains(&known) {
            let text = &tag[root.len()..];
            return Some(Start::Xml { root, text });
        }
    }
    None
}

fn is_html_closed(text: &[u8]) -> bool {
    let mut tags = Tags(text);
    while let Some(tag) = tags.next() {
        if is_end(tag, b"html") {
            return true;
        }
        if let Some(raw) = RAW.into_iter().find(|raw| name(tag) == *raw) {
            let end = [b"</", raw].concat();
            let Some(at) = find(tag, &end) else {
                return false;
            };
            tags = Tags(&tag[at..]);
        }
    }
    false
}

/// Elements of the root's name may stand within it.
fn is_xml_closed(root: &[u8], text: &[u8]) -> bool {
    if is_self_closed(text) {
        return true;
    }
    let mut open = 1;
    for tag in Tags(text) {
        if is_end(tag, root) {
            open -= 1;
        } else if name(tag) == root && !is_self_closed(tag) {
            open += 1;
        }
        if open == 0 {
            return true;
        }
    }
    false
}

/// The first value is closed.
fn is_json_closed(text: &[u8]) -> bool {
    let mut open = 0_usize;
    let mut in_string = false;
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if in_string => drop(bytes.next()),
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => open += 1,
            b'}' | b']' if !in_string && open <= 1 => return open == 1,
            b'}' | b']' if !in_string => open -= 1,
            _ => {}
        }
    }
    false
}

/// What follows each `<` that is markup: comments and CDATA sections are passed over, and one
/// that is not closed ends it.
struct Tags<'a>(&'a [u8]);

impl<'a> Iterator for Tags<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        loop {
            let at = self.0.iter().position(|byte| *byte == b'<')?;
            self.0 = &self.0[at + 1..];
            let passed = [(&b"!--"[..], &b"-->"[..]), (b"![cdata[", b"]]>")]
                .into_iter()
                .find(|(begin, _)| self.0.starts_with(begin));
            match passed {
                Some((_, end)) => self.0 = &self.0[find(self.0, end)?..],
                None => return Some(self.0),
            }
        }
    }
}

/// The name of a start tag; empty of anything else, and of one that is cut in its name.
fn name(tag: &[u8]) -> &[u8] {
    if !tag.first().is_some_and(u8::is_ascii_alphabetic) {
        return &[];
    }
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let end = tag.iter().take(LONGEST_NAME).position(ends);
    &tag[..end.unwrap_or(0)]
}

/// Whether this is the whole end tag of `element`.
fn is_end(tag: &[u8], element: &[u8]) -> bool {
    let rest = tag
        .strip_prefix(b"/")
        .and_then(|tag| tag.strip_prefix(element));
    rest.is_some_and(|rest| rest.trim_ascii_start().starts_with(b">"))
}

/// XML has no `<` within a tag, so what is looked at ends at the next one.
fn is_self_closed(tag: &[u8]) -> bool {
    let end = tag.iter().position(|byte| matches!(byte, b'<' | b'>'));
    end.is_some_and(|end| tag[..=end].ends_with(b"/>"))
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}
