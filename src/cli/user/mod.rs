//! `netra user`: who may log in.

mod entry;

use std::io::{BufRead, Write};

use anyhow::Context;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Subcommand};
use rand::CryptoRng;
use serde_json::json;

use self::entry::{disable, enable, sign_out};
use super::Exit;
use crate::access::password::{self, Cost};
use crate::access::{names_in_use, password_rule};
use crate::clock::Clock;
use crate::db::Db;
use crate::db::registry;
use crate::db::user::{self, NewPassword, NewUser};
use crate::model::{Language, Reader, Reason, RegionCode, Role, Scope, User};

/// Manage the people who may log in.
#[derive(Debug, Clone, Args)]
pub struct UserArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: UserAction,
}

/// The subcommands.
#[derive(Debug, Clone, Subcommand)]
pub enum UserAction {
    /// Add a user. Without --password-stdin a password for one login is made and printed.
    Add {
        /// Login name: letters, digits, dots, hyphens, underscores.
        name: String,
        /// What the user may do.
        #[arg(long, value_parser = roles())]
        role: Role,
        /// How far the user may read: ID (the whole country), a province (32) or a district
        /// (32.04). Left out: the region under [registry] in netra.toml, or else the district
        /// or province that holds everybody in the register.
        #[arg(long, value_name = "REGION")]
        scope: Option<Scope>,
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
    /// Take away the second factor that a user has lost, and end all sessions of the user.
    ResetFactor {
        /// Login name.
        name: String,
        /// How it was made sure who asked: a letter, who vouched for them. Written into the audit
        /// log.
        #[arg(long, value_name = "TEXT")]
        reason: Reason,
    },
    /// End all sessions of a user, who has to log in again.
    SignOut {
        /// Login name.
        name: String,
    },
    /// Say how far a user may read.
    Scope {
        /// Login name.
        name: String,
        /// ID (the whole country), a province (32) or a district (32.04).
        #[arg(value_name = "REGION")]
        scope: Scope,
    },
    /// Bar a user from logging in. What the user decided stays.
    Disable {
        /// Login name.
        name: String,
    },
    /// Let a user log in again who was barred.
    Enable {
        /// Login name.
        name: String,
    },
    /// Give a user another login name. What was recorded under the old one stays so.
    Rename {
        /// Login name until now.
        name: String,
        /// Login name from now on.
        new_name: String,
        /// Name shown to colleagues; left out, it stays unless it was the login name.
        #[arg(long, value_name = "NAME")]
        display_name: Option<String>,
    },
    /// Give a user another role.
    Role {
        /// Login name.
        name: String,
        /// What the user may do from now on.
        #[arg(value_parser = roles())]
        role: Role,
    },
}

/// The roles that there are, as they are typed.
fn roles() -> impl clap::builder::TypedValueParser<Value = Role> {
    let names = Role::ALL.map(|role| PossibleValue::new(role.as_str()).help(role.purpose()));
    let known = |name: String| Role::from_name(&name).ok_or("no such role");
    PossibleValuesParser::new(names).try_map(known)
}

/// What the command works with.
pub struct Surroundings<'a> {
    /// Who sits at the command line.
    pub reader: &'a Reader,
    /// Database.
    pub db: &'a Db,
    /// Where the office is, as the settings say.
    pub region: Option<&'a RegionCode>,
    /// Names around the office that are no good as passwords.
    pub names: Vec<String>,
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

impl UserArgs {
    /// Runs it.
    pub async fn run(self, mut with: Surroundings<'_>) -> anyhow::Result<Exit> {
        match self.action {
            UserAction::Add {
                name,
                role,
                scope,
                display_name,
                password_stdin,
            } => {
                let shown = display_name.unwrap_or_else(|| name.clone());
                let scope = match scope {
                    Some(scope) => scope,
                    None => usual_scope(&with).await?,
                };
                let may = (role, &scope);
                add(&mut with, (&name, &shown), may, password_stdin).await
            }
            UserAction::List => list(&mut with).await,
            UserAction::Reset {
                name,
                password_stdin,
            } => reset(&mut with, &name, password_stdin).await,
            UserAction::ResetFactor { name, reason } => {
                sign_out(&mut with, &name, Some(&reason)).await
            }
            UserAction::SignOut { name } => sign_out(&mut with, &name, None).await,
            UserAction::Scope { name, scope } => set_scope(&mut with, &name, &scope).await,
            UserAction::Disable { name } => disable(&mut with, &name).await,
            UserAction::Enable { name } => enable(&mut with, &name).await,
            UserAction::Rename {
                name,
                new_name,
                display_name,
            } => rename(&mut with, &name, &new_name, display_name).await,
            UserAction::Role { name, role } => set_role(&mut with, &name, role).await,
        }
    }
}

/// How far a new user reads when nobody says: what this office watches, never more. A register
/// over several provinces, or an empty one, tells nothing about an office, so the user sees
/// nothing until somebody says.
async fn usual_scope(with: &Surroundings<'_>) -> anyhow::Result<Scope> {
    if let Some(region) = with.region {
        return Ok(Scope::around([region]));
    }
    Ok(registry::usual_scope(with.reader, with.db).await?)
}

async fn add(
    with: &mut Surroundings<'_>,
    (name, shown): (&str, &str),
    (role, scope): (Role, &Scope),
    stdin: bool,
) -> anyhow::Result<Exit> {
    if !plain(name) {
        return refuse(with, &not_plain(name));
    }
    let Some(chosen) = choose(with, stdin, &[name, shown]).await? else {
        return Ok(Exit::Usage);
    };
    let hash = hash(with, &chosen.password)?;
    let new = NewUser {
        name,
        display_name: shown,
        role,
        scope,
        password_hash: &hash,
        password_once: chosen.once,
    };
    let added = user::add(with.reader, with.db, &new, with.clock.now()).await?;
    if added.is_none() {
        let taken = format!(
            "there is a user {name:?} already: netra user reset sets a new password, and enable, \
             rename, role and scope change what they may do"
        );
        return refuse(with, &taken);
    }
    let name = user::normal_name(name);
    tell_scope(with, &name, scope)?;
    told(with, &name, Some((role, scope)), &chosen)
}

async fn reset(with: &mut Surroundings<'_>, name: &str, stdin: bool) -> anyhow::Result<Exit> {
    let Some(found) = find(with, name).await? else {
        return Ok(Exit::Usage);
    };
    let Some(chosen) = choose(with, stdin, &[&found.name, &found.display_name]).await? else {
        return Ok(Exit::Usage);
    };
    let hash = hash(with, &chosen.password)?;
    let (once, now) = (chosen.once, with.clock.now());
    let password = NewPassword {
        hash: &hash,
        once,
        device: None,
    };
    user::set_password(with.reader, with.db, &found, password, now).await?;
    told(with, &found.name, None, &chosen)?;
    if found.disabled_at.is_some() {
        writeln!(
            with.talk,
            "warning: {0} stays disabled and cannot log in; let them in again with \
             netra user enable {0}",
            found.name
        )?;
    }
    Ok(Exit::Ok)
}

async fn rename(
    with: &mut Surroundings<'_>,
    name: &str,
    new_name: &str,
    shown: Option<String>,
) -> anyhow::Result<Exit> {
    if !plain(new_name) {
        return refuse(with, &not_plain(new_name));
    }
    let Some(found) = find(with, name).await? else {
        return Ok(Exit::Usage);
    };
    // Nobody chose a name to be shown for a user who is shown by the login name.
    let usual = user::normal_name(&found.display_name) == found.name;
    let shown = shown.or_else(|| usual.then(|| new_name.to_owned()));
    let names = (new_name, shown.as_deref());
    if !user::rename(with.reader, with.db, &found, names, with.clock.now()).await? {
        return refuse(with, &format!("there is a user {new_name:?} already"));
    }
    let new_name = user::normal_name(new_name);
    if with.json {
        let line = json!({"name": new_name, "was": found.name});
        writeln!(with.out, "{line}")?;
    } else {
        let old = &found.name;
        writeln!(
            with.out,
            "{old} is {new_name} from now on and has to log in again; if {old} stands under \
             [access.operators] in netra.toml, change it there too"
        )?;
    }
    Ok(Exit::Ok)
}

async fn set_role(with: &mut Surroundings<'_>, name: &str, role: Role) -> anyhow::Result<Exit> {
    let Some(found) = find(with, name).await? else {
        return Ok(Exit::Usage);
    };
    user::set_role(with.reader, with.db, &found, role, with.clock.now()).await?;
    if with.json {
        let line = json!({"name": found.name, "role": role, "was": found.role});
        writeln!(with.out, "{line}")?;
    } else {
        let (role, was) = (role.as_str(), found.role.as_str());
        writeln!(with.out, "{} is {role} from now on (was {was})", found.name)?;
    }
    Ok(Exit::Ok)
}

async fn set_scope(with: &mut Surroundings<'_>, name: &str, scope: &Scope) -> anyhow::Result<Exit> {
    let Some(found) = find(with, name).await? else {
        return Ok(Exit::Usage);
    };
    user::set_scope(with.reader, with.db, &found, scope, with.clock.now()).await?;
    if with.json {
        let line = json!({"name": found.name, "scope": scope});
        writeln!(with.out, "{line}")?;
    } else {
        writeln!(with.out, "{} reads {scope} from now on", found.name)?;
    }
    Ok(Exit::Ok)
}

async fn list(with: &mut Surroundings<'_>) -> anyhow::Result<Exit> {
    let mut exit = Exit::Ok;
    for user in user::list(with.reader, with.db).await? {
        let user = match user {
            Ok(user) => user,
            Err(broken) => {
                exit = Exit::Unexpected;
                let (id, problem) = (broken.id, broken.to_string());
                if with.json {
                    writeln!(with.out, "{}", json!({"id": id, "unreadable": problem}))?;
                } else {
                    writeln!(with.out, "user {id}\tunreadable: {problem}")?;
                }
                continue;
            }
        };
        if with.json {
            writeln!(with.out, "{}", serde_json::to_string(&user)?)?;
        } else {
            let state = if user.disabled_at.is_some() {
                "disabled"
            } else {
                "active"
            };
            let role = user.role.as_str();
            let (name, shown, scope) = (&user.name, &user.display_name, &user.scope);
            writeln!(with.out, "{name}\t{role}\t{scope}\t{state}\t{shown}")?;
        }
    }
    Ok(exit)
}

async fn find(with: &mut Surroundings<'_>, name: &str) -> anyhow::Result<Option<User>> {
    let found = user::by_name(with.db, name).await?;
    if found.is_none() {
        refuse(
            with,
            &format!("there is no user {name:?}; netra user list shows all"),
        )?;
    }
    Ok(found)
}

/// A password that was typed for a user of these names, or one for one sign-in.
async fn choose(
    with: &mut Surroundings<'_>,
    stdin: bool,
    own: &[&str],
) -> anyhow::Result<Option<Chosen>> {
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
    let near = names_in_use(with.db, &with.names).await?;
    if let Some(fault) = password_rule::fault(&password, own, &near) {
        refuse(with, fault.sentence(Language::English))?;
        return Ok(None);
    }
    Ok(Some(Chosen {
        password,
        once: false,
    }))
}

/// Says how far a new user reads, and what to do where nobody has said.
fn tell_scope(with: &mut Surroundings<'_>, name: &str, scope: &Scope) -> anyhow::Result<()> {
    if scope.is_unset() {
        writeln!(
            with.talk,
            "warning: {name} has no region and sees nothing yet; say how far with \
             netra user scope {name} 32.04 (a district), 32 (a province) or ID"
        )?;
    } else {
        writeln!(with.talk, "{name} reads {scope}")?;
    }
    Ok(())
}

fn told(
    with: &mut Surroundings<'_>,
    name: &str,
    may: Option<(Role, &Scope)>,
    chosen: &Chosen,
) -> anyhow::Result<Exit> {
    let password = chosen.once.then_some(&chosen.password);
    if with.json {
        let (role, scope) = may.unzip();
        let line = json!({"name": name, "role": role, "scope": scope, "password": password});
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

fn not_plain(name: &str) -> String {
    format!(
        "{name:?} is no login name; use letters, digits, dots, hyphens or underscores, at most 64"
    )
}

fn plain(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    !name.is_empty() && name.len() <= 64 && name.chars().all(fits)
}
