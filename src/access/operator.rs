//! Who sits at the command line: the user of the operating system, who may be a user of Netra
//! as well. Nobody reads as somebody else: the name comes from the process, not from an option
//! or an environment variable.

use std::collections::BTreeMap;

use nix::unistd::{Uid, User};

use crate::db::{Db, DbError, user};
use crate::model::Reader;

/// Why somebody at the command line is told nothing.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// The user named in the settings does not exist.
    #[error(
        "[access.operators] maps {operator:?} to {user:?}, but there is no such user; netra user list shows all"
    )]
    Unknown {
        /// User of the operating system.
        operator: String,
        /// User named in the settings.
        user: String,
    },
    /// The user named in the settings may not log in any more.
    #[error(
        "[access.operators] maps {operator:?} to {user:?}, who is disabled; ask an administrator"
    )]
    Disabled {
        /// User of the operating system.
        operator: String,
        /// User named in the settings.
        user: String,
    },
    /// The users could not be read.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Name of the user of the operating system who started this process, or their number if they
/// have no name: of whoever logged in to the machine, which `sudo` and `su` keep, so that several
/// administrators who all work as `netra` are told apart; else the real one, which a program that
/// takes on another user's rights keeps.
///
/// It is as good as the machine is: where nobody has logged in (a service, a container) a process
/// may say once who did, and whoever works as the user of the data folder may write what they like
/// there anyway.
pub fn system_name() -> String {
    let login = std::fs::read_to_string("/proc/self/loginuid");
    let uid = login
        .ok()
        .and_then(|text| logged_in(&text))
        .unwrap_or(Uid::current());
    let named = User::from_uid(uid).ok().flatten();
    named.map_or_else(|| uid.to_string(), |user| user.name)
}

/// Who logged in, as the kernel says; nobody if that was never said (`u32::MAX`).
fn logged_in(text: &str) -> Option<Uid> {
    let number = text.trim().parse().ok();
    number
        .filter(|number| *number != u32::MAX)
        .map(Uid::from_raw)
}

/// The reader that a user of the operating system is: the user that the settings map them to, or
/// an operator.
pub async fn reader(
    db: &Db,
    operator: &str,
    users: &BTreeMap<String, String>,
) -> Result<Reader, OperatorError> {
    let Some(name) = users.get(operator) else {
        return Ok(Reader::operator(operator));
    };
    let named = || (operator.to_owned(), name.clone());
    match user::by_name(db, name).await? {
        Some(user) if user.disabled_at.is_none() => Ok(Reader::user(&user)),
        Some(_) => {
            let (operator, user) = named();
            Err(OperatorError::Disabled { operator, user })
        }
        None => {
            let (operator, user) = named();
            Err(OperatorError::Unknown { operator, user })
        }
    }
}
