//! How far somebody reads.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::RegionCode;

/// How much of the country somebody may read: all of it, a province, a district, or nothing
/// while nobody has said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Option<String>", into = "Option<String>")]
pub struct Scope(Option<RegionCode>);

/// A region that no office is responsible for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no scope; give ID (the whole country), a province (32) or a district (32.04)")]
pub struct InvalidScope(pub String);

impl Scope {
    /// Nothing.
    pub const UNSET: Self = Self(None);

    /// The whole country.
    pub fn nation() -> Self {
        Self(Some(RegionCode::nation()))
    }

    /// The region, if somebody has said.
    pub fn region(&self) -> Option<&RegionCode> {
        self.0.as_ref()
    }

    /// Whether nobody has said how far the reader may read, so that nothing is shown.
    pub fn is_unset(&self) -> bool {
        self.0.is_none()
    }

    /// Whether the region lies within.
    pub fn covers(&self, region: &RegionCode) -> bool {
        self.0.as_ref().is_some_and(|own| own.contains(region))
    }

    /// Whether whoever reads so far may let others read as far as `other`.
    pub fn holds(&self, other: &Self) -> bool {
        other.0.as_ref().is_none_or(|region| self.covers(region))
    }

    /// The smallest scope that covers all the regions; unset if there are none, or if they lie
    /// in several provinces.
    pub fn around<'r>(regions: impl IntoIterator<Item = &'r RegionCode>) -> Self {
        let mut around: Option<Vec<&str>> = None;
        for region in regions {
            let parts: Vec<&str> = region.as_str().split('.').take(2).collect();
            let shared = around.as_ref().map_or(parts.len(), |so_far| {
                let pairs = so_far.iter().zip(&parts);
                pairs.take_while(|(one, other)| one == other).count()
            });
            around = Some(parts[..shared].to_vec());
        }
        let code = around.unwrap_or_default().join(".");
        code.parse().unwrap_or(Self::UNSET)
    }
}

impl FromStr for Scope {
    type Err = InvalidScope;

    fn from_str(text: &str) -> Result<Self, InvalidScope> {
        let region = text.parse::<RegionCode>().ok();
        let wide = region.filter(|region| region.as_str().split('.').count() <= 2);
        wide.map(|region| Self(Some(region)))
            .ok_or_else(|| InvalidScope(text.to_owned()))
    }
}

impl TryFrom<Option<String>> for Scope {
    type Error = InvalidScope;

    fn try_from(text: Option<String>) -> Result<Self, InvalidScope> {
        text.map_or(Ok(Self::UNSET), |text| text.parse())
    }
}

impl From<Scope> for Option<String> {
    fn from(scope: Scope) -> Self {
        scope.0.map(String::from)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(region) => region.fmt(formatter),
            None => formatter.write_str("unset"),
        }
    }
}
