//! Writing the register as a CSV file that reads back the same, and that a spreadsheet shows
//! without calculating anything.

use std::io::{self, Write};

use jiff::Timestamp;

use crate::model::{Nip, PersonKind, RegistryEntry};
use crate::spreadsheet::{SheetCell, SheetWriter};

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

/// Writes the entries as a table in the order in which they come. Days are days for a spreadsheet;
/// instants are texts in UTC, because a spreadsheet would round them.
pub fn write_csv(entries: &[RegistryEntry], out: impl Write) -> io::Result<()> {
    let mut table = SheetWriter::new(out, &HEADER)?;
    for entry in entries {
        table.write_row(&cells(entry))?;
    }
    table.finish()
}

fn cells(entry: &RegistryEntry) -> [SheetCell<'_>; 15] {
    let kind = match entry.kind {
        PersonKind::Person => "orang",
        PersonKind::Agency => "instansi",
    };
    let proof = entry.proof.as_ref();
    let instant = |at: Option<Timestamp>| SheetCell::optional_text(at.map(|at| at.to_string()));
    [
        SheetCell::text(kind),
        SheetCell::optional_text(entry.nip.as_ref().map(Nip::as_str)),
        SheetCell::text(&entry.name),
        SheetCell::text(&entry.agency),
        SheetCell::optional_text(entry.position.as_deref()),
        SheetCell::text(entry.region.to_string()),
        SheetCell::text(entry.platform.as_str()),
        SheetCell::text(&entry.address),
        SheetCell::optional_text(proof.map(|proof| proof.kind.as_str())),
        SheetCell::optional_text(proof.and_then(|proof| proof.reference.as_deref())),
        SheetCell::optional_text(proof.and_then(|proof| proof.verified_by.as_deref())),
        instant(proof.and_then(|proof| proof.verified_at)),
        instant(proof.and_then(|proof| proof.expires_at)),
        SheetCell::text(&entry.purpose.basis),
        SheetCell::Day(entry.purpose.ends_on),
    ]
}
