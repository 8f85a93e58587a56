//! What a form says, read into what is to be done, or what is wrong with it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::deed::Deed;
use super::labels::CorrectionText;
use super::subject::CorrectionSubject;
use crate::db::registry::{self, PersonFacts, PersonKey, RegisteredPerson, Rename};
use crate::model::{
    AccountId, InvalidReason, Language, OwnershipProof, PersonId, PersonKind, ProofKind, Purpose,
    Reader, Reason, RegionCode, RegisterRemark, TimeZone, is_same_name, is_unseen,
};
use crate::web::error::PageFault;
use crate::web::form::FormFields;
use crate::web::registry::labels::filled;
use crate::web::state::WebState;

/// The most letters of a name, an agency and the like: the longest known are half of it.
const LONGEST: usize = 300;

/// What is wrong with a field; without one, with the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldProblem {
    pub(super) field: &'static str,
    pub(super) told: String,
}

/// What is to be done, and why.
#[derive(Debug)]
pub(super) struct Correction {
    pub(super) change: Change,
    pub(super) reason: Reason,
}

/// What is to be done.
#[derive(Debug)]
pub(super) enum Change {
    Amend(Box<PersonFacts>, Rename),
    RetirePerson,
    RestorePerson,
    Merge(Box<RegisteredPerson>),
    Split(Vec<AccountId>, Box<RegisteredPerson>),
    Retire,
    Restore,
    HandOver(Box<RegisteredPerson>, Timestamp),
    Verify(OwnershipProof),
}

/// Reads the fields of a form and gathers what is wrong.
pub(super) struct FormReader<'a> {
    fields: &'a FormFields,
    reader: &'a Reader,
    state: &'a WebState,
    text: &'static CorrectionText,
    language: Language,
    problems: Vec<FieldProblem>,
}

impl<'a> FormReader<'a> {
    pub(super) fn new(
        fields: &'a FormFields,
        reader: &'a Reader,
        state: &'a WebState,
        language: Language,
    ) -> Self {
        Self {
            fields,
            reader,
            state,
            text: CorrectionText::of(language),
            language,
            problems: Vec::new(),
        }
    }

    /// What is to be done with the subject, or all that is wrong.
    pub(super) async fn read(
        mut self,
        deed: Deed,
        subject: &CorrectionSubject,
    ) -> Result<Result<Correction, Vec<FieldProblem>>, PageFault> {
        let change = self.change(deed, subject).await?;
        let reason = self.reason();
        Ok(match (change, reason) {
            (Some(change), Some(reason)) if self.problems.is_empty() => {
                Ok(Correction { change, reason })
            }
            _ => Err(self.problems),
        })
    }

    async fn change(
        &mut self,
        deed: Deed,
        subject: &CorrectionSubject,
    ) -> Result<Option<Change>, PageFault> {
        Ok(match deed {
            Deed::Amend => self.amend(subject),
            Deed::RetirePerson => Some(Change::RetirePerson),
            Deed::RestorePerson => Some(Change::RestorePerson),
            Deed::Retire => Some(Change::Retire),
            Deed::Restore => Some(Change::Restore),
            Deed::Verify => self.proof().map(Change::Verify),
            Deed::Merge => {
                let target = self.target(subject, deed).await?;
                target.map(|target| Change::Merge(Box::new(target)))
            }
            Deed::Split => {
                let accounts = self.accounts(subject);
                let both = accounts.zip(self.target(subject, deed).await?);
                both.map(|(accounts, target)| Change::Split(accounts, Box::new(target)))
            }
            Deed::HandOver => {
                let target = self.target(subject, deed).await?;
                let both = target.zip(self.since());
                both.map(|(target, since)| Change::HandOver(Box::new(target), since))
            }
        })
    }

    /// Of a field the first fault is told: others often follow from it.
    fn wrong(&mut self, field: &'static str, told: impl Into<String>) {
        let told = told.into();
        let known = self.problems.iter().any(|known| known.field == field);
        if field.is_empty() || !known {
            self.problems.push(FieldProblem { field, told });
        }
    }

    fn reason(&mut self) -> Option<Reason> {
        match self.fields.get("alasan").parse::<Reason>() {
            Ok(reason) => Some(reason),
            Err(invalid) => {
                self.wrong(
                    "alasan",
                    match invalid {
                        InvalidReason::Empty => self.text.wrong_reason,
                        InvalidReason::Long => self.text.wrong_reason_long,
                        InvalidReason::Control => self.text.wrong_control,
                    },
                );
                None
            }
        }
    }

    /// A line of words; `None` if it is empty.
    fn line(&mut self, field: &'static str) -> Option<String> {
        let value = self.fields.get(field).trim();
        if value.chars().count() > LONGEST {
            self.wrong(field, self.text.wrong_long);
        } else if value.chars().any(is_unseen) {
            self.wrong(field, self.text.wrong_control);
        }
        (!value.is_empty()).then(|| value.to_owned())
    }

    fn filled_line(&mut self, field: &'static str) -> Option<String> {
        let line = self.line(field);
        match &line {
            None => self.wrong(field, self.text.wrong_empty),
            Some(line) if !line.chars().any(char::is_alphanumeric) => {
                self.wrong(field, self.text.wrong_unseen);
            }
            Some(_) => {}
        }
        line
    }

    /// A day, if one is given.
    fn day(&mut self, field: &'static str) -> Option<Date> {
        let value = self.fields.get(field).trim();
        let day = value.parse().ok();
        if day.is_none() && !value.is_empty() {
            self.wrong(field, self.text.wrong_day);
        }
        day
    }

    fn amend(&mut self, subject: &CorrectionSubject) -> Option<Change> {
        let name = self.filled_line("nama");
        let agency = self.filled_line("instansi");
        let position = self.line("jabatan");
        let region = self.region();
        let basis = self.filled_line("dasar");
        let ends_on = self.day("sampai");
        if self.fields.get("sampai").trim().is_empty() {
            self.wrong("sampai", self.text.wrong_empty);
        }
        let new = PersonFacts {
            kind: self.kind(subject)?,
            name: name?,
            agency: agency?,
            position,
            region: region?,
            purpose: Purpose {
                basis: basis?,
                ends_on: ends_on?,
            },
        };
        let old = PersonFacts::from(subject.person());
        let rename = match self.fields.get("ganti") {
            "ya" => Rename::Confirmed,
            _ => Rename::Unconfirmed,
        };
        if rename == Rename::Unconfirmed && !is_same_name(&old.name, &new.name) {
            self.wrong("nama", filled(self.text.wrong_rename, &[&old.name]));
        } else if new == old {
            self.wrong("", self.text.wrong_nothing);
        }
        Some(Change::Amend(Box::new(new), rename))
    }

    /// Who has a NIP is a person; one that is kept as an agency can be put right.
    fn kind(&mut self, subject: &CorrectionSubject) -> Option<PersonKind> {
        let person = subject.person();
        let kind = match self.fields.get("jenis") {
            "orang" => PersonKind::Person,
            "instansi" => PersonKind::Agency,
            _ => person.kind,
        };
        if kind != person.kind && (kind == PersonKind::Person) != person.nip.is_some() {
            self.wrong("jenis", self.text.wrong_kind_nip);
            return None;
        }
        Some(kind)
    }

    fn region(&mut self) -> Option<RegionCode> {
        let region: Option<RegionCode> = self.fields.get("wilayah").parse().ok();
        let scope = self.reader.scope();
        match &region {
            None => self.wrong("wilayah", self.text.wrong_region),
            Some(region) if !scope.covers(region) => {
                let refused = RegisterRemark::OutsideScope(region.clone(), scope.clone());
                self.wrong("wilayah", refused.told(self.language));
            }
            Some(_) => {}
        }
        region
    }

    /// The person whom the form names. A number that leads to another person means that one,
    /// unless it is to stand alone again.
    async fn target(
        &mut self,
        subject: &CorrectionSubject,
        deed: Deed,
    ) -> Result<Option<RegisteredPerson>, PageFault> {
        let Some(key) = person_key(self.fields.get("ke")) else {
            self.wrong("ke", self.text.wrong_target);
            return Ok(None);
        };
        let own = subject.person().id;
        let mut found = self.seek(&key).await?;
        // Whoever is merged leads to one who stands: a merge leads all on.
        let into = found.as_ref().and_then(|found| found.merged_into);
        if let Some(into) = into.filter(|into| deed != Deed::Split || *into != own) {
            found = self.seek(&PersonKey::Number(into)).await?;
        }
        match &found {
            None => self.wrong("ke", self.text.wrong_unknown),
            Some(found) if found.person.id == own => self.wrong("ke", self.text.wrong_same),
            Some(_) => return Ok(found),
        }
        Ok(None)
    }

    async fn seek(&self, key: &PersonKey) -> Result<Option<RegisteredPerson>, PageFault> {
        let (db, now) = (&self.state.db, self.state.clock.now());
        Ok(registry::seek_person(self.reader, db, now, key).await?)
    }

    fn accounts(&mut self, subject: &CorrectionSubject) -> Option<Vec<AccountId>> {
        let CorrectionSubject::Person(file) = subject else {
            return None;
        };
        let theirs = file.registered.accounts.iter().flatten();
        let chosen: Vec<AccountId> = theirs
            .map(|account| account.account.id)
            .filter(|id| self.fields.all("akun").any(|typed| typed == id.to_string()))
            .collect();
        if chosen.is_empty() {
            self.wrong("akun", self.text.wrong_accounts);
            return None;
        }
        Some(chosen)
    }

    /// When the account changed hands: now, or the beginning of a day in Jakarta.
    fn since(&mut self) -> Option<Timestamp> {
        let now = self.state.clock.now();
        if self.fields.get("sejak").trim().is_empty() {
            return Some(now);
        }
        let since = self.day("sejak").and_then(start_of)?;
        if since > now {
            self.wrong("sejak", self.text.wrong_future);
            return None;
        }
        Some(since)
    }

    fn proof(&mut self) -> Option<OwnershipProof> {
        let kind = ProofKind::from_name(self.fields.get("jenis"));
        if kind.is_none() {
            self.wrong("jenis", self.text.wrong_kind);
        }
        let reference = self.line("rujukan");
        // Only what somebody says of themselves stands nowhere.
        if reference.is_none() && kind.is_some_and(|kind| kind != ProofKind::SelfDeclared) {
            self.wrong("rujukan", self.text.wrong_reference);
        }
        let last = self.day("berlaku");
        Some(OwnershipProof {
            kind: kind?,
            reference,
            verified_by: Some(self.reader.actor().into_owned()),
            verified_at: Some(self.state.clock.now()),
            expires_at: last.and_then(|day| start_of(day.tomorrow().ok()?)),
        })
    }
}

/// A number of the register or a whole NIP.
fn person_key(typed: &str) -> Option<PersonKey> {
    let typed = typed.trim().trim_matches('\'');
    if let Ok(nip) = typed.parse() {
        return Some(PersonKey::Nip(nip));
    }
    let number: i64 = typed.parse().ok()?;
    (number > 0).then_some(PersonKey::Number(PersonId(number)))
}

/// When a day begins in Jakarta.
fn start_of(day: Date) -> Option<Timestamp> {
    let jakarta = jiff::tz::TimeZone::fixed(TimeZone::Wib.offset());
    Some(day.to_zoned(jakarta).ok()?.timestamp())
}
