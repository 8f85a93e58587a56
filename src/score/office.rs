//! Who holds an office is spoken of, and to, as its holder: in news, petitions, thanks, and in
//! criticism or praise of what he does there. That is no signal for or against a contestant, unless
//! the post speaks of an election: by a vote, a number, a pair, a slogan, a campaign tag, a call to
//! go on or to make way, another contestant beside him, or any word of elections.
//!
//! Who holds the office that the election is about, or will hold it when the contest ends, is
//! spoken of in it unless something shows otherwise. Who holds another one (a minister who stands
//! for president) is so only where the post names an office or its work.
//!
//! Which subject it is about does not matter. What is about elections, the lexicon says: by the
//! kind of an entry, or by `electoral` where an entry differs from its kind.

use std::collections::BTreeMap;

use super::Scorer;
use super::anchors::{Anchor, Candidate};
use super::compile::joined;
use super::elsewhere::Elsewhere;
use super::reading::CueHit;
use super::rules;
use super::scene::Scene;
use super::scenes::Scenes;
use crate::model::{ByteRange, Contest, CueKind, DateRange, EntryKind, Office};

/// The offices of all contestants, by contest and contestant.
#[derive(Debug)]
pub(super) struct Offices(BTreeMap<(usize, usize), Vec<HeldOffice>>);

/// An office with whom it is held by.
#[derive(Debug)]
struct HeldOffice {
    office: Office,
    /// For each entry of the contestant, whether it names the holder.
    names_holder: Vec<bool>,
    /// When it has to be held, where nobody knows of what day a post is.
    days: DateRange,
}

/// Somebody who is spoken of in office: in which text, by which words, and which contestant it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct InOffice {
    pub(super) text: usize,
    pub(super) span: ByteRange,
    candidate: Candidate,
    /// Whether the office or its work is named.
    titled: bool,
}

impl InOffice {
    /// How much counts of what the model says: it learnt from words about contestants, and has
    /// less to say of somebody in office, who is spoken of in much the same words.
    pub(super) fn trust(self, scorer: &Scorer) -> f64 {
        let extras = &scorer.scale.extras;
        if self.titled {
            extras.titled_opinion
        } else {
            extras.office_opinion
        }
    }

    /// Which office.
    pub(super) fn office<'s>(&self, scenes: &Scenes<'s>) -> &'s Office {
        let held = scenes.scorer.offices.held(self.candidate, scenes);
        held.expect("it was found in the same scenes")
    }
}

impl Offices {
    pub(super) fn new(contests: &[Contest]) -> Self {
        let mut offices = BTreeMap::new();
        for (contest, pack) in contests.iter().enumerate() {
            for (contestant, one) in pack.contestants.iter().enumerate() {
                let held = |office: &Office| {
                    let holder: Vec<String> =
                        office.holder.iter().map(|word| joined(word)).collect();
                    let names = |form: &str| {
                        let form = joined(form);
                        holder.is_empty() || holder.iter().any(|word| form.contains(word.as_str()))
                    };
                    HeldOffice {
                        names_holder: one.entries.iter().map(|entry| names(&entry.form)).collect(),
                        days: pack.calendar.days(),
                        office: office.clone(),
                    }
                };
                let held: Vec<HeldOffice> = one.offices.iter().map(held).collect();
                if !held.is_empty() {
                    offices.insert((contest, contestant), held);
                }
            }
        }
        Self(offices)
    }

    /// The office that a candidate is known by on the day of the post: the one at stake before
    /// others.
    fn held(&self, candidate: Candidate, scenes: &Scenes<'_>) -> Option<&Office> {
        let offices = self.0.get(&(candidate.contest, candidate.contestant))?;
        let entry = candidate.entry?;
        let day = scenes
            .subject
            .day
            .map(|day| DateRange { from: day, to: day });
        let held = offices.iter().filter(|held| {
            held.names_holder[entry] && held.office.is_held(day.unwrap_or(held.days))
        });
        let held = held.map(|held| &held.office);
        held.min_by_key(|office| !office.at_stake)
    }
}

/// Who is spoken of in office: everybody who is named is the same person and in office, and no
/// election is spoken of anywhere in the post.
pub(super) fn in_office(scenes: &Scenes<'_>, elsewhere: &Elsewhere) -> Option<InOffice> {
    if scenes.scorer.offices.0.is_empty() || elsewhere.framed {
        return None;
    }
    let titled = scenes.texts.iter().any(names_office);
    let mut found: Option<InOffice> = None;
    for (text, anchor) in named(scenes) {
        let candidate = holder(scenes, anchor, titled)?;
        let first = *found.get_or_insert(InOffice {
            text,
            span: anchor.span,
            candidate,
            titled,
        });
        if candidate.who() != first.candidate.who() {
            return None;
        }
    }
    let found = found?;
    let title = found.office(scenes).title.to_lowercase();
    let framed = |scene: &Scene<'_>| {
        let mut cues = scene.cues.iter();
        names_pair(scene) || cues.any(|cue| is_electoral(scene, cue, Some(&title)))
    };
    let elections =
        scenes.texts.iter().any(framed) || elsewhere.names_others(found.candidate.who());
    (!elections).then_some(found)
}

/// Who is named, and in which text; where nobody is for certain, who may be.
fn named<'s>(scenes: &'s Scenes<'_>) -> impl Iterator<Item = (usize, &'s Anchor)> {
    let certain = scenes.texts.iter().any(|scene| !scene.anchors.is_empty());
    let texts = scenes.texts.iter().enumerate();
    texts.flat_map(move |(text, scene)| {
        let anchors = if certain {
            &scene.anchors
        } else {
            &scene.refused
        };
        anchors.iter().map(move |anchor| (text, anchor))
    })
}

/// Whether right beside somebody who is named stands who may be another: `Ganjar-RK`.
fn names_pair(scene: &Scene<'_>) -> bool {
    let beside = |one: &Anchor, other: &Anchor| one.last + 1 == other.first;
    scene.anchors.iter().any(|anchor| {
        let mut others = scene.refused.iter();
        others.any(|other| beside(anchor, other) || beside(other, anchor))
    })
}

/// Whether an office or its work is named.
fn names_office(scene: &Scene<'_>) -> bool {
    scene.has(CueKind::Office) || scene.has(CueKind::Official)
}

/// Who is named in office by words; `None` where any of those whom the words may mean is not.
fn holder(scenes: &Scenes<'_>, anchor: &Anchor, titled: bool) -> Option<Candidate> {
    let in_office = |one: &Candidate| {
        let held = scenes.scorer.offices.held(*one, scenes);
        held.is_some_and(|office| titled || office.at_stake)
    };
    let candidates = &anchor.candidates;
    if campaigns(anchor) || !candidates.iter().all(in_office) {
        return None;
    }
    let mut here = candidates.iter();
    let here = here.find(|one| Some(one.contest) == scenes.contest);
    here.or(candidates.first()).copied()
}

/// Whether words for a contestant are about an election: a number, a gesture, a pair, a slogan. What is worn
/// or done in office too is not.
fn campaigns(anchor: &Anchor) -> bool {
    let worn = anchor.kind == Some(EntryKind::Symbol);
    anchor.number.is_some()
        || anchor.is_gesture()
        || anchor.kind == Some(EntryKind::Pair)
        || (anchor.is_campaign_speech() && !worn)
}

/// Whether anything in a text is about an election.
pub(super) fn speaks_of_elections(scene: &Scene<'_>) -> bool {
    scene.anchors.iter().any(campaigns)
        || scene.cues.iter().any(|cue| is_electoral(scene, cue, None))
}

/// Whether a cue is about an election, said of whoever holds an office of that title.
fn is_electoral(scene: &Scene<'_>, cue: &CueHit, title: Option<&str>) -> bool {
    use CueKind::{
        Call, Company, Continue, Event, Oppose, Organiser, Possessive, Support, Survey, Team,
        Turnout, Win,
    };
    let told = scene.scorer().cues[cue.cue].electoral;
    let by_kind = || match cue.kind {
        Call | Continue | Oppose | Organiser | Survey | Team | Turnout | Win => true,
        Company => scene.weight(cue) > 0.0,
        Event => scene.weight(cue) >= scene.scorer().scale.joining.campaign,
        Possessive => !names_title(scene, cue, title),
        Support => supports_directly(scene, cue),
        _ => false,
    };
    told.unwrap_or_else(by_kind) && !is_acted(scene, cue)
}

/// `presiden kita`: who holds the office is that already.
fn names_title(scene: &Scene<'_>, cue: &CueHit, title: Option<&str>) -> bool {
    let office = title.and_then(|title| title.split(' ').next());
    let said = scene.original(cue.span).to_lowercase();
    office.is_some_and(|office| said.contains(office))
}

/// Whether support is for the person: it stands beside the name.
fn supports_directly(scene: &Scene<'_>, cue: &CueHit) -> bool {
    let mut anchors = scene.anchors.iter();
    anchors.any(|anchor| {
        scene.clause(anchor.first) == scene.clause(cue.first)
            && scene.steps(cue.last, anchor.first) == 1
    })
}

/// Whether who holds the office does himself what the cue says (`Jokowi memilih menteri`).
fn is_acted(scene: &Scene<'_>, cue: &CueHit) -> bool {
    let mut anchors = scene.anchors.iter();
    anchors.any(|anchor| rules::acts(scene, cue, anchor))
}
