//! What the catalogue of a SQLite file says, in PostgreSQL's words.

use std::collections::BTreeSet;

use regex::Regex;

use crate::support::database::Raw;

/// The tables of the program, `wr` being 1 for those without row numbers.
const TABLES: &str = r"WITH tables AS (
    SELECT name, wr FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
        AND name <> '_sqlx_migrations'
)";

/// Only strict tables keep what the types of their columns say.
const NOT_STRICT: &str = r"SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND strict = 0
        AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name <> '_sqlx_migrations'";

/// A whole number that is a key by itself is the number of the row, which is never NULL; neither
/// is a key that stands in for the number.
const FACTS: [&str; 7] = [
    "SELECT 'table ' || name FROM tables",
    r#"SELECT 'column ' || tables.name || '.' || field.name || ' ' || lower(field.type)
            || CASE WHEN field."notnull" OR (field.pk > 0 AND (wr OR (field.type = 'INTEGER'
                AND 1 = (SELECT count(*) FROM pragma_table_xinfo(tables.name) WHERE pk > 0))))
                THEN ' required' ELSE ' optional' END
            || ' default ' || coalesce(dflt_value, 'none')
            || CASE hidden WHEN 0 THEN '' ELSE ' generated' END
        FROM tables JOIN pragma_table_xinfo(tables.name) AS field"#,
    "SELECT 'numbered ' || tables.name
        FROM tables JOIN pragma_table_xinfo(tables.name) AS field
        WHERE NOT wr AND field.name = 'id' AND field.type = 'INTEGER' AND pk = 1",
    "SELECT tables.name || ' PRIMARY KEY (' || group_concat(field.name, ', ' ORDER BY pk) || ')'
        FROM tables JOIN pragma_table_xinfo(tables.name) AS field
        WHERE pk > 0 GROUP BY tables.name",
    "SELECT tables.name || ' UNIQUE (' || group_concat(field.name, ', ' ORDER BY seqno) || ')'
        FROM tables JOIN pragma_index_list(tables.name) AS list
        JOIN pragma_index_xinfo(list.name) AS field
        WHERE origin = 'u' AND key GROUP BY list.name",
    r#"SELECT tables.name || ' FOREIGN KEY (' || group_concat("from", ', ' ORDER BY seq)
            || ') REFERENCES ' || "table" || '(' || group_concat("to", ', ' ORDER BY seq) || ')'
            || CASE on_update WHEN 'NO ACTION' THEN '' ELSE ' ON UPDATE ' || on_update END
            || CASE on_delete WHEN 'NO ACTION' THEN '' ELSE ' ON DELETE ' || on_delete END
        FROM tables JOIN pragma_foreign_key_list(tables.name) AS reference
        GROUP BY tables.name, reference.id"#,
    "SELECT 'view ' || views.name || ' (' || group_concat(field.name, ', ' ORDER BY cid) || ')'
        FROM pragma_table_list AS views JOIN pragma_table_xinfo(views.name) AS field
        WHERE views.schema = 'main' AND views.type = 'view' GROUP BY views.name",
];

/// Everything but indices and conditions, which [`rules`] tells.
pub(super) async fn facts(raw: &Raw) -> Vec<String> {
    assert_eq!(raw.texts(NOT_STRICT).await, [""; 0]);
    let mut facts = Vec::new();
    for query in FACTS {
        facts.extend(raw.texts(&format!("{TABLES} {query}")).await);
    }
    facts.extend(triggers(raw).await);
    facts.extend(raw.texts(super::postgres::HEAD).await);
    facts
}

/// Triggers refuse a change and do nothing else. What may not be deleted or changed may not be
/// emptied either, for which SQLite has no statement.
async fn triggers(raw: &Raw) -> BTreeSet<String> {
    let form = r"(?s)^CREATE TRIGGER (\w+) BEFORE (\w+(?: OF \w+)?) ON (\w+)\s+BEGIN SELECT RAISE\(ABORT, '(.*)'\); END$";
    let form = Regex::new(form).unwrap();
    let mut facts = BTreeSet::new();
    let all = "SELECT sql FROM sqlite_schema WHERE type = 'trigger'";
    for sql in raw.texts(all).await {
        let parts = form
            .captures(&sql)
            .unwrap_or_else(|| panic!("a trigger that computes: {sql}"));
        let (_, [name, event, table, words]) = parts.extract();
        facts.insert(format!("trigger {name} {event} ROW {table} '{words}'"));
        facts.insert(format!(
            "trigger {table}_no_truncate TRUNCATE STATEMENT {table} '{words}'"
        ));
    }
    facts
}

/// Names of the tables.
pub(super) async fn tables(raw: &Raw) -> Vec<String> {
    raw.texts(&format!("{TABLES} SELECT name FROM tables"))
        .await
}

/// The statements that make the named indices and add the conditions to the tables.
pub(super) async fn rules(raw: &Raw) -> Vec<String> {
    let indices = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
    let mut rules = raw.texts(indices).await;
    for table in tables(raw).await {
        let sql =
            format!("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '{table}'");
        let sql = raw.text(&sql).await.unwrap();
        let conditions = conditions(&sql);
        rules.extend(
            conditions
                .iter()
                .map(|condition| format!("ALTER TABLE {table} ADD CHECK {condition}")),
        );
    }
    rules
}

/// What stands in brackets behind each CHECK.
fn conditions(sql: &str) -> Vec<String> {
    // Comments and literals may hold anything, brackets as well.
    let tokens = Regex::new(r"(?s)--[^\n]*|'(?:[^']|'')*'|\w+|.").unwrap();
    let mut tokens = tokens
        .find_iter(sql)
        .map(|token| token.as_str())
        .filter(|token| !token.starts_with("--"));
    let mut found = Vec::new();
    while tokens.any(|token| token.eq_ignore_ascii_case("CHECK")) {
        found.push(bracketed(&mut tokens));
    }
    found
}

/// The tokens up to the bracket that closes the first one.
fn bracketed<'a>(tokens: &mut impl Iterator<Item = &'a str>) -> String {
    let (mut text, mut depth) = (String::new(), 0);
    for token in tokens {
        text += token;
        match token {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            break;
        }
    }
    text
}
