//! A word of one contestant for a word of another.

use std::collections::BTreeMap;

use super::super::anchors::Anchor;
use super::super::compile::joined;
use super::super::matcher::CLITICS;
use super::super::scene::Scene;
use super::capital::capitalized;
use super::{SkipReason, numeral};
use crate::model::{Contestant, EntryKind, TargetEntry};

/// Which words of a text became which, by contestant and id, so that different words stay
/// different.
pub(super) type Taken<'s> = BTreeMap<(&'s str, &'s str), &'s str>;

/// What is written in the place of a word.
pub(super) struct Swapped {
    pub(super) text: String,
    pub(super) kind: &'static str,
    /// Whether both words need company and capitals alike.
    pub(super) alike: bool,
}

/// The word of the second contestant for an anchor that is a word of the first. `entry` is which
/// of the first one's words it is, `None` for a number.
pub(super) fn swapped<'s>(
    scene: &Scene<'_>,
    anchor: &Anchor,
    entry: Option<usize>,
    [mine, other]: [&'s Contestant; 2],
    taken: &mut Taken<'s>,
) -> Result<Swapped, SkipReason> {
    match entry.and_then(|entry| mine.entries.get(entry)) {
        Some(entry) => {
            let entry = same_form(mine, entry, anchor);
            named(scene, anchor, entry, [mine, other], taken)
        }
        None => numbered(scene, anchor, other),
    }
}

fn numbered(scene: &Scene<'_>, anchor: &Anchor, other: &Contestant) -> Result<Swapped, SkipReason> {
    let kind = "number";
    let lacking = SkipReason::KindLacking(kind);
    let (from, plainness) = anchor.number.ok_or(lacking)?;
    let to = other.number.ok_or(lacking)?;
    let written = scene.original(anchor.span);
    let text = numeral::renumbered(written, from, to)
        .or_else(|| numeral::renumbered(scene.anchor_words(anchor), from, to))
        .unwrap_or_else(|| numeral::plain(plainness, to));
    Ok(Swapped {
        text,
        kind,
        alike: true,
    })
}

fn named<'s>(
    scene: &Scene<'_>,
    anchor: &Anchor,
    entry: &'s TargetEntry,
    [mine, other]: [&'s Contestant; 2],
    taken: &mut Taken<'s>,
) -> Result<Swapped, SkipReason> {
    let kind = name_of(entry.kind);
    // A word that means nobody here must not become one that does.
    let stands = scene.anchors.iter().any(|one| one.span == anchor.span);
    let (partner, alike) = partner(mine, other, entry, taken)
        .filter(|(_, alike)| *alike || stands)
        .ok_or(SkipReason::KindLacking(kind))?;
    taken.insert((&mine.id, &entry.id), &partner.id);
    let written = scene.original(anchor.span);
    let forms = [entry, partner].map(|entry| {
        if anchor.tag || anchor.handle {
            run_together(&entry.form)
        } else {
            entry.form.clone()
        }
    });
    Ok(Swapped {
        text: respelt(written, &forms, partner.case_sensitive),
        kind,
        alike,
    })
}

/// Of words that are written alike (a slogan and its hashtag), the one that the anchor is.
fn same_form<'c>(mine: &'c Contestant, entry: &'c TargetEntry, anchor: &Anchor) -> &'c TargetEntry {
    if Some(entry.kind) == anchor.kind {
        return entry;
    }
    let form = joined(&entry.form);
    let mut twins = mine.entries.iter();
    twins
        .find(|other| Some(other.kind) == anchor.kind && joined(&other.form) == form)
        .unwrap_or(entry)
}

/// The word that holds the same place among the other's words of that kind, or another one that
/// no other word became, and whether it needs company and capitals just as much.
fn partner<'s>(
    mine: &Contestant,
    other: &'s Contestant,
    entry: &TargetEntry,
    taken: &Taken<'s>,
) -> Option<(&'s TargetEntry, bool)> {
    let before = taken.get(&(mine.id.as_str(), entry.id.as_str())).copied();
    let free = |one: &&TargetEntry| match before {
        Some(before) => one.id == before,
        None => !taken
            .iter()
            .any(|((whose, _), became)| *whose == mine.id && *became == one.id),
    };
    let names = entry.kind == EntryKind::Hashtag && is_name(mine, entry);
    let place = alike(mine, entry, names).position(|one| one.id == entry.id);
    let peers: Vec<&TargetEntry> = alike(other, entry, names).collect();
    let same_place = peers.get(place.unwrap_or_default()).copied().filter(free);
    if let Some(found) = same_place {
        return Some((found, true));
    }
    if let Some(found) = peers.into_iter().find(free) {
        return Some((found, false));
    }
    let of_kind = other.entries.iter().filter(|one| one.kind == entry.kind);
    let of_kind = of_kind.filter(free);
    let company = |one: &&TargetEntry| one.needs_company == entry.needs_company;
    let found = of_kind.clone().find(company).or(of_kind.clone().next());
    found.map(|found| (found, false))
}

/// The words of a contestant that count under the same conditions as an entry. Hashtags that are
/// only names are apart from those that are not: they do not campaign.
fn alike<'c>(
    contestant: &'c Contestant,
    entry: &TargetEntry,
    names: bool,
) -> impl Iterator<Item = &'c TargetEntry> {
    let (kind, conditions) = (entry.kind, conditions(entry));
    let hashtag = kind == EntryKind::Hashtag;
    let entries = contestant.entries.iter();
    entries
        .filter(move |one| one.kind == kind && self::conditions(one) == conditions)
        .filter(move |one| !hashtag || is_name(contestant, one) == names)
}

fn conditions(entry: &TargetEntry) -> [bool; 2] {
    [entry.needs_company, entry.case_sensitive]
}

fn is_name(contestant: &Contestant, hashtag: &TargetEntry) -> bool {
    let form = joined(&hashtag.form);
    let mut names = contestant
        .entries
        .iter()
        .filter(|one| one.kind.is_plain_name());
    names.any(|one| joined(&one.form) == form)
}

/// The second form, written as the first one is here: in capitals or small letters, and with
/// the ending that hangs on it.
fn respelt(written: &str, [mine, other]: &[String; 2], case_sensitive: bool) -> String {
    let (body, ending) = parted(written, mine);
    if body == mine || case_sensitive {
        return format!("{other}{ending}");
    }
    let other = &joined_like(body, other);
    let letters = || body.chars().filter(|letter| letter.is_alphabetic());
    let form = if letters().all(char::is_lowercase) {
        other.to_lowercase()
    } else if letters().count() > 1 && letters().all(char::is_uppercase) {
        other.to_uppercase()
    } else if body.starts_with(char::is_uppercase) {
        capitalized(other)
    } else {
        other.clone()
    };
    format!("{form}{ending}")
}

/// The form with what stands between its words as it is written here: `Hadi - Lestari`. A form
/// with more or fewer words stays as it is.
fn joined_like(written: &str, form: &str) -> String {
    let [joints, others] = [written, form].map(joints);
    if joints.len() != others.len() {
        return form.to_owned();
    }
    let words = form.split(|letter: char| !letter.is_alphanumeric());
    let mut words = words.filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().to_owned();
    let rest = joints.iter().zip(words);
    rest.fold(first, |text, (joint, word)| text + joint + word)
}

/// What stands between the words of a text.
fn joints(text: &str) -> Vec<&str> {
    let inner = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    let between = inner.split(char::is_alphanumeric);
    between.filter(|joint| !joint.is_empty()).collect()
}

/// A word and the clitic behind it, if it is the form with one.
fn parted<'w>(written: &'w str, form: &str) -> (&'w str, &'w str) {
    let rest = written
        .get(..form.len())
        .filter(|head| head.to_lowercase() == form.to_lowercase())
        .map(|head| &written[head.len()..]);
    match rest {
        Some(rest) if CLITICS.contains(&rest) => written.split_at(form.len()),
        _ => (written, ""),
    }
}

/// `Hadi dan Lestari` as part of a hashtag: `HadiDanLestari`.
pub(in crate::score) fn run_together(form: &str) -> String {
    let words = form.split(|letter: char| !letter.is_alphanumeric());
    words.map(capitalized).collect()
}

fn name_of(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Name => "name",
        EntryKind::ShortName => "short name",
        EntryKind::Nickname => "nickname",
        EntryKind::Mocking => "mocking name",
        EntryKind::Pair => "pair",
        EntryKind::Party => "party",
        EntryKind::Slogan => "slogan",
        EntryKind::Hashtag => "hashtag",
        EntryKind::Gesture => "gesture",
        EntryKind::Song => "song",
        EntryKind::Symbol => "symbol",
    }
}
