//! Telling content from what stands in its place: error pages that are served as pages,
//! maintenance, challenges, consent and log-in forms, parked domains, the front page. Only content
//! concludes anything.

mod sentences;
mod wording;

use std::sync::LazyLock;

use scraper::{Html, Selector};
use url::Url;

use self::sentences::{SENTENCES, WALL};
use super::html;
use crate::model::{Capture, site, web_alias};

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
    /// An internet provider, or a law, closes the address.
    Blocked,
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
            Self::Blocked => "a page that says that the address is blocked here",
            Self::Parked => "the page of a domain that is for sale or not paid for",
        }
    }
}

/// Pages with more words than this are not there to say that they are nothing.
const MOST_WORDS: usize = 150;
/// Pages with fewer words than this say all they have to say in one sentence.
const FEW_WORDS: usize = 40;

static HEADINGS: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("title, h1, h2").expect("a valid selector"));

/// What stands where content should be; `None` when it looks like content: what its headings say
/// of the page or the site, or all its words where they are few.
pub fn obstacle(capture: &Capture, document: &Html) -> Option<Obstacle> {
    if led_elsewhere(capture) {
        return Some(Obstacle::Elsewhere);
    }
    let words = html::render(document.root_element(), None, &|_| false).text;
    let count = words.split_whitespace().take(MOST_WORDS + 1).count();
    if count > MOST_WORDS {
        return None;
    }
    let headings = document.select(&HEADINGS);
    let headings = headings.map(|heading| heading.text().collect::<String>());
    let mut said: Vec<String> = headings.map(|text| text.trim().to_owned()).collect();
    if count < FEW_WORDS {
        said.push(words);
    }
    said.iter().find_map(|text| sentence(text))
}

fn sentence(text: &str) -> Option<Obstacle> {
    let mut sentences = SENTENCES.iter();
    let (obstacle, _) = sentences.find(|(_, sentence)| sentence.is_match(text))?;
    Some(*obstacle)
}

/// A post as it was found where its site has the title and the text of posts.
#[derive(Debug, Clone, Copy)]
pub struct PostFound<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Whether a date stands by it.
    pub dated: bool,
    /// Whether it is stored already: then what is doubtful would be an edit that nobody made.
    pub known: bool,
}

/// What stands in the place of a post, although text was found where posts have it: its title, or
/// how it begins, says that and nothing else. People write of such pages too; what they say
/// has other words, or the title stands in the address.
pub fn in_place_of_post(capture: &Capture, found: PostFound<'_>) -> Option<Obstacle> {
    if is_named_by(&capture.request.url, found.title) {
        return None;
    }
    let says = |text: &str| sentence(text).filter(|_| wording::says_nothing_else(text));
    let sentences = found.text.split(['.', '!', '?', '\n']);
    let mut first = sentences.take_while(|sentence| wording::says_nothing_else(sentence));
    if let Some(obstacle) = first.find_map(says) {
        return Some(obstacle);
    }
    let titled = says(found.title)?;
    let goes_on = found.dated && !wording::says_nothing_else(found.text);
    (found.known || !goes_on).then_some(titled)
}

/// Whether an address was made of a title.
fn is_named_by(url: &Url, title: &str) -> bool {
    const LETTERS: usize = 3;
    let path = url.path().to_lowercase();
    let parts: Vec<&str> = path.split(|c: char| !c.is_alphanumeric()).collect();
    let title = title.to_lowercase();
    let words = title.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| word.len() >= LETTERS).collect();
    let found = words.iter().filter(|word| parts.contains(word)).count();
    found >= LETTERS && found == words.len()
}

/// Whether a text says that the rest is for subscribers.
pub fn is_walled(text: &str) -> bool {
    WALL.is_match(text)
}

/// What stands where content was looked for and not found: a log-in form counts then, which else
/// may be a part of any page.
pub fn in_place_of_content(capture: &Capture, document: &Html) -> Option<Obstacle> {
    obstacle(capture, document).or_else(|| html::asks_password(document).then_some(Obstacle::Login))
}

/// Whether redirects led from a page to the front page, to a section above it, or to a page of
/// another site that is not named like it.
pub fn led_elsewhere(capture: &Capture) -> bool {
    let (asked, came) = (&capture.request.url, &capture.final_url);
    let abroad = || site(asked) != site(came) && last_part(asked) != last_part(came);
    web_alias(asked.as_str()) != web_alias(came.as_str()) && (is_above(came, asked) || abroad())
}

/// Whether redirects led from a feed to that of the whole site, or of a section above.
pub fn led_to_wider_feed(capture: &Capture) -> bool {
    let (asked, came) = (&capture.request.url, &capture.final_url);
    let (part, whole) = (without_feed(asked), without_feed(came));
    let within = |whole: &str| {
        part.strip_prefix(whole)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    web_alias(asked.as_str()) != web_alias(came.as_str()) && came.query().is_none() && within(whole)
}

/// A path without the name of a feed at its end.
fn without_feed(url: &Url) -> &str {
    const FEEDS: [&str; 3] = ["feed", "rss", "atom"];
    let path = url.path().trim_end_matches('/');
    let (above, last) = path.rsplit_once('/').unwrap_or_default();
    let name = last.split('.').next().unwrap_or_default();
    if FEEDS.contains(&name) { above } else { path }
}

fn last_part(url: &Url) -> Option<&str> {
    url.path().split('/').rfind(|part| !part.is_empty())
}

/// Whether an address is that of the front page, or of a section in which a page lies.
pub fn is_above(section: &Url, page: &Url) -> bool {
    let above = section.path().trim_end_matches('/');
    let rest = page.path().strip_prefix(above);
    let inside = rest.is_some_and(|rest| rest.starts_with('/') && rest != "/");
    let front = above.is_empty() && page.query().is_some();
    section.query().is_none() && (inside || front)
}
