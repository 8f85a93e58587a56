//! Adds claims up, calibrates the sum, and explains it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::anchors::Anchor;
use super::explain::{leaf, rounded_score, rounded_weight, sum};
use super::opinion;
use super::reading::CueHit;
use super::rules::{Heard, RuleClaim, against};
use super::scene::Scene;
use super::scenes::Scenes;
use crate::model::{
    Assessment, Band, CounterSignal, CueKind, Explanation, Sentence, Signal, SignalKind, Stage,
    TextName, Thresholds, Wording,
};
use crate::text::language;

/// Turns claims into the word of the scorer.
///
/// The total is a base value, a little for being named at all, the reasons for (the strongest in
/// full, each further one discounted), the reasons against (which cannot take away more than the
/// part of the reasons for that is not firm), and what the statistical model adds or takes. More
/// for never lowers it, more against never raises it.
pub(super) fn assess(scenes: &Scenes<'_>, claims: Vec<Heard<'_>>) -> Assessment {
    let (mut reasons, mut counter): (Vec<Heard<'_>>, Vec<Heard<'_>>) = claims
        .into_iter()
        .partition(|heard| heard.claim.kind.is_some());
    sort(&mut reasons);
    sort(&mut counter);
    let even = level(scenes, &mut reasons);
    if even {
        counter.push(same_for_all(scenes));
        sort(&mut reasons);
    }
    discount(&scenes.scorer.scale.repeats, &mut reasons);
    let apart = keeps_apart(scenes, &reasons);
    counter.extend(apart.clone());
    hold_back(scenes, &reasons, &mut counter);
    let (_, rules) = frame(scenes);
    for heard in reasons.iter_mut().chain(&mut counter) {
        heard.claim.weight = rounded_weight(heard.claim.weight * rules);
    }
    let lead = scenes.lead();
    let opinion = opinion::model_branch(lead);
    let explanation = explain(scenes, &reasons, &counter, opinion.as_ref());
    let score = calibrated(scenes, explanation.value);
    // Names of another text do not count here: the model did not read them.
    let unnamed = score < naming(lead).least(&scenes.scorer.scale.bands);
    let firmly_apart = apart.is_some()
        && (scenes.lead().voice.is_firmly_apart() || score < scenes.scorer.scale.bands.high);
    let silent = even || firmly_apart || (reasons.is_empty() && unnamed && !scenes.is_cut());
    let told = opinion.filter(|_| !silent);
    if let Some(claim) = told.and_then(|branch| opinion::model_claim(lead, &branch)) {
        let side = if claim.kind.is_some() {
            &mut reasons
        } else {
            &mut counter
        };
        side.push(Heard { scene: lead, claim });
    }
    let stage = scenes
        .contest
        .map_or(Stage::OffStage, |contest| scenes.stage(contest));
    Assessment {
        score,
        band: band(scenes, score, stage, silent),
        stage,
        signals: reasons
            .into_iter()
            .map(|heard| signal(heard, stage))
            .collect(),
        counter: counter.into_iter().map(counter_signal).collect(),
        language: language(lead.reading.folded.text(), &lead.reading.tokens).to_owned(),
        explanation,
        versions: scenes.scorer.versions.clone(),
    }
}

/// How surely a text names a contestant in the author's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    Nobody,
    /// By names that may be anybody's, in a text that speaks of no election.
    Perhaps,
    /// By what is certain, in a text without any word of campaigns.
    Barely,
    Somebody,
}

impl Naming {
    /// From which score on the statistical model is listened to where no rule says anything.
    fn least(self, bands: &Thresholds) -> f64 {
        match self {
            Self::Nobody => f64::INFINITY,
            Self::Perhaps => bands.high,
            Self::Barely => bands.tone,
            Self::Somebody => 0.0,
        }
    }
}

fn naming(lead: &Scene<'_>) -> Naming {
    use CueKind::{
        Call, Company, Continue, Gather, Hype, Invite, Oppose, Possessive, Support, Team, Turnout,
        Win,
    };
    const ELECTIONS: [CueKind; 7] = [Call, Company, Continue, Oppose, Possessive, Support, Win];
    const CAMPAIGNS: [CueKind; 5] = [Gather, Hype, Invite, Team, Turnout];
    let has = |kinds: &[CueKind]| kinds.iter().any(|kind| lead.has(*kind));
    let electoral = |cue: &CueHit| lead.scorer().cues[cue.cue].electoral == Some(true);
    let elections = has(&ELECTIONS) || lead.cues.iter().any(electoral);
    let certain = lead.anchors.iter().any(|anchor| lead.is_own(anchor.first));
    let perhaps = !lead.refused.is_empty();
    match (certain, perhaps) {
        (true, _) if elections || has(&CAMPAIGNS) => Naming::Somebody,
        (true, _) => Naming::Barely,
        (_, true) if elections => Naming::Somebody,
        (_, true) if !lead.has(Hype) => Naming::Perhaps,
        _ => Naming::Nobody,
    }
}

/// The sign by which the author keeps apart from the matter, where no plain words of his take a side.
fn keeps_apart<'s>(scenes: &'s Scenes<'_>, reasons: &[Heard<'_>]) -> Option<Heard<'s>> {
    let scene = scenes.lead();
    let sign = scene.voice.apart?;
    // A picture or a gesture is what he speaks of.
    let said = reasons.iter().map(|heard| &heard.claim);
    let said = said.filter(|claim| claim.kind != Some(SignalKind::Symbol));
    let said: f64 = said.map(|claim| claim.weight).sum();
    let claim = against::apart(scene, sign);
    (said < scenes.scorer.scale.extras.apart).then_some(Heard { scene, claim })
}

/// Strongest first; ties by rule and place.
fn sort(claims: &mut Vec<Heard<'_>>) {
    claims.sort_by(|left, right| {
        let strength = right.claim.weight.abs().total_cmp(&left.claim.weight.abs());
        strength
            .then_with(|| left.claim.rule.cmp(&right.claim.rule))
            .then_with(|| left.name().cmp(&right.name()))
            .then_with(|| left.claim.spans.cmp(&right.claim.spans))
    });
    claims.dedup_by(|later, earlier| {
        later.claim.rule == earlier.claim.rule
            && later.name() == earlier.name()
            && later.claim.spans == earlier.claim.spans
    });
}

/// Takes from what is said of each contestant what is said of all: who tells the programmes and
/// slogans of everybody takes no side, who praises one of them does. Whether hardly anything is
/// left, where all are spoken of.
fn level(scenes: &Scenes<'_>, reasons: &mut [Heard<'_>]) -> bool {
    let Some(contest) = scenes.contest else {
        return false;
    };
    let anchors = || scenes.texts.iter().flat_map(|scene| &scene.anchors);
    if !scenes.own().names_all(contest, anchors()) || singles_out(scenes.own(), contest) {
        return false;
    }
    let all = scenes.scorer.contests[contest].contestants.len();
    for attacks in [false, true] {
        let mut said: BTreeMap<String, f64> = BTreeMap::new();
        let of_side =
            |heard: &&mut Heard<'_>| (heard.claim.kind == Some(SignalKind::Attack)) == attacks;
        for heard in reasons.iter_mut().filter(of_side) {
            *said.entry(target(heard).unwrap_or_default()).or_default() += heard.claim.weight;
        }
        if said.len() < all {
            continue;
        }
        let least = said.values().copied().fold(f64::INFINITY, f64::min);
        for heard in reasons.iter_mut().filter(of_side) {
            let sum = said.get(&target(heard).unwrap_or_default()).copied();
            let sum = sum.filter(|sum| *sum > 0.0).unwrap_or(1.0);
            heard.claim.weight *= 1.0 - least / sum;
        }
    }
    let left: f64 = reasons.iter().map(|heard| heard.claim.weight).sum();
    left < -scenes.scorer.scale.extras.even
}

/// Whether all contestants but one are turned away: `bukan A, bukan B, cuma C`.
fn singles_out(scene: &Scene<'_>, contest: usize) -> bool {
    let negated = |anchor: &&Anchor| {
        scene.cues_of(CueKind::Negation).any(|negation| {
            negation.last < anchor.first
                && scene.steps(negation.last, anchor.first) <= 2
                && scene.clause(negation.last) == scene.clause(anchor.first)
        })
    };
    let whom = |anchors: Vec<&Anchor>| -> BTreeSet<usize> {
        let candidates = anchors.into_iter().flat_map(|anchor| &anchor.candidates);
        let here = candidates.filter(|one| one.contest == contest);
        here.map(|one| one.contestant).collect()
    };
    let (turned, others) = scene.anchors.iter().partition(negated);
    let turned = whom(turned);
    !turned.is_empty() && whom(others).difference(&turned).count() == 1
}

fn same_for_all<'s>(scenes: &'s Scenes<'_>) -> Heard<'s> {
    let scene = scenes.own();
    Heard {
        scene,
        claim: RuleClaim {
            rule: "even".to_owned(),
            kind: None,
            anchor: None,
            weight: scenes.scorer.scale.extras.even,
            firm: 0.0,
            spans: scene.anchors.iter().map(|anchor| anchor.span).collect(),
            reason: Sentence::plain(Wording::SameForAll),
        },
    }
}

/// Support repeats support and attack repeats attack; one of each is no repetition. It is one,
/// whichever text of the post it stands in. What one text says of a contestant adds nothing where
/// another says the same in the same way: a gallery of a hundred captions says it once.
fn discount(factors: &[f64], reasons: &mut [Heard<'_>]) {
    let last = factors.last().copied().unwrap_or(1.0);
    let mut said: HashMap<(String, Option<String>), TextName> = HashMap::new();
    let mut seen = [0_usize; 2];
    for heard in reasons {
        let key = (heard.claim.rule.clone(), target(heard));
        let name = heard.name();
        let claim = &mut heard.claim;
        if *said.entry(key).or_insert(name) != name {
            claim.weight = 0.0;
            continue;
        }
        let attack = usize::from(claim.kind == Some(SignalKind::Attack));
        let factor = factors.get(seen[attack]).copied().unwrap_or(last);
        claim.weight = rounded_weight(claim.weight * factor);
        seen[attack] += 1;
    }
}

/// Scales reasons against down to what they may take away.
///
/// Those of the post's own words speak of all its texts: a picture is seen in the light of what
/// is written above it. Those of another text take only from what stands there, so that words
/// that few readers see cannot take back what stands in the open.
///
/// What others say about the author in a post that only tags him is not his: there nothing is firm.
fn hold_back(scenes: &Scenes<'_>, reasons: &[Heard<'_>], counter: &mut [Heard<'_>]) {
    let own = if scenes.own().has(CueKind::Tagged) {
        0.0
    } else {
        1.0
    };
    let soft = |heard: &Heard<'_>| heard.claim.weight * (1.0 - own * heard.claim.firm);
    let mut left: f64 = reasons.iter().map(soft).sum();
    for name in scenes.further().iter().map(|scene| scene.reading.name) {
        let here = reasons.iter().filter(|heard| heard.name() == name);
        left -= take(here.map(soft).sum(), counter, |heard| heard.name() == name);
    }
    let name = scenes.own().reading.name;
    take(left, counter, |heard| heard.name() == name);
}

/// Lets some reasons against take away what is soft, and no more. Gives what they took.
fn take(soft: f64, counter: &mut [Heard<'_>], speaks: impl Fn(&Heard<'_>) -> bool) -> f64 {
    let speaking = || counter.iter().filter(|heard| speaks(heard));
    let against: f64 = speaking().map(|heard| -heard.claim.weight).sum();
    let share = if against > soft { soft / against } else { 1.0 };
    for Heard { claim, .. } in counter.iter_mut().filter(|heard| speaks(heard)) {
        // Plus nothing: a weight of minus nought would be printed as such.
        claim.weight = rounded_weight(claim.weight * share) + 0.0;
    }
    against.min(soft)
}

/// What the model adds to every post, and its factor of what the rules say.
fn frame(scenes: &Scenes<'_>) -> (f64, f64) {
    let table = scenes.scorer.classifier.as_ref();
    table.map_or((0.0, 1.0), |table| (table.bias, table.rules))
}

fn explain(
    scenes: &Scenes<'_>,
    reasons: &[Heard<'_>],
    counter: &[Heard<'_>],
    opinion: Option<&Explanation>,
) -> Explanation {
    let scale = &scenes.scorer.scale;
    let (bias, rules) = frame(scenes);
    let base = rounded_weight(bias + rules * scale.prior);
    let mut parts = vec![leaf(Sentence::plain(Wording::Base), base)];
    let mut named = scenes.texts.iter().filter_map(|scene| {
        let anchor = scene.anchors.first()?;
        Some(scene.spans(&[anchor.span]))
    });
    if let Some(spans) = named.next() {
        let worth = rounded_weight(rules * scale.extras.mention);
        parts.push(Explanation {
            spans,
            ..leaf(Sentence::plain(Wording::Mention), worth)
        });
    }
    parts.extend(branch(Wording::Signals, reasons));
    parts.extend(branch(Wording::CounterSignals, counter));
    parts.extend(opinion.cloned());
    if scenes.is_cut() {
        let so_far: f64 = parts.iter().map(|part| part.value).sum();
        let lacking = (queued_total(scenes) - so_far).max(0.0);
        parts.push(leaf(
            Sentence::plain(Wording::TooMuch),
            rounded_weight(lacking),
        ));
    }
    sum(Wording::Total, parts)
}

/// A total with which a post comes to the queue, and hardly more: what was not read is for people
/// to read, whatever it may say.
fn queued_total(scenes: &Scenes<'_>) -> f64 {
    let scale = &scenes.scorer.scale;
    let enough = scale.bands.medium + 0.001;
    let logit = (enough / (1.0 - enough)).ln();
    match scenes.scorer.classifier {
        Some(_) => logit,
        None => (logit - scale.calibration.offset) / scale.calibration.slope,
    }
}

fn branch(label: Wording, claims: &[Heard<'_>]) -> Option<Explanation> {
    let parts: Vec<Explanation> = claims
        .iter()
        .map(|heard| Explanation {
            spans: heard.scene.spans(&heard.claim.spans),
            ..leaf(heard.claim.reason.clone(), heard.claim.weight)
        })
        .collect();
    (!parts.is_empty()).then(|| sum(label, parts))
}

/// With a model the total is calibrated log-odds already.
fn calibrated(scenes: &Scenes<'_>, total: f64) -> f64 {
    let calibration = scenes.scorer.scale.calibration;
    let logit = match scenes.scorer.classifier {
        Some(_) => total,
        None => calibration.slope * total + calibration.offset,
    };
    rounded_score(1.0 / (1.0 + (-logit).exp()))
}

/// Off stage nothing is queued; where nobody is named who stands for election, or may, and no rule
/// says anything there is no band, whatever the model thinks of the tone.
fn band(scenes: &Scenes<'_>, score: f64, stage: Stage, silent: bool) -> Band {
    let bands = scenes.scorer.scale.bands;
    let band = if silent || score < bands.low {
        Band::None
    } else if score < bands.medium {
        Band::Low
    } else if score < bands.high {
        Band::Medium
    } else {
        Band::High
    };
    if band.queued() && (stage == Stage::OffStage || only_tagged(scenes)) {
        Band::Low
    } else {
        band
    }
}

/// Others put the author's name to it, and nothing shows that he speaks himself.
fn only_tagged(scenes: &Scenes<'_>) -> bool {
    use CueKind::{Call, FirstPerson, Support, Tagged};
    let own = scenes.own();
    own.has(Tagged)
        && ![Call, FirstPerson, Support]
            .into_iter()
            .any(|kind| own.has(kind))
}

fn signal(heard: Heard<'_>, stage: Stage) -> Signal {
    let kind = heard
        .claim
        .kind
        .expect("reasons for have a kind: they were parted by it");
    let norms = heard.scene.scorer().norms.lookup(kind, stage);
    Signal {
        target: target(&heard),
        kind,
        weight: heard.claim.weight,
        spans: heard.scene.spans(&heard.claim.spans),
        norms: norms.into_iter().map(|norm| norm.code).collect(),
        rule: heard.claim.rule,
        reason: heard.claim.reason,
    }
}

/// `contest/contestant`, of the likeliest contest where the words fit several.
fn target(heard: &Heard<'_>) -> Option<String> {
    let scene = heard.scene;
    let anchor = scene.anchors.get(heard.claim.anchor?)?;
    let here = anchor
        .candidates
        .iter()
        .find(|one| Some(one.contest) == scene.contest);
    let chosen = here.or(anchor.candidates.first())?;
    let contest = &scene.scorer().contests[chosen.contest];
    let contestant = &contest.contestants[chosen.contestant];
    Some(format!("{}/{}", contest.id, contestant.id))
}

fn counter_signal(heard: Heard<'_>) -> CounterSignal {
    CounterSignal {
        weight: heard.claim.weight,
        spans: heard.scene.spans(&heard.claim.spans),
        rule: heard.claim.rule,
        reason: heard.claim.reason,
    }
}
