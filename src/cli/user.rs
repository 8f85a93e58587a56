//! `netra user`: who may log in.

use std::io::{BufRead, Write};

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use rand::CryptoRng;
use serde_json::json;

use super::Exit;
use crate::access::password::{self, Cost};
use crate::clock::Clock;
use crate::db::Db;
use crate::db::user::{self, Change, NewUser};
use crate::model::{Role, User};

/// Who changed a user, in the audit log.
const ACTOR: &str = "command-line";

/// Manage the people who may log in.
#[derive(Debug, Clone, Args)]
pub struct Command {
    /// What to do.
    #[command(subcommand)]
    pub action: Action,
}

/// The subcommands.
#[derive(Debug, Clone, Subcommand)]
pub enum Action {
    /// Add a user. Without --password-stdin a password for one login is made and printed.
    Add {
        /// Login name: letters, digits, dots, hyphens, underscores.
        name: String,
        /// What the user may do.
        #[arg(long, value_enum)]
        role: RoleName,
        /// Name shown to colleagues; the login name if left out.
        #[arg(long, value_name = "NAME")]
        display_name: Option<String>,
        /// Read the password from the first line of standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// List all users.
    List,
    /// Set a new password and end all sessions of the user.
    Reset {
        /// Login name.
        name: String,
        /// Read the password from the first line of standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Bar a user from logging in. What the user decided stays.
    Disable {
        /// Login name.
        name: String,
    },
}

/// A role as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoleName {
    /// Works through the queue and decides.
    Reviewer,
    /// Reads and searches.
    Analyst,
    /// Keeps users and reads the audit log.
    Administrator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Reviewer => Self::Reviewer,
            RoleName::Analyst => Self::Analyst,
            RoleName::Administrator => Self::Administrator,
        }
    }
}

/// What the command works with.
pub struct Surroundings<'a> {
    /// Database.
    pub db: &'a Db,
    /// Time.
    pub clock: &'a dyn Clock,
    /// For salts and passwords.
    pub random: &'a mut (dyn CryptoRng + Send),
    /// What hashing costs.
    pub cost: Cost,
    /// Whether data is printed as JSON.
    pub json: bool,
    /// Standard input.
    pub input: &'a mut (dyn BufRead + Send),
    /// Standard output.
    pub out: &'a mut (dyn Write + Send),
    /// Standard error.
    pub talk: &'a mut (dyn Write + Send),
}

/// A password and whether it is for one login only.
struct Chosen {
    password: String,
    once: bool,
}

impl Command {
    /// Runs it.
    pub async fn run(self, mut with: Surroundings<'_>) -> anyhow::Result<Exit> {
        match self.action {
            Action::Add {
                name,
                role,
                display_name,
                password_stdin,
            } => {
                let shown = display_name.unwrap_or_else(|| name.clone());
                add(&mut with, (&name, &shown), role.into(), password_stdin).await
            }
            Action::List => list(&mut with).await,
            Action::Reset {
                name,
                password_stdin,
            } => reset(&mut with, &name, password_stdin).await,
            Action::Disable { name } => disable(&mut with, &name).await,
        }
    }
}

async fn add(
    with: &mut Surroundings<'_>,
    (name, shown): (&str, &str),
    role: Role,
    stdin: bool,
) -> anyhow::Result<Exit> {
    if !plain(name) {
        return refuse(
            with,
            &format!(
                "{name:?} is no login name; use letters, digits, dots, hyphens or underscores, at most 64"
            ),
        );
    }
    let Some(chosen) = choose(with, stdin)? else {
        return Ok(Exit::Usage);
    };
    let hash = hash(with, &chosen.password)?;
    let new = NewUser {
        name,
        display_name: shown,
        role,
        password_hash: &hash,
        password_once: chosen.once,
    };
    if user::add(with.db, &new, change(with)).await?.is_none() {
        let taken =
            format!("there is a user {name:?} already; use netra user reset to set a new password");
        return refuse(with, &taken);
    }
    told(with, &user::normal_name(name), Some(role), &chosen)
}

async fn reset(with: &mut Surroundings<'_>, name: &str, stdin: bool) -> anyhow::Result<Exit> {
    let Some(found) = find(with, name).await? else {
        return Ok(Exit::Usage);
    };
    let Some(chosen) = choose(with, stdin)? else {
        return Ok(Exit::Usage);
    };
    let hash = hash(with, &chosen.password)?;
    user::set_password(with.db, found.id, &hash, chosen.once, change(with)).await?;
    told(with, &found.name, None, &chosen)
}

async fn disable(with: &mut Surroundings<'_>, name: &str) -> anyhow::Result<Exit> {
    let Some(found) = find(with, name).await? else {
        return Ok(Exit::Usage);
    };
    user::disable(with.db, found.id, change(with)).await?;
    if with.json {
        let line = json!({"name": found.name, "disabled": true});
        writeln!(with.out, "{line}")?;
    } else {
        writeln!(with.out, "{} can no longer log in", found.name)?;
    }
    Ok(Exit::Ok)
}

async fn list(with: &mut Surroundings<'_>) -> anyhow::Result<Exit> {
    for user in user::list(with.db).await? {
        if with.json {
            writeln!(with.out, "{}", serde_json::to_string(&user)?)?;
        } else {
            let state = if user.disabled_at.is_some() {
                "disabled"
            } else {
                "active"
            };
            let role = user.role.as_str();
            let (name, shown) = (&user.name, &user.display_name);
            writeln!(with.out, "{name}\t{role}\t{state}\t{shown}")?;
        }
    }
    Ok(Exit::Ok)
}

async fn find(with: &mut Surroundings<'_>, name: &str) -> anyhow::Result<Option<User>> {
    let found = user::by_name(with.db, name).await?.map(|(user, _)| user);
    if found.is_none() {
        refuse(
            with,
            &format!("there is no user {name:?}; netra user list shows all"),
        )?;
    }
    Ok(found)
}

fn choose(with: &mut Surroundings<'_>, stdin: bool) -> anyhow::Result<Option<Chosen>> {
    if !stdin {
        let password = password::one_time(with.random);
        return Ok(Some(Chosen {
            password,
            once: true,
        }));
    }
    let mut line = String::new();
    with.input
        .read_line(&mut line)
        .context("the password could not be read from standard input")?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.chars().count() < password::SHORTEST || password.len() > password::LONGEST {
        let shortest = password::SHORTEST;
        refuse(
            with,
            &format!("the password on standard input must have at least {shortest} characters"),
        )?;
        return Ok(None);
    }
    Ok(Some(Chosen {
        password,
        once: false,
    }))
}

fn told(
    with: &mut Surroundings<'_>,
    name: &str,
    role: Option<Role>,
    chosen: &Chosen,
) -> anyhow::Result<Exit> {
    let password = chosen.once.then_some(&chosen.password);
    if with.json {
        let line = json!({"name": name, "role": role, "password": password});
        writeln!(with.out, "{line}")?;
    } else if let Some(password) = password {
        writeln!(
            with.talk,
            "password of {name} for the first login; shown only now:"
        )?;
        writeln!(with.out, "{password}")?;
    } else {
        writeln!(with.talk, "password of {name} set")?;
    }
    Ok(Exit::Ok)
}

fn refuse(with: &mut Surroundings<'_>, problem: &str) -> anyhow::Result<Exit> {
    writeln!(with.talk, "error: {problem}")?;
    Ok(Exit::Usage)
}

fn hash(with: &mut Surroundings<'_>, password: &str) -> anyhow::Result<String> {
    let salt = password::salt(with.random);
    Ok(password::hash(password, salt, with.cost)?)
}

fn change(with: &Surroundings<'_>) -> Change<'static> {
    Change {
        actor: ACTOR,
        at: with.clock.now(),
    }
}

fn plain(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    !name.is_empty() && name.len() <= 64 && name.chars().all(fits)
}
