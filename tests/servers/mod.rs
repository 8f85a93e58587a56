//! The connectors against real servers that nobody of us wrote. The servers are filled through
//! their own interfaces, `netra` runs as a program, and what it stored is read afterwards.
//!
//! `.ci/install-servers` installs the servers and `NETRA_SERVERS` names their folder. Without
//! it each test says that it was skipped; where `CI` is set it fails instead.

mod appview;
mod bluesky;
mod http;
mod mastodon;
mod netra;
pub(crate) mod process;
mod robots;
mod wordpress;

use std::path::PathBuf;

/// The folder of the installed servers, or nothing where they are not installed.
pub(crate) fn installed(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("NETRA_SERVERS").map(PathBuf::from);
    if folder.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{test} needs real servers: run .ci/install-servers and set NETRA_SERVERS to target/servers"
        );
        eprintln!("{test} skipped: NETRA_SERVERS is not set (see .ci/install-servers)");
    }
    folder
}

/// A port of loopback that was free a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("loopback has free ports");
    listener
        .local_addr()
        .expect("a bound listener has an address")
        .port()
}
