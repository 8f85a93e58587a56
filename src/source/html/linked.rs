//! What the linked data of a page (JSON-LD, schema.org) says of the dates of its article.

use std::sync::LazyLock;

use scraper::{Html, Selector};
use serde_json::Value;
use url::Url;

use crate::model::web_alias;
use crate::source::shared::links::http_url;
use crate::source::shared::{html, json, text};

static SCRIPTS: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse(r#"script[type^="application/ld+json" i]"#).expect("a valid selector")
});

/// Fields that hold what the page is about; all others lead to something else: comments, related
/// articles, the publisher.
const OWN: [&str; 3] = ["@graph", "mainEntity", "mainEntityOfPage"];
/// Fields with the date of publication, best first.
const PUBLISHED: [&str; 3] = ["datePublished", "dateCreated", "uploadDate"];
/// Types whose dates are never those of a post.
const OTHER_TYPES: [&str; 9] = [
    "WebSite",
    "Organization",
    "Person",
    "Comment",
    "Answer",
    "Review",
    "ImageObject",
    "ListItem",
    "JobPosting",
];

/// Dates of the article of a page, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LinkedDates {
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
}

/// How well an object fits the page, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum LinkedFit {
    /// It names another page.
    Other,
    /// It does not say.
    Unsaid,
    /// It names this page, or has its title.
    Page,
}

/// What is known of the page.
struct LinkedPage<'a> {
    url: &'a Url,
    aliases: Vec<String>,
    title: String,
}

/// Dates of the object that is the article of this page: articles before pages and what has no
/// type, and of those the one that names the page or has its title. Empty where there is none.
pub(super) fn dates(document: &Html, addresses: [&Url; 2], title: &str) -> LinkedDates {
    let page = LinkedPage {
        url: addresses[0],
        aliases: addresses
            .iter()
            .filter_map(|url| web_alias(url.as_str()))
            .collect(),
        title: letters(title),
    };
    let mut best: Option<(bool, LinkedFit, LinkedDates)> = None;
    for script in document.select(&SCRIPTS) {
        let script: String = script.text().collect();
        if let Ok(value) = json::document(script.as_bytes()) {
            page.walk(&value, true, &mut best);
        }
    }
    best.map(|(.., dates)| dates).unwrap_or_default()
}

impl LinkedPage<'_> {
    /// Looks through a value; `own` while nothing led away from what the page is about. The parser
    /// of JSON limits how deep this goes.
    fn walk(&self, value: &Value, own: bool, best: &mut Option<(bool, LinkedFit, LinkedDates)>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.walk(item, own, best)),
            Value::Object(fields) => {
                if let Some(found) = self.candidate(value, own)
                    && best
                        .as_ref()
                        .is_none_or(|best| (found.0, found.1) > (best.0, best.1))
                {
                    *best = Some(found);
                }
                for (name, inner) in fields {
                    self.walk(inner, own && OWN.contains(&name.as_str()), best);
                }
            }
            _ => {}
        }
    }

    /// Whether it is an article, how it fits, and its dates.
    fn candidate(&self, object: &Value, own: bool) -> Option<(bool, LinkedFit, LinkedDates)> {
        let published = PUBLISHED.iter().find_map(|key| written(object, key))?;
        let fit = self.fit(object);
        let types = types(object);
        let article = types.iter().any(|name| is_article(name));
        let page = types.is_empty() || types.iter().any(|name| is_page(name));
        let other = types
            .iter()
            .any(|name| OTHER_TYPES.contains(name) || name.ends_with("Organization"));
        let counts = match fit {
            LinkedFit::Page => !other,
            LinkedFit::Unsaid => own && !other && (article || page),
            LinkedFit::Other => false,
        };
        let dates = LinkedDates {
            published: Some(published),
            modified: written(object, "dateModified"),
        };
        counts.then_some((article, fit, dates))
    }

    fn fit(&self, object: &Value) -> LinkedFit {
        let title = ["headline", "name"]
            .iter()
            .filter_map(|key| json::text(object, key))
            .any(|title| !self.title.is_empty() && letters(title) == self.title);
        let addresses: Vec<Url> = ["url", "@id", "mainEntityOfPage", "mainEntityOfPage.@id"]
            .iter()
            .filter_map(|key| http_url(json::text(object, key)?, Some(self.url)))
            .filter(|url| url.host() == self.url.host())
            .collect();
        let aliases: Vec<String> = addresses
            .iter()
            .filter_map(|url| web_alias(url.as_str()))
            .collect();
        let this = |alias: &String| self.aliases.contains(alias);
        if title || aliases.iter().any(this) {
            LinkedFit::Page
        } else if aliases.is_empty() {
            // Templates name the front page, or the page of a sample that was copied.
            LinkedFit::Unsaid
        } else {
            LinkedFit::Other
        }
    }
}

/// A title without what is set otherwise in another place: signs, blanks, capitals.
fn letters(title: &str) -> String {
    let plain = html::to_text(title);
    let letters = text::one_line(&plain).to_lowercase();
    letters.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A date as text, number, `@value`, or the first of a list.
fn written(object: &Value, key: &str) -> Option<String> {
    let value = match object.get(key)? {
        Value::Array(items) => items.first()?,
        value => value,
    };
    let value = value.get("@value").unwrap_or(value);
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Names of the types, without the vocabulary before them.
fn types(object: &Value) -> Vec<&str> {
    let names: Vec<&Value> = match object.get("@type") {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    };
    let names = names.into_iter().filter_map(Value::as_str);
    names
        .map(|name| name.rsplit(['/', ':', '#']).next().unwrap_or(name))
        .collect()
}

fn is_article(name: &str) -> bool {
    name.ends_with("Article") || name.ends_with("Posting") || name == "Report"
}

fn is_page(name: &str) -> bool {
    matches!(
        name,
        "WebPage"
            | "ItemPage"
            | "AboutPage"
            | "CreativeWork"
            | "VideoObject"
            | "AudioObject"
            | "PodcastEpisode"
            | "MediaObject"
    )
}
