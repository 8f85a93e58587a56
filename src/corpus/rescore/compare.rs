//! What another assessment of the same words changes.

use serde::Serialize;

use crate::db::post::StoredPost;
use crate::db::verdict::Standing;
use crate::model::{
    AccountId, Assessment, Band, Decision, Explanation, Language, PostId, ReviewState, Sentence,
    SignalKind, Stage,
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
    /// Norms that it may touch.
    pub norms: Vec<String>,
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

/// Where the contest stood when the post was posted, told otherwise than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StageChange {
    /// Before.
    pub old: Stage,
    /// Now.
    pub new: Stage,
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

/// A post whose assessment tells people something else than the stored one.
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
    /// The stage, where another one holds now.
    pub stage: Option<StageChange>,
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

/// What the new assessment changes for people; `None` if they would read the same.
pub(super) fn difference(
    stored: &StoredPost,
    standing: Option<&Standing>,
    new: &Assessment,
) -> Option<Difference> {
    let old = stored.assessment.as_ref().map(|(_, assessment)| assessment);
    let post = &stored.post;
    let reasons = ReasonChanges::between(old.map(reasons).unwrap_or_default(), reasons(new));
    let stage = old
        .filter(|old| old.stage != new.stage)
        .map(|old| StageChange {
            old: old.stage,
            new: new.stage,
        });
    let moved = post.score.total_cmp(&new.score).is_ne() || post.band != new.band;
    if !moved && stage.is_none() && reasons == ReasonChanges::default() {
        return None;
    }
    let queued = |band: Band| in_queue(band, standing, post.latest_revision);
    Some(Difference {
        post: post.id,
        account: post.account,
        address: format!("{} {}", stored.platform, stored.address),
        old_score: post.score,
        new_score: new.score,
        old_band: post.band,
        new_band: new.band,
        stage,
        came: reasons.came,
        went: reasons.went,
        reweighed: reasons.reweighed,
        queue: match (queued(post.band), queued(new.band)) {
            (false, true) => Some(Move::Enters),
            (true, false) => Some(Move::Leaves),
            _ => None,
        },
        decided: standing.and_then(|standing| decided(standing, post.latest_revision)),
    })
}

/// Whether the stored assessment says the same as the new one, whatever it was made with.
pub(super) fn is_alike(stored: &StoredPost, new: &Assessment) -> bool {
    let old = stored.assessment.as_ref();
    old.is_some_and(|(_, old)| alike(old, new))
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
        norms: signal.norms.clone(),
        weight: signal.weight,
        reason: signal.reason.text(Language::Indonesian),
    });
    let counter = assessment.counter.iter().map(|signal| ToldReason {
        rule: signal.rule.clone(),
        kind: None,
        target: None,
        norms: Vec::new(),
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
            && self.norms == other.norms
            && self.reason == other.reason
    }
}

/// What becomes of the reasons of a post.
#[derive(Debug, Default, PartialEq)]
struct ReasonChanges {
    came: Vec<ToldReason>,
    went: Vec<ToldReason>,
    reweighed: Vec<Reweighed>,
}

impl ReasonChanges {
    /// Each reason is the counterpart of one other, so that a second one of the same words comes
    /// or goes by itself.
    fn between(mut before: Vec<ToldReason>, now: Vec<ToldReason>) -> Self {
        let mut changes = Self {
            came: now,
            ..Self::default()
        };
        // Those that stay as they are first, so that the other of two alike is told.
        before.retain(|old| take(&mut changes.came, |new| new == old).is_none());
        for old in before {
            match take(&mut changes.came, |new| new.same(&old)) {
                Some(new) => changes.reweighed.push(Reweighed {
                    rule: new.rule,
                    old_weight: old.weight,
                    new_weight: new.weight,
                    reason: new.reason,
                }),
                None => changes.went.push(old),
            }
        }
        changes
    }
}

/// Takes the first that fits out of a list.
fn take(reasons: &mut Vec<ToldReason>, fits: impl Fn(&ToldReason) -> bool) -> Option<ToldReason> {
    let at = reasons.iter().position(fits)?;
    Some(reasons.remove(at))
}
