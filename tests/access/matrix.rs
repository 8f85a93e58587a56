//! Who gets what from each function of the database: one reviewed file.
//!
//! A cell says how many rows a reader gets, and which rows that leaves in the audit log; `no` is
//! a refusal, `none` an answer as if there were nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use netra::db::draft::{self, NewListDraft};
use netra::db::post::{self, Occasion, PostWalk};
use netra::db::queue::{self, Filter, Section, StartAt};
use netra::db::registry::{
    self, Confirmed, ImportMode, PersonFacts, PersonKey, RegisterFilter, RegisterPlace, Rename, Why,
};
use netra::db::user::{self, NewUser};
use netra::db::verdict::{self, NewVerdict, Saved};
use netra::db::{Db, DbError, audit, factor, pending, session};
use netra::model::{
    AccountId, AssessmentId, Decision, OwnershipProof, PersonId, PersonKind, Platform, PostId,
    ProofKind, Purpose, Reader, RegistryEntry, Role, Scope,
};

use super::desk::{Template, readers};
use crate::support::reason;
use crate::web::support::somebody;

/// Every function of the database that takes a reader.
const FUNCTIONS: [&str; 51] = [
    "queue::page",
    "queue::page (second)",
    "queue::facets",
    "queue::neighbour",
    "queue::key",
    "post::open",
    "post::open (elsewhere)",
    "post::open (verdicts)",
    "post::reveal",
    "post::assessment",
    "post::find",
    "PostWalk::next",
    "PostWalk::standing",
    "PostWalk::again",
    "PostWalk::at_work",
    "pending::batch",
    "verdict::save",
    "registry::list",
    "registry::browse",
    "registry::tally",
    "registry::person_file",
    "registry::seek_person",
    "registry::account_file",
    "registry::show",
    "registry::export",
    "registry::import",
    "registry::retire",
    "registry::restore",
    "registry::retire_person",
    "registry::restore_person",
    "registry::move_account",
    "registry::split",
    "registry::merge",
    "registry::amend_person",
    "registry::amend_person (to elsewhere)",
    "registry::amend_person (elsewhere)",
    "registry::verify",
    "registry::usual_scope",
    "draft::keep",
    "draft::list",
    "draft::open (another's)",
    "draft::confirm",
    "draft::discard (another's)",
    "user::list",
    "user::add",
    "user::set_scope",
    "user::disable",
    "session::list",
    "session::end_all",
    "factor::reset",
    "audit::list",
];

fn now() -> Timestamp {
    "2027-01-15T03:00:00Z".parse().unwrap()
}

fn occasion(query: &str) -> Occasion<'_> {
    Occasion {
        action: "search",
        query,
        at: now(),
    }
}

fn why() -> Why<'static> {
    Why {
        reason: reason("surat 1"),
        at: now(),
        seen: None,
    }
}

fn some<T>(found: Option<&T>) -> usize {
    usize::from(found.is_some())
}

fn entry(region: &str) -> RegistryEntry {
    RegistryEntry {
        kind: PersonKind::Agency,
        nip: None,
        name: format!("Dinas {region}"),
        agency: "Pemkab".to_owned(),
        position: None,
        region: region.parse().unwrap(),
        platform: Platform::Feed,
        address: format!("https://contoh.example/{region}"),
        proof: None,
        purpose: Purpose {
            basis: "ST 1".to_owned(),
            ends_on: "2027-12-31".parse().unwrap(),
        },
    }
}

/// How many rows a reader gets.
async fn read(name: &str, reader: &Reader, db: &Db) -> Result<usize, DbError> {
    let (filter, all) = (Filter::default(), [1, 2, 3, 4].map(PostId));
    let second = Filter {
        section: Section::Second,
        ..Filter::default()
    };
    Ok(match name {
        "queue::page" => {
            let page = queue::page(reader, db, now(), &filter, StartAt::Top, 9).await?;
            page.entries
                .iter()
                .filter(|entry| entry.row.is_ok())
                .count()
        }
        "queue::page (second)" => queue::page(reader, db, now(), &second, StartAt::Top, 9)
            .await?
            .entries
            .len(),
        "queue::facets" => queue::facets(reader, db, Section::First).await?.counted,
        "queue::neighbour" => some(
            queue::neighbour(reader, db, &filter, StartAt::Top)
                .await?
                .as_ref(),
        ),
        "queue::key" => some(queue::key(reader, db, PostId(1)).await?.as_ref()),
        "post::open" => some(post::open(reader, db, now(), PostId(1)).await?.as_ref()),
        "post::open (elsewhere)" => some(post::open(reader, db, now(), PostId(3)).await?.as_ref()),
        "post::open (verdicts)" => post::open(reader, db, now(), PostId(2))
            .await?
            .map_or(0, |item| item.verdicts.len()),
        "post::reveal" => some(
            post::reveal(reader, db, (now(), reason("laporan")), PostId(1))
                .await?
                .as_ref(),
        ),
        "post::assessment" => some(post::assessment(reader, db, PostId(1)).await?.as_ref()),
        "post::find" => post::find(reader, db, occasion("uji"), &all).await?.len(),
        "PostWalk::next" => PostWalk::new(reader, db, occasion("uji"))
            .next(9)
            .await?
            .len(),
        "PostWalk::standing" => {
            let mut walk = PostWalk::new(reader, db, occasion("uji"));
            walk.standing(&all).await?.len()
        }
        "PostWalk::again" => {
            let mut walk = PostWalk::new(reader, db, occasion("uji"));
            walk.again(&all).await?.len()
        }
        "PostWalk::at_work" => PostWalk::at_work(reader, db).next(9).await?.len(),
        "pending::batch" => pending::batch(reader, db, None, 9).await?.ready.len(),
        "verdict::save" => save(reader, db).await?,
        "audit::list" => usize::from(!audit::list(reader, db, now(), None, 9).await?.is_empty()),
        _ => keep(name, reader, db).await?,
    })
}

async fn save(reader: &Reader, db: &Db) -> Result<usize, DbError> {
    let new = NewVerdict {
        post: PostId(1),
        revision: 1,
        assessment: AssessmentId(1),
        decision: Decision::Unsure,
        code: "uji",
        reason: "uji",
        at: now(),
    };
    let saved = verdict::save(reader, db, &new).await?;
    Ok(usize::from(matches!(saved, Saved::Stored(..))))
}

/// What keeps the register and the users.
async fn keep(name: &str, reader: &Reader, db: &Db) -> Result<usize, DbError> {
    let account = AccountId(2);
    Ok(match name {
        "registry::list" => registry::list(reader, db, now(), false).await?.len(),
        "registry::browse" => {
            let (filter, top) = (RegisterFilter::default(), RegisterPlace::Top);
            let found = registry::browse(reader, db, now(), &filter, top, 9)
                .await?
                .persons;
            found.len()
        }
        "registry::tally" => {
            let all = RegisterFilter::default().search;
            let tally = registry::tally(reader, db, now(), &all).await?;
            usize::try_from(tally.persons_visited + tally.agencies_visited).unwrap()
        }
        "registry::person_file" => {
            registry::person_file(reader, db, now(), PersonId(2), None).await?;
            1
        }
        "registry::seek_person" => {
            let key = PersonKey::Number(PersonId(2));
            some(
                registry::seek_person(reader, db, now(), &key)
                    .await?
                    .as_ref(),
            )
        }
        "registry::account_file" => {
            registry::account_file(reader, db, now(), account, None).await?;
            1
        }
        "registry::amend_person" => amend(reader, db, 2, "32.04.01").await?,
        "registry::amend_person (to elsewhere)" => amend(reader, db, 2, "32.05").await?,
        "registry::amend_person (elsewhere)" => amend(reader, db, 4, "32.04").await?,
        "registry::show" => {
            registry::show(reader, db, now(), account, None).await?;
            1
        }
        "registry::export" => registry::export(reader, db, now(), None).await?.len(),
        "registry::import" => {
            let entries = ["32.04", "33.01"].map(|region| (2.into(), entry(region)));
            let mode = ImportMode::SkipConflicts;
            let report =
                registry::import(reader, db, &entries, why(), mode, &Confirmed::default()).await?;
            report.accounts_created as usize
        }
        "registry::retire" => usize::from(registry::retire(reader, db, account, why()).await?),
        "registry::restore" => {
            registry::restore(reader, db, account, why()).await?;
            1
        }
        "registry::retire_person" => {
            usize::from(registry::retire_person(reader, db, PersonId(2), why()).await?)
        }
        "registry::restore_person" => {
            registry::restore_person(reader, db, PersonId(2), why()).await?;
            1
        }
        // Persons 2 and 3 serve in neighbouring districts: who reads one knows nothing of the other.
        "registry::move_account" => {
            registry::move_account(reader, db, account, PersonId(3), now(), why()).await?;
            1
        }
        "registry::split" => {
            registry::split(reader, db, &[account], PersonId(2), PersonId(3), why()).await?;
            1
        }
        "registry::merge" => {
            registry::merge(reader, db, PersonId(2), PersonId(3), why()).await?;
            1
        }
        "registry::verify" => {
            let proof = OwnershipProof {
                kind: ProofKind::Admitted,
                reference: None,
                verified_by: None,
                verified_at: None,
                expires_at: None,
            };
            registry::verify(reader, db, account, &proof, why()).await?;
            1
        }
        "registry::usual_scope" => {
            usize::from(!registry::usual_scope(reader, db).await?.is_unset())
        }
        _ if name.starts_with("draft::") => upload(name, reader, db).await?,
        "user::list" => user::list(reader, db).await?.len(),
        "user::add" => some(add(reader, db).await?.as_ref()),
        "user::set_scope" => {
            let scope: Scope = "32.04".parse().unwrap();
            let other = user::by_name(db, "lain").await?.unwrap();
            user::set_scope(reader, db, &other, &scope, now()).await?;
            1
        }
        "user::disable" => {
            let other = user::by_name(db, "lain").await?.unwrap();
            user::disable(reader, db, &other, now()).await?;
            1
        }
        "session::list" => {
            let idle = SignedDuration::from_mins(30);
            session::list(reader, db, now(), idle).await?.len()
        }
        "session::end_all" => {
            let other = user::by_name(db, "lain").await?.unwrap();
            session::end_all(reader, db, &other, now()).await?;
            1
        }
        "factor::reset" => {
            let other = user::by_name(db, "lain").await?.unwrap();
            factor::reset(
                reader,
                db,
                &other,
                &"dipastikan tatap muka".parse().unwrap(),
                now(),
            )
            .await?;
            1
        }
        other => panic!("{other} is not called"),
    })
}

/// Lists that were uploaded and wait: by the reader, or by another who may read the country.
async fn upload(name: &str, reader: &Reader, db: &Db) -> Result<usize, DbError> {
    let new = NewListDraft {
        file_name: "daftar.csv",
        bytes: b"NIP".to_vec(),
        settings: "{}",
    };
    let other = somebody(2, Role::Administrator, "ID");
    Ok(match name {
        "draft::list" => {
            draft::keep(&other, db, &new, now()).await?;
            draft::list(reader, db, now()).await?.len()
        }
        "draft::open (another's)" => {
            let id = draft::keep(&other, db, &new, now()).await?;
            draft::open(reader, db, now(), id).await?;
            1
        }
        "draft::discard (another's)" => {
            let id = draft::keep(&other, db, &new, now()).await?;
            draft::discard(reader, db, now(), id).await?;
            1
        }
        "draft::confirm" => {
            let id = draft::keep(reader, db, &new, now()).await?;
            draft::confirm(reader, db, id, &Confirmed::default()).await?;
            1
        }
        _ => {
            draft::keep(reader, db, &new, now()).await?;
            1
        }
    })
}

/// How many facts of a person change when they serve somewhere else.
async fn amend(reader: &Reader, db: &Db, person: i64, region: &str) -> Result<usize, DbError> {
    let facts = PersonFacts {
        kind: netra::model::PersonKind::Agency,
        name: "@akun".to_owned(),
        agency: "Dinas Uji".to_owned(),
        position: None,
        region: region.parse().unwrap(),
        purpose: Purpose {
            basis: "ST 1/2027".to_owned(),
            ends_on: "2027-12-31".parse().unwrap(),
        },
    };
    let rename = Rename::Confirmed;
    registry::amend_person(reader, db, PersonId(person), &facts, rename, why()).await
}

async fn add(reader: &Reader, db: &Db) -> Result<Option<netra::model::UserId>, DbError> {
    let new = NewUser {
        name: "baru",
        display_name: "baru",
        role: Role::Analyst,
        scope: &"32.04".parse().unwrap(),
        password_hash: "x",
        password_once: true,
    };
    user::add(reader, db, &new, now()).await
}

async fn cell(template: &Template, function: &str, reader: &Reader) -> String {
    let copy = template.copy().await;
    let before = copy.last_row().await;
    let told = match read(function, reader, &copy.db).await {
        Ok(0) | Err(DbError::Unknown { .. }) => "none".to_owned(),
        Ok(rows) => rows.to_string(),
        Err(DbError::Forbidden { .. }) => "no".to_owned(),
        Err(DbError::Wider { .. } | DbError::Register(_)) => "too wide".to_owned(),
        Err(other) => panic!("{function}: {other}"),
    };
    let left = copy.actions(before).await.join(", ");
    audit::verify(&copy.db).await.unwrap();
    if left.is_empty() {
        told
    } else {
        format!("{told} [{left}]")
    }
}

/// Readers with the same answer stand on one line.
#[tokio::test]
async fn rights_and_scopes_and_what_they_leave() {
    let template = Template::new().await;
    let mut table = String::new();
    for function in FUNCTIONS {
        let mut answers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (who, reader) in readers() {
            let told = cell(&template, function, &reader).await;
            answers.entry(told).or_default().push(who);
        }
        writeln!(table, "{function}").unwrap();
        for (told, who) in answers {
            writeln!(table, "  {told}: {}", who.join(", ")).unwrap();
        }
    }
    insta::assert_snapshot!("rights", table);
}
