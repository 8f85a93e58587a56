//! One row: a person or agency with an account, or several in a row with a column a platform.

use std::borrow::Cow;

use super::address::{self, AccountAddress, CellAccounts, Expected};
use super::column::Column;
use super::header::{ColumnHead, Header};
use super::missing::Needed;
use super::nothing::means_nothing;
use super::table::{Cell, Row};
use super::values::{is_nip, proof_kind, read_nip, region_number};
use super::{Defaults, RowError, RowRemark, combined, dates};
use crate::model::{
    InvalidRegion, Nip, OwnershipProof, PersonKind, Platform, ProofKind, Purpose, RegionCode,
    RegistryEntry,
};
use crate::source::Sources;

/// What a row comes to.
#[derive(Debug, Default)]
pub(super) struct RowReading {
    pub(super) entries: Vec<RegistryEntry>,
    /// What keeps it from being taken over.
    pub(super) errors: Vec<RowError>,
    /// What was left out, or why it is no row of the register.
    pub(super) told: Vec<RowError>,
    /// What neither it nor the settings say.
    pub(super) missing: Vec<Needed>,
}

/// What all rows of a sheet are read by.
#[derive(Debug, Clone, Copy)]
pub(super) struct SheetTerms<'a> {
    pub(super) header: &'a Header,
    pub(super) defaults: &'a Defaults,
    pub(super) sources: &'a Sources,
}

/// Reads one row below the header.
pub(super) fn read(row: &Row, terms: SheetTerms<'_>) -> RowReading {
    let mut fields = Fields {
        row,
        header: terms.header,
        sources: terms.sources,
        read: RowReading::default(),
    };
    if let Some(fault) = &row.fault {
        let fault = RowError::row(row.number, fault.clone());
        fields.read.errors.push(fault);
        return fields.read;
    }
    if !fields.has_account() {
        return passed_over(row, fields.why_passed_over());
    }
    let accounts = fields.accounts();
    if is_note(row, terms.header, &accounts) {
        return passed_over(row, RowRemark::NoteOrTitle);
    }
    if accounts.is_empty() && fields.read.errors.is_empty() {
        let why = RowError::row(row.number, RowRemark::NoneToRegister);
        fields.read.told.push(why);
        return fields.read;
    }
    let torn = fields.is_torn();
    let entry = (!torn).then(|| fields.entry(terms.defaults)).flatten();
    let mut read = fields.read;
    if let Some(entry) = entry
        && read.errors.is_empty()
        && read.missing.is_empty()
    {
        let each = accounts.into_iter().map(|found| RegistryEntry {
            platform: found.platform,
            address: found.address,
            ..entry.clone()
        });
        read.entries = each.collect();
    }
    read
}

fn passed_over(row: &Row, why: RowRemark) -> RowReading {
    RowReading {
        told: vec![RowError::row(row.number, why)],
        ..RowReading::default()
    }
}

/// Whether a row is a title between blocks, a sum, or part of what is signed below a list: it
/// says one or two things, and none of them is an account or a NIP.
fn is_note(row: &Row, header: &Header, accounts: &[AccountAddress]) -> bool {
    const BEGINNINGS: [&str; 9] = [
        "jumlah",
        "total",
        "mengetahui",
        "catatan",
        "keterangan",
        "ket",
        "nip",
        "sumber",
        "kepala",
    ];
    let first = row
        .filled()
        .next()
        .map(|(_, cell)| cell.shown().to_lowercase());
    let begins = first.is_some_and(|text| {
        let word = text.split(|c: char| !c.is_alphabetic()).next();
        word.is_some_and(|word| BEGINNINGS.contains(&word))
    });
    let shared = header.heads.iter().filter(|head| head.shared);
    let mut parts = shared.filter_map(|head| combined::split_cell(row.cell(head.index)?).ok()?.nip);
    row.says() <= 2
        && !row.filled().any(|(_, cell)| is_nip(cell))
        && !parts.any(|cell| is_nip(&cell))
        && (accounts.is_empty() || begins)
}

struct Fields<'a> {
    row: &'a Row,
    header: &'a Header,
    sources: &'a Sources,
    read: RowReading,
}

impl<'a> Fields<'a> {
    fn cell(&self, column: Column) -> Option<Cow<'a, Cell>> {
        let mut heads = self.header.heads.iter();
        let head = heads.find(|head| head.column == column)?;
        let cell = self.row.cell(head.index)?;
        if !head.shared {
            return Some(Cow::Borrowed(cell));
        }
        let parts = combined::split_cell(cell).ok()?;
        let part = match column {
            Column::Nip => parts.nip,
            _ => parts.name,
        };
        part.map(Cow::Owned)
    }

    /// Whether name and NIP stand in one cell and cannot be told apart, which is an error then.
    fn is_torn(&mut self) -> bool {
        let mut heads = self.header.heads.iter();
        let shared = heads.find(|head| head.shared);
        let cell = shared.and_then(|head| Some((head, self.row.cell(head.index)?)));
        let Some((head, Err(torn))) = cell.map(|(head, cell)| (head, combined::split_cell(cell)))
        else {
            return false;
        };
        let torn = self.at(head, torn);
        self.read.errors.push(torn);
        true
    }

    fn wrong(&mut self, column: Column, what: RowRemark) {
        let head = self.header.heads.iter().find(|head| head.column == column);
        self.read.errors.push(match head {
            Some(head) => self.at(head, what),
            None => RowError::row(self.row.number, what),
        });
    }

    fn at(&self, head: &ColumnHead, what: RowRemark) -> RowError {
        let says = self.row.cell(head.index).map(Cell::shown);
        RowError::cell(self.row.number, &head.name, says, what)
    }

    /// The words of a cell. A number stands for itself; a broken formula is an error.
    fn text(&mut self, column: Column) -> Option<String> {
        let cell = self.cell(column)?;
        if let Cell::Broken(code) = &*cell {
            self.wrong(column, RowRemark::Formula(code.clone()));
            return None;
        }
        Some(cell.shown()).filter(|text| !means_nothing(text))
    }

    fn required(&mut self, column: Column, lack: RowRemark) -> String {
        let before = self.read.errors.len();
        let text = self.text(column).unwrap_or_default();
        if text.is_empty() && self.read.errors.len() == before {
            self.wrong(column, lack);
        }
        text
    }

    fn account_heads(&self) -> impl Iterator<Item = &'a ColumnHead> {
        let heads = self.header.heads.iter();
        heads.filter(|head| head.column.holds_accounts())
    }

    fn has_account(&self) -> bool {
        let mut heads = self.account_heads();
        heads.any(|head| {
            let cell = self.row.cell(head.index);
            cell.is_some_and(|cell| !means_nothing(&cell.shown()))
        })
    }

    fn why_passed_over(&self) -> RowRemark {
        let known = self
            .header
            .heads
            .iter()
            .filter(|head| self.row.cell(head.index).is_some());
        if known.count() > 1 && self.row.says() > 1 {
            RowRemark::NoAccountNamed
        } else {
            RowRemark::NoteOrTitle
        }
    }

    /// The accounts of the row, column by column.
    fn accounts(&mut self) -> Vec<AccountAddress> {
        let mut found: Vec<AccountAddress> = Vec::new();
        let Ok(platform) = self.platform() else {
            return found;
        };
        let cells: Vec<(&ColumnHead, CellAccounts)> = self
            .account_heads()
            .filter_map(|head| Some((head, self.cell_accounts(head, platform)?)))
            .collect();
        let link = cells.iter().find_map(|(head, cell)| {
            let first = cell.accounts.first();
            first.filter(|_| head.column == Column::Link).cloned()
        });
        for (head, cell) in cells {
            let bare = head.column == Column::Account;
            if let Some(link) = link.as_ref().filter(|_| bare)
                && !self.fits_link(head, &cell, link)
            {
                continue;
            }
            self.report(head, cell.told, cell.errors);
            for account in cell.accounts {
                if !found.contains(&account) {
                    found.push(account);
                }
            }
        }
        found
    }

    /// A link says more than a bare account name, and what of the name cannot be read without
    /// the link need not be. Two accounts on one platform are one too many.
    fn fits_link(&mut self, head: &ColumnHead, cell: &CellAccounts, link: &AccountAddress) -> bool {
        let other = |account: &&AccountAddress| {
            account.platform == link.platform && account.address != link.address
        };
        if let [account] = cell.accounts.as_slice()
            && other(&account)
        {
            let (account, link) = (account.address.clone(), link.address.clone());
            let what = self.at(head, RowRemark::TwoAccounts(account, link));
            self.read.errors.push(what);
            return false;
        }
        !cell.accounts.is_empty()
    }

    fn cell_accounts(&self, head: &ColumnHead, platform: Option<Platform>) -> Option<CellAccounts> {
        let cell = self.row.cell(head.index)?;
        if let Cell::Broken(code) = cell {
            return Some(CellAccounts {
                errors: vec![RowRemark::Formula(code.clone())],
                ..CellAccounts::default()
            });
        }
        let text = cell.shown();
        let link = self.row.link(head.index);
        if means_nothing(&text) {
            return None;
        }
        let expected = Expected {
            platform: match head.column {
                Column::On(platform) => Some(platform),
                Column::Web => None,
                _ => platform,
            },
            site: head.column == Column::Web,
        };
        Some(address::read(&text, link, expected, self.sources))
    }

    fn report(&mut self, head: &ColumnHead, told: Vec<RowRemark>, errors: Vec<RowRemark>) {
        for what in told {
            let told = self.at(head, what);
            self.read.told.push(told);
        }
        for what in errors {
            let error = self.at(head, what);
            self.read.errors.push(error);
        }
    }

    /// The platform given; none when several are. An error once its cell is found wrong.
    fn platform(&mut self) -> Result<Option<Platform>, ()> {
        let Some(text) = self.text(Column::Platform) else {
            return Ok(None);
        };
        if let Some(platform) = self.sources.named(&text) {
            return Ok(Some(platform));
        }
        let words = text.split(|c: char| !c.is_alphanumeric());
        let mut words = words.filter(|word| !word.is_empty() && !matches!(*word, "dan" | "and"));
        if words.all(|word| self.sources.named(word).is_some()) {
            return Ok(None);
        }
        let known = Platform::ALL.map(Platform::as_str).join(", ");
        let what = RowRemark::UnknownPlatformName(text.into(), known);
        self.wrong(Column::Platform, what);
        Err(())
    }

    /// Whether a column of the kind is there; else its lack is told once for the file.
    fn has_column(&mut self, column: Column, needed: Needed) -> bool {
        let has = self.header.has(column);
        if !has {
            self.read.missing.push(needed);
        }
        has
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
            PersonKind::Person if !self.has_column(Column::Name, Needed::Name) => String::new(),
            PersonKind::Person => self.required(Column::Name, RowRemark::NameMissing),
        };
        let agency = if agency.is_empty() && kind == PersonKind::Agency {
            name.clone()
        } else {
            agency
        };
        if agency.is_empty()
            && (self.header.has(Column::Unit) || self.has_column(Column::Agency, Needed::Agency))
        {
            self.wrong(Column::Agency, RowRemark::AgencyMissing);
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
                self.wrong(Column::Kind, RowRemark::UnknownKind(text.into()));
                PersonKind::Person
            }
        }
    }

    fn nip(&mut self, kind: PersonKind) -> Option<Nip> {
        if let Some(Cell::Number(number)) = self.cell(Column::Nip).as_deref()
            && *number != 0.0
        {
            self.wrong(Column::Nip, RowRemark::LostDigits);
            return None;
        }
        let before = self.read.errors.len();
        let Some(text) = self.text(Column::Nip) else {
            if kind == PersonKind::Person
                && self.read.errors.len() == before
                && self.has_column(Column::Nip, Needed::Nip)
            {
                self.wrong(Column::Nip, RowRemark::NipMissing);
            }
            return None;
        };
        match read_nip(&text) {
            Ok(_) if kind == PersonKind::Agency => {
                self.wrong(Column::Nip, RowRemark::NipOfAgency);
                None
            }
            Ok(nip) => Some(nip),
            Err(problem) => {
                self.wrong(Column::Nip, problem);
                None
            }
        }
    }

    fn region(&mut self, defaults: &Defaults) -> Option<RegionCode> {
        let before = self.read.errors.len();
        let found = match self.cell(Column::Region).as_deref() {
            Some(Cell::Number(number)) => Some(region_number(*number)),
            _ => self.text(Column::Region).map(|text| text.replace(',', ".")),
        };
        let Some(code) = found else {
            if defaults.region.is_none() && self.read.errors.len() == before {
                self.read.missing.push(Needed::Region);
            }
            return defaults.region.clone();
        };
        match code.parse() {
            Ok(region) => Some(region),
            Err(InvalidRegion(text)) => {
                self.wrong(Column::Region, RowRemark::NoRegionCode(text.into()));
                None
            }
        }
    }

    fn purpose(&mut self, defaults: &Defaults) -> Option<Purpose> {
        let before = self.read.errors.len();
        let basis = self.text(Column::Basis).or_else(|| defaults.basis.clone());
        if basis.is_none() && self.read.errors.len() == before {
            self.read.missing.push(Needed::Basis);
        }
        let ends = self.cell(Column::Ends);
        let ends_on = if let Some(cell) = ends.filter(|cell| !means_nothing(&cell.shown())) {
            self.checked(Column::Ends, dates::day(&cell))
        } else {
            if defaults.ends_on.is_none() {
                self.read.missing.push(Needed::Ends);
            }
            defaults.ends_on
        };
        Some(Purpose {
            basis: basis?,
            ends_on: ends_on?,
        })
    }

    fn checked<T>(&mut self, column: Column, read: Result<T, RowRemark>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(problem) => {
                self.wrong(column, problem);
                None
            }
        }
    }

    fn proof(&mut self) -> Option<OwnershipProof> {
        let reference = self.text(Column::ProofReference);
        let Some(text) = self.text(Column::Proof) else {
            // An office that names its letters and no kinds has no proofs to lose.
            if reference.is_some() && self.header.has(Column::Proof) {
                self.wrong(Column::ProofReference, RowRemark::ReferenceAlone);
            }
            return None;
        };
        let Some(kind) = proof_kind(&text) else {
            let kinds = ProofKind::ALL.map(ProofKind::as_str).join(", ");
            self.wrong(Column::Proof, RowRemark::NoProof(text.into(), kinds));
            return None;
        };
        let words = ProofKind::from_name(&text).is_none().then_some(text);
        let moment = |column| {
            let cell = self.cell(column)?;
            (!means_nothing(&cell.shown())).then(|| dates::moment(&cell))
        };
        let (verified_at, expires_at) = (moment(Column::VerifiedAt), moment(Column::ProofExpires));
        Some(OwnershipProof {
            kind,
            reference: reference.or(words),
            verified_by: self.text(Column::VerifiedBy),
            verified_at: verified_at.and_then(|read| self.checked(Column::VerifiedAt, read)),
            expires_at: expires_at.and_then(|read| self.checked(Column::ProofExpires, read)),
        })
    }
}
