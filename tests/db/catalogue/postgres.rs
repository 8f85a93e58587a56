//! What the catalogue of a PostgreSQL database says.

use regex::Regex;

use super::sqlite;
use crate::support::database::Raw;

/// The schema in which SQLite's rules stand, as PostgreSQL understands them.
pub(super) const TRANSLATED: &str = "translated";

/// The row with which the chain of the audit log begins, on each engine.
pub(super) const HEAD: &str =
    "SELECT 'audit_head ' || one || ' ' || seq || ' ' || hash FROM audit_head";

const FACTS: [&str; 5] = [
    "SELECT format('table %s', relname) FROM ours WHERE relkind IN ('r', 'p')",
    "SELECT format('column %s.%s %s %s default %s%s', relname, attname,
            CASE format_type(atttypid, atttypmod)
                WHEN 'bigint' THEN 'integer' WHEN 'double precision' THEN 'real'
                WHEN 'bytea' THEN 'blob' WHEN 'text' THEN 'text'
                ELSE 'of the type ' || format_type(atttypid, atttypmod) END,
            CASE WHEN attnotnull THEN 'required' ELSE 'optional' END,
            coalesce(regexp_replace(pg_get_expr(adbin, adrelid), '::(text|bigint)$', ''), 'none'),
            CASE attgenerated WHEN '' THEN '' ELSE ' generated' END)
        FROM ours JOIN pg_attribute ON attrelid = ours.oid AND attnum > 0 AND NOT attisdropped
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relkind IN ('r', 'p')",
    "SELECT format('numbered %s', relname)
        FROM ours JOIN pg_attribute ON attrelid = ours.oid AND attidentity = 'd'
        WHERE relkind IN ('r', 'p') AND attname = 'id'",
    "SELECT format('%s %s', relname, pg_get_constraintdef(pg_constraint.oid))
        FROM ours JOIN pg_constraint ON conrelid = ours.oid WHERE contype <> 'c'",
    "SELECT format('view %s (%s)', relname, string_agg(attname, ', ' ORDER BY attnum))
        FROM ours JOIN pg_attribute ON attrelid = ours.oid AND attnum > 0
        WHERE relkind = 'v' GROUP BY relname",
];

/// Texts in tables and in indices, and how they are compared.
pub(super) const TEXTS: &str = "SELECT relname || '.' || attname AS place, collname AS sorting
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
    JOIN pg_collation ON pg_collation.oid = attcollation
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'i')
        AND NOT starts_with(relname::text, '_sqlx_')";

/// Every name that the schema gives to something.
pub(super) const NAMES: &str = "(
    WITH relations AS (SELECT oid, relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND NOT starts_with(relname::text, '_sqlx_'))
    SELECT relname AS name FROM relations
    UNION SELECT attname FROM relations JOIN pg_attribute ON attrelid = relations.oid
        WHERE attnum > 0 AND NOT attisdropped
    UNION SELECT conname FROM relations JOIN pg_constraint ON conrelid = relations.oid
    UNION SELECT tgname FROM relations JOIN pg_trigger ON tgrelid = relations.oid
        WHERE NOT tgisinternal
    UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS names";

/// Everything but indices and conditions, which [`rules`] tells.
pub(super) async fn facts(raw: &Raw) -> Vec<String> {
    let ours = "WITH ours AS (SELECT oid, relname, relkind FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relname <> '_sqlx_migrations')";
    let mut facts = Vec::new();
    for query in FACTS {
        facts.extend(raw.texts(&format!("{ours} {query}")).await);
    }
    facts.extend(triggers(raw).await);
    facts.extend(raw.texts(HEAD).await);
    facts
}

/// Triggers that are switched off do nothing.
async fn triggers(raw: &Raw) -> Vec<String> {
    let form = r"^CREATE TRIGGER (\w+) BEFORE (\w+(?: OF \w+)?) ON public\.(\w+) FOR EACH (\w+) EXECUTE FUNCTION refuse_change\('(.*)'\)$";
    let form = Regex::new(form).unwrap();
    let all = "SELECT pg_get_triggerdef(oid) FROM pg_trigger
        WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')";
    let all = raw.texts(all).await.into_iter();
    let fact = |sql: String| {
        let parts = form
            .captures(&sql)
            .unwrap_or_else(|| panic!("a trigger that computes: {sql}"));
        let (_, [name, event, table, each, words]) = parts.extract();
        format!("trigger {name} {event} {each} {table} '{words}'")
    };
    all.map(fact).collect()
}

/// The named indices and the conditions of a schema, each as PostgreSQL writes it: however it was
/// written, what means the same reads the same.
pub(super) async fn rules(raw: &Raw, schema: &str) -> Vec<String> {
    let indices = format!(
        "SELECT replace(pg_get_indexdef(indexrelid), '{schema}.', '')
         FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
         WHERE relnamespace = '{schema}'::regnamespace AND relname <> '_sqlx_migrations'
             AND NOT EXISTS (SELECT FROM pg_constraint
                             WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))"
    );
    let conditions = format!(
        "SELECT format('%s %s', relname, pg_get_constraintdef(pg_constraint.oid))
         FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
         WHERE contype = 'c' AND relnamespace = '{schema}'::regnamespace"
    );
    let mut rules = raw.texts(&indices).await;
    rules.extend(raw.texts(&conditions).await);
    rules
}

/// Gives SQLite's indices and conditions to bare copies of the tables.
pub(super) async fn translate(sqlite: &Raw, postgres: &Raw) {
    postgres.run(&format!("CREATE SCHEMA {TRANSLATED}")).await;
    for table in sqlite::tables(sqlite).await {
        let copy = format!("CREATE TABLE {TRANSLATED}.{table} (LIKE public.{table})");
        postgres.run(&copy).await;
    }
    postgres
        .run(&format!("SET search_path = {TRANSLATED}"))
        .await;
    for rule in sqlite::rules(sqlite).await {
        postgres.run(&rule).await;
    }
    postgres.run("RESET search_path").await;
}

/// Those names of a relation that can only be written in quotes because they
/// are words of the language or have capital letters.
pub(super) async fn quoted(raw: &Raw, of: &str) -> Vec<String> {
    let quoted = format!(
        "SELECT quote_ident(name) FROM {of} WHERE quote_ident(name) <> name ORDER BY name COLLATE \"C\""
    );
    raw.texts(&quoted).await
}
