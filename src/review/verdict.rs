//! Submitting verdicts.

use crate::clock::Clock;
use crate::db::verdict::{self, NewVerdict, Saved};
use crate::db::{Db, DbError};
use crate::model::{
    AssessmentId, Decision, InvalidReason, PostId, Reader, Reason, ReviewState, VerdictId,
};

use super::codes::CodeOptions;

/// A verdict as typed: anything may be missing or wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The revision that the reader saw.
    pub revision: u32,
    /// The assessment that the reader saw.
    pub assessment: i64,
    /// Name of the decision.
    pub decision: String,
    /// Code of the reason.
    pub code: String,
    /// The reason in words.
    pub reason: String,
}

/// What is wrong with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftProblem {
    /// No decision was chosen.
    Decision,
    /// The code is missing or does not go with the decision.
    Code,
    /// The reason is none.
    Reason(InvalidReason),
}

/// Why a verdict was not stored.
#[derive(Debug, thiserror::Error)]
pub enum RefusedVerdict {
    /// The draft is incomplete.
    #[error("the verdict is incomplete: choose a decision, a fitting code and give a reason")]
    Incomplete(Vec<DraftProblem>),
    /// The post was edited since the reader opened it.
    #[error("the post has a newer revision than the one that was judged; read it again")]
    Stale,
    /// No such post or assessment.
    #[error("there is no such post, or its assessment is of another revision")]
    Unknown,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Draft {
    /// Everything that is wrong, in the order of the form.
    pub fn problems(&self, options: &CodeOptions) -> Vec<DraftProblem> {
        let mut problems = Vec::new();
        match Decision::from_name(&self.decision) {
            None => problems.push(DraftProblem::Decision),
            Some(decision) if !options.fits(decision, &self.code) => {
                problems.push(DraftProblem::Code);
            }
            Some(_) => {}
        }
        problems.extend(self.reason_problem().map(DraftProblem::Reason));
        problems
    }

    /// A reason is one line, and a text field has several: they are judged as one, and kept as
    /// they were typed.
    fn reason_problem(&self) -> Option<InvalidReason> {
        let lines = self.typed_reason().replace('\n', " ");
        lines.parse::<Reason>().err()
    }

    /// Browsers send the end of a line as two signs.
    fn typed_reason(&self) -> String {
        self.reason.trim().replace("\r\n", "\n")
    }

    /// Stores the verdict with its audit row. A verdict that the same reader gave earlier on
    /// the same revision is superseded, never overwritten. Returns the state that follows;
    /// `None` when the very same verdict was stored already.
    pub async fn submit(
        &self,
        reader: &Reader,
        db: &Db,
        clock: &dyn Clock,
        post: PostId,
        options: &CodeOptions,
    ) -> Result<(VerdictId, Option<ReviewState>), RefusedVerdict> {
        let problems = self.problems(options);
        let (Some(decision), []) = (Decision::from_name(&self.decision), &*problems) else {
            return Err(RefusedVerdict::Incomplete(problems));
        };
        let reason = self.typed_reason();
        let verdict = NewVerdict {
            post,
            revision: self.revision,
            assessment: AssessmentId(self.assessment),
            decision,
            code: &self.code,
            reason: &reason,
            at: clock.now(),
        };
        match verdict::save(reader, db, &verdict).await? {
            Saved::Stored(id, state) => Ok((id, Some(state))),
            Saved::Unchanged(id) => Ok((id, None)),
            Saved::Stale => Err(RefusedVerdict::Stale),
            Saved::Unknown => Err(RefusedVerdict::Unknown),
        }
    }
}
