//! What holds for rows of a registry file that do not say otherwise.

use jiff::civil::Date;
use serde::Serialize;

use crate::config::reader::{Keys, Placed};
use crate::model::RegionCode;

/// The `[registry]` section. Without a default, every row must say it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RegistrySettings {
    /// The assignment (*surat tugas*) on which accounts are watched.
    pub basis: Option<String>,
    /// Last day of watching.
    pub ends_on: Option<Date>,
    /// Where the persons serve.
    pub region: Option<RegionCode>,
}

pub(super) fn read(keys: &Keys<'_, '_>) -> RegistrySettings {
    let Some(section) = keys.section("registry") else {
        return RegistrySettings::default();
    };
    let settings = RegistrySettings {
        basis: section.string("basis").map(Placed::into_inner),
        ends_on: section.date("ends_on").map(Placed::into_inner),
        region: section.region("region"),
    };
    section.finish();
    settings
}
