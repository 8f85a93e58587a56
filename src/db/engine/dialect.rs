//! Where the engines need different SQL.

use super::Engine;

/// The indices that the review queue is walked along.
#[derive(Debug, Clone, Copy)]
pub(crate) enum QueueIndex {
    /// Posts that nobody judged.
    First,
    /// Posts that wait for another reader.
    Reread,
}

impl Engine {
    /// Keeps the rows that a SELECT finds from others until the transaction ends. SQLite's
    /// transactions that write are alone from their start.
    pub(crate) fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }

    /// Keeps other imports out until the transaction ends, so that what an import read of the
    /// register stays true until it is written.
    pub(crate) fn lock_register(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("LOCK TABLE person, account IN SHARE ROW EXCLUSIVE MODE"),
        }
    }

    /// Stands behind the table of a walk along one of the queue's indices. For SQLite, naming the
    /// index turns a plan that would read the whole table into an error. PostgreSQL takes no
    /// hints; it sees from its statistics that a page wants few rows.
    pub(crate) fn along(self, index: QueueIndex) -> &'static str {
        match (self, index) {
            (Self::Sqlite, QueueIndex::First) => " INDEXED BY post_queue ",
            (Self::Sqlite, QueueIndex::Reread) => " INDEXED BY post_reread ",
            (Self::Postgres, _) => " ",
        }
    }

    /// Joins a table that is looked up for each row of a walk: SQLite keeps the order of a CROSS
    /// JOIN.
    pub(crate) fn lookup_join(self) -> &'static str {
        match self {
            Self::Sqlite => "CROSS JOIN ",
            Self::Postgres => "INNER JOIN ",
        }
    }

    /// An operator and its right side, for texts with a space in front in which a word begins with
    /// these letters and digits.
    pub(crate) fn word_begins(self, word: &str) -> (&'static str, String) {
        // What stands between words; both engines read it as a set of signs.
        const BETWEEN: &str = "[ .,/@:('=#&_-]";
        match self {
            Self::Sqlite => (" GLOB ", format!("*{BETWEEN}{word}*")),
            Self::Postgres => (" ~ ", format!("{BETWEEN}{word}")),
        }
    }

    /// An expression for the size of the database in bytes.
    pub(crate) fn database_bytes(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "(SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())"
            }
            Self::Postgres => "pg_database_size(current_database())",
        }
    }
}
