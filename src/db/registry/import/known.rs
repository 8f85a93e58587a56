//! Reading the part of the register that a file speaks of, by batches.

use std::collections::{BTreeSet, HashMap};

use super::draft::{AccountDraft, RegisterDraft};
use crate::db::engine::{Connection, DbRow, Script};
use crate::db::registry::read;
use crate::db::{BATCH, DbError};
use crate::model::{AccountId, ListPlace, PersonKind, RegistryEntry};

/// What the register holds of the persons and accounts of the entries.
pub(super) async fn read_known(
    connection: &mut Connection,
    entries: &[(ListPlace, RegistryEntry)],
) -> Result<RegisterDraft, DbError> {
    let mut draft = RegisterDraft::default();
    for batch in entries.chunks(BATCH) {
        let mut script = Script::new(connection.engine());
        push_queries(&mut script, batch);
        for (place, ran) in script.run(connection).await?.iter().enumerate() {
            for row in &ran.rows {
                if place == 0 {
                    take_account(&mut draft, row)?;
                } else {
                    take_person(&mut draft, row)?;
                }
            }
        }
    }
    read_proofs(connection, &mut draft).await?;
    Ok(draft)
}

/// First the accounts with their persons, then persons and agencies.
fn push_queries(script: &mut Script, batch: &[(ListPlace, RegistryEntry)]) {
    let accounts = script.statement(
        "SELECT account.id AS account_id, account.person_id AS owner_id, platform, address, \
         retired_at IS NOT NULL AS retired, withdrawn_at IS NOT NULL AS withdrawn, person.* \
         FROM account JOIN person ON person.id = account.person_id \
         WHERE (platform, address) IN (",
    );
    accounts.push_values(batch, |row, (_, entry)| {
        row.bind(entry.platform.as_str()).bind(&entry.address);
    });
    accounts.push(")");
    let nips: BTreeSet<&str> = batch
        .iter()
        .filter_map(|(_, entry)| Some(entry.nip.as_ref()?.as_str()))
        .collect();
    if !nips.is_empty() {
        let persons = script.statement(
            "SELECT person.*, named.nip AS named, \
             person.withdrawn_at IS NOT NULL AS withdrawn FROM person AS named \
             JOIN person ON person.id = coalesce(named.merged_into, named.id) WHERE named.nip",
        );
        persons.push_list(nips);
    }
    let agencies: BTreeSet<[&str; 3]> = batch
        .iter()
        .filter(|(_, entry)| entry.kind == PersonKind::Agency)
        .map(|(_, entry)| [&*entry.name, &entry.agency, entry.region.as_str()])
        .collect();
    if !agencies.is_empty() {
        let persons = script.statement(
            "SELECT person.*, named.nip AS named, named.name AS named_name, \
             named.agency AS named_agency, named.region AS named_region, \
             person.withdrawn_at IS NOT NULL AS withdrawn FROM person AS named \
             JOIN person ON person.id = coalesce(named.merged_into, named.id) \
             WHERE named.kind = 'agency' AND (named.name, named.agency, named.region) IN (",
        );
        persons.push_values(agencies, |row, key| {
            for part in key {
                row.bind(part);
            }
        });
        persons.push(")");
    }
}

fn take_person(draft: &mut RegisterDraft, row: &DbRow) -> Result<(), DbError> {
    let slot = draft.know(read::person(row, "id")?, row.get("withdrawn")?);
    if let Some(nip) = row.get("named")? {
        draft.lead(nip, slot);
    } else {
        let [name, agency, region] = ["named_name", "named_agency", "named_region"];
        let key = (row.get(name)?, row.get(agency)?, row.get(region)?);
        draft.lead_agency(key, slot);
    }
    Ok(())
}

fn take_account(draft: &mut RegisterDraft, row: &DbRow) -> Result<(), DbError> {
    let owner = draft.know(read::person(row, "owner_id")?, row.get("withdrawn")?);
    let account = crate::db::strict::RowOf::new(row, "account", "account_id")?;
    let known = AccountDraft {
        id: Some(AccountId(account.id())),
        owner,
        platform: account.parsed("platform")?,
        address: account.get("address")?,
        retired: account.get("retired")?,
        proofs: Vec::new(),
    };
    // A file may name an account more than once, in two batches.
    if draft.account_at(known.platform, &known.address).is_none() {
        draft.push_account(known);
    }
    Ok(())
}

async fn read_proofs(
    connection: &mut Connection,
    draft: &mut RegisterDraft,
) -> Result<(), DbError> {
    let slots: HashMap<i64, usize> = draft
        .accounts
        .iter()
        .enumerate()
        .filter_map(|(slot, account)| Some((account.id?.0, slot)))
        .collect();
    let ids: Vec<i64> = slots.keys().copied().collect();
    for batch in ids.chunks(BATCH) {
        let mut script = Script::new(connection.engine());
        script
            .statement(
                "SELECT proof.id AS proof_id, proof.account_id, kind AS proof_kind, reference, \
                 verified_by, verified_at, expires_at FROM ownership_proof AS proof \
                 JOIN account ON account.id = account_id \
                 WHERE proof.person_id = account.person_id AND account_id",
            )
            .push_list(batch.iter().copied());
        for row in script
            .run(connection)
            .await?
            .iter()
            .flat_map(|ran| &ran.rows)
        {
            let account: i64 = row.get("account_id")?;
            let slot = slots.get(&account);
            if let (Some(slot), Some(proof)) = (slot, read::proof(row)?) {
                draft.accounts[*slot].proofs.push(proof);
            }
        }
    }
    Ok(())
}
