//! What a file comes to, row by row. Pure: nothing is written here.

use jiff::civil::Date;

use super::super::Field;
use super::super::amend::{PersonFacts, changed_fields};
use super::confirmed::Confirmed;
use super::draft::{
    AccountDraft, AccountSlot, DraftChange, DraftSubject, HandOver, PersonDraft, PersonSlot,
    RegisterDraft,
};
use super::report::ImportReport;
use crate::db::account::local_day;
use crate::db::json;
use crate::model::{
    ListPlace, OwnershipProof, Person, PersonId, PersonKind, RegisterRemark, RegistryEntry,
    RenameKey, Scope, is_same_name,
};

/// What became of a row.
pub(super) enum RowTaken {
    Yes,
    Note(RegisterRemark),
    Conflict(RegisterRemark),
}

/// Goes through the rows of a file.
pub(super) struct ImportPlan<'a> {
    pub(super) scope: &'a Scope,
    /// The day, by the calendar of Jakarta.
    pub(super) today: Date,
    pub(super) confirmed: &'a Confirmed,
    pub(super) draft: RegisterDraft,
    pub(super) report: ImportReport,
}

impl ImportPlan<'_> {
    /// Takes in one row.
    pub(super) fn take(&mut self, place: &ListPlace, entry: &RegistryEntry) {
        let before = self.report.changes();
        match self.taken(place, entry) {
            RowTaken::Yes => {
                self.report.unchanged += u32::from(self.report.changes() == before);
                let past = self.past(entry);
                let notes = past.into_iter().map(|what| (place.clone(), what));
                self.report.notes.extend(notes);
            }
            RowTaken::Note(what) => self.report.notes.push((place.clone(), what)),
            RowTaken::Conflict(what) => self.report.conflicts.push((place.clone(), what)),
        }
    }

    /// What of a row was over before it came.
    fn past(&self, entry: &RegistryEntry) -> Vec<RegisterRemark> {
        let is_past = |day: &Date| *day < self.today;
        let ends = Some(entry.purpose.ends_on).filter(is_past);
        let proof = entry.proof.as_ref().and_then(|proof| proof.expires_at);
        let proof = proof.map(local_day).filter(is_past);
        let ends = ends.map(RegisterRemark::EndedAlready).into_iter();
        ends.chain(proof.map(RegisterRemark::ProofEnded)).collect()
    }

    fn taken(&mut self, place: &ListPlace, entry: &RegistryEntry) -> RowTaken {
        if !self.scope.covers(&entry.region) {
            let (region, scope) = (entry.region.clone(), self.scope.clone());
            return RowTaken::Conflict(RegisterRemark::OutsideScope(region, scope));
        }
        let account = self.draft.find_account(entry);
        let person = self.person_meant(account, entry);
        if let Some(slot) = person {
            self.draft.persons[slot].named = true;
        }
        if let Some(refused) = self.refusal(account, person, entry) {
            return refused;
        }
        let merged = person.filter(|slot| self.draft.persons[*slot].now.nip != entry.nip);
        let slot = match (person, merged) {
            (Some(slot), None) => {
                self.rewrite(place, slot, entry);
                slot
            }
            (Some(slot), Some(_)) => slot,
            (None, _) => self.create_person(place, entry),
        };
        let account = match account {
            Some(account) => {
                self.hand_over(place, account, slot);
                account
            }
            None => self.create_account(place, slot, entry),
        };
        if let Some(proof) = &entry.proof {
            self.add_proof(place, account, proof);
        }
        match merged {
            Some(slot) => {
                let person = &self.draft.persons[slot].was;
                RowTaken::Note(RegisterRemark::NumberMerged(person.id, described(person)))
            }
            None => RowTaken::Yes,
        }
    }

    fn person_meant(
        &self,
        account: Option<AccountSlot>,
        entry: &RegistryEntry,
    ) -> Option<PersonSlot> {
        let owner = account.map(|account| self.draft.accounts[account].owner);
        let is_agency = |slot: &PersonSlot| {
            let kind = self.draft.persons[*slot].now.kind;
            kind == PersonKind::Agency && kind == entry.kind
        };
        owner
            .filter(is_agency)
            .or_else(|| self.draft.find_person(entry))
    }

    /// Why a row is not taken.
    fn refusal(
        &self,
        account: Option<AccountSlot>,
        person: Option<PersonSlot>,
        entry: &RegistryEntry,
    ) -> Option<RowTaken> {
        let persons = &self.draft.persons;
        let known = account.map(|account| &self.draft.accounts[account]);
        let mut met = known.map(|known| known.owner).into_iter().chain(person);
        if met.any(|slot| !self.scope.covers(&persons[slot].was.region)) {
            let elsewhere = RegisterRemark::RegisteredElsewhere(entry.address.clone());
            return Some(RowTaken::Conflict(elsewhere));
        }
        if let Some(slot) = person.filter(|slot| persons[*slot].withdrawn) {
            let person = &persons[slot].was;
            let retired = RegisterRemark::PersonStaysRetired(person.id, described(person));
            return Some(RowTaken::Note(retired));
        }
        if let Some(slot) = person.filter(|slot| persons[*slot].was.kind != entry.kind) {
            let was = &persons[slot].was;
            let other = RegisterRemark::OtherKind(described(was), was.id);
            return Some(RowTaken::Conflict(other));
        }
        if let Some(refused) = person.and_then(|slot| self.renamed(&persons[slot], entry)) {
            return Some(refused);
        }
        let known = known?;
        let owner = &persons[known.owner].now;
        if person != Some(known.owner) {
            let id = known.id?;
            let Confirmed {
                hands,
                never_theirs,
                ..
            } = self.confirmed;
            if !hands.contains(&id) && !never_theirs.contains(&id) {
                let address = entry.address.clone();
                let held = RegisterRemark::HeldByAnother(address, id, described(owner));
                return Some(RowTaken::Conflict(held));
            }
        }
        // An account that is not in the register yet was never taken out of it.
        let id = known.id.filter(|_| known.retired)?;
        let retired = RegisterRemark::StaysRetired(entry.address.clone(), id);
        Some(RowTaken::Note(retired))
    }

    /// A number under which another name stands than before, if nobody confirmed it.
    fn renamed(&self, person: &PersonDraft, entry: &RegistryEntry) -> Option<RowTaken> {
        let merged = person.now.nip != entry.nip;
        if merged || is_same_name(&person.was.name, &entry.name) {
            return None;
        }
        let key = match &entry.nip {
            Some(nip) => RenameKey::Nip(nip.clone()),
            None => RenameKey::Address(entry.address.clone()),
        };
        if self
            .confirmed
            .names(person.was.id, key.as_str(), &entry.name)
        {
            return None;
        }
        let was = &person.was;
        let name = entry.name.as_str().into();
        let other = RegisterRemark::OtherName(described(was), was.id, name, key);
        Some(RowTaken::Conflict(other))
    }

    fn rewrite(&mut self, place: &ListPlace, slot: PersonSlot, entry: &RegistryEntry) {
        let old = &self.draft.persons[slot].now;
        let person = person_of(old.id, entry);
        let fields = changed_fields(&PersonFacts::from(old), &PersonFacts::from(&person));
        if fields.is_empty() {
            return;
        }
        self.draft.rewrite(slot, person);
        self.report.persons_updated += 1;
        for field in fields {
            self.note(place, DraftSubject::Person(slot), field);
        }
    }

    fn create_person(&mut self, place: &ListPlace, entry: &RegistryEntry) -> PersonSlot {
        let person = person_of(PersonId(0), entry);
        let slot = self.draft.push_person(PersonDraft {
            id: None,
            was: person.clone(),
            now: person,
            withdrawn: false,
            named: true,
        });
        self.report.persons_created += 1;
        let created = Field::created(entry.name.clone());
        self.note(place, DraftSubject::Person(slot), created);
        slot
    }

    fn create_account(
        &mut self,
        place: &ListPlace,
        owner: PersonSlot,
        entry: &RegistryEntry,
    ) -> AccountSlot {
        let slot = self.draft.push_account(AccountDraft {
            id: None,
            owner,
            platform: entry.platform,
            address: entry.address.clone(),
            retired: false,
            proofs: Vec::new(),
        });
        self.report.accounts_created += 1;
        let created = Field::created(format!("{} {}", entry.platform, entry.address));
        self.note(place, DraftSubject::Account(slot), created);
        slot
    }

    fn hand_over(&mut self, place: &ListPlace, account: AccountSlot, to: PersonSlot) {
        let from = self.draft.accounts[account].owner;
        if from == to {
            return;
        }
        // The proofs are of the one before.
        self.draft.accounts[account].owner = to;
        self.draft.accounts[account].proofs.clear();
        self.report.accounts_moved += 1;
        let name = |slot: PersonSlot| Some(described(&self.draft.persons[slot].now));
        let field = Field {
            name: "person",
            before: name(from),
            after: name(to),
        };
        let subject = DraftSubject::Account(account);
        self.report.note(place, &self.draft, subject, &field);
        let id = self.draft.accounts[account].id;
        self.draft.handed.push(HandOver {
            mistaken: id.is_some_and(|id| self.confirmed.never_theirs.contains(&id)),
            account,
            from,
            to,
        });
    }

    fn add_proof(&mut self, place: &ListPlace, account: AccountSlot, proof: &OwnershipProof) {
        let known = &mut self.draft.accounts[account].proofs;
        if known.contains(proof) {
            return;
        }
        known.push(proof.clone());
        self.report.proofs_added += 1;
        self.draft.proofs.push((account, proof.clone()));
        let field = Field {
            name: "proof",
            before: None,
            after: Some(json(proof)),
        };
        self.note(place, DraftSubject::Account(account), field);
    }

    fn note(&mut self, place: &ListPlace, subject: DraftSubject, field: Field) {
        self.report.note(place, &self.draft, subject, &field);
        self.draft.changes.push(DraftChange { subject, field });
    }
}

/// A person in words; the number is masked.
fn described(person: &Person) -> String {
    match &person.nip {
        Some(nip) => format!("{} (NIP {})", person.name, nip.masked()),
        None => person.name.clone(),
    }
}

fn person_of(id: PersonId, entry: &RegistryEntry) -> Person {
    Person {
        id,
        kind: entry.kind,
        nip: entry.nip.clone(),
        name: entry.name.clone(),
        agency: entry.agency.clone(),
        position: entry.position.clone(),
        region: entry.region.clone(),
        purpose: entry.purpose.clone(),
    }
}
