//! Who wrote the entries of a feed, and whose entries count for an account.
//!
//! A feed of several authors is registered with the name of one of them behind its address:
//! `https://blog.example/feed#penulis=Budi Santoso`. Names are compared by their letters and
//! digits alone, so that neither case nor signs between them matter.

use std::collections::{BTreeMap, HashSet};

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization as _;

use super::item::Item;
use super::salvage;
use super::tags::{Child, children};
use crate::model::Warning;
use crate::source::shared::{html, text};

/// How the fragment that names an author begins, and what people write instead.
const KEYS: [&str; 3] = ["penulis", "author", "oleh"];
/// The name that stands for everybody.
const EVERYBODY: [&str; 3] = ["semua", "all", "everybody"];
/// Names that a message lists at most.
const MOST_NAMES: usize = 8;
/// Names of one entry are joined by it.
const AND: &str = " & ";

/// Whose entries count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// The registry does not say.
    Unsaid,
    /// Everybody's.
    Everybody,
    /// Those of the author of that key.
    Author(String),
}

impl Whose {
    /// Reads the address of an account. `None` when it names an author without a name.
    pub(super) fn of_address(address: &str) -> Option<Self> {
        let (_, fragment) = address.split_once('#').unwrap_or((address, ""));
        let (name, value) = fragment.split_once('=').unwrap_or((fragment, ""));
        if !KEYS.contains(&name.trim().to_lowercase().as_str()) {
            return Some(Self::Unsaid);
        }
        let decoded = percent_decode_str(value).decode_utf8_lossy();
        match key(&decoded) {
            key if key.is_empty() => None,
            key if EVERYBODY.contains(&key.as_str()) => Some(Self::Everybody),
            key => Some(Self::Author(key)),
        }
    }

    /// Whether an entry of these authors counts.
    pub(super) fn counts(&self, authors: Option<&str>) -> bool {
        match self {
            Self::Unsaid | Self::Everybody => true,
            Self::Author(wanted) => authors.is_some_and(|names| {
                key(names) == *wanted || keys(names).any(|key| key == *wanted)
            }),
        }
    }

    /// What stands behind the address in its spelling.
    pub(super) fn spelling(&self) -> String {
        match self {
            Self::Unsaid => String::new(),
            Self::Everybody => format!("#{}={}", KEYS[0], EVERYBODY[0]),
            Self::Author(key) => format!("#{}={key}", KEYS[0]),
        }
    }
}

/// A name by its letters and digits: `budi-santoso`.
fn key(name: &str) -> String {
    let folded: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// The keys of all who are named together. What stands between commas is a person where it has
/// two words: in `Santoso, Budi` and `Budi Santoso, S.Pd.` it is not.
fn keys(names: &str) -> impl Iterator<Item = String> {
    let each = names
        .split([';', '&', '|'])
        .flat_map(|names| names.split(" dan "))
        .flat_map(|names| names.split(" and "));
    let listed = |names: &'_ str| {
        let parts = names.split(',').filter(|part| part.trim().contains(' '));
        let parts: Vec<String> = parts.map(key).collect();
        std::iter::once(key(names)).chain(parts)
    };
    each.flat_map(listed).filter(|key| !key.is_empty())
}

/// The authors that an entry names, or that of the feed from which it was taken.
pub(super) fn of_entry(markup: &str) -> Option<String> {
    let children = children(markup);
    let from_source = || {
        let mut sources = children.iter();
        let source = sources.find(|child| child.tag.local_name() == "source")?;
        let inside = format!("<source>{}</source>", source.inner);
        let named = of_children(&self::children(&inside), &OF_ENTRY);
        // RSS only tells the title of the feed from which the entry was taken.
        named.or_else(|| Some(plain(&name_in(source.inner))))
    };
    let salvaged = || salvage::field(markup, &OF_ENTRY).map(|name| plain(&name));
    of_children(&children, &OF_ENTRY)
        .or_else(from_source)
        .or_else(salvaged)
        .filter(|name| !name.is_empty())
}

const OF_ENTRY: [&str; 2] = ["creator", "author"];
const OF_FEED: [&str; 3] = ["creator", "author", "managingEditor"];

/// The author of all entries of a feed that name none.
pub(super) fn of_channel(channel: &str) -> Option<String> {
    let inside = match channel.find("<channel") {
        Some(at) => format!("{}</channel>", channel[at..].trim_end_matches("</channel>")),
        None => format!("<feed>{channel}</feed>"),
    };
    of_children(&children(&inside), &OF_FEED)
}

fn of_children(children: &[Child<'_>], names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let called = children
            .iter()
            .filter(|child| child.tag.local_name() == *name);
        let found: Vec<String> = called
            .map(|child| plain(&name_in(child.inner)))
            .filter(|name| !name.is_empty())
            .collect();
        joined(found)
    })
}

/// Several names as one text; the same name twice counts once.
pub(super) fn joined(mut names: Vec<String>) -> Option<String> {
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(key(name)));
    (!names.is_empty()).then(|| names.join(AND))
}

/// A person of Atom has a name among other things; RSS gives text.
fn name_in(inner: &str) -> String {
    if inner.contains('<') && !inner.trim_start().starts_with("<![CDATA[") {
        let named = salvage::field(inner, &["name"]);
        return named
            .or_else(|| salvage::field(inner, &["email"]))
            .unwrap_or_default();
    }
    let data = inner.trim().strip_prefix("<![CDATA[");
    data.map_or(inner, |data| data.trim_end_matches("]]>"))
        .to_owned()
}

/// `budi@blog.example (Budi Santoso)` and `Budi Santoso <budi@blog.example>` name a person.
pub(super) fn plain(given: &str) -> String {
    let given = text::one_line(&html::to_text(&given.replace('<', "&lt;")));
    let (before, after) = match given.split_once(['(', '<']) {
        Some((before, after)) => (before.trim(), after.trim_end_matches([')', '>']).trim()),
        None => return given,
    };
    let named = match (before.contains('@'), after.contains('@')) {
        (true, false) => after,
        (false, true) => before,
        _ => return given,
    };
    if named.is_empty() {
        given
    } else {
        named.trim_matches('"').to_owned()
    }
}

/// Who writes in a feed, with the number of entries; by key, with the name as shown.
#[derive(Debug, Default)]
pub(super) struct FeedWriters(BTreeMap<String, (String, usize)>);

impl FeedWriters {
    /// Of the entries of a document, or of some of them.
    pub(super) fn of<'a>(items: impl IntoIterator<Item = &'a Item>) -> Self {
        let mut writers = BTreeMap::new();
        let names = items.into_iter().filter_map(|item| item.author.as_deref());
        for author in names {
            let entry = writers.entry(key(author)).or_insert((author.to_owned(), 0));
            entry.1 += 1;
        }
        Self(writers)
    }

    /// Whether nobody is named.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names, most entries first.
    fn told(&self) -> String {
        let mut names: Vec<&(String, usize)> = self.0.values().collect();
        names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let shown = names.iter().take(MOST_NAMES);
        let mut shown: Vec<String> = shown
            .map(|(name, count)| format!("{name:?} ({count})"))
            .collect();
        if names.len() > MOST_NAMES {
            shown.push(format!("{} more", names.len() - MOST_NAMES));
        }
        shown.join(", ")
    }

    /// Says that a feed is of several authors, and how to say whose entries count.
    pub(super) fn told_mixed(&self, address: &str) -> Option<Warning> {
        if self.0.len() < 2 {
            return None;
        }
        let message = format!(
            "this feed has several authors: {}; all are taken for posts of this account. If only \
             one of them is its owner, register {address}#{}=NAME with the name as it stands here; \
             if all may count, register {address}#{}={}",
            self.told(),
            KEYS[0],
            KEYS[0],
            EVERYBODY[0],
        );
        Some(Warning::new("authors", message))
    }

    /// Says whose entries were left out: the owner may be among them under another name.
    pub(super) fn told_left_out(&self, wanted: &str, count: usize) -> Option<Warning> {
        let names = match self.0.len() {
            0 => "they name no author".to_owned(),
            _ => self.told(),
        };
        let message = format!("{count} entries by others than {wanted:?} were left out: {names}");
        (count > 0).then(|| Warning::new("authors", message))
    }

    /// Says that the author never wrote in the feed, as far as was seen.
    pub(super) fn nobody(&self, wanted: &str) -> String {
        let found = match self.0.len() {
            0 => "its entries name no author".to_owned(),
            _ => format!("those who do are {}", self.told()),
        };
        format!(
            "nobody called {wanted:?} writes in this feed: {found}; write the name as it stands \
             there behind #{}= in the registry",
            KEYS[0]
        )
    }
}
