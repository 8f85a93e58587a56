//! The accounts of a file that are in the register already, under whatever spelling.
//!
//! What an earlier version registered may be spelt in another way than the sources spell it now.
//! Such rows keep their address, which history and evidence name; an import finds them by
//! spelling each address of the register anew.

use std::collections::HashMap;

use super::{RowError, RowRemark, SheetReading};
use crate::model::{Account, AccountId, Platform};
use crate::source::Sources;

/// Looks for the accounts of a file among those of the register.
#[derive(Debug)]
pub struct KnownAccounts<'a> {
    sources: &'a Sources,
    found: HashMap<(Platform, String), Vec<StoredAddress>>,
}

#[derive(Debug)]
struct StoredAddress {
    id: AccountId,
    address: String,
    retired: bool,
}

impl<'a> KnownAccounts<'a> {
    /// Looks for the accounts that `reading` names.
    pub fn of(reading: &SheetReading, sources: &'a Sources) -> Self {
        let accounts = reading.entries.iter();
        let found = accounts
            .map(|(_, entry)| ((entry.platform, entry.address.clone()), Vec::new()))
            .collect();
        Self { sources, found }
    }

    /// The platforms of which accounts are looked for.
    pub fn platforms(&self) -> Vec<Platform> {
        let wanted = |platform: &Platform| self.found.keys().any(|(on, _)| on == platform);
        Platform::ALL.into_iter().filter(wanted).collect()
    }

    /// Looks at an account of the register.
    pub fn see(&mut self, account: &Account, retired: bool) {
        let spelling = self
            .sources
            .get(account.platform)
            .spelling(&account.address);
        // What no source understands can only be found as it is written.
        let spelling = spelling.unwrap_or_else(|_| account.address.clone());
        if let Some(found) = self.found.get_mut(&(account.platform, spelling)) {
            found.push(StoredAddress {
                id: account.id,
                address: account.address.clone(),
                retired,
            });
        }
    }

    /// Gives each account of the file the address under which it is registered, and warns of
    /// accounts that are registered more than once.
    pub fn settle(mut self, reading: &mut SheetReading) {
        for (place, entry) in &mut reading.entries {
            let key = (entry.platform, entry.address.clone());
            let mut found = self.found.remove(&key).unwrap_or_default();
            // A watched one goes before a retired one, the usual spelling before others.
            found.sort_by_key(|one| (one.retired, one.address != entry.address, one.id));
            let watched = found.iter().filter(|one| !one.retired);
            let watched: Vec<AccountId> = watched.map(|one| one.id).collect();
            if watched.len() > 1 {
                let what = RowRemark::RegisteredTwice(entry.address.clone(), watched);
                reading.warnings.push(RowError::at(place, what));
            }
            if let Some(first) = found.into_iter().next() {
                entry.address = first.address;
            }
        }
    }
}
