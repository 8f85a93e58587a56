//! Who sits at the command line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::InvalidSetting;

/// The `[access]` section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccessSettings {
    /// Users of the operating system, and which user of Netra each of them is: with their role
    /// and scope. Whoever is not named reads as `operator:NAME`, everything.
    pub operators: BTreeMap<String, String>,
}

impl AccessSettings {
    pub(super) fn check(&self) -> Result<(), InvalidSetting> {
        let mut empty = self.operators.iter();
        match empty.find(|(_, user)| user.trim().is_empty()) {
            Some((operator, _)) => Err(InvalidSetting {
                key: "operators".to_owned(),
                problem: format!("maps {operator:?} to nobody; name a user or take the line out"),
            }),
            None => Ok(()),
        }
    }
}
