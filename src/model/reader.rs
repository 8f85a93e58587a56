//! Who reads, and how far: the first argument of whatever hands out posts, persons or verdicts.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{RegionCode, Right, Role, User, UserId};

/// How much of the country somebody may read: all of it, a province, a district, or nothing
/// while nobody has said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Option<String>", into = "Option<String>")]
pub struct Scope(Option<RegionCode>);

/// A region that no office is responsible for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no scope; give ID (the whole country), a province (32) or a district (32.04)")]
pub struct InvalidScope(pub String);

impl Scope {
    /// Nothing.
    pub const UNSET: Self = Self(None);

    /// The whole country.
    pub fn nation() -> Self {
        Self(Some(RegionCode::nation()))
    }

    /// The region, if somebody has said.
    pub fn region(&self) -> Option<&RegionCode> {
        self.0.as_ref()
    }

    /// Whether nobody has said how far the reader may read, so that nothing is shown.
    pub fn is_unset(&self) -> bool {
        self.0.is_none()
    }

    /// Whether the region lies within.
    pub fn covers(&self, region: &RegionCode) -> bool {
        self.0.as_ref().is_some_and(|own| own.contains(region))
    }

    /// Whether whoever reads so far may let others read as far as `other`.
    pub fn holds(&self, other: &Self) -> bool {
        other.0.as_ref().is_none_or(|region| self.covers(region))
    }

    /// The smallest scope that covers all the regions; unset if there are none, or if they lie
    /// in several provinces.
    pub fn around<'r>(regions: impl IntoIterator<Item = &'r RegionCode>) -> Self {
        let mut around: Option<Vec<&str>> = None;
        for region in regions {
            let parts: Vec<&str> = region.as_str().split('.').take(2).collect();
            let shared = around.as_ref().map_or(parts.len(), |so_far| {
                let pairs = so_far.iter().zip(&parts);
                pairs.take_while(|(one, other)| one == other).count()
            });
            around = Some(parts[..shared].to_vec());
        }
        let code = around.unwrap_or_default().join(".");
        code.parse().unwrap_or(Self::UNSET)
    }
}

impl FromStr for Scope {
    type Err = InvalidScope;

    fn from_str(text: &str) -> Result<Self, InvalidScope> {
        let region = text.parse::<RegionCode>().ok();
        let wide = region.filter(|region| region.as_str().split('.').count() <= 2);
        wide.map(|region| Self(Some(region)))
            .ok_or_else(|| InvalidScope(text.to_owned()))
    }
}

impl TryFrom<Option<String>> for Scope {
    type Error = InvalidScope;

    fn try_from(text: Option<String>) -> Result<Self, InvalidScope> {
        text.map_or(Ok(Self::UNSET), |text| text.parse())
    }
}

impl From<Scope> for Option<String> {
    fn from(scope: Scope) -> Self {
        scope.0.map(String::from)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(region) => region.fmt(formatter),
            None => formatter.write_str("unset"),
        }
    }
}

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

    /// Whether the reader has the right. An operator has all but judging: a verdict has the
    /// name of a user. The program only reads.
    pub fn may(&self, right: Right) -> bool {
        match self.identity {
            Identity::User { role, .. } => role.may(right),
            Identity::Operator(_) => right != Right::Judge,
            Identity::Machine(_) => right == Right::Read,
        }
    }
}
