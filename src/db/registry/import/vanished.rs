//! Whom a list no longer names, compared with what the register holds of the same offices.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::draft::RegisterDraft;
use super::report::{VanishedAccount, masked};
use crate::db::engine::{Connection, DbRow, Script};
use crate::db::registry::read;
use crate::db::strict::RowOf;
use crate::db::{BATCH, DbError};
use crate::model::{AccountId, ListPlace, PersonId, RegistryEntry, Scope};

const COLUMNS: &str = "SELECT account.id AS account_id, account.person_id AS owner_id, platform, \
     address, person.* FROM account JOIN person ON person.id = account.person_id \
     WHERE retired_at IS NULL AND purpose_ends >= ";

/// The watched accounts of the offices in the list and of the persons in it that it does not
/// name, by number. Whose purpose has ended is not missed.
pub(super) async fn find_vanished(
    connection: &mut Connection,
    scope: &Scope,
    entries: &[(ListPlace, RegistryEntry)],
    draft: &RegisterDraft,
    today: &str,
) -> Result<Vec<VanishedAccount>, DbError> {
    let mut missed = Missed::new(entries, draft);
    let offices: BTreeSet<[&str; 2]> = entries
        .iter()
        .filter(|(_, entry)| scope.covers(&entry.region))
        .map(|(_, entry)| [&*entry.agency, entry.region.as_str()])
        .collect();
    for batch in offices.into_iter().collect::<Vec<_>>().chunks(BATCH) {
        let mut script = Script::new(connection.engine());
        let query = script.statement(COLUMNS);
        query.push_bind(today).push(" AND (agency, region) IN (");
        query.push_values(batch, |row, [agency, region]| {
            row.bind(*agency).bind(*region);
        });
        query.push(")");
        missed.look_at(script, connection).await?;
    }
    // A person who is named may serve in another office by now.
    let named = draft.persons.iter().filter(|person| person.named);
    let named: Vec<i64> = named.filter_map(|person| Some(person.id?.0)).collect();
    for batch in named.chunks(BATCH) {
        let mut script = Script::new(connection.engine());
        let query = script.statement(COLUMNS);
        query.push_bind(today).push(" AND account.person_id");
        query.push_list(batch.iter().copied());
        missed.look_at(script, connection).await?;
    }
    let found = missed.found.into_values();
    Ok(found
        .filter(|(person, _)| scope.covers(&person.region))
        .map(|(_, vanished)| vanished)
        .collect())
}

/// What is missed so far.
struct Missed {
    /// Accounts that the list names, by platform and address.
    listed: HashSet<(String, String)>,
    named: HashMap<PersonId, bool>,
    found: BTreeMap<AccountId, (crate::model::Person, VanishedAccount)>,
}

impl Missed {
    fn new(entries: &[(ListPlace, RegistryEntry)], draft: &RegisterDraft) -> Self {
        let address = |entry: &RegistryEntry| {
            let platform = entry.platform.as_str().to_owned();
            (platform, entry.address.clone())
        };
        let persons = draft.persons.iter();
        Self {
            listed: entries.iter().map(|(_, entry)| address(entry)).collect(),
            named: persons
                .filter_map(|person| Some((person.id?, person.named)))
                .collect(),
            found: BTreeMap::new(),
        }
    }

    async fn look_at(
        &mut self,
        script: Script,
        connection: &mut Connection,
    ) -> Result<(), DbError> {
        for row in script
            .run(connection)
            .await?
            .iter()
            .flat_map(|ran| &ran.rows)
        {
            self.see(row)?;
        }
        Ok(())
    }

    fn see(&mut self, row: &DbRow) -> Result<(), DbError> {
        let account = RowOf::new(row, "account", "account_id")?;
        let (platform, address): (String, String) =
            (account.get("platform")?, account.get("address")?);
        let shown = format!("{platform} {address}");
        if self.listed.contains(&(platform, address)) {
            return Ok(());
        }
        let person = read::person(row, "owner_id")?;
        let vanished = VanishedAccount {
            person: person.id,
            name: person.name.clone(),
            nip: masked(&person),
            agency: person.agency.clone(),
            account: AccountId(account.id()),
            address: shown,
            person_named: self.named.get(&person.id) == Some(&true),
        };
        self.found.insert(vanished.account, (person, vanished));
        Ok(())
    }
}
