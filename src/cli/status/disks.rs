//! Whether there is room where netra writes.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use nix::sys::statvfs::{FsFlags, statvfs};

use crate::app::Installation;

/// Free megabytes below which somebody is told: a district's captures of some days, so that there
/// is time to see to it.
const FEW_MEGABYTES: u64 = 200;

/// What is wrong with the disks that the database, the captures and the index are on.
pub(super) fn disk_troubles(installation: &Installation) -> Vec<String> {
    let folders = [
        installation.data_dir().to_owned(),
        installation.captures_dir(),
        installation.index_dir(),
    ];
    let mut seen = BTreeSet::new();
    let mut troubles = Vec::new();
    for folder in folders {
        // One that is not there yet is made beside the others.
        let Ok(found) = folder.metadata() else {
            continue;
        };
        if seen.insert(found.dev()) {
            troubles.extend(trouble(&folder));
        }
    }
    troubles
}

fn trouble(folder: &Path) -> Option<String> {
    let disk = statvfs(folder).ok()?;
    let folder = folder.display();
    if disk.flags().contains(FsFlags::ST_RDONLY) {
        return Some(format!(
            "the disk of {folder} is mounted read-only: nothing can be saved there until it is \
             mounted for writing (look at the system's log for why it is not)"
        ));
    }
    let bytes = disk.blocks_available().saturating_mul(disk.fragment_size());
    let megabytes = bytes / 1_000_000;
    let state = match megabytes {
        0 => "is full".to_owned(),
        few if few < FEW_MEGABYTES => format!("has only {few} MB left"),
        _ => return None,
    };
    Some(format!(
        "the disk of {folder} {state}: free some space; what was saved before is kept"
    ))
}
