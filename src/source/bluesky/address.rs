//! Addresses of accounts on AT Protocol hosts.

use url::Url;

use crate::source::shared::links::http_url;

/// Where the public view of the whole network answers without log-in.
pub const APP_VIEW: &str = "https://public.api.bsky.app/";

/// An account and who is asked about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Root of the service.
    pub service: Url,
    /// Handle or DID.
    pub actor: String,
    /// Whether the service is the account's own host (PDS) and not the network's view.
    pub own_host: bool,
}

/// Reads `budi.example`, `@budi.example`, `at://budi.example`, `did:plc:…`, `did:web:…` and
/// `https://bsky.app/profile/…`, which ask the public view; and `https://host/budi.example` or
/// `https://host/did:plc:…`, which ask the personal data server at that host.
pub fn parse(text: &str) -> Option<Address> {
    let text = text.trim();
    let view_service = http_url(APP_VIEW, None)?;
    let view = |actor: &str| Address {
        service: view_service.clone(),
        actor: actor.to_owned(),
        own_host: false,
    };
    let Some(url) = http_url(text, None) else {
        let bare = text
            .strip_prefix("at://")
            .unwrap_or(text)
            .trim_start_matches('@');
        let actor = bare.split('/').next()?.to_lowercase();
        return is_actor(&actor).then(|| view(&actor));
    };
    let segments: Vec<&str> = url
        .path_segments()?
        .filter(|part| !part.is_empty())
        .collect();
    let actor = match segments.as_slice() {
        ["profile", actor] | [actor] => actor
            .trim_start_matches('@')
            .replace("%3A", ":")
            .to_lowercase(),
        _ => return None,
    };
    if !is_actor(&actor) {
        return None;
    }
    if matches!(url.host_str(), Some("bsky.app" | "main.bsky.dev")) {
        return Some(view(&actor));
    }
    Some(Address {
        service: url.join("/").ok()?,
        actor,
        own_host: true,
    })
}

fn is_actor(actor: &str) -> bool {
    is_did(actor) || is_handle(actor)
}

/// `did:plc:…` or `did:web:…`.
pub fn is_did(text: &str) -> bool {
    let mut parts = text.splitn(3, ':');
    let (scheme, method) = (parts.next(), parts.next());
    let rest = parts.next().unwrap_or_default();
    let fits = |c: char| c.is_ascii_alphanumeric() || "._:%-".contains(c);
    scheme == Some("did")
        && matches!(method, Some("plc" | "web"))
        && !rest.is_empty()
        && rest.chars().all(fits)
}

/// A domain name of at least two labels.
fn is_handle(text: &str) -> bool {
    let label = |part: &str| {
        !part.is_empty()
            && part.len() <= 63
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(label)
}
