//! Accounts that are asked for by their number in the register.

use std::collections::BTreeMap;

use crate::cli::Desk;
use crate::db::{DbError, registry};
use crate::model::AccountId;
use crate::search::query::{QueryProblem, place_of};
use crate::search::{Field, Query, QueryError};

/// The query with the addresses of the accounts whose numbers it names (`account:12`), as
/// `netra registry show` and `netra crawl --account` take them; refused where the reader may see no
/// such account.
pub(super) async fn with_addresses(
    desk: &Desk<'_>,
    query: &Query,
    typed: &str,
) -> anyhow::Result<Query> {
    let mut addresses = BTreeMap::new();
    for number in numbers(query) {
        match registry::show(&desk.reader, desk.db, desk.now, AccountId(number), None).await {
            Ok(shown) => addresses.insert(number, shown.registered.account.address),
            Err(DbError::Unknown { .. }) => return Err(unknown(number, typed).into()),
            Err(error) => return Err(error.into()),
        };
    }
    query.with_values(&mut |field, value| {
        let address = number(field, value).and_then(|number| addresses.get(&number));
        let address = address.map(|address| address.to_lowercase());
        Ok(address.map(|address| Query::field(field, address.trim_start_matches('@'))))
    })
}

fn numbers(query: &Query) -> Vec<i64> {
    let mut found = Vec::new();
    let nothing_changes = query.with_values(&mut |field, value| {
        found.extend(number(field, value));
        Ok::<_, std::convert::Infallible>(None)
    });
    drop(nothing_changes);
    found
}

fn number(field: Field, value: &str) -> Option<i64> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    value
        .parse()
        .ok()
        .filter(|_| digits && field == Field::Account)
}

fn unknown(number: i64, typed: &str) -> super::RefusedInput {
    let value = number.to_string();
    let at = place_of(typed, Field::Account, &value);
    let known = "the numbers of netra registry list, or an address".to_owned();
    let field = Field::Account;
    let problem = QueryProblem::UnknownValue {
        field,
        value,
        known,
    };
    super::explain(typed, &QueryError::new(problem, at).located(typed))
}
