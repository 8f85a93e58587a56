//! The second door to a database: whole statements in, texts out.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, Row as _};

use super::Literal;

/// A row as text; NULL is none.
pub(crate) type TextRow = Vec<Option<String>>;

fn insertion(table: &str, values: &[(&str, &dyn Literal)]) -> String {
    let columns: Vec<_> = values.iter().map(|(column, _)| *column).collect();
    let literals: Vec<_> = values.iter().map(|(_, value)| value.literal()).collect();
    let (columns, literals) = (columns.join(", "), literals.join(", "));
    format!("INSERT INTO {table} ({columns}) VALUES ({literals})")
}

/// One connection, made when it is first needed.
pub(crate) struct Raw {
    pool: SqlitePool,
}

impl Raw {
    pub(super) fn open(file: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(file);
        let pool = SqlitePoolOptions::new().max_connections(1);
        Self {
            pool: pool.connect_lazy_with(options),
        }
    }

    /// Runs statements; `Err` holds what the engine said.
    pub(crate) async fn try_run(&self, sql: &str) -> Result<(), String> {
        let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&self.pool);
        done.await.map(drop).map_err(|error| error.to_string())
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
        let triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'";
        for trigger in self.texts(triggers).await {
            self.run(&format!("DROP TRIGGER {trigger}")).await;
        }
        self.run("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF")
            .await;
        self.run(sql).await;
        self.run("PRAGMA ignore_check_constraints = OFF; PRAGMA foreign_keys = ON")
            .await;
    }

    /// Refuses every new row of the table for which the condition (on NEW) holds, with these
    /// words, until [`accept_rows`](Self::accept_rows).
    pub(crate) async fn refuse_rows(&self, table: &str, condition: &str, words: &str) {
        self.run(&format!(
            "CREATE TRIGGER refused BEFORE INSERT ON {table} WHEN {condition}
             BEGIN SELECT RAISE(ABORT, '{words}'); END"
        ))
        .await;
    }

    /// Ends [`refuse_rows`](Self::refuse_rows).
    pub(crate) async fn accept_rows(&self, _table: &str) {
        self.run("DROP TRIGGER refused").await;
    }

    /// All rows.
    pub(crate) async fn rows(&self, sql: &str) -> Vec<TextRow> {
        let found = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(&self.pool);
        let found = found.await.unwrap_or_else(|error| panic!("{error}: {sql}"));
        let texts = |row: &sqlx::sqlite::SqliteRow| {
            (0..row.len())
                .map(|column| row.get_unchecked(column))
                .collect()
        };
        found.iter().map(texts).collect()
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

    /// Asserts that the statement is one walk along that index, which reads no other rows and
    /// needs no sorting.
    pub(crate) async fn assert_walk(&self, sql: &str, index: &str) {
        let plan = self.rows(&format!("EXPLAIN QUERY PLAN {sql}")).await;
        let steps: Vec<_> = plan
            .into_iter()
            .map(|row| row[3].clone().unwrap())
            .collect();
        let plan = steps.join("\n");
        let searched = steps.iter().any(|step| {
            step.starts_with("SEARCH ") && format!("{step} ").contains(&format!("INDEX {index} "))
        });
        assert!(searched, "{index} is not searched:\n{plan}");
        assert!(!plan.contains("SCAN "), "whole tables are read:\n{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "rows are sorted:\n{plan}");
    }

    /// Closes the connection, so that the database can be copied.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}
