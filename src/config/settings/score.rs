//! Which contests are scored. Thresholds and weights stand in `score.toml`, because they are
//! measured, not chosen.

use serde::{Deserialize, Serialize};

use crate::config::InvalidSetting;

/// The `[score]` section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScoreSettings {
    /// Packs by which posts are scored: ids, starts of ids, or `all`.
    pub contests: Vec<String>,
}

impl Default for ScoreSettings {
    fn default() -> Self {
        Self {
            contests: vec!["demo-2027".to_owned()],
        }
    }
}

impl ScoreSettings {
    pub(super) fn check(&self) -> Result<(), InvalidSetting> {
        if self.contests.is_empty() {
            return Err(InvalidSetting {
                key: "contests".to_owned(),
                problem: "is empty, so nothing would be found; name a pack of contests/".to_owned(),
            });
        }
        Ok(())
    }
}
