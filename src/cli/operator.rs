//! Who sits at the command line, as a reader.

use super::Refused;
use crate::access::operator::{self, OperatorError};
use crate::app::Installation;
use crate::db::Db;
use crate::model::Reader;

/// The reader of an installation's data that whoever started this process is.
pub(super) async fn operator(installation: &Installation, db: &Db) -> anyhow::Result<Reader> {
    let users = &installation.configuration().settings.access.operators;
    let found = operator::reader(db, &operator::system_name(), users).await;
    found.map_err(|error| match error {
        OperatorError::Database(error) => error.into(),
        refused => Refused(refused.to_string()).into(),
    })
}

/// The sentence for a reader to whom nothing is shown.
pub(super) fn warn_of_unset_scope(reader: &Reader) {
    if reader.scope().is_unset() {
        let actor = reader.actor();
        tracing::warn!(
            "{actor} has no region yet, so nothing is shown; an administrator sets it with \
             netra user scope {actor} 32.04"
        );
    }
}
