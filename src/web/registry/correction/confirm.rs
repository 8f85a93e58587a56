//! What a correction changes and what follows, shown before it is done.

use jiff::Timestamp;

use super::labels::CorrectionText;
use super::read::{Change, Correction};
use super::subject::CorrectionSubject;
use crate::db::registry::RegisteredPerson;
use crate::model::{AccountId, Language, Person, TimeZone, is_same_name};
use crate::web::registry::labels::{RegistryText, filled};
use crate::web::times;

/// What is shown.
#[derive(Debug)]
pub(super) struct Confirmation {
    /// What, old, new.
    pub(super) changes: Vec<(String, String, String)>,
    pub(super) follows: Vec<String>,
}

impl Confirmation {
    /// Of those corrections that are confirmed.
    pub(super) fn of(
        correction: &Correction,
        subject: &CorrectionSubject,
        now: Timestamp,
        language: Language,
    ) -> Option<Self> {
        let words = Words(language);
        match (&correction.change, subject) {
            (Change::HandOver(to, since), CorrectionSubject::Account(_)) => {
                let day = words.since(*since, now);
                Some(words.hand_over(subject, to, &day))
            }
            (Change::Split(accounts, to), CorrectionSubject::Person(file)) => {
                Some(words.split(&file.registered, accounts, to))
            }
            (Change::Merge(into), CorrectionSubject::Person(file)) => {
                Some(words.merge(&file.registered, into))
            }
            _ => None,
        }
    }
}

struct Words(Language);

impl Words {
    fn text(&self) -> &'static CorrectionText {
        CorrectionText::of(self.0)
    }

    /// A person so that somebody knows who is meant: name, number, masked NIP, agency.
    fn described(&self, person: &Person) -> String {
        let text = RegistryText::of(self.0);
        let mut parts = vec![
            person.name.clone(),
            filled(text.person_number, &[&person.id.to_string()]),
        ];
        let nip = person.nip.as_ref();
        parts.extend(nip.map(|nip| format!("NIP {}", nip.masked())));
        parts.push(person.agency.clone());
        parts.join("; ")
    }

    fn since(&self, since: Timestamp, now: Timestamp) -> String {
        if since == now {
            return self.text().until_now.to_owned();
        }
        times::day(since, TimeZone::Wib, self.0)
    }

    fn hand_over(
        &self,
        subject: &CorrectionSubject,
        to: &RegisteredPerson,
        day: &str,
    ) -> Confirmation {
        let text = self.text();
        let (from, to) = (subject.person(), &to.person);
        let stays_out = subject.is_retired();
        Confirmation {
            changes: vec![(
                filled(text.owner, &[subject.name()]),
                self.described(from),
                self.described(to),
            )],
            follows: vec![
                filled(text.follows_before, &[day, &from.name]),
                filled(text.follows_since, &[day, &to.name]),
                filled(text.follows_proofs, &[&to.name]),
                text.follows_captured.to_owned(),
            ]
            .into_iter()
            .chain(stays_out.then(|| text.follows_retired.to_owned()))
            .collect(),
        }
    }

    fn split(
        &self,
        from: &RegisteredPerson,
        accounts: &[AccountId],
        to: &RegisteredPerson,
    ) -> Confirmation {
        let text = self.text();
        let (one, other) = (&from.person, &to.person);
        let all = from.accounts.iter().flatten();
        let chosen = all.filter(|account| accounts.contains(&account.account.id));
        let chosen: Vec<_> = chosen.collect();
        let changes = chosen.iter().map(|account| {
            (
                filled(text.owner, &[&account.account.address]),
                self.described(one),
                self.described(other),
            )
        });
        let mut follows = vec![
            filled(text.follows_all, &[&one.name, &other.name]),
            text.follows_captured.to_owned(),
        ];
        if chosen.iter().any(|account| account.retired_at.is_some()) {
            follows.push(text.follows_retired.to_owned());
        }
        if to.merged_into == Some(one.id) {
            follows.push(filled(text.follows_alone, &[&other.name, &one.name]));
        }
        Confirmation {
            changes: changes.collect(),
            follows,
        }
    }

    fn merge(&self, from: &RegisteredPerson, into: &RegisteredPerson) -> Confirmation {
        let text = self.text();
        let (one, other) = (&from.person, &into.person);
        let accounts = from.accounts.len().to_string();
        let mut follows = vec![
            filled(text.follows_accounts, &[&accounts, &other.name, &one.name]),
            filled(text.follows_row, &[&one.name, &other.name]),
            filled(text.follows_facts, &[&other.name]),
        ];
        if !is_same_name(&one.name, &other.name) {
            follows.insert(0, text.follows_names.to_owned());
        }
        Confirmation {
            changes: vec![(
                text.person_row.to_owned(),
                self.described(one),
                self.described(other),
            )],
            follows,
        }
    }
}
