//! Whether what netra keeps is its owner's alone. All that it makes is (`main` sees to that); what
//! was made before, copied or restored may not be, and is told rather than changed.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::unistd::{Uid, User};

use crate::app::Installation;
use crate::config::Configuration;

/// Files and folders of a tree that are looked at: if so many are private, so are the others.
const MOST_FILES: usize = 10_000;
/// What others than the owner may do, in the mode of a file.
const OTHERS: u32 = 0o077;
/// What users outside the file's group may do.
const STRANGERS: u32 = 0o007;
/// Who may put other files into a folder, besides its owner.
const OTHERS_WRITE: u32 = 0o022;
/// Where only the owner of a file may put another in its place, such as `/tmp`.
const STICKY: u32 = 0o1000;

/// What others may read or change, each with what to do about it.
pub(super) fn privacy_troubles(configuration: &Configuration, data_dir: &Path) -> Vec<String> {
    let mut troubles = Vec::new();
    if let Ok(folder) = fs::canonicalize(data_dir) {
        troubles.extend(folder.parent().and_then(open_parent));
        let tree = Tree::of(&folder);
        let elsewhere = tree.linked(&folder);
        troubles.extend(tree.troubles());
        troubles.extend(elsewhere.iter().flat_map(|root| Tree::of(root).troubles()));
    }
    let secrets: BTreeSet<PathBuf> = configuration.secret_files().into_iter().collect();
    troubles.extend(secrets.iter().filter_map(|file| open_secret(file)));
    let folder = &configuration.folder;
    let settings = [folder.clone(), folder.join("netra.toml")];
    troubles.extend(settings.iter().filter_map(|path| open_settings(path)));
    troubles
}

/// The same of an installation, told in the log.
pub(super) fn warn_of_privacy(installation: &Installation) {
    for trouble in privacy_troubles(installation.configuration(), installation.data_dir()) {
        tracing::warn!("{trouble}");
    }
}

/// A folder or file of ours with what is in it; links are not followed.
struct Tree<'r> {
    root: &'r Path,
    found: Vec<(PathBuf, Metadata)>,
}

impl<'r> Tree<'r> {
    fn of(root: &'r Path) -> Self {
        let (mut found, mut waiting) = (Vec::new(), vec![root.to_owned()]);
        while let Some(path) = waiting.pop().filter(|_| found.len() < MOST_FILES) {
            // Gone meanwhile, or hidden by the rights of this user: nothing to tell.
            let Ok(metadata) = path.symlink_metadata() else {
                continue;
            };
            if metadata.is_dir() {
                let entries = fs::read_dir(&path).into_iter().flatten().flatten();
                waiting.extend(entries.map(|entry| entry.path()));
            }
            found.push((path, metadata));
        }
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self { root, found }
    }

    /// Where links lead that stand in the tree, as an operator sets them for another disk. A
    /// database keeps its log beside the file and not beside the link.
    fn linked(&self, folder: &Path) -> BTreeSet<PathBuf> {
        let links = self.found.iter().filter(|(_, found)| found.is_symlink());
        let targets = links.filter_map(|(path, _)| fs::canonicalize(path).ok());
        let outside = targets.filter(|target| !target.starts_with(folder));
        let beside = outside.flat_map(|target| {
            let name = target.display().to_string();
            let logs =
                ["-wal", "-shm", "-journal"].map(|end| PathBuf::from(format!("{name}{end}")));
            logs.into_iter().chain([target])
        });
        beside.collect()
    }

    fn troubles(&self) -> Vec<String> {
        self.wide().into_iter().chain(self.foreign()).collect()
    }

    fn wide(&self) -> Option<String> {
        let mut wide = self.found.iter().filter(|(_, found)| {
            // The mode of a link means nothing.
            found.mode() & OTHERS != 0 && !found.is_symlink()
        });
        let (path, found) = wide.next()?;
        let private = if found.is_dir() { "0700" } else { "0600" };
        Some(format!(
            "{} has mode {:04o}, wider than {private}{}: other users of this machine may read who \
             is watched and what was kept. Close it: chmod -R go= {}",
            path.display(),
            found.mode() & 0o7777,
            and_more("have", wide.count()),
            quoted(self.root)
        ))
    }

    /// What another user put here is theirs to change, and a link leads where they choose.
    fn foreign(&self) -> Option<String> {
        let mut foreign = self.found.iter().filter(|(_, found)| is_foreign(found));
        let (path, found) = foreign.next()?;
        let owner = user(found.uid());
        Some(format!(
            "{} belongs to {owner}{}, who may read and change it: run netra as that user, or look \
             at what it is and take it over: chown -hR {} {}",
            path.display(),
            and_more("do", foreign.count()),
            user(Uid::effective().as_raw()),
            quoted(path)
        ))
    }
}

fn and_more(verb: &str, more: usize) -> String {
    match more {
        0 => String::new(),
        1 => format!(" (so {verb} 1 more)"),
        more => format!(" (so {verb} {more} more)"),
    }
}

/// Whether it is somebody's who is neither this user nor the administrator of the machine.
fn is_foreign(found: &Metadata) -> bool {
    found.uid() != Uid::effective().as_raw() && found.uid() != 0
}

fn user(id: u32) -> String {
    let known = User::from_uid(Uid::from_raw(id)).ok().flatten();
    known.map_or_else(|| id.to_string(), |user| user.name)
}

/// A folder in which others may put another data folder in the place of this one.
fn open_parent(parent: &Path) -> Option<String> {
    let mode = parent.metadata().ok()?.mode();
    let open = mode & OTHERS_WRITE != 0 && mode & STICKY == 0;
    open.then(|| {
        format!(
            "{} has mode {:04o}: others may put another data folder in the place of the one in \
             it. Close it: chmod go-w {}",
            parent.display(),
            mode & 0o7777,
            quoted(parent)
        )
    })
}

/// A password, credential or key that others may read. One that belongs to somebody else, such as
/// the administrator, is read by way of its group.
fn open_secret(file: &Path) -> Option<String> {
    let found = file.metadata().ok()?;
    let own = found.uid() == Uid::effective().as_raw();
    let (closed, command) = if own {
        (OTHERS, "go=")
    } else {
        (STRANGERS, "o=")
    };
    (found.mode() & closed != 0).then(|| {
        format!(
            "{} holds a password, a credential or a key and has mode {:04o}: other users of this \
             machine may read it. Close it: chmod {command} {}",
            file.display(),
            found.mode() & 0o7777,
            quoted(file)
        )
    })
}

/// Settings that anybody may write: they say where everything is kept and who may read it.
fn open_settings(path: &Path) -> Option<String> {
    let mode = path.metadata().ok()?.mode();
    let open = mode & STRANGERS & OTHERS_WRITE != 0 && mode & STICKY == 0;
    open.then(|| {
        format!(
            "{} has mode {:04o}: every user of this machine may change the settings. Close it: \
             chmod go-w {}",
            path.display(),
            mode & 0o7777,
            quoted(path)
        )
    })
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> impl Display {
    let path = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%".contains(c);
    if path.chars().all(plain) {
        return path;
    }
    format!("'{}'", path.replace('\'', r"'\''"))
}
