//! All that the register holds of one account, and how far its posts are kept.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::browse::{PersonAccount, person_account, select_accounts};
use super::history::{HistoryPage, history_page, last_change, names, persons_of};
use super::read::{HistoryEntry, person, proof};
use super::subject_account;
use super::version::registry_version;
use crate::db::access::{Listed, ask, facts, listed, push_scope};
use crate::db::audit::Trace;
use crate::db::engine::{Connection, DbRow, again, sql};
use crate::db::proof::{self as kept, StateProof};
use crate::db::strict::RowOf;
use crate::db::{Db, DbError};
use crate::model::{AccountId, OwnershipProof, Person, PersonId, Reader, Right};

/// All that the register holds of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountFile {
    /// The account as it stands.
    pub account: PersonAccount,
    /// Whose it is.
    pub owner: Person,
    /// Since when the owner is taken out as a whole.
    pub owner_withdrawn_at: Option<Timestamp>,
    /// What the account calls itself on the platform.
    pub display_name: Option<String>,
    /// What the platform calls the account now, where that differs.
    pub seen_address: Option<String>,
    /// The answer that says how the account stands with its platform.
    pub state_proof: Option<StateProof>,
    /// All proofs, newest first.
    pub proofs: Vec<Listed<HeldProof>>,
    /// Whose it was, latest first.
    pub former: Vec<FormerOwner>,
    /// How far its posts are kept.
    pub coverage: Coverage,
    /// Who took it out and why, if it is out.
    pub retirement: Option<HistoryEntry>,
    /// Changes of the account.
    pub history: HistoryPage,
    /// Names of the persons that are spoken of, as far as the reader may see.
    pub names: BTreeMap<PersonId, String>,
    /// The register's version of which this tells.
    pub version: i64,
}

/// A proof with the person whose account it proves this one to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldProof {
    /// Whose.
    pub person: PersonId,
    /// The proof.
    pub proof: OwnershipProof,
}

/// Whose an account was, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormerOwner {
    /// Who.
    pub person: PersonId,
    /// When it changed hands.
    pub until: Timestamp,
}

/// How far the posts of an account are kept. Says nothing of what they say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many posts.
    pub posts: u64,
    /// When the first of them was posted.
    pub first: Option<Timestamp>,
    /// When the last of them was posted.
    pub last: Option<Timestamp>,
    /// When a capture last showed one of them.
    pub seen: Option<Timestamp>,
}

/// One account, with the changes before a number.
pub async fn account_file(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    account: AccountId,
    before: Option<i64>,
) -> Result<AccountFile, DbError> {
    ask(reader, Right::Register)?;
    let file = again!({
        let mut snapshot = db.snapshot().await?;
        read(reader, &mut snapshot, (account, before), at).await
    })?;
    let trace = Trace {
        at,
        action: "registry_read",
        subject: &subject_account(account),
        detail: &facts([("nip_in_full", false.into())]),
    };
    trace.leave(reader, db).await?;
    Ok(file)
}

async fn read(
    reader: &Reader,
    connection: &mut Connection,
    (id, before): (AccountId, Option<i64>),
    at: Timestamp,
) -> Result<AccountFile, DbError> {
    let mut query = select_accounts(at)
        .also(
            ", person.kind AS kind, nip, person.name AS name, agency, post, region, \
             purpose_basis, purpose_ends, withdrawn_at, display_name, seen_address",
        )
        .also(kept::COLUMNS)
        .also(" FROM account JOIN person ON person.id = account.person_id")
        .also(kept::JOIN)
        .also(" WHERE account.id = ");
    query.push_bind(id.0);
    push_scope(&mut query, reader, "person.region");
    let row = query.fetch_optional(connection).await?;
    let row = row.ok_or(DbError::Unknown {
        what: "account",
        id: id.0,
    })?;
    let (account, owner) = (person_account(&row)?, person(&row, "person_id")?);
    let (proofs, former) = (
        all_proofs(connection, id).await?,
        former_owners(connection, id).await?,
    );
    let subject = subject_account(id);
    let retirement = match account.retired_at {
        Some(_) => last_change(connection, &subject, "retired").await?,
        None => None,
    };
    let history = history_page(connection, &[subject], before).await?;
    let mut spoken_of: BTreeSet<PersonId> = persons_of(&history);
    spoken_of.extend(former.iter().map(|former| former.person));
    spoken_of.extend(proofs.iter().flatten().map(|held| held.person));
    let since = RowOf::new(&row, "account", "id")?;
    Ok(AccountFile {
        owner_withdrawn_at: since.optional_instant("withdrawn_at")?,
        display_name: since.get("display_name")?,
        seen_address: since.get("seen_address")?,
        state_proof: kept::state_proof(&row)?,
        coverage: coverage(connection, id).await?,
        names: names(reader, connection, spoken_of).await?,
        version: registry_version(connection).await?,
        account,
        owner,
        proofs,
        former,
        retirement,
        history,
    })
}

async fn all_proofs(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<Listed<HeldProof>>, DbError> {
    let rows = sql(
        "SELECT id AS proof_id, coalesce(person_id, 0) AS proof_of, kind AS proof_kind, reference, \
         verified_by, verified_at, expires_at FROM ownership_proof WHERE account_id = $1 \
         ORDER BY id DESC",
    )
    .bind(account.0)
    .fetch_all(connection)
    .await?;
    let mut proofs = Vec::with_capacity(rows.len());
    for row in &rows {
        let person = PersonId(row.get("proof_of")?);
        let read = proof(row).map(|found| found.map(|proof| HeldProof { person, proof }));
        let found = listed(row.get("proof_id")?, read)?;
        proofs.extend(found.transpose());
    }
    Ok(proofs)
}

async fn former_owners(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<FormerOwner>, DbError> {
    let rows = sql(
        "SELECT person_id, until_at FROM former_owner WHERE account_id = $1 \
                    ORDER BY until_at DESC",
    )
    .bind(account.0)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row: &DbRow| {
            let of = RowOf::new(row, "former_owner", "person_id")?;
            Ok(FormerOwner {
                person: PersonId(of.id()),
                until: of.instant("until_at")?,
            })
        })
        .collect()
}

async fn coverage(connection: &mut Connection, account: AccountId) -> Result<Coverage, DbError> {
    let row = sql(
        "SELECT $1 AS id, count(*) AS posts, min(posted_at) AS first_at, max(posted_at) AS last_at, \
         max(last_seen_at) AS seen_at FROM post WHERE account_id = $1",
    )
    .bind(account.0)
    .fetch_one(connection)
    .await?;
    let of = RowOf::new(&row, "post", "id")?;
    Ok(Coverage {
        posts: of.get::<i64>("posts")?.unsigned_abs(),
        first: of.optional_instant("first_at")?,
        last: of.optional_instant("last_at")?,
        seen: of.optional_instant("seen_at")?,
    })
}
