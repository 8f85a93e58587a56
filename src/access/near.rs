//! Names around whoever chooses a password, which strangers try because they can read them.

use crate::db::{Db, DbError, names};

/// Those that are registered in a database, agencies and users, beside those of the configuration.
pub async fn names_in_use(db: &Db, configured: &[String]) -> Result<Vec<String>, DbError> {
    let mut found = names::around(db).await?;
    found.extend_from_slice(configured);
    Ok(found)
}
