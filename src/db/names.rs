//! Names that anybody around an office can read, so that nobody takes one for a password.

use super::engine::sql;
use super::{Db, DbError};

/// Agencies that are looked at: more than any office watches.
const MOST_AGENCIES: i64 = 5_000;

/// What agencies of the register and users are called. Told to nobody: only compared with.
pub async fn around(db: &Db) -> Result<Vec<String>, DbError> {
    let mut found = Vec::new();
    let agencies = sql("SELECT DISTINCT agency FROM person ORDER BY agency LIMIT $1")
        .bind(MOST_AGENCIES)
        .read_all(db)
        .await?;
    for row in &agencies {
        found.push(row.get::<&str>("agency")?.to_owned());
    }
    for row in &sql("SELECT name, display_name FROM staff")
        .read_all(db)
        .await?
    {
        found.push(row.get::<&str>("name")?.to_owned());
        found.push(row.get::<&str>("display_name")?.to_owned());
    }
    Ok(found)
}
