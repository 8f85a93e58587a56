//! What was changed in the register, in words: no codes and no JSON.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::account_line::told_unreadable;
use super::labels::{RegistryText, filled};
use super::words;
use crate::db::registry::{HistoryEntry, HistoryPage};
use crate::model::{Language, OwnershipProof, PersonId, RegionCode, TimeZone};
use crate::web::frame::Frame;
use crate::web::state::WebState;
use crate::web::text::Text;
use crate::web::{times, words as common};

/// A history as it is shown.
#[derive(Debug)]
pub(super) struct History {
    pub(super) lines: Vec<HistoryLine>,
    /// Where older changes stand.
    pub(super) older: Option<String>,
    /// Where the newest stand, if these are not they.
    pub(super) newest: Option<String>,
}

/// A change.
#[derive(Debug)]
pub(super) enum HistoryLine {
    /// As it is told.
    Told(Box<ToldChange>),
    /// What cannot be read is told with its number.
    Unreadable(String),
}

/// A change in words.
#[derive(Debug)]
pub(super) struct ToldChange {
    /// The day and the minute.
    pub(super) moment: String,
    /// The same to the second and in UTC.
    pub(super) full: String,
    /// Whom or what it is about, where the page is of somebody else.
    pub(super) subject: Option<ChangedValue>,
    pub(super) what: String,
    pub(super) old: Option<ChangedValue>,
    pub(super) new: Option<ChangedValue>,
    pub(super) who: String,
    pub(super) reason: String,
}

/// A value with its page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ChangedValue {
    pub(super) text: String,
    pub(super) page: Option<String>,
}

/// What is needed to tell a change.
pub(super) struct Teller<'a> {
    pub(super) state: &'a WebState,
    pub(super) names: &'a BTreeMap<PersonId, String>,
    pub(super) language: Language,
}

impl History {
    /// The changes on the page of `subject` (`person:3`), whose address is `page`.
    pub(super) fn of(
        found: &HistoryPage,
        teller: &Teller<'_>,
        (subject, page): (&str, &str),
        before: Option<i64>,
    ) -> Self {
        let text = RegistryText::of(teller.language);
        let lines = found.changes.iter().map(|listed| match listed {
            Ok(change) => HistoryLine::Told(Box::new(teller.tell(&change.entry, subject))),
            Err(unreadable) => {
                HistoryLine::Unreadable(told_unreadable(text.unreadable_change, unreadable))
            }
        });
        Self {
            lines: lines.collect(),
            older: found
                .older
                .map(|number| format!("{page}?riwayat={number}#riwayat")),
            newest: before.map(|_| format!("{page}#riwayat")),
        }
    }
}

/// From where a history is shown, as an address says.
pub(super) fn history_place(query: &str) -> Option<i64> {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let (_, number) = pairs.find(|(name, _)| name == "riwayat")?;
    number.parse().ok()
}

impl Teller<'_> {
    fn tell(&self, entry: &HistoryEntry, own: &str) -> ToldChange {
        let (what, old, new) = self.change(entry);
        ToldChange {
            moment: times::minute(entry.at, TimeZone::Wib, self.language),
            full: times::full(entry.at, TimeZone::Wib, self.language),
            subject: (entry.subject != own).then(|| self.subject(&entry.subject)),
            what,
            old,
            new,
            who: common::actor(&entry.actor, self.language),
            reason: entry.reason.clone(),
        }
    }

    fn change(&self, entry: &HistoryEntry) -> (String, Option<ChangedValue>, Option<ChangedValue>) {
        let text = RegistryText::of(self.language);
        let (before, after) = (entry.before.as_deref(), entry.after.as_deref());
        let both = |what: &str, value: &dyn Fn(&str) -> String| {
            let shown = |side: Option<&str>| {
                Some(plain(side.map_or_else(|| text.nothing.to_owned(), value)))
            };
            (what.to_owned(), shown(before), shown(after))
        };
        let as_it_is = |value: &str| value.to_owned();
        let persons = |what: &str| {
            let shown = |side: Option<&str>| side.map(|subject| self.subject(subject));
            (what.to_owned(), shown(before), shown(after))
        };
        match (&*entry.field, before, after) {
            ("created", ..) => {
                let what = after.map(|what| plain(self.created(what)));
                (text.created.to_owned(), None, what)
            }
            ("kind", ..) => both(text.field_kind, &|kind| words::kind(kind, text).to_owned()),
            ("name", ..) => both(text.field_name, &as_it_is),
            ("agency", ..) => both(text.field_agency, &as_it_is),
            ("post", ..) => both(text.field_position, &as_it_is),
            ("region", ..) => both(text.field_region, &|code| self.region(code)),
            ("purpose_basis", ..) => both(text.field_basis, &as_it_is),
            ("purpose_ends", ..) => both(text.field_ends, &|day| self.day(day)),
            ("retired", None, Some(_)) => (text.field_stopped.to_owned(), None, None),
            ("retired", Some(since), None) => {
                let resumed = filled(text.field_resumed, &[&self.instant(since)]);
                (resumed, None, None)
            }
            ("person", ..) => persons(text.field_moved),
            ("owner_since", _, Some(since)) => {
                let since = filled(text.field_since, &[&self.moment(since)]);
                (since, None, None)
            }
            ("person_merged", ..) => persons(text.field_with_merger),
            ("person_corrected", ..) => persons(text.field_corrected),
            ("account_corrected", ..) => persons(text.field_split),
            ("merged_into", Some(_), None) => {
                let (what, old, _) = persons(text.field_unmerged);
                (what, None, old)
            }
            ("merged_into", ..) => persons(text.field_merged),
            ("merged", ..) => persons(text.field_stands_for),
            ("proof", _, Some(proof)) => {
                let proof = plain(self.proof(proof));
                (text.field_proof.to_owned(), None, Some(proof))
            }
            (field, ..) => both(field, &as_it_is),
        }
    }

    /// A person or an account by number, and by name where the reader may know it.
    pub(super) fn subject(&self, subject: &str) -> ChangedValue {
        let text = RegistryText::of(self.language);
        match subject.split_once(':') {
            Some(("person", number)) => match number.parse() {
                Ok(number) => self.person(PersonId(number)),
                Err(_) => plain(subject),
            },
            Some(("account", number)) if number.parse::<i64>().is_ok() => ChangedValue {
                text: filled(text.account_number, &[number]),
                page: Some(words::account_page(number)),
            },
            _ => plain(subject),
        }
    }

    /// A person by name, or by number where the reader may not know the name.
    pub(super) fn person(&self, person: PersonId) -> ChangedValue {
        let numbered = filled(
            RegistryText::of(self.language).person_number,
            &[&person.to_string()],
        );
        match self.names.get(&person) {
            Some(name) => ChangedValue {
                text: format!("{name} ({numbered})"),
                page: Some(words::person_page(person)),
            },
            None => plain(numbered),
        }
    }

    /// An account is recorded with the code of its platform in front of its address.
    fn created(&self, what: &str) -> String {
        let account = what.split_once(' ');
        let account = account.and_then(|(code, rest)| Some((code.parse().ok()?, rest)));
        account.map_or_else(
            || what.to_owned(),
            |(platform, address)| format!("{} {address}", words::platform(platform, self.language)),
        )
    }

    fn region(&self, code: &str) -> String {
        code.parse::<RegionCode>().map_or_else(
            |_| code.to_owned(),
            |code| words::region(&code, &self.state.catalogue),
        )
    }

    fn day(&self, day: &str) -> String {
        day.parse::<Date>()
            .map_or_else(|_| day.to_owned(), |day| times::date(day, self.language))
    }

    fn instant(&self, instant: &str) -> String {
        instant.parse::<Timestamp>().map_or_else(
            |_| instant.to_owned(),
            |at| times::day(at, TimeZone::Wib, self.language),
        )
    }

    /// An instant that began a day is that day; any other is told with the time of day.
    fn moment(&self, instant: &str) -> String {
        let Ok(at) = instant.parse::<Timestamp>() else {
            return instant.to_owned();
        };
        let day = times::day(at, TimeZone::Wib, self.language);
        if TimeZone::Wib.offset().to_datetime(at).time() == jiff::civil::Time::midnight() {
            return day;
        }
        format!("{day} {}", times::clock(at, TimeZone::Wib))
    }

    fn proof(&self, json: &str) -> String {
        let proof = serde_json::from_str::<OwnershipProof>(json);
        proof.map_or_else(
            |_| json.to_owned(),
            |proof| proof_in_words(&proof, self.language),
        )
    }
}

/// A proof in one line.
fn proof_in_words(proof: &OwnershipProof, language: Language) -> String {
    let text = RegistryText::of(language);
    let mut parts = vec![common::proof(proof.kind, Text::of(language)).to_owned()];
    parts.extend(proof.reference.clone());
    if let Some(by) = &proof.verified_by {
        let by = common::actor(by, language);
        parts.push(filled(text.checked_by, &[&by]));
    }
    if let Some(until) = proof.expires_at {
        let until = times::last_day(until, language);
        parts.push(filled(text.valid_until, &[&until]));
    }
    parts.join("; ")
}

fn plain(text: impl Into<String>) -> ChangedValue {
    ChangedValue {
        text: text.into(),
        page: None,
    }
}

/// What tells the changes of a page.
pub(super) fn teller<'a>(
    state: &'a WebState,
    names: &'a BTreeMap<PersonId, String>,
    frame: &Frame,
) -> Teller<'a> {
    Teller {
        state,
        names,
        language: frame.language,
    }
}
