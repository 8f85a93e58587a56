//! Addresses of Mastodon accounts.

use url::{Host, Url};

use crate::source::shared::written::{path_parts, plain, web_address};
use crate::source::{AddressFault, AddressForm, NoAccount};

/// Pages of a profile that show the same account.
const TABS: [&str; 8] = [
    "with_replies",
    "media",
    "replies",
    "featured",
    "followers",
    "following",
    "about",
    "outbox",
];

/// A user on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MastodonAddress {
    /// Root of the server that the handle names.
    pub base: Url,
    /// User name without the server, in lower case.
    pub user: String,
}

/// Reads `@user@host`, `user@host`, `acct:user@host`, `https://host/@user` with the pages of
/// that profile, `https://host/@user@home` (which names the home server),
/// `https://host/users/user` and `https://host/user`.
pub fn parse(text: &str) -> Result<MastodonAddress, NoAccount> {
    let text = plain(text);
    let found = match web_address(&text) {
        Some(url) => from_url(&url),
        None => from_handle(&text).ok_or(AddressFault::NoUser),
    };
    found.map_err(|fault| NoAccount::new(&text, fault, AddressForm::Mastodon))
}

fn from_handle(text: &str) -> Option<MastodonAddress> {
    let scheme = text
        .get(..5)
        .filter(|start| start.eq_ignore_ascii_case("acct:"));
    let handle = text.get(scheme.map_or(0, str::len)..)?;
    let (user, rest) = handle.trim_start_matches('@').split_once('@')?;
    let host = rest.split(['/', '?', '#']).next()?;
    let base = web_address(&format!("https://{host}/")).filter(|_| !host.contains('@'))?;
    address(&base, user)
}

fn from_url(url: &Url) -> Result<MastodonAddress, AddressFault> {
    let parts = path_parts(url);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let user = match parts.as_slice() {
        [] => return Err(AddressFault::ServerOnly),
        ["users" | "u" | "web" | "deck", user] | [user] => user,
        ["users", user, tab] | [user, tab] if TABS.contains(tab) => user,
        [_, "tagged", ..] => parts[0],
        _ => return Err(AddressFault::OtherPage),
    };
    let name = user.trim_start_matches('@');
    if let Some((_, "rss" | "atom" | "json")) = name.rsplit_once('.') {
        return Err(AddressFault::FeedOfAccount);
    }
    let found = if name.contains('@') {
        from_handle(name)
    } else {
        address(url, name)
    };
    found.ok_or(AddressFault::NoUser)
}

fn address(url: &Url, user: &str) -> Option<MastodonAddress> {
    let fits = |c: char| c.is_alphanumeric() || "_.-".contains(c);
    let named = user.chars().all(fits) && user.contains(char::is_alphanumeric);
    let host = url.host_str().filter(|_| named)?;
    // A host without a dot is a slip of the pen, unless it is this machine.
    if !host.contains(['.', ':']) && host != "localhost" {
        return None;
    }
    let mut base = url.join("/").ok()?;
    base.set_query(None);
    Some(MastodonAddress {
        base,
        user: user.to_ascii_lowercase(),
    })
}

impl MastodonAddress {
    /// `@user@host`, which stands for HTTPS; servers that talk to each other speak nothing else.
    /// A test server that is asked over plain HTTP stays `http://host/@user`.
    pub fn spelling(&self) -> String {
        let named = matches!(self.base.host(), Some(Host::Domain(name)) if name != "localhost");
        let host = self.base.host_str().unwrap_or_default();
        match self.base.port() {
            None if named || self.base.scheme() == "https" => format!("@{}@{host}", self.user),
            Some(port) if self.base.scheme() == "https" => format!("@{}@{host}:{port}", self.user),
            _ => format!("{}@{}", self.base, self.user),
        }
    }
}
