//! People who review, and what they decide.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Scope, UserId};

/// What somebody is here for; each route names the right it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Works through the queue and decides.
    Reviewer,
    /// Reads and searches.
    Analyst,
    /// Keeps the register and its lists; decides nothing.
    Operator,
    /// Keeps users and the register and reads the audit log; never decides, so that nobody both judges and
    /// watches the judges.
    Administrator,
}

/// A thing one may do. Each function of the database asks for the right it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Right {
    /// Read the queue, posts, and the register with masked NIPs.
    Read,
    /// Record verdicts.
    Judge,
    /// Know what others decided before deciding oneself. Whoever judges must not.
    Decisions,
    /// See a NIP in full.
    Reveal,
    /// Change the register, and take all of it out with full NIPs.
    Register,
    /// Read the audit log.
    Audit,
    /// Add and change users.
    Administer,
    /// Do the program's own work: score, index.
    Work,
}

impl Right {
    /// All rights.
    pub const ALL: [Self; 8] = [
        Self::Read,
        Self::Judge,
        Self::Decisions,
        Self::Reveal,
        Self::Register,
        Self::Audit,
        Self::Administer,
        Self::Work,
    ];

    /// What it allows, after "may not".
    pub const fn deed(self) -> &'static str {
        match self {
            Self::Read => "read posts",
            Self::Judge => "record verdicts",
            Self::Decisions => "see what others decided on posts that are still to be judged",
            Self::Reveal => "see a NIP in full",
            Self::Register => "change or export the register",
            Self::Audit => "read the audit log",
            Self::Administer => "add or change users",
            Self::Work => "do the program's own work",
        }
    }
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [
        Self::Reviewer,
        Self::Analyst,
        Self::Operator,
        Self::Administrator,
    ];

    /// The name used on the command line and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::Analyst => "analyst",
            Self::Operator => "operator",
            Self::Administrator => "administrator",
        }
    }

    /// The role with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// What the role is for, in one line.
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Reviewer => "works through the queue and decides",
            Self::Analyst => "reads and searches",
            Self::Operator => "keeps the register and its lists",
            Self::Administrator => "keeps users and the register, reads the audit log",
        }
    }

    /// Whether nobody of the role may go on without a second factor: who can change what others
    /// may do, or take the register away with all its numbers, is worth more to a thief of passwords.
    pub const fn needs_second_factor(self) -> bool {
        matches!(self, Self::Administrator | Self::Operator)
    }

    /// Whether the role carries the right.
    pub const fn may(self, right: Right) -> bool {
        match right {
            Right::Read => true,
            Right::Judge | Right::Reveal => matches!(self, Self::Reviewer),
            Right::Decisions => !self.may(Right::Judge),
            Right::Work => false,
            Right::Register => matches!(self, Self::Operator | Self::Administrator),
            Right::Audit | Right::Administer => matches!(self, Self::Administrator),
        }
    }
}

/// A person who may log in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct User {
    /// Row identifier.
    pub id: UserId,
    /// Login name, lower case.
    pub name: String,
    /// Name shown to colleagues.
    pub display_name: String,
    /// What the user may do.
    pub role: Role,
    /// How far the user may read.
    pub scope: Scope,
    /// Whether the password was set by somebody else and must be changed first.
    pub password_once: bool,
    /// Since when the user may no longer log in.
    pub disabled_at: Option<Timestamp>,
    /// When the user was added.
    pub created_at: Timestamp,
}

/// What a reviewer says of one revision of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// *Dugaan*: worth tracing by a supervisor.
    Suspected,
    /// *Bukan*: no breach of neutrality.
    Dismissed,
    /// *Ragu*: somebody else should look.
    Unsure,
}

impl Decision {
    /// All decisions.
    pub const ALL: [Self; 3] = [Self::Suspected, Self::Dismissed, Self::Unsure];

    /// The name used in the database and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suspected => "suspected",
            Self::Dismissed => "dismissed",
            Self::Unsure => "unsure",
        }
    }

    /// The decision with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|decision| decision.as_str() == name)
    }
}

/// What is still missing before a post has been judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReviewState {
    /// Nobody has judged this revision.
    Open,
    /// One reader suspects or is unsure: a second, blind reader is needed.
    Second,
    /// Two readers differ: a third decides.
    Disputed,
    /// Judged.
    Done,
}

impl ReviewState {
    /// The state that follows from the standing decisions, one a reader.
    pub fn of(standing: &[Decision]) -> Self {
        match standing {
            [] => Self::Open,
            [Decision::Dismissed] => Self::Done,
            [_] => Self::Second,
            [Decision::Unsure, Decision::Unsure] => Self::Disputed,
            [one, other] if one != other => Self::Disputed,
            _ => Self::Done,
        }
    }

    /// The name used in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Second => "second",
            Self::Disputed => "disputed",
            Self::Done => "done",
        }
    }

    /// The state with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Open, Self::Second, Self::Disputed, Self::Done]
            .into_iter()
            .find(|state| state.as_str() == name)
    }
}
