//! The second door to a database: whole statements in, texts out.

use std::collections::BTreeMap;
use std::path::Path;

use sqlx::postgres::{PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions, SqliteRow};
use sqlx::{AssertSqlSafe, Row as _, ValueRef as _};

use super::Literal;

/// A row as text; NULL is none.
pub(crate) type TextRow = Vec<Option<String>>;

/// What the engine says when it [refuses](Raw::refuse) a change.
pub(crate) const REFUSAL: &str = "the disk is full";

/// A change of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change {
    /// A new row.
    Insert,
    /// A row that is there.
    Update,
}

fn insertion(table: &str, values: &[(&str, &dyn Literal)]) -> String {
    let columns: Vec<_> = values.iter().map(|(column, _)| *column).collect();
    let literals: Vec<_> = values.iter().map(|(_, value)| value.literal()).collect();
    let (columns, literals) = (columns.join(", "), literals.join(", "));
    format!("INSERT INTO {table} ({columns}) VALUES ({literals})")
}

/// One connection, made when it is first needed.
pub(crate) enum Raw {
    /// To a SQLite file.
    Sqlite(SqlitePool),
    /// To a database of the cluster.
    Postgres(PgPool),
}

impl Raw {
    pub(super) fn sqlite(file: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(file);
        let pool = SqlitePoolOptions::new().max_connections(1);
        Self::Sqlite(pool.connect_lazy_with(options))
    }

    pub(super) fn postgres(url: &str) -> Self {
        let pool = PgPoolOptions::new().max_connections(1);
        Self::Postgres(pool.connect_lazy(url).unwrap())
    }

    /// Runs statements; `Err` holds what the engine said.
    pub(crate) async fn try_run(&self, sql: &str) -> Result<(), String> {
        let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        let done = match self {
            Self::Sqlite(pool) => script.execute(pool).await.map(drop),
            Self::Postgres(pool) => script.execute(pool).await.map(drop),
        };
        done.map_err(|error| error.to_string())?;
        if let (Self::Postgres(_), Some(table)) = (self, numbered(sql)) {
            // Rows that come later are numbered after this one, as SQLite does.
            let next = format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            );
            self.number(&next).await;
        }
        Ok(())
    }

    /// Runs statements.
    pub(crate) async fn run(&self, sql: &str) {
        self.try_run(sql)
            .await
            .unwrap_or_else(|error| panic!("{error}: {sql}"));
    }

    /// Adds a row of a table without numbers of its own.
    pub(crate) async fn add(&self, table: &str, values: &[(&str, &dyn Literal)]) {
        self.run(&insertion(table, values)).await;
    }

    /// Adds a row and returns its number.
    pub(crate) async fn insert(&self, table: &str, values: &[(&str, &dyn Literal)]) -> i64 {
        let insertion = insertion(table, values);
        self.number(&format!("{insertion} RETURNING id")).await
    }

    /// Changes the stored body of every assessment.
    pub(crate) async fn change_assessments(&self, change: impl Fn(&mut serde_json::Value)) {
        for row in self.rows("SELECT id, body FROM assessment").await {
            let row: Vec<String> = row.into_iter().flatten().collect();
            let mut body = serde_json::from_str(&row[1]).unwrap();
            change(&mut body);
            let (id, body) = (&row[0], body.to_string().literal());
            self.run(&format!(
                "UPDATE assessment SET body = {body} WHERE id = {id}"
            ))
            .await;
        }
    }

    /// Writes past every check, trigger and reference of the schema, as a damaged disk would.
    pub(crate) async fn corrupt(&self, sql: &str) {
        let (before, after) = match self {
            Self::Sqlite(_) => {
                let triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'";
                for trigger in self.texts(triggers).await {
                    self.run(&format!("DROP TRIGGER {trigger}")).await;
                }
                (
                    "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF",
                    "PRAGMA ignore_check_constraints = OFF; PRAGMA foreign_keys = ON",
                )
            }
            Self::Postgres(_) => {
                let checks = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I',
                                            conrelid::regclass, conname)
                              FROM pg_constraint
                              WHERE contype = 'c' AND connamespace = 'public'::regnamespace";
                for drop in self.texts(checks).await {
                    self.run(&drop).await;
                }
                (
                    "SET session_replication_role = replica",
                    "SET session_replication_role = origin",
                )
            }
        };
        self.run(before).await;
        self.run(sql).await;
        self.run(after).await;
    }

    /// Sets what the server takes for granted with whoever connects from now on; a file knows no
    /// such thing.
    pub(crate) async fn set_default(&self, setting: &str) {
        if let Self::Postgres(_) = self {
            let name = self.text("SELECT current_database()").await.unwrap();
            self.run(&format!("ALTER DATABASE {name} SET {setting}"))
                .await;
        }
    }

    /// How a number beyond all others is written.
    pub(crate) fn infinity(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "9e999",
            Self::Postgres(_) => "'Infinity'",
        }
    }

    /// Refuses every such change of the table for which the condition (on NEW) holds, with
    /// [`REFUSAL`], until [`accept`](Self::accept).
    pub(crate) async fn refuse(&self, change: Change, table: &str, condition: &str) {
        let before = match change {
            Change::Insert => "BEFORE INSERT",
            Change::Update => "BEFORE UPDATE",
        };
        let trigger = match self {
            Self::Sqlite(_) => format!(
                "CREATE TRIGGER refused {before} ON {table} WHEN {condition}
                 BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            ),
            Self::Postgres(_) => format!(
                "CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql
                 AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;
                 CREATE TRIGGER refused {before} ON {table}
                 FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION refused()"
            ),
        };
        self.run(&trigger).await;
    }

    /// Ends [`refuse`](Self::refuse).
    pub(crate) async fn accept(&self, table: &str) {
        let end = match self {
            Self::Sqlite(_) => "DROP TRIGGER refused".to_owned(),
            Self::Postgres(_) => {
                format!("DROP TRIGGER refused ON {table}; DROP FUNCTION refused()")
            }
        };
        self.run(&end).await;
    }

    /// All rows.
    pub(crate) async fn rows(&self, sql: &str) -> Vec<TextRow> {
        self.try_rows(sql)
            .await
            .unwrap_or_else(|error| panic!("{error}: {sql}"))
    }

    async fn try_rows(&self, sql: &str) -> sqlx::Result<Vec<TextRow>> {
        let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        Ok(match self {
            Self::Sqlite(pool) => {
                let found = script.fetch_all(pool).await?;
                found.iter().map(sqlite_texts).collect()
            }
            Self::Postgres(pool) => {
                let found = script.fetch_all(pool).await?;
                found.iter().map(postgres_texts).collect()
            }
        })
    }

    async fn column(&self, sql: &str) -> Vec<Option<String>> {
        let rows = self.rows(sql).await;
        rows.into_iter().map(|mut row| row.remove(0)).collect()
    }

    /// The first column of the first row; none if it is NULL.
    pub(crate) async fn text(&self, sql: &str) -> Option<String> {
        let mut column = self.column(sql).await;
        assert!(!column.is_empty(), "no row: {sql}");
        column.swap_remove(0)
    }

    /// The first column, which is never NULL.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let column = self.column(sql).await;
        let column: Option<_> = column.into_iter().collect();
        column.unwrap_or_else(|| panic!("a value is NULL: {sql}"))
    }

    /// The first column of the first row, a number.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let text = self.text(sql).await;
        text.and_then(|text| text.parse().ok())
            .unwrap_or_else(|| panic!("no number: {sql}"))
    }

    /// The first column, numbers.
    pub(crate) async fn numbers(&self, sql: &str) -> Vec<i64> {
        let texts = self.texts(sql).await;
        let numbers = texts.iter().map(|text| text.parse());
        let numbers: Result<_, _> = numbers.collect();
        numbers.unwrap_or_else(|error| panic!("{error}: {sql}"))
    }

    /// The columns of all rows with a blank between; an empty word for NULL.
    pub(crate) async fn lines(&self, sql: &str) -> Vec<String> {
        let rows = self.rows(sql).await;
        let line = |row: TextRow| {
            let words: Vec<_> = row.into_iter().map(Option::unwrap_or_default).collect();
            words.join(" ")
        };
        rows.into_iter().map(line).collect()
    }

    /// Every row of every table of ours as a line of text, in an order that is the rows' own. A
    /// score is told to six places: the engines write fractions each in its way.
    pub(crate) async fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let mut dump = BTreeMap::new();
        for table in self.tables().await {
            let columns = self.columns(&table).await;
            let texts: Vec<_> = columns.iter().map(|name| as_text(name)).collect();
            let sql = format!("SELECT {} FROM {table}", texts.join(", "));
            let line = |row: TextRow| {
                let values = columns.iter().zip(row);
                let values: Vec<_> = values
                    .map(|(name, value)| format!("{name}={}", value.literal()))
                    .collect();
                values.join(" ")
            };
            let mut lines: Vec<_> = self.rows(&sql).await.into_iter().map(line).collect();
            lines.sort();
            dump.insert(table, lines);
        }
        dump
    }

    async fn tables(&self) -> Vec<String> {
        let tables = match self {
            Self::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table'",
            Self::Postgres(_) => {
                "SELECT table_name FROM information_schema.tables
                 WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            }
        };
        let mut tables = self.texts(tables).await;
        // The engine's and the migrator's own are not ours.
        tables.retain(|table| !table.starts_with("sqlite_") && !table.starts_with("_sqlx"));
        tables
    }

    /// Names of the columns, sorted.
    async fn columns(&self, table: &str) -> Vec<String> {
        let columns = match self {
            Self::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}')"),
            Self::Postgres(_) => format!(
                "SELECT column_name FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = '{table}'"
            ),
        };
        let mut columns = self.texts(&columns).await;
        columns.sort();
        columns
    }

    /// Asserts that the statement walks along that index, reads no other rows of its table and
    /// needs no sorting. PostgreSQL judges by what is in the table: fill it.
    pub(crate) async fn assert_walk(&self, sql: &str, table: &str, index: &str) {
        let plan = self.plan(sql).await;
        let (walk, scan, sort) = match self {
            Self::Sqlite(_) => (
                format!("SEARCH {table} USING (COVERING )?INDEX {index} "),
                format!("SCAN {table}"),
                "TEMP B-TREE",
            ),
            Self::Postgres(_) => (
                format!("Index (Only )?Scan using {index} on {table} "),
                format!("Seq Scan on {table} "),
                "Sort",
            ),
        };
        let walk = regex::Regex::new(&walk).unwrap();
        assert!(walk.is_match(&plan), "{index} is not walked along:\n{plan}");
        assert!(!plan.contains(&scan), "the whole table is read:\n{plan}");
        assert!(!plan.contains(sort), "rows are sorted:\n{plan}");
    }

    /// How the engine would run the statement, in its own words.
    async fn plan(&self, sql: &str) -> String {
        let explain = match self {
            Self::Sqlite(_) => format!("EXPLAIN QUERY PLAN {sql}"),
            Self::Postgres(_) => {
                self.run("ANALYZE").await;
                format!("EXPLAIN {sql}")
            }
        };
        let steps = self.rows(&explain).await;
        let steps = steps.into_iter().filter_map(|mut row| row.pop().flatten());
        steps.collect::<Vec<_>>().join("\n")
    }

    /// Closes the connection, so that the database can be copied.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

fn as_text(column: &str) -> String {
    match column {
        "score" => "CAST(round(score * 1000000) AS BIGINT)".to_owned(),
        column => column.to_owned(),
    }
}

/// SQLite tells everything as text if asked to.
fn sqlite_texts(row: &SqliteRow) -> TextRow {
    (0..row.len())
        .map(|column| row.get_unchecked(column))
        .collect()
}

/// PostgreSQL tells everything as text where nothing is bound.
fn postgres_texts(row: &PgRow) -> TextRow {
    let text = |column| {
        let value = row.try_get_raw(column).unwrap();
        (!value.is_null()).then(|| value.as_str().unwrap().to_owned())
    };
    (0..row.len()).map(text).collect()
}

/// The table to which rows were added with numbers of the test's choice.
fn numbered(sql: &str) -> Option<&str> {
    let (table, columns) = sql.strip_prefix("INSERT INTO ")?.split_once(" (")?;
    columns.starts_with("id,").then_some(table)
}
