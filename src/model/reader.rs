//! Who reads, and how far: the first argument of whatever hands out posts, persons or verdicts.

use std::borrow::Cow;

use super::{Right, Role, Scope, User, UserId};

/// Who reads: a user, somebody with an account on the machine, or the program itself. There is
/// no way to make one reader out of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    identity: Identity,
    scope: Scope,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Identity {
    User {
        id: UserId,
        name: String,
        role: Role,
    },
    Operator(String),
    Machine(&'static str),
}

impl Reader {
    /// A user reads within their scope, with the rights of their role.
    pub fn user(user: &User) -> Self {
        let identity = Identity::User {
            id: user.id,
            name: user.name.clone(),
            role: user.role,
        };
        Self {
            identity,
            scope: user.scope.clone(),
        }
    }

    /// Somebody at the command line who is no user: whoever may start the program with its data
    /// folder could read the database file as well, so the whole country is open. The name is
    /// the one that the operating system gives.
    pub fn operator(name: &str) -> Self {
        Self {
            identity: Identity::Operator(name.to_owned()),
            scope: Scope::nation(),
        }
    }

    /// The program at its own work (`crawl`, `index`): it reads everything, shows nobody
    /// anything, and leaves no audit rows of its readings. Its name is written in the program,
    /// so that no request can make one.
    pub fn machine(work: &'static str) -> Self {
        Self {
            identity: Identity::Machine(work),
            scope: Scope::nation(),
        }
    }

    /// The name in the audit log: `siti`, `operator:budi`, `machine:index`. A login name has no
    /// colon, so nobody can call themselves one of the others.
    pub fn actor(&self) -> Cow<'_, str> {
        match &self.identity {
            Identity::User { name, .. } => Cow::Borrowed(name),
            Identity::Operator(name) => Cow::Owned(format!("operator:{name}")),
            Identity::Machine(work) => Cow::Owned(format!("machine:{work}")),
        }
    }

    /// The user, if it is one.
    pub fn user_id(&self) -> Option<UserId> {
        match self.identity {
            Identity::User { id, .. } => Some(id),
            Identity::Operator(_) | Identity::Machine(_) => None,
        }
    }

    /// How far.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Whether this is a person, whose readings leave audit rows.
    pub fn is_person(&self) -> bool {
        !matches!(self.identity, Identity::Machine(_))
    }

    /// Whether the reader has the right. An operator has all that people have but judging: a
    /// verdict has the name of a user. The program reads and does its work.
    pub fn may(&self, right: Right) -> bool {
        match self.identity {
            Identity::User { role, .. } => role.may(right),
            Identity::Operator(_) => !matches!(right, Right::Judge | Right::Work),
            Identity::Machine(_) => {
                matches!(right, Right::Read | Right::Decisions | Right::Work)
            }
        }
    }
}
