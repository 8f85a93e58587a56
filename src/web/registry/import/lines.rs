//! The lines of a preview: faults, what is held, changes, and whom the list no longer names.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::figures::{field_name, field_value};
use super::labels::ImportText;
use super::ticks::{HANDS_FIELD, MOVED, NAME_FIELD, NEVER};
use crate::db::registry::{Confirmed, ListedChange, VanishedAccount};
use crate::model::{Language, ListPlace, PlacedRemark, RegisterRemark};
use crate::registration::{ListTaken, may_be_confirmed};
use crate::registry::{RowError, RowRemark};

/// Something that is wrong, or that the operator should know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::web) struct FaultLine {
    pub(in crate::web) sheet: Option<String>,
    /// Empty where it is about the whole file.
    pub(in crate::web) row: String,
    pub(in crate::web) column: String,
    pub(in crate::web) written: String,
    pub(in crate::web) problem: String,
    pub(in crate::web) remedy: String,
}

impl FaultLine {
    /// What reading the file says.
    pub(in crate::web) fn of_reading(error: &RowError, language: Language) -> Self {
        Self {
            sheet: error.sheet.as_deref().map(str::to_owned),
            row: error.row.map(|row| row.to_string()).unwrap_or_default(),
            column: error.column.clone().unwrap_or_default(),
            written: error.written.clone().unwrap_or_default(),
            problem: error.what.problem(language),
            remedy: remedy(&error.what, language),
        }
    }

    /// What the register says.
    pub(in crate::web) fn of_register((place, remark): &PlacedRemark, language: Language) -> Self {
        Self {
            sheet: sheet(place),
            row: place.row.to_string(),
            column: String::new(),
            written: String::new(),
            problem: remark.problem(language),
            remedy: remark.remedy(language).unwrap_or_default(),
        }
    }
}

/// What to do about it, with the fields of the upload that would do it.
fn remedy(what: &RowRemark, language: Language) -> String {
    let labels = ImportText::of(language);
    let remedy = what.remedy(language).unwrap_or_default();
    let field = match what {
        RowRemark::NoRegion(_) => labels.region,
        RowRemark::NoBasis(_) => labels.basis,
        RowRemark::NoEnds(_) => labels.ends,
        RowRemark::HiddenUnread(..) => labels.hidden,
        _ => return remedy,
    };
    format!("{remedy}, {} “{field}”", labels.or_field)
}

fn sheet(place: &ListPlace) -> Option<String> {
    place.sheet.as_deref().map(str::to_owned)
}

/// All faults: of the file first, then of its rows, then those that the register finds.
pub(in crate::web) fn faults(taken: &ListTaken, language: Language) -> Vec<FaultLine> {
    let read = taken.reading.errors.iter();
    let found = taken.report.conflicts.iter();
    read.map(|error| FaultLine::of_reading(error, language))
        .chain(
            found
                .filter(|(_, remark)| !may_be_confirmed(remark))
                .map(|placed| FaultLine::of_register(placed, language)),
        )
        .collect()
}

/// All warnings but which columns were not used, which stands elsewhere.
pub(in crate::web) fn warnings(taken: &ListTaken, language: Language) -> Vec<FaultLine> {
    let told = |error: &&RowError| !matches!(error.what, RowRemark::ColumnsUnused(..));
    let read = taken.reading.warnings.iter().filter(told);
    let noted = taken.report.notes.iter();
    read.map(|error| FaultLine::of_reading(error, language))
        .chain(noted.map(|placed| FaultLine::of_register(placed, language)))
        .collect()
}

/// Everything for which a row is left out: faults, and what nobody confirmed.
pub(in crate::web) fn left_out(taken: &ListTaken, language: Language) -> Vec<FaultLine> {
    let mut lines = faults(taken, language);
    lines.extend(unconfirmed(taken, language));
    lines
}

/// What waits for somebody's word.
pub(in crate::web) fn unconfirmed(
    taken: &ListTaken,
    language: Language,
) -> impl Iterator<Item = FaultLine> {
    let conflicts = taken.report.conflicts.iter();
    conflicts
        .filter(|(_, remark)| may_be_confirmed(remark))
        .map(move |placed| FaultLine::of_register(placed, language))
}

/// A row that waits for a tick.
#[derive(Debug)]
pub(in crate::web) struct HeldLine {
    pub(in crate::web) sheet: Option<String>,
    pub(in crate::web) row: String,
    /// Who it is about in the register.
    pub(in crate::web) before: String,
    /// Whom the list names.
    pub(in crate::web) after: String,
    /// The account that somebody else has; unset where a name is in doubt.
    pub(in crate::web) account: Option<String>,
    /// The field of the form.
    pub(in crate::web) field: String,
    /// What it holds when it is ticked.
    pub(in crate::web) value: String,
}

/// All rows that wait for a tick. One person or account waits once.
pub(in crate::web) fn held(taken: &ListTaken) -> Vec<HeldLine> {
    let waiting = || {
        let conflicts = taken.report.conflicts.iter();
        conflicts.filter(|(_, remark)| may_be_confirmed(remark))
    };
    let places: BTreeSet<&ListPlace> = waiting().map(|(place, _)| place).collect();
    let entries = taken.reading.entries.iter();
    let names: HashMap<&ListPlace, &str> = entries
        .filter(|(place, _)| places.contains(place))
        .map(|(place, entry)| (place, &*entry.name))
        .collect();
    let mut seen = BTreeSet::new();
    let lines = waiting().filter_map(|(place, remark)| held_line(place, remark, &names));
    lines
        .filter(|line| seen.insert((line.field.clone(), line.value.clone())))
        .collect()
}

fn held_line(
    place: &ListPlace,
    remark: &RegisterRemark,
    names: &HashMap<&ListPlace, &str>,
) -> Option<HeldLine> {
    let listed = names.get(place).copied().unwrap_or_default().to_owned();
    let (before, account, field, value) = match remark {
        RegisterRemark::OtherName(registered, person, ..) => {
            let value = format!("{person}={listed}");
            (registered, None, NAME_FIELD.to_owned(), value)
        }
        RegisterRemark::HeldByAnother(address, account, owner) => {
            let field = format!("{HANDS_FIELD}{account}");
            (owner, Some(address.clone()), field, String::new())
        }
        _ => return None,
    };
    Some(HeldLine {
        sheet: sheet(place),
        row: place.row.to_string(),
        before: before.clone(),
        after: listed,
        account,
        field,
        value,
    })
}

/// What the operator confirmed already; it is sent again with the form.
#[derive(Debug)]
pub(in crate::web) struct ConfirmedLine {
    pub(in crate::web) field: String,
    pub(in crate::web) value: String,
    /// The page of whom or what it is about.
    pub(in crate::web) page: String,
    pub(in crate::web) about: String,
    pub(in crate::web) told: String,
}

/// All that was confirmed.
pub(in crate::web) fn confirmed(confirmed: &Confirmed, labels: &ImportText) -> Vec<ConfirmedLine> {
    let names = confirmed
        .renamed
        .iter()
        .map(|(person, name)| ConfirmedLine {
            field: NAME_FIELD.to_owned(),
            value: format!("{person}={name}"),
            page: format!("/registri/orang/{person}"),
            about: format!("{} {person}", labels.person_number),
            told: format!("{}: {name}", labels.renamed),
        });
    let ways = [
        (&confirmed.hands, MOVED, labels.moved),
        (&confirmed.never_theirs, NEVER, labels.never),
    ];
    let hands = ways.into_iter().flat_map(|(accounts, value, told)| {
        accounts.iter().map(move |account| ConfirmedLine {
            field: format!("{HANDS_FIELD}{account}"),
            value: value.to_owned(),
            page: format!("/registri/akun/{account}"),
            about: format!("{} {account}", labels.account_number),
            told: told.to_owned(),
        })
    });
    names.chain(hands).collect()
}

/// A change, old and new.
#[derive(Debug)]
pub(in crate::web) struct ChangeLine {
    pub(in crate::web) sheet: Option<String>,
    pub(in crate::web) row: String,
    pub(in crate::web) who: String,
    pub(in crate::web) nip: Option<String>,
    /// The page of the person; none while they are not in the register.
    pub(in crate::web) page: Option<String>,
    pub(in crate::web) account: Option<String>,
    pub(in crate::web) field: String,
    pub(in crate::web) before: String,
    pub(in crate::web) after: String,
}

impl ChangeLine {
    /// The line of a change.
    pub(in crate::web) fn of(change: &ListedChange, language: Language) -> Self {
        let labels = ImportText::of(language);
        let of_account = change.account.is_some();
        let value = |value: &Option<String>| field_value(&change.field, value.as_deref(), language);
        let person = change.person;
        Self {
            sheet: sheet(&change.place),
            row: change.place.row.to_string(),
            who: change.name.clone(),
            nip: change.nip.clone(),
            page: person.map(|person| format!("/registri/orang/{person}")),
            account: change.account.clone(),
            field: field_name(&change.field, of_account, labels).to_owned(),
            before: value(&change.before),
            after: value(&change.after),
        }
    }
}

/// An account that the list no longer names.
#[derive(Debug)]
pub(in crate::web) struct VanishedLine {
    pub(in crate::web) who: String,
    pub(in crate::web) nip: Option<String>,
    pub(in crate::web) person: String,
    pub(in crate::web) account: String,
    pub(in crate::web) address: String,
    pub(in crate::web) agency: String,
    pub(in crate::web) note: &'static str,
}

impl VanishedLine {
    /// The line of an account.
    pub(in crate::web) fn of(vanished: &VanishedAccount, labels: &'static ImportText) -> Self {
        Self {
            who: vanished.name.clone(),
            nip: vanished.nip.clone(),
            person: format!("/registri/orang/{}", vanished.person),
            account: format!("/registri/akun/{}", vanished.account),
            address: vanished.address.clone(),
            agency: vanished.agency.clone(),
            note: if vanished.person_named {
                labels.also_named
            } else {
                labels.nor_person
            },
        }
    }
}
