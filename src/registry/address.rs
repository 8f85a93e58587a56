//! The accounts that a cell names: one or several, by link, handle or hyperlink; which platform
//! each is on and its one spelling there is asked of the sources.

use super::RowRemark;
use super::nothing::means_nothing;
use super::pieces::{self, AddressPiece, MAX_PIECES};
use crate::model::{LONGEST_KEY, Platform};
use crate::source::{NoAccount, Recognition, Sources};

/// An account that a source knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AccountAddress {
    pub(super) platform: Platform,
    pub(super) address: String,
}

/// What is known of the accounts of a cell before it is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Expected {
    /// The platform that the row or the column names.
    pub(super) platform: Option<Platform>,
    /// Whether the column holds sites, so that an address that nothing else knows is one.
    pub(super) site: bool,
}

/// What a cell came to.
#[derive(Debug, Default)]
pub(super) struct CellAccounts {
    pub(super) accounts: Vec<AccountAddress>,
    /// What was left out, or taken otherwise than it was written.
    pub(super) told: Vec<RowRemark>,
    /// What a person has to correct.
    pub(super) errors: Vec<RowRemark>,
}

/// Reads a cell with the link that lies on it. What is shown goes before where it leads; when
/// both name accounts and not the same, nobody can tell which is meant.
pub(super) fn read(
    text: &str,
    link: Option<&str>,
    expected: Expected,
    sources: &Sources,
) -> CellAccounts {
    let shown = if only_announces(text, sources) {
        CellAccounts {
            told: vec![RowRemark::OnlyAnnounced(text.into())],
            ..CellAccounts::default()
        }
    } else {
        read_text(text, expected, sources)
    };
    let Some(link) = link else {
        return shown;
    };
    let led = read_text(link, expected, sources);
    match (shown.accounts.is_empty(), led.accounts.first()) {
        (true, Some(_)) => led,
        (false, Some(target)) if !shown.accounts.contains(target) => CellAccounts {
            errors: vec![RowRemark::LinkElsewhere(text.into(), link.into())],
            ..CellAccounts::default()
        },
        _ => shown,
    }
}

/// What people write over a link.
const ANNOUNCING: [&str; 20] = [
    "akun", "buka", "click", "di", "disini", "here", "klik", "kunjungi", "laman", "lihat", "link",
    "menuju", "open", "profil", "profile", "sini", "tautan", "url", "view", "website",
];

/// Whether a text only says that there is a link, `Lihat profil`, `Instagram`; `@profil` is an
/// account.
fn only_announces(text: &str, sources: &Sources) -> bool {
    let mut words = text.split_whitespace();
    words.all(|word| {
        let word = word
            .trim_matches(|c: char| ".,:;()!>".contains(c))
            .to_lowercase();
        ANNOUNCING.contains(&word.as_str())
            || (word.chars().all(char::is_alphabetic) && sources.named(&word).is_some())
    })
}

fn read_text(text: &str, expected: Expected, sources: &Sources) -> CellAccounts {
    let mut found = CellAccounts::default();
    if pieces::count(text) > MAX_PIECES {
        found.errors.push(RowRemark::TooManyAddresses(MAX_PIECES));
        return found;
    }
    for piece in pieces::find(text, sources) {
        if !means_nothing(&piece.text) {
            found.take(&piece, expected, sources);
        }
    }
    found
}

impl CellAccounts {
    fn take(&mut self, piece: &AddressPiece, expected: Expected, sources: &Sources) {
        let text = &piece.text;
        let given = piece.platform.or(expected.platform);
        if is_mail(text, given) {
            let text = text.as_str().into();
            self.told.push(RowRemark::MailAddress(text));
            return;
        }
        let Some(platform) = self.platform(text, given, expected.site, sources) else {
            return;
        };
        match sources.get(platform).spelling(text) {
            // Accounts are found by it.
            Ok(address) if address.len() > LONGEST_KEY => {
                self.errors.push(RowRemark::AddressTooLong(LONGEST_KEY));
            }
            Ok(address) => {
                let account = AccountAddress { platform, address };
                if !self.accounts.contains(&account) {
                    self.accounts.push(account);
                }
            }
            // Such accounts are not crawled, so none of them may keep others from being so.
            Err(NoAccount { text, fault, form }) if !platform.is_crawled() => {
                let what = RowRemark::LeftOut(text.into(), fault, form);
                self.told.push(what);
            }
            Err(NoAccount { text, fault, form }) => {
                let what = RowRemark::NoAccount(text.into(), fault, form);
                self.errors.push(what);
            }
        }
    }

    /// The platform given, unless the address is on a host of another one that is not crawled.
    /// Pages and feeds of the platforms that are crawled may be read in several ways, so there
    /// the person's word counts.
    fn platform(
        &mut self,
        text: &str,
        given: Option<Platform>,
        site: bool,
        sources: &Sources,
    ) -> Option<Platform> {
        match (given, sources.recognise(text)) {
            (Some(given), Some((own, Recognition::ByHost)))
                if given != own && !own.is_crawled() =>
            {
                self.told
                    .push(RowRemark::OnAnotherPlatform(text.into(), own, given));
                Some(own)
            }
            (Some(given), _) => Some(given),
            (None, Some((found, _))) => Some(found),
            (None, None) if sources.get(Platform::Html).spelling(text).is_ok() => {
                Some(Platform::Html)
            }
            // A page that names its feed leads there.
            (None, None) if site && sources.get(Platform::Feed).spelling(text).is_ok() => {
                Some(Platform::Feed)
            }
            (None, None) => {
                let known = Platform::ALL.map(Platform::as_str).join(", ");
                self.errors.push(RowRemark::NoPlatform(text.into(), known));
                None
            }
        }
    }
}

/// First parts of the domains of those who give away mailboxes.
const MAIL_HOSTS: [&str; 16] = [
    "gmail",
    "googlemail",
    "yahoo",
    "ymail",
    "rocketmail",
    "hotmail",
    "outlook",
    "live",
    "msn",
    "icloud",
    "aol",
    "proton",
    "protonmail",
    "mail",
    "zoho",
    "yandex",
];

/// Whether a text is an e-mail address. `user@host` is also how Mastodon names accounts, so where
/// that is expected only a host that is known for mailboxes tells.
fn is_mail(text: &str, given: Option<Platform>) -> bool {
    let lower = text.trim().to_lowercase();
    if let Some(rest) = lower.strip_prefix("mailto:") {
        return rest.contains('@');
    }
    let bare = lower.trim_start_matches("acct:").trim_start_matches('@');
    let Some((user, host)) = bare.split_once('@') else {
        return false;
    };
    let plain = |c: char| c.is_alphanumeric() || "._-+".contains(c);
    if user.is_empty()
        || !user.chars().all(plain)
        || !host.chars().all(plain)
        || !host.contains('.')
    {
        return false;
    }
    let first = host.split('.').next().unwrap_or_default();
    let written_as_mail = bare.len() == lower.len() && given != Some(Platform::Mastodon);
    MAIL_HOSTS.contains(&first) || written_as_mail
}
