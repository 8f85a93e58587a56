//! Accounts that go from one person to another.
//!
//! Two things are kept apart. An account *changes hands*: what was written before stays with whoever
//! had it then. Or the register was *wrong*: the account never was that person's, and nothing that
//! was written there is held to be theirs any more. Whom a post was captured under is never
//! rewritten in either case (`post.person_id`); whose it is held to be since a mistake was mended
//! stands beside it (`post.attributed_to`).

use jiff::Timestamp;

use super::{Field, RegistryChange, record_all, subject_account, subject_person};
use crate::db::engine::{Connection, Script, sql};
use crate::db::{DbError, micros, schedule};
use crate::model::{AccountId, PersonId, RegisterRemark};

/// Which account goes from whom to whom.
#[derive(Clone, Copy)]
pub(super) struct Hands {
    pub(super) account: AccountId,
    pub(super) from: PersonId,
    pub(super) to: PersonId,
}

impl Hands {
    /// What the history of the account says: it tells a mistake, and two rows for one human, from a
    /// change of hands.
    pub(super) fn told_as(self, name: &'static str) -> (String, Field) {
        let field = Field {
            name,
            before: Some(subject_person(self.from)),
            after: Some(subject_person(self.to)),
        };
        (subject_account(self.account), field)
    }

    /// What the history of a person says from whom an account was taken that never was theirs:
    /// nothing else on their page would lead to it.
    fn told_of_former(self) -> (String, Field) {
        let field = Field {
            name: "account_corrected",
            before: Some(subject_account(self.account)),
            after: Some(subject_person(self.to)),
        };
        (subject_person(self.from), field)
    }
}

/// Writes a change of hands and its history.
pub(super) async fn hand_over(
    connection: &mut Connection,
    hands: Hands,
    since: Timestamp,
    change: &RegistryChange<'_>,
) -> Result<(), DbError> {
    let Hands { account, from, .. } = hands;
    let latest: Option<i64> = sql("SELECT max(until_at) FROM former_owner WHERE account_id = $1")
        .bind(account.0)
        .fetch_value(connection)
        .await?;
    if latest.is_some_and(|latest| latest >= micros(since)) {
        let refused = RegisterRemark::ChangedHandsLater(account, since);
        return Err(DbError::Register(refused));
    }
    sql("INSERT INTO former_owner (account_id, person_id, until_at) VALUES ($1, $2, $3)")
        .bind(account.0)
        .bind(from.0)
        .bind(micros(since))
        .execute(connection)
        .await?;
    // What was captured as the former owner's since then was written by the new one.
    attribute(connection, hands, Some(since)).await?;
    take(connection, hands).await?;
    let begins = Field {
        name: "owner_since",
        before: None,
        after: Some(since.to_string()),
    };
    let history = vec![(subject_account(account), begins), hands.told_as("person")];
    record_all(connection, change, history).await
}

/// Writes that an account never was `from`'s, and its history.
pub(super) async fn correct(
    connection: &mut Connection,
    hands: Hands,
    change: &RegistryChange<'_>,
) -> Result<(), DbError> {
    attribute(connection, hands, None).await?;
    take(connection, hands).await?;
    let history = vec![hands.told_of_former(), hands.told_as("person_corrected")];
    record_all(connection, change, history).await
}

/// Puts the account under its new owner; its turns follow.
pub(super) async fn take(connection: &mut Connection, hands: Hands) -> Result<(), DbError> {
    // The page that is being saved was read under the one before: it is read again.
    sql("UPDATE account SET person_id = $2, pages = pages + 1 WHERE id = $1")
        .bind(hands.account.0)
        .bind(hands.to.0)
        .execute(connection)
        .await?;
    schedule::follow_registry(connection, hands.to).await
}

/// Holds the posts on the account that were held to be `from`'s to be `to`'s, those written since
/// an instant only; their documents are renewed. Whom they were captured under stays.
pub(super) async fn attribute(
    connection: &mut Connection,
    hands: Hands,
    since: Option<Timestamp>,
) -> Result<(), DbError> {
    let which = " WHERE account_id = $1 AND coalesce(attributed_to, person_id) = $2 \
                 AND posted_at >= $3";
    let since = since.map_or(i64::MIN, micros);
    sql("INSERT INTO index_pending (post_id, mark) SELECT id, 1 FROM post")
        .also(which)
        .also(" ON CONFLICT (post_id) DO UPDATE SET mark = index_pending.mark + 1")
        .bind(hands.account.0)
        .bind(hands.from.0)
        .bind(since)
        .execute(connection)
        .await?;
    sql("UPDATE post SET attributed_to = CASE WHEN person_id = $4 THEN NULL ELSE $4 END")
        .also(which)
        .bind(hands.account.0)
        .bind(hands.from.0)
        .bind(since)
        .bind(hands.to.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// Marks the documents of all posts on the accounts that a person has or had.
pub(super) fn push_reindex(script: &mut Script, person: PersonId) {
    let mark = script.statement(
        "INSERT INTO index_pending (post_id, mark) SELECT id, 1 FROM post WHERE account_id IN \
         (SELECT id FROM account WHERE person_id = ",
    );
    mark.push_bind(person.0);
    mark.push(" UNION SELECT account_id FROM former_owner WHERE person_id = ");
    mark.push_bind(person.0);
    mark.push(") ON CONFLICT (post_id) DO UPDATE SET mark = index_pending.mark + 1");
}
