//! Which state of the register something was done by.

use crate::db::DbError;
use crate::db::engine::{Connection, sql};

/// The version of the register: the number of its last change, 0 before the first. Every change
/// has a row in the history, and rows are numbered in the order in which they count, so the history
/// up to a version says what the register was.
pub(in crate::db) async fn registry_version(connection: &mut Connection) -> Result<i64, DbError> {
    sql("SELECT coalesce(max(id), 0) FROM registry_change")
        .fetch_value(connection)
        .await
}
