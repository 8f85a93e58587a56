//! Connections that are kept open for the next request to the same host.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::line::Line;
use crate::fetch::address::HostKey;

/// How long a connection is kept at most.
const LONGEST: Duration = Duration::from_secs(90);
/// A server closes when its time is over; a request that is then on its way is lost. So much
/// before it the connection is no longer used.
const MARGIN: Duration = Duration::from_millis(500);

/// Most connections that are kept, far below the 1024 files that many systems let a process open.
/// Hosts are visited by the hundred within the time that each connection could be kept.
const MOST: usize = 128;

/// Whose connection it is: the host, and whether it may be at a private address.
pub(super) type IdleKey = (HostKey, bool);

/// One connection a host at most: requests to a host follow each other.
#[derive(Debug, Default)]
pub(super) struct IdleLines(Mutex<HashMap<IdleKey, (Line, Instant)>>);

impl IdleLines {
    /// The connection to a host, if one is open and has not been closed meanwhile.
    pub(super) fn take(&self, key: &IdleKey) -> Option<Line> {
        let (mut line, until) = self.with(|lines| lines.remove(key))?;
        (Instant::now() < until && line.is_quiet()).then_some(line)
    }

    /// Keeps a connection, no longer than the server does.
    pub(super) fn keep(&self, key: IdleKey, line: Line, server_keeps: Option<u64>) {
        let server_keeps = server_keeps.map_or(LONGEST, Duration::from_secs);
        let now = Instant::now();
        let until = now + server_keeps.saturating_sub(MARGIN).min(LONGEST);
        self.with(|lines| {
            lines.retain(|_, (_, until)| now < *until);
            if lines.len() >= MOST && !lines.contains_key(&key) {
                let first = lines.iter().min_by_key(|(_, (_, until))| *until);
                let first = first.map(|(key, _)| key.clone());
                lines.retain(|key, _| Some(key) != first.as_ref());
            }
            lines.insert(key, (line, until));
        });
    }

    fn with<T>(&self, change: impl FnOnce(&mut HashMap<IdleKey, (Line, Instant)>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
