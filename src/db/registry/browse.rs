//! The register person by person, as people look through it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::read::{person, register_read};
use super::search::RegisterSearch;
use super::standing::{AccountStanding, push_standing};
use crate::db::access::{Listed, ask, facts, listed, numbers, push_scope};
use crate::db::account::{account, local_day};
use crate::db::engine::{Connection, DbRow, Engine, Statement, again, sql};
use crate::db::strict::RowOf;
use crate::db::{Db, DbError, name_of};
use crate::model::{Account, Person, PersonId, PersonKind, Platform, Reader, Right};

/// Which persons are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterFilter {
    /// What is looked for; whoever was merged into another is listed only if looked for.
    pub search: RegisterSearch,
    /// Only those with an account there.
    pub platform: Option<Platform>,
    /// Only those with an account that stands so; with a platform, an account that is both.
    pub standing: Option<AccountStanding>,
}

/// From where the register is read: it is in the order of names, then of numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RegisterPlace {
    /// From the beginning.
    #[default]
    Top,
    /// Behind a person.
    After(PersonId),
    /// The persons right before one.
    Before(PersonId),
}

/// A person with their accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredPerson {
    /// Who.
    pub person: Person,
    /// The row that stands for them.
    pub merged_into: Option<PersonId>,
    /// When the whole person was taken out.
    pub withdrawn_at: Option<Timestamp>,
    /// Their accounts by number.
    pub accounts: Vec<Listed<PersonAccount>>,
}

/// An account as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonAccount {
    /// The account.
    pub account: Account,
    /// How it stands.
    pub standing: AccountStanding,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was taken out.
    pub retired_at: Option<Timestamp>,
    /// End of the last visit.
    pub crawled_at: Option<Timestamp>,
    /// When the next visit is due, if it is visited.
    pub due_at: Timestamp,
    /// Visits that failed since the last one that did not.
    pub failures: u32,
    /// What the last visit met.
    pub last_error: Option<String>,
}

/// How many accounts stand how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterTally {
    /// Accounts by the name of their platform and by standing.
    pub cells: Vec<(String, AccountStanding, i64)>,
    /// Persons with an account that is visited; not counted of what is looked for.
    pub persons_visited: i64,
    /// Agencies with an account that is visited.
    pub agencies_visited: i64,
}

pub(super) const PERSON: &str = "SELECT person.id, kind, nip, person.name, agency, post, region, purpose_basis, purpose_ends, \
     merged_into, withdrawn_at FROM person WHERE 1 = 1";

/// A page of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterPage {
    /// Who stands on it.
    pub persons: Vec<Listed<RegisteredPerson>>,
    /// Whether more follow in the direction in which it was read.
    pub more: bool,
}

/// Persons within the reader's scope with their accounts. A row that cannot be read stands in the
/// list as such.
pub async fn browse(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    filter: &RegisterFilter,
    from: RegisterPlace,
    limit: u32,
) -> Result<RegisterPage, DbError> {
    ask(reader, Right::Register)?;
    // One more than are shown tells whether there are more.
    let query = page_query(
        reader,
        db.engine(),
        at,
        filter,
        from,
        limit.saturating_add(1),
    );
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let (mut persons, more) = again!({
        let mut snapshot = db.snapshot().await?;
        let rows = query.fetch_all(&mut snapshot).await?;
        let shown = rows.get(..most).unwrap_or(&rows);
        let persons = with_accounts(&mut snapshot, shown, at).await;
        persons.map(|persons| (persons, rows.len() > most))
    })?;
    if matches!(from, RegisterPlace::Before(_)) {
        persons.reverse();
    }
    let numbered = persons.iter().map(|listed| match listed {
        Ok(one) => one.person.id.0,
        Err(unreadable) => unreadable.id,
    });
    let detail = facts([
        ("persons", numbers(numbered)),
        ("shown", persons.len().into()),
        ("platform", filter.platform.map(Platform::as_str).into()),
        (
            "standing",
            filter.standing.map(AccountStanding::as_str).into(),
        ),
        ("query", filter.search.told().into()),
    ]);
    register_read(reader, db, (at, "registry_list"), &detail).await?;
    Ok(RegisterPage { persons, more })
}

fn page_query(
    reader: &Reader,
    engine: Engine,
    at: Timestamp,
    filter: &RegisterFilter,
    from: RegisterPlace,
    limit: u32,
) -> Statement {
    let mut query = sql(PERSON);
    push_scope(&mut query, reader, "person.region");
    filter.search.push(&mut query, engine);
    if filter.search.is_empty() {
        query.push(" AND merged_into IS NULL");
    }
    push_accounts(&mut query, filter, at);
    let order = match from {
        RegisterPlace::Top => " ORDER BY lower(person.name), person.id LIMIT ",
        RegisterPlace::After(person) => {
            push_place(&mut query, [" >= ", " > "], person);
            " ORDER BY lower(person.name), person.id LIMIT "
        }
        RegisterPlace::Before(person) => {
            push_place(&mut query, [" <= ", " < "], person);
            " ORDER BY lower(person.name) DESC, person.id DESC LIMIT "
        }
    };
    query.push(order).push_bind(limit);
    query
}

/// The name stands alone in the first comparison, so that an index leads to the place.
fn push_place(query: &mut Statement, [from, beyond]: [&'static str; 2], person: PersonId) {
    const NAME: &str = "(SELECT lower(place.name) FROM person AS place WHERE place.id = ";
    query
        .push(" AND lower(person.name)")
        .push(from)
        .push(NAME)
        .push_bind(person.0);
    query
        .push(") AND (lower(person.name)")
        .push(beyond)
        .push(NAME)
        .push_bind(person.0);
    query.push(") OR person.id").push(beyond);
    query.push_bind(person.0).push(")");
}

fn push_accounts(query: &mut Statement, filter: &RegisterFilter, at: Timestamp) {
    if filter.platform.is_none() && filter.standing.is_none() {
        return;
    }
    // Found first and then listed: asking person after person would cost as many look-ups as there
    // are persons where few accounts are meant.
    query.push(
        " AND person.id IN (SELECT account.person_id FROM account \
         JOIN person ON person.id = account.person_id WHERE 1 = 1",
    );
    push_kind(query, filter, at);
    query.push(")");
}

/// Keeps a query over accounts and their persons to a platform and a standing.
fn push_kind(query: &mut Statement, filter: &RegisterFilter, at: Timestamp) {
    if let Some(platform) = filter.platform {
        query
            .push(" AND account.platform = ")
            .push_bind(platform.as_str());
    }
    if let Some(standing) = filter.standing {
        query.push(" AND ");
        push_standing(query, local_day(at));
        query.push(" = ").push_bind(standing.as_str());
    }
}

/// The persons of some rows with their accounts.
pub(super) async fn with_accounts(
    connection: &mut Connection,
    rows: &[DbRow],
    at: Timestamp,
) -> Result<Vec<Listed<RegisteredPerson>>, DbError> {
    let ids: Vec<i64> = rows
        .iter()
        .map(|row| row.get("id"))
        .collect::<Result<_, _>>()?;
    let mut accounts = accounts(connection, &ids, at).await?;
    let each = ids.iter().zip(rows).map(|(id, row)| {
        let accounts = accounts.remove(id).unwrap_or_default();
        listed(*id, registered_person(row, accounts))
    });
    each.collect()
}

fn registered_person(
    row: &DbRow,
    accounts: Vec<Listed<PersonAccount>>,
) -> Result<RegisteredPerson, DbError> {
    let of = RowOf::new(row, "person", "id")?;
    Ok(RegisteredPerson {
        person: person(row, "id")?,
        merged_into: of.get::<Option<i64>>("merged_into")?.map(PersonId),
        withdrawn_at: of.optional_instant("withdrawn_at")?,
        accounts,
    })
}

/// What [`person_account`] reads, of accounts with their persons.
pub(super) fn select_accounts(at: Timestamp) -> Statement {
    let mut query = sql(
        "SELECT account.id AS id, account.person_id AS person_id, platform, address, stable_id, \
         state, account.created_at AS created_at, retired_at, crawled_at, due_at, failures, \
         last_error, ",
    );
    push_standing(&mut query, local_day(at));
    query.push(" AS standing");
    query
}

async fn accounts(
    connection: &mut Connection,
    persons: &[i64],
    at: Timestamp,
) -> Result<BTreeMap<i64, Vec<Listed<PersonAccount>>>, DbError> {
    let mut found: BTreeMap<i64, Vec<_>> = BTreeMap::new();
    if persons.is_empty() {
        return Ok(found);
    }
    let mut query = select_accounts(at)
        .also(" FROM account JOIN person ON person.id = account.person_id WHERE account.person_id");
    query.push_list(persons.iter().copied());
    query.push(" ORDER BY account.id");
    for row in query.fetch_all(connection).await? {
        let account = listed(row.get("id")?, person_account(&row))?;
        found
            .entry(row.get("person_id")?)
            .or_default()
            .push(account);
    }
    Ok(found)
}

pub(super) fn person_account(row: &DbRow) -> Result<PersonAccount, DbError> {
    let of = RowOf::new(row, "account", "id")?;
    let standing: &str = of.get("standing")?;
    Ok(PersonAccount {
        account: account(row)?,
        standing: AccountStanding::from_name(standing)
            .ok_or_else(|| of.broken("an unknown standing"))?,
        created_at: of.instant("created_at")?,
        retired_at: of.optional_instant("retired_at")?,
        crawled_at: of.optional_instant("crawled_at")?,
        due_at: of.instant("due_at")?,
        failures: of.get("failures")?,
        last_error: of.get("last_error")?,
    })
}

const FROM: &str = " FROM account JOIN person ON person.id = account.person_id WHERE 1 = 1";

/// How many accounts of those who are looked for stand how, within the reader's scope. Shows
/// nobody, and leaves no audit row.
pub async fn tally(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    search: &RegisterSearch,
) -> Result<RegisterTally, DbError> {
    ask(reader, Right::Register)?;
    // Not the column itself: its index would be walked, with a look-up for each account.
    let mut cells = sql("SELECT account.platform || '' AS platform, ");
    push_standing(&mut cells, local_day(at));
    cells.push(" AS standing, count(*) AS accounts").push(FROM);
    push_scope(&mut cells, reader, "person.region");
    search.push(&mut cells, db.engine());
    cells.push(" GROUP BY 1, 2 ORDER BY 1, 2");
    let mut tally = if search.is_empty() {
        owners(reader, db, at).await?
    } else {
        RegisterTally::default()
    };
    for row in cells.read_all(db).await? {
        let standing = AccountStanding::from_name(row.get("standing")?);
        if let Some(standing) = standing {
            let (platform, accounts) = (row.get("platform")?, row.get("accounts")?);
            tally.cells.push((platform, standing, accounts));
        }
    }
    Ok(tally)
}

/// The persons and the agencies with an account that is visited.
async fn owners(reader: &Reader, db: &Db, at: Timestamp) -> Result<RegisterTally, DbError> {
    let mut owners =
        sql("SELECT person.kind AS kind, count(DISTINCT account.person_id) AS owners").also(FROM);
    push_scope(&mut owners, reader, "person.region");
    owners.push(" AND ");
    push_standing(&mut owners, local_day(at));
    let visited = AccountStanding::ALL
        .into_iter()
        .filter(|one| one.is_visited());
    owners.push_list(visited.map(AccountStanding::as_str));
    owners.push(" GROUP BY person.kind");
    let mut tally = RegisterTally::default();
    for row in owners.read_all(db).await? {
        let kind: &str = row.get("kind")?;
        if kind == name_of(PersonKind::Agency) {
            tally.agencies_visited = row.get("owners")?;
        } else {
            tally.persons_visited = row.get("owners")?;
        }
    }
    Ok(tally)
}
