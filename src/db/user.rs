//! People who may log in.

use jiff::Timestamp;

use super::audit::{self, Event};
use super::{Db, DbError, instant, micros};
use crate::model::{Role, User, UserId};

/// A user to add.
#[derive(Debug, Clone, Copy)]
pub struct NewUser<'a> {
    /// Login name.
    pub name: &'a str,
    /// Name shown to colleagues.
    pub display_name: &'a str,
    /// What the user may do.
    pub role: Role,
    /// Password hash (PHC string).
    pub password_hash: &'a str,
    /// Whether the password must be changed at the first login.
    pub password_once: bool,
}

/// Who changes a user, and when, for the audit log.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// Who.
    pub actor: &'a str,
    /// When.
    pub at: Timestamp,
}

type Row = (i64, String, String, String, bool, Option<i64>, i64, String);
const COLUMNS: &str =
    "id, name, display_name, role, password_once, disabled_at, created_at, password_hash";

/// Login names are compared without case and surrounding blanks.
pub fn normal_name(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Adds a user; `None` if the name is taken.
pub async fn add(
    db: &Db,
    user: &NewUser<'_>,
    change: Change<'_>,
) -> Result<Option<UserId>, DbError> {
    let mut transaction = db.begin().await?;
    let inserted = sqlx::query(
        "INSERT INTO user (name, display_name, role, password_hash, password_once, created_at)
         VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
    )
    .bind(normal_name(user.name))
    .bind(user.display_name.trim())
    .bind(user.role.as_str())
    .bind(user.password_hash)
    .bind(user.password_once)
    .bind(micros(change.at))
    .execute(&mut *transaction)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(None);
    }
    let id = UserId(inserted.last_insert_rowid());
    let event = told(change, "user_added", id);
    let detail = format!("{} {}", normal_name(user.name), user.role.as_str());
    audit::append(&mut transaction, &event.with(&detail)).await?;
    transaction.commit().await?;
    Ok(Some(id))
}

/// A user and the password hash, by login name.
pub async fn by_name(db: &Db, name: &str) -> Result<Option<(User, String)>, DbError> {
    let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} FROM user WHERE name = ?"
    )))
    .bind(normal_name(name))
    .fetch_optional(db.reader())
    .await?;
    row.map(read).transpose()
}

/// All users, by name.
pub async fn list(db: &Db) -> Result<Vec<User>, DbError> {
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} FROM user ORDER BY name"
    )))
    .fetch_all(db.reader())
    .await?;
    rows.into_iter()
        .map(|row| read(row).map(|(user, _)| user))
        .collect()
}

/// Sets a password and ends all sessions of the user. `once` asks for a new one at login.
pub async fn set_password(
    db: &Db,
    id: UserId,
    password_hash: &str,
    once: bool,
    change: Change<'_>,
) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    sqlx::query("UPDATE user SET password_hash = ?, password_once = ? WHERE id = ?")
        .bind(password_hash)
        .bind(once)
        .bind(id.0)
        .execute(&mut *transaction)
        .await?;
    end_sessions(&mut transaction, id).await?;
    let action = if once {
        "password_reset"
    } else {
        "password_changed"
    };
    audit::append(&mut transaction, &told(change, action, id).with("")).await?;
    transaction.commit().await?;
    Ok(())
}

/// Bars a user from logging in and ends all sessions. Verdicts stay.
pub async fn disable(db: &Db, id: UserId, change: Change<'_>) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    sqlx::query("UPDATE user SET disabled_at = COALESCE(disabled_at, ?) WHERE id = ?")
        .bind(micros(change.at))
        .bind(id.0)
        .execute(&mut *transaction)
        .await?;
    end_sessions(&mut transaction, id).await?;
    audit::append(
        &mut transaction,
        &told(change, "user_disabled", id).with(""),
    )
    .await?;
    transaction.commit().await?;
    Ok(())
}

async fn end_sessions(connection: &mut sqlx::SqliteConnection, id: UserId) -> Result<(), DbError> {
    sqlx::query("DELETE FROM session WHERE user_id = ?")
        .bind(id.0)
        .execute(connection)
        .await?;
    Ok(())
}

struct Told<'a> {
    change: Change<'a>,
    action: &'static str,
    subject: String,
}

impl Told<'_> {
    fn with<'b>(&'b self, detail: &'b str) -> Event<'b> {
        Event {
            at: self.change.at,
            actor: self.change.actor,
            action: self.action,
            subject: &self.subject,
            detail,
        }
    }
}

fn told<'a>(change: Change<'a>, action: &'static str, id: UserId) -> Told<'a> {
    Told {
        change,
        action,
        subject: format!("user:{id}"),
    }
}

fn read(row: Row) -> Result<(User, String), DbError> {
    let (id, name, display_name, role, password_once, disabled_at, created_at, hash) = row;
    let role = role_of(id, &role)?;
    let user = User {
        id: UserId(id),
        name,
        display_name,
        role,
        password_once,
        disabled_at: disabled_at.map(instant),
        created_at: instant(created_at),
    };
    Ok((user, hash))
}

fn role_of(row: i64, name: &str) -> Result<Role, DbError> {
    Role::from_name(name).ok_or_else(|| DbError::Inconsistent {
        table: "user",
        row,
        problem: format!("the unknown role {name:?}"),
    })
}
