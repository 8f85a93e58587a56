//! Remarks of lists and of the register at the command line: what to do about them is said with
//! the options that do it.

use std::sync::Arc;

use serde::Serialize;

use crate::db::DbError;
use crate::model::{Language, ListPlace, RegisterRemark, RenameKey};
use crate::registry::{RowError, RowRemark};

use super::super::RefusedInput;

/// A remark with its place, as it is printed.
#[derive(Debug, Serialize)]
pub(super) struct PrintedRemark {
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<Arc<str>>,
    row: Option<u32>,
    column: Option<String>,
    /// One sentence.
    message: String,
    /// Where it is, for people.
    #[serde(skip)]
    before: String,
}

impl PrintedRemark {
    /// What reading the list said.
    pub(super) fn of_list(error: &RowError) -> Self {
        Self {
            sheet: error.sheet.clone(),
            row: error.row,
            column: error.column.clone(),
            message: of_list(&error.what),
            before: error.place(Language::English),
        }
    }

    /// What the register says of a row.
    pub(super) fn of_register((place, what): &(ListPlace, RegisterRemark)) -> Self {
        Self {
            sheet: place.sheet.clone(),
            row: Some(place.row),
            column: None,
            message: of_register(what),
            before: format!("{place}: "),
        }
    }
}

impl std::fmt::Display for PrintedRemark {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}{}", self.before, self.message)
    }
}

fn of_list(what: &RowRemark) -> String {
    let option = match what {
        RowRemark::NoRegion(_) => {
            "or set region under [registry] in netra.toml, or give --region CODE"
        }
        RowRemark::NoBasis(_) => {
            "or set basis under [registry] in netra.toml, or give --basis TEXT"
        }
        RowRemark::NoEnds(_) => {
            "or set ends_on under [registry] in netra.toml, or give --ends YYYY-MM-DD"
        }
        RowRemark::HiddenUnread(..) => "or give --with-hidden",
        _ => return what.to_string(),
    };
    format!("{what}, {option}")
}

/// One sentence of the register, with the command or option that mends it.
fn of_register(what: &RegisterRemark) -> String {
    let command = match what {
        RegisterRemark::HeldByAnother(_, id, _) => format!(
            "if it has changed hands, import again with --hand-over {id}, if it never was theirs \
             with --never-theirs {id}"
        ),
        RegisterRemark::OtherName(_, _, name, key) => {
            let who = match key {
                RenameKey::Nip(_) => "<NIP of this row>",
                RenameKey::Address(address) => address,
            };
            format!(
                "look whether the number stands in the wrong row, and if the name is right import \
                 again with --rename '{who}={}'",
                name.0
            )
        }
        RegisterRemark::StaysRetired(_, id) => format!("netra registry restore {id} takes it back"),
        RegisterRemark::PersonStaysRetired(id, _) => {
            format!("netra registry restore --person {id} takes them back")
        }
        RegisterRemark::PersonRetired(id) => {
            format!("take them back first with netra registry restore --person {id}")
        }
        RegisterRemark::RetiredWithPerson(_, id) => {
            format!("take both back with netra registry restore --person {id}")
        }
        _ => return what.to_string(),
    };
    format!("{}; {command}", what.problem(Language::English))
}

/// An error of the database, as it is told at the command line.
pub(super) fn refused(error: anyhow::Error) -> anyhow::Error {
    match error.downcast_ref::<DbError>() {
        Some(DbError::Register(what)) => RefusedInput(of_register(what)).into(),
        _ => error,
    }
}
