//! People who may log in.

use jiff::Timestamp;

use super::access::{ask, listed};
use super::audit::Trace;
use super::device;
use super::ending::end_sessions;
use super::engine::{Connection, DbRow, sql, write_once};
use super::{Db, DbError, Listed, inconsistent, instant, micros};
use crate::model::{Reader, Right, Role, Scope, Sha256, User, UserId};

/// A user to add.
#[derive(Debug, Clone, Copy)]
pub struct NewUser<'a> {
    /// Login name.
    pub name: &'a str,
    /// Name shown to colleagues.
    pub display_name: &'a str,
    /// What the user may do.
    pub role: Role,
    /// How far the user may read; no further than whoever adds them.
    pub scope: &'a Scope,
    /// Password hash (PHC string).
    pub password_hash: &'a str,
    /// Whether the password must be changed at the first login.
    pub password_once: bool,
}

const SELECT: &str = "SELECT id, name, display_name, role, scope, password_once, disabled_at, \
     created_at FROM staff ";

/// Login names are compared without case and surrounding blanks.
pub fn normal_name(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Adds a user; `None` if the name is taken.
pub async fn add(
    reader: &Reader,
    db: &Db,
    user: &NewUser<'_>,
    at: Timestamp,
) -> Result<Option<UserId>, DbError> {
    may_give(reader, user.scope)?;
    write_once!(db, |transaction| {
        let id: Option<i64> = sql(
        "INSERT INTO staff (name, display_name, role, scope, password_hash, password_once, \
         created_at, password_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (name) DO NOTHING RETURNING id",
    )
    .bind(normal_name(user.name))
    .bind(user.display_name.trim())
    .bind(user.role.as_str())
    .bind(user.scope.region().map(|region| region.as_str().to_owned()))
    .bind(user.password_hash)
    .bind(user.password_once)
    .bind(micros(at))
    .find_value(transaction)
    .await?;
        let Some(id) = id.map(UserId) else {
            return Ok(None);
        };
        let (name, role) = (normal_name(user.name), user.role.as_str());
        let detail = format!("{name} {role} {}", user.scope);
        told(reader, transaction, (at, "user_added", id), &detail).await?;
        Ok(Some(id))
    })
}

/// A user by login name. For telling who asks, before anybody is a reader.
pub async fn by_name(db: &Db, name: &str) -> Result<Option<User>, DbError> {
    let row = sql(SELECT)
        .also(" WHERE name = $1")
        .bind(normal_name(name))
        .read_first(db)
        .await?;
    row.as_ref().map(read).transpose()
}

/// What a password is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Whose it is.
    pub user: User,
    /// Password hash (PHC string).
    pub password_hash: String,
    /// Since when the password holds.
    pub password_at: Timestamp,
    /// When somebody signed in with it, if it is for one sign-in.
    pub password_used_at: Option<Timestamp>,
}

/// A user and what their password is compared with, by login name: for that, nothing else.
pub async fn credentials(db: &Db, name: &str) -> Result<Option<Credentials>, DbError> {
    let row = sql(
        "SELECT id, name, display_name, role, scope, password_once, disabled_at, created_at, \
         password_hash, password_at, password_used_at FROM staff WHERE name = $1",
    )
    .bind(normal_name(name))
    .read_first(db)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let (user, since) = (read(&row)?, row.get::<Option<i64>>("password_at")?);
    Ok(Some(Credentials {
        password_hash: row.get("password_hash")?,
        password_at: since.map_or(user.created_at, instant),
        password_used_at: row.get::<Option<i64>>("password_used_at")?.map(instant),
        user,
    }))
}

/// Whether a password that was compared still opens a session: it is the user's, who is not
/// barred, and one for one sign-in was not used. Then it is used.
pub(super) async fn use_password(
    connection: &mut Connection,
    (user, password_hash): (UserId, &str),
    at: Timestamp,
) -> Result<bool, DbError> {
    let rows = sql(
        "UPDATE staff SET password_used_at = $3 WHERE id = $1 AND password_hash = $2 \
         AND disabled_at IS NULL AND (password_once = 0 OR password_used_at IS NULL)",
    )
    .bind(user.0)
    .bind(password_hash)
    .bind(micros(at))
    .execute(connection)
    .await?;
    Ok(rows > 0)
}

/// All users, by name. A broken row whose scope cannot be told is shown to those who read the
/// whole country.
pub async fn list(reader: &Reader, db: &Db) -> Result<Vec<Listed<User>>, DbError> {
    ask(reader, Right::Administer)?;
    let rows = sql(SELECT).also(" ORDER BY name").read_all(db).await?;
    let reach = reader.scope();
    let mut users = Vec::with_capacity(rows.len());
    for row in &rows {
        let scope = Scope::try_from(row.get::<Option<String>>("scope")?);
        let scope = scope.unwrap_or_else(|_| Scope::nation());
        if !reach.is_unset() && reach.holds(&scope) {
            users.push(listed(row.get("id")?, read(row))?);
        }
    }
    Ok(users)
}

/// A password to set.
#[derive(Debug, Clone, Copy)]
pub struct NewPassword<'a> {
    /// Password hash (PHC string).
    pub hash: &'a str,
    /// Whether it is for one sign-in, at which a new one must be chosen.
    pub once: bool,
    /// Digest of the token of the browser that stays known.
    pub device: Option<Sha256>,
}

/// Sets a password, ends all sessions of the user and forgets their browsers but the one that is
/// named. Everybody may set their own.
pub async fn set_password(
    reader: &Reader,
    db: &Db,
    user: &User,
    password: NewPassword<'_>,
    at: Timestamp,
) -> Result<(), DbError> {
    if reader.user_id() != Some(user.id) {
        may_give(reader, &user.scope)?;
    }
    write_once!(db, |transaction| {
        sql(
            "UPDATE staff SET password_hash = $2, password_once = $3, password_at = $4, \
             password_used_at = NULL WHERE id = $1",
        )
        .bind(user.id.0)
        .bind(password.hash)
        .bind(password.once)
        .bind(micros(at))
        .execute(transaction)
        .await?;
        end_sessions(transaction, user.id).await?;
        device::forget(transaction, user.id, password.device).await?;
        let action = if password.once {
            "password_reset"
        } else {
            "password_changed"
        };
        told(reader, transaction, (at, action, user.id), "").await?;
        Ok(())
    })
}

/// Bars a user from logging in, ends all sessions and forgets their browsers. Verdicts stay. The
/// last administrator who can log in is not barred.
pub async fn disable(reader: &Reader, db: &Db, user: &User, at: Timestamp) -> Result<(), DbError> {
    may_give(reader, &user.scope)?;
    write_once!(db, |transaction| {
        keep_an_administrator(transaction, user).await?;
        sql("UPDATE staff SET disabled_at = COALESCE(disabled_at, $2) WHERE id = $1")
            .bind(user.id.0)
            .bind(micros(at))
            .execute(transaction)
            .await?;
        end_sessions(transaction, user.id).await?;
        device::forget(transaction, user.id, None).await?;
        told(reader, transaction, (at, "user_disabled", user.id), "").await?;
        Ok(())
    })
}

/// Lets a user log in again who was barred.
pub async fn enable(reader: &Reader, db: &Db, user: &User, at: Timestamp) -> Result<(), DbError> {
    may_give(reader, &user.scope)?;
    write_once!(db, |transaction| {
        sql("UPDATE staff SET disabled_at = NULL WHERE id = $1")
            .bind(user.id.0)
            .execute(transaction)
            .await?;
        told(reader, transaction, (at, "user_enabled", user.id), "").await?;
        Ok(())
    })
}

/// Gives a user another login name and, unless it is `None`, another name shown to colleagues.
/// Ends all sessions. `false` if the name is another user's: then nothing is changed. What was
/// recorded under the old name stays so; the log says who bore it.
pub async fn rename(
    reader: &Reader,
    db: &Db,
    user: &User,
    (name, shown): (&str, Option<&str>),
    at: Timestamp,
) -> Result<bool, DbError> {
    may_give(reader, &user.scope)?;
    let (name, shown) = (
        normal_name(name),
        shown.unwrap_or(&user.display_name).trim(),
    );
    write_once!(db, |transaction| {
        let mut taken = sql("SELECT id FROM staff WHERE name = $1 AND id <> $2");
        taken.push(transaction.engine().for_update());
        let taken: Option<i64> = taken
            .bind(&name)
            .bind(user.id.0)
            .find_value(transaction)
            .await?;
        if taken.is_some() {
            return Ok(false);
        }
        sql("UPDATE staff SET name = $2, display_name = $3 WHERE id = $1")
            .bind(user.id.0)
            .bind(&name)
            .bind(shown)
            .execute(transaction)
            .await?;
        end_sessions(transaction, user.id).await?;
        let detail = format!("{} -> {name}", user.name);
        told(reader, transaction, (at, "user_renamed", user.id), &detail).await?;
        Ok(true)
    })
}

/// Gives a user another role. Holds from the user's next request on. The last administrator who
/// can log in stays one.
pub async fn set_role(
    reader: &Reader,
    db: &Db,
    user: &User,
    role: Role,
    at: Timestamp,
) -> Result<(), DbError> {
    may_give(reader, &user.scope)?;
    write_once!(db, |transaction| {
        if role != Role::Administrator {
            keep_an_administrator(transaction, user).await?;
        }
        sql("UPDATE staff SET role = $2 WHERE id = $1")
            .bind(user.id.0)
            .bind(role.as_str())
            .execute(transaction)
            .await?;
        let detail = format!("{} -> {}", user.role.as_str(), role.as_str());
        told(reader, transaction, (at, "role_changed", user.id), &detail).await?;
        Ok(())
    })
}

/// Says how far a user may read. Holds from the user's next request on.
pub async fn set_scope(
    reader: &Reader,
    db: &Db,
    user: &User,
    scope: &Scope,
    at: Timestamp,
) -> Result<(), DbError> {
    may_give(reader, &user.scope)?;
    may_give(reader, scope)?;
    write_once!(db, |transaction| {
        sql("UPDATE staff SET scope = $2 WHERE id = $1")
            .bind(user.id.0)
            .bind(scope.region().map(|region| region.as_str().to_owned()))
            .execute(transaction)
            .await?;
        let detail = format!("{} -> {scope}", user.scope);
        told(reader, transaction, (at, "scope_changed", user.id), &detail).await?;
        Ok(())
    })
}

/// Users are kept by administrators whose scope holds theirs.
pub(super) fn may_give(reader: &Reader, scope: &Scope) -> Result<(), DbError> {
    ask(reader, Right::Administer)?;
    if reader.scope().holds(scope) {
        return Ok(());
    }
    Err(DbError::Wider {
        actor: reader.actor().into_owned(),
        own: reader.scope().clone(),
        given: scope.clone(),
    })
}

/// Refuses to go on without an administrator who can log in: where there is one, one stays.
/// Somebody whose password is for one sign-in may never come, and after three days cannot, so they
/// count only where nobody has a password of their own.
async fn keep_an_administrator(connection: &mut Connection, user: &User) -> Result<(), DbError> {
    let mut enabled = sql(
        "SELECT id, password_once FROM staff WHERE role = 'administrator' AND \
         disabled_at IS NULL ORDER BY id",
    );
    enabled.push(connection.engine().for_update());
    let (mut all, mut settled) = (Vec::new(), Vec::new());
    for row in enabled.fetch_all(connection).await? {
        let id: i64 = row.get("id")?;
        all.push(id);
        if !row.get::<bool>("password_once")? {
            settled.push(id);
        }
    }
    let counted = if settled.is_empty() { all } else { settled };
    if counted == [user.id.0] {
        return Err(DbError::LastAdministrator(user.name.clone()));
    }
    Ok(())
}

/// Records what was done to a user.
pub(super) async fn told(
    reader: &Reader,
    connection: &mut Connection,
    (at, action, id): (Timestamp, &str, UserId),
    detail: &str,
) -> Result<(), DbError> {
    let trace = Trace {
        at,
        action,
        subject: &format!("user:{id}"),
        detail,
    };
    trace.append(connection, reader).await
}

/// The user in a row that has all columns but the password hash.
pub(super) fn read(row: &DbRow) -> Result<User, DbError> {
    let id: i64 = row.get("id")?;
    let role: &str = row.get("role")?;
    let scope: Option<String> = row.get("scope")?;
    Ok(User {
        id: UserId(id),
        name: row.get("name")?,
        display_name: row.get("display_name")?,
        role: Role::from_name(role)
            .ok_or_else(|| inconsistent("staff", id, format!("the unknown role {role:?}")))?,
        scope: Scope::try_from(scope)
            .map_err(|error| inconsistent("staff", id, format!("a scope: {error}")))?,
        password_once: row.get("password_once")?,
        disabled_at: row.get::<Option<i64>>("disabled_at")?.map(instant),
        created_at: instant(row.get("created_at")?),
    })
}
