//! The part of the register that a file speaks of, as it is and as it is to become. Pure.

use std::collections::{BTreeSet, HashMap};

use super::super::Field;
use crate::model::{
    AccountId, OwnershipProof, Person, PersonId, PersonKind, Platform, RegistryEntry,
};

/// Place of a person in the draft.
pub(super) type PersonSlot = usize;
/// Place of an account in the draft.
pub(super) type AccountSlot = usize;

/// The part of the register that a file speaks of.
#[derive(Default)]
pub(super) struct RegisterDraft {
    pub(super) persons: Vec<PersonDraft>,
    pub(super) accounts: Vec<AccountDraft>,
    by_nip: HashMap<String, PersonSlot>,
    by_office: HashMap<(String, String, String), PersonSlot>,
    by_address: HashMap<(Platform, String), AccountSlot>,
    pub(super) changes: Vec<DraftChange>,
    pub(super) proofs: Vec<(AccountSlot, OwnershipProof)>,
    pub(super) handed: Vec<HandOver>,
}

/// A person as they are to become.
pub(super) struct PersonDraft {
    /// None: not in the register yet.
    pub(super) id: Option<PersonId>,
    /// What the register says of them before the file is read.
    pub(super) was: Person,
    pub(super) now: Person,
    /// Whether the whole person was taken out of the register.
    pub(super) withdrawn: bool,
    /// Whether the file names them.
    pub(super) named: bool,
}

/// An account as it is to become.
pub(super) struct AccountDraft {
    /// None: not in the register yet.
    pub(super) id: Option<AccountId>,
    pub(super) owner: PersonSlot,
    pub(super) platform: Platform,
    pub(super) address: String,
    pub(super) retired: bool,
    pub(super) proofs: Vec<OwnershipProof>,
}

/// An account that goes from one person to another.
pub(super) struct HandOver {
    /// Whether it never was the first one's.
    pub(super) mistaken: bool,
    pub(super) account: AccountSlot,
    pub(super) from: PersonSlot,
    pub(super) to: PersonSlot,
}

/// What a change is about.
#[derive(Clone, Copy)]
pub(super) enum DraftSubject {
    Person(PersonSlot),
    Account(AccountSlot),
}

/// A change of one field.
pub(super) struct DraftChange {
    pub(super) subject: DraftSubject,
    pub(super) field: Field,
}

impl RegisterDraft {
    /// Takes in a person of the register; where they are known already, that is their place.
    pub(super) fn know(&mut self, person: Person, withdrawn: bool) -> PersonSlot {
        if let Some(slot) = self.person_of(&person) {
            return slot;
        }
        self.push_person(PersonDraft {
            id: Some(person.id),
            was: person.clone(),
            now: person,
            withdrawn,
            named: false,
        })
    }

    /// Lets a number that was merged lead to the person that it was merged into.
    pub(super) fn lead(&mut self, nip: String, to: PersonSlot) {
        self.by_nip.insert(nip, to);
    }

    /// Lets the name of an agency that was merged lead to the one that it was merged into.
    pub(super) fn lead_agency(&mut self, key: (String, String, String), to: PersonSlot) {
        self.by_office.insert(key, to);
    }

    /// Takes in an account, of the register or new.
    pub(super) fn push_account(&mut self, account: AccountDraft) -> AccountSlot {
        let slot = self.accounts.len();
        let key = (account.platform, account.address.clone());
        self.by_address.insert(key, slot);
        self.accounts.push(account);
        slot
    }

    /// Takes in a person, of the register or new.
    pub(super) fn push_person(&mut self, person: PersonDraft) -> PersonSlot {
        let slot = self.persons.len();
        if let Some(nip) = &person.now.nip {
            self.by_nip.insert(nip.as_str().to_owned(), slot);
        } else {
            self.by_office.insert(office_key(&person.now), slot);
        }
        self.persons.push(person);
        slot
    }

    fn person_of(&self, person: &Person) -> Option<PersonSlot> {
        let found = match &person.nip {
            Some(nip) => self.by_nip.get(nip.as_str()),
            None => self.by_office.get(&office_key(person)),
        };
        let found = found.copied();
        found.filter(|slot| self.persons[*slot].was.id == person.id)
    }

    /// A person is known by NIP, an agency by its name and what it belongs to.
    pub(super) fn find_person(&self, entry: &RegistryEntry) -> Option<PersonSlot> {
        let found = if let Some(nip) = &entry.nip {
            self.by_nip.get(nip.as_str())
        } else {
            let region = entry.region.to_string();
            let key = (entry.name.clone(), entry.agency.clone(), region);
            self.by_office.get(&key)
        };
        found.copied()
    }

    /// The account that an entry names.
    pub(super) fn find_account(&self, entry: &RegistryEntry) -> Option<AccountSlot> {
        self.account_at(entry.platform, &entry.address)
    }

    /// The account at an address.
    pub(super) fn account_at(&self, platform: Platform, address: &str) -> Option<AccountSlot> {
        self.by_address
            .get(&(platform, address.to_owned()))
            .copied()
    }

    /// The person with this number, or the agency of this name.
    pub(super) fn slot_of(
        &self,
        nip: Option<&str>,
        office: &(String, String, String),
    ) -> Option<PersonSlot> {
        match nip {
            Some(nip) => self.by_nip.get(nip).copied(),
            None => self.by_office.get(office).copied(),
        }
    }

    /// Gives a person other facts, and where to find an agency by them.
    pub(super) fn rewrite(&mut self, slot: PersonSlot, person: Person) {
        if person.kind == PersonKind::Agency && person.nip.is_none() {
            self.by_office.insert(office_key(&person), slot);
        }
        self.persons[slot].now = person;
    }

    /// Whom its changes are about, each once, in the order of the rows.
    pub(super) fn changed_slots(&self) -> Vec<PersonSlot> {
        let changes = self.changes.iter();
        let slots = changes.map(|change| match change.subject {
            DraftSubject::Person(slot) => slot,
            DraftSubject::Account(account) => self.accounts[account].owner,
        });
        let mut seen = BTreeSet::new();
        slots
            .chain(self.handed.iter().map(|handed| handed.to))
            .filter(|slot| seen.insert(*slot))
            .collect()
    }

    /// Numbers and names; once the draft is written everybody has a number.
    pub(super) fn names_of(&self, slots: &[PersonSlot]) -> Vec<(PersonId, String)> {
        let persons = slots.iter().map(|slot| &self.persons[*slot]);
        persons
            .filter_map(|person| Some((person.id?, person.now.name.clone())))
            .collect()
    }

    /// Whether a person of the register is to be changed.
    pub(super) fn rewritten(&self) -> impl Iterator<Item = (PersonId, &Person)> {
        let known = self.persons.iter();
        known
            .filter(|person| person.was != person.now)
            .filter_map(|person| Some((person.id?, &person.now)))
    }
}

fn office_key(person: &Person) -> (String, String, String) {
    let region = person.region.to_string();
    (person.name.clone(), person.agency.clone(), region)
}
