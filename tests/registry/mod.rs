//! Tests of the register: reading files, taking them over, giving them back.

mod changes;
mod combined;
mod command;
mod contradictions;
mod csv;
mod hands;
mod import;
mod nip;
pub(crate) mod offices;
mod options;
mod places;
mod remarks;
mod spelling;
mod xlsx;

use netra::model::RegistryEntry;
use netra::registry::{Defaults, SheetReading, read};
use netra::source::Sources;

/// Defaults that fill purpose and region, so that files may leave them out.
fn defaults() -> Defaults {
    Defaults {
        basis: Some("ST-1/2026".to_owned()),
        ends_on: Some(jiff::civil::date(2027, 12, 31)),
        region: Some("32.04".parse().unwrap()),
        with_hidden: false,
    }
}

fn read_text(text: &str) -> SheetReading {
    read(
        "daftar.csv",
        text.as_bytes(),
        &defaults(),
        &Sources::default(),
    )
}

/// Everything a reading says, one line each.
fn report(reading: &SheetReading) -> String {
    let errors = reading.errors.iter().map(|error| format!("error: {error}"));
    let warnings = reading
        .warnings
        .iter()
        .map(|warning| format!("warning: {warning}"));
    let entries = reading
        .entries
        .iter()
        .map(|(place, entry)| format!("{}: {}", place.row, line(entry)));
    entries
        .chain(errors)
        .chain(warnings)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The entries as `registry export` writes them.
fn written(entries: &[RegistryEntry]) -> String {
    let mut out = Vec::new();
    netra::registry::write_csv(entries, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn line(entry: &RegistryEntry) -> String {
    let nip = entry.nip.as_ref().map_or("-", |nip| nip.as_str());
    let post = entry.position.as_deref().unwrap_or("-");
    format!(
        "{nip} | {} | {} | {post} | {} | {} {}",
        entry.name, entry.agency, entry.region, entry.platform, entry.address
    )
}
