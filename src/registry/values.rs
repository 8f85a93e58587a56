//! NIPs, region codes and kinds of proof as people and spreadsheets write them.

use super::table::Cell;
use crate::model::{Nip, ProofKind};

/// Whether a cell holds a NIP and nothing else.
pub(super) fn is_nip(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.parse::<Nip>().is_ok())
}

/// Why a NIP that is a number is none.
pub(super) const LOST_DIGITS: &str = "the NIP is stored as a number, and spreadsheets keep only 15 of its 18 \
     digits; format the column as text and enter the NIP again from the source";

/// A NIP, with its name before it or another number of the person beside it.
pub(super) fn read_nip(text: &str) -> Result<Nip, String> {
    if text.contains(['E', 'e']) && text.contains(|c: char| c.is_ascii_digit()) {
        return Err(LOST_DIGITS.to_owned());
    }
    let bare = text.trim_start_matches(|c: char| c.is_alphabetic() || " .:".contains(c));
    let mut parts = bare
        .split(['/', ',', ';'])
        .filter_map(|part| part.parse().ok());
    let nip: Nip = match (bare.parse::<Nip>(), parts.next(), parts.next()) {
        (Ok(nip), ..) | (Err(_), Some(nip), None) => nip,
        (Err(problem), ..) => return Err(problem.to_string()),
    };
    if nip.as_str().ends_with("000") {
        return Err("the NIP ends in 000, as after a spreadsheet has lost its last digits; enter it again from the source".to_owned());
    }
    Ok(nip)
}

/// A code that a spreadsheet took for a number: `32.1` was `32.10`, because each level has two
/// digits.
pub(super) fn region_number(number: f64) -> String {
    let shown = number.to_string();
    match shown.split_once('.') {
        Some((province, regency)) if regency.len() == 1 => format!("{province}.{regency}0"),
        _ => shown,
    }
}

/// The kind of proof that words describe.
pub(super) fn proof_kind(text: &str) -> Option<ProofKind> {
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    ProofKind::from_name(&lower).or_else(|| {
        if has(&["klarifikasi", "mengakui", "pengakuan"]) {
            Some(ProofKind::Admitted)
        } else if has(&["pernyataan", "lapor diri", "dilaporkan sendiri"]) {
            Some(ProofKind::SelfDeclared)
        } else if has(&["surat", "bkpsdm", "bkd", "bkn"]) {
            Some(ProofKind::AgencyLetter)
        } else if has(&["profil", "bio"]) || lower.starts_with("http") {
            Some(ProofKind::PublicProfile)
        } else {
            None
        }
    })
}
