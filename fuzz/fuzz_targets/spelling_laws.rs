//! What every source promises of a spelling. Shared with the test that replays the fixtures.

use netra::model::{Account, AccountId, AccountState, PersonId, Platform};
use netra::source::Sources;

/// Spells the text on every platform: a spelling is its own spelling, and can be planned where
/// the platform is crawled.
pub(crate) fn spell(text: &str) {
    let sources = Sources::default();
    for platform in Platform::ALL {
        let source = sources.get(platform);
        source.recognise(text);
        let Ok(spelling) = source.spelling(text) else {
            continue;
        };
        assert_eq!(source.spelling(&spelling).as_deref(), Ok(spelling.as_str()));
        let planned = source.plan(&account(platform, &spelling), None);
        assert_eq!(planned.is_ok(), platform.is_crawled(), "{spelling:?}");
    }
}

fn account(platform: Platform, address: &str) -> Account {
    Account {
        id: AccountId(1),
        person: PersonId(1),
        platform,
        address: address.to_owned(),
        stable_id: None,
        state: AccountState::Unknown,
    }
}
