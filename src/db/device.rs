//! Browsers that users signed in with before. Who signs in from one of them is not slowed down by
//! what strangers try. Only digests of their tokens are kept.

use jiff::{SignedDuration, Timestamp};

use super::engine::{Connection, sql};
use super::{Db, DbError, micros};
use crate::model::{Sha256, UserId};

/// How long a browser is known after the last sign-in with it.
pub const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Browsers that are kept for each user; of more, those go that were not used longest.
const MOST: i64 = 20;

/// Whence somebody tries to sign in.
#[derive(Debug, Clone, Copy)]
pub struct DeviceTrail<'a> {
    /// Digest of the token that the browser showed.
    pub token: Option<Sha256>,
    /// The network that it is in: an IPv4 address or an IPv6 /64; empty if that is not known.
    pub network: &'a str,
}

/// How well a browser and its network are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DeviceStanding {
    /// The user signed in with this browser.
    pub device: bool,
    /// The user signed in from this network.
    pub place: bool,
    /// Somebody signed in from this network.
    pub busy_place: bool,
}

/// How well a browser and its network are known for a user; of `None`, a name that nobody has, only
/// whether somebody signed in there.
pub async fn standing(
    db: &Db,
    user: Option<UserId>,
    trail: DeviceTrail<'_>,
    now: Timestamp,
) -> Result<DeviceStanding, DbError> {
    let token = trail.token.map_or(String::new(), |token| token.to_string());
    let user = user.map_or(0, |user| user.0);
    let rows = sql("SELECT user_id, token_hash, network FROM device \
         WHERE seen_at > $1 AND ((token_hash = $2 AND user_id = $3) OR network = $4)")
    .bind(micros(last_known(now)))
    .bind(&token)
    .bind(user)
    .bind(trail.network)
    .read_all(db)
    .await?;
    let mut standing = DeviceStanding::default();
    for row in &rows {
        let own = row.get::<i64>("user_id")? == user;
        let here = !trail.network.is_empty() && row.get::<&str>("network")? == trail.network;
        standing.device |= own && row.get::<&str>("token_hash")? == token;
        standing.place |= own && here;
        standing.busy_place |= here;
    }
    Ok(standing)
}

/// Notes a complete sign-in with a browser that shows this token from now on; whoever else signed
/// in with it stays known under the new one.
pub(super) async fn remember(
    connection: &mut Connection,
    user: UserId,
    trail: DeviceTrail<'_>,
    token: Sha256,
    now: Timestamp,
) -> Result<(), DbError> {
    sql("DELETE FROM device WHERE seen_at <= $1")
        .bind(micros(last_known(now)))
        .execute(connection)
        .await?;
    if let Some(before) = trail.token {
        sql("UPDATE device SET token_hash = $2 WHERE token_hash = $1")
            .bind(before.to_string())
            .bind(token.to_string())
            .execute(connection)
            .await?;
    }
    sql(
        "INSERT INTO device (token_hash, user_id, network, created_at, seen_at) \
         VALUES ($1, $2, $3, $4, $4) ON CONFLICT (token_hash, user_id) \
         DO UPDATE SET network = excluded.network, seen_at = excluded.seen_at",
    )
    .bind(token.to_string())
    .bind(user.0)
    .bind(trail.network)
    .bind(micros(now))
    .execute(connection)
    .await?;
    sql(
        "DELETE FROM device WHERE user_id = $1 AND token_hash NOT IN (SELECT token_hash \
         FROM device WHERE user_id = $1 ORDER BY seen_at DESC, token_hash LIMIT $2)",
    )
    .bind(user.0)
    .bind(MOST)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the browsers of a user, all but one that shows this token.
pub(super) async fn forget(
    connection: &mut Connection,
    user: UserId,
    but: Option<Sha256>,
) -> Result<(), DbError> {
    sql("DELETE FROM device WHERE user_id = $1 AND token_hash <> $2")
        .bind(user.0)
        .bind(but.map_or(String::new(), |token| token.to_string()))
        .execute(connection)
        .await?;
    Ok(())
}

fn last_known(now: Timestamp) -> Timestamp {
    now.saturating_sub(KNOWN_FOR).unwrap_or(now)
}
