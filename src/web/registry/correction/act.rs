//! Doing what was read and confirmed.

use super::deed::Deed;
use super::labels::CorrectionText;
use super::read::{Change, Correction};
use super::subject::CorrectionSubject;
use crate::db::DbError;
use crate::db::registry::{
    Why, amend_person, merge, move_account, restore, restore_person, retire, retire_person, split,
    verify,
};
use crate::model::{AccountId, Language, Reader};
use crate::web::error::PageFault;
use crate::web::registry::words;
use crate::web::state::WebState;

/// What came of it.
pub(super) enum Outcome {
    /// It was done; where that is shown.
    Done(String),
    /// The register does not let itself be changed so, in words for the reader.
    Refused(String),
    /// Somebody changed the same meanwhile.
    Stale,
}

/// Does it, unless somebody changed the same since the version of the register that was shown.
pub(super) async fn perform(
    deed: Deed,
    correction: &Correction,
    subject: &CorrectionSubject,
    seen: i64,
    (reader, state, language): (&Reader, &WebState, Language),
) -> Result<Outcome, PageFault> {
    let why = Why {
        reason: &correction.reason,
        at: state.clock.now(),
        seen: Some(seen),
    };
    let text = CorrectionText::of(language);
    match changed(&correction.change, subject, why, (reader, state)).await {
        Ok(true) => {
            state.changed().ring();
            let page = match &correction.change {
                Change::Merge(into) => words::person_page(into.person.id),
                _ => subject.page(),
            };
            Ok(Outcome::Done(format!("{page}?selesai={}", deed.key())))
        }
        Ok(false) => Ok(Outcome::Refused(
            match deed {
                Deed::Restore | Deed::RestorePerson => text.not_restored,
                Deed::Retire | Deed::RetirePerson => text.not_retired,
                _ => text.wrong_nothing,
            }
            .to_owned(),
        )),
        Err(DbError::Stale) => Ok(Outcome::Stale),
        Err(DbError::Register(remark)) => Ok(Outcome::Refused(remark.told(language))),
        Err(other) => Err(other.into()),
    }
}

/// Whether anything is different now.
async fn changed(
    change: &Change,
    subject: &CorrectionSubject,
    why: Why<'_>,
    (reader, state): (&Reader, &WebState),
) -> Result<bool, DbError> {
    let db = &state.db;
    let person = subject.person().id;
    let account = AccountId(subject.number());
    match change {
        Change::Amend(facts, rename) => {
            let fields = amend_person(reader, db, person, facts, *rename, why).await?;
            return Ok(fields > 0);
        }
        Change::RetirePerson => return retire_person(reader, db, person, why).await,
        Change::RestorePerson => return restore_person(reader, db, person, why).await,
        Change::Retire => return retire(reader, db, account, why).await,
        Change::Restore => return restore(reader, db, account, why).await,
        Change::Merge(into) => merge(reader, db, person, into.person.id, why).await?,
        Change::Split(accounts, to) => {
            split(reader, db, accounts, person, to.person.id, why).await?;
        }
        Change::HandOver(to, since) => {
            move_account(reader, db, account, to.person.id, *since, why).await?;
        }
        Change::Verify(proof) => verify(reader, db, account, proof, why).await?,
    }
    Ok(true)
}
