//! The schemas of the two engines are one: what the catalogue of a SQLite file says is what the
//! catalogue of a PostgreSQL database says. Runs where there is a PostgreSQL server.

mod postgres;
mod sqlite;

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::database::{Keeper, Place, Raw};

/// An empty database of PostgreSQL, and what a SQLite file says.
struct Both {
    sqlite: BTreeSet<String>,
    postgres: Raw,
    _place: Place,
}

impl Both {
    /// None where the tests do not run on PostgreSQL.
    async fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let file = Place::of_installation_on(Keeper::Sqlite, folder.path());
        if Keeper::of_this_run() != Keeper::Postgres {
            eprintln!("skipped: NETRA_TEST_POSTGRES is not set (see .ci/postgres)");
            return None;
        }
        let server = Place::of_installation_on(Keeper::Postgres, folder.path());
        file.open().await.close().await;
        let (sqlite, postgres) = (file.raw(), server.raw());
        let mut facts = sqlite::facts(&sqlite).await;
        postgres::translate(&sqlite, &postgres).await;
        facts.extend(postgres::rules(&postgres, postgres::TRANSLATED).await);
        Some(Self {
            sqlite: as_set(facts),
            postgres,
            _place: server,
        })
    }

    /// What one catalogue says and the other does not.
    async fn differences(&self) -> Vec<String> {
        let mut facts = postgres::facts(&self.postgres).await;
        facts.extend(postgres::rules(&self.postgres, "public").await);
        let postgres = as_set(facts);
        let only = |engine, facts: Vec<&String>| {
            let told = facts
                .into_iter()
                .map(move |fact| format!("only {engine}: {fact}"));
            told.collect::<Vec<_>>()
        };
        let mut found = only("SQLite", self.sqlite.difference(&postgres).collect());
        found.extend(only(
            "PostgreSQL",
            postgres.difference(&self.sqlite).collect(),
        ));
        found
    }
}

/// A rule that stands twice is told once for each, so that none can be missing unseen.
fn as_set(mut facts: Vec<String>) -> BTreeSet<String> {
    facts.sort();
    let mut set = BTreeSet::new();
    for fact in facts {
        let again = (2..).map(|time| format!("{fact}, time {time}"));
        let mut names = std::iter::once(fact.clone()).chain(again);
        while !set.insert(names.next().unwrap()) {}
    }
    set
}

#[tokio::test]
async fn the_catalogues_of_both_engines_say_the_same() {
    let Some(both) = Both::new().await else {
        return;
    };
    assert!(both.sqlite.contains("table post"), "{:#?}", both.sqlite);
    let found = both.differences().await;
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn whatever_is_changed_in_one_schema_is_seen() {
    let Some(both) = Both::new().await else {
        return;
    };
    let changes = [
        "CREATE TABLE more (id BIGINT)",
        "DROP TABLE robots",
        "ALTER TABLE post ADD more BIGINT",
        "ALTER TABLE capture ALTER status TYPE INTEGER",
        "ALTER TABLE account ALTER lane SET NOT NULL",
        "ALTER TABLE post ALTER posted_at DROP NOT NULL",
        "ALTER TABLE exchange ALTER method SET DEFAULT 'POST'",
        "ALTER TABLE exchange ALTER cost DROP DEFAULT",
        "ALTER TABLE verdict ALTER id DROP IDENTITY",
        "ALTER TABLE audit DROP CONSTRAINT audit_pkey",
        "ALTER TABLE person DROP CONSTRAINT person_nip_key",
        "ALTER TABLE person DROP CONSTRAINT person_nip_key;
         ALTER TABLE person ADD UNIQUE NULLS NOT DISTINCT (nip)",
        "ALTER TABLE session DROP CONSTRAINT session_user_id_fkey",
        "ALTER TABLE session DROP CONSTRAINT session_user_id_fkey;
         ALTER TABLE session ADD FOREIGN KEY (user_id) REFERENCES staff (id) ON DELETE CASCADE",
        "ALTER TABLE visibility DROP CONSTRAINT visibility_visible_check",
        "ALTER TABLE visibility DROP CONSTRAINT visibility_visible_check;
         ALTER TABLE visibility ADD CHECK (visible IN (0, 1, 2))",
        "ALTER TABLE visibility ADD CHECK (visible IN (0, 1))",
        "DROP INDEX account_person",
        "CREATE INDEX more ON account (stable_id)",
        "DROP INDEX post_reread; CREATE INDEX post_reread ON post
         (review_state, score, posted_at, id) WHERE review_state IN ('second', 'disputed')",
        "DROP INDEX account_ends; CREATE INDEX account_ends ON account (watched_until)",
        "DROP INDEX session_staff; CREATE UNIQUE INDEX session_staff ON session (user_id)",
        "DROP TRIGGER audit_no_update ON audit",
        "ALTER TABLE audit DISABLE TRIGGER audit_no_delete",
        "DROP TRIGGER audit_no_truncate ON audit",
        "DROP VIEW audit_times",
        "UPDATE audit_head SET seq = 1",
    ];
    for change in changes {
        both.postgres.run("BEGIN").await;
        both.postgres.run(change).await;
        assert_ne!(both.differences().await, [""; 0], "{change}");
        both.postgres.run("ROLLBACK").await;
    }
}

#[tokio::test]
async fn no_name_must_be_quoted() {
    let Some(both) = Both::new().await else {
        return;
    };
    let names = both
        .postgres
        .texts(&format!("SELECT name FROM {}", postgres::NAMES))
        .await;
    for name in [
        "staff",
        "one",
        "post_queue",
        "audit_no_delete",
        "refuse_change",
    ] {
        assert!(names.iter().any(|found| found == name), "{names:?}");
    }
    assert_eq!(
        postgres::quoted(&both.postgres, postgres::NAMES).await,
        [""; 0]
    );
    // The question can be answered otherwise.
    let reserved = "(VALUES ('user'), ('staff'), ('only'), ('Post')) AS names (name)";
    let quoted = ["\"Post\"", "\"only\"", "\"user\""];
    assert_eq!(postgres::quoted(&both.postgres, reserved).await, quoted);
}

#[tokio::test]
async fn every_text_sorts_by_its_bytes() {
    let Some(both) = Both::new().await else {
        return;
    };
    let others = |sorting| {
        format!(
            "SELECT place FROM ({}) AS texts WHERE sorting {sorting} ORDER BY place",
            postgres::TEXTS
        )
    };
    let by_bytes = both.postgres.texts(&others("= 'C'")).await;
    for place in ["post.region", "account_ends.watched_until"] {
        assert!(by_bytes.iter().any(|found| found == place), "{by_bytes:?}");
    }
    assert_eq!(both.postgres.texts(&others("<> 'C'")).await, [""; 0]);
    both.postgres.run("CREATE TABLE more (word TEXT)").await;
    assert_eq!(both.postgres.texts(&others("<> 'C'")).await, ["more.word"]);
}

#[tokio::test]
async fn what_must_stay_cannot_be_emptied() {
    let Some(both) = Both::new().await else {
        return;
    };
    for (table, words) in [
        ("audit", "the audit log is append-only"),
        ("verdict", "a verdict is superseded, never changed"),
    ] {
        let refused = both.postgres.try_run(&format!("TRUNCATE {table}")).await;
        let refused = refused.unwrap_err();
        assert!(refused.contains(words), "{refused}");
    }
}

/// The files of a folder of migrations, by name.
fn migrations(engine: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db/migrations");
    let files = std::fs::read_dir(folder.join(engine)).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

/// PostgreSQL starts with what SQLite has after 0008.
#[test]
fn migrations_from_0009_on_come_in_pairs() {
    let (sqlite, postgres) = (migrations("sqlite"), migrations("postgres"));
    assert_eq!(postgres[0], "0008_schema.sql");
    let earlier = sqlite.iter().take_while(|name| name.as_str() < "0009");
    assert_eq!(earlier.count(), 8, "{sqlite:?}");
    assert_eq!(sqlite[8..], postgres[1..]);
}

/// The program lists them by hand.
#[tokio::test]
async fn every_migration_is_run() {
    let place = Place::new();
    let engine = match Keeper::of_this_run() {
        Keeper::Postgres => "postgres",
        Keeper::Sqlite => "sqlite",
    };
    place.open().await.close().await;
    let run = "SELECT substr('000' || version, length('000' || version) - 3) || '_' || \
               replace(description, ' ', '_') || '.sql' FROM _sqlx_migrations ORDER BY version";
    assert_eq!(place.raw().texts(run).await, migrations(engine));
}
