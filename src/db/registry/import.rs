//! Taking over a registry file: all of it or nothing, and a second time nothing new.

use super::{Field, RegistryChange, Why, add_proof, read, record, subject_account};
use crate::db::access::{ask, facts};
use crate::db::audit::Trace;
use crate::db::engine::{Connection, again, sql};
use crate::db::{Db, DbError, micros, name_of, schedule};
use crate::model::{
    AccountId, Nip, Person, PersonId, PersonKind, Reader, RegistryEntry, Right, Scope,
};

/// How far an import goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportMode {
    /// Find out what would happen and write nothing.
    DryRun,
    /// Write everything; with a conflict, nothing.
    AllOrNothing,
    /// Write everything but rows with a conflict.
    SkipConflicts,
}

impl ImportMode {
    fn writes(self, report: &ImportReport) -> bool {
        match self {
            Self::DryRun => false,
            Self::AllOrNothing => report.conflicts.is_empty(),
            Self::SkipConflicts => true,
        }
    }
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct ImportReport {
    /// Whether anything was written for good.
    pub written: bool,
    /// New persons and agencies.
    pub persons_created: u32,
    /// Persons and agencies with a changed field.
    pub persons_updated: u32,
    /// New accounts.
    pub accounts_created: u32,
    /// New proofs of ownership.
    pub proofs_added: u32,
    /// Rows that changed nothing.
    pub unchanged: u32,
    /// Rows that contradict the register, and why.
    pub conflicts: Vec<(u32, String)>,
    /// What the operator should know, by row.
    pub notes: Vec<(u32, String)>,
}

impl ImportReport {
    fn changes(&self) -> u32 {
        self.persons_created + self.persons_updated + self.accounts_created + self.proofs_added
    }
}

/// Takes over entries with the row each came from, in one transaction. Rows about somebody whom
/// the reader may not see are conflicts.
pub async fn import(
    reader: &Reader,
    db: &Db,
    entries: &[(u32, RegistryEntry)],
    why: Why<'_>,
    mode: ImportMode,
) -> Result<ImportReport, DbError> {
    ask(reader, Right::Register)?;
    let report = again!(take_over(reader, db, entries, why, mode).await)?;
    if !mode.writes(&report) {
        // What a trial told of the register was told all the same.
        let detail = told(&report, entries.len(), why.reason);
        trace(why, &detail).leave(reader, db).await?;
    }
    Ok(report)
}

async fn take_over(
    reader: &Reader,
    db: &Db,
    entries: &[(u32, RegistryEntry)],
    why: Why<'_>,
    mode: ImportMode,
) -> Result<ImportReport, DbError> {
    let actor = reader.actor();
    let change = why.by(&actor);
    let mut transaction = db.begin().await?;
    if let Some(lock) = db.engine().lock_register() {
        sql(lock).execute(&mut transaction).await?;
    }
    let mut report = ImportReport::default();
    for (row, entry) in entries {
        let before = report.changes();
        let taken = import_row(
            &mut transaction,
            reader.scope(),
            entry,
            &change,
            &mut report,
        )
        .await?;
        match taken {
            Taken::Yes => report.unchanged += u32::from(report.changes() == before),
            Taken::Note(text) => report.notes.push((*row, text)),
            Taken::Conflict(text) => report.conflicts.push((*row, text)),
        }
    }
    let write = mode.writes(&report);
    report.written = write && report.changes() > 0;
    if write {
        let detail = told(&report, entries.len(), why.reason);
        trace(why, &detail).append(&mut transaction, reader).await?;
        transaction.commit().await.map_err(DbError::while_saving)?;
    } else {
        transaction.rollback().await?;
    }
    Ok(report)
}

fn trace<'a>(why: Why<'a>, detail: &'a str) -> Trace<'a> {
    Trace {
        at: why.at,
        action: "registry_import",
        subject: "register",
        detail,
    }
}

fn told(report: &ImportReport, rows: usize, reason: &str) -> String {
    facts([
        ("reason", reason.into()),
        ("rows", rows.into()),
        ("written", report.written.into()),
        ("persons_created", report.persons_created.into()),
        ("persons_updated", report.persons_updated.into()),
        ("accounts_created", report.accounts_created.into()),
        ("proofs_added", report.proofs_added.into()),
    ])
}

enum Taken {
    Yes,
    Note(String),
    Conflict(String),
}

struct KnownAccount {
    id: AccountId,
    owner: Person,
    retired: bool,
}

async fn import_row(
    connection: &mut Connection,
    scope: &Scope,
    entry: &RegistryEntry,
    change: &RegistryChange<'_>,
    report: &mut ImportReport,
) -> Result<Taken, DbError> {
    if !scope.covers(&entry.region) {
        return Ok(Taken::Conflict(format!(
            "{} lies outside {scope}, which is as far as you may read",
            entry.region
        )));
    }
    let account = find_account(connection, entry).await?;
    let person = match &account {
        Some(known) if known.owner.kind == PersonKind::Agency && known.owner.kind == entry.kind => {
            Some(known.owner.clone())
        }
        _ => find_person(connection, entry).await?,
    };
    let owner = account.as_ref().map(|known| &known.owner);
    let mut met = owner.into_iter().chain(&person);
    if met.any(|met| !scope.covers(&met.region)) {
        return Ok(Taken::Conflict(format!(
            "{} or its person is registered elsewhere; ask somebody who may read the whole country",
            entry.address
        )));
    }
    if let Some(known) = &account {
        if person.as_ref().map(|person| person.id) != Some(known.owner.id) {
            return Ok(Taken::Conflict(format!(
                "{} is registered as account {} of {}; a change of hands is decided by a person",
                entry.address,
                known.id,
                described(&known.owner)
            )));
        }
        if known.retired {
            let text = format!("{} was retired and stays retired", entry.address);
            return Ok(Taken::Note(text));
        }
    }
    let person = if let Some(person) = person {
        report.persons_updated += u32::from(update(connection, &person, entry, change).await?);
        person.id
    } else {
        report.persons_created += 1;
        create_person(connection, entry, change).await?
    };
    let account = if let Some(known) = account {
        known.id
    } else {
        report.accounts_created += 1;
        create_account(connection, person, entry, change).await?
    };
    if let Some(proof) = &entry.proof
        && !read::proofs(connection, account).await?.contains(proof)
    {
        report.proofs_added += 1;
        add_proof(connection, account, proof, change).await?;
    }
    Ok(Taken::Yes)
}

fn described(person: &Person) -> String {
    match &person.nip {
        Some(nip) => format!("{} (NIP {})", person.name, nip.masked()),
        None => person.name.clone(),
    }
}

async fn find_account(
    connection: &mut Connection,
    entry: &RegistryEntry,
) -> Result<Option<KnownAccount>, DbError> {
    let row = sql(
        "SELECT account.id AS account_id, person_id, retired_at IS NOT NULL AS retired, person.* \
         FROM account JOIN person ON person.id = person_id WHERE platform = $1 AND address = $2",
    )
    .bind(entry.platform.as_str())
    .bind(&entry.address)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(KnownAccount {
        id: AccountId(row.get("account_id")?),
        owner: read::person(&row, "person_id")?,
        retired: row.get("retired")?,
    }))
}

/// A person is known by NIP, an agency by its name and what it belongs to.
async fn find_person(
    connection: &mut Connection,
    entry: &RegistryEntry,
) -> Result<Option<Person>, DbError> {
    let query = match &entry.nip {
        Some(nip) => sql("SELECT * FROM person WHERE nip = $1").bind(nip.as_str().to_owned()),
        None => sql(
            "SELECT * FROM person WHERE kind = 'agency' AND name = $1 AND agency = $2 \
             AND region = $3",
        )
        .bind(entry.name.clone())
        .bind(&entry.agency)
        .bind(entry.region.as_str()),
    };
    let row = query.fetch_optional(connection).await?;
    row.map(|row| read::person(&row, "id")).transpose()
}

async fn create_person(
    connection: &mut Connection,
    entry: &RegistryEntry,
    change: &RegistryChange<'_>,
) -> Result<PersonId, DbError> {
    let id = sql(
        "INSERT INTO person (kind, nip, name, agency, post, region, purpose_basis, purpose_ends, \
         created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
    )
    .bind(name_of(entry.kind))
    .bind(entry.nip.as_ref().map(Nip::as_str))
    .bind(&entry.name)
    .bind(&entry.agency)
    .bind(&entry.position)
    .bind(entry.region.as_str())
    .bind(&entry.purpose.basis)
    .bind(entry.purpose.ends_on.to_string())
    .bind(micros(change.at))
    .fetch_value(connection)
    .await?;
    let created = Field {
        name: "created",
        before: None,
        after: Some(entry.name.clone()),
    };
    record(connection, change, &format!("person:{id}"), created).await?;
    Ok(PersonId(id))
}

async fn create_account(
    connection: &mut Connection,
    person: PersonId,
    entry: &RegistryEntry,
    change: &RegistryChange<'_>,
) -> Result<AccountId, DbError> {
    let id = sql(
        "INSERT INTO account (person_id, platform, address, due_at, created_at) \
         VALUES ($1, $2, $3, $4, $4) RETURNING id",
    )
    .bind(person.0)
    .bind(entry.platform.as_str())
    .bind(&entry.address)
    .bind(micros(change.at))
    .fetch_value(connection)
    .await?;
    let account = AccountId(id);
    let created = Field {
        name: "created",
        before: None,
        after: Some(format!("{} {}", entry.platform, entry.address)),
    };
    schedule::follow_registry(connection, person).await?;
    record(connection, change, &subject_account(account), created).await?;
    Ok(account)
}

/// Takes over changed fields and remembers each old value. Whether anything changed.
async fn update(
    connection: &mut Connection,
    person: &Person,
    entry: &RegistryEntry,
    change: &RegistryChange<'_>,
) -> Result<bool, DbError> {
    let fields = changed_fields(person, entry);
    if fields.is_empty() {
        return Ok(false);
    }
    for field in fields {
        record(connection, change, &format!("person:{}", person.id), field).await?;
    }
    sql(
        "UPDATE person SET name = $2, agency = $3, post = $4, region = $5, purpose_basis = $6, \
         purpose_ends = $7 WHERE id = $1",
    )
    .bind(person.id.0)
    .bind(&entry.name)
    .bind(&entry.agency)
    .bind(&entry.position)
    .bind(entry.region.as_str())
    .bind(&entry.purpose.basis)
    .bind(entry.purpose.ends_on.to_string())
    .execute(connection)
    .await?;
    sql(
        "INSERT INTO index_pending (post_id, mark) SELECT post.id, 1 FROM post \
         JOIN account ON account.id = account_id WHERE person_id = $1 \
         ON CONFLICT (post_id) DO UPDATE SET mark = index_pending.mark + 1",
    )
    .bind(person.id.0)
    .execute(connection)
    .await?;
    schedule::follow_registry(connection, person.id).await?;
    Ok(true)
}

fn changed_fields(person: &Person, entry: &RegistryEntry) -> Vec<Field> {
    let text = |value: &str| Some(value.to_owned());
    let (old, new) = (&person.purpose, &entry.purpose);
    let all = [
        ("name", text(&person.name), text(&entry.name)),
        ("agency", text(&person.agency), text(&entry.agency)),
        ("post", person.position.clone(), entry.position.clone()),
        (
            "region",
            text(person.region.as_str()),
            text(entry.region.as_str()),
        ),
        ("purpose_basis", text(&old.basis), text(&new.basis)),
        (
            "purpose_ends",
            text(&old.ends_on.to_string()),
            text(&new.ends_on.to_string()),
        ),
    ];
    let different = all.into_iter().filter(|(_, before, after)| before != after);
    different
        .map(|(name, before, after)| Field {
            name,
            before,
            after,
        })
        .collect()
}
