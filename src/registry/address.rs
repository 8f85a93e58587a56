//! Which platform an address belongs to, and its one spelling there: asked of the sources.

use crate::model::{LONGEST_KEY, Platform};
use crate::source::{Recognition, Sources};

/// An account that a source knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AccountAddress {
    pub(super) platform: Platform,
    pub(super) address: String,
}

/// Reads an address on a platform that may be given or follow from the address.
pub(super) fn read(
    text: &str,
    given: Option<Platform>,
    sources: &Sources,
) -> Result<AccountAddress, String> {
    let platform = platform(text, given, sources)?;
    let spelling = sources.get(platform).spelling(text);
    let address = spelling.map_err(|problem| problem.to_string())?;
    // Accounts are found by it.
    if address.len() > LONGEST_KEY {
        return Err(format!(
            "the address is longer than {LONGEST_KEY} bytes; give the account's own address"
        ));
    }
    Ok(AccountAddress { platform, address })
}

/// The platform given, unless the address is on a host of another one. Pages and feeds of the
/// platforms that are crawled may be read in several ways, so there the person's word counts.
fn platform(text: &str, given: Option<Platform>, sources: &Sources) -> Result<Platform, String> {
    match (given, sources.recognise(text)) {
        (Some(given), Some((own, Recognition::ByHost))) if given != own && !own.is_crawled() => {
            Err(format!(
                "{text:?} is on {own}, and not on {given}; correct one of the two"
            ))
        }
        (Some(given), _) => Ok(given),
        (None, Some((found, _))) => Ok(found),
        (None, None) => {
            let known = Platform::ALL.map(Platform::as_str).join(", ");
            Err(format!(
                "the platform does not follow from {text:?}; add a column Platform with one of {known}"
            ))
        }
    }
}
