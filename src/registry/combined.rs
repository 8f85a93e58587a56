//! Name and NIP in one cell, as tables of few columns have them: `Rina Contoh, S.Pd.` with
//! `NIP. 198503122010012001` below it, behind a stroke, in brackets, or before the name.

use super::RowRemark;
use super::table::Cell;
use crate::model::figure_runs;

/// What stands between the two, or around them.
const BETWEEN: [char; 11] = ['/', '|', ';', ':', ',', '-', '–', '—', '(', ')', '_'];

/// What people write before a number, in small letters.
const NUMBER_NAMES: [&str; 6] = ["nippppk", "nipppk", "ni pppk", "nip baru", "nip.", "nip"];

/// A cell in two.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NameAndNip {
    pub(super) name: Option<Cell>,
    /// As it is written; whether it is a NIP is found by whoever reads it.
    pub(super) nip: Option<Cell>,
}

/// Takes a cell apart. What holds no figures is a name, what holds no letters a number; there is
/// at most one of each.
pub(super) fn split_cell(cell: &Cell) -> Result<NameAndNip, RowRemark> {
    let Cell::Text(text) = cell else {
        return Ok(NameAndNip {
            name: None,
            nip: Some(cell.clone()),
        });
    };
    let (before, figures, after) = match figure_runs(text).as_slice() {
        [] => (text.as_str(), "", ""),
        [run] => (&text[..run.start], &text[run.clone()], &text[run.end..]),
        _ => return Err(RowRemark::NotApart),
    };
    let before = if figures.is_empty() {
        before.trim()
    } else {
        without_number_name(before.trim_end_matches(is_between))
    };
    let after = after.trim_start_matches(is_between).trim();
    let named = |name: &str| name.contains(char::is_alphabetic);
    match (named(before), named(after)) {
        (true, true) => Err(RowRemark::NotApart),
        (first, _) => Ok(NameAndNip {
            name: Cell::text(if first { before } else { after }),
            nip: Cell::text(figures),
        }),
    }
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || BETWEEN.contains(&c)
}

/// A name without the word that belongs to the number behind it.
fn without_number_name(name: &str) -> &str {
    let lower = name.to_ascii_lowercase();
    let word = NUMBER_NAMES.iter().find(|word| {
        let before = lower.strip_suffix(**word);
        before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
    });
    match word {
        Some(word) => name[..name.len() - word.len()].trim_end_matches(is_between),
        None => name.trim_start_matches(is_between),
    }
}
