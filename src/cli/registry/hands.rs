//! `netra registry retire`, `restore`, `move`, `merge` and `split`.

use super::super::{Desk, RefusedInput};
use super::{MergeArgs, MoveArgs, SplitArgs, Which, start_of};
use crate::db::registry;
use crate::model::{AccountId, PersonId};

/// Stops watching an account or a person.
pub(super) async fn retire(which: &Which, desk: &Desk<'_>) -> anyhow::Result<()> {
    let (reader, db, why) = (&desk.reader, desk.db, which.why.at(desk.now));
    let done = match (which.id, which.person) {
        (_, Some(person)) => registry::retire_person(reader, db, PersonId(person), why).await?,
        (Some(id), None) => registry::retire(reader, db, AccountId(id), why).await?,
        (None, None) => false,
    };
    which.must_be_done(done, "was retired before")
}

/// Watches an account or a person again.
pub(super) async fn restore(which: &Which, desk: &Desk<'_>) -> anyhow::Result<()> {
    let (reader, db, why) = (&desk.reader, desk.db, which.why.at(desk.now));
    let done = match (which.id, which.person) {
        (_, Some(person)) => registry::restore_person(reader, db, PersonId(person), why).await?,
        (Some(id), None) => registry::restore(reader, db, AccountId(id), why).await?,
        (None, None) => false,
    };
    which.must_be_done(done, "is not retired")
}

impl Which {
    fn must_be_done(&self, done: bool, otherwise: &str) -> anyhow::Result<()> {
        if done {
            return Ok(());
        }
        let which = match (self.id, self.person) {
            (Some(id), _) => format!("account {id}"),
            (None, person) => format!("person {}", person.unwrap_or_default()),
        };
        Err(RefusedInput(format!("{which} {otherwise}")).into())
    }
}

/// Gives an account to another person.
pub(super) async fn move_account(args: &MoveArgs, desk: &Desk<'_>) -> anyhow::Result<()> {
    let since = args.since.map(start_of).transpose()?.unwrap_or(desk.now);
    let (account, to) = (AccountId(args.id), PersonId(args.to));
    let why = args.why.at(desk.now);
    registry::move_account(&desk.reader, desk.db, account, to, since, why).await?;
    Ok(())
}

/// Lets one person stand for two.
pub(super) async fn merge(args: &MergeArgs, desk: &Desk<'_>) -> anyhow::Result<()> {
    let (from, into) = (PersonId(args.person), PersonId(args.into));
    registry::merge(&desk.reader, desk.db, from, into, args.why.at(desk.now)).await?;
    Ok(())
}

/// Takes accounts away from a person whose they never were.
pub(super) async fn split(args: &SplitArgs, desk: &Desk<'_>) -> anyhow::Result<()> {
    let accounts: Vec<AccountId> = args.accounts.iter().copied().map(AccountId).collect();
    let (from, to) = (PersonId(args.person), PersonId(args.to));
    let why = args.why.at(desk.now);
    registry::split(&desk.reader, desk.db, &accounts, from, to, why).await?;
    Ok(())
}
