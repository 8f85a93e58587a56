//! How many words of each kind each contestant has. Uneven words make uneven scores.

use serde::{Serialize, Serializer};

use super::Pack;
use crate::config::contest::LISTS;
use crate::config::{Diagnostic, FilePlace};
use crate::model::{Contestant, ContestantKind, EntryKind};

/// One contestant has this many times the words of another: too uneven.
const MANY_TIMES: usize = 3;

/// The words of the contestants of one contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Its id.
    pub contest: String,
    /// The contestants, in the order of the pack.
    pub contestants: Vec<ContestantWords>,
}

/// The words of one contestant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContestantWords {
    /// Its id.
    pub id: String,
    /// Pair, party or movement; only like are compared with like.
    pub kind: ContestantKind,
    /// Whether it has a ballot number.
    pub number: bool,
    /// Lists of the pack with the number of their words, in the order of entries.
    #[serde(serialize_with = "as_object")]
    pub words: Vec<(&'static str, usize)>,
}

fn as_object<S: Serializer>(
    words: &[(&'static str, usize)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(words.iter().copied())
}

/// Counts the words of a pack.
pub fn table(pack: &Pack) -> Balance {
    let contestants = pack.contest.contestants.iter();
    Balance {
        contest: pack.contest.id.clone(),
        contestants: contestants.map(row).collect(),
    }
}

fn row(contestant: &Contestant) -> ContestantWords {
    ContestantWords {
        id: contestant.id.clone(),
        kind: contestant.kind,
        number: contestant.number.is_some(),
        words: LISTS
            .map(|(list, kind)| (list, count(contestant, kind)))
            .to_vec(),
    }
}

fn count(contestant: &Contestant, kind: EntryKind) -> usize {
    let entries = contestant.entries.iter();
    entries.filter(|entry| entry.kind == kind).count()
}

/// What is uneven. That somebody lacks a whole list is told when the pack is read, save for
/// mocking names.
pub(super) fn findings(pack: &Pack) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for kind in [ContestantKind::Pair, ContestantKind::Party] {
        let contestants = pack.contest.contestants.iter();
        let members: Vec<_> = contestants.filter(|one| one.kind == kind).collect();
        for (poor, places) in pack.contest.contestants.iter().zip(&pack.places) {
            if poor.kind == kind {
                found.extend(of_one(pack, &members, poor, &places.contestant));
            }
        }
    }
    found
}

fn of_one(
    pack: &Pack,
    members: &[&Contestant],
    poor: &Contestant,
    place: &FilePlace,
) -> Vec<Diagnostic> {
    let mocked = mocked(pack, members, poor).map(|(message, hint)| {
        if pack.contest.closed {
            place.warning(message, hint)
        } else {
            place.error(message, hint)
        }
    });
    let hint = "look for more of its words, or take some of the other's out";
    let outnumbered = outnumbered(members, poor);
    let uneven = outnumbered.into_iter().chain(unnumbered(members, poor));
    let uneven = uneven.map(|message| place.warning(message, hint));
    mocked.into_iter().chain(uneven).collect()
}

/// Mocking names for one side only: whoever mocks the other is never seen.
fn mocked(pack: &Pack, members: &[&Contestant], poor: &Contestant) -> Option<(String, String)> {
    let mocking = |one: &Contestant| count(one, EntryKind::Mocking);
    let rich = members.iter().find(|one| mocking(one) > 0)?;
    (mocking(poor) == 0).then(|| {
        let message = format!(
            "{} has mocking names and {} has none",
            rich.label, poor.label
        );
        let contest = &pack.contest.id;
        let hint = format!("look for some, or take all mocking names out of {contest}");
        (message, hint)
    })
}

fn outnumbered(members: &[&Contestant], poor: &Contestant) -> Option<String> {
    let mut lists = Vec::new();
    for (list, kind) in LISTS {
        let own = count(poor, kind);
        let most = members.iter().max_by_key(|one| count(one, kind));
        let rich = most.filter(|one| own > 0 && count(one, kind) >= MANY_TIMES * own);
        lists.extend(
            rich.map(|one| format!("{list} {own} to {} of {}", count(one, kind), one.label)),
        );
    }
    (!lists.is_empty()).then(|| format!("{} has few words: {}", poor.label, lists.join(", ")))
}

fn unnumbered(members: &[&Contestant], poor: &Contestant) -> Option<String> {
    let rich = members.iter().find(|one| one.number.is_some())?;
    let none = poor.number.is_none();
    none.then(|| {
        format!(
            "{} has a ballot number and {} has none",
            rich.label, poor.label
        )
    })
}
