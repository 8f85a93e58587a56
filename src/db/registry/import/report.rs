//! What an import did, or would do, change by change.

use serde::Serialize;

use super::super::Field;
use super::draft::{DraftSubject, RegisterDraft};
use crate::model::{AccountId, ListPlace, Nip, Person, PersonId, PlacedRemark};

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Whether anything was written for good.
    pub written: bool,
    /// The version of the register that the list was compared with.
    pub version: i64,
    /// Whether nothing was written because the register, or what became of the list, is not what
    /// somebody looked at.
    pub overtaken: bool,
    /// New persons and agencies.
    pub persons_created: u32,
    /// Persons and agencies with a changed field.
    pub persons_updated: u32,
    /// New accounts.
    pub accounts_created: u32,
    /// Accounts that changed hands.
    pub accounts_moved: u32,
    /// New proofs of ownership.
    pub proofs_added: u32,
    /// Rows that changed nothing.
    pub unchanged: u32,
    /// Every change, old and new, in the order of the rows.
    pub changes: Vec<ListedChange>,
    /// Watched accounts of the offices and persons in the list that it does not name. They stay.
    pub vanished: Vec<VanishedAccount>,
    /// Who was written about, with their names; nobody before it is written.
    pub persons: Vec<(PersonId, String)>,
    /// Rows that contradict the register, and why.
    pub conflicts: Vec<PlacedRemark>,
    /// What the operator should know, by row.
    pub notes: Vec<PlacedRemark>,
}

/// One change of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedChange {
    /// Row of the file.
    #[serde(flatten)]
    pub place: ListPlace,
    /// Whom it is about; unset while they are not in the register.
    pub person: Option<PersonId>,
    /// Their name before the change.
    pub name: String,
    /// Their number, masked.
    pub nip: Option<String>,
    /// The account that it is about, with its platform; unset where it is about the person.
    pub account: Option<String>,
    /// Which field: `created`, `name`, `person` (the account changes hands), `proof`, …
    pub field: String,
    /// Old value.
    pub before: Option<String>,
    /// New value.
    pub after: Option<String>,
}

/// An account that the register watches and a list of its office no longer names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VanishedAccount {
    /// Whose it is.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their number, masked.
    pub nip: Option<String>,
    /// Their office.
    pub agency: String,
    /// Which account.
    pub account: AccountId,
    /// Platform and address.
    pub address: String,
    /// Whether the list names the person, with other accounts.
    pub person_named: bool,
}

impl ImportReport {
    /// How much is changed.
    pub(super) fn changes(&self) -> u32 {
        self.persons_created
            + self.persons_updated
            + self.accounts_created
            + self.accounts_moved
            + self.proofs_added
    }

    /// Lists a change of the draft.
    pub(super) fn note(
        &mut self,
        place: &ListPlace,
        draft: &RegisterDraft,
        subject: DraftSubject,
        field: &Field,
    ) {
        let (slot, account) = match subject {
            DraftSubject::Person(slot) => (slot, None),
            DraftSubject::Account(account) => {
                let account = &draft.accounts[account];
                let address = format!("{} {}", account.platform, account.address);
                (account.owner, Some(address))
            }
        };
        let person = &draft.persons[slot];
        self.changes.push(ListedChange {
            place: place.clone(),
            person: person.id,
            name: person.was.name.clone(),
            nip: masked(&person.was),
            account,
            field: field.name.to_owned(),
            before: field.before.clone(),
            after: field.after.clone(),
        });
    }
}

/// The number of a person as lists show it.
pub(super) fn masked(person: &Person) -> Option<String> {
    person.nip.as_ref().map(Nip::masked)
}
