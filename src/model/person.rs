//! Persons and agencies of the registry.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::remark::remarks;
use super::{OwnershipProof, PersonId, Platform};

/// NIP, the 18-digit number of a civil servant: date of birth (8), month of appointment (6),
/// sex (1), serial (3). Contract staff (PPPK) carry 21 in place of the month. It reveals birth
/// date and sex, so lists show it masked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nip(String);

/// What numbers of contract staff have in place of the month of appointment.
const CONTRACT: i8 = 21;

remarks! {
    /// Why eighteen characters are not a NIP.
    #[derive(Debug, Clone, PartialEq, Eq)]
    InvalidNip []

    // Counted once spaces are taken out.
    Length(found: usize):
        "NIP terdiri atas 18 angka, sedangkan ini {found}",
        "a NIP has 18 digits, this has {found}"
        => "periksa apakah ada angka yang dihilangkan program lembar kerja",
        "check for digits lost by a spreadsheet";
    Character(found: char):
        "NIP hanya terdiri atas angka, sedangkan ini memuat “{found}”",
        "a NIP has digits only, this has '{found}'";
    // The digits themselves are told by none of these: sentences are printed, kept and sent on.
    Birth:
        "angka ke-1 sampai ke-8 NIP bukan tanggal lahir",
        "digits 1-8 of the NIP are not a date of birth";
    Appointment:
        "angka ke-9 sampai ke-14 NIP bukan tahun dan bulan pengangkatan, bukan pula tahun dan 21 (PPPK)",
        "digits 9-14 of the NIP are not a year and month of appointment, nor a year and 21 (PPPK)";
    Sex:
        "angka ke-15 NIP bukan 1 (laki-laki) dan bukan 2 (perempuan)",
        "digit 15 of the NIP is neither 1 (male) nor 2 (female)";
}

impl Nip {
    /// The eighteen digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// First eight digits hidden, and the serial: `********199903****`.
    pub fn masked(&self) -> String {
        format!("********{}****", &self.0[8..14])
    }
}

impl FromStr for Nip {
    type Err = InvalidNip;

    fn from_str(text: &str) -> Result<Self, InvalidNip> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(odd) = digits.chars().find(|c| !c.is_ascii_digit()) {
            return Err(InvalidNip::Character(odd));
        }
        if digits.len() != 18 {
            return Err(InvalidNip::Length(digits.len()));
        }
        let number = |from: usize, to: usize| digits[from..to].parse::<i16>().unwrap_or(0);
        let month = |from: usize| i8::try_from(number(from, from + 2)).unwrap_or(0);
        if Date::new(number(0, 4), month(4), month(6)).is_err() || number(0, 4) < 1900 {
            return Err(InvalidNip::Birth);
        }
        if number(8, 12) < 1900 || !matches!(month(12), 1..=12 | CONTRACT) {
            return Err(InvalidNip::Appointment);
        }
        match digits.as_bytes()[14] {
            b'1' | b'2' => Ok(Self(digits)),
            _ => Err(InvalidNip::Sex),
        }
    }
}

impl TryFrom<String> for Nip {
    type Error = InvalidNip;

    fn try_from(text: String) -> Result<Self, InvalidNip> {
        text.parse()
    }
}

impl From<Nip> for String {
    fn from(nip: Nip) -> Self {
        nip.0
    }
}

/// A Kemendagri region code, as text: `ID` (nation), `32` (province), `32.04` (regency or
/// city), `32.04.05` (sub-district), `32.04.05.2001` (village). A parent is a prefix.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegionCode(String);

/// Text that is not a region code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a Kemendagri region code; expected ID, 32, 32.04, 32.04.05 or 32.04.05.2001")]
pub struct InvalidRegion(pub String);

impl RegionCode {
    /// The whole country.
    pub fn nation() -> Self {
        Self("ID".to_owned())
    }

    /// The code as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `other` lies in this region (or is it).
    pub fn contains(&self, other: &Self) -> bool {
        self.0 == "ID"
            || other.0 == self.0
            || (other.0.starts_with(&self.0) && other.0.as_bytes().get(self.0.len()) == Some(&b'.'))
    }

    /// Time zone of the province: WIB, WITA or WIT.
    pub fn time_zone(&self) -> TimeZone {
        match self.0.get(..2) {
            Some(
                "51" | "52" | "53" | "63" | "64" | "65" | "71" | "72" | "73" | "74" | "75" | "76",
            ) => TimeZone::Wita,
            Some("81" | "82" | "91" | "92" | "93" | "94" | "95" | "96") => TimeZone::Wit,
            _ => TimeZone::Wib,
        }
    }
}

impl FromStr for RegionCode {
    type Err = InvalidRegion;

    fn from_str(text: &str) -> Result<Self, InvalidRegion> {
        let text = text.trim();
        let lengths: Vec<usize> = text.split('.').map(str::len).collect();
        let digits = text.chars().all(|c| c.is_ascii_digit() || c == '.');
        let shaped = matches!(lengths.as_slice(), [2] | [2, 2] | [2, 2, 2] | [2, 2, 2, 4]);
        if text == "ID" || (digits && shaped) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidRegion(text.to_owned()))
        }
    }
}

impl TryFrom<String> for RegionCode {
    type Error = InvalidRegion;

    fn try_from(text: String) -> Result<Self, InvalidRegion> {
        text.parse()
    }
}

impl From<RegionCode> for String {
    fn from(code: RegionCode) -> Self {
        code.0
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The three time zones of Indonesia. None has summer time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeZone {
    /// Western, UTC+7.
    Wib,
    /// Central, UTC+8.
    Wita,
    /// Eastern, UTC+9.
    Wit,
}

impl TimeZone {
    /// Hours east of UTC.
    pub fn offset(self) -> jiff::tz::Offset {
        jiff::tz::Offset::constant(match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        })
    }

    /// The abbreviation used in Indonesia.
    pub fn abbreviation(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }
}

/// Who stands behind a registered account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    /// A civil servant (PNS or PPPK).
    Person,
    /// An agency's official account (*instansi*).
    Agency,
}

/// Why the registry may watch a person's accounts, and until when (UU 27/2022 on data
/// protection: purpose limitation and retention).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purpose {
    /// The assignment, for example a *surat tugas* with its number.
    pub basis: String,
    /// Last day of watching; crawling stops after it.
    pub ends_on: Date,
}

/// A person or agency of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Row identifier.
    pub id: PersonId,
    /// Person or agency.
    pub kind: PersonKind,
    /// NIP; agencies have none.
    pub nip: Option<Nip>,
    /// Name as the personnel office writes it.
    pub name: String,
    /// Employing agency (*instansi*), or the agency itself.
    pub agency: String,
    /// Position (*jabatan*).
    pub position: Option<String>,
    /// Where the person serves; posts carry the code valid when they were captured.
    pub region: RegionCode,
    /// Why and how long.
    pub purpose: Purpose,
}

/// One row of a registry file: a person with one account, as the personnel office sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryEntry {
    /// Person or agency.
    pub kind: PersonKind,
    /// NIP; required for persons.
    pub nip: Option<Nip>,
    /// Name.
    pub name: String,
    /// Agency.
    pub agency: String,
    /// Position.
    pub position: Option<String>,
    /// Region served.
    pub region: RegionCode,
    /// Platform of the account.
    pub platform: Platform,
    /// Handle or URL of the account.
    pub address: String,
    /// How it is known that the account is the person's.
    pub proof: Option<OwnershipProof>,
    /// Why and how long.
    pub purpose: Purpose,
}
