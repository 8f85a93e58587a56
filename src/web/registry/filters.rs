//! Links that narrow the register, with how many accounts each leads to.

use super::labels::RegistryText;
use super::view::RegisterView;
use super::words;
use crate::db::registry::{AccountStanding, RegisterPlace, RegisterTally};
use crate::model::{Language, Platform};
use crate::web::words as common;

/// One thing to filter by.
#[derive(Debug)]
pub(super) struct FilterGroup {
    pub(super) label: &'static str,
    pub(super) all: Option<String>,
    pub(super) choices: Vec<FilterChoice>,
}

/// One value to filter by.
#[derive(Debug)]
pub(super) struct FilterChoice {
    pub(super) label: &'static str,
    pub(super) href: String,
    pub(super) count: String,
    pub(super) current: bool,
}

/// How many accounts are on a platform and stand so; `None` for any.
pub(super) fn accounts(
    tally: &RegisterTally,
    platform: Option<Platform>,
    standing: Option<AccountStanding>,
) -> i64 {
    let cells = tally.cells.iter();
    let meant = cells.filter(|(name, how, _)| {
        platform.is_none_or(|platform| platform.as_str() == name)
            && standing.is_none_or(|standing| standing == *how)
    });
    meant.map(|(.., count)| count).sum()
}

/// The groups for what is looked for. A count is of what the other filter leaves; a value without
/// any is left out, unless it is the one that was chosen.
pub(super) fn groups(
    tally: &RegisterTally,
    view: &RegisterView,
    language: Language,
) -> Vec<FilterGroup> {
    let text = RegistryText::of(language);
    let filter = &view.filter;
    let (platform, standing) = (filter.platform, filter.standing);
    let link = |platform: Option<Platform>, standing: Option<AccountStanding>| {
        let mut view = view.at(RegisterPlace::Top);
        (view.filter.platform, view.filter.standing) = (platform, standing);
        view.address()
    };
    let choice = |label, count, href, current| {
        (count > 0 || current).then(|| FilterChoice {
            label,
            href,
            count: common::count(count, language),
            current,
        })
    };
    let standings = AccountStanding::ALL.into_iter().filter_map(|one| {
        let count = accounts(tally, platform, Some(one));
        let label = words::standing(one, text);
        choice(
            label,
            count,
            link(platform, Some(one)),
            standing == Some(one),
        )
    });
    let platforms = Platform::ALL.into_iter().filter_map(|one| {
        let count = accounts(tally, Some(one), standing);
        let label = words::platform(one, language);
        choice(
            label,
            count,
            link(Some(one), standing),
            platform == Some(one),
        )
    });
    let groups = [
        FilterGroup {
            label: text.standing,
            all: standing.map(|_| link(platform, None)),
            choices: standings.collect(),
        },
        FilterGroup {
            label: text.platform,
            all: platform.map(|_| link(None, standing)),
            choices: platforms.collect(),
        },
    ];
    let offered = groups.into_iter();
    offered
        .filter(|group| group.choices.len() > 1 || group.all.is_some())
        .collect()
}
