//! `netra status`: what is stored, what is due, whether the crawl was polite.

use std::io::Write;
use std::sync::Arc;

use super::desk::operator;
use super::{Exit, Global, RefusedInput};
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::corpus::IndexStanding;
use crate::db;
use crate::db::status::FailingAccount;
use crate::model::Scope;

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
    let mut value = serde_json::to_value(&status)?;
    value["indexed"] = standing.documents.into();
    value["index"] = serde_json::to_value(&standing)?;
    if global.json {
        serde_json::to_writer(&mut *out, &value)?;
        writeln!(out)?;
    } else {
        let numbers = value.as_object().into_iter().flatten();
        for (key, value) in numbers.filter(|(key, _)| *key != "failing") {
            writeln!(out, "{key:24} {value}")?;
        }
        for failing in &status.failing {
            let FailingAccount {
                account,
                address,
                failures,
                due_at,
                reason,
            } = failing;
            writeln!(
                out,
                "failing: account {account} ({address}), {failures} times, tried again {due_at}: \
                 {reason}"
            )?;
        }
    }
    if let Some(warning) = standing.warning() {
        tracing::warn!("{warning}");
    }
    Ok(if status.over_allowance == 0 {
        Exit::Ok
    } else {
        Exit::VerificationFailed
    })
}
