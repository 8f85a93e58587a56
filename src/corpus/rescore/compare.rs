//! What another assessment of the same words changes.

use serde::Serialize;

use crate::db::post::StoredPost;
use crate::db::verdict::Standing;
use crate::model::{
    AccountId, Assessment, Band, Decision, Explanation, Language, PostId, ReviewState, Sentence,
    SignalKind,
};

/// A reason for or against, as people read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ToldReason {
    /// Which rule.
    pub rule: String,
    /// What it is about; absent for a reason against.
    pub kind: Option<SignalKind>,
    /// `contest/contestant` it is about, where known.
    pub target: Option<String>,
    /// Contribution to the total.
    pub weight: f64,
    /// A sentence in Indonesian.
    pub reason: String,
}

/// A reason that stays, with another weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reweighed {
    /// Which rule.
    pub rule: String,
    /// Contribution before.
    pub old_weight: f64,
    /// Contribution now.
    pub new_weight: f64,
    /// A sentence in Indonesian.
    pub reason: String,
}

/// What becomes of a post in the review queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Move {
    /// Was not in the queue and is now.
    Enters,
    /// Was in the queue and is not any more.
    Leaves,
}

/// What people decided of a post. It stays, whatever the scorer says now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// The last standing decision.
    pub decision: Decision,
    /// What is still missing before the post has been judged.
    pub state: ReviewState,
    /// The revision that was judged.
    pub revision: u32,
    /// Whether that is the revision scored here.
    pub current: bool,
}

/// A post whose assessment differs from the stored one by more than its versions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Which post.
    pub post: PostId,
    /// Whose account.
    pub account: AccountId,
    /// Platform and address of the account, for people.
    pub address: String,
    /// Score before.
    pub old_score: f64,
    /// Score now.
    pub new_score: f64,
    /// Band before.
    pub old_band: Band,
    /// Band now.
    pub new_band: Band,
    /// Reasons that were not there before.
    pub came: Vec<ToldReason>,
    /// Reasons that are not there any more.
    pub went: Vec<ToldReason>,
    /// Reasons that weigh more or less than before.
    pub reweighed: Vec<Reweighed>,
    /// What becomes of it in the queue.
    pub queue: Option<Move>,
    /// What people decided of it.
    pub decided: Option<Decided>,
}

/// What the new assessment changes; `None` if nothing but the versions differs.
pub(super) fn difference(
    stored: &StoredPost,
    standing: Option<&Standing>,
    new: &Assessment,
) -> Option<Difference> {
    let old = stored.assessment.as_ref().map(|(_, assessment)| assessment);
    if old.is_some_and(|old| alike(old, new)) {
        return None;
    }
    let post = &stored.post;
    let before = old.map(reasons).unwrap_or_default();
    let now = reasons(new);
    let queued = |band: Band| in_queue(band, standing, post.latest_revision);
    Some(Difference {
        post: post.id,
        account: post.account,
        address: format!("{} {}", stored.platform, stored.address),
        old_score: post.score,
        new_score: new.score,
        old_band: post.band,
        new_band: new.band,
        came: without(&now, &before),
        went: without(&before, &now),
        reweighed: reweighed(&before, &now),
        queue: match (queued(post.band), queued(new.band)) {
            (false, true) => Some(Move::Enters),
            (true, false) => Some(Move::Leaves),
            _ => None,
        },
        decided: standing.and_then(|standing| decided(standing, post.latest_revision)),
    })
}

/// Whether two assessments say the same, whatever they were made with.
fn alike(old: &Assessment, new: &Assessment) -> bool {
    let versions = new.versions.clone();
    let old = Assessment {
        versions,
        ..old.clone()
    };
    old == *new || written_out(old) == written_out(new.clone())
}

/// As older versions stored it: with sentences, not with their wording.
fn written_out(mut assessment: Assessment) -> Assessment {
    let signals = assessment.signals.iter_mut().map(|one| &mut one.reason);
    let counter = assessment.counter.iter_mut().map(|one| &mut one.reason);
    for sentence in signals.chain(counter) {
        write_out(sentence);
    }
    write_out_tree(&mut assessment.explanation);
    assessment
}

fn write_out(sentence: &mut Sentence) {
    *sentence = Sentence::as_written(&sentence.text(Language::Indonesian));
}

fn write_out_tree(node: &mut Explanation) {
    write_out(&mut node.label);
    node.parts.iter_mut().for_each(write_out_tree);
}

fn decided(standing: &Standing, latest: u32) -> Option<Decided> {
    Some(Decided {
        decision: *standing.decisions.last()?,
        state: standing.state,
        revision: standing.revision,
        current: standing.revision == latest,
    })
}

/// A post waits for readers if its band says so and nobody judged this revision, or if a reader
/// is missing whatever the band.
fn in_queue(band: Band, standing: Option<&Standing>, latest: u32) -> bool {
    match standing.filter(|standing| standing.revision == latest) {
        Some(standing) => matches!(standing.state, ReviewState::Second | ReviewState::Disputed),
        None => band.queued(),
    }
}

fn reasons(assessment: &Assessment) -> Vec<ToldReason> {
    let signals = assessment.signals.iter().map(|signal| ToldReason {
        rule: signal.rule.clone(),
        kind: Some(signal.kind),
        target: signal.target.clone(),
        weight: signal.weight,
        reason: signal.reason.text(Language::Indonesian),
    });
    let counter = assessment.counter.iter().map(|signal| ToldReason {
        rule: signal.rule.clone(),
        kind: None,
        target: None,
        weight: signal.weight,
        reason: signal.reason.text(Language::Indonesian),
    });
    signals.chain(counter).collect()
}

impl ToldReason {
    /// Whether both say the same, with whatever weight.
    fn same(&self, other: &Self) -> bool {
        self.rule == other.rule
            && self.kind == other.kind
            && self.target == other.target
            && self.reason == other.reason
    }
}

fn without(reasons: &[ToldReason], others: &[ToldReason]) -> Vec<ToldReason> {
    let alone = reasons
        .iter()
        .filter(|reason| !others.iter().any(|other| other.same(reason)));
    alone.cloned().collect()
}

fn reweighed(before: &[ToldReason], now: &[ToldReason]) -> Vec<Reweighed> {
    let pairs = before
        .iter()
        .filter_map(|old| Some((old, now.iter().find(|new| new.same(old))?)));
    pairs
        .filter(|(old, new)| old.weight.total_cmp(&new.weight).is_ne())
        .map(|(old, new)| Reweighed {
            rule: new.rule.clone(),
            old_weight: old.weight,
            new_weight: new.weight,
            reason: new.reason.clone(),
        })
        .collect()
}
