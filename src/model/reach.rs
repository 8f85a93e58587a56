//! Which sites a request may be led to.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// The sites that a request may ask, redirects included. One that names none may go nowhere, so
/// that nothing is asked on the word of a page that somebody wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    sites: Vec<ReachedSite>,
    /// Whether wherever an answer leads is what the protocol of the platform names.
    #[serde(default)]
    names_others: bool,
}

/// A host with all below its registrable domain (`contoh.go.id` of `www.contoh.go.id`, by the
/// public suffix list), and a port beside those of the web.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct ReachedSite {
    domain: String,
    port: Option<u16>,
}

impl ReachedSite {
    fn of(url: &Url) -> Option<Self> {
        let port = url.port().filter(|port| !is_of_the_web(*port));
        Some(Self {
            domain: domain(url)?,
            port,
        })
    }
}

impl Reach {
    /// The site of an address alone.
    pub fn of(url: &Url) -> Self {
        let mut reach = Self::default();
        reach.add(url);
        reach
    }

    /// Adds the site of an address that is registered, or that the platform's protocol named.
    pub fn add(&mut self, url: &Url) {
        let site = ReachedSite::of(url).filter(|site| !self.sites.contains(site));
        self.sites.extend(site);
    }

    /// Lets answers lead on to any site, because leading on is what they are asked for.
    pub const fn let_answers_name_sites(&mut self) {
        self.names_others = true;
    }

    /// Whether an address may be asked: it lies on one of the sites, at a port of the web or the
    /// one that the site's own address names.
    pub fn permits(&self, url: &Url) -> bool {
        let Some(domain) = domain(url) else {
            return false;
        };
        self.sites
            .iter()
            .any(|site| site.domain == domain && is_port_of(url, site.port))
    }

    /// Whether an address may be asked to which an answer led.
    pub fn permits_to_be_led_to(&self, url: &Url) -> bool {
        let asked = |site: &ReachedSite| is_port_of(url, site.port);
        self.permits(url) || (self.names_others && self.sites.iter().any(asked))
    }
}

const fn is_of_the_web(port: u16) -> bool {
    matches!(port, 80 | 443)
}

fn is_port_of(url: &Url, named: Option<u16>) -> bool {
    let port = url.port_or_known_default();
    port.is_some_and(|port| is_of_the_web(port) || Some(port) == named)
}

/// The registrable domain of an address. Where there is none (an IP address, a name of one label, a
/// suffix under which others register) it is the host itself, with and without `www.`.
fn domain(url: &Url) -> Option<String> {
    let Host::Domain(name) = url.host()? else {
        return url.host_str().map(str::to_owned);
    };
    let name = name.trim_end_matches('.');
    let apex = name.strip_prefix("www.").filter(|rest| rest.contains('.'));
    let name = apex.unwrap_or(name);
    Some(psl::domain_str(name).unwrap_or(name).to_owned())
}
