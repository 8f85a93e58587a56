//! Regions by name: provinces, regencies and cities.

use std::sync::LazyLock;

use super::near::nearest;
use crate::text::analyze::surface_words;

const LIST: &str = include_str!("../../../index/regions.txt");
/// Regions named in a refusal at most.
const NAMED: usize = 6;

/// What a region is, by the words in front of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RegionKind {
    Province,
    Regency,
    City,
}

/// A region of the list.
#[derive(Debug)]
struct ListedRegion {
    code: &'static str,
    name: &'static str,
    kind: RegionKind,
    /// Its names without what it is and without blanks.
    called: Vec<String>,
}

static REGIONS: LazyLock<Vec<ListedRegion>> = LazyLock::new(|| {
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(listed).collect()
});

fn listed(line: &'static str) -> Option<ListedRegion> {
    let (code, names) = line.split_once(" = ")?;
    let name = names.split(" | ").next()?;
    let (kind, _) = split(name);
    Some(ListedRegion {
        code,
        name,
        kind: kind.unwrap_or(RegionKind::Province),
        called: names.split(" | ").map(|name| split(name).1).collect(),
    })
}

/// What a name says that its region is, in Indonesian in front and in English behind, and the rest
/// without blanks: *fakfak* is Fak Fak.
fn split(name: &str) -> (Option<RegionKind>, String) {
    let words = surface_words(name);
    let kind = |word: &String| match word.as_str() {
        "provinsi" | "propinsi" | "prov" | "province" => Some(RegionKind::Province),
        "kabupaten" | "kab" | "regency" => Some(RegionKind::Regency),
        "kota" | "kotamadya" | "city" => Some(RegionKind::City),
        _ => None,
    };
    let (first, last) = (words.first().and_then(kind), words.last().and_then(kind));
    let inner = match (words.len(), first, last) {
        (0 | 1, ..) | (_, None, None) => return (None, words.concat()),
        (_, Some(_), _) => &words[1..],
        (_, None, Some(_)) => &words[..words.len() - 1],
    };
    (first.or(last), inner.concat())
}

/// The name of a region.
pub(crate) fn name_of(code: &str) -> Option<&'static str> {
    let region = REGIONS.iter().find(|region| region.code == code)?;
    Some(region.name)
}

/// Whether no region can have a code, because no province begins it.
pub(super) fn is_nowhere(code: &str) -> bool {
    code.get(..2)
        .is_none_or(|province| name_of(province).is_none())
}

/// The codes of the regions that go by a name: one, or a regency and a city that share it. A province
/// goes before the city within it that has its name.
pub(super) fn named(name: &str) -> Vec<&'static str> {
    let (kind, rest) = split(name);
    let whole = surface_words(name).concat();
    let exact = |region: &&ListedRegion| {
        let fits = kind.is_none_or(|kind| kind == region.kind);
        (fits && region.called.contains(&rest)) || region.called.contains(&whole)
    };
    let found: Vec<&ListedRegion> = REGIONS.iter().filter(exact).collect();
    let provinces = found.iter().filter(|region| region.code.len() == 2);
    let provinces: Vec<&str> = provinces.map(|region| region.code).collect();
    if provinces.is_empty() {
        return found.iter().map(|region| region.code).collect();
    }
    provinces
}

/// Names that hold the words, or the one that a slip of the finger can explain.
pub(super) fn near(name: &str) -> Vec<String> {
    let (_, rest) = split(name);
    let holding = REGIONS.iter().filter(|region| {
        rest.len() > 2 && region.called.iter().any(|called| called.starts_with(&rest))
    });
    let holding: Vec<String> = holding
        .map(|region| region.name.to_lowercase())
        .take(NAMED)
        .collect();
    if !holding.is_empty() {
        return holding;
    }
    let called = REGIONS.iter().flat_map(|region| &region.called);
    let meant = nearest(&rest, called.map(String::as_str));
    let region = meant.and_then(|meant| {
        let mut regions = REGIONS.iter();
        regions.find(|region| region.called.iter().any(|called| called == meant))
    });
    region
        .map(|region| region.name.to_lowercase())
        .into_iter()
        .collect()
}
