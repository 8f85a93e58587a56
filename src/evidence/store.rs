//! The folder of capture files: appends exchanges, makes them durable, closes files.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rand::RngExt as _;
use rand::rngs::StdRng;
use uuid::Uuid;

use super::error::EvidenceError;
use super::exchange::{HttpExchange, UnreadAnswer};
use super::folder::{OPEN_SUFFIX, lock_folder, rename_closed, sync_folder};
use super::resource::{LARGEST_RESOURCE, Resource};
use super::{recover, write};
use crate::clock::Clock;
use crate::model::{CaptureRecord, Sha256};

/// Files are closed at this size (and when the day changes, UTC).
const ROTATE_AT_BYTES: u64 = 1024 * 1024 * 1024;

/// A folder of WARC files, open for appending. Several processes may share a folder: each
/// writes its own file and holds a lock on it.
#[derive(Debug)]
pub struct WarcStore {
    dir: PathBuf,
    software: String,
    rotate_at: u64,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// Held while the disk syncs, so that callers who come meanwhile share the next sync.
    syncing: Mutex<()>,
}

#[derive(Debug)]
struct State {
    rng: StdRng,
    active: Option<Active>,
    broken: bool,
}

/// The file that is being written.
#[derive(Debug)]
struct Active {
    file: File,
    /// Its name once closed.
    name: String,
    length: u64,
    synced: u64,
    day: Date,
}

impl WarcStore {
    /// Opens the folder (creating it) and closes what a crash left open: a torn tail is cut at
    /// the last whole record, everything before it is kept. `software` goes into each file's
    /// first record; `rng` gives record ids and file names.
    pub fn open(
        dir: &Path,
        software: &str,
        clock: Arc<dyn Clock>,
        rng: StdRng,
    ) -> Result<Self, EvidenceError> {
        fs::create_dir_all(dir).map_err(|e| EvidenceError::disk("creating", dir, &e))?;
        let guard = lock_folder(dir)?;
        recover::close_abandoned(dir)?;
        drop(guard);
        Ok(Self {
            dir: dir.to_owned(),
            software: software.to_owned(),
            rotate_at: ROTATE_AT_BYTES,
            clock,
            state: Mutex::new(State {
                rng,
                active: None,
                broken: false,
            }),
            syncing: Mutex::new(()),
        })
    }

    /// Closes files at `bytes` instead of at 1 GiB.
    #[must_use]
    pub fn rotating_at(mut self, bytes: u64) -> Self {
        self.rotate_at = bytes;
        self
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Appends request and response (or revisit) of one exchange, all or nothing. Blocking.
    /// Durable only after [`WarcStore::sync`].
    pub fn append(&self, exchange: &HttpExchange) -> Result<CaptureRecord, EvidenceError> {
        let ids = self.new_ids(exchange.sent_at);
        let members = write::exchange(exchange, ids);
        self.append_members(ids.response, members, exchange.sent_at)
    }

    /// Appends request and octets of an exchange that brought no answer, all or nothing. Blocking.
    /// Durable only after [`WarcStore::sync`].
    pub fn append_unread(
        &self,
        exchange: &HttpExchange<UnreadAnswer>,
    ) -> Result<CaptureRecord, EvidenceError> {
        let ids = self.new_ids(exchange.sent_at);
        let members = write::unread(exchange, ids);
        self.append_members(ids.response, members, exchange.sent_at)
    }

    fn new_ids(&self, at: Timestamp) -> write::Ids {
        let mut state = self.state();
        write::Ids {
            response: new_id(&mut state.rng, at),
            request: new_id(&mut state.rng, at),
            metadata: new_id(&mut state.rng, at),
        }
    }

    fn append_members(
        &self,
        record_id: Uuid,
        (members, payload): (Vec<u8>, Sha256),
        at: Timestamp,
    ) -> Result<CaptureRecord, EvidenceError> {
        let (file, offset) = self.write(&members, at)?;
        Ok(CaptureRecord {
            record_id,
            file,
            offset,
            payload,
        })
    }

    /// Appends something brought with the record of who brought it, all or nothing. Blocking.
    /// Durable only after [`WarcStore::sync`].
    pub fn append_resource(&self, brought: &Resource) -> Result<CaptureRecord, EvidenceError> {
        if brought.bytes.len() > LARGEST_RESOURCE {
            return Err(EvidenceError::TooLarge {
                bytes: brought.bytes.len(),
            });
        }
        let (id, metadata) = {
            let mut state = self.state();
            let mut new = || new_id(&mut state.rng, brought.at);
            (new(), new())
        };
        let members = write::resource(brought, id, metadata);
        self.append_members(id, members, brought.at)
    }

    /// Makes everything appended so far durable. Blocking; call it before a database
    /// transaction that refers to the captures commits.
    pub fn sync(&self) -> Result<(), EvidenceError> {
        let turn = self.syncing.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, name, length) = {
            let state = self.usable_state()?;
            let Some(active) = state.active.as_ref() else {
                return Ok(());
            };
            if active.synced == active.length {
                return Ok(());
            }
            let file = active.file.try_clone();
            let file = file.map_err(|e| self.disk("syncing", &active.name, &e))?;
            (file, active.name.clone(), active.length)
        };
        let synced = file.sync_data();
        let mut state = self.state();
        if let Err(problem) = synced {
            // The system may forget what it failed to write, so a second try proves nothing.
            state.broken = true;
            return Err(self.disk("syncing", &name, &problem));
        }
        if let Some(active) = state.active.as_mut().filter(|active| active.name == name) {
            active.synced = active.synced.max(length);
        }
        drop(state);
        drop(turn);
        Ok(())
    }

    /// Closes the file being written; the next append starts another. Also done on drop.
    pub fn close(&self) -> Result<(), EvidenceError> {
        let mut state = self.usable_state()?;
        self.close_active(&mut state)
    }

    fn write(&self, members: &[u8], at: Timestamp) -> Result<(String, u64), EvidenceError> {
        let mut state = self.usable_state()?;
        let day = at.to_zoned(TimeZone::UTC).date();
        let full = |active: &Active| active.length >= self.rotate_at || day > active.day;
        if state.active.as_ref().is_some_and(full) {
            self.close_active(&mut state)?;
        }
        if state.active.is_none() {
            let active = self.start_file(&mut state.rng)?;
            state.active = Some(active);
        }
        let state = &mut *state;
        let Some(active) = state.active.as_mut() else {
            return Err(EvidenceError::Stopped);
        };
        let offset = active.length;
        if let Err(problem) = active.file.write_all(members) {
            state.broken = active.file.set_len(offset).is_err();
            return Err(self.disk("writing", &active.name, &problem));
        }
        active.length += members.len() as u64;
        Ok((active.name.clone(), offset))
    }

    fn start_file(&self, rng: &mut StdRng) -> Result<Active, EvidenceError> {
        let now = self.clock.now();
        let stamp = now.strftime("%Y%m%dT%H%M%SZ");
        let name = format!("netra-{stamp}-{:08x}.warc.gz", rng.random::<u32>());
        let info = write::warcinfo(new_id(rng, now), now, &name, &self.software);
        let guard = lock_folder(&self.dir)?;
        let path = self.dir.join(format!("{name}{OPEN_SUFFIX}"));
        let mut file = OpenOptions::new()
            .append(true)
            .create_new(true)
            .open(&path)
            .map_err(|e| EvidenceError::disk("creating", &path, &e))?;
        file.try_lock()
            .map_err(|e| EvidenceError::disk("locking", &path, &e.into()))?;
        drop(guard);
        file.write_all(&info)
            .map_err(|e| EvidenceError::disk("writing", &path, &e))?;
        sync_folder(&self.dir)?;
        Ok(Active {
            file,
            name,
            length: info.len() as u64,
            synced: 0,
            day: now.to_zoned(TimeZone::UTC).date(),
        })
    }

    fn close_active(&self, state: &mut State) -> Result<(), EvidenceError> {
        let Some(active) = state.active.take() else {
            return Ok(());
        };
        if let Err(problem) = active.file.sync_all() {
            state.broken = true;
            return Err(self.disk("syncing", &active.name, &problem));
        }
        rename_closed(&self.dir, &active.name)
    }

    fn usable_state(&self) -> Result<MutexGuard<'_, State>, EvidenceError> {
        let state = self.state();
        if state.broken {
            return Err(EvidenceError::Broken {
                path: self.dir.clone(),
            });
        }
        Ok(state)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn disk(&self, action: &'static str, name: &str, problem: &io::Error) -> EvidenceError {
        EvidenceError::disk(action, &self.dir.join(name), problem)
    }
}

impl Drop for WarcStore {
    fn drop(&mut self) {
        if let Err(problem) = self.close() {
            tracing::warn!(%problem, "a capture file stays open until the next start");
        }
    }
}

/// A version 7 UUID from the given time and randomness.
fn new_id(rng: &mut StdRng, at: Timestamp) -> Uuid {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &rng.random::<[u8; 10]>()).into_uuid()
}
