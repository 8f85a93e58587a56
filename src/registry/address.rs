//! Which platform an address belongs to, and one spelling for each account, so that the same
//! account is not registered twice.

use url::Url;

use crate::model::Platform;

/// Hosts of platforms that no source reads, with the name people know them by.
const UNREAD: &[(&str, &str)] = &[
    ("facebook.com", "Facebook"),
    ("fb.com", "Facebook"),
    ("instagram.com", "Instagram"),
    ("threads.net", "Threads"),
    ("threads.com", "Threads"),
    ("tiktok.com", "TikTok"),
    ("twitter.com", "X"),
    ("x.com", "X"),
    ("youtube.com", "YouTube"),
    ("youtu.be", "YouTube"),
    ("linkedin.com", "LinkedIn"),
    ("t.me", "Telegram"),
    ("wa.me", "WhatsApp"),
];

/// An account that a source can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) platform: Platform,
    pub(super) address: String,
}

/// Reads an address on a platform that may be given or follow from the address.
pub(super) fn read(text: &str, platform: Option<Platform>) -> Result<Address, String> {
    let url = web_address(text);
    if let Some(name) = url.as_ref().and_then(unread) {
        return Err(format!(
            "{name} cannot be watched: no source reads it; leave this account out"
        ));
    }
    let Some(platform) = platform.or_else(|| guess(text, url.as_ref())) else {
        let known = Platform::ALL.map(Platform::as_str).join(", ");
        return Err(format!(
            "the platform does not follow from {text:?}; add a column Platform with one of {known}"
        ));
    };
    let address = spell(text, url.as_ref(), platform)?;
    Ok(Address { platform, address })
}

fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.host_str().is_some()).then_some(url)
}

fn unread(url: &Url) -> Option<&'static str> {
    let host = url.host_str()?;
    let belongs = |domain: &str| {
        host.strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    UNREAD
        .iter()
        .find(|(domain, _)| belongs(domain))
        .map(|(_, name)| *name)
}

fn guess(text: &str, url: Option<&Url>) -> Option<Platform> {
    let Some(url) = url else {
        return if text.starts_with("did:") || text.ends_with(".bsky.social") {
            Some(Platform::Bluesky)
        } else if handle(text).is_some() {
            Some(Platform::Mastodon)
        } else {
            None
        };
    };
    let host = url.host_str().unwrap_or_default();
    let path = url.path().trim_end_matches('/').to_lowercase();
    if host == "bsky.app" {
        Some(Platform::Bluesky)
    } else if path.contains("/wp-json") || host.ends_with(".wordpress.com") {
        Some(Platform::Wordpress)
    } else if path.starts_with("/@") || path.starts_with("/users/") {
        Some(Platform::Mastodon)
    } else if [
        ".xml",
        ".rss",
        ".atom",
        "/feed",
        "/rss",
        "/atom",
        "/feed.json",
    ]
    .iter()
    .any(|end| path.ends_with(end))
    {
        Some(Platform::Feed)
    } else {
        None
    }
}

/// User and host of `@user@host`.
fn handle(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix("acct:").unwrap_or(text);
    let (user, host) = text.strip_prefix('@').unwrap_or(text).split_once('@')?;
    let plain = |part: &str| !part.is_empty() && !part.contains(['/', '@', ' ']);
    (plain(user) && plain(host) && host.contains(['.', ':'])).then_some((user, host))
}

fn spell(text: &str, url: Option<&Url>, platform: Platform) -> Result<String, String> {
    match (platform, url) {
        (Platform::Mastodon, Some(url)) => Ok(mastodon(url).unwrap_or_else(|| url.to_string())),
        (Platform::Mastodon, None) => {
            let (user, host) = handle(text).ok_or_else(|| {
                format!("{text:?} does not name a server; write @user@server or the address of the profile")
            })?;
            Ok(format!("@{}@{}", user.to_lowercase(), host.to_lowercase()))
        }
        (Platform::Bluesky, Some(url)) => bluesky(url),
        (Platform::Bluesky, None) => {
            let name = text.trim_start_matches('@').to_lowercase();
            if name.contains(' ') || !(name.contains('.') || name.starts_with("did:")) {
                return Err(format!(
                    "{text:?} is not a Bluesky handle; write name.bsky.social"
                ));
            }
            Ok(name)
        }
        (_, Some(url)) => Ok(url.to_string()),
        (Platform::Feed | Platform::Html | Platform::Wordpress, None) => Err(format!(
            "{text:?} is not a web address; write it with https://"
        )),
    }
}

/// `https://host/@user` as `@user@host`; other shapes, plain HTTP and odd ports stay URLs.
fn mastodon(url: &Url) -> Option<String> {
    let user = url.path().trim_end_matches('/').strip_prefix("/@")?;
    if user.contains('/') || url.scheme() != "https" || url.port().is_some() {
        return None;
    }
    let (user, host) = match user.split_once('@') {
        Some((user, home)) => (user, home.to_lowercase()),
        None => (user, url.host_str()?.to_owned()),
    };
    Some(format!("@{}@{host}", user.to_lowercase()))
}

fn bluesky(url: &Url) -> Result<String, String> {
    if url.host_str() != Some("bsky.app") {
        return Ok(url.to_string());
    }
    let name = url
        .path()
        .strip_prefix("/profile/")
        .and_then(|rest| rest.split('/').next());
    match name.filter(|name| !name.is_empty()) {
        Some(name) => Ok(name.to_lowercase()),
        None => Err(format!(
            "{url} is not a profile; write https://bsky.app/profile/name"
        )),
    }
}
