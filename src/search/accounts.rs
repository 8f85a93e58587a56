//! Accounts that are asked for by a part of their address.

use std::collections::BTreeSet;

use super::query::{Query, QueryReading};
use super::schema::schema;
use super::silence::{Inquiry, each_term};
use super::{Field, SearchError};
use crate::text::analyze::surface_words;

/// Accounts that one name stands for at most.
const MOST: usize = 64;
/// Accounts that are named to the reader at most.
const LISTED: usize = 6;

impl Inquiry<'_> {
    /// The query with the addresses in the place of what they are called: `rina` for
    /// `rina@contoh.example`. An address that has posts means itself. With what is told of it.
    pub(super) fn resolve_accounts(
        &self,
        query: &Query,
    ) -> Result<(Query, Vec<QueryReading>), SearchError> {
        let mut readings = Vec::new();
        let resolved = query.with_values(&mut |field, value| {
            let asked = Query::field(field, value);
            if field != Field::Account || self.count(&asked)? > 0 {
                return Ok(None);
            }
            let called = self.accounts_called(value)?;
            if called.is_empty() {
                return Ok(None);
            }
            readings.push(QueryReading::Value {
                typed: asked.to_string(),
                meant: listed(&called),
            });
            Ok::<_, SearchError>(Some(Query::or(called)))
        })?;
        Ok((resolved, readings))
    }

    fn accounts_called(&self, name: &str) -> Result<Vec<Query>, SearchError> {
        let wanted = words(name);
        let mut named = BTreeSet::new();
        let mut within = BTreeSet::new();
        let before = format!("{}:", Field::Account);
        each_term(self.searcher, schema().fields.keys, &before, |term, _| {
            let address = &term[before.len()..];
            if called(address) == name {
                named.insert(address.to_owned());
            } else if within.len() < MOST {
                let words = words(address);
                if !wanted.is_empty() && words.windows(wanted.len()).any(|some| some == wanted) {
                    within.insert(address.to_owned());
                }
            }
        })?;
        let found = if named.is_empty() { within } else { named };
        let mut asked = Vec::new();
        for value in found.into_iter().take(MOST) {
            let ask = Query::field(Field::Account, value);
            if self.count(&ask)? > 0 {
                asked.push(ask);
            }
        }
        Ok(asked)
    }
}

fn listed(accounts: &[Query]) -> String {
    let shown = accounts.iter().take(LISTED).map(ToString::to_string);
    let mut shown = shown.collect::<Vec<_>>().join(" OR ");
    if accounts.len() > LISTED {
        let more = accounts.len() - LISTED;
        shown = format!("{shown} and {more} more");
    }
    if accounts.len() == MOST {
        shown += "; further accounts are not looked at, so say more of the name";
    }
    shown
}

/// What people call an account: what stands before the host, or the first part of the host.
fn called(address: &str) -> &str {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    bare.split(['@', '.', '/']).next().unwrap_or(bare)
}

fn words(name: &str) -> Vec<String> {
    let address = name.replace(['@', '.', '/', ':', '-', '_'], " ");
    surface_words(&address)
}
