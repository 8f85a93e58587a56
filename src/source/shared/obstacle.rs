//! Telling content from what stands in its place: error pages that are served as pages,
//! maintenance, challenges, consent and log-in forms, parked domains, the front page. Only content
//! concludes anything.

use scraper::{Html, Selector};
use std::sync::LazyLock;

use super::html;
use crate::model::{Capture, web_alias};

/// What came instead of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// A page that says that there is no such page.
    NotFound,
    /// The front page, or the page of a section, by a redirect.
    Elsewhere,
    /// The site is being worked on, or broken.
    Maintenance,
    /// A check whether a person is reading.
    Challenge,
    /// A question about cookies.
    Consent,
    /// A log-in form.
    Login,
    /// The domain is for sale, or its hosting ended.
    Parked,
}

impl Obstacle {
    /// In words.
    pub const fn what(self) -> &'static str {
        match self {
            Self::NotFound => "a page that says there is no such page",
            Self::Elsewhere => "another page of the site, by a redirect",
            Self::Maintenance => "a page that says the site is being worked on",
            Self::Challenge => "a check whether a person is reading",
            Self::Consent => "a question about cookies",
            Self::Login => "a log-in form",
            Self::Parked => "the page of a domain that is for sale or not paid for",
        }
    }
}

/// Pages with more words than this are not there to say that they are nothing.
const MOST_WORDS: usize = 120;

static HEADINGS: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("title, h1, h2").expect("a valid selector"));
static PASSWORD: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("input[type=password i]").expect("a valid selector"));

/// What headings say, in lower case.
const SAYINGS: [(Obstacle, &[&str]); 5] = [
    (
        Obstacle::NotFound,
        &[
            "404",
            "tidak ditemukan",
            "tidak dapat ditemukan",
            "not found",
            "can't be found",
            "cannot be found",
            "could not be found",
            "does not exist",
            "no longer exists",
            "tidak tersedia lagi",
            "halaman tidak ada",
            "halaman hilang",
        ],
    ),
    (
        Obstacle::Maintenance,
        &[
            "pemeliharaan",
            "maintenance",
            "dalam perbaikan",
            "under construction",
            "coming soon",
            "segera hadir",
            "be right back",
            "temporarily unavailable",
            "service unavailable",
            "database connection",
            "internal server error",
            "bad gateway",
            "gateway time",
            "fatal error",
            "default page",
            "welcome to nginx",
            "index of /",
        ],
    ),
    (
        Obstacle::Challenge,
        &[
            "just a moment",
            "checking your browser",
            "captcha",
            "attention required",
            "are you a robot",
            "are you human",
            "verify you are",
            "access denied",
            "akses ditolak",
            "request blocked",
            "security check",
            "ddos protection",
            "bukan robot",
        ],
    ),
    (
        Obstacle::Consent,
        &[
            "before you continue",
            "sebelum melanjutkan",
            "sebelum anda melanjutkan",
            "cookie consent",
            "persetujuan cookie",
            "menggunakan cookie",
            "use cookies",
        ],
    ),
    (
        Obstacle::Parked,
        &[
            "domain ini dijual",
            "domain dijual",
            "domain for sale",
            "domain is for sale",
            "buy this domain",
            "parked",
            "domain expired",
            "domain kedaluwarsa",
            "account suspended",
            "account has been suspended",
            "akun ditangguhkan",
        ],
    ),
];

/// What stands where content should be; `None` when it looks like content.
pub fn obstacle(capture: &Capture, document: &Html) -> Option<Obstacle> {
    if led_elsewhere(capture) {
        return Some(Obstacle::Elsewhere);
    }
    let words = html::render(document.root_element(), None, &|_| false).text;
    if words.split_whitespace().nth(MOST_WORDS).is_some() {
        return None;
    }
    let headings: String = document
        .select(&HEADINGS)
        .flat_map(|heading| heading.text().chain(["\n"]))
        .collect();
    let headings = headings.to_lowercase();
    let says = |(_, phrases): &&(Obstacle, &[&str])| {
        phrases.iter().any(|phrase| headings.contains(phrase))
    };
    SAYINGS.iter().find(says).map(|(obstacle, _)| *obstacle)
}

/// What stands where content was looked for and not found: a log-in form counts then, which else
/// may be a part of any page.
pub fn in_place_of_content(capture: &Capture, document: &Html) -> Option<Obstacle> {
    let asks_password = || document.select(&PASSWORD).next().is_some();
    obstacle(capture, document).or_else(|| asks_password().then_some(Obstacle::Login))
}

/// Whether redirects led from a page to the front page or to a section above it.
pub fn led_elsewhere(capture: &Capture) -> bool {
    let (asked, came) = (&capture.request.url, &capture.final_url);
    let same = web_alias(asked.as_str()) == web_alias(came.as_str());
    let above = came.path().trim_end_matches('/');
    let below = asked.path().strip_prefix(above);
    !same
        && came.query().is_none()
        && below.is_some_and(|rest| rest.starts_with('/') && rest != "/")
}
