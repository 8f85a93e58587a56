//! From TOML to a draft of a contest, with the place of everything that is checked later.

use std::collections::HashSet;
use std::ops::Range;

use toml::de::DeValue;

use crate::config::diagnostics::{Findings, did_you_mean};
use crate::config::reader::{self, Keys, Placed};
use crate::model::{
    Calendar, Contest, ContestKind, Contestant, ContestantKind, DateRange, EntryKind, Provenance,
    Regime, Sha256, TargetEntry, Validity,
};

use super::{ContestantPlaces, offices};

/// The lists of a contestant, in the order in which entries are stored.
pub(in crate::config) const LISTS: [(&str, EntryKind); 11] = [
    ("names", EntryKind::Name),
    ("short_names", EntryKind::ShortName),
    ("nicknames", EntryKind::Nickname),
    ("mocking", EntryKind::Mocking),
    ("pair", EntryKind::Pair),
    ("party", EntryKind::Party),
    ("slogans", EntryKind::Slogan),
    ("hashtags", EntryKind::Hashtag),
    ("gestures", EntryKind::Gesture),
    ("songs", EntryKind::Song),
    ("symbols", EntryKind::Symbol),
];

/// What can be elected, as packs name it.
pub const KINDS: [(&str, ContestKind); 8] = [
    ("presiden", ContestKind::Presiden),
    ("dpr", ContestKind::Dpr),
    ("dpd", ContestKind::Dpd),
    ("dprd-prov", ContestKind::DprdProv),
    ("dprd-kab", ContestKind::DprdKab),
    ("gubernur", ContestKind::Gubernur),
    ("bupati", ContestKind::Bupati),
    ("walikota", ContestKind::Walikota),
];

/// A contest that may still be refused.
pub(super) struct ContestDraft {
    contest: Contest,
    pub(super) calendar_place: Range<usize>,
    pub(super) contestants: Vec<DraftContestant>,
}

/// A contestant with the places of its parts.
pub(super) struct DraftContestant {
    pub(super) contestant: Contestant,
    pub(super) place: Range<usize>,
    pub(super) number_place: Range<usize>,
    pub(super) against_places: Vec<Range<usize>>,
    /// One for each office.
    pub(super) office_places: Vec<Range<usize>>,
    /// One for each entry of the contestant.
    pub(super) entry_places: Vec<Range<usize>>,
    /// Kinds of words that the compiler looked for and did not find.
    pub(super) none_known: Vec<EntryKind>,
}

impl ContestDraft {
    pub(super) fn calendar(&self) -> &Calendar {
        &self.contest.calendar
    }

    /// From the first day on which posts are watched to the last.
    pub(super) fn days(&self) -> DateRange {
        self.calendar().days()
    }

    pub(super) fn places(&self, findings: &Findings<'_>) -> Vec<ContestantPlaces> {
        let contestants = self.contestants.iter();
        contestants
            .map(|one| ContestantPlaces {
                contestant: findings.place(&one.place),
                entries: one
                    .entry_places
                    .iter()
                    .map(|place| findings.place(place))
                    .collect(),
            })
            .collect()
    }

    pub(super) fn into_contest(self, text: &str) -> Contest {
        let contestants = self.contestants.into_iter();
        let mut contest = Contest {
            contestants: contestants.map(|draft| draft.contestant).collect(),
            hash: Sha256::of(text),
            ..self.contest
        };
        let kind = KINDS.iter().find(|(_, kind)| *kind == contest.kind);
        offices::tell_those_at_stake(&mut contest, kind.map_or("", |(name, _)| name));
        contest
    }
}

/// Reads a pack; `None` when so much is missing that checking it further makes no sense.
pub(super) fn contest(text: &str, findings: &Findings<'_>) -> Option<ContestDraft> {
    let table = reader::parse(text, findings)?;
    let keys = Keys::new(findings, table.get_ref(), 0..0);
    let provenance = reader::provenance(&keys);
    let (calendar, calendar_place) = calendar(&keys).unzip();
    let head = head(&keys, calendar, &provenance, findings);
    keys.require_table("contestant", "[[contestant]]");
    let sections = keys.sections("contestant");
    let read = |section| contestant(section, &provenance, findings);
    let contestants: Vec<_> = sections.into_iter().filter_map(read).collect();
    keys.finish();
    Some(ContestDraft {
        contest: head?,
        calendar_place: calendar_place?,
        contestants,
    })
}

fn head(
    keys: &Keys<'_, '_>,
    calendar: Option<Calendar>,
    provenance: &Provenance,
    findings: &Findings<'_>,
) -> Option<Contest> {
    keys.require("title", "\"Pemilihan Bupati …\"");
    keys.require("kind", "\"bupati\"");
    keys.require("regime", "\"pemilihan\"");
    let id = identifier(keys, findings);
    let title = keys.string("title");
    let kind = keys.choice("kind", &KINDS);
    let regimes = [("pemilu", Regime::Pemilu), ("pemilihan", Regime::Pemilihan)];
    let regime = keys.choice("regime", &regimes);
    keys.require("region", "\"32.04\"");
    let region = keys.region("region");
    let closed = keys.boolean("closed").unwrap_or(false);
    Some(Contest {
        id: id?,
        title: title?.into_inner(),
        kind: kind?,
        region: region?,
        regime: regime?,
        closed,
        calendar: calendar?,
        contestants: Vec::new(),
        provenance: provenance.clone(),
        hash: Sha256([0; 32]),
    })
}

fn identifier(keys: &Keys<'_, '_>, findings: &Findings<'_>) -> Option<String> {
    keys.require("id", "\"a-short-name\"");
    let id = keys.string("id")?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.get_ref().is_empty() || !id.get_ref().chars().all(plain) {
        let hint = "use small letters, digits and hyphens".to_owned();
        let message = format!("{:?} is not an id", id.get_ref());
        findings.error(&id.span(), message, Some(hint));
        return None;
    }
    Some(id.into_inner())
}

fn calendar(keys: &Keys<'_, '_>) -> Option<(Calendar, Range<usize>)> {
    keys.require_table("calendar", "[calendar]");
    let section = keys.section("calendar")?;
    section.require("opens", "2027-06-01");
    section.require("determination", "2027-09-22");
    section.require("campaign", "[2027-09-25, 2027-11-23]");
    section.require("vote", "2027-11-27");
    section.require("ends", "2028-02-20");
    let day = |key| section.date(key).map(Placed::into_inner);
    let range = |key| {
        let (from, to) = section.dates(key)?.into_inner();
        Some(DateRange { from, to })
    };
    let (opens, determination, vote) = (day("opens"), day("determination"), day("vote"));
    let (campaign, quiet, ends) = (range("campaign"), range("quiet"), day("ends"));
    let place = section.place().clone();
    section.finish();
    let calendar = Calendar {
        opens: opens?,
        determination: determination?,
        campaign: campaign?,
        quiet,
        vote: vote?,
        ends: ends?,
    };
    Some((calendar, place))
}

fn contestant(
    keys: Keys<'_, '_>,
    provenance: &Provenance,
    findings: &Findings<'_>,
) -> Option<DraftContestant> {
    keys.require("label", "\"Hadi Santosa - Lestari Putri\"");
    let id = identifier(&keys, findings);
    let label = keys.string("label").map(Placed::into_inner);
    let kinds = [
        ("pair", ContestantKind::Pair),
        ("party", ContestantKind::Party),
        ("movement", ContestantKind::Movement),
    ];
    let kind = keys.choice("kind", &kinds).unwrap_or(ContestantKind::Pair);
    let number = keys.number("number");
    let against = keys.strings("against");
    let (offices, office_places) = offices::read(&keys, findings).into_iter().unzip();
    let none_known = none_known(&keys, findings);
    let mut words = Words {
        contestant: id.as_deref().unwrap_or_default(),
        of_pair: kind != ContestantKind::Party,
        provenance,
        findings,
        ids: HashSet::new(),
        read: Vec::new(),
    };
    for (list, kind) in LISTS {
        words.read_list(&keys, list, kind);
    }
    let (entries, entry_places) = words.read.into_iter().unzip();
    let place = keys.place().clone();
    keys.finish();
    Some(DraftContestant {
        number_place: number.as_ref().map_or(place.clone(), Placed::span),
        against_places: against.iter().map(Placed::span).collect(),
        office_places,
        contestant: Contestant {
            id: id?,
            label: label?,
            kind,
            number: number.map(Placed::into_inner),
            against: against.into_iter().map(Placed::into_inner).collect(),
            offices,
            entries,
        },
        place,
        entry_places,
        none_known,
    })
}

fn none_known(keys: &Keys<'_, '_>, findings: &Findings<'_>) -> Vec<EntryKind> {
    let mut kinds = Vec::new();
    for word in keys.strings("none_known") {
        if let Some((_, kind)) = LISTS.iter().find(|(list, _)| list == word.get_ref()) {
            kinds.push(*kind);
        } else {
            let message = format!("none_known names no list {:?}", word.get_ref());
            let hint = did_you_mean(word.get_ref(), LISTS.iter().map(|(list, _)| *list));
            findings.error(&word.span(), message, hint);
        }
    }
    kinds
}

/// Reads the word lists of one contestant.
struct Words<'w> {
    contestant: &'w str,
    of_pair: bool,
    provenance: &'w Provenance,
    findings: &'w Findings<'w>,
    ids: HashSet<String>,
    read: Vec<(TargetEntry, Range<usize>)>,
}

impl Words<'_> {
    fn read_list(&mut self, keys: &Keys<'_, '_>, list: &'static str, kind: EntryKind) {
        for item in keys.list(list).unwrap_or_default() {
            match item.get_ref() {
                DeValue::String(form) => {
                    let entry = self.entry(list, kind, form);
                    self.read.push((entry, item.span()));
                }
                DeValue::Table(table) => {
                    self.read_table(Keys::new(self.findings, table, item.span()), list, kind);
                }
                _ => {
                    let message = format!("{list:?} holds something that is no word");
                    let hint = "write \"a text\" or { form = \"a text\", … }".to_owned();
                    self.findings.error(&item.span(), message, Some(hint));
                }
            }
        }
    }

    fn read_table(&mut self, keys: Keys<'_, '_>, list: &'static str, kind: EntryKind) {
        let mut forms = keys.strings("forms");
        forms.extend(keys.string("form"));
        if forms.is_empty() {
            let hint = "write form = \"…\" or forms = [\"…\", \"…\"]".to_owned();
            let message = format!("this item of {list:?} has no form");
            self.findings.error(keys.place(), message, Some(hint));
        }
        let needs_company = keys.boolean("needs_company");
        let case_sensitive = keys.boolean("case_sensitive").unwrap_or(false);
        let day = |key| keys.date(key).map(Placed::into_inner);
        let validity = Validity {
            from: day("from"),
            to: day("to"),
        };
        let provenance = reader::provenance_or(&keys, self.provenance);
        let note = keys.string("note").map(Placed::into_inner);
        for form in forms {
            let mut entry = self.entry(list, kind, form.get_ref());
            entry.needs_company = needs_company.unwrap_or(entry.needs_company);
            entry.case_sensitive = case_sensitive;
            entry.validity = validity;
            entry.note.clone_from(&note);
            entry.provenance.clone_from(&provenance);
            self.read.push((entry, form.span()));
        }
        keys.finish();
    }

    fn entry(&mut self, list: &str, kind: EntryKind, form: &str) -> TargetEntry {
        TargetEntry {
            id: self.unused_id(list, form),
            form: form.trim().to_owned(),
            kind,
            needs_company: self.ambiguous_by_kind(kind),
            case_sensitive: false,
            validity: Validity::default(),
            provenance: self.provenance.clone(),
            note: None,
        }
    }

    fn ambiguous_by_kind(&self, kind: EntryKind) -> bool {
        match kind {
            EntryKind::ShortName | EntryKind::Gesture | EntryKind::Symbol => true,
            EntryKind::Party => self.of_pair,
            _ => false,
        }
    }

    /// `halus.pair.hadi-lestari`: made from the form, so that it stays the same when other words
    /// are added or moved. Forms that differ only in signs get `-2`, `-3` in the order of the file.
    fn unused_id(&mut self, list: &str, form: &str) -> String {
        let stem = format!("{}.{list}.{}", self.contestant, slug(form));
        let mut id = stem.clone();
        let mut count = 1;
        while !self.ids.insert(id.clone()) {
            count += 1;
            id = format!("{stem}-{count}");
        }
        id
    }
}

/// Letters and digits in small letters, other signs as hyphens, emoji by their number.
fn slug(form: &str) -> String {
    let mut slug = String::new();
    for sign in form.trim().chars() {
        if sign.is_alphanumeric() {
            slug.extend(sign.to_lowercase());
        } else if sign.is_ascii() {
            slug.push('-');
        } else {
            slug.extend(format!("u{:x}", u32::from(sign)).chars());
        }
    }
    slug
}
