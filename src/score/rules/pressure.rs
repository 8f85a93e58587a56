//! Pressure: posts, pay or aid tied to the vote (`yang tidak pilih … dicoret`), and votes that are
//! ordered and counted (`wajib setor 10 suara`). Whoever presses seldom names whom he presses for,
//! so no contestant is needed, but an election is.
//!
//! The words are common ones and mean nothing alone. What neighbouring sentences say together is
//! weighed: who depends, what is at stake, what becomes of it, on what condition, who orders it.

use std::collections::BTreeSet;

use super::{Rule, RuleClaim, entry, nearest};
use crate::model::{ByteRange, CueKind, Sentence, SignalKind, Wording};
use crate::score::frames::FrameSort;
use crate::score::reading::{CueHit, covers_or_is};
use crate::score::scene::Scene;

pub(super) struct Pressure;

impl Rule for Pressure {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<RuleClaim>) {
        claims.extend(strongest(scene).map(|said| claim(scene, &said)));
    }
}

/// Parts of pressure, in the order in which they decide.
const PARTS: [CueKind; 5] = [
    CueKind::Sanction,
    CueKind::Order,
    CueKind::Stake,
    CueKind::Condition,
    CueKind::Subordinate,
];
const STAKE: usize = 2;
const CONDITION: usize = 3;
const SUBORDINATE: usize = 4;

/// What neighbouring sentences say.
#[derive(Debug, Clone, Default)]
pub(super) struct PressingWords<'s> {
    parts: [Option<&'s CueHit>; PARTS.len()],
    /// A word of voting, or a contestant.
    voting: Option<ByteRange>,
    weight: f64,
    /// Whether who depends is told in the sentence itself.
    addressed: bool,
}

/// The strongest pressure of a text.
pub(super) fn strongest<'s>(scene: &'s Scene<'_>) -> Option<PressingWords<'s>> {
    let by_sentence = sentences(scene)?;
    let heard = (0..by_sentence.len()).map(|at| {
        let near = &by_sentence[at.saturating_sub(1)..by_sentence.len().min(at + 2)];
        together(scene, &by_sentence[at], near)
    });
    let even = scene
        .contest
        .is_some_and(|contest| scene.names_all(contest, scene.anchors.iter()));
    let pressing = heard.filter(|said| presses(scene, said) && !(even && said.is_mild(scene)));
    // Of equals the first.
    pressing.reduce(|best, said| {
        if said.weight > best.weight {
            said
        } else {
            best
        }
    })
}

/// What each sentence says; nothing where no word of pressure stands.
fn sentences<'s>(scene: &'s Scene<'_>) -> Option<Vec<PressingWords<'s>>> {
    if !scene.pressing.iter().any(|cue| cue.kind != CueKind::Vote) {
        return None;
    }
    let mut said = vec![PressingWords::default(); scene.reading.tokens.questions.len()];
    let told = told(scene);
    let own = |first: usize| {
        let sentence = scene.sentence(first);
        (!told.contains(&sentence)).then_some(sentence as usize)
    };
    let pressing = scene.pressing.iter().filter(|cue| !is_reported(scene, cue));
    for cue in pressing.chain(whoever(scene)) {
        let here = own(cue.first).and_then(|at| said.get_mut(at));
        let part = part(cue.kind);
        if let Some((here, part)) = here.zip(part) {
            here.add(scene, part, cue);
        }
    }
    for (first, span) in voting(scene) {
        if let Some(here) = own(first).and_then(|at| said.get_mut(at)) {
            here.voting = Some(span);
        }
    }
    Some(said)
}

/// Sentences in which others are told of, or the author keeps away: whoever is pressed tells of it.
/// A denial is no excuse, because whoever presses says what comes of not doing so.
fn told(scene: &Scene<'_>) -> BTreeSet<u32> {
    let frames = scene.voice.frames.iter();
    let apart = frames.filter(|frame| frame.sort != FrameSort::Denied);
    let asked = scene.cues_of(CueKind::Asked).map(|cue| cue.first);
    let words = apart.map(|frame| frame.first).chain(asked);
    words.map(|first| scene.sentence(first)).collect()
}

/// Whether a word is part of a report of what became of somebody (`dicopot karena …`).
fn is_reported(scene: &Scene<'_>, cue: &CueHit) -> bool {
    let mut reports = scene.cues_of(CueKind::Apart);
    reports.any(|report| report.span != cue.span && covers_or_is(report.span, cue.span))
}

/// Which part a cue is.
fn part(kind: CueKind) -> Option<usize> {
    match kind {
        CueKind::Relative => Some(CONDITION),
        _ => PARTS.iter().position(|part| *part == kind),
    }
}

/// `Yang …` at the head of a clause speaks of whoever does so.
fn whoever<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = &'s CueHit> {
    let relatives = scene.cues_of(CueKind::Relative);
    relatives.filter(|cue| {
        let before = cue.first.checked_sub(1);
        before.is_none_or(|before| scene.clause(before) != scene.clause(cue.first))
    })
}

/// Words about voting, and contestants, each with its first word: where nothing speaks of an
/// election, an office holder is spoken of and no contestant.
fn voting(scene: &Scene<'_>) -> impl Iterator<Item = (usize, ByteRange)> {
    use CueKind::{Call, Continue, Event, Order, Support, Team, Vote, Win};
    let votes = scene.cues.iter().chain(&scene.pressing).filter(|cue| {
        matches!(
            cue.kind,
            Call | Continue | Event | Support | Team | Vote | Win
        )
    });
    let ordered = scene.pressing.iter().any(|cue| cue.kind == Order);
    let stands = ordered || scene.framed() || scene.has(CueKind::Hype);
    let anchors = scene.anchors.iter();
    let anchors = anchors.filter(move |anchor| stands && !anchor.is_gesture());
    let anchors = anchors.map(|anchor| (anchor.first, anchor.span));
    votes.map(|cue| (cue.first, cue.span)).chain(anchors)
}

impl<'s> PressingWords<'s> {
    fn add(&mut self, scene: &Scene<'_>, part: usize, cue: &'s CueHit) {
        let known = self.parts[part].map_or(f64::MIN, |known| scene.weight(known));
        if scene.weight(cue) > known {
            self.parts[part] = Some(cue);
        }
    }

    /// Whether nothing is threatened. Where all contestants are named, only threats press.
    fn is_mild(&self, scene: &Scene<'_>) -> bool {
        let threat = scene.scorer().scale.joining.threat;
        let mut parts = self.parts.iter().flatten();
        !parts.any(|cue| cue.kind == CueKind::Sanction && scene.weight(cue) >= threat)
    }

    fn has(&self, kind: CueKind) -> bool {
        self.parts.iter().flatten().any(|cue| cue.kind == kind)
    }
}

/// What a sentence says, with what is at stake, who depends and who is voted for in the sentences
/// beside it.
fn together<'s>(
    scene: &Scene<'_>,
    here: &PressingWords<'s>,
    beside: &[PressingWords<'s>],
) -> PressingWords<'s> {
    let mut all = here.clone();
    all.addressed = here.has(CueKind::Subordinate);
    for said in beside {
        for part in [STAKE, SUBORDINATE] {
            said.parts[part]
                .iter()
                .for_each(|cue| all.add(scene, part, cue));
        }
        all.voting = all.voting.or(said.voting);
    }
    let weights = all.parts.iter().flatten().map(|cue| scene.weight(cue));
    all.weight = weights.sum();
    all
}

/// Something happens to somebody or to what is at stake, on a condition or by order; or votes are
/// ordered. Whoever threatens all who do not (`siapa yang tidak …`) need not say who depends.
fn presses(scene: &Scene<'_>, said: &PressingWords<'_>) -> bool {
    use CueKind::{Condition, Order, Sanction, Stake, Subordinate};
    let whose = said.has(Stake) || said.has(Subordinate);
    let lever = said.has(Sanction) || (said.has(Stake) && said.has(Condition));
    let tied = said.has(Condition) || said.has(Order) || said.addressed;
    let joining = &scene.scorer().scale.joining;
    let all = said.parts[CONDITION].is_some_and(|cue| scene.weight(cue) >= joining.whoever);
    said.voting.is_some()
        && (whose || all)
        && said.weight >= joining.pressure
        && ((lever && tied) || said.has(Order))
}

fn claim(scene: &Scene<'_>, said: &PressingWords<'_>) -> RuleClaim {
    let parts = || said.parts.iter().flatten();
    // The parts come in the order in which they decide.
    let first = parts().next();
    let mut spans: Vec<ByteRange> = parts().map(|cue| cue.span).collect();
    spans.extend(said.voting);
    spans.sort_unstable();
    spans.dedup();
    let words = spans.iter().map(|span| scene.original(*span));
    let wording = match first.map(|cue| cue.kind) {
        Some(CueKind::Order) => Wording::OrderedVotes,
        _ => Wording::Pressure,
    };
    RuleClaim {
        rule: first.map_or("", |cue| entry(scene, cue)).to_owned(),
        kind: Some(SignalKind::Pressure),
        anchor: first.and_then(|cue| Some(nearest(scene, cue, |_| true)?.0)),
        weight: said.weight,
        firm: scene.scorer().scale.firm.pressure,
        reason: Sentence::new(wording, words),
        spans,
    }
}
