//! How things of this program are named in remarks.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::remark::Spoken;
use super::{AccountId, Language, PersonId, Platform, RegionCode, Scope, TimeZone};

macro_rules! spoken_alike {
    ($($type:ty),+) => {$(
        impl Spoken for $type {
            fn speak(&self, _language: Language, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, out)
            }
        }
    )+};
}

spoken_alike!(
    String, char, u32, u64, usize, AccountId, PersonId, Platform, RegionCode, Date
);

impl Spoken for Scope {
    fn speak(&self, language: Language, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.region(), language) {
            (None, Language::Indonesian) => out.write_str("wilayah yang belum ditetapkan"),
            _ => fmt::Display::fmt(self, out),
        }
    }
}

impl Spoken for Timestamp {
    /// English readers get it as it is kept, Indonesian ones by the clock of Jakarta.
    fn speak(&self, language: Language, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match language {
            Language::English => fmt::Display::fmt(self, out),
            Language::Indonesian => {
                let offset = TimeZone::Wib.offset();
                let local = offset.to_datetime(*self);
                write!(out, "{} WIB", local.strftime("%Y-%m-%d pukul %H.%M"))
            }
        }
    }
}

impl Spoken for Vec<AccountId> {
    fn speak(&self, language: Language, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let and = match language {
            Language::Indonesian => " dan ",
            Language::English => " and ",
        };
        let ids: Vec<String> = self.iter().map(ToString::to_string).collect();
        out.write_str(&ids.join(and))
    }
}
