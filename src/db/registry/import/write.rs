//! Writing what a file comes to: by batches, so that a row costs no trip of its own.

use super::draft::{DraftSubject, RegisterDraft};
use crate::db::engine::{Connection, Script};
use crate::db::registry::hands::{self, Hands};
use crate::db::registry::{RegistryChange, record_all, subject_account, subject_person};
use crate::db::{BATCH, DbError, inconsistent, micros, name_of, schedule};
use crate::model::{AccountId, Nip, PersonId};

/// Changed persons in one statement text: each is three statements.
const PERSONS: usize = 100;

/// Writes a draft and its history.
pub(super) async fn write_draft(
    connection: &mut Connection,
    draft: &mut RegisterDraft,
    change: &RegistryChange<'_>,
) -> Result<(), DbError> {
    insert_persons(connection, draft, change).await?;
    update_persons(connection, draft).await?;
    insert_accounts(connection, draft, change).await?;
    for handed in &draft.handed {
        let person = |slot: usize| draft.persons[slot].id.ok_or_else(lost);
        let hands = Hands {
            account: draft.accounts[handed.account].id.ok_or_else(lost)?,
            from: person(handed.from)?,
            to: person(handed.to)?,
        };
        if handed.mistaken {
            hands::correct(connection, hands, change).await?;
        } else {
            hands::hand_over(connection, hands, change.at, change).await?;
        }
    }
    insert_proofs(connection, draft, change).await?;
    let mut history = Vec::with_capacity(draft.changes.len());
    for noted in std::mem::take(&mut draft.changes) {
        let subject = match noted.subject {
            DraftSubject::Person(slot) => subject_person(draft.persons[slot].id.ok_or_else(lost)?),
            DraftSubject::Account(slot) => {
                subject_account(draft.accounts[slot].id.ok_or_else(lost)?)
            }
        };
        history.push((subject, noted.field));
    }
    record_all(connection, change, history).await
}

/// A row that was just written gave no number.
fn lost() -> DbError {
    inconsistent("registry_change", 0, "a change of nothing")
}

async fn insert_persons(
    connection: &mut Connection,
    draft: &mut RegisterDraft,
    change: &RegistryChange<'_>,
) -> Result<(), DbError> {
    let new: Vec<usize> = draft
        .persons
        .iter()
        .enumerate()
        .filter(|(_, person)| person.id.is_none())
        .map(|(slot, _)| slot)
        .collect();
    for batch in new.chunks(BATCH) {
        let mut script = Script::new(connection.engine());
        let insert = script.statement(
            "INSERT INTO person (kind, nip, name, agency, post, region, purpose_basis, \
             purpose_ends, created_at) ",
        );
        insert.push_values(batch, |row, slot| {
            let person = &draft.persons[*slot].now;
            row.bind(name_of(person.kind))
                .bind(person.nip.as_ref().map(Nip::as_str))
                .bind(&person.name)
                .bind(&person.agency)
                .bind(&person.position)
                .bind(person.region.as_str())
                .bind(&person.purpose.basis)
                .bind(person.purpose.ends_on.to_string())
                .bind(micros(change.at));
        });
        insert.push(" RETURNING id, nip, name, agency, region");
        for row in script
            .run(connection)
            .await?
            .iter()
            .flat_map(|ran| &ran.rows)
        {
            let nip: Option<String> = row.get("nip")?;
            let office = (row.get("name")?, row.get("agency")?, row.get("region")?);
            let slot = draft.slot_of(nip.as_deref(), &office).ok_or_else(lost)?;
            draft.persons[slot].id = Some(PersonId(row.get("id")?));
        }
    }
    Ok(())
}

async fn update_persons(connection: &mut Connection, draft: &RegisterDraft) -> Result<(), DbError> {
    let changed: Vec<_> = draft.rewritten().collect();
    for batch in changed.chunks(PERSONS) {
        let mut script = Script::new(connection.engine());
        for (id, person) in batch {
            let update = script.statement("UPDATE person SET name = ");
            update.push_bind(&person.name);
            update.push(", kind = ").push_bind(name_of(person.kind));
            update.push(", agency = ").push_bind(&person.agency);
            update.push(", post = ").push_bind(&person.position);
            update.push(", region = ").push_bind(person.region.as_str());
            update
                .push(", purpose_basis = ")
                .push_bind(&person.purpose.basis);
            let ends_on = person.purpose.ends_on.to_string();
            update.push(", purpose_ends = ").push_bind(ends_on);
            update.push(" WHERE id = ").push_bind(id.0);
            hands::push_reindex(&mut script, *id);
            schedule::push_follow(&mut script, *id);
        }
        script.run(connection).await?;
    }
    Ok(())
}

async fn insert_accounts(
    connection: &mut Connection,
    draft: &mut RegisterDraft,
    change: &RegistryChange<'_>,
) -> Result<(), DbError> {
    let new: Vec<usize> = draft
        .accounts
        .iter()
        .enumerate()
        .filter(|(_, account)| account.id.is_none())
        .map(|(slot, _)| slot)
        .collect();
    for batch in new.chunks(BATCH) {
        let mut owners = Vec::with_capacity(batch.len());
        for slot in batch {
            let owner = &draft.persons[draft.accounts[*slot].owner];
            owners.push((*slot, owner.id.ok_or_else(lost)?, &owner.now));
        }
        let mut script = Script::new(connection.engine());
        let insert = script.statement(
            "INSERT INTO account (person_id, platform, address, due_at, created_at, \
             watched_until) ",
        );
        insert.push_values(owners, |row, (slot, person, owner)| {
            let account = &draft.accounts[slot];
            row.bind(person.0)
                .bind(account.platform.as_str())
                .bind(&account.address)
                .bind(micros(change.at))
                .bind(micros(change.at))
                .bind(owner.purpose.ends_on.to_string());
        });
        insert.push(" RETURNING id, platform, address");
        for row in script
            .run(connection)
            .await?
            .iter()
            .flat_map(|ran| &ran.rows)
        {
            let (platform, address): (String, String) = (row.get("platform")?, row.get("address")?);
            let platform = platform.parse().map_err(|_| lost())?;
            let slot = draft.account_at(platform, &address).ok_or_else(lost)?;
            draft.accounts[slot].id = Some(AccountId(row.get("id")?));
        }
    }
    Ok(())
}

async fn insert_proofs(
    connection: &mut Connection,
    draft: &RegisterDraft,
    change: &RegistryChange<'_>,
) -> Result<(), DbError> {
    for batch in draft.proofs.chunks(BATCH) {
        let mut proofs = Vec::with_capacity(batch.len());
        for (slot, proof) in batch {
            let account = &draft.accounts[*slot];
            let owner = draft.persons[account.owner].id.ok_or_else(lost)?;
            proofs.push((account.id.ok_or_else(lost)?, owner, proof));
        }
        let mut script = Script::new(connection.engine());
        let insert = script.statement(
            "INSERT INTO ownership_proof (account_id, person_id, kind, reference, verified_by, \
             verified_at, expires_at, created_at) ",
        );
        insert.push_values(proofs, |row, (account, owner, proof)| {
            row.bind(account.0)
                .bind(owner.0)
                .bind(proof.kind.as_str())
                .bind(&proof.reference)
                .bind(&proof.verified_by)
                .bind(proof.verified_at.map(micros))
                .bind(proof.expires_at.map(micros))
                .bind(micros(change.at));
        });
        script.run(connection).await?;
    }
    Ok(())
}
