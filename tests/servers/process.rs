//! A server as a child process.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A machine busy with other tests may take long to start a server.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running server; stopped when dropped.
pub(crate) struct Process {
    child: Child,
    lines: Receiver<String>,
}

impl Process {
    /// Starts a server and waits until it says that it is `ready`.
    pub(super) fn start(command: &mut Command, ready: &str) -> Self {
        Self::started(command, ready).0
    }

    /// The same with the line that says so.
    pub(crate) fn started(command: &mut Command, ready: &str) -> (Self, String) {
        let (reader, writer) = std::io::pipe().expect("a pipe can be made");
        let errors = writer.try_clone().expect("a pipe can be shared");
        let child = command
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(errors)
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        // The command holds the writing end of the pipe until it is given another.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            let read = BufReader::new(reader).lines().map_while(Result::ok);
            read.for_each(|line| drop(sender.send(line)));
        });
        let server = Self { child, lines };
        let told = server.lines_until(ready).pop().unwrap_or_default();
        (server, told)
    }

    /// What the server wrote since the last call, up to a line with `text`, for which it waits.
    pub(super) fn lines_until(&self, text: &str) -> Vec<String> {
        let mut said: Vec<String> = Vec::new();
        while !said.last().is_some_and(|line| line.contains(text)) {
            let line = self.lines.recv_timeout(PATIENCE);
            said.push(line.unwrap_or_else(|_| panic!("no {text:?} in:\n{}", said.join("\n"))));
        }
        said
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // With the programs that it started itself.
        let group = format!("-{}", self.child.id());
        drop(Command::new("kill").args(["-KILL", "--", &group]).status());
        drop(self.child.wait());
    }
}
