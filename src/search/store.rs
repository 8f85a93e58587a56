//! The index on disk: generations beside each other, one pointer to the current one, three locks.
//!
//! ```text
//! search/current.json     which generation is read, and what made it
//! search/generation-3/    a tantivy index
//! search/batch.lock       held while a batch is written
//! search/builder.lock     held by the one process that builds a new generation
//! search/rebuild.lock     held alone during that and shared while a batch is written; says how
//!                         many posts the new generation has
//! ```
//!
//! The locks belong to the operating system and vanish with the process. The pointer is
//! replaced by a rename, so that a reader sees the old or the new generation and never a mix.

use std::fmt::Display;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::{Index, IndexSettings, TantivyError};

use super::{SearchError, resources, schema};
use crate::model::{DiskRefusal, Sha256};

/// How often is tried what another process may be in the way of for an instant.
const TRIES: usize = 10;

/// Bytes of a file that finds out whether there is room: less than the smallest that the engine
/// writes of a batch.
const PROBE: usize = 16 * 1024;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Pointer {
    schema: u32,
    terms: Sha256,
    generation: u64,
}

impl Pointer {
    /// A pointer to a generation that this program makes and reads.
    fn to(generation: u64) -> Self {
        Self {
            schema: schema::schema().version,
            terms: resources::digest(),
            generation,
        }
    }
}

/// The system's refusal that an engine's error is made from: rights, or room on the disk.
fn refusal(error: &TantivyError) -> Option<io::Error> {
    let (TantivyError::IoError(inner)
    | TantivyError::LockFailure(LockError::IoError(inner), _)
    | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError {
        io_error: inner, ..
    })
    | TantivyError::OpenReadError(OpenReadError::IoError {
        io_error: inner, ..
    })
    | TantivyError::OpenWriteError(OpenWriteError::IoError {
        io_error: inner, ..
    })) = error
    else {
        return None;
    };
    let is_refusal = DiskRefusal::of(inner).is_some();
    is_refusal.then(|| io::Error::new(inner.kind(), inner.to_string()))
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
}

impl Store {
    /// The store in `root`. Nothing is made there before something is to be written: a look
    /// at an index that is gone must not leave an empty one behind.
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    pub(super) fn missing(&self) -> SearchError {
        SearchError::Missing {
            path: self.root.clone(),
        }
    }

    fn busy(&self) -> SearchError {
        SearchError::Busy {
            path: self.root.clone(),
        }
    }

    /// What an engine's error means: another process may hold the right to write.
    pub(super) fn engine(&self, error: TantivyError) -> SearchError {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => self.busy(),
            error => match refusal(&error).or_else(|| self.refused()) {
                Some(problem) => self.io(problem),
                None => error.into(),
            },
        }
    }

    /// The same of what came out of the engine as it was.
    pub(super) fn named(&self, error: SearchError) -> SearchError {
        match error {
            SearchError::Engine(error) => self.engine(error),
            error => error,
        }
    }

    /// What the system says of something small that is to be written here. Where a thread of the
    /// engine met a full disk, the engine only says that a thread was killed.
    fn refused(&self) -> Option<io::Error> {
        let write = || -> io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(&self.root)?;
            file.write_all(&[0; PROBE])?;
            file.as_file().sync_all()
        };
        let problem = write().err()?;
        DiskRefusal::of(&problem).map(|_| problem)
    }

    /// What it means that a generation cannot be opened: it is damaged, unless the system only
    /// does not let this user have it.
    pub(super) fn unopened(&self, error: &TantivyError) -> SearchError {
        match refusal(error) {
            Some(problem) => self.io(problem),
            None => self.corrupt(error),
        }
    }

    pub(super) fn io(&self, problem: io::Error) -> SearchError {
        SearchError::Io {
            path: self.root.clone(),
            problem,
        }
    }

    pub(super) fn corrupt(&self, reason: &dyn Display) -> SearchError {
        SearchError::Corrupt {
            path: self.root.clone(),
            reason: reason.to_string(),
        }
    }

    /// The number of the current generation; `None` when there is none.
    pub(super) fn current(&self) -> Result<Option<u64>, SearchError> {
        let pointer = match fs::read(self.root.join("current.json")) {
            Ok(pointer) => pointer,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.io(error)),
        };
        let pointer: Pointer = serde_json::from_slice(&pointer)
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
        let directory =
            MmapDirectory::open(&folder).map_err(|error| self.unopened(&error.into()))?;
        let schema = schema::schema().engine.clone();
        let made = Index::create(directory, schema, IndexSettings::default());
        let index = made.map_err(|error| {
            let error = self.engine(error);
            self.abandon(number);
            error
        })?;
        Ok(Generation { number, index })
    }

    /// Opens a generation.
    pub(super) fn open(&self, number: u64) -> Result<Generation, SearchError> {
        let index =
            Index::open_in_dir(self.folder(number)).map_err(|error| self.unopened(&error))?;
        if index.schema() != schema::schema().engine {
            return Err(SearchError::Outdated {
                path: self.root.clone(),
            });
        }
        Ok(Generation { number, index })
    }

    /// The engine's list of a generation's segments, which every commit replaces.
    pub(super) fn segments(&self, number: u64) -> Result<String, SearchError> {
        let path = self.folder(number).join("meta.json");
        fs::read_to_string(&path).map_err(|error| match DiskRefusal::of(&error) {
            Some(_) => self.io(error),
            None => self.corrupt(&format!("{}: {error}", path.display())),
        })
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
                self.remove(generation).map_err(|error| self.io(error))?;
            }
        }
        Ok(())
    }

    /// Gives back the room of a generation that will not be finished. What stays is removed with
    /// the next one that is.
    pub(super) fn abandon(&self, generation: u64) {
        drop(self.remove(generation));
    }

    /// Removes a generation. A process that wrote to it may still be merging there, and a file
    /// may appear while the folder is being emptied.
    fn remove(&self, generation: u64) -> io::Result<()> {
        let folder = self.folder(generation);
        for _ in 1..TRIES {
            match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                removed => return removed,
            }
        }
        fs::remove_dir_all(&folder)
    }

    fn generations(&self) -> Result<Vec<u64>, SearchError> {
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.io(error)),
        };
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

    /// The right to write a batch, unless another process is writing one.
    pub(super) fn try_lock_batch(&self) -> Result<File, SearchError> {
        let file = self.lock_file("batch.lock")?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(self.busy()),
            Err(TryLockError::Error(error)) => Err(self.io(error)),
        }
    }

    /// Waits until no batch is being written, and lets none begin.
    pub(super) fn lock_batch(&self) -> Result<File, SearchError> {
        let file = self.lock_file("batch.lock")?;
        file.lock().map_err(|error| self.io(error))?;
        Ok(file)
    }

    /// Keeps rebuilds away, if none is running.
    pub(super) fn lock_out_rebuilds(&self) -> Result<File, SearchError> {
        let file = self.lock_file("rebuild.lock")?;
        self.rebuild_lock(file.try_lock_shared())?;
        Ok(file)
    }

    /// The right to build a generation, if nobody else is building one.
    pub(super) fn lock_rebuild(&self) -> Result<RebuildLock, SearchError> {
        let builder = self.lock_file("builder.lock")?;
        self.rebuild_lock(builder.try_lock())?;
        // Waits only for the batch under way and for those who ask whether a rebuild runs.
        let _batch = self.lock_batch()?;
        let mut progress = self.lock_file("rebuild.lock")?;
        let locked = progress.lock().and_then(|()| tell(&mut progress, 0));
        locked.map_err(|error| self.io(error))?;
        Ok(RebuildLock {
            _builder: builder,
            progress,
        })
    }

    fn rebuild_lock(&self, locked: Result<(), TryLockError>) -> Result<(), SearchError> {
        locked.map_err(|error| match error {
            TryLockError::WouldBlock => SearchError::Rebuilding {
                path: self.root.clone(),
            },
            TryLockError::Error(error) => self.io(error),
        })
    }

    /// How many posts the generation has that is being built; `None` when none is.
    pub(super) fn rebuilding(&self) -> Result<Option<u64>, SearchError> {
        let mut file = match File::open(self.root.join("rebuild.lock")) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.io(error)),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(None),
            Err(TryLockError::WouldBlock) => {
                let mut told = String::new();
                // Where a lock keeps readers away as well, how far it is stays unknown: 0.
                drop(file.read_to_string(&mut told));
                Ok(Some(told.trim().parse().unwrap_or(0)))
            }
            Err(TryLockError::Error(error)) => Err(self.io(error)),
        }
    }

    fn lock_file(&self, name: &str) -> Result<File, SearchError> {
        let open = || {
            fs::create_dir_all(&self.root)?;
            File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(self.root.join(name))
        };
        open().map_err(|error| self.io(error))
    }
}

/// The right to build a generation.
#[derive(Debug)]
pub(super) struct RebuildLock {
    _builder: File,
    progress: File,
}

impl RebuildLock {
    /// Lets others read how many posts the new generation has.
    pub(super) fn tell_progress(&mut self, posts: u64) -> io::Result<()> {
        tell(&mut self.progress, posts)
    }
}

/// Always as many digits, so that one number overwrites the other.
fn tell(progress: &mut File, posts: u64) -> io::Result<()> {
    progress.seek(SeekFrom::Start(0))?;
    progress.write_all(format!("{posts:020}\n").as_bytes())
}
