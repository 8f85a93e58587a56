//! Platforms that are not crawled: their posts are collected by import or capture. What a source
//! knows of them is how their accounts are written.

pub mod facebook;
pub mod instagram;
pub mod telegram;
pub mod threads;
pub mod tiktok;
pub mod whatsapp;
pub mod x;
pub mod youtube;

use url::Url;

use super::shared::answer;
use super::shared::links::query_value;
use super::shared::written::{path_parts, plain, web_address};
use super::{AddressFault, AddressForm, NoAccount, PlanError, Recognition, Source};
use crate::model::{Account, Capture, Cursor, FetchRequest, KnownPost, ParsedPage, Platform};

/// How the accounts of a platform are written.
trait ClosedPlatform: Send + Sync {
    fn platform(&self) -> Platform;

    fn nicknames(&self) -> &'static [&'static str] {
        &[]
    }

    /// Its domains, each with all that is below.
    fn domains(&self) -> &'static [&'static str];

    /// What an address looks like.
    fn form(&self) -> AddressForm;

    /// The account that a page on one of the domains is about.
    fn on_page(&self, page: &WebPage) -> Result<String, AddressFault>;

    /// The account that a word without address stands for.
    fn by_name(&self, name: &str) -> Result<String, AddressFault>;
}

/// An address on a platform's domain.
struct WebPage {
    domain: &'static str,
    /// What stands before the domain, such as `m` or `www`; mostly nothing.
    below: String,
    parts: Vec<String>,
    /// What follows `#`.
    fragment: Option<String>,
    url: Url,
}

impl WebPage {
    fn find(text: &str, domains: &'static [&'static str]) -> Option<Self> {
        let url = web_address(text)?;
        let host = url.host_str()?;
        let (domain, below) = domains.iter().find_map(|domain| {
            let below = host.strip_suffix(domain)?;
            (below.is_empty() || below.ends_with('.')).then_some((*domain, below))
        })?;
        Some(Self {
            domain,
            below: below.trim_end_matches('.').to_owned(),
            parts: path_parts(&url),
            fragment: text.split_once('#').map(|(_, rest)| rest.to_owned()),
            url,
        })
    }

    fn parts(&self) -> Vec<&str> {
        self.parts.iter().map(String::as_str).collect()
    }

    fn query(&self, name: &str) -> Option<String> {
        query_value(self.url.as_str(), name)
    }

    /// Whether the host is one that shows the same pages as the domain itself.
    fn is_usual(&self) -> bool {
        matches!(self.below.as_str(), "" | "www" | "m" | "mobile")
    }
}

/// A handle in lower case, without `@`: of `length` letters, digits and `signs`.
fn handle(text: &str, length: std::ops::RangeInclusive<usize>, signs: &str) -> Option<String> {
    let name = text.trim_start_matches('@').to_ascii_lowercase();
    let fits = |c: char| c.is_ascii_alphanumeric() || signs.contains(c);
    let named = name.chars().all(fits) && name.contains(|c: char| c.is_ascii_alphanumeric());
    (named && length.contains(&name.len())).then_some(name)
}

/// The number of an account, written `id:123` so that no spreadsheet takes it for an amount and
/// no reader for a name.
fn number(digits: &str) -> Option<String> {
    let fits = digits.bytes().all(|byte| byte.is_ascii_digit());
    let fits = fits && !digits.starts_with('0') && (3..=20).contains(&digits.len());
    fits.then(|| format!("id:{digits}"))
}

/// `id:123`, as [`number`] writes it.
fn written_number(text: &str) -> Option<String> {
    let start = text.get(..3)?.eq_ignore_ascii_case("id:");
    number(text.get(3..).filter(|_| start)?)
}

impl<T: ClosedPlatform> Source for T {
    fn platform(&self) -> Platform {
        ClosedPlatform::platform(self)
    }

    fn nicknames(&self) -> &'static [&'static str] {
        ClosedPlatform::nicknames(self)
    }

    fn recognise(&self, text: &str) -> Recognition {
        match WebPage::find(&plain(text), self.domains()) {
            Some(_) => Recognition::ByHost,
            None => Recognition::No,
        }
    }

    fn spelling(&self, text: &str) -> Result<String, NoAccount> {
        let text = plain(text);
        let found = match WebPage::find(&text, self.domains()) {
            Some(page) => self.on_page(&page),
            None => self.by_name(&text),
        };
        found.map_err(|fault| NoAccount::new(&text, fault, self.form()))
    }

    fn lane(&self, _account: &Account) -> Option<String> {
        None
    }

    fn is_crawled(&self) -> bool {
        false
    }

    fn plan(
        &self,
        account: &Account,
        _cursor: Option<&Cursor>,
    ) -> Result<Vec<FetchRequest>, PlanError> {
        Err(PlanError::not_crawled(account))
    }

    fn recheck(
        &self,
        _account: &Account,
        _cursor: Option<&Cursor>,
        _posts: &[KnownPost],
    ) -> Vec<FetchRequest> {
        Vec::new()
    }

    fn parse(&self, account: &Account, _cursor: Option<&Cursor>, _capture: &Capture) -> ParsedPage {
        answer::odd(
            &account.address,
            PlanError::not_crawled(account).to_string(),
        )
    }
}
