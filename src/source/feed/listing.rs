//! From an answer to the posts of an account.

use std::collections::HashSet;

use url::Url;

use super::authors::{FeedWriters, Whose};
use super::entries;
use super::excerpts::own_words;
use super::identity::{EntryName, SharedNames, name_entries};
use super::item::{FeedDocument, Item};
use super::{missing, older};
use crate::model::{
    Account, AccountState, Capture, FetchRequest, Identity, Media, ParsedPage, ParsedPost,
    PostKind, Truncation, Warning,
};
use crate::source::shared::answer::{self, Answer};
use crate::source::shared::bounds::{self, MOST_POSTS, MarkupPost};
use crate::source::shared::links::http_url;
use crate::source::shared::progress::Progress;
use crate::source::shared::{charset, obstacle, text};

/// What WordPress puts before the title of a post that needs a password, in the languages seen.
const PROTECTED: [&str; 4] = [
    "Protected: ",
    "Terproteksi: ",
    "Diproteksi: ",
    "Dilindungi: ",
];

/// Reads a page of the feed; `gap` is the address of an older one.
pub(super) fn read(
    account: &Account,
    progress: &mut Progress,
    capture: &Capture,
    gap: Option<&str>,
) -> ParsedPage {
    if let Some(page) = without_document(capture, gap) {
        return page;
    }
    let decoded = charset::decode(&capture.body, capture.header("content-type"));
    let Some(document) = entries::read(&decoded.text, &capture.final_url) else {
        return missing::told(account, progress, capture, &decoded.text);
    };
    let facts = Facts::of(&document);
    let whose = Whose::of_address(&account.address).unwrap_or(Whose::Unsaid);
    let mut shared = SharedNames::load(progress);
    let entries = posts(
        document,
        &capture.final_url,
        &mut shared,
        gap.is_none(),
        &whose,
    );
    shared.save(progress);
    let mut page = entries.page;
    page.warnings.extend(answer::encoding(capture, &decoded));
    page.next = follow(progress, capture, &entries.ids, &facts, gap);
    page.state = Some(AccountState::Active);
    page.understood = !facts.incomplete;
    mind_the_cap(capture, &facts, &mut page);
    page.identity = gap.is_none().then(|| identity(capture, facts.title));
    let authors = FeedAuthors {
        whose: &whose,
        mine: &entries.mine,
        others: &entries.others,
        left_out: entries.left_out,
    };
    match authors.told(account, progress, gap.is_none()) {
        Ok(told) => {
            page.warnings.extend(told);
            page.cursor = Some(progress.save());
            page
        }
        Err(nobody) => answer::unread("authors", nobody),
    }
}

/// What an answer comes to that holds nothing of this feed.
fn without_document(capture: &Capture, gap: Option<&str>) -> Option<ParsedPage> {
    match (Answer::of(capture), gap) {
        (Answer::NotModified, Some(_)) => Some(answer::again(capture)),
        // What the feed showed stands in it still.
        (Answer::NotModified, None) => Some(ParsedPage {
            confirms: true,
            state: Some(AccountState::Active),
            ..ParsedPage::default()
        }),
        _ => answer::without_body(capture, gap.is_none())
            .or_else(|| obstacle::led_to_wider_feed(capture).then(|| wider(capture))),
    }
}

fn identity(capture: &Capture, title: Option<String>) -> Identity {
    let moved = capture.final_url != capture.request.url;
    Identity {
        stable_id: None,
        address: moved.then(|| capture.final_url.to_string()),
        display_name: title.filter(|title| !title.is_empty()),
    }
}

/// The feed of more than the account: who wrote its entries is not known.
fn wider(capture: &Capture) -> ParsedPage {
    let message = format!(
        "the address leads to {} now, a feed of more than it was: nothing of it is taken; \
         register that address if all of its posts are of this account",
        capture.final_url
    );
    answer::unread(capture.request.step.0.clone(), message)
}

/// What a document says besides its entries.
struct Facts {
    title: Option<String>,
    older: Option<String>,
    incomplete: bool,
    left: usize,
    /// Whether its newest entries come last.
    oldest_first: bool,
}

impl Facts {
    fn of(document: &FeedDocument) -> Self {
        let mut dated = document.items.iter().filter_map(|item| item.published);
        let first = dated.next();
        Self {
            title: document.title.clone(),
            older: document.older.clone(),
            incomplete: document.incomplete,
            left: document.left,
            oldest_first: first
                .is_some_and(|first| dated.next_back().is_some_and(|last| first < last)),
        }
    }
}

/// Notes how far the feed was read, and asks for the page below where it must be read.
fn follow(
    progress: &mut Progress,
    capture: &Capture,
    ids: &[String],
    facts: &Facts,
    gap: Option<&str>,
) -> Vec<FetchRequest> {
    let here = &capture.final_url;
    let next = facts
        .older
        .as_deref()
        .and_then(|address| http_url(address, Some(here)))
        .filter(|url| url != here && url.host() == here.host())
        .map(String::from);
    let line = progress.listing("");
    let follow = match gap {
        None => line.read_newest(ids, next),
        Some(address) => line.read_gap(address, ids, next),
    };
    let follow = follow.and_then(|address| http_url(&address, None));
    follow.map(older).into_iter().collect()
}

/// What came whole of a feed that is larger than the cap was read. Whether it holds what is new
/// depends on which end of the feed that is.
fn mind_the_cap(capture: &Capture, facts: &Facts, page: &mut ParsedPage) {
    let oldest_first = facts.oldest_first;
    if facts.left > 0 {
        return mind_the_number(capture, facts, page);
    }
    if capture.truncated != Some(Truncation::Length) {
        return;
    }
    let (url, cap) = (&capture.final_url, capture.request.answer.cap_name());
    let remedy = "raise it in the settings, or register an address under which the site shows \
                  fewer entries or the newest first";
    page.unread = match page.posts.len() {
        0 => Some(format!(
            "{url} is larger than {cap}, and no entry of it came whole: {remedy}"
        )),
        _ if oldest_first => Some(format!(
            "{url} begins with its oldest entries and is larger than {cap}, so that the newest \
             were not read: {remedy}"
        )),
        whole => {
            let message = format!(
                "{url} is larger than {cap}: {whole} entries came whole and were read, what is \
                 older was not"
            );
            page.warnings.push(Warning::new("feed", message));
            None
        }
    };
}

/// The same of a feed with more entries than are read.
fn mind_the_number(capture: &Capture, facts: &Facts, page: &mut ParsedPage) {
    let remedy = "register an address under which the site shows fewer entries or the newest first";
    if facts.oldest_first {
        let url = &capture.final_url;
        page.unread = Some(format!(
            "{url} begins with its oldest entries and has {} more than the {MOST_POSTS} that are \
             read, so that the newest were not read: {remedy}",
            facts.left
        ));
    }
    let rest = format!("what follows was not read and is not: {remedy}");
    page.warnings
        .extend(bounds::told_left("feed", facts.left, &rest));
}

/// Whose entries a document holds.
struct FeedAuthors<'a> {
    whose: &'a Whose,
    mine: &'a FeedWriters,
    others: &'a FeedWriters,
    left_out: usize,
}

impl FeedAuthors<'_> {
    /// What is to be said of them.
    ///
    /// # Errors
    ///
    /// A sentence where the author whose entries count was never seen.
    fn told(
        &self,
        account: &Account,
        progress: &mut Progress,
        is_newest: bool,
    ) -> Result<Option<Warning>, String> {
        let wanted = match self.whose {
            Whose::Author(wanted) => wanted,
            Whose::Everybody => return Ok(None),
            Whose::Unsaid => {
                let address = account.address.split('#').next().unwrap_or_default();
                return Ok(self.mine.told_mixed(address).filter(|_| is_newest));
            }
        };
        if !self.mine.is_empty() {
            progress.set_note(AUTHOR_SEEN, "yes");
        } else if self.left_out > 0 && progress.note(AUTHOR_SEEN).is_none() {
            return Err(self.others.nobody(wanted));
        }
        let told = self.others.told_left_out(wanted, self.left_out);
        Ok(told.filter(|_| is_newest))
    }
}

/// Under which note the cursor keeps that the author whose posts count does write there.
const AUTHOR_SEEN: &str = "author";

/// Turns the entries of a document that stands for itself into posts.
pub(in crate::source) fn page_of(document: FeedDocument, base: &Url) -> ParsedPage {
    let mut shared = SharedNames::default();
    posts(document, base, &mut shared, true, &Whose::Everybody).page
}

/// The entries of a document.
struct ReadEntries {
    /// Posts that count, and what was odd.
    page: ParsedPage,
    /// What all entries are called, in order.
    ids: Vec<String>,
    mine: FeedWriters,
    others: FeedWriters,
    left_out: usize,
}

/// Turns entries that count into posts; those that are not public or say nothing are left out.
/// Others are called by names of their own: nobody takes a post away by using its name.
fn posts(
    document: FeedDocument,
    base: &Url,
    shared: &mut SharedNames,
    is_newest: bool,
    whose: &Whose,
) -> ReadEntries {
    let own = [Some(base.clone()), document.home];
    let each = document.items.into_iter().enumerate();
    let (mine, others): (Vec<_>, Vec<_>) =
        each.partition(|(_, item)| whose.counts(item.author.as_deref()));
    let (places, mine): (Vec<usize>, Vec<Item>) = mine.into_iter().unzip();
    let (elsewhere, others): (Vec<usize>, Vec<Item>) = others.into_iter().unzip();
    let (names, doubt) = name_entries(&mine, &own, shared, is_newest);
    let (foreign, _) = name_entries(&others, &own, &mut SharedNames::default(), false);
    let foreign = elsewhere.into_iter().zip(foreign);
    let mut ids: Vec<(usize, String)> = foreign
        .filter_map(|(place, name)| Some((place, name?.id.0)))
        .collect();
    let mut page = ParsedPage {
        warnings: document.warnings,
        ..ParsedPage::default()
    };
    page.warnings.extend(doubt);
    let writers = FeedWriters::of(&mine);
    let mut seen = HashSet::new();
    for ((place, item), name) in places.into_iter().zip(mine).zip(names) {
        match post(item, name, base) {
            Ok(read) if seen.insert(read.post.native_id.clone()) => {
                let post = read.noted(&mut page.warnings);
                ids.push((place, post.native_id.0.clone()));
                page.posts.push(post);
            }
            Ok(_) => {}
            Err(message) => {
                let at = format!("entry {}", place + 1);
                page.warnings.push(Warning::new(at, message));
            }
        }
    }
    ids.sort_unstable();
    ReadEntries {
        page,
        ids: ids.into_iter().map(|(_, id)| id).collect(),
        mine: writers,
        others: FeedWriters::of(&others),
        left_out: others.len(),
    }
}

fn post(item: Item, name: Option<EntryName>, base: &Url) -> Result<MarkupPost, String> {
    if PROTECTED.iter().any(|word| item.title.starts_with(word)) || item.body.password_field {
        return Err("the entry needs a password: it is not public and was left out".to_owned());
    }
    let name = name.ok_or("the entry has neither identifier, link nor title")?;
    let words = text::titled(&item.title, own_words(&item.body.text));
    let edited = item
        .updated
        .filter(|updated| item.published.is_some_and(|at| at < *updated));
    let mut media = item.media;
    media.extend(item.body.media);
    media.dedup_by(|a, b| a.url.is_some() && a.url == b.url);
    media.retain(|item| public(item, base));
    let mut links = item.body.links;
    // What the post leads to, where its own page is another.
    let leads_to = item.link.filter(|link| name.page.as_ref() != Some(link));
    links.extend(
        leads_to
            .map(String::from)
            .filter(|link| !links.contains(link)),
    );
    let excess = item.body.excess;
    let post = ParsedPost {
        native_id: name.id,
        url: name.page.map(String::from),
        text: words,
        kind: PostKind::Original,
        context: None,
        published_at: item.published.or(item.updated),
        listed_at: None,
        edited_at: edited,
        language: item.language.filter(|language| !language.trim().is_empty()),
        media,
        links,
        version: None,
        excerpt: item.excerpt,
        aliases: name.aliases,
        author: item.author,
    };
    Ok(MarkupPost { post, excess })
}

fn public(media: &Media, base: &Url) -> bool {
    media
        .url
        .as_deref()
        .is_none_or(|url| http_url(url, Some(base)).is_some())
}
