//! `netra audit`: is the audit log whole?

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use super::Exit;
use crate::db::Db;
use crate::db::audit::{self, ChainHead, VerifyError};

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
    /// Walk the whole chain; ends with code 5 if a row was changed, lost or added.
    Verify {
        /// Head printed by an earlier run (`ROWS:HASH`): must still be part of the chain.
        #[arg(long, value_name = "ROWS:HASH")]
        head: Option<String>,
    },
}

impl AuditArgs {
    /// Runs it; data goes to `out`, talk to `talk`.
    pub async fn run(
        self,
        db: &Db,
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
        if json {
            let line = json!({"whole": true, "rows": head.seq, "hash": head.hash});
            writeln!(out, "{line}")?;
        } else {
            writeln!(out, "{}:{}", head.seq, head.hash)?;
            writeln!(
                talk,
                "the audit log is whole; keep the line above elsewhere and pass it as --head next time"
            )?;
        }
        Ok(Exit::Ok)
    }
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
