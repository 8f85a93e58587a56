//! Why a source has nothing to do for an address.

use super::no_account::AddressForm;
use crate::model::{Account, Platform};

/// Why an account cannot be crawled as registered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The address is none of the platform.
    #[error("address {address:?} does not fit platform {platform}: {form}")]
    Misfit {
        /// Address as registered.
        address: String,
        /// Platform as registered.
        platform: Platform,
        /// What is expected.
        form: AddressForm,
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
    /// An address that does not fit; `form` says what is expected.
    pub fn misfit(account: &Account, form: AddressForm) -> Self {
        Self::Misfit {
            address: account.address.clone(),
            platform: account.platform,
            form,
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
