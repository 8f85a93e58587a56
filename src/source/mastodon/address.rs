//! Addresses of Mastodon accounts.

use url::Url;

use crate::source::shared::links::http_url;

/// A user on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Root of the server that the handle names.
    pub base: Url,
    /// User name without the server.
    pub user: String,
}

/// Reads `@user@host`, `user@host`, `acct:user@host`, `https://host/@user`,
/// `https://host/@user@home` (which names the home server), `https://host/users/user` and
/// `https://host/user`.
pub fn parse(text: &str) -> Option<Address> {
    let text = text.trim();
    match http_url(text, None) {
        Some(url) => from_url(&url),
        None => from_handle(text),
    }
}

fn from_handle(text: &str) -> Option<Address> {
    let handle = text.strip_prefix("acct:").unwrap_or(text);
    let (user, host) = handle.trim_start_matches('@').split_once('@')?;
    address(&format!("https://{host}/"), user)
}

fn from_url(url: &Url) -> Option<Address> {
    let segments: Vec<&str> = url
        .path_segments()?
        .filter(|part| !part.is_empty())
        .collect();
    let (["users" | "u" | "web", user] | [user] | [user, "with_replies" | "media"]) =
        segments.as_slice()
    else {
        return None;
    };
    let name = user.trim_start_matches('@');
    if name.contains('@') {
        return from_handle(name);
    }
    address(url.join("/").ok()?.as_str(), name)
}

fn address(base: &str, user: &str) -> Option<Address> {
    let fits = |c: char| c.is_alphanumeric() || "_.-".contains(c);
    let base = http_url(base, None).filter(|url| url.path() == "/" && url.query().is_none())?;
    (!user.is_empty() && user.chars().all(fits)).then(|| Address {
        base,
        user: user.to_owned(),
    })
}
