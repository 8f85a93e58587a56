//! Writing the register as a CSV file that reads back the same, and that a spreadsheet shows
//! without calculating anything.

use super::table::shielded;
use crate::model::{PersonKind, RegistryEntry};

const HEADER: [&str; 15] = [
    "Jenis",
    "NIP",
    "Nama",
    "Instansi",
    "Jabatan",
    "Kode Wilayah",
    "Platform",
    "Akun",
    "Bukti",
    "Rujukan Bukti",
    "Diverifikasi Oleh",
    "Diverifikasi Pada",
    "Bukti Berlaku Sampai",
    "Dasar",
    "Berakhir",
];

/// The entries as CSV, in UTF-8 with a byte order mark, which spreadsheets need.
pub fn write_csv(entries: &[RegistryEntry]) -> String {
    let mut text = String::from('\u{feff}');
    let header = HEADER.iter().map(|name| (*name).to_owned());
    push_line(&mut text, header);
    for entry in entries {
        push_line(&mut text, cells(entry).into_iter());
    }
    text
}

fn cells(entry: &RegistryEntry) -> [String; 15] {
    let kind = match entry.kind {
        PersonKind::Person => "orang",
        PersonKind::Agency => "instansi",
    };
    let proof = entry.proof.as_ref();
    let when =
        |instant: Option<jiff::Timestamp>| instant.map(|at| at.to_string()).unwrap_or_default();
    [
        kind.to_owned(),
        entry
            .nip
            .as_ref()
            .map(|nip| nip.as_str().to_owned())
            .unwrap_or_default(),
        entry.name.clone(),
        entry.agency.clone(),
        entry.position.clone().unwrap_or_default(),
        entry.region.to_string(),
        entry.platform.to_string(),
        entry.address.clone(),
        proof
            .map(|proof| proof.kind.as_str().to_owned())
            .unwrap_or_default(),
        proof
            .and_then(|proof| proof.reference.clone())
            .unwrap_or_default(),
        proof
            .and_then(|proof| proof.verified_by.clone())
            .unwrap_or_default(),
        when(proof.and_then(|proof| proof.verified_at)),
        when(proof.and_then(|proof| proof.expires_at)),
        entry.purpose.basis.clone(),
        entry.purpose.ends_on.to_string(),
    ]
}

fn push_line(text: &mut String, cells: impl Iterator<Item = String>) {
    let quoted: Vec<String> = cells.map(|cell| quote(&shield(&cell))).collect();
    text.push_str(&quoted.join(","));
    text.push_str("\r\n");
}

/// Puts an apostrophe before what a spreadsheet would calculate, shorten or take for a date.
fn shield(cell: &str) -> String {
    let first = cell.chars().next();
    let formula = first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r'));
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | ':' | 'T' | 'Z');
    let number = first.is_some_and(|c| c.is_ascii_digit()) && cell.chars().all(numeric);
    let apostrophe = cell
        .strip_prefix('\'')
        .is_some_and(|rest| rest.starts_with(shielded));
    if formula || number || apostrophe {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn quote(cell: &str) -> String {
    if cell.contains(['"', ',', ';', '\n', '\r', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
