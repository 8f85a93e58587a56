//! How long connections may take, and how many there may be.

use std::time::Duration;

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// More are of use to nobody: an office of a thousand has fewer that are busy.
const MOST_CONNECTIONS: u64 = 4_096;
/// Open files that are kept for the database, the search index and uploads; half of all where
/// that is less.
const KEPT_FILES: u64 = 256;
/// What a system that says nothing lets a process open.
const USUAL_FILES: u64 = 1_024;

/// The bounds of what strangers may take of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServeLimits {
    /// Most connections.
    pub connections: usize,
    /// Most connections of one address (IPv6: of one /64, which one customer has). An office
    /// behind one address must fit in. Proxies and this machine are not counted so.
    pub per_address: usize,
    /// How long a connection may take to become secure. Browsers open some before they need them
    /// and say nothing on them at first; they open others when those are closed.
    pub greeting: Duration,
    /// How long the head of a request may take, from the opening of the connection or its first
    /// byte on.
    pub head: Duration,
    /// How long a connection is kept between requests.
    pub idle: Duration,
    /// The same for this machine and proxies, which share few connections among many people. The
    /// server must be the more patient side: Caddy gives up after two minutes.
    pub idle_near: Duration,
    /// How long a body, or an answer, may take for each 4 KiB.
    pub pause: Duration,
    /// How long requests under way have to end when the server is told to.
    pub farewell: Duration,
}

/// What must pass within a [`ServeLimits::pause`], in bytes, if there is as much: a twentieth of
/// what the slowest mobile lines carry.
pub(super) const PACE: u64 = 4_096;

impl ServeLimits {
    /// The usual bounds for a process that may open so many files.
    pub fn for_open_files(files: u64) -> Self {
        let kept = KEPT_FILES.min(files / 2);
        let connections = MOST_CONNECTIONS.min(files - kept).max(8);
        let connections = usize::try_from(connections).unwrap_or(8);
        Self {
            connections,
            per_address: (connections / 4).max(4),
            greeting: Duration::from_secs(10),
            head: Duration::from_secs(15),
            idle: Duration::from_mins(1),
            idle_near: Duration::from_secs(150),
            pause: Duration::from_secs(15),
            farewell: Duration::from_secs(10),
        }
    }

    /// The usual bounds of this process, which from here on may open as many files as the system
    /// lets it.
    pub fn of_process() -> Self {
        let files = getrlimit(Resource::RLIMIT_NOFILE).map_or(USUAL_FILES, |(soft, hard)| {
            let raised = setrlimit(Resource::RLIMIT_NOFILE, hard, hard);
            raised.map_or(soft, |()| hard)
        });
        Self::for_open_files(files)
    }
}

impl Default for ServeLimits {
    fn default() -> Self {
        Self::for_open_files(USUAL_FILES)
    }
}
