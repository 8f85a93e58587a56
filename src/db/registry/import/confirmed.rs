//! What somebody looked at and found right, although a list alone does not say so.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::{AccountId, DraftId, PersonId};

/// Changes that a list alone cannot make.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Other names: by NIP, of an agency by the address of its account.
    pub renames: BTreeMap<String, String>,
    /// Other names, by who has them in the register.
    pub renamed: BTreeMap<PersonId, String>,
    /// Accounts that have changed hands.
    pub hands: BTreeSet<AccountId>,
    /// Accounts that never were their person's.
    pub never_theirs: BTreeSet<AccountId>,
    /// Where the list comes from.
    #[serde(skip)]
    pub draft: Option<DraftClaim>,
}

/// A list that is taken over once and never again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftClaim {
    /// Which.
    pub id: DraftId,
    /// Its rows that nobody could read.
    pub unreadable: u32,
}

impl Confirmed {
    /// Whether this name was confirmed for a person, who is also known by `key`.
    pub(super) fn names(&self, person: PersonId, key: &str, name: &str) -> bool {
        let given = [self.renames.get(key), self.renamed.get(&person)];
        let mut given = given.into_iter().flatten();
        given.any(|given| plain(given) == plain(name))
    }
}

fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
