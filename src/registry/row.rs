//! One row: a person or agency with an account, or several in a row with a column a platform.

use super::address::{self, AccountAddress};
use super::header::{Column, ColumnHead, Header};
use super::table::{Cell, Row};
use super::{Defaults, RowError, dates};
use crate::model::{
    Nip, OwnershipProof, PersonKind, Platform, ProofKind, Purpose, RegionCode, RegistryEntry,
    UnknownPlatform,
};
use crate::source::Sources;

/// What a row comes to.
pub(super) enum Reading {
    Entries(Vec<RegistryEntry>),
    /// Not a row of the register, and why.
    PassedOver(String),
    Errors(Vec<RowError>),
}

/// What all rows of a sheet are read by.
#[derive(Debug, Clone, Copy)]
pub(super) struct SheetTerms<'a> {
    pub(super) header: &'a Header,
    pub(super) defaults: &'a Defaults,
    pub(super) sources: &'a Sources,
}

/// Reads one row below the header.
pub(super) fn read(row: &Row, terms: SheetTerms<'_>) -> Reading {
    let mut fields = Fields {
        row,
        header: terms.header,
        sources: terms.sources,
        errors: Vec::new(),
    };
    if !fields.has_account() {
        return Reading::PassedOver(fields.why_passed_over());
    }
    let addresses = fields.addresses();
    let entry = fields.entry(terms.defaults);
    match entry {
        Some(entry) if fields.errors.is_empty() => {
            let each = addresses.into_iter().map(|found| RegistryEntry {
                platform: found.platform,
                address: found.address,
                ..entry.clone()
            });
            Reading::Entries(each.collect())
        }
        _ => Reading::Errors(fields.errors),
    }
}

struct Fields<'a> {
    row: &'a Row,
    header: &'a Header,
    sources: &'a Sources,
    errors: Vec<RowError>,
}

impl<'a> Fields<'a> {
    fn cell(&self, column: Column) -> Option<(&'a ColumnHead, &'a Cell)> {
        let head = self
            .header
            .heads
            .iter()
            .find(|head| head.column == column)?;
        Some((head, self.row.cell(head.index)?))
    }

    fn wrong(&mut self, column: Column, message: impl Into<String>) {
        let head = self.header.heads.iter().find(|head| head.column == column);
        self.errors.push(match head {
            Some(head) => RowError::cell(self.row.number, &head.name, message),
            None => RowError::row(self.row.number, message),
        });
    }

    /// The words of a cell. A number stands for itself; a broken formula is an error.
    fn text(&mut self, column: Column) -> Option<String> {
        match self.cell(column)?.1 {
            Cell::Broken(code) => {
                self.wrong(column, format!("the formula gives {code}; write the value"));
                None
            }
            cell => Some(cell.shown()).filter(|text| !means_nothing(text)),
        }
    }

    fn required(&mut self, column: Column, hint: &str) -> String {
        let before = self.errors.len();
        let text = self.text(column).unwrap_or_default();
        if text.is_empty() && self.errors.len() == before {
            self.wrong(column, hint);
        }
        text
    }

    fn account_heads(&self) -> impl Iterator<Item = &'a ColumnHead> {
        self.header
            .heads
            .iter()
            .filter(|head| matches!(head.column, Column::Account | Column::Link | Column::On(_)))
    }

    fn has_account(&self) -> bool {
        let cells = self
            .account_heads()
            .filter_map(|head| self.row.cell(head.index));
        cells.into_iter().any(|cell| !means_nothing(&cell.shown()))
    }

    fn why_passed_over(&self) -> String {
        let known = self
            .header
            .heads
            .iter()
            .filter(|head| self.row.cell(head.index).is_some());
        if known.count() > 1 {
            "passed over: it names no account".to_owned()
        } else {
            "passed over: it looks like a note, not like a row of the register".to_owned()
        }
    }

    /// The accounts of the row. A link says more than a bare account name and goes first.
    fn addresses(&mut self) -> Vec<AccountAddress> {
        let mut found = Vec::new();
        let Ok(platform) = self.platform() else {
            return found;
        };
        let link = self.text(Column::Link).map(|text| (Column::Link, text));
        let account = self
            .text(Column::Account)
            .map(|text| (Column::Account, text));
        if let Some((column, text)) = link.or(account) {
            self.take_address(&mut found, column, &text, platform);
        }
        for on in Platform::ALL {
            if let Some(text) = self.text(Column::On(on)) {
                self.take_address(&mut found, Column::On(on), &text, Some(on));
            }
        }
        found
    }

    fn take_address(
        &mut self,
        found: &mut Vec<AccountAddress>,
        column: Column,
        text: &str,
        platform: Option<Platform>,
    ) {
        match address::read(text, platform, self.sources) {
            Ok(address) => found.push(address),
            Err(problem) => self.wrong(column, problem),
        }
    }

    /// The platform given; an error once its cell is found wrong.
    fn platform(&mut self) -> Result<Option<Platform>, ()> {
        let Some(text) = self.text(Column::Platform) else {
            return Ok(None);
        };
        let Some(platform) = self.sources.named(&text) else {
            self.wrong(Column::Platform, UnknownPlatform(text).to_string());
            return Err(());
        };
        Ok(Some(platform))
    }

    /// The person, with an account to be filled in.
    fn entry(&mut self, defaults: &Defaults) -> Option<RegistryEntry> {
        let kind = self.kind();
        let nip = self.nip(kind);
        let unit = self.text(Column::Unit);
        let instansi = self.text(Column::Agency);
        let (agency, unit) = match instansi {
            Some(agency) => (agency, unit),
            None => (unit.unwrap_or_default(), None),
        };
        let name = match kind {
            PersonKind::Agency => self.text(Column::Name).unwrap_or_else(|| agency.clone()),
            PersonKind::Person => self.required(Column::Name, "the name is missing"),
        };
        let agency = if agency.is_empty() && kind == PersonKind::Agency {
            name.clone()
        } else {
            agency
        };
        if agency.is_empty() {
            self.wrong(Column::Agency, "the agency (Instansi) is missing");
        }
        let position = [self.text(Column::Post), unit]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ");
        let region = self.region(defaults);
        let purpose = self.purpose(defaults);
        let proof = self.proof();
        Some(RegistryEntry {
            kind,
            nip,
            name,
            agency,
            position: Some(position).filter(|position| !position.is_empty()),
            region: region?,
            platform: Platform::Feed,
            address: String::new(),
            proof,
            purpose: purpose?,
        })
    }

    fn kind(&mut self) -> PersonKind {
        let Some(text) = self.text(Column::Kind) else {
            return PersonKind::Person;
        };
        match text.to_lowercase().as_str() {
            "orang" | "pegawai" | "asn" | "pns" | "pppk" | "p3k" | "cpns" | "person" => {
                PersonKind::Person
            }
            "instansi" | "lembaga" | "dinas" | "agency" | "akun instansi" => PersonKind::Agency,
            _ => {
                self.wrong(
                    Column::Kind,
                    format!("{text:?} is neither orang (PNS, PPPK) nor instansi"),
                );
                PersonKind::Person
            }
        }
    }

    fn nip(&mut self, kind: PersonKind) -> Option<Nip> {
        if let Some((_, Cell::Number(_))) = self.cell(Column::Nip) {
            self.wrong(Column::Nip, LOST_DIGITS);
            return None;
        }
        let before = self.errors.len();
        let Some(text) = self.text(Column::Nip) else {
            if kind == PersonKind::Person && self.errors.len() == before {
                self.wrong(
                    Column::Nip,
                    "the NIP is missing; for an agency's account write instansi in a column Jenis",
                );
            }
            return None;
        };
        match read_nip(&text) {
            Ok(nip) => Some(nip),
            Err(problem) => {
                self.wrong(Column::Nip, problem);
                None
            }
        }
    }

    fn region(&mut self, defaults: &Defaults) -> Option<RegionCode> {
        let before = self.errors.len();
        let found = match self.cell(Column::Region) {
            Some((_, Cell::Number(number))) => Some(region_number(*number)),
            _ => self.text(Column::Region).map(|text| text.replace(',', ".")),
        };
        let Some(code) = found else {
            if defaults.region.is_none() && self.errors.len() == before {
                self.wrong(Column::Region, "the region code (Kode Wilayah) is missing");
            }
            return defaults.region.clone();
        };
        match code.parse() {
            Ok(region) => Some(region),
            Err(problem) => {
                self.wrong(Column::Region, format!("{problem}"));
                None
            }
        }
    }

    fn purpose(&mut self, defaults: &Defaults) -> Option<Purpose> {
        let before = self.errors.len();
        let basis = self.text(Column::Basis).or_else(|| defaults.basis.clone());
        if basis.is_none() && self.errors.len() == before {
            self.wrong(
                Column::Basis,
                "the assignment (column Dasar, or --basis) is missing",
            );
        }
        let ends_on = match self.cell(Column::Ends) {
            Some((_, cell)) => self.checked(Column::Ends, dates::day(cell)),
            None => defaults.ends_on,
        };
        if ends_on.is_none() && self.cell(Column::Ends).is_none() {
            self.wrong(
                Column::Ends,
                "the last day of watching (column Berakhir, or --ends) is missing",
            );
        }
        Some(Purpose {
            basis: basis?,
            ends_on: ends_on?,
        })
    }

    fn checked<T>(&mut self, column: Column, read: Result<T, String>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(problem) => {
                self.wrong(column, problem);
                None
            }
        }
    }

    fn proof(&mut self) -> Option<OwnershipProof> {
        let text = self.text(Column::Proof)?;
        let reference = self.text(Column::ProofReference);
        let Some(kind) = proof_kind(&text) else {
            let kinds = ProofKind::ALL.map(ProofKind::as_str).join(", ");
            self.wrong(
                Column::Proof,
                format!("{text:?} is no kind of proof; write one of {kinds}"),
            );
            return None;
        };
        let words = ProofKind::from_name(&text).is_none().then_some(text);
        let verified_at = self
            .cell(Column::VerifiedAt)
            .map(|(_, cell)| dates::moment(cell));
        let expires_at = self
            .cell(Column::ProofExpires)
            .map(|(_, cell)| dates::moment(cell));
        Some(OwnershipProof {
            kind,
            reference: reference.or(words),
            verified_by: self.text(Column::VerifiedBy),
            verified_at: verified_at.and_then(|read| self.checked(Column::VerifiedAt, read)),
            expires_at: expires_at.and_then(|read| self.checked(Column::ProofExpires, read)),
        })
    }
}

const LOST_DIGITS: &str = "the NIP is stored as a number, and spreadsheets keep only 15 of its 18 \
     digits; format the column as text and enter the NIP again from the source";

fn read_nip(text: &str) -> Result<Nip, String> {
    if text.contains(['E', 'e']) && text.contains(|c: char| c.is_ascii_digit()) {
        return Err(LOST_DIGITS.to_owned());
    }
    let nip: Nip = text.parse().map_err(|problem| format!("{problem}"))?;
    if nip.as_str().ends_with("000") {
        return Err("the NIP ends in 000, as after a spreadsheet has lost its last digits; enter it again from the source".to_owned());
    }
    Ok(nip)
}

/// A code that a spreadsheet took for a number: `32.1` was `32.10`, because each level has two
/// digits.
fn region_number(number: f64) -> String {
    let shown = number.to_string();
    match shown.split_once('.') {
        Some((province, regency)) if regency.len() == 1 => format!("{province}.{regency}0"),
        _ => shown,
    }
}

/// What people write into a cell to say that there is nothing.
fn means_nothing(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    matches!(
        text.as_str(),
        "" | "-" | "--" | "–" | "n/a" | "nihil" | "tidak ada" | "tidak punya" | "tdk ada"
    )
}

fn proof_kind(text: &str) -> Option<ProofKind> {
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
