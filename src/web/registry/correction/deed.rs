//! What can be corrected, and where.

use super::labels::CorrectionText;
use crate::db::registry::{PersonAccount, RegisteredPerson};
use crate::model::{Language, PersonKind};

/// Something that can be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web::registry) enum Deed {
    Amend,
    RetirePerson,
    RestorePerson,
    Merge,
    Split,
    Retire,
    Restore,
    HandOver,
    Verify,
}

/// What a correction is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Person,
    Account,
}

impl Deed {
    const ALL: [Self; 9] = [
        Self::Amend,
        Self::RetirePerson,
        Self::RestorePerson,
        Self::Merge,
        Self::Split,
        Self::Retire,
        Self::Restore,
        Self::HandOver,
        Self::Verify,
    ];

    /// What is offered for a person.
    pub(in crate::web::registry) fn of_person(found: &RegisteredPerson) -> Vec<Self> {
        if found.merged_into.is_some() {
            return Vec::new();
        }
        if found.withdrawn_at.is_some() {
            return vec![Self::RestorePerson];
        }
        let mut offered = vec![Self::Amend, Self::Merge, Self::RetirePerson];
        if !found.accounts.is_empty() {
            offered.push(Self::Split);
        }
        offered
    }

    /// What is offered for an account.
    pub(in crate::web::registry) fn of_account(account: &PersonAccount) -> Vec<Self> {
        let watching = match account.retired_at {
            Some(_) => Self::Restore,
            None => Self::Retire,
        };
        vec![Self::Verify, Self::HandOver, Self::Split, watching]
    }

    pub(super) const fn about(self) -> About {
        match self {
            Self::Amend | Self::RetirePerson | Self::RestorePerson | Self::Merge | Self::Split => {
                About::Person
            }
            Self::Retire | Self::Restore | Self::HandOver | Self::Verify => About::Account,
        }
    }

    /// Its name in addresses.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Amend => "ubah",
            Self::RetirePerson | Self::Retire => "henti",
            Self::RestorePerson | Self::Restore => "pulih",
            Self::Merge => "gabung",
            Self::Split => "pisah",
            Self::HandOver => "pindah",
            Self::Verify => "bukti",
        }
    }

    /// Its name in the address of the page that says that it was done.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::RetirePerson => "henti-orang",
            Self::RestorePerson => "pulih-orang",
            _ => self.name(),
        }
    }

    /// The deed of which an address says that it was done.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.key() == key)
    }

    /// The deed that an address names.
    pub(super) fn find(about: About, name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|deed| deed.about() == about && deed.name() == name)
    }

    /// The page of its form, for the person or the account with a number.
    pub(in crate::web::registry) fn page(self, number: i64) -> String {
        let folder = match self.about() {
            About::Person => "orang",
            About::Account => "akun",
        };
        format!("/registri/{folder}/{number}/{}", self.name())
    }

    /// Whether it is shown whom it is about before it is done.
    pub(super) const fn is_confirmed(self) -> bool {
        matches!(self, Self::Merge | Self::Split | Self::HandOver)
    }

    /// What it is called.
    pub(in crate::web::registry) const fn label(
        self,
        of: PersonKind,
        language: Language,
    ) -> &'static str {
        let text = CorrectionText::of(language);
        match (self, of) {
            (Self::Amend, PersonKind::Agency) => return text.amend_agency,
            (Self::RetirePerson, PersonKind::Agency) => return text.retire_agency,
            (Self::RestorePerson, PersonKind::Agency) => return text.restore_agency,
            (Self::Merge, PersonKind::Agency) => return text.merge_agency,
            _ => {}
        }
        match self {
            Self::Amend => text.amend,
            Self::RetirePerson => text.retire_person,
            Self::RestorePerson => text.restore_person,
            Self::Merge => text.merge,
            Self::Split => text.split,
            Self::Retire => text.retire,
            Self::Restore => text.restore,
            Self::HandOver => text.hand_over,
            Self::Verify => text.verify,
        }
    }

    /// What it does.
    pub(super) const fn lede(self, text: &CorrectionText) -> &'static str {
        match self {
            Self::Amend => text.amend_lede,
            Self::RetirePerson => text.retire_person_lede,
            Self::RestorePerson => text.restore_person_lede,
            Self::Merge => text.merge_lede,
            Self::Split => text.split_lede,
            Self::Retire => text.retire_lede,
            Self::Restore => text.restore_lede,
            Self::HandOver => text.hand_over_lede,
            Self::Verify => text.verify_lede,
        }
    }

    /// What is said when it was done.
    pub(super) const fn done(self, text: &CorrectionText) -> &'static str {
        match self {
            Self::Amend => text.done_amend,
            Self::RetirePerson => text.done_retire_person,
            Self::RestorePerson => text.done_restore_person,
            Self::Merge => text.done_merge,
            Self::Split => text.done_split,
            Self::Retire => text.done_retire,
            Self::Restore => text.done_restore,
            Self::HandOver => text.done_hand_over,
            Self::Verify => text.done_verify,
        }
    }
}
