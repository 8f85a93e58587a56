//! The contests and contestants that can be asked for, by whatever name people know them.

use std::collections::{BTreeMap, BTreeSet};

use super::query::{QueryProblem, nearest};
use super::{Field, Query, QueryError};
use crate::model::Contest;
use crate::text::analyze::surface_words;

/// Values named in a refusal at most.
const NAMED: usize = 12;

/// Contests and contestants with their names, each as words.
#[derive(Debug, Clone, Default)]
pub struct KnownNames {
    contests: ValueNames,
    targets: ValueNames,
}

/// The names of each value of a field.
type ValueNames = BTreeMap<String, BTreeSet<Vec<String>>>;

impl KnownNames {
    /// Those of packs.
    pub fn of<'c>(contests: impl IntoIterator<Item = &'c Contest>) -> Self {
        let mut known = Self::default();
        for contest in contests {
            known.add(Field::Contest, &contest.id, [contest.title.as_str()]);
            for contestant in &contest.contestants {
                let forms = contestant.entries.iter();
                let forms = forms.filter(|entry| entry.kind.is_name());
                let names = [contestant.id.as_str(), contestant.label.as_str()];
                let names = names
                    .into_iter()
                    .chain(forms.map(|entry| entry.form.as_str()));
                let target = format!("{}/{}", contest.id, contestant.id);
                known.add(Field::Target, &target, names);
            }
        }
        known
    }

    /// Whether the values of a field are known.
    pub(super) fn covers(field: Field) -> bool {
        matches!(field, Field::Contest | Field::Target)
    }

    /// Adds a value, which its own words name too.
    pub(super) fn add<'n>(
        &mut self,
        field: Field,
        value: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) {
        let list = if field == Field::Contest {
            &mut self.contests
        } else {
            &mut self.targets
        };
        let known = list.entry(value.to_lowercase()).or_default();
        known.insert(surface_words(value));
        known.extend(names.into_iter().map(surface_words));
    }

    fn names(&self, field: Field) -> &ValueNames {
        match field {
            Field::Contest => &self.contests,
            _ => &self.targets,
        }
    }

    /// The query with names in the place of which stands what they name. `typed` is the query as
    /// it was typed, which tells where a name that nobody knows stands.
    pub(super) fn resolve(&self, query: &Query, typed: &str) -> Result<Query, QueryError> {
        query.with_values(&mut |field, value| {
            if !Self::covers(field) {
                return Ok(None);
            }
            match self.meant(field, value) {
                values if values.is_empty() => Err(self.unknown(field, value, typed)),
                values => Ok(Some(any_of(field, values))),
            }
        })
    }

    /// The values that somebody means by `name`: the value itself, what has just this name, or
    /// what has it within its names.
    fn meant(&self, field: Field, name: &str) -> Vec<String> {
        let names = self.names(field);
        if names.contains_key(name) {
            return vec![name.to_owned()];
        }
        let wanted = surface_words(name);
        let having = |fits: &dyn Fn(&[String]) -> bool| -> Vec<String> {
            let found = names.iter();
            let found = found.filter(|(_, names)| names.iter().any(|name| fits(name)));
            found.map(|(value, _)| value.clone()).collect()
        };
        let exact = having(&|name| name == wanted);
        if wanted.is_empty() || !exact.is_empty() {
            return exact;
        }
        having(&|name| name.windows(wanted.len()).any(|some| some == wanted))
    }

    fn unknown(&self, field: Field, value: &str, typed: &str) -> QueryError {
        let names = self.names(field);
        let mut known: Vec<&str> = names.keys().take(NAMED).map(String::as_str).collect();
        if names.len() > NAMED {
            known.push("…");
        }
        let at = typed.to_lowercase().find(value).unwrap_or_default();
        let problem = QueryProblem::UnknownValue {
            field,
            value: value.to_owned(),
            known: known.join(", "),
        };
        let error = QueryError::new(problem, floor(typed, at));
        let spelt: Vec<String> = names
            .values()
            .flatten()
            .map(|name| name.join(" "))
            .collect();
        match nearest(
            &surface_words(value).join(" "),
            spelt.iter().map(String::as_str),
        ) {
            Some(meant) if meant.contains(' ') => error.suggest(format!("{field}:\"{meant}\"")),
            Some(meant) => error.suggest(format!("{field}:{meant}")),
            None => error,
        }
    }
}

fn any_of(field: Field, values: Vec<String>) -> Query {
    Query::or(
        values
            .into_iter()
            .map(|value| Query::field(field, value))
            .collect(),
    )
}

/// A place in small letters may be none of what was typed.
fn floor(typed: &str, at: usize) -> usize {
    (0..=at.min(typed.len()))
        .rev()
        .find(|at| typed.is_char_boundary(*at))
        .unwrap_or_default()
}
