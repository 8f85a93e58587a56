//! Reading the register.

use jiff::Timestamp;
use serde_json::Value;

use super::subject_account;
use crate::db::access::{Listed, ask, facts, listed, numbers, push_scope};
use crate::db::account::account;
use crate::db::audit::Trace;
use crate::db::engine::{Connection, DbRow, Statement, again, sql};
use crate::db::proof::{self, StateProof};
use crate::db::strict::RowOf;
use crate::db::{Db, DbError, inconsistent};
use crate::model::{
    Account, AccountId, OwnershipProof, Person, PersonId, Platform, Purpose, Reader, Reason,
    RegionCode, RegistryEntry, Right, Scope,
};

/// An account with its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The account.
    pub account: Account,
    /// Whose it is.
    pub person: Person,
    /// When it was taken out.
    pub retired_at: Option<Timestamp>,
    /// What the platform calls the account now, where that differs.
    pub seen_address: Option<String>,
    /// End of the last pass.
    pub crawled_at: Option<Timestamp>,
    /// Why the last pass failed.
    pub last_error: Option<String>,
    /// The newest proof of ownership.
    pub proof: Option<OwnershipProof>,
    /// The answer that says how the account stands.
    pub state_proof: Option<StateProof>,
}

/// One line of the register's history.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// What: `person:3`, `account:7`.
    pub subject: String,
    /// Which field.
    pub field: String,
    /// Old value.
    pub before: Option<String>,
    /// New value.
    pub after: Option<String>,
}

/// An account with its person, all proofs, and the history of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The account and the person.
    pub registered: Registered,
    /// All proofs, newest first.
    pub proofs: Vec<OwnershipProof>,
    /// All changes, oldest first, with those of persons who were merged into the owner.
    pub history: Vec<HistoryEntry>,
    /// Whether the reader asked for the NIP in full, and may see it.
    pub nip_in_full: bool,
}

const SELECT: &str = "SELECT account.id, account.person_id AS person_id, platform, address, stable_id, state, \
     retired_at, seen_address, crawled_at, last_error, person.kind AS kind, nip, person.name, agency, \
     person.post, region, purpose_basis, purpose_ends, proof.id AS proof_id, \
     proof.kind AS proof_kind, reference, verified_by, verified_at, expires_at";
const FROM: &str = " FROM account JOIN person ON person.id = account.person_id \
     LEFT JOIN ownership_proof AS proof \
     ON proof.id = (SELECT max(shown.id) FROM ownership_proof AS shown \
     WHERE shown.account_id = account.id AND shown.person_id = account.person_id)";

fn select() -> Statement {
    sql(SELECT)
        .also(proof::COLUMNS)
        .also(FROM)
        .also(proof::JOIN)
}

/// All accounts of persons whom the reader may see, by number; retired ones only if asked for.
/// A row that cannot be read stands in the list as such.
pub async fn list(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    with_retired: bool,
) -> Result<Vec<Listed<Registered>>, DbError> {
    ask(reader, Right::Read)?;
    let rows = rows(reader, db, with_retired).await?;
    let listed: Vec<_> = rows
        .iter()
        .map(|row| listed(row.get("id")?, registered(row)))
        .collect::<Result<_, _>>()?;
    let detail = facts([
        ("accounts", account_numbers(&rows)?),
        ("all", with_retired.into()),
        ("found", listed.len().into()),
    ]);
    register_read(reader, db, (at, "registry_list"), &detail).await?;
    Ok(listed)
}

/// Shows every account on some platforms, and whether it is retired, one after the other: for an
/// import, which must find an account wherever its person serves. It leaves a trace itself.
pub async fn each_account(
    reader: &Reader,
    db: &Db,
    platforms: &[Platform],
    mut seen: impl FnMut(&Account, bool),
) -> Result<(), DbError> {
    ask(reader, Right::Register)?;
    let mut query = sql(
        "SELECT id, person_id, platform, address, stable_id, state, \
         retired_at IS NOT NULL AS retired FROM account WHERE platform",
    );
    query.push_list(platforms.iter().map(|one| one.as_str()));
    let each = |row: DbRow| {
        seen(&account(&row)?, row.get("retired")?);
        Ok(())
    };
    query.fetch_each(&mut db.read().await?, each).await
}

/// The register as entries with full NIPs, as far as the reader may see, in the order of the
/// accounts, without retired ones and without persons who have no account; of the proofs only the
/// newest. Imported again it changes nothing; a row that cannot be read
/// is an error, because an export that lacks somebody would be untrue.
pub async fn export(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    reason: Option<&Reason>,
) -> Result<Vec<RegistryEntry>, DbError> {
    ask(reader, Right::Register)?;
    let rows = rows(reader, db, false).await?;
    let entries: Vec<RegistryEntry> = rows
        .iter()
        .map(|row| Ok(entry(registered(row)?)))
        .collect::<Result<_, DbError>>()?;
    let detail = facts([
        ("accounts", account_numbers(&rows)?),
        ("found", entries.len().into()),
        ("reason", reason.map(Reason::as_str).into()),
    ]);
    register_read(reader, db, (at, "registry_export"), &detail).await?;
    Ok(entries)
}

fn account_numbers(rows: &[DbRow]) -> Result<Value, DbError> {
    let ids: Vec<i64> = rows
        .iter()
        .map(|row| row.get("id"))
        .collect::<Result<_, _>>()?;
    Ok(numbers(ids))
}

async fn rows(reader: &Reader, db: &Db, with_retired: bool) -> Result<Vec<DbRow>, DbError> {
    let mut query = select();
    query.push(if with_retired {
        " WHERE 1 = 1"
    } else {
        " WHERE retired_at IS NULL"
    });
    push_scope(&mut query, reader, "person.region");
    query.push(" ORDER BY account.id");
    query.read_all(db).await
}

pub(super) async fn register_read(
    reader: &Reader,
    db: &Db,
    (at, action): (Timestamp, &str),
    detail: &str,
) -> Result<(), DbError> {
    let trace = Trace {
        at,
        action,
        subject: "register",
        detail,
    };
    trace.leave(reader, db).await
}

fn entry(found: Registered) -> RegistryEntry {
    RegistryEntry {
        kind: found.person.kind,
        nip: found.person.nip,
        name: found.person.name,
        agency: found.person.agency,
        position: found.person.position,
        region: found.person.region,
        platform: found.account.platform,
        address: found.account.address,
        proof: found.proof,
        purpose: found.person.purpose,
    }
}

/// One account with all that is known of it. The NIP is to be shown in full only for a reason,
/// to whoever has the right; the audit row holds it.
pub async fn show(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    id: AccountId,
    nip_for: Option<&Reason>,
) -> Result<Shown, DbError> {
    ask(reader, Right::Read)?;
    if nip_for.is_some() {
        ask(reader, Right::Reveal)?;
    }
    let mut query = select();
    query.push(" WHERE account.id = ").push_bind(id.0);
    push_scope(&mut query, reader, "person.region");
    let row = query.read_first(db).await?;
    let row = row.ok_or(DbError::Unknown {
        what: "account",
        id: id.0,
    })?;
    let registered = registered(&row)?;
    let owner = registered.person.id;
    let history = sql(
        "SELECT * FROM registry_change WHERE subject IN ($1, $2) OR subject IN \
         (SELECT 'person:' || id FROM person WHERE merged_into = $3) ORDER BY id",
    )
    .bind(format!("person:{owner}"))
    .bind(subject_account(id))
    .bind(owner.0)
    .read_all(db)
    .await?;
    let shown = Shown {
        registered,
        proofs: again!(proofs(&mut db.read().await?, id, owner).await)?,
        history: history
            .iter()
            .map(history_entry)
            .collect::<Result<_, _>>()?,
        nip_in_full: nip_for.is_some(),
    };
    let trace = Trace {
        at,
        action: "registry_read",
        subject: &subject_account(id),
        detail: &facts([
            ("nip_in_full", shown.nip_in_full.into()),
            ("reason", nip_for.map(Reason::as_str).into()),
        ]),
    };
    trace.leave(reader, db).await?;
    Ok(shown)
}

/// The district or province that holds everybody in the register whom the reader may see; unset
/// where there is nobody, or where they serve in several provinces.
pub async fn usual_scope(reader: &Reader, db: &Db) -> Result<Scope, DbError> {
    ask(reader, Right::Read)?;
    let mut query = sql("SELECT min(id) AS id, region FROM person WHERE 1 = 1");
    push_scope(&mut query, reader, "person.region");
    query.push(" GROUP BY region");
    let rows = query.read_all(db).await?;
    let regions: Vec<RegionCode> = rows
        .iter()
        .map(|row| RowOf::new(row, "person", "id")?.parsed("region"))
        .collect::<Result<_, _>>()?;
    Ok(Scope::around(&regions))
}

/// All proofs that an account is a person's, newest first.
pub(in crate::db) async fn proofs(
    connection: &mut Connection,
    account: AccountId,
    owner: PersonId,
) -> Result<Vec<OwnershipProof>, DbError> {
    let rows = sql(
        "SELECT id AS proof_id, kind AS proof_kind, reference, verified_by, verified_at, \
         expires_at FROM ownership_proof WHERE account_id = $1 AND person_id = $2 ORDER BY id DESC",
    )
    .bind(account.0)
    .bind(owner.0)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .filter_map(|row| proof(row).transpose())
        .collect()
}

/// The person in a row that has all its columns, with the row identifier in the column `id`.
pub(in crate::db) fn person(row: &DbRow, id: &str) -> Result<Person, DbError> {
    let row = RowOf::new(row, "person", id)?;
    Ok(Person {
        id: PersonId(row.id()),
        kind: row.named("kind")?,
        nip: row.optional_parsed("nip").map_err(without_number)?,
        name: row.get("name")?,
        agency: row.get("agency")?,
        position: row.get("post")?,
        region: row.parsed("region")?,
        purpose: Purpose {
            basis: row.get("purpose_basis")?,
            ends_on: row.parsed("purpose_ends")?,
        },
    })
}

/// What is wrong with a NIP is told without its digits: errors go to logs.
fn without_number(error: DbError) -> DbError {
    match error {
        DbError::Inconsistent(broken) => {
            inconsistent(broken.table, broken.row, "an impossible NIP")
        }
        other => other,
    }
}

fn registered(row: &DbRow) -> Result<Registered, DbError> {
    let since = RowOf::new(row, "account", "id")?;
    Ok(Registered {
        account: account(row)?,
        person: person(row, "person_id")?,
        retired_at: since.optional_instant("retired_at")?,
        seen_address: since.get("seen_address")?,
        crawled_at: since.optional_instant("crawled_at")?,
        last_error: since.get("last_error")?,
        proof: proof(row)?,
        state_proof: proof::state_proof(row)?,
    })
}

pub(super) fn proof(row: &DbRow) -> Result<Option<OwnershipProof>, DbError> {
    let Some(row) = RowOf::optional(row, "ownership_proof", "proof_id")? else {
        return Ok(None);
    };
    Ok(Some(OwnershipProof {
        kind: row.named("proof_kind")?,
        reference: row.get("reference")?,
        verified_by: row.get("verified_by")?,
        verified_at: row.optional_instant("verified_at")?,
        expires_at: row.optional_instant("expires_at")?,
    }))
}

pub(super) fn history_entry(row: &DbRow) -> Result<HistoryEntry, DbError> {
    let row = RowOf::new(row, "registry_change", "id")?;
    Ok(HistoryEntry {
        at: row.instant("at")?,
        actor: row.get("actor")?,
        reason: row.get("reason")?,
        subject: row.get("subject")?,
        field: row.get("field")?,
        before: row.get("before")?,
        after: row.get("after")?,
    })
}
