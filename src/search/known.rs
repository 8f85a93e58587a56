//! The contests and contestants that can be asked for, by whatever name people know them.

use std::collections::{BTreeMap, BTreeSet};

use super::query::{QueryProblem, QueryReading, nearest, place_of};
use super::{Field, Query, QueryError, SearchError};
use crate::model::{Contest, ContestKind, Regime};
use crate::text::analyze::{Analyzer, surface_words};

/// Values named in a refusal at most.
const NAMED: usize = 12;
/// Values named where something stands for several, at most.
const LISTED: usize = 6;

/// How people are addressed: alone, none of these is a name.
const TITLES: [&str; 41] = [
    "abah", "abang", "bang", "bapak", "bu", "bung", "bunda", "cak", "dan", "dr", "dra", "drs",
    "gus", "h", "haji", "hj", "ibu", "ir", "kak", "kakak", "kang", "kh", "ki", "kiai", "kyai",
    "mas", "mba", "mbak", "mr", "mrs", "neng", "ning", "nyai", "om", "pak", "prof", "teh", "tuan",
    "ust", "ustad", "ustaz",
];
/// What stands before a ballot number.
const NUMBERED: [&str; 12] = [
    "angka", "calon", "kandidat", "no", "nomor", "nomer", "nmr", "number", "pasangan", "paslon",
    "pair", "urut",
];

/// Contests and contestants with their names, each as words.
#[derive(Debug, Clone, Default)]
pub struct KnownNames {
    contests: KnownValues,
    targets: KnownValues,
}

/// The values of a field.
type KnownValues = BTreeMap<String, KnownValue>;

/// What is known of a value.
#[derive(Debug, Clone, Default)]
struct KnownValue {
    /// Name for people.
    label: Option<String>,
    /// Number on the ballot.
    number: Option<u8>,
    names: BTreeSet<Vec<String>>,
}

impl KnownValue {
    fn add<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        self.names.extend(names.into_iter().map(surface_words));
    }

    /// Whether every word stands in some name.
    fn has_all(&self, words: &[String]) -> bool {
        let mut words = words.iter();
        words.all(|word| self.names.iter().any(|name| name.contains(word)))
    }
}

/// Why a name cannot be put into the words of the index.
pub(super) enum Unresolved {
    /// Nobody has it.
    Name(QueryError),
    /// The index cannot be asked.
    Index(SearchError),
}

/// A query with names, and what is needed to find what they mean.
pub(super) struct Asked<'a, Seen> {
    /// As it was typed, which tells where a name that nobody knows stands.
    pub(super) typed: &'a str,
    pub(super) analyzer: &'a Analyzer,
    /// Whether the reader sees posts of something.
    pub(super) seen: Seen,
}

impl KnownNames {
    /// Those of packs.
    pub fn of<'c>(contests: impl IntoIterator<Item = &'c Contest>) -> Self {
        let mut known = Self::default();
        for contest in contests {
            let value = known.value(Field::Contest, &contest.id);
            value.label = Some(contest.title.clone());
            value.add([contest.title.as_str()]);
            value.add(kind_names(contest.kind).split(' '));
            value.add(regime_names(contest.regime).split(' '));
            for contestant in &contest.contestants {
                let forms = contestant.entries.iter();
                let forms = forms.filter(|entry| entry.kind.is_name());
                let target = format!("{}/{}", contest.id, contestant.id);
                let value = known.value(Field::Target, &target);
                value.label = Some(contestant.label.clone());
                value.number = contestant.number;
                value.add([contestant.id.as_str(), contestant.label.as_str()]);
                value.add(forms.map(|entry| entry.form.as_str()));
            }
        }
        known
    }

    /// Whether the values of a field are known.
    pub(super) fn covers(field: Field) -> bool {
        matches!(field, Field::Contest | Field::Target)
    }

    /// Adds a value of the index, which its own words name.
    pub(super) fn add(&mut self, field: Field, value: &str) {
        let known = self.value(field, value);
        known.add(value.rsplit('/').next());
    }

    fn value(&mut self, field: Field, value: &str) -> &mut KnownValue {
        let list = match field {
            Field::Contest => &mut self.contests,
            _ => &mut self.targets,
        };
        let known = list.entry(value.to_lowercase()).or_default();
        known.add([value]);
        known
    }

    fn values(&self, field: Field) -> &KnownValues {
        match field {
            Field::Contest => &self.contests,
            _ => &self.targets,
        }
    }

    /// The query with names in the place of which stands what they name, and what is told of that.
    pub(super) fn resolve<Seen>(
        &self,
        query: &Query,
        asked: &Asked<'_, Seen>,
    ) -> Result<(Query, Vec<QueryReading>), Unresolved>
    where
        Seen: Fn(&Query) -> Result<bool, SearchError>,
    {
        let mut readings = Vec::new();
        let resolved = query.with_values(&mut |field, name| {
            if !Self::covers(field) {
                return Ok(None);
            }
            let values = self.meant(field, name, asked.analyzer);
            let known = values.len();
            let values = seen_of(field, values, &asked.seen).map_err(Unresolved::Index)?;
            if values.is_empty() {
                return Err(Unresolved::Name(self.unknown(field, name, asked.typed)));
            }
            if values != [name] {
                readings.push(QueryReading::Value {
                    typed: Query::field(field, name).to_string(),
                    meant: self.listed(field, &values, known),
                });
            }
            let asked = values.iter().map(|value| Query::field(field, value));
            Ok(Some(Query::or(asked.collect())))
        })?;
        Ok((resolved, readings))
    }

    /// The values that somebody means by `name`: the value itself, what has just this name, this
    /// number on the ballot, or all of its words within the names.
    fn meant(&self, field: Field, name: &str, analyzer: &Analyzer) -> Vec<String> {
        let values = self.values(field);
        if values.contains_key(name) {
            return vec![name.to_owned()];
        }
        let having = |fits: &dyn Fn(&KnownValue) -> bool| -> Vec<String> {
            let found = values.iter().filter(|(_, known)| fits(known));
            found.map(|(value, _)| value.clone()).collect()
        };
        let words = surface_words(name);
        let telling = without_titles(&words);
        let called = |wanted: &[String]| having(&|known| known.names.contains(wanted));
        let ways: [&dyn Fn() -> Vec<String>; 4] = [
            &|| called(&words),
            &|| match ballot_number(&words, analyzer) {
                Some(number) => having(&|known| known.number == Some(number)),
                None => Vec::new(),
            },
            &|| called(&telling),
            &|| having(&|known| known.has_all(&telling)),
        ];
        if telling.is_empty() {
            return Vec::new();
        }
        let found = ways.iter().map(|way| way());
        found
            .into_iter()
            .find(|values| !values.is_empty())
            .unwrap_or_default()
    }

    /// Values with their names for people, of so many that are meant.
    fn listed(&self, field: Field, values: &[String], meant: usize) -> String {
        let shown = values.iter().take(LISTED).map(|value| {
            let known = self.values(field).get(value);
            match known.and_then(|known| known.label.as_deref()) {
                Some(label) => format!("{field}:{value} ({label})"),
                None => format!("{field}:{value}"),
            }
        });
        let mut shown = shown.collect::<Vec<_>>().join(" OR ");
        if values.len() > LISTED {
            let more = values.len() - LISTED;
            shown = format!("{shown} and {more} more");
        }
        if meant > values.len() {
            let unseen = meant - values.len();
            shown = format!("{shown}; {unseen} without posts left out");
        }
        shown
    }

    fn unknown(&self, field: Field, value: &str, typed: &str) -> QueryError {
        let place = place_of(typed, field, value);
        let words = surface_words(value);
        if !words.is_empty() && without_titles(&words).is_empty() {
            let problem = QueryProblem::OnlyTitle(value.to_owned());
            return QueryError::new(problem, place).located(typed);
        }
        let values = self.values(field);
        let mut known: Vec<&str> = values.keys().take(NAMED).map(String::as_str).collect();
        if values.len() > NAMED {
            known.push("…");
        }
        let problem = QueryProblem::UnknownValue {
            field,
            value: value.to_owned(),
            known: known.join(", "),
        };
        let error = QueryError::new(problem, place).located(typed);
        let names = values.values().flat_map(|known| &known.names);
        let spelt: Vec<String> = names.map(|name| name.join(" ")).collect();
        match nearest(&words.join(" "), spelt.iter().map(String::as_str)) {
            Some(meant) if meant.contains(' ') => error.suggest(format!("{field}:\"{meant}\"")),
            Some(meant) => error.suggest(format!("{field}:{meant}")),
            None => error,
        }
    }
}

/// Of several values those that the reader sees posts of, if there are any: the others change
/// nothing.
fn seen_of(
    field: Field,
    values: Vec<String>,
    seen: impl Fn(&Query) -> Result<bool, SearchError>,
) -> Result<Vec<String>, SearchError> {
    if values.len() < 2 {
        return Ok(values);
    }
    let mut with_posts = Vec::new();
    for value in &values {
        if seen(&Query::field(field, value))? {
            with_posts.push(value.clone());
        }
    }
    Ok(if with_posts.is_empty() {
        values
    } else {
        with_posts
    })
}

fn without_titles(words: &[String]) -> Vec<String> {
    let telling = words.iter().filter(|word| !TITLES.contains(&word.as_str()));
    telling.cloned().collect()
}

/// The number on the ballot that words say: *02*, *nomor urut dua*, *paslon 2*.
fn ballot_number(words: &[String], analyzer: &Analyzer) -> Option<u8> {
    let mut rest = words
        .iter()
        .filter(|word| !NUMBERED.contains(&word.as_str()));
    let number = rest.next().filter(|_| rest.next().is_none())?;
    let read = analyzer.analyze(&format!("nomor {number}"));
    read.stems.last()?.text.parse().ok()
}

/// What people call elections to an office.
const fn kind_names(kind: ContestKind) -> &'static str {
    match kind {
        ContestKind::Presiden => "pilpres presiden presidential president",
        ContestKind::Dpr => "pileg dpr legislatif legislative",
        ContestKind::Dpd => "pileg dpd legislatif legislative senat",
        ContestKind::DprdProv | ContestKind::DprdKab => "pileg dprd legislatif legislative",
        ContestKind::Gubernur => "pilgub gubernur governor",
        ContestKind::Bupati => "pilbup pilbub bupati kabupaten regent",
        ContestKind::Walikota => "pilwali pilwalkot pilwako walikota kota mayor",
    }
}

/// What people call elections under a law.
const fn regime_names(regime: Regime) -> &'static str {
    match regime {
        Regime::Pemilu => "pemilu election",
        Regime::Pemilihan => "pilkada pemilukada local election",
    }
}
