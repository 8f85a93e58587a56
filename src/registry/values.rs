//! NIPs, region codes and kinds of proof as people and spreadsheets write them.

use super::RowRemark;
use super::table::Cell;
use crate::model::{Nip, ProofKind};

/// Whether a cell holds a NIP and nothing else.
pub(super) fn is_nip(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.parse::<Nip>().is_ok())
}

/// A NIP, with its name before it or another number of the person beside it.
pub(super) fn read_nip(text: &str) -> Result<Nip, RowRemark> {
    if text.contains(['E', 'e']) && text.contains(|c: char| c.is_ascii_digit()) {
        return Err(RowRemark::LostDigits);
    }
    let bare = text.trim_start_matches(|c: char| c.is_alphabetic() || " .:".contains(c));
    let mut parts = bare
        .split(['/', ',', ';'])
        .filter_map(|part| part.parse().ok());
    let nip: Nip = match (bare.parse::<Nip>(), parts.next(), parts.next()) {
        (Ok(nip), ..) | (Err(_), Some(nip), None) => nip,
        (Err(problem), ..) => return Err(RowRemark::Nip(problem)),
    };
    if nip.as_str().ends_with("000") {
        return Err(RowRemark::EndsInZeros);
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
