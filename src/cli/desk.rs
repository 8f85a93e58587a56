//! Who sits at the command line, on which data, and when.

use jiff::Timestamp;

use super::refused::record_refusal;
use super::{Global, RefusedInput};
use crate::access::operator::{self, OperatorError};
use crate::app::Installation;
use crate::db::Db;
use crate::model::Reader;

/// Whoever started the program, in front of an installation's data.
#[derive(Debug)]
pub struct Desk<'a> {
    /// Who reads.
    pub reader: Reader,
    /// What is read.
    pub db: &'a Db,
    /// When.
    pub now: Timestamp,
    /// Whether data is printed as JSON.
    pub json: bool,
}

impl<'a> Desk<'a> {
    /// The desk of whoever started this process. A reader to whom nothing is shown is told so.
    pub(super) async fn find(
        installation: &Installation,
        db: &'a Db,
        global: &Global,
    ) -> anyhow::Result<Self> {
        let reader = operator(installation, db).await?;
        if reader.scope().is_unset() {
            let actor = reader.actor();
            tracing::warn!(
                "{actor} has no region yet, so nothing is shown; an administrator sets it with \
                 netra user scope {actor} 32.04"
            );
        }
        Ok(Self {
            reader,
            db,
            now: installation.clock().now(),
            json: global.json,
        })
    }
}

/// The reader that whoever started this process is.
pub(super) async fn operator(installation: &Installation, db: &Db) -> anyhow::Result<Reader> {
    let users = &installation.configuration().settings.access.operators;
    let name = operator::system_name();
    match operator::reader(db, &name, users).await {
        Ok(reader) => Ok(reader),
        Err(OperatorError::Database(error)) => Err(error.into()),
        Err(refused) => {
            let (actor, problem) = (format!("operator:{name}"), refused.to_string());
            record_refusal(db, &actor, &problem, installation.clock().now()).await?;
            Err(RefusedInput(problem).into())
        }
    }
}
