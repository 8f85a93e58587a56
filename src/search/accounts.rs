//! Accounts that are asked for by a part of their address.

use std::collections::BTreeSet;

use super::query::Query;
use super::schema::schema;
use super::silence::{Inquiry, each_term};
use super::{Field, SearchError};
use crate::text::analyze::surface_words;

/// Accounts that one name stands for at most.
const MOST: usize = 64;

impl Inquiry<'_> {
    /// The query with the addresses in the place of what they are called: `rina` for
    /// `rina@contoh.example`. An address that has posts means itself.
    pub(super) fn resolve_accounts(&self, query: &Query) -> Result<Query, SearchError> {
        query.with_values(&mut |field, value| {
            let asked = Query::field(field, value);
            if field != Field::Account || self.count(&asked)? > 0 {
                return Ok(None);
            }
            self.accounts_called(value, &asked).map(Some)
        })
    }

    fn accounts_called(&self, name: &str, query: &Query) -> Result<Query, SearchError> {
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
        Ok(if asked.is_empty() {
            query.clone()
        } else {
            Query::or(asked)
        })
    }
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
