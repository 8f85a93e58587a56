//! What the machine does to an installation is named as such, once, with what to do.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{Installation, text};

/// Nobody: a user who owns nothing.
pub(super) const NOBODY: u32 = 65_534;

fn told(output: &Output) -> String {
    text(&output.stderr)
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    text(&id.stdout).trim() == "0"
}

pub(super) fn set_mode(path: &Path, mode: u32) {
    let rights = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, rights).unwrap();
}

#[test]
fn a_file_that_is_no_database_is_told_once_with_what_to_do() {
    let installation = Installation::on_file();
    let file = installation.data().join("netra.db");
    std::fs::write(&file, "bukan basis data\n".repeat(400)).unwrap();
    for arguments in [&["status"][..], &["user", "list"], &["crawl"]] {
        let output = installation.run(arguments);
        let said = told(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_eq!(said.matches("it is no database").count(), 1, "{said}");
        assert!(said.contains(file.to_str().unwrap()), "{said}");
        assert!(said.contains("restore a backup"), "{said}");
    }
}

#[test]
fn files_of_another_user_are_not_damaged() {
    if !is_root() {
        eprintln!("skipped: only root can be somebody else");
        return;
    }
    let installation = Installation::on_file();
    assert!(installation.run(&["reindex"]).status.success());
    set_mode(installation.path(), 0o755);
    set_mode(&installation.data(), 0o755);
    let (data, file) = (installation.data(), installation.data().join("netra.db"));
    let as_nobody = |arguments: &[&str]| {
        let mut command = installation.command(arguments);
        told(&command.uid(NOBODY).gid(NOBODY).output().unwrap())
    };
    set_mode(&file, 0o600);
    let said = as_nobody(&["status"]);
    assert!(said.contains("with the rights of this user"), "{said}");
    assert!(said.contains(file.to_str().unwrap()), "{said}");
    // A folder in which nothing may be made.
    set_mode(&file, 0o644);
    let said = as_nobody(&["user", "add", "rini", "--role", "reviewer"]);
    assert!(
        said.contains("rights of this user") || said.contains("may only be read"),
        "{said}"
    );
    // The index alone.
    set_mode(&data, 0o777);
    // A program that ends may leave what it wrote beside the file.
    for kept in std::fs::read_dir(&data).unwrap() {
        let kept = kept.unwrap();
        if kept.file_name().to_string_lossy().starts_with("netra.db") {
            set_mode(&kept.path(), 0o666);
        }
    }
    set_mode(&data.join("index"), 0o700);
    let said = as_nobody(&["search", "coblos"]);
    assert!(said.contains("the index itself is not damaged"), "{said}");
    assert!(!said.contains("is damaged"), "{said}");
    set_mode(&data.join("index"), 0o755);
    for entry in std::fs::read_dir(data.join("index")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            set_mode(&path, 0o700);
        }
    }
    let said = as_nobody(&["search", "coblos"]);
    assert!(said.contains("the index itself is not damaged"), "{said}");
}

#[test]
fn a_port_that_is_taken_is_told_with_another_way() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let installation = Installation::new();
    let output = installation.run(&["serve", "--listen", &address.to_string()]);
    let said = told(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    let port = format!("another program listens on port {}", address.port());
    assert!(said.contains(&port) && said.contains("--listen"), "{said}");
}
