//! Cutting an XML feed into its entries, so that each is read alone and a broken one costs
//! nothing but itself.

use std::borrow::Cow;

use super::root::Root;
use super::tags::{OpenChild, Tag, Tags};
use crate::source::shared::bounds::MOST_POSTS;

/// How many tags are looked at in a document to tell entries inside entries from entries without
/// an end; a document that needs more is no feed of anybody.
const MOST_LOOKED_AHEAD: usize = 1_000_000;

/// A feed in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pieces<'a> {
    /// Whether entries are Atom's (`feed`/`entry`) or RSS's (`rss`, `RDF`/`item`).
    pub(super) atom: bool,
    /// The root's start tag without its angle brackets.
    pub(super) root: &'a str,
    /// What surrounds the entries: the channel's own elements.
    pub(super) channel: String,
    /// Entries, each from its start tag to its end tag.
    pub(super) entries: Vec<FeedEntry<'a>>,
    /// How many more there are.
    pub(super) left: usize,
}

impl<'a> Pieces<'a> {
    fn keep(&mut self, markup: &'a str, complete: bool) {
        if self.entries.len() < MOST_POSTS {
            self.entries.push(FeedEntry::new(markup, complete));
        } else {
            self.left += 1;
        }
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FeedEntry<'a> {
    /// Its markup.
    pub(super) markup: Cow<'a, str>,
    /// Whether its end tag was found.
    pub(super) complete: bool,
}

impl<'a> FeedEntry<'a> {
    fn new(markup: &'a str, complete: bool) -> Self {
        let tag = Tags::of(markup).next();
        let shouts = tag.is_some_and(|tag| tag.name().contains(|c: char| c.is_ascii_uppercase()));
        let markup = if shouts {
            Cow::Owned(lowered(markup))
        } else {
            Cow::Borrowed(markup)
        };
        Self { markup, complete }
    }
}

/// Splits a document from its root on.
pub(super) fn split<'a>(text: &'a str, root: &Root<'a>) -> Pieces<'a> {
    let single = root.is_entry();
    let mut pieces = Pieces {
        atom: root.is_atom(),
        root: if single {
            "feed"
        } else {
            root.tag.inner.trim_end_matches('/')
        },
        channel: String::new(),
        entries: Vec::new(),
        left: 0,
    };
    if single {
        let name = root.tag.name();
        let mut tags = Tags::from(text, root.tag.end);
        let end = tags.find(|tag| tag.closes() && tag.name() == name);
        let markup = &text[root.tag.start..end.map_or(text.len(), |tag| tag.end)];
        pieces.keep(markup, end.is_some());
    } else {
        let mut splitter = Splitter::new(text, root);
        while let Some(tag) = splitter.tags.next() {
            if splitter.is_end_of_feed(&tag) {
                splitter.channel_end = tag.start;
                break;
            }
            splitter.step(&tag, &mut pieces);
        }
        splitter.finish(&mut pieces);
    }
    pieces
}

struct Splitter<'a> {
    text: &'a str,
    tags: Tags<'a>,
    root: Tag<'a>,
    /// The name of entries as this document has it, with its prefix.
    name: &'a str,
    /// Where the entry begins that the walk is in, and the child that it is in.
    open: Option<usize>,
    child: OpenChild<'a>,
    /// Elements with the name of entries that are open inside an entry.
    nested: usize,
    channel_from: usize,
    channel_end: usize,
    looks: usize,
}

impl<'a> Splitter<'a> {
    fn new(text: &'a str, root: &Root<'a>) -> Self {
        Self {
            text,
            tags: Tags::from(text, root.tag.end),
            root: root.tag,
            name: name_of_entries(text, root),
            open: None,
            child: OpenChild::default(),
            nested: 0,
            channel_from: root.tag.end,
            channel_end: text.len(),
            looks: MOST_LOOKED_AHEAD,
        }
    }

    fn is_end_of_feed(&self, tag: &Tag<'_>) -> bool {
        tag.closes() && tag.name() == self.root.name()
    }

    fn is_entry(&self, tag: &Tag<'_>) -> bool {
        tag.name().eq_ignore_ascii_case(self.name)
    }

    fn step(&mut self, tag: &Tag<'a>, pieces: &mut Pieces<'a>) {
        match self.open {
            None if self.is_entry(tag) && tag.opens() => {
                let channel = &self.text[self.channel_from..tag.start];
                pieces.channel.push_str(channel);
                self.begin(tag);
            }
            None => {}
            Some(start) if self.is_entry(tag) => self.inside(start, tag, pieces),
            Some(_) => {
                self.child.step(tag);
            }
        }
    }

    fn begin(&mut self, tag: &Tag<'a>) {
        self.open = Some(tag.start);
        self.child = OpenChild::default();
        self.nested = 0;
    }

    /// A tag with the name of entries inside an entry.
    fn inside(&mut self, start: usize, tag: &Tag<'a>, pieces: &mut Pieces<'a>) {
        if tag.empty() {
            return;
        }
        if tag.closes() && self.nested > 0 {
            self.nested -= 1;
            return;
        }
        if !tag.closes() && (self.nested > 0 || self.stands_in_child()) {
            self.nested += 1;
            return;
        }
        // A start tag means that the end tag before it is missing.
        let end = if tag.closes() { tag.end } else { tag.start };
        pieces.keep(&self.text[start..end], tag.closes());
        self.channel_from = end;
        self.open = None;
        if !tag.closes() {
            self.begin(tag);
        }
    }

    /// Whether the child of the entry that is open ends after the element that begins here, and
    /// before the entry: else the child has no end and the entry neither.
    fn stands_in_child(&mut self) -> bool {
        let Some(child) = self.child.tag() else {
            return false;
        };
        let mut depth = 1_usize;
        for ahead in self.tags.clone().take(self.looks) {
            self.looks -= 1;
            if self.is_entry(&ahead) && ahead.closes() {
                let Some(less) = depth.checked_sub(1) else {
                    return false;
                };
                depth = less;
            } else if self.is_entry(&ahead) && ahead.opens() {
                depth += 1;
            } else if depth == 0 && ahead.closes() && ahead.name() == child.name() {
                return true;
            }
        }
        false
    }

    fn finish(self, pieces: &mut Pieces<'a>) {
        if let Some(start) = self.open {
            let rest = &self.text[start..self.channel_end];
            pieces.keep(rest, false);
        } else {
            let rest = self.text.get(self.channel_from..self.channel_end);
            pieces.channel.push_str(rest.unwrap_or_default());
        }
    }
}

/// Entries have the prefix of an Atom root, or none; a document that has neither decides by the
/// first that it shows.
fn name_of_entries<'a>(text: &'a str, root: &Root<'a>) -> &'a str {
    let local = if root.is_atom() { "entry" } else { "item" };
    let prefix = root.tag.name().strip_suffix(root.tag.local_name());
    let own = prefix.filter(|_| root.is_atom()).unwrap_or_default();
    let mut first = None;
    for tag in Tags::from(text, root.tag.end) {
        if !tag.local_name().eq_ignore_ascii_case(local) {
            continue;
        }
        let prefix = &tag.name()[..tag.name().len() - local.len()];
        if prefix.is_empty() || prefix == own {
            return tag.name();
        }
        first = first.or(Some(tag.name()));
    }
    first.unwrap_or(local)
}

/// The same with the names of elements in small letters, as RSS has them.
fn lowered(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut from = 0;
    for tag in Tags::of(markup) {
        let name = tag.name();
        if name.is_empty() || name.contains(|c: char| c.is_ascii_lowercase()) {
            continue;
        }
        let at = markup[tag.start..tag.end].find(name).unwrap_or(1) + tag.start;
        text.push_str(&markup[from..at]);
        let lower = name.to_ascii_lowercase();
        text.push_str(if lower == "pubdate" {
            "pubDate"
        } else {
            &lower
        });
        from = at + name.len();
    }
    text.push_str(&markup[from..]);
    text
}
