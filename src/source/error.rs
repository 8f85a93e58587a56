//! Why a source has nothing to do for an address.

use crate::model::{Account, Platform};

/// Why an account cannot be crawled as registered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The address is none of the platform.
    #[error("address {address:?} does not fit platform {platform}: {hint}")]
    Misfit {
        /// Address as registered.
        address: String,
        /// Platform as registered.
        platform: Platform,
        /// What is expected.
        hint: String,
    },
    /// The platform is not crawled.
    #[error("{platform} is not crawled: posts of {address} are collected {}", platform.collected())]
    NotCrawled {
        /// Address as registered.
        address: String,
        /// Platform as registered.
        platform: Platform,
    },
}

impl PlanError {
    /// An address that does not fit; `hint` says what is expected.
    pub fn misfit(account: &Account, hint: impl Into<String>) -> Self {
        Self::Misfit {
            address: account.address.clone(),
            platform: account.platform,
            hint: hint.into(),
        }
    }

    /// An account of a platform that is not crawled.
    pub fn not_crawled(account: &Account) -> Self {
        Self::NotCrawled {
            address: account.address.clone(),
            platform: account.platform,
        }
    }
}

/// A text that names no account of a platform: one sentence for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} {problem}; {hint}")]
pub struct NoAccount {
    /// As written.
    pub text: String,
    /// What is wrong with it.
    pub problem: String,
    /// What is expected.
    pub hint: &'static str,
}

impl NoAccount {
    /// `problem` goes on where the text ends: "is a post, not an account".
    pub fn new(text: &str, problem: impl Into<String>, hint: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            problem: problem.into(),
            hint,
        }
    }
}
