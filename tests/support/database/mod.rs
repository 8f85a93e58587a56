//! Where the databases of the tests come from, and a second door to them for looking and for
//! breaking things. Nothing else in the tests knows an engine; SQL that they write holds on each.

mod literal;
mod raw;

use std::path::{Path, PathBuf};

use netra::db::Db;
use tempfile::TempDir;

pub(crate) use literal::Literal;
pub(crate) use raw::{Raw, TextRow};

/// Where the database of one test is. It goes away with the test.
pub(crate) struct Place {
    file: PathBuf,
    /// Unless the file is in a folder of the test.
    _folder: Option<TempDir>,
}

impl Place {
    /// An empty database of the present schema.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            file: folder.path().join("netra.db"),
            _folder: Some(folder),
        }
    }

    /// The database of an installation with that data folder.
    pub(crate) fn of_installation(data: &Path) -> Self {
        Self {
            file: data.join("netra.db"),
            _folder: None,
        }
    }

    /// Opens it as the program does.
    pub(crate) async fn open(&self) -> Db {
        std::fs::create_dir_all(self.file.parent().unwrap()).unwrap();
        Db::open_sqlite(&self.file).await.unwrap()
    }

    /// Opens the second door.
    pub(crate) fn raw(&self) -> Raw {
        Raw::open(&self.file)
    }

    /// Another database with all that is in this one, which nobody may have open.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::new();
        std::fs::copy(&self.file, &copy.file).unwrap();
        copy
    }
}
