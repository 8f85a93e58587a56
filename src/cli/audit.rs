//! `netra audit`: is the audit log whole?

use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::json;

use super::Exit;
use crate::db::Db;
use crate::db::audit::{self, ChainHead, VerifyError};
use crate::db::capture;

/// Check the audit log.
#[derive(Debug, Clone, Args)]
pub struct AuditArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: AuditAction,
}

/// The subcommands.
#[derive(Debug, Clone, Subcommand)]
pub enum AuditAction {
    /// Walk the whole chain; ends with code 5 if a row was changed, lost or added, or if there
    /// is none although there are captures.
    Verify {
        /// Head printed by an earlier run (`ROWS:HASH`): must still be part of the chain.
        #[arg(long, value_name = "ROWS:HASH")]
        head: Option<String>,
    },
}

impl AuditArgs {
    /// Runs it beside the folder of captures; data goes to `out`, talk to `talk`.
    pub async fn run(
        self,
        db: &Db,
        captures: &Path,
        json: bool,
        out: &mut (dyn Write + Send),
        talk: &mut (dyn Write + Send),
    ) -> anyhow::Result<Exit> {
        let AuditAction::Verify { head: earlier } = self.action;
        let head = match audit::verify(db).await {
            Ok(head) => head,
            Err(VerifyError::Db(error)) => return Err(error.into()),
            Err(broken @ VerifyError::Broken { seq, .. }) => {
                if json {
                    let line =
                        json!({"whole": false, "broken_at": seq, "problem": broken.to_string()});
                    writeln!(out, "{line}")?;
                }
                writeln!(talk, "error: {broken}")?;
                return Ok(Exit::VerificationFailed);
            }
        };
        if let Some(earlier) = earlier
            && !holds(db, &earlier).await?
        {
            writeln!(
                talk,
                "error: the head {earlier} is not part of the audit log; it was replaced as a whole"
            )?;
            return Ok(Exit::VerificationFailed);
        }
        if head.seq == 0 && (any_file(captures)? || capture::any(db).await?) {
            let problem = format!(
                "the audit log is empty, although there are captures ({}): the registry they were \
                 made by has left no row; this is not the database that they belong to, or its \
                 log was emptied",
                captures.display()
            );
            if json {
                let line = json!({"whole": false, "broken_at": 0, "problem": problem});
                writeln!(out, "{line}")?;
            }
            writeln!(talk, "error: {problem}")?;
            return Ok(Exit::VerificationFailed);
        }
        if json {
            let line = json!({"whole": true, "rows": head.seq, "hash": head.hash});
            writeln!(out, "{line}")?;
        } else {
            writeln!(out, "{}:{}", head.seq, head.hash)?;
            writeln!(
                talk,
                "{}; keep the line above elsewhere and pass it as --head next time",
                in_words(head.seq)
            )?;
        }
        Ok(Exit::Ok)
    }
}

fn in_words(rows: i64) -> String {
    match rows {
        0 => "the audit log is empty: nothing was done yet that it records".to_owned(),
        1 => "the audit log is whole: its one row was checked".to_owned(),
        rows => format!("the audit log is whole: all {rows} rows were checked"),
    }
}

/// Whether a file is kept in a folder, which need not be there.
fn any_file(folder: &Path) -> anyhow::Result<bool> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => {
            return Err(error).with_context(|| format!("{} cannot be read", folder.display()));
        }
    };
    Ok(entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().contains(".warc")))
}

async fn holds(db: &Db, earlier: &str) -> anyhow::Result<bool> {
    let Some((seq, hash)) = earlier.split_once(':') else {
        return Ok(false);
    };
    let Ok(seq) = seq.parse::<i64>() else {
        return Ok(false);
    };
    let hash = hash.to_owned();
    Ok(audit::holds(db, &ChainHead { seq, hash }).await?)
}
