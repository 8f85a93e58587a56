//! What every function that takes a reader does: ask for the right and keep to the scope. What it
//! leaves in the audit log is an [`audit::Trace`](super::audit::Trace).

use std::collections::BTreeMap;

use serde_json::Value;

use super::engine::Statement;
use super::{BrokenRow, DbError};
use crate::model::{Reader, RegionCode, Right, Sha256, UserId, hide_numbers};

/// Refuses a reader without the right.
pub(crate) fn ask(reader: &Reader, right: Right) -> Result<(), DbError> {
    if reader.may(right) {
        return Ok(());
    }
    Err(DbError::Forbidden {
        actor: reader.actor().into_owned(),
        right,
    })
}

/// The user that a reader is, for what is their own under a right. Whoever is no user has nothing
/// of their own.
pub(crate) fn own(reader: &Reader, right: Right) -> Result<UserId, DbError> {
    reader.user_id().ok_or_else(|| DbError::Forbidden {
        actor: reader.actor().into_owned(),
        right,
    })
}

/// Keeps a query, which has a WHERE already, to what the reader may read. `column` holds a region
/// code.
pub(crate) fn push_scope(query: &mut Statement, reader: &Reader, column: &'static str) {
    match reader.scope().region() {
        Some(region) => push_region(query, region, column),
        None => {
            query.push(" AND 1 = 0");
        }
    }
}

/// Keeps a query to a region and what lies in it. A child's code is the parent's, a full stop,
/// more; `/` is the character after `.`.
pub(crate) fn push_region(query: &mut Statement, region: &RegionCode, column: &'static str) {
    if *region == RegionCode::nation() {
        return;
    }
    query.push(" AND (").push(column).push(" = ");
    query.push_bind(region.as_str().to_owned());
    query.push(" OR (").push(column).push(" >= ");
    query.push_bind(format!("{region}."));
    query.push(" AND ").push(column).push(" < ");
    query.push_bind(format!("{region}/")).push("))");
}

/// A row of a list that this version cannot read. It stands in its place, so that it hides
/// neither itself nor the others.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{broken}")]
pub struct Unreadable {
    /// The number of what was listed: of the post, of the account.
    pub id: i64,
    /// What is wrong.
    pub broken: BrokenRow,
}

impl From<Unreadable> for DbError {
    fn from(unreadable: Unreadable) -> Self {
        Self::Inconsistent(unreadable.broken)
    }
}

/// A line of a list.
pub type Listed<T> = Result<T, Unreadable>;

/// A row of a list as it was read: what the row holds may be wrong, the database must answer.
pub(crate) fn listed<T>(id: i64, read: Result<T, DbError>) -> Result<Listed<T>, DbError> {
    match read {
        Ok(value) => Ok(Ok(value)),
        Err(DbError::Inconsistent(broken)) => Ok(Err(Unreadable { id, broken })),
        Err(other) => Err(other),
    }
}

/// The most letters of a list of numbers in an audit row: a page of them, or those of a whole
/// installation where they follow one another.
const LONGEST_LIST: usize = 1_000;

/// Numbers of rows as a fact, so that the log says who saw which: `3, 7–9`, in the order of
/// numbers. Of a list that is too long its beginning, and a digest of the whole.
pub(crate) fn numbers(ids: impl IntoIterator<Item = i64>) -> Value {
    let mut sorted: Vec<i64> = ids.into_iter().collect();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|one, next| one.checked_add(1) == Some(*next));
    let runs = runs.map(|run| match run {
        [first, .., last] => format!("{first}–{last}"),
        [only] => only.to_string(),
        [] => String::new(),
    });
    let list = runs.collect::<Vec<_>>().join(", ");
    match list.char_indices().nth(LONGEST_LIST) {
        _ if list.is_empty() => Value::Null,
        None => list.into(),
        Some((end, _)) => {
            let end = list[..end].rfind(", ").unwrap_or(end);
            let digest = Sha256::of(&list);
            format!("{}, …; SHA-256 {digest}", &list[..end]).into()
        }
    }
}

/// Facts as one line of JSON, always in the same order and without what is null. Long rows of
/// digits are hidden: somebody may look for a NIP.
pub(crate) fn facts<const N: usize>(pairs: [(&str, Value); N]) -> String {
    let known = pairs.into_iter().filter(|(_, value)| !value.is_null());
    let sorted: BTreeMap<&str, Value> = known
        .map(|(name, value)| match value {
            Value::String(text) => (name, Value::String(hide_numbers(&text).into_owned())),
            other => (name, other),
        })
        .collect();
    super::json(&sorted)
}
