//! What somebody looked at and found right, although a list alone does not say so.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::AccountId;

/// Changes that a list alone cannot make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confirmed {
    /// Other names: by NIP, of an agency by the address of its account.
    pub renames: BTreeMap<String, String>,
    /// Accounts that have changed hands.
    pub hands: BTreeSet<AccountId>,
    /// Accounts that never were their person's.
    pub never_theirs: BTreeSet<AccountId>,
}

impl Confirmed {
    /// Whether this name was confirmed for whoever is known by `key`.
    pub(super) fn names(&self, key: &str, name: &str) -> bool {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let given = self.renames.get(key);
        given.is_some_and(|given| plain(given).to_lowercase() == plain(name).to_lowercase())
    }
}
