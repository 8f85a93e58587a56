//! From an answer to the posts of an account.

use std::collections::HashSet;

use url::Url;

use super::authors::{self, Whose};
use super::entries;
use super::excerpts::own_words;
use super::identity::{EntryName, SharedNames, name_entries};
use super::item::{FeedDocument, Item};
use super::{missing, older};
use crate::model::{
    Account, AccountState, Capture, Identity, Media, ParsedPage, ParsedPost, PostKind, Truncation,
    Warning,
};
use crate::source::shared::answer::{self, Answer};
use crate::source::shared::links::http_url;
use crate::source::shared::progress::Progress;
use crate::source::shared::{charset, text};

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
    match (Answer::of(capture), gap) {
        (Answer::NotModified, Some(_)) => return answer::again(capture),
        // What the feed showed stands in it still.
        (Answer::NotModified, None) => {
            return ParsedPage {
                confirms: true,
                state: Some(AccountState::Active),
                ..ParsedPage::default()
            };
        }
        _ => {}
    }
    if let Some(page) = answer::without_body(capture) {
        return page;
    }
    let decoded = charset::decode(&capture.body, capture.header("content-type"));
    let Some(document) = entries::read(&decoded.text, &capture.final_url) else {
        return missing::told(account, progress, capture, &decoded.text);
    };
    let facts = Facts::of(&document);
    let mut shared = SharedNames::load(progress);
    let mut page = posts(document, &capture.final_url, &mut shared, gap.is_none());
    shared.save(progress);
    page.warnings.extend(answer::encoding(capture, &decoded));
    follow(progress, capture, &mut page, &facts, gap);
    page.state = Some(AccountState::Active);
    page.understood = !facts.incomplete;
    if gap.is_none() {
        let moved = capture.final_url != capture.request.url;
        page.identity = Some(Identity {
            stable_id: None,
            address: moved.then(|| capture.final_url.to_string()),
            display_name: facts.title.filter(|title| !title.is_empty()),
        });
    }
    if facts.oldest_first && capture.truncated == Some(Truncation::Length) {
        page.unread = Some(behind_the_cap(capture));
    }
    let page = of_account(account, progress, page, gap.is_none());
    ParsedPage {
        cursor: page.cursor.is_some().then(|| progress.save()),
        ..page
    }
}

/// What a document says besides its entries.
struct Facts {
    title: Option<String>,
    older: Option<String>,
    incomplete: bool,
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
            oldest_first: first
                .is_some_and(|first| dated.next_back().is_some_and(|last| first < last)),
        }
    }
}

/// Notes how far the feed was read, and asks for the page below where it must be read.
fn follow(
    progress: &mut Progress,
    capture: &Capture,
    page: &mut ParsedPage,
    facts: &Facts,
    gap: Option<&str>,
) {
    let ids = page.posts.iter().map(|post| post.native_id.0.clone());
    let ids: Vec<String> = ids.collect();
    let here = &capture.final_url;
    let next = facts
        .older
        .as_deref()
        .and_then(|address| http_url(address, Some(here)))
        .filter(|url| url != here && url.host() == here.host())
        .map(String::from);
    let line = progress.listing("");
    let follow = match gap {
        None => line.read_newest(&ids, next),
        Some(address) => line.read_gap(address, &ids, next),
    };
    let follow = follow.and_then(|address| http_url(&address, None));
    page.next = follow.map(older).into_iter().collect();
    page.cursor = Some(progress.save());
}

fn behind_the_cap(capture: &Capture) -> String {
    format!(
        "{} begins with its oldest entries and is larger than {}, so that the newest were not \
         read: raise it in the settings, or register an address under which the site shows fewer \
         entries or the newest first",
        capture.final_url,
        capture.request.answer.cap_name()
    )
}

/// Keeps the posts that count for the account, as its address says, and tells of the others.
fn of_account(
    account: &Account,
    progress: &mut Progress,
    mut page: ParsedPage,
    is_newest: bool,
) -> ParsedPage {
    let wanted = match Whose::of_address(&account.address) {
        Some(Whose::Author(wanted)) => wanted,
        Some(Whose::Everybody) => return page,
        Some(Whose::Unsaid) | None => {
            let address = account.address.split('#').next().unwrap_or_default();
            let mixed = authors::told_mixed(&page, address).filter(|_| is_newest);
            page.warnings.extend(mixed);
            return page;
        }
    };
    let nobody = authors::nobody(&page, &wanted);
    let left_out = authors::keep(&mut page, &wanted);
    if !page.posts.is_empty() {
        progress.set_note(AUTHOR_SEEN, "yes");
    } else if let Some(nobody) = nobody.filter(|_| progress.note(AUTHOR_SEEN).is_none()) {
        return nobody;
    }
    if left_out > 0 && is_newest {
        let message = format!("{left_out} entries by others than {wanted:?} were left out");
        page.warnings.push(Warning::new("authors", message));
    }
    page
}

/// Under which note the cursor keeps that the author whose posts count does write there.
const AUTHOR_SEEN: &str = "author";

/// Turns the entries of a document that stands for itself into posts.
pub(in crate::source) fn page_of(document: FeedDocument, base: &Url) -> ParsedPage {
    posts(document, base, &mut SharedNames::default(), true)
}

/// Turns entries into posts; those that are not public or say nothing are left out.
fn posts(
    document: FeedDocument,
    base: &Url,
    shared: &mut SharedNames,
    is_newest: bool,
) -> ParsedPage {
    let own = [Some(base.clone()), document.home];
    let (names, doubt) = name_entries(&document.items, &own, shared, is_newest);
    let mut page = ParsedPage {
        warnings: document.warnings,
        ..ParsedPage::default()
    };
    page.warnings.extend(doubt);
    let mut seen = HashSet::new();
    for (index, (item, name)) in document.items.into_iter().zip(names).enumerate() {
        match post(item, name, base) {
            Ok(post) if seen.insert(post.native_id.clone()) => page.posts.push(post),
            Ok(_) => {}
            Err(message) => {
                page.warnings
                    .push(Warning::new(format!("entry {}", index + 1), message));
            }
        }
    }
    page
}

fn post(item: Item, name: Option<EntryName>, base: &Url) -> Result<ParsedPost, String> {
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
    Ok(ParsedPost {
        native_id: name.id,
        url: name.page.map(String::from),
        text: words,
        kind: PostKind::Original,
        context: None,
        published_at: item.published.or(item.updated),
        edited_at: edited,
        language: item.language.filter(|language| !language.trim().is_empty()),
        media,
        links: item.body.links,
        version: None,
        excerpt: item.excerpt,
        aliases: name.aliases,
        author: item.author,
    })
}

fn public(media: &Media, base: &Url) -> bool {
    media
        .url
        .as_deref()
        .is_none_or(|url| http_url(url, Some(base)).is_some())
}
