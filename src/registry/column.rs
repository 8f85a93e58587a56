//! What the columns of a list may hold.

use crate::model::Platform;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Column {
    Kind,
    Nip,
    Name,
    /// Both in one cell.
    NameAndNip,
    Agency,
    Unit,
    Post,
    Region,
    Platform,
    /// Accounts, on whatever platform.
    Account,
    /// Links to accounts, on whatever platform.
    Link,
    /// "Media sosial": the platform's name where another column holds the account, else the
    /// account itself.
    SocialMedia,
    /// Blogs and sites.
    Web,
    Proof,
    ProofReference,
    VerifiedBy,
    VerifiedAt,
    ProofExpires,
    Basis,
    Ends,
    /// Accounts on one platform.
    On(Platform),
}

impl Column {
    /// Whether the column holds accounts; there may be several of the kind.
    pub(super) fn holds_accounts(self) -> bool {
        matches!(self, Self::Account | Self::Link | Self::Web | Self::On(_))
    }
}
