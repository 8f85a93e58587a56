//! How it stands with the watching of an account: one rule in SQL, so that lists, counts and pages
//! say the same.

use jiff::civil::Date;

use crate::db::engine::Statement;
use crate::model::Platform;

/// How it stands with the watching of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountStanding {
    /// The last visit went well.
    Watched,
    /// The last visits failed.
    Failing,
    /// It was never visited yet.
    Never,
    /// robots.txt closes it; it is asked now and then whether that is still so.
    Closed,
    /// Its platform is not crawled: people bring its posts.
    ByHand,
    /// The purpose for which it was watched has ended.
    Ended,
    /// It was taken out, alone or with its person.
    Retired,
}

impl AccountStanding {
    /// All of them, as they are offered.
    pub const ALL: [Self; 7] = [
        Self::Watched,
        Self::Failing,
        Self::Never,
        Self::Closed,
        Self::ByHand,
        Self::Ended,
        Self::Retired,
    ];

    /// The name used in statements and addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Watched => "watched",
            Self::Failing => "failing",
            Self::Never => "never",
            Self::Closed => "closed",
            Self::ByHand => "by_hand",
            Self::Ended => "ended",
            Self::Retired => "retired",
        }
    }

    /// The standing with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|standing| standing.as_str() == name)
    }

    /// Whether a pass visits it.
    pub const fn is_visited(self) -> bool {
        matches!(
            self,
            Self::Watched | Self::Failing | Self::Never | Self::Closed
        )
    }
}

/// Goes on with the standing of the row of `account` whose owner is the row of `person`, on a day
/// in Jakarta.
pub(super) fn push_standing(query: &mut Statement, today: Date) {
    // What was decided about an account comes before what was seen of it.
    query.push(
        "CASE WHEN account.retired_at IS NOT NULL THEN 'retired' WHEN person.purpose_ends < ",
    );
    query.push_bind(today.to_string());
    query.push(" THEN 'ended' WHEN account.platform NOT");
    let crawled = Platform::ALL.into_iter().filter(|one| one.is_crawled());
    query.push_list(crawled.map(Platform::as_str));
    query.push(
        " THEN 'by_hand' WHEN account.failures > 0 THEN 'failing' \
         WHEN account.state = 'closed' AND account.last_error IS NOT NULL THEN 'closed' \
         WHEN account.crawled_at IS NULL THEN 'never' ELSE 'watched' END",
    );
}
