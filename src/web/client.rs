//! Where a request came from: the address of whoever sent it, and whether it came through a proxy.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;

use super::error::PageFault;
use super::state::{ServerSettings, WebState};

/// What proxies add to requests, beside all that begins with `x-forwarded-`.
const OF_PROXIES: [&str; 3] = ["forwarded", "via", "x-real-ip"];

/// Whether a request came through a proxy.
pub(super) fn is_forwarded(headers: &HeaderMap) -> bool {
    let mut names = headers.keys().map(header::HeaderName::as_str);
    names.any(|name| name.starts_with("x-forwarded-") || OF_PROXIES.contains(&name))
}

/// Answers what came through a proxy of which the settings say nothing: behind it nobody could
/// sign in safely. The look of that page passes.
pub(super) async fn meet_proxy(
    State(state): State<WebState>,
    request: Request,
    next: Next,
) -> Result<Response, PageFault> {
    let unknown = state.settings.public_origin.is_none() && is_forwarded(request.headers());
    if unknown && !request.uri().path().starts_with("/statis/") {
        return Err(PageFault::UnknownProxy);
    }
    Ok(next.run(request).await)
}

impl ServerSettings {
    /// Whether a proxy of ours sits at an address: on this machine, or where the settings say.
    pub(super) fn has_proxy_at(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let named = address.is_loopback() || self.proxies.contains(&address);
        named && self.public_origin.is_some()
    }
}

/// The address that a request came from, as far as is known.
pub(super) fn address_of(
    extensions: &Extensions,
    headers: &HeaderMap,
    state: &WebState,
) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>()?;
    Some(client(peer.ip().to_canonical(), headers, &state.settings))
}

/// Behind a proxy, the address that it saw: the last one of the list that is not a proxy's own,
/// since all before it may be made up.
fn client(peer: IpAddr, headers: &HeaderMap, settings: &ServerSettings) -> IpAddr {
    if !settings.has_proxy_at(peer) {
        return peer;
    }
    let listed = last_stranger(hops(headers, "x-forwarded-for", Some), settings);
    let forwarded = || {
        let hops = hops(headers, "forwarded", |hop| parameter(hop, "for"));
        last_stranger(hops, settings)
    };
    // Nearly all proxies write the list, and pass `Forwarded` on, whoever wrote that.
    listed.or_else(forwarded).unwrap_or(peer)
}

/// The hops of a list that may be spread over several headers, from the last on.
fn hops<'h>(
    headers: &'h HeaderMap,
    name: &str,
    of: impl Fn(&'h str) -> Option<&'h str>,
) -> Vec<Option<IpAddr>> {
    let lines = headers.get_all(name).iter();
    let hops = lines.flat_map(|line| line.to_str().unwrap_or("?").split(','));
    let mut all: Vec<_> = hops.map(|hop| of(hop).and_then(address_in)).collect();
    all.reverse();
    all
}

fn last_stranger(hops: Vec<Option<IpAddr>>, settings: &ServerSettings) -> Option<IpAddr> {
    let mut seen = None;
    for hop in hops {
        // Behind what cannot be read everything may be made up.
        let Some(address) = hop else { break };
        seen = Some(address);
        if !settings.has_proxy_at(address) {
            break;
        }
    }
    seen
}

/// A parameter of a hop of `Forwarded` (RFC 7239): `for=192.0.2.1;proto=https`.
fn parameter<'h>(hop: &'h str, wanted: &str) -> Option<&'h str> {
    let mut pairs = hop.split(';').filter_map(|pair| pair.split_once('='));
    let found = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
    found.map(|(_, value)| value.trim().trim_matches('"'))
}

/// `192.0.2.1`, `192.0.2.1:4444`, `2001:db8::1`, `[2001:db8::1]` and `[2001:db8::1]:4444`.
fn address_in(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let alone = bare.unwrap_or(text).parse::<IpAddr>();
    let address = alone.or_else(|_| text.parse::<SocketAddr>().map(|both| both.ip()));
    address.ok().map(|address| address.to_canonical())
}

/// Where people must open the pages instead, if nobody can sign in from where a request came: past
/// the proxy, under another name, or at a proxy that was reached without HTTPS, which the proxy says
/// or, of a form that is sent, the browser.
pub(super) fn better_address<'s>(parts: &Parts, settings: &'s ServerSettings) -> Option<&'s str> {
    let origin = settings.public_origin.as_deref()?;
    let (scheme, host) = origin.split_once("://")?;
    let headers = &parts.headers;
    let last = |name: &str| {
        let line = headers.get_all(name).iter().next_back()?.to_str().ok()?;
        line.rsplit(',').next().map(str::trim)
    };
    let forwarded = last("forwarded").and_then(|hop| parameter(hop, "proto"));
    let spoken = last("x-forwarded-proto").or(forwarded);
    let in_the_clear = scheme == "https"
        && (spoken == Some("http") || last("origin").is_some_and(|from| from.starts_with("http:")));
    // A proxy may send a name of its own for us.
    let elsewhere = !is_forwarded(headers) && last("host") != Some(host);
    (in_the_clear || elsewhere).then_some(origin)
}
