//! Registered accounts on platforms.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AccountId, PersonId};

/// Makes [`Platform`] of one line each: variant, name, and how its posts come in.
macro_rules! platforms {
    ($($(#[$doc:meta])+ $variant:ident $name:literal $collected:ident,)+) => {
        /// A platform whose accounts a source knows.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub enum Platform {
            $($(#[$doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl Platform {
            /// All platforms, in alphabetical order.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// The name used in files, on the command line and in the database.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// How posts of its accounts come in.
            pub const fn collected(self) -> Collected {
                match self {
                    $(Self::$variant => Collected::$collected,)+
                }
            }
        }
    };
}

platforms! {
    /// AT Protocol (Bluesky and other hosts).
    Bluesky "bluesky" ByCrawling,
    /// Facebook: profiles and pages.
    Facebook "facebook" ByHand,
    /// RSS, Atom or JSON Feed.
    Feed "feed" ByCrawling,
    /// HTML pages read by CSS selectors from `config/sources`.
    Html "html" ByCrawling,
    /// Instagram.
    Instagram "instagram" ByHand,
    /// Mastodon API (also spoken by Takahe, snac, GoToSocial, Pleroma and others).
    Mastodon "mastodon" ByCrawling,
    /// Telegram: public channels and users.
    Telegram "telegram" ByHand,
    /// Threads.
    Threads "threads" ByHand,
    /// TikTok.
    Tiktok "tiktok" ByHand,
    /// WhatsApp channels.
    Whatsapp "whatsapp" ByHand,
    /// WordPress REST API.
    Wordpress "wordpress" ByCrawling,
    /// X, once Twitter.
    X "x" ByHand,
    /// YouTube channels.
    Youtube "youtube" ByHand,
}

/// How posts of a platform come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Collected {
    /// They are fetched.
    #[serde(rename = "crawling")]
    ByCrawling,
    /// Nothing is fetched, because the platform cannot be crawled lawfully: people bring them.
    #[serde(rename = "import_or_capture")]
    ByHand,
}

impl fmt::Display for Collected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::ByCrawling => "by crawling",
            Self::ByHand => "by import or capture",
        })
    }
}

impl Platform {
    /// Whether its accounts are crawled.
    pub const fn is_crawled(self) -> bool {
        matches!(self.collected(), Collected::ByCrawling)
    }
}

/// A platform name that no source answers to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown platform {0:?}; known: {known}", known = Platform::ALL.map(Platform::as_str).join(", "))]
pub struct UnknownPlatform(pub String);

impl fmt::Display for Platform {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Platform {
    type Err = UnknownPlatform;

    fn from_str(text: &str) -> Result<Self, UnknownPlatform> {
        let name = text.trim().to_lowercase();
        Self::ALL
            .into_iter()
            .find(|platform| platform.as_str() == name)
            .ok_or_else(|| UnknownPlatform(text.to_owned()))
    }
}

/// What the platform last said of an account. Never inferred from silence alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Not fetched yet.
    Unknown,
    /// Public and answering.
    Active,
    /// Answers, but only to logged-in readers; never tried with credentials.
    Private,
    /// Lives under another address now; a human confirms before the registry follows.
    Renamed,
    /// Suspended, taken down or deactivated, as the platform says.
    Suspended,
    /// The platform knows no such account.
    Gone,
    /// The robots.txt of its host closes it, which says nothing of the account.
    Closed,
}

impl AccountState {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::Unknown,
        Self::Active,
        Self::Private,
        Self::Renamed,
        Self::Suspended,
        Self::Gone,
        Self::Closed,
    ];

    /// The name used in the database and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Active => "active",
            Self::Private => "private",
            Self::Renamed => "renamed",
            Self::Suspended => "suspended",
            Self::Gone => "gone",
            Self::Closed => "closed",
        }
    }

    /// The state with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// Where a source left off: opaque to everyone but that source, stored with the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// A registered account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Row identifier.
    pub id: AccountId,
    /// Whose it is.
    pub person: PersonId,
    /// Where it is.
    pub platform: Platform,
    /// Handle or URL, as registered: `@budi@contoh.example`, `budi.contoh.example`, `https://…`.
    pub address: String,
    /// The platform's permanent identifier once resolved (Mastodon id, DID, author id).
    pub stable_id: Option<String>,
    /// What the platform last said.
    pub state: AccountState,
}

/// How it is known that an account belongs to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    /// A letter of the personnel office (BKPSDM/BKD).
    AgencyLetter,
    /// Declared by the person.
    SelfDeclared,
    /// The public profile says so.
    PublicProfile,
    /// Admitted at clarification.
    Admitted,
}

impl ProofKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [
        Self::AgencyLetter,
        Self::SelfDeclared,
        Self::PublicProfile,
        Self::Admitted,
    ];

    /// The name used in files and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AgencyLetter => "agency_letter",
            Self::SelfDeclared => "self_declared",
            Self::PublicProfile => "public_profile",
            Self::Admitted => "admitted",
        }
    }

    /// The kind with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A recorded proof of ownership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnershipProof {
    /// What kind of proof.
    pub kind: ProofKind,
    /// Reference: letter number, URL, minutes.
    pub reference: Option<String>,
    /// Who checked it.
    pub verified_by: Option<String>,
    /// When it was checked.
    pub verified_at: Option<Timestamp>,
    /// When it must be checked again.
    pub expires_at: Option<Timestamp>,
}
