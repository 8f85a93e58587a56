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

use jiff::civil::Date;

use super::anchors::{Anchor, Candidate};
use super::compile::joined;
use super::elsewhere::Elsewhere;
use super::reading::CueHit;
use super::rules::is_put_up;
use super::scene::Scene;
use crate::model::{ByteRange, Contest, CueKind, DateRange, EntryKind, Extras, Office};

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
    pub(super) fn trust(self, extras: &Extras) -> f64 {
        if self.titled {
            extras.titled_opinion
        } else {
            extras.office_opinion
        }
    }

    /// Which office.
    pub(super) fn office<'o>(&self, offices: &'o Offices, day: Option<Date>) -> &'o Office {
        let held = offices.held(self.candidate, day);
        held.expect("it was found among the same offices")
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

    /// The office that a candidate is known by on a day: the one at stake before others.
    fn held(&self, candidate: Candidate, day: Option<Date>) -> Option<&Office> {
        let offices = self.0.get(&(candidate.contest, candidate.contestant))?;
        let entry = candidate.entry?;
        let day = day.map(|day| DateRange { from: day, to: day });
        let held = offices.iter().filter(|held| {
            held.names_holder[entry] && held.office.is_held(day.unwrap_or(held.days))
        });
        let held = held.map(|held| &held.office);
        held.min_by_key(|office| !office.at_stake)
    }
}

/// A passage in which somebody may be spoken of in office.
#[derive(Debug, Clone, Copy)]
pub(super) struct SpokenOf<'s, 'a> {
    pub(super) texts: &'s [Scene<'a>],
    /// Of the post, where it is known.
    pub(super) day: Option<Date>,
    /// The contest that the post is most likely about.
    pub(super) contest: Option<usize>,
}

impl<'s> SpokenOf<'s, '_> {
    /// Who is spoken of in office: everybody who is named is the same person and in office, and no
    /// election is spoken of anywhere in the post.
    pub(super) fn in_office(&self, offices: &Offices, elsewhere: &Elsewhere) -> Option<InOffice> {
        if offices.0.is_empty() || elsewhere.framed {
            return None;
        }
        let titled = self.texts.iter().any(names_office);
        let mut found: Option<InOffice> = None;
        for (text, anchor) in self.named() {
            let candidate = self.holder(offices, anchor, titled)?;
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
        let office = found.office(offices, self.day);
        let elections = self.texts.iter().any(|scene| frames(scene, office))
            || elsewhere.names_others(found.candidate.who());
        (!elections).then_some(found)
    }

    /// Who is named, and in which text; where nobody is for certain, who may be.
    fn named(&self) -> impl Iterator<Item = (usize, &'s Anchor)> {
        let certain = self.texts.iter().any(|scene| !scene.anchors.is_empty());
        let texts = self.texts.iter().enumerate();
        texts.flat_map(move |(text, scene)| {
            let anchors = if certain {
                &scene.anchors
            } else {
                &scene.refused
            };
            anchors.iter().map(move |anchor| (text, anchor))
        })
    }

    /// Who is named in office by words; `None` where any of those whom the words may mean is not.
    fn holder(&self, offices: &Offices, anchor: &Anchor, titled: bool) -> Option<Candidate> {
        let in_office = |one: &Candidate| {
            let held = offices.held(*one, self.day);
            held.is_some_and(|office| titled || office.at_stake)
        };
        let candidates = &anchor.candidates;
        if campaigns(anchor) || !candidates.iter().all(in_office) {
            return None;
        }
        let mut here = candidates.iter();
        let here = here.find(|one| Some(one.contest) == self.contest);
        here.or(candidates.first()).copied()
    }
}

/// Whether a text speaks of an election in which whoever holds the office may stand.
fn frames(scene: &Scene<'_>, office: &Office) -> bool {
    let title = office.title.to_lowercase();
    let mut cues = scene.cues.iter();
    names_pair(scene)
        || wants_again(scene)
        || outlasts(scene, office)
        || is_put_up(scene)
        || cues.any(|cue| is_electoral(scene, cue, Some(&title)))
}

/// `Bagas lagi!`: the word ends what is said of him. In the midst of it, it is any other word.
fn wants_again(scene: &Scene<'_>) -> bool {
    let mut named = scene.anchors.iter().chain(&scene.refused);
    named.any(|anchor| {
        let again = anchor.last + 1;
        let list = &scene.reading.tokens.list;
        let clause = scene.clause(anchor.last);
        let inside = |at: usize| list.get(at).is_some_and(|word| word.clause == clause);
        scene.word(again) == Some("lagi") && inside(again) && !inside(again + 1)
    })
}

/// Whether a year is named that is behind the term: `sampai 2032`.
fn outlasts(scene: &Scene<'_>, office: &Office) -> bool {
    let Some(until) = office.until else {
        return false;
    };
    let count = scene.reading.tokens.list.len();
    let mut years = (0..count).filter_map(|at| scene.word(at)?.parse::<i16>().ok());
    years.any(|year| (until.year() + 1..until.year() + 10).contains(&year))
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
    anchors.any(|anchor| scene.acts(cue, anchor))
}
