//! Whether a code is right.

use super::error::PageFault;
use super::state::WebState;
use crate::access::second_factor::{FactorSecret, GivenCode, read_code};
use crate::db::factor::{self, FactorStanding, Spent, StoredFactor};
use crate::model::UserId;

/// What a code that was typed is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodeVerdict {
    /// Right; whoever acts on it uses it up.
    Right(Spent),
    /// Wrong, or a recovery code that was used already.
    Wrong,
    /// It was right, and was used already: somebody may have looked over a shoulder.
    Reused,
    /// Nobody can tell: the secret is lost.
    Lost,
}

/// Whether codes can be compared with a factor.
pub(super) fn is_readable(stored: &StoredFactor) -> bool {
    FactorSecret::parse(&stored.secret).is_some()
}

/// Looks at a code of a user who has a second factor.
pub(super) async fn check_code(
    state: &WebState,
    user: UserId,
    typed: &str,
) -> Result<CodeVerdict, PageFault> {
    let FactorStanding::Present(stored) = factor::standing(&state.db, user).await? else {
        return Ok(CodeVerdict::Lost);
    };
    let Some(secret) = FactorSecret::parse(&stored.secret) else {
        return Ok(CodeVerdict::Lost);
    };
    let spent = match read_code(typed, user) {
        GivenCode::Shown(code) => {
            let now = state.clock.now();
            let step = secret.step_of(&code, now, stored.last_step);
            if step.is_none() && secret.step_of(&code, now, i64::MIN).is_some() {
                return Ok(CodeVerdict::Reused);
            }
            step.map(Spent::Step)
        }
        GivenCode::Recovery(digest) => {
            let unused = factor::is_unused(&state.db, user, digest).await?;
            unused.then_some(Spent::Recovery(digest))
        }
        GivenCode::Neither => None,
    };
    Ok(spent.map_or(CodeVerdict::Wrong, CodeVerdict::Right))
}
