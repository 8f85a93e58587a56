//! `netra.toml`: what an operator sets. One file a section; every key stands in the shipped
//! file with its default, and unknown keys are refused.
//!
//! A new key is a field with a default, a line with a comment in `config/netra.toml`, and, where
//! a value can be absurd, a line in the section's `check`.

mod access;
mod crawl;
mod database;
mod registry;
mod score;
mod web;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub use access::AccessSettings;
pub use crawl::CrawlSettings;
pub use database::{DatabaseSettings, ServerUrl};
pub use registry::RegistrySettings;
pub use score::ScoreSettings;
pub use web::WebSettings;

use super::Diagnostic;
use super::diagnostics::Findings;
use super::fetch::FetchSettings;
use super::reader::{self, Keys, Placed};

/// Everything in `netra.toml`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Settings {
    /// Where the SQLite file, the search index and the captures live; a relative path starts at
    /// the folder that holds the configuration folder.
    pub data_dir: PathBuf,
    /// Where what must be right is kept.
    pub database: DatabaseSettings,
    /// How politely requests leave.
    pub fetch: FetchSettings,
    /// How often accounts are visited, and how deep.
    pub crawl: CrawlSettings,
    /// Which contests are scored.
    pub score: ScoreSettings,
    /// The review pages.
    pub web: WebSettings,
    /// What holds for rows of a registry file that do not say otherwise.
    pub registry: RegistrySettings,
    /// Who sits at the command line.
    pub access: AccessSettings,
}

/// Settings as far as they could be read, and everything that was found.
#[derive(Debug)]
pub struct CheckedSettings {
    /// The settings; `None` when there are errors.
    pub settings: Option<Settings>,
    /// Errors and warnings, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and checks the settings. Total: any text gives settings or errors.
pub fn check(file: &str, text: &str) -> CheckedSettings {
    check_listening_at(None, file, text)
}

fn check_listening_at(listen: Option<SocketAddr>, file: &str, text: &str) -> CheckedSettings {
    let findings = Findings::new(file, text);
    let settings = read(text, listen, &findings);
    CheckedSettings {
        settings: settings.filter(|_| !findings.refused()),
        diagnostics: findings.into_sorted(),
    }
}

/// Reads the settings of a configuration folder, whatever else stands in it. An address of the
/// command line takes the place of the one in the file, which is then not looked at.
pub fn load(folder: &Path, listen: Option<SocketAddr>) -> CheckedSettings {
    let file = folder.join("netra.toml");
    let name = file.display().to_string();
    match std::fs::read_to_string(&file) {
        Ok(text) => check_listening_at(listen, &name, &text),
        Err(error) => CheckedSettings {
            settings: None,
            diagnostics: vec![Diagnostic::unreadable(name, &error)],
        },
    }
}

fn read(text: &str, listen: Option<SocketAddr>, findings: &Findings<'_>) -> Option<Settings> {
    let table = reader::parse(text, findings)?;
    let keys = Keys::new(findings, table.get_ref(), 0..0);
    let data_dir = keys.string("data_dir").map(Placed::into_inner);
    let mut settings = Settings {
        data_dir: data_dir.unwrap_or_else(|| "index/data".to_owned()).into(),
        database: keys.settings("database", DatabaseSettings::check),
        fetch: keys.settings("fetch", FetchSettings::validate),
        crawl: keys.settings("crawl", CrawlSettings::check),
        score: keys.settings("score", ScoreSettings::check),
        web: keys.settings("web", |web: &WebSettings| web.check(listen)),
        registry: registry::read(&keys),
        access: keys.settings("access", AccessSettings::check),
    };
    if let Some(listen) = listen {
        settings.web.listen = listen;
    }
    warn_of_example(&keys, &settings.fetch, findings);
    warn_of_plain_http(&keys, &settings.web, findings);
    keys.finish();
    Some(settings)
}

fn warn_of_plain_http(keys: &Keys<'_, '_>, web: &WebSettings, findings: &Findings<'_>) {
    if web.is_in_the_clear(web.listen) && web.check_listening(web.listen).is_ok() {
        let place = keys.place_of("web", "plain_http_in_the_network");
        let message = "passwords go through the network in the clear, as the settings say twice";
        let hint = "give the pages a certificate as soon as there is one (README, In the office's \
                    network)";
        findings.warning(&place, message.to_owned(), hint.to_owned());
    }
}

/// The shipped file must load, but its contact reaches nobody.
fn warn_of_example(keys: &Keys<'_, '_>, fetch: &FetchSettings, findings: &Findings<'_>) {
    if fetch.contact_is_example() {
        let place = keys.place_of("fetch", "contact");
        let message = format!("contact = {:?} is an example", fetch.contact);
        let hint = "write an address where webmasters reach you before the first crawl";
        findings.warning(&place, message, hint.to_owned());
    }
}
