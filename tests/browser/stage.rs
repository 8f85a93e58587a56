//! What is looked at: the demo, which has posts to review, served by the built program.

use std::process::Command;

use super::chromium::Chromium;
use crate::servers::process::Process;

/// The demo and the way in.
pub(super) struct DemoPages {
    _demo: Process,
    _folder: tempfile::TempDir,
    address: String,
    password: String,
}

impl DemoPages {
    pub(super) fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_netra"));
        command
            .args(["demo", "--port", "0"])
            .env("TMPDIR", folder.path());
        let (demo, told) = Process::started(&mut command, "review page: ");
        let words: Vec<&str> = told.split([' ', ')']).collect();
        let after = |name: &str| {
            let at = words.iter().position(|word| *word == name).unwrap();
            words[at + 1].to_owned()
        };
        Self {
            _demo: demo,
            _folder: folder,
            address: after("page:").trim_end_matches('/').to_owned(),
            password: after("password"),
        }
    }

    pub(super) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Signs the reviewer of the demo in.
    pub(super) async fn sign_in(&self, browser: &Chromium) {
        browser.open(&self.at("/masuk")).await;
        browser.fill("#nama", "peninjau").await;
        browser.fill("#sandi", &self.password).await;
        browser.click("main .primary").await;
        browser.find("[data-row]").await;
    }
}
