//! The index on disk: generations beside each other, one pointer to the current one, two locks.
//!
//! ```text
//! search/current.json     which generation is read, and what made it
//! search/generation-3/    a tantivy index
//! search/batch.lock       held while a batch is written
//! search/rebuild.lock     held while a new generation is built
//! ```
//!
//! The locks belong to the operating system and vanish with the process. The pointer is
//! replaced by a rename, so that a reader sees the old or the new generation and never a mix.

use std::fmt::Display;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexSettings};

use super::schema::{self, Fields};
use super::{SearchError, resources};
use crate::model::Sha256;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Pointer {
    schema: u32,
    terms: Sha256,
    generation: u64,
}

impl Pointer {
    /// A pointer to a generation that this program makes and reads.
    fn to(generation: u64) -> Self {
        let (_, _, schema) = schema::schema();
        Self {
            schema,
            terms: resources::digest(),
            generation,
        }
    }
}

/// The folder of the index.
#[derive(Debug, Clone)]
pub(super) struct Store {
    root: PathBuf,
}

/// An opened generation.
#[derive(Debug)]
pub(super) struct Generation {
    pub(super) number: u64,
    pub(super) index: Index,
    pub(super) fields: Fields,
}

impl Store {
    /// The store in `root`, which is created if need be.
    pub(super) fn new(root: &Path) -> Result<Self, SearchError> {
        let store = Self {
            root: root.to_owned(),
        };
        fs::create_dir_all(root).map_err(|error| store.io(error))?;
        Ok(store)
    }

    pub(super) fn io(&self, source: io::Error) -> SearchError {
        SearchError::Io {
            path: self.root.clone(),
            source,
        }
    }

    pub(super) fn corrupt(&self, reason: &dyn Display) -> SearchError {
        SearchError::Corrupt {
            path: self.root.clone(),
            reason: reason.to_string(),
        }
    }

    /// The number of the current generation; `None` in a new store.
    pub(super) fn current(&self) -> Result<Option<u64>, SearchError> {
        let text = match fs::read_to_string(self.root.join("current.json")) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.io(error)),
        };
        let pointer: Pointer = serde_json::from_str(&text)
            .map_err(|error| self.corrupt(&format!("current.json: {error}")))?;
        if pointer == Pointer::to(pointer.generation) {
            Ok(Some(pointer.generation))
        } else {
            Err(SearchError::Outdated {
                path: self.root.clone(),
            })
        }
    }

    fn folder(&self, generation: u64) -> PathBuf {
        self.root.join(format!("generation-{generation}"))
    }

    /// Makes an empty generation with a number that no other has.
    pub(super) fn create(&self) -> Result<Generation, SearchError> {
        let number = self.generations()?.into_iter().max().unwrap_or(0) + 1;
        let folder = self.folder(number);
        fs::create_dir(&folder).map_err(|error| self.io(error))?;
        let (schema, fields, _) = schema::schema();
        let directory = MmapDirectory::open(&folder).map_err(|error| self.corrupt(&error))?;
        let index = Index::create(directory, schema, IndexSettings::default())?;
        Ok(Generation {
            number,
            index,
            fields,
        })
    }

    /// Opens a generation.
    pub(super) fn open(&self, number: u64) -> Result<Generation, SearchError> {
        let (schema, fields, _) = schema::schema();
        let index =
            Index::open_in_dir(self.folder(number)).map_err(|error| self.corrupt(&error))?;
        if index.schema() != schema {
            return Err(SearchError::Outdated {
                path: self.root.clone(),
            });
        }
        Ok(Generation {
            number,
            index,
            fields,
        })
    }

    /// The engine's list of a generation's segments, which every commit replaces.
    pub(super) fn segments(&self, number: u64) -> Result<String, SearchError> {
        let path = self.folder(number).join("meta.json");
        fs::read_to_string(&path)
            .map_err(|error| self.corrupt(&format!("{}: {error}", path.display())))
    }

    /// Makes a generation the current one, for good: on disk before this returns.
    pub(super) fn point_to(&self, generation: u64) -> Result<(), SearchError> {
        let replace = || -> io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(&self.root)?;
            serde_json::to_writer(&mut file, &Pointer::to(generation))?;
            file.flush()?;
            file.as_file().sync_all()?;
            file.persist(self.root.join("current.json"))?;
            File::open(&self.root)?.sync_all()
        };
        replace().map_err(|error| self.io(error))
    }

    /// Removes every generation but one: what a rebuild replaced, or left behind half done.
    pub(super) fn remove_all_but(&self, kept: u64) -> Result<(), SearchError> {
        for generation in self.generations()? {
            if generation != kept {
                fs::remove_dir_all(self.folder(generation)).map_err(|error| self.io(error))?;
            }
        }
        Ok(())
    }

    fn generations(&self) -> Result<Vec<u64>, SearchError> {
        let entries = fs::read_dir(&self.root).map_err(|error| self.io(error))?;
        let mut numbers = Vec::new();
        for entry in entries {
            let name = entry.map_err(|error| self.io(error))?.file_name();
            let number = name
                .to_str()
                .and_then(|name| name.strip_prefix("generation-"));
            numbers.extend(number.and_then(|number| number.parse::<u64>().ok()));
        }
        Ok(numbers)
    }

    /// The right to write a batch; waits for the batch of another process to end.
    pub(super) fn lock_batch(&self) -> Result<File, SearchError> {
        let file = self.lock_file("batch.lock")?;
        file.lock().map_err(|error| self.io(error))?;
        Ok(file)
    }

    /// The right to build a generation, if nobody else is building one.
    pub(super) fn lock_rebuild(&self) -> Result<File, SearchError> {
        let file = self.lock_file("rebuild.lock")?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(SearchError::Rebuilding {
                path: self.root.clone(),
            }),
            Err(TryLockError::Error(error)) => Err(self.io(error)),
        }
    }

    fn lock_file(&self, name: &str) -> Result<File, SearchError> {
        File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.root.join(name))
            .map_err(|error| self.io(error))
    }
}
