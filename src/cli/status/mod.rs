//! `netra status`: what is stored, what is due, whether the crawl was polite.

mod disks;
mod page;

use std::io::Write;
use std::sync::Arc;

use super::desk::operator;
use super::privacy::privacy_troubles;
use super::{Exit, Global, RefusedInput};
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::corpus::IndexStanding;
use crate::db;
use crate::model::Scope;
use crate::tls::ServerIdentity;

use self::disks::disk_troubles;
use self::page::StatusPage;

/// Prints the counts; exit 5 when a request broke its allowance.
pub(super) async fn run(global: &Global, out: &mut (dyn Write + Send)) -> anyhow::Result<Exit> {
    let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
    let database = installation.open_db().await?;
    let reader = operator(&installation, &database).await?;
    if *reader.scope() != Scope::nation() {
        return Err(RefusedInput(format!(
            "{} does not read the whole country, which netra status counts; ask an administrator",
            reader.actor()
        ))
        .into());
    }
    let status = db::status::status(&database, installation.clock().now()).await?;
    let standing = IndexStanding::find(&database, &installation.open_index()?).await?;
    let certificate = certificate_troubles(&installation);
    let disks = disk_troubles(&installation);
    let privacy = privacy_troubles(installation.configuration(), installation.data_dir());
    if global.json {
        let mut value = serde_json::to_value(&status)?;
        value["indexed"] = standing.documents.into();
        value["index"] = serde_json::to_value(&standing)?;
        value["certificate"] = certificate.into();
        value["disks"] = disks.into();
        value["privacy"] = privacy.into();
        serde_json::to_writer(&mut *out, &value)?;
        writeln!(out)?;
    } else {
        let fetch = &installation.configuration().settings.fetch;
        let shown = StatusPage {
            status: &status,
            standing: &standing,
            machine: &[disks, privacy, certificate].concat(),
            example_contact: fetch.contact_is_example(),
        };
        write!(out, "{shown}")?;
    }
    // The page has it.
    if let Some(warning) = standing.warning().filter(|_| global.json) {
        tracing::warn!("{warning}");
    }
    Ok(if status.over_allowance == 0 {
        Exit::Ok
    } else {
        Exit::VerificationFailed
    })
}

/// What is wrong with the certificate of the pages, or will be soon.
fn certificate_troubles(installation: &Installation) -> Vec<String> {
    let (configuration, now) = (installation.configuration(), installation.clock().now());
    let Some((certificate, key)) = configuration.certificate_files() else {
        return Vec::new();
    };
    let origin = configuration.settings.web.public_origin.as_deref();
    match ServerIdentity::read(&certificate, &key, now) {
        Ok(identity) => identity.warnings(now, origin),
        Err(fault) => vec![fault.to_string()],
    }
}
