//! What the entries of a feed are called: by which name each is stored, and by which others it is
//! known.
//!
//! A name must name one thing. Feeds give all their entries the address of the site as `guid`, or
//! link all of them to one page: then the next name is taken. What was seen to name several things
//! is remembered in the cursor, because a later document may show only one of them.

use std::collections::{BTreeSet, HashMap, HashSet};

use url::Url;

use super::item::Item;
use crate::model::{NativeId, Sha256, Warning, site, web_alias};
use crate::source::shared::links::http_url;
use crate::source::shared::progress::Progress;

/// Longer identifiers are replaced by their digest.
const LONGEST_ID: usize = 1000;
/// Shared names that are remembered; a feed with more of them has none that are worth anything.
const MOST_REMEMBERED: usize = 40;
/// Stands for all names in what is remembered.
const ALL: &str = "*";
/// Under which notes the cursor keeps it.
const SHARED: &str = "shared";
const NEWEST: &str = "first";
/// Shared names that a warning shows.
const MOST_SHOWN: usize = 3;

/// Names of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EntryName {
    pub(super) id: NativeId,
    pub(super) aliases: Vec<String>,
    /// Its page.
    pub(super) page: Option<Url>,
}

/// Names that name several things, over all documents of the account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SharedNames {
    remembered: BTreeSet<String>,
    /// The first entry of the newest page read before, by the fingerprints of its parts.
    newest: Option<Trace>,
}

/// Identifier, page, title and time of an entry, by fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trace([String; 4]);

impl Trace {
    fn of(item: &Item) -> Option<Self> {
        let id = item.id.as_deref()?;
        let page = item.link.as_ref().map(|link| spelt(link.as_str()))?;
        let at = item.published?.to_string();
        let parts = [&spelt(id), &page, &item.title, &at];
        Some(Self(parts.map(|part| fingerprint(part))))
    }

    /// Whether another entry has the same identifier and nothing else in common.
    fn is_another_of_that_name(&self, other: &Self) -> bool {
        self.0[0] == other.0[0] && (1..4).all(|part| self.0[part] != other.0[part])
    }
}

impl SharedNames {
    /// What the cursor remembers.
    pub(super) fn load(progress: &Progress) -> Self {
        let words = |key| {
            progress
                .note(key)
                .unwrap_or_default()
                .split(' ')
                .map(str::to_owned)
        };
        let parts: Vec<String> = words(NEWEST).collect();
        Self {
            remembered: words(SHARED).filter(|word| !word.is_empty()).collect(),
            newest: <[String; 4]>::try_from(parts).ok().map(Trace),
        }
    }

    /// Keeps it, with the first entry of the newest page.
    pub(super) fn save(&self, progress: &mut Progress) {
        if !self.remembered.is_empty() {
            let words: Vec<&str> = self.remembered.iter().map(String::as_str).collect();
            progress.set_note(SHARED, words.join(" "));
        }
        if let Some(Trace(parts)) = &self.newest {
            progress.set_note(NEWEST, parts.join(" "));
        }
    }

    fn has(&self, name: &str) -> bool {
        self.remembered.contains(ALL) || self.remembered.contains(&fingerprint(name))
    }

    /// Notes which identifiers of a document name several of its entries, or another one before;
    /// those that were not known for it.
    fn learn(&mut self, items: &[Item], is_newest: bool) -> Vec<String> {
        let mut found = several(items, |item| item.id.as_deref().map(spelt));
        let before = self.newest.as_ref();
        let strangers = items.iter().filter(|item| {
            let trace = Trace::of(item);
            trace
                .zip(before)
                .is_some_and(|(now, before)| before.is_another_of_that_name(&now))
        });
        found.extend(strangers.filter_map(|item| item.id.as_deref().map(spelt)));
        if is_newest && let Some(first) = items.first() {
            self.newest = Trace::of(first).or(self.newest.take());
        }
        let mut new: Vec<String> = found.into_iter().filter(|name| !self.has(name)).collect();
        new.sort_unstable();
        self.remembered
            .extend(new.iter().map(|name| fingerprint(name)));
        if self.remembered.len() > MOST_REMEMBERED {
            self.remembered = BTreeSet::from([ALL.to_owned()]);
        }
        new
    }
}

/// Names the entries of a document; `None` for one that has nothing to be called by.
pub(super) fn name_entries(
    items: &[Item],
    own: &[Option<Url>],
    shared: &mut SharedNames,
    is_newest: bool,
) -> (Vec<Option<EntryName>>, Option<Warning>) {
    let new = shared.learn(items, is_newest);
    let namer = Namer {
        own: own
            .iter()
            .flatten()
            .map(|url| spelt(url.as_str()))
            .collect(),
        sites: own.iter().flatten().filter_map(site).collect(),
        links: several(items, |item| {
            item.link.as_ref().map(|link| spelt(link.as_str()))
        }),
        digests: several(items, |item| Some(digest(item, false))),
        shared,
    };
    let each = items.iter().map(|item| namer.name(item)).collect();
    (each, warning(&new))
}

fn warning(shared: &[String]) -> Option<Warning> {
    let shown = shared.iter().take(MOST_SHOWN);
    let shown: Vec<String> = shown.map(|name| format!("{name:?}")).collect();
    let more = shared.len().saturating_sub(MOST_SHOWN);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    (!shared.is_empty()).then(|| {
        let message = format!(
            "several entries have the same identifier, which so identifies none of them: {}{more}; \
             they are told apart by their links, or else by title and date",
            shown.join(", ")
        );
        Warning::new("identifiers", message)
    })
}

struct Namer<'a> {
    /// The feed's address and the site's, in their spelling.
    own: Vec<String>,
    /// The sites of both.
    sites: HashSet<String>,
    /// Links that several entries have.
    links: HashSet<String>,
    /// Digests of title and date that several entries have.
    digests: HashSet<String>,
    shared: &'a SharedNames,
}

impl Namer<'_> {
    fn name(&self, item: &Item) -> Option<EntryName> {
        let id = item.id.as_deref().filter(|id| self.identifies(id));
        let link = item.link.as_ref().filter(|link| self.is_page(link));
        let by_words = || self.by_words(item);
        let named = id.or(link.map(Url::as_str)).map(str::to_owned);
        let named = named.map(|name| match name.len() {
            0..=LONGEST_ID => name,
            _ => format!("sha256:{}", Sha256::of(name)),
        });
        let page = self.page(item);
        // An address that several entries have is none of this one.
        let addresses = page.iter().chain(&item.other_links);
        let mut aliases: Vec<String> = addresses
            .filter(|url| self.is_page(url))
            .filter_map(|url| web_alias(url.as_str()))
            .collect();
        aliases.dedup();
        aliases.extend(self.by_title(item));
        Some(EntryName {
            id: NativeId(named.or_else(by_words)?),
            aliases,
            page,
        })
    }

    /// The page of an entry. Who writes of what others wrote links to that and gives his own page
    /// as identifier.
    fn page(&self, item: &Item) -> Option<Url> {
        let is_own = |url: &&Url| site(url).is_some_and(|site| self.sites.contains(&site));
        let own = || item.permalink.as_ref().filter(is_own);
        let link = item.link.as_ref();
        let link = match link.filter(is_own) {
            None => own().or(link),
            own => own,
        };
        let named = || {
            item.permalink
                .clone()
                .filter(|_| self.identifies(item.id.as_deref().unwrap_or_default()))
        };
        link.cloned().or_else(named)
    }

    /// Whether an identifier names this entry and nothing else, as far as was seen.
    fn identifies(&self, id: &str) -> bool {
        let name = spelt(id);
        let says = id.contains(char::is_alphanumeric) && !is_bare_scheme(id);
        says && !is_front(id) && !self.own.contains(&name) && !self.shared.has(&name)
    }

    fn is_page(&self, link: &Url) -> bool {
        let name = spelt(link.as_str());
        !is_front(link.as_str()) && !self.own.contains(&name) && !self.links.contains(&name)
    }

    fn by_words(&self, item: &Item) -> Option<String> {
        let digest = digest(item, false);
        match digest {
            _ if item.title.is_empty() && item.body.text.is_empty() => None,
            digest if self.digests.contains(&digest) => Some(self::digest(item, true)),
            digest => Some(digest),
        }
    }

    /// A title and the minute of its publication are known again when identifier and address
    /// changed both, as when a site moves.
    fn by_title(&self, item: &Item) -> Option<String> {
        let to_the_hour = item.published?.as_second() % 3600 == 0;
        let titled = !item.title.is_empty() && !self.digests.contains(&digest(item, false));
        titled.then(|| format!("entry:{}", digest(item, to_the_hour)))
    }
}

/// A digest of title and date, without a title of body and date; `whole` adds the body.
fn digest(item: &Item, whole: bool) -> String {
    let what = if item.title.is_empty() {
        &item.body.text
    } else {
        &item.title
    };
    let date = item.published.map_or_else(String::new, |at| at.to_string());
    let text = format!("{what}\n{date}");
    let text = if whole {
        format!("{text}\n{}", item.body.text)
    } else {
        text
    };
    format!("sha256:{}", Sha256::of(text))
}

/// Names that entries have that differ otherwise. The same entry shown twice is one: the same page
/// with the same title and date.
fn several(items: &[Item], name: impl Fn(&Item) -> Option<String>) -> HashSet<String> {
    let mut bearers: HashMap<String, HashSet<String>> = HashMap::new();
    for item in items {
        let Some(name) = name(item) else { continue };
        let page = item
            .link
            .as_ref()
            .map(Url::as_str)
            .filter(|link| !is_front(link));
        let doubtful = page.is_none() || item.title.is_empty() || item.published.is_none();
        let link = page.map_or_else(String::new, spelt);
        let bearer = format!("{link}\n{}", digest(item, doubtful));
        bearers.entry(name).or_default().insert(bearer);
    }
    let shared = bearers.into_iter().filter(|(_, bearers)| bearers.len() > 1);
    shared.map(|(name, _)| name).collect()
}

/// An address in the spelling that all its spellings have, with its fragment, since entries may be
/// parts of a page; other names as they are.
fn spelt(name: &str) -> String {
    let fragment = name.split_once('#').map_or("", |(_, fragment)| fragment);
    match web_alias(name) {
        Some(alias) if fragment.is_empty() => alias,
        Some(alias) => format!("{alias}#{fragment}"),
        None => name.trim().to_owned(),
    }
}

/// Whether a name is the front page of some site, which is no entry.
fn is_front(name: &str) -> bool {
    http_url(name, None).is_some_and(|url| {
        web_alias(name).is_none() && url.fragment().unwrap_or_default().is_empty()
    })
}

/// `tag:`, `urn:`, `https://`: the beginning of an identifier and no more.
fn is_bare_scheme(id: &str) -> bool {
    let (scheme, rest) = id.split_once(':').unwrap_or((id, "none"));
    let fits = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    scheme.chars().all(fits) && !rest.contains(char::is_alphanumeric)
}

/// Twelve hexadecimal digits that stand for a name.
fn fingerprint(name: &str) -> String {
    let mut digest = Sha256::of(name).to_string();
    digest.truncate(12);
    digest
}
