//! Accounts that go from one person to another.
//!
//! Two things are kept apart. An account *changes hands*: what was written before stays with whoever
//! had it then. Or the register was *wrong*: the account never was that person's, and nothing that
//! was written there is held to be theirs any more. Whom a post was captured under is never
//! rewritten in either case (`post.person_id`); whose it is held to be since a mistake was mended
//! stands beside it (`post.attributed_to`).

use jiff::Timestamp;

use super::{Field, RegistryChange, record, subject_account, subject_person};
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
    /// The history tells a mistake from a change of hands.
    fn mistake(self) -> Field {
        Field {
            name: "person_corrected",
            ..self.field()
        }
    }

    fn field(self) -> Field {
        Field {
            name: "person",
            before: Some(subject_person(self.from)),
            after: Some(subject_person(self.to)),
        }
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
    record(connection, change, &subject_account(account), hands.field()).await
}

/// Writes that an account never was `from`'s, and its history.
pub(super) async fn correct(
    connection: &mut Connection,
    hands: Hands,
    change: &RegistryChange<'_>,
) -> Result<(), DbError> {
    attribute(connection, hands, None).await?;
    take(connection, hands).await?;
    let subject = subject_account(hands.account);
    record(connection, change, &subject, hands.mistake()).await
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
