//! Reading what the API lists.

use jiff::SignedDuration;
use serde_json::Value;

use super::fallback::{self, ApiAnswer};
use super::item::{self, NoPost};
use super::small;
use super::sweep::{self, Sweep, Window};
use super::target::WordPressTarget;
use super::zone;
use crate::model::{AccountState, Capture, Identity, ParsedPage, Truncation, Warning};
use crate::source::shared::answer;
use crate::source::shared::json::{self, Items};
use crate::source::shared::progress::Progress;

/// Turns of a sweep besides the plain one, for a post that the site does not answer of: first
/// the post behind it is asked for, then it once more.
const BEHIND: &str = "behind";
const ONCE_MORE: &str = "once more";

/// Reads the answer that tells the number of an author.
pub(super) fn found_author(
    mut target: WordPressTarget,
    progress: &mut Progress,
    capture: &Capture,
) -> ParsedPage {
    let list = match ApiAnswer::of(capture) {
        ApiAnswer::List(list) => list,
        ApiAnswer::Unchanged => return ParsedPage::default(),
        ApiAnswer::PastTheEnd | ApiAnswer::Failed(_) => Items::default(),
        ApiAnswer::NoApi => return fallback::elsewhere(&target, progress, capture),
        ApiAnswer::Shut => return fallback::to_feed(&target, progress, capture),
    };
    let found = list.items.first();
    let Some((user, id)) = found.and_then(|user| Some((user, json::id(user, "id")?))) else {
        // Sites hide users in many ways; the author's feed still answers.
        let message = "the API shows no author of that name; reading the feed";
        return ParsedPage {
            next: vec![target.feed(progress)],
            ..answer::odd("author", message)
        };
    };
    target.prove_way(progress);
    progress.set_note("author", id.clone());
    target.author = Some(id.clone());
    ParsedPage {
        identity: Some(Identity {
            stable_id: Some(id),
            address: json::text(user, "link").map(str::to_owned),
            display_name: json::text(user, "name").map(str::to_owned),
        }),
        cursor: Some(progress.save()),
        next: vec![target.posts(progress, Sweep::Changed)],
        understood: list.is_complete(),
        ..ParsedPage::default()
    }
}

/// Reads a page of a sweep; `turn` is empty, [`BEHIND`], [`ONCE_MORE`] or [`zone::UNZONED`].
pub(super) fn listed(
    target: &WordPressTarget,
    progress: &mut Progress,
    capture: &Capture,
    sweep: Sweep,
    turn: &str,
) -> ParsedPage {
    let mut page = match (ApiAnswer::of(capture), turn) {
        (ApiAnswer::List(list), BEHIND) if list.items.is_empty() => {
            fallback::to_feed(target, progress, capture)
        }
        (ApiAnswer::List(list), BEHIND) => behind(target, progress, capture, sweep, &list),
        (ApiAnswer::List(list), turn)
            if turn != zone::UNZONED && zone::is_wanted(progress, capture, &list.items) =>
        {
            zone::ask(target, sweep)
        }
        (ApiAnswer::List(list), _) => read(target, progress, capture, sweep, &list),
        (ApiAnswer::Unchanged, _) if sweep.needs_pages(progress) => answer::again(capture),
        (ApiAnswer::Unchanged, _) => ParsedPage {
            confirms: true,
            state: Some(AccountState::Active),
            ..ParsedPage::default()
        },
        (ApiAnswer::PastTheEnd | ApiAnswer::Failed(_), BEHIND) => {
            fallback::to_feed(target, progress, capture)
        }
        (ApiAnswer::PastTheEnd, _) => ended(target, progress, sweep),
        (ApiAnswer::Failed(why), ONCE_MORE) => pass_over(target, progress, capture, sweep, &why),
        (ApiAnswer::Failed(why), _) => ask_for_less(target, progress, capture, sweep, &why),
        (ApiAnswer::NoApi, _) => fallback::elsewhere(target, progress, capture),
        (ApiAnswer::Shut, _) => fallback::to_feed(target, progress, capture),
    };
    // The mark stands behind what was read whole, so a cut page is gone on from.
    if capture.truncated.is_some() {
        let message = "the answer was cut; what came whole was read";
        let at = capture.request.step.0.clone();
        page.warnings.push(Warning::new(at, message));
    }
    page
}

/// Reads all posts of the site. Where they are no longer all, or do not come, the sweeps go on.
pub(super) fn whole(
    target: &WordPressTarget,
    progress: &mut Progress,
    capture: &Capture,
) -> ParsedPage {
    let ApiAnswer::List(list) = ApiAnswer::of(capture) else {
        return listed(target, progress, capture, Sweep::Changed, "");
    };
    if zone::is_wanted(progress, capture, &list.items) {
        return zone::ask(target, Sweep::Changed);
    }
    small::note(progress, capture, &list);
    let mut page = posts(target, &list);
    page.state = Some(AccountState::Active);
    if small::is_noted(progress) {
        Sweep::Changed.catch_up(progress, &list.items);
    } else {
        let sweeps = [Sweep::Changed, Sweep::Published];
        page.next = sweeps.map(|sweep| target.posts(progress, sweep)).into();
    }
    target.prove_way(progress);
    page.cursor = Some(progress.save());
    page
}

/// A page past the end is how a listing ends when posts vanished meanwhile.
fn ended(target: &WordPressTarget, progress: &mut Progress, sweep: Sweep) -> ParsedPage {
    sweep.end(progress);
    target.prove_way(progress);
    ParsedPage {
        cursor: Some(progress.save()),
        state: Some(AccountState::Active),
        ..ParsedPage::default()
    }
}

fn read(
    target: &WordPressTarget,
    progress: &mut Progress,
    capture: &Capture,
    sweep: Sweep,
    list: &Items,
) -> ParsedPage {
    let mut page = posts(target, list);
    page.state = Some(AccountState::Active);
    target.prove_way(progress);
    if progress.note(Sweep::Published.mark_key()).is_none() {
        // What is published from now on; everything older is found by its time of change.
        let day_ago = capture
            .fetched_at
            .checked_sub(SignedDuration::from_hours(24));
        let mark = day_ago.unwrap_or(capture.fetched_at).to_string();
        progress.set_note(Sweep::Published.mark_key(), mark);
    }
    if sweep.advance(progress, capture, list) {
        page.next = vec![target.posts(progress, sweep)];
    } else if capture.request.url == target.whole().url {
        small::note(progress, capture, list);
    }
    page.cursor = Some(progress.save());
    page
}

/// Asks for a smaller page, or finds out whether one post is at fault.
fn ask_for_less(
    target: &WordPressTarget,
    progress: &mut Progress,
    capture: &Capture,
    sweep: Sweep,
    why: &str,
) -> ParsedPage {
    let asked = Window::asked(capture);
    let posts = sweep::smaller(progress, asked.size);
    let (window, step, what) = match posts {
        Some(size) => {
            let what = format!(
                "a page of {} posts cannot be had ({why}); asking for {size}",
                asked.size
            );
            (asked.resized(size), sweep.step().to_owned(), what)
        }
        // Cut at the size cap, it would be cut again.
        None if capture.truncated == Some(Truncation::Length) => {
            return pass_over(target, progress, capture, sweep, why);
        }
        None => {
            let next = Window {
                offset: asked.offset + 1,
                ..asked
            };
            let what = format!("one post cannot be had ({why}); asking for the next");
            (next, format!("{} {BEHIND}", sweep.step()), what)
        }
    };
    ParsedPage {
        next: vec![target.page(progress, sweep, window, &step)],
        ..answer::odd(&capture.request.step.0, what)
    }
}

/// The post behind came, so it may be the post: it is asked for once more.
fn behind(
    target: &WordPressTarget,
    progress: &Progress,
    capture: &Capture,
    sweep: Sweep,
    list: &Items,
) -> ParsedPage {
    let asked = Window::asked(capture);
    let before = Window {
        offset: asked.offset.saturating_sub(1),
        ..asked
    };
    let step = format!("{} {ONCE_MORE}", sweep.step());
    ParsedPage {
        next: vec![target.page(progress, sweep, before, &step)],
        understood: false,
        ..posts(target, list)
    }
}

/// The site answers of other posts and not of this one.
fn pass_over(
    target: &WordPressTarget,
    progress: &mut Progress,
    capture: &Capture,
    sweep: Sweep,
    why: &str,
) -> ParsedPage {
    let offset = Window::asked(capture).offset;
    sweep.pass_over(progress, offset);
    let place = progress.note(sweep.mark_key()).unwrap_or("the beginning");
    let message = format!(
        "the site does not answer of one post ({why}): number {} by time of change from {place} \
         on; it was passed over, look for it on the site",
        offset + 1
    );
    ParsedPage {
        cursor: Some(progress.save()),
        next: vec![target.posts(progress, sweep)],
        ..answer::odd(&capture.request.step.0, message)
    }
}

/// Posts of a list, and whether all of it was understood.
fn posts(target: &WordPressTarget, list: &Items) -> ParsedPage {
    let mut page = posts_of(target, &list.items);
    page.understood &= list.is_complete();
    page.warnings.extend(list.warnings("post"));
    page
}

/// Posts of items.
pub(super) fn posts_of(target: &WordPressTarget, items: &[Value]) -> ParsedPage {
    let mut page = ParsedPage {
        understood: true,
        ..ParsedPage::default()
    };
    for (index, value) in items.iter().enumerate() {
        let at = || format!("post {index}");
        let (author, zone) = (target.author.as_deref(), target.zone.as_ref());
        match item::read(value, &target.address.site, author, zone) {
            Ok(read) => page.posts.push(read.noted(&mut page.warnings)),
            Err(NoPost::Hidden(message)) => page.warnings.push(Warning::new(at(), message)),
            Err(NoPost::Broken(message)) => {
                page.understood = false;
                page.warnings.push(Warning::new(at(), message));
            }
        }
    }
    let doubt = target.zone.is_none().then(|| zone::doubt(items)).flatten();
    page.warnings.extend(doubt);
    note_authors(target, items, &mut page);
    page
}

/// Says when posts of others stand among those of the account.
fn note_authors(target: &WordPressTarget, items: &[Value], page: &mut ParsedPage) {
    let mut authors: Vec<String> = items
        .iter()
        .filter_map(|item| json::id(item, "author"))
        .filter(|author| target.author.as_ref() != Some(author))
        .collect();
    authors.sort_unstable();
    authors.dedup();
    let strangers = usize::from(target.author.is_none());
    if let Some(author) = authors.get(strangers) {
        let site = &target.address.site;
        let message = format!(
            "posts of several authors came ({}); whose they are stands on them; register \
             {site}?author={author} for one author alone",
            authors.join(", ")
        );
        page.warnings.push(Warning::new("posts", message));
    }
}
