//! Programs that run beside a test: how they are told to end, and the one that serves pages.

use std::io::{BufRead as _, BufReader, Lines};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::Installation;

/// Far more than a busy machine needs: only what hangs lets it pass.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// Asks a program to end.
pub(crate) fn terminate(child: &Child) {
    send(child, "-TERM");
}

/// Sends a signal by its name, like `-TERM`.
pub(crate) fn send(child: &Child, signal: &str) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args([signal, &id]).status().unwrap();
    assert!(sent.success());
}

/// Lets others go on for a moment, between two looks at whether something has come: who looks without
/// a pause takes a processor from what is waited for.
pub(crate) fn breathe() {
    std::thread::park_timeout(Duration::from_millis(1));
}

/// How a program ended that has so long for it; none if it goes on.
pub(crate) fn ended_within(child: &mut Child, wait: Duration) -> Option<ExitStatus> {
    let until = Instant::now() + wait;
    loop {
        let ended = child.try_wait().unwrap();
        if ended.is_some() || Instant::now() > until {
            return ended;
        }
        breathe();
    }
}

/// How it ended; killed when it does not end.
pub(crate) fn end(child: &mut Child) -> Option<i32> {
    let Some(status) = ended_within(child, PATIENCE) else {
        child.kill().unwrap();
        panic!("it hangs");
    };
    status.code()
}

/// A `netra serve`, killed when it is dropped.
pub(crate) struct Service {
    child: Child,
    told: Lines<BufReader<ChildStderr>>,
    /// What it told before it listened.
    pub(crate) warned: Vec<String>,
    /// How its pages are reached.
    pub(crate) scheme: String,
    /// Where they are.
    pub(crate) address: SocketAddr,
}

impl Service {
    /// Starts one on a free port of loopback and waits until it listens.
    pub(crate) fn start(installation: &Installation) -> Self {
        let mut command = installation.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut warned = Vec::new();
        let line = loop {
            let line = told.next().unwrap().unwrap();
            if line.contains("listening on ") {
                break line;
            }
            warned.push(line);
        };
        let place = line.split("listening on ").nth(1).unwrap();
        let (scheme, address) = place.split_once("://").unwrap();
        Self {
            child,
            told,
            warned,
            scheme: scheme.to_owned(),
            address: address.trim_end_matches('/').parse().unwrap(),
        }
    }

    /// Asks it to read its certificate anew.
    pub(crate) fn hang_up(&self) {
        send(&self.child, "-HUP");
    }

    /// Reads what it tells up to a line that holds these words, and gives that.
    pub(crate) fn wait_for(&mut self, words: &str) -> String {
        let mut lines = self.told.by_ref().map(Result::unwrap);
        lines.find(|line| line.contains(words)).unwrap()
    }

    /// Asks it to end, waits until it has, and gives its exit code and what else it told.
    pub(crate) fn end(mut self) -> (Option<i32>, Vec<String>) {
        terminate(&self.child);
        let code = end(&mut self.child);
        let told = self.told.by_ref().map_while(Result::ok).collect();
        (code, told)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Fails where it has ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
