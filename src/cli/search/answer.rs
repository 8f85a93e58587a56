//! What the index says to a query.

use crate::search::{
    Found, Query, QueryError, QueryReading, SearchError, SearchIndex, SearchOptions, SilenceReason,
};

/// The query as the index understood it, and what it found.
pub(super) struct SearchAnswer {
    pub(super) query: Query,
    pub(super) found: Found,
    /// What was understood otherwise than it was typed.
    pub(super) readings: Vec<QueryReading>,
    /// Why nothing was found, or what of the query finds nothing.
    pub(super) silence: Vec<SilenceReason>,
}

/// Why there is no answer.
pub(super) enum Unanswered {
    /// The query names what there is not.
    Query(QueryError),
    /// The index cannot be searched.
    Search(SearchError),
}

impl From<SearchError> for Unanswered {
    fn from(error: SearchError) -> Self {
        Self::Search(error)
    }
}

impl SearchAnswer {
    /// An answer before anything was looked for.
    pub(super) fn nothing(query: Query, options: &SearchOptions) -> Self {
        Self {
            query,
            found: Found::nothing(options),
            readings: Vec::new(),
            silence: Vec::new(),
        }
    }

    /// Looks for the query, which was typed as `typed`, within `scope`.
    pub(super) fn look(
        &mut self,
        index: &SearchIndex,
        typed: &str,
        scope: Option<&Query>,
        options: &SearchOptions,
    ) -> Result<(), Unanswered> {
        let asked = self.query.clone();
        let named = index.resolve_names(&asked, typed, scope)?;
        let (named, readings) = named.map_err(Unanswered::Query)?;
        let (query, accounts) = index.resolve_accounts(&named, scope)?;
        self.query = query;
        self.readings = [readings, accounts, index.readings(&asked)].concat();
        let scoped = match scope {
            Some(scope) => &Query::and(vec![self.query.clone(), scope.clone()]),
            None => &self.query,
        };
        self.found = index.search(scoped, options)?;
        if self.found.total == 0 {
            self.silence = index.reasons_for_silence(&self.query, scope)?;
        } else {
            self.silence = index.idle_parts(&self.query, scope)?;
        }
        Ok(())
    }
}
