//! Links that narrow the queue, with how many posts each leads to.

use std::collections::BTreeMap;

use crate::db::queue::{Facets, Filter};
use crate::model::{Band, Platform};
use crate::web::query::queue_address;
use crate::web::state::Catalogue;
use crate::web::text::Text;
use crate::web::words;

/// Values offered a group; more would push the queue off a small screen.
const OFFERED: usize = 12;

/// One thing to filter by.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) label: &'static str,
    pub(super) all: Option<String>,
    pub(super) choices: Vec<FacetChoice>,
}

/// One value to filter by.
#[derive(Debug)]
pub(super) struct FacetChoice {
    pub(super) label: String,
    pub(super) href: String,
    pub(super) count: i64,
    pub(super) current: bool,
}

struct Kind<'a> {
    label: &'static str,
    chosen: Option<String>,
    counts: BTreeMap<String, i64>,
    name: &'a dyn Fn(&str) -> String,
    set: fn(&mut Filter, Option<&str>),
}

/// The groups for what the pile holds. A group with one value only is left out, unless it is
/// what the filter says.
pub(super) fn groups(
    facets: &Facets,
    filter: &Filter,
    catalogue: &Catalogue,
    text: &'static Text,
) -> Vec<Group> {
    let count = |value: &dyn Fn(&Entry) -> Option<String>| count(&facets.entries, value);
    let region = |code: &str| named(&catalogue.regions, code);
    let target = |id: &str| named(&catalogue.targets, id);
    let band = |name: &str| {
        Band::from_name(name)
            .map_or(name, |band| words::band(band, text))
            .to_owned()
    };
    let kinds = [
        Kind {
            label: text.band,
            chosen: filter.band.map(|band| band.as_str().to_owned()),
            counts: count(&|entry| Some(entry.0.clone())),
            name: &band,
            set: |filter, value| filter.band = value.and_then(Band::from_name),
        },
        Kind {
            label: text.contest,
            chosen: filter.target.clone(),
            counts: count(&|entry| contest(entry.3.as_deref())),
            name: &target,
            set: |filter, value| filter.target = value.map(str::to_owned),
        },
        Kind {
            label: text.contestant,
            chosen: filter.target.clone(),
            counts: count(&|entry| entry.3.clone()),
            name: &target,
            set: |filter, value| filter.target = value.map(str::to_owned),
        },
        Kind {
            label: text.platform,
            chosen: filter.platform.map(|platform| platform.as_str().to_owned()),
            counts: count(&|entry| Some(entry.1.clone())),
            name: &str::to_owned,
            set: |filter, value| {
                filter.platform = value.and_then(|name| name.parse::<Platform>().ok());
            },
        },
        Kind {
            label: text.region,
            chosen: filter.region.as_ref().map(ToString::to_string),
            counts: count(&|entry| Some(regency(&entry.2))),
            name: &region,
            set: |filter, value| filter.region = value.and_then(|code| code.parse().ok()),
        },
    ];
    kinds
        .iter()
        .filter(|kind| kind.counts.len() > 1 || kind.chosen.is_some())
        .map(|kind| group(kind, filter))
        .collect()
}

type Entry = (String, String, String, Option<String>, i64);

fn count(entries: &[Entry], value: &dyn Fn(&Entry) -> Option<String>) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for entry in entries {
        if let Some(found) = value(entry) {
            *counts.entry(found).or_insert(0) += entry.4;
        }
    }
    counts
}

fn group(kind: &Kind<'_>, filter: &Filter) -> Group {
    let address = |value: Option<&str>| {
        let mut filter = filter.clone();
        (kind.set)(&mut filter, value);
        queue_address(&filter, None)
    };
    let mut counts: Vec<(String, i64)> = kind.counts.clone().into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    counts.truncate(OFFERED);
    let choices = counts
        .into_iter()
        .map(|(value, count)| FacetChoice {
            label: (kind.name)(&value),
            href: address(Some(&value)),
            count,
            current: kind.chosen.as_ref() == Some(&value),
        })
        .collect();
    Group {
        label: kind.label,
        all: kind.chosen.is_some().then(|| address(None)),
        choices,
    }
}

fn named(names: &BTreeMap<String, String>, code: &str) -> String {
    names.get(code).map_or(code, String::as_str).to_owned()
}

fn contest(target: Option<&str>) -> Option<String> {
    let contest = target?.split('/').next()?;
    Some(contest.to_owned())
}

/// The first two parts of a region code: a regency or city.
fn regency(region: &str) -> String {
    let parts: Vec<&str> = region.split('.').take(2).collect();
    parts.join(".")
}
