//! The steps of the schema, a folder for each engine: number, what it is about, statements. What
//! was run is compared with its step, so one that has landed never changes.
//!
//! They are listed by hand, since the macro that reads the folder would build both engines a second
//! time, for the compiler to load.

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

type Step = (i64, &'static str, &'static str);

const SQLITE: &[Step] = &[
    (1, "core", include_str!("sqlite/0001_core.sql")),
    (2, "review", include_str!("sqlite/0002_review.sql")),
    (3, "lane", include_str!("sqlite/0003_lane.sql")),
    (4, "schedule", include_str!("sqlite/0004_schedule.sql")),
    (5, "origin", include_str!("sqlite/0005_origin.sql")),
    (6, "reader", include_str!("sqlite/0006_reader.sql")),
    (7, "agency", include_str!("sqlite/0007_agency.sql")),
    (8, "names", include_str!("sqlite/0008_names.sql")),
    (9, "authored", include_str!("sqlite/0009_authored.sql")),
    (10, "hands", include_str!("sqlite/0010_hands.sql")),
    (
        11,
        "register pages",
        include_str!("sqlite/0011_register_pages.sql"),
    ),
    (
        12,
        "registry draft",
        include_str!("sqlite/0012_registry_draft.sql"),
    ),
    (13, "logins", include_str!("sqlite/0013_logins.sql")),
    (
        14,
        "second factor",
        include_str!("sqlite/0014_second_factor.sql"),
    ),
    (15, "unread", include_str!("sqlite/0015_unread.sql")),
    (
        16,
        "factor offer",
        include_str!("sqlite/0016_factor_offer.sql"),
    ),
];

const POSTGRES: &[Step] = &[
    (8, "schema", include_str!("postgres/0008_schema.sql")),
    (9, "authored", include_str!("postgres/0009_authored.sql")),
    (10, "hands", include_str!("postgres/0010_hands.sql")),
    (
        11,
        "register pages",
        include_str!("postgres/0011_register_pages.sql"),
    ),
    (
        12,
        "registry draft",
        include_str!("postgres/0012_registry_draft.sql"),
    ),
    (13, "logins", include_str!("postgres/0013_logins.sql")),
    (
        14,
        "second factor",
        include_str!("postgres/0014_second_factor.sql"),
    ),
    (15, "unread", include_str!("postgres/0015_unread.sql")),
    (
        16,
        "factor offer",
        include_str!("postgres/0016_factor_offer.sql"),
    ),
];

pub(super) fn sqlite() -> Migrator {
    migrator(SQLITE)
}

pub(super) fn postgres() -> Migrator {
    migrator(POSTGRES)
}

fn migrator(steps: &[Step]) -> Migrator {
    let steps = steps.iter().map(|&(number, about, statements)| {
        let statements = SqlStr::from_static(statements);
        let about = about.into();
        Migration::new(number, about, MigrationType::Simple, statements, false)
    });
    Migrator::with_migrations(steps.collect())
}
