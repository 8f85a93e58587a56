//! What is looked at, served by the built program: the demo, which has posts to review, and an
//! office that begins.

use std::path::Path;
use std::process::Command;

use jiff::Timestamp;
use netra::clock::{Clock, ShiftedClock};

use super::chromium::Chromium;
use crate::servers::process::Process;
use crate::support::process::Service;
use crate::support::{Installation, text};

/// When the demo begins, whenever that is.
const NOW: &str = "2027-11-10T02:00:00Z";

/// The demo and the way in.
pub(super) struct DemoPages {
    _demo: Process,
    _folder: tempfile::TempDir,
    address: String,
    password: String,
    clock: ShiftedClock,
}

impl DemoPages {
    pub(super) fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_netra"));
        command
            .args(["demo", "--port", "0"])
            .env("TMPDIR", folder.path());
        let clock = ShiftedClock::starting_at(NOW.parse().unwrap());
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
            clock,
        }
    }

    pub(super) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// What time it is in the demo, but for the moment that it took to start.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What the reviewer of the demo signs in with.
    pub(super) fn password(&self) -> &str {
        &self.password
    }

    /// Signs the reviewer of the demo in.
    pub(super) async fn sign_in(&self, browser: &Chromium) {
        self.first_step(browser).await;
        browser.find("[data-row]").await;
    }

    /// The same where a code is asked for afterwards.
    pub(super) async fn first_step(&self, browser: &Chromium) {
        browser.open(&self.at("/masuk")).await;
        sign_in(browser, "peninjau", &self.password).await;
    }
}

async fn sign_in(browser: &Chromium, name: &str, password: &str) {
    browser.fill("#nama", name).await;
    browser.fill("#sandi", password).await;
    browser.click("main .primary").await;
}

/// An office without a register yet, its operator and its administrator, who have passwords for one
/// login.
pub(super) struct OfficePages {
    installation: Installation,
    service: Service,
    passwords: [(&'static str, String); 2],
}

/// Adds a user for the whole country.
fn added(installation: &Installation, name: &'static str, role: &str) -> (&'static str, String) {
    let added = installation.run(&["user", "add", name, "--role", role, "--scope", "ID"]);
    assert!(added.status.success(), "{}", text(&added.stderr));
    (name, text(&added.stdout).trim().to_owned())
}

impl OfficePages {
    pub(super) fn open() -> Self {
        let installation = Installation::on_file();
        installation.set(
            "registry",
            "basis = \"Surat tugas 12/2027\"\nends_on = 2099-12-31\nregion = \"32.04\"",
        );
        let passwords = [
            added(&installation, "petugas", "operator"),
            added(&installation, "pengelola", "administrator"),
        ];
        Self {
            service: Service::start(&installation),
            installation,
            passwords,
        }
    }

    pub(super) fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.service.address)
    }

    /// Where files lie that the operator brings.
    pub(super) fn folder(&self) -> &Path {
        self.installation.path()
    }

    /// Signs the operator in for the first time: the password is changed on the way.
    pub(super) async fn sign_in(&self, browser: &Chromium) {
        self.sign_in_as(0, browser).await;
    }

    /// The administrator takes the operator's place.
    pub(super) async fn change_to_administrator(&self, browser: &Chromium) {
        browser.click("form[action='/keluar'] button").await;
        self.sign_in_as(1, browser).await;
    }

    async fn sign_in_as(&self, user: usize, browser: &Chromium) {
        const OWN: &str = "tangga hijau panjang";
        let (name, password) = &self.passwords[user];
        browser.open(&self.at("/masuk")).await;
        sign_in(browser, name, password).await;
        browser.fill("#lama", password).await;
        browser.fill("#baru", OWN).await;
        browser.fill("#ulang", OWN).await;
        browser.click("main .primary").await;
        browser.find("#kabar").await;
        sign_in(browser, name, OWN).await;
        browser.find("main .head").await;
    }
}
