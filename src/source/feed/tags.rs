//! The tags of a document, whatever stands between them.

use std::borrow::Cow;

/// A tag found in markup.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'a> {
    /// Byte offset of `<`.
    pub(super) start: usize,
    /// Byte offset after `>`.
    pub(super) end: usize,
    /// Between the brackets.
    pub(super) inner: &'a str,
    name: &'a str,
}

impl<'a> Tag<'a> {
    pub(super) fn new(start: usize, end: usize, inner: &'a str) -> Self {
        let name = qualified_name(inner.trim_start_matches('/'));
        Self {
            start,
            end,
            inner,
            name,
        }
    }

    /// Name with its prefix, without `/`. It may be long, and is asked for at every tag.
    pub(super) const fn name(&self) -> &'a str {
        self.name
    }

    /// Name without its prefix.
    pub(super) fn local_name(&self) -> &'a str {
        without_prefix(self.name())
    }

    pub(super) fn closes(&self) -> bool {
        self.inner.starts_with('/')
    }

    pub(super) fn empty(&self) -> bool {
        self.inner.ends_with('/')
    }

    /// Whether an element begins here that goes on.
    pub(super) fn opens(&self) -> bool {
        !self.closes() && !self.empty()
    }
}

fn qualified_name(tag: &str) -> &str {
    // What follows may be the rest of a document: no name holds the beginning of a tag.
    tag.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<'))
        .next()
        .unwrap_or_default()
}

fn without_prefix(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

/// The local part of the name that a tag starts with.
pub(super) fn local_name(tag: &str) -> &str {
    without_prefix(qualified_name(tag))
}

/// Walks over the tags of a document; declarations, comments and CDATA are passed over.
#[derive(Debug, Clone)]
pub(super) struct Tags<'a> {
    text: &'a str,
    at: usize,
    /// Whether no subset of a DOCTYPE ends any more: that is looked for once, to the end.
    subsets_over: bool,
}

impl<'a> Tags<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self::from(text, 0)
    }

    /// From a byte offset on.
    pub(super) fn from(text: &'a str, at: usize) -> Self {
        Self {
            text,
            at,
            subsets_over: false,
        }
    }

    /// Passes over the contents of an element whose text is no markup, up to its end tag.
    pub(super) fn skip_raw(&mut self, name: &str) {
        let rest = &self.text.as_bytes()[self.at..];
        let close = format!("</{name}");
        let end = rest
            .windows(close.len())
            .position(|window| window.eq_ignore_ascii_case(close.as_bytes()));
        self.at += end.unwrap_or(rest.len());
    }

    /// Length of a DOCTYPE, whose internal subset holds declarations of its own.
    fn declaration_length(&mut self, text: &str) -> usize {
        let end = text.find('>').map_or(text.len(), |end| end + 1);
        if self.subsets_over || !text[..end].contains('[') {
            return end;
        }
        let close = text.find("]>");
        self.subsets_over = close.is_none();
        close.map_or(end, |close| close + 2)
    }
}

/// What is passed over, by its beginning and end.
const PASSED_OVER: [(&str, &str); 3] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let start = self.at + self.text.get(self.at..)?.find('<')?;
            let rest = &self.text[start..];
            let skipped = PASSED_OVER
                .into_iter()
                .find(|(open, _)| rest.starts_with(open));
            if let Some((open, close)) = skipped {
                let inside = &rest[open.len()..];
                let length = inside
                    .find(close)
                    .map_or(inside.len(), |end| end + close.len());
                self.at = start + open.len() + length;
            } else if rest.starts_with("<!") {
                self.at = start + self.declaration_length(rest);
            } else {
                let end = start + tag_length(rest);
                self.at = end;
                let inner = self.text[start + 1..end].trim_end_matches('>').trim();
                return Some(Tag::new(start, end, inner));
            }
        }
    }
}

/// Length of a tag up to the `>` outside quotes; a tag without one ends at the next `<`.
fn tag_length(text: &str) -> usize {
    let (mut quote, mut assigns) = (None, false);
    for (index, character) in text.char_indices().skip(1) {
        assigns |= character == '=';
        match (quote, character) {
            (None, '"' | '\'') if assigns => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            (None, '>') => return index + 1,
            (None, '<') => return index,
            // Text with a stray quotation mark must not swallow the rest of the document.
            _ if index > 20_000 => break,
            _ => {}
        }
    }
    text.find('>').map_or(text.len(), |end| end + 1)
}

/// An element directly inside another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Child<'a> {
    /// Its start tag.
    pub(super) tag: Tag<'a>,
    /// What stands between its tags.
    pub(super) inner: &'a str,
}

/// The elements directly inside the first element of a text. One without an end is left out.
pub(super) fn children(markup: &str) -> Vec<Child<'_>> {
    let mut found = Vec::new();
    let mut open = OpenChild::default();
    for tag in Tags::of(markup).skip(1) {
        if let Some(first) = open.step(&tag) {
            let inner = &markup[first.end..tag.start.max(first.end)];
            found.push(Child { tag: first, inner });
        }
    }
    found
}

/// The child of an entry that a walk over its tags is in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OpenChild<'a> {
    first: Option<Tag<'a>>,
    /// Elements of the same name that are open inside it.
    nested: usize,
}

impl<'a> OpenChild<'a> {
    /// Its start tag, while the walk is in one.
    pub(super) fn tag(&self) -> Option<Tag<'a>> {
        self.first
    }

    /// Goes one tag on; the start tag of the child that ends with it.
    pub(super) fn step(&mut self, tag: &Tag<'a>) -> Option<Tag<'a>> {
        match self.first {
            None if tag.opens() => self.first = Some(*tag),
            Some(first) if first.name() == tag.name() => match (tag.closes(), self.nested) {
                (true, 0) => return self.first.take(),
                (true, _) => self.nested -= 1,
                (false, _) if tag.opens() => self.nested += 1,
                (false, _) => {}
            },
            _ => {}
        }
        None
    }
}

/// Prefixes of elements that speak of a picture, a recording, a place or a product and not of the
/// post, in names that RSS and Atom have for the post.
const OF_OTHERS: [&str; 10] = [
    "media",
    "itunes",
    "googleplay",
    "podcast",
    "yt",
    "g",
    "georss",
    "thr",
    "slash",
    "wfw",
];

/// Whether an element directly inside an entry speaks of something else than the entry: of what
/// is attached, or of the feed from which it was taken.
fn is_of_another(tag: &Tag<'_>) -> bool {
    let prefix = tag.name().split_once(':').map(|(prefix, _)| prefix);
    prefix.is_some_and(|prefix| OF_OTHERS.contains(&prefix)) || tag.local_name() == "source"
}

/// An entry without the elements directly inside it that speak of something else.
pub(super) fn own_markup(entry: &str) -> Cow<'_, str> {
    let mut own = String::new();
    let mut from = 0;
    let mut open = OpenChild::default();
    for tag in Tags::of(entry).skip(1) {
        let outside = open.tag().is_none();
        let ended = open.step(&tag);
        let first = ended.or((outside && tag.empty()).then_some(tag));
        if let Some(first) = first.filter(is_of_another) {
            own.push_str(&entry[from..first.start]);
            from = tag.end;
        }
    }
    if from == 0 {
        return Cow::Borrowed(entry);
    }
    own.push_str(&entry[from..]);
    Cow::Owned(own)
}
