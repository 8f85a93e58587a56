//! A PostgreSQL cluster of a test's own, which it may stop and start.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::database::note_test;

/// Of the only user, whom the server lets in with it alone.
pub(crate) const PASSWORD: &str = "kuda %41 baterai/benar@?#";

/// Where the programs of the server are: `.ci/postgres` says so.
const PROGRAMS: &str = "NETRA_TEST_POSTGRES_BIN";

/// A cluster in a temporary folder, on a free port of loopback. Stopped when it is dropped.
pub(crate) struct Cluster {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
}

/// How a server ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ending {
    /// It tells its clients that it goes.
    Fast,
    /// As if the machine had lost power: it recovers at its next start.
    Crash,
}

impl Cluster {
    /// Starts one; `None` where the tests do not run on PostgreSQL.
    pub(crate) fn start() -> Option<Self> {
        note_test();
        let programs = PathBuf::from(std::env::var_os(PROGRAMS)?);
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let folder = tempfile::tempdir().unwrap();
        let cluster = Self {
            programs,
            folder,
            port,
        };
        hand_over(cluster.folder.path());
        let data = cluster.data();
        let password = cluster.folder.path().join("password");
        std::fs::write(&password, PASSWORD).unwrap();
        cluster.run(
            "initdb",
            &[
                "--auth=scram-sha-256",
                "--username=netra",
                &format!("--pwfile={}", password.display()),
                "--encoding=UTF8",
                "-D",
                &data,
            ],
        );
        cluster.up();
        Some(cluster)
    }

    /// The address of a database that is empty.
    pub(crate) fn url(&self) -> String {
        format!("postgres://netra@127.0.0.1:{}/postgres", self.port)
    }

    /// Stops the server and starts it again.
    pub(crate) fn restart(&self, ending: Ending) {
        self.down(ending);
        self.up();
    }

    /// Stops the server.
    pub(crate) fn down(&self, ending: Ending) {
        let mode = match ending {
            Ending::Fast => "fast",
            Ending::Crash => "immediate",
        };
        self.run("pg_ctl", &["stop", "-w", "-m", mode, "-D", &self.data()]);
    }

    /// Starts it.
    pub(crate) fn up(&self) {
        let options = format!(
            "-c listen_addresses=127.0.0.1,::1 -c port={} -c unix_socket_directories=",
            self.port
        );
        let log = self.folder.path().join("log").display().to_string();
        let data = self.data();
        let arguments = ["start", "-w", "-D", &data, "-l", &log, "-o", &options];
        self.run("pg_ctl", &arguments);
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    /// The server refuses to run as root: then it runs as the user that its package made.
    fn run(&self, program: &str, arguments: &[&str]) {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        let done = command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .status();
        assert!(done.unwrap().success(), "{program} {arguments:?}");
    }
}

fn hand_over(folder: &Path) {
    if is_root() {
        let done = Command::new("chown").arg("postgres").arg(folder).status();
        assert!(done.unwrap().success());
    }
}

fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.down(Ending::Crash);
    }
}
