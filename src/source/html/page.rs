//! Reading a listing and a post by the selectors of an adapter.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use jiff::Timestamp;
use regex::Regex;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::adapter::Adapter;
use super::linked;
use crate::model::{NativeId, ParsedPost, PostKind, Sha256, plain_address, site, web_alias};
use crate::source::shared::bounds::MOST_POSTS;
use crate::source::shared::dates::{self, DateReading, DateZone};
use crate::source::shared::html::{self, Rendered, StyleSheet};
use crate::source::shared::links::http_url;
use crate::source::shared::obstacle::is_above;
use crate::source::shared::text;

static PUBLISHED: LazyLock<Selector> = LazyLock::new(|| {
    selector(
        r#"meta[property="article:published_time"], meta[name="article:published_time"], meta[property="og:published_time"], meta[itemprop="datePublished"], meta[name="datePublished" i], meta[name="pubdate" i], meta[name="publishdate" i], meta[name="publish-date" i], meta[name="content_PublishedDate" i], meta[name="DC.date.issued" i], meta[name="dcterms.created" i], meta[name="parsely-pub-date"], meta[name="date" i]"#,
    )
});
static MODIFIED: LazyLock<Selector> = LazyLock::new(|| {
    selector(r#"meta[property="article:modified_time"], meta[itemprop="dateModified"]"#)
});
/// Elements that tell a date by themselves, those that say of what first.
static TIMES: LazyLock<[Selector; 2]> = LazyLock::new(|| {
    let said = "[itemprop~=datePublished], time[pubdate], time.published, time.entry-date";
    [said, "time[datetime]"].map(selector)
});
static CANONICAL: LazyLock<Selector> = LazyLock::new(|| selector("link[rel=canonical][href]"));
static OPEN_GRAPH_URL: LazyLock<Selector> =
    LazyLock::new(|| selector(r#"meta[property="og:url"][content]"#));
static TITLE: LazyLock<Selector> = LazyLock::new(|| selector("h1"));
static DESCRIPTION: LazyLock<Selector> = LazyLock::new(|| {
    selector(r#"meta[property="og:description"][content], meta[name=description][content]"#)
});
static ROBOTS: LazyLock<Selector> = LazyLock::new(|| selector("meta[name=robots i][content]"));
static PATH_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"/((?:19|20)\d{2})/(\d{1,2})(?:/(\d{1,2}))?/").expect("a valid pattern")
});

/// Most bytes of text of all entries of a page: with entries inside of entries, each has the words
/// of those in it.
const MOST_WORDS: usize = 8 << 20;
/// Most nodes in all entries of a page, for the same reason. A page has fewer than half of it.
const MOST_NODES: usize = 1 << 20;
/// So many elements are tried that may be title, text or date of a post: each may stand within the
/// one before it.
const MOST_TRIED: usize = 100;

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a valid selector")
}

/// Where a page was read: what relative things in it refer to.
#[derive(Debug, Clone, Copy)]
pub struct PagePlace<'a> {
    /// How to read it.
    pub adapter: &'a Adapter,
    /// Its address.
    pub url: &'a Url,
    /// When it was fetched.
    pub at: Timestamp,
}

/// A listing, read.
#[derive(Debug, Clone, Default)]
pub struct ReadListing {
    /// Entries that lead to a page of their own, in order.
    pub links: Vec<Url>,
    /// Entries that are posts themselves.
    pub posts: Vec<ParsedPost>,
    /// The page with older entries.
    pub older: Option<Url>,
    /// Entries that could not be used.
    pub skipped: usize,
    /// Entries that were not read since there are too many, or too much stands in them.
    pub left: usize,
    /// Hosts of other sites that entries lead to.
    pub foreign: BTreeSet<String>,
    /// What is odd about their dates.
    pub odd_dates: BTreeSet<String>,
    /// What the links are called.
    names: HashSet<String>,
}

impl ReadListing {
    /// Takes the address of an entry: each once, however it is spelt, and on this site.
    fn note(&mut self, url: Url, place: PagePlace<'_>) {
        if !same_site(&url, place.url) {
            let host = url.host_str().unwrap_or_default();
            self.foreign.insert(host.to_owned());
            return;
        }
        if self.names.insert(name_of(&url)) {
            self.links.push(url);
        }
    }
}

/// One name for all spellings of an address.
pub(super) fn name_of(url: &Url) -> String {
    web_alias(url.as_str()).unwrap_or_else(|| url.to_string())
}

/// Whether two addresses are of one site, under either of its names.
fn same_site(one: &Url, other: &Url) -> bool {
    site(one) == site(other)
}

/// Reads a listing.
pub fn listing(document: &Html, place: PagePlace<'_>) -> ReadListing {
    let base = html::base(document, place.url);
    let sheet = StyleSheet::of(document);
    let mut listed = ReadListing {
        older: older(document, place, &base),
        ..ReadListing::default()
    };
    let (mut words, mut nodes) = (0, 0);
    for item in document.select(&place.adapter.listing.item) {
        if listed.links.len() + listed.posts.len() == MOST_POSTS
            || words > MOST_WORDS
            || nodes > MOST_NODES
        {
            listed.left += 1;
            continue;
        }
        nodes += item.descendants().count();
        let link = link(item, place, &base);
        if !place.adapter.post.own_page {
            match entry(item, link, place, (&base, &sheet), &mut listed.odd_dates) {
                Some(post) => {
                    words += post.text.len();
                    listed.posts.push(post);
                }
                None => listed.skipped += 1,
            }
        } else if let Some(url) = link {
            listed.note(url, place);
        } else {
            listed.skipped += 1;
        }
    }
    listed
}

fn older(document: &Html, place: PagePlace<'_>, base: &Url) -> Option<Url> {
    let next = document
        .select(place.adapter.listing.next.as_ref()?)
        .next()?;
    let url = http_url(next.attr("href")?, Some(base))?;
    (same_site(&url, place.url) && url != *place.url).then_some(url)
}

/// The address of an entry's post: on the same host, without what only tracks readers.
fn link(item: ElementRef<'_>, place: PagePlace<'_>, base: &Url) -> Option<Url> {
    let anchor = match place.adapter.listing.link.as_ref() {
        Some(link) => item.select(link).next().or(Some(item)),
        None => Some(item),
    };
    let url = http_url(anchor?.attr("href")?, Some(base))?;
    Some(plain_address(url))
}

fn entry(
    item: ElementRef<'_>,
    link: Option<Url>,
    place: PagePlace<'_>,
    page: (&Url, &StyleSheet),
    odd_dates: &mut BTreeSet<String>,
) -> Option<ParsedPost> {
    let post = &place.adapter.post;
    let first = |selector: Option<&Selector>| item.select(selector?).next();
    let title = first(post.title.as_ref()).map(line_of).unwrap_or_default();
    let body = rendered(first(Some(&post.body)).unwrap_or(item), place, page);
    let words = text::titled(&title, &body.text);
    let published = first(post.date.as_ref()).and_then(|date| element_date(date, place));
    odd_dates.extend(
        published
            .as_ref()
            .and_then(|reading| oddity(reading, place)),
    );
    let published = published.map(|reading| reading.at);
    if words.is_empty() {
        return None;
    }
    let id = link.as_ref().map_or_else(
        || {
            let date = published.map_or_else(String::new, |at| at.to_string());
            format!("sha256:{}", Sha256::of(format!("{words}\n{date}")))
        },
        Url::to_string,
    );
    Some(assemble(id, link, words, body, published, place))
}

fn assemble(
    id: String,
    url: Option<Url>,
    words: String,
    body: Rendered,
    published: Option<Timestamp>,
    place: PagePlace<'_>,
) -> ParsedPost {
    ParsedPost {
        native_id: NativeId(id),
        url: url.map(String::from),
        text: words,
        kind: PostKind::Original,
        context: None,
        published_at: published,
        edited_at: None,
        language: place.adapter.language.clone(),
        media: body.media,
        links: body.links,
        ..ParsedPost::default()
    }
}

/// The page of a post, read.
#[derive(Debug, Clone)]
pub struct ReadPost {
    /// The post.
    pub post: ParsedPost,
    /// Whether the text was found where the adapter looks for it.
    pub found: bool,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
    /// What is odd about its date.
    pub odd_date: Option<String>,
}

/// Reads the page of a post; `None` when there is nothing to read.
pub fn post(document: &Html, id: &str, place: PagePlace<'_>) -> Option<ReadPost> {
    let selectors = &place.adapter.post;
    let base = html::base(document, place.url);
    let sheet = StyleSheet::of(document);
    let first = |selector: &Selector| {
        let mut lines = document.select(selector).take(MOST_TRIED).map(line_of);
        lines.find(|line| !line.is_empty())
    };
    let title = selectors
        .title
        .as_ref()
        .and_then(first)
        .or_else(|| first(&TITLE))
        .unwrap_or_default();
    let body = document
        .select(&selectors.body)
        .take(MOST_TRIED)
        .map(|element| rendered(element, place, (&base, &sheet)))
        .find(|body| !body.text.is_empty());
    let found = body.is_some();
    let body = body.unwrap_or_else(|| Rendered {
        text: content(document, &DESCRIPTION)
            .map(text::tidy)
            .unwrap_or_default(),
        ..Rendered::default()
    });
    let words = text::titled(&title, &body.text);
    if words.is_empty() {
        return None;
    }
    let url = canonical(document, place.url, &base);
    let linked = linked::dates(document, [place.url, &url], &title);
    let published = published(document, linked.published.as_deref(), place);
    let modified = linked
        .modified
        .and_then(|date| date_of(&date, place))
        .or_else(|| contents(document, &MODIFIED).find_map(|date| date_of(date, place)))
        .map(|reading| reading.at);
    let odd_date = published
        .as_ref()
        .and_then(|reading| oddity(reading, place));
    // Many posts are of one day, and templates name the same page on each of theirs: they would be
    // taken for one.
    let of_a_day = published.as_ref().is_some_and(|reading| !reading.has_clock);
    let doubted = of_a_day && url.path() != place.url.path();
    let url = if doubted { place.url.clone() } else { url };
    let published = published.map(|reading| reading.at);
    let text = body.text.clone();
    let mut post = assemble(id.to_owned(), Some(url), words, body, published, place);
    post.edited_at = modified.filter(|edited| published.is_some_and(|at| at < *edited));
    Some(ReadPost {
        post,
        found,
        title,
        body: text,
        odd_date,
    })
}

fn line_of(element: ElementRef<'_>) -> String {
    text::one_line(&html::render(element, None, &|_| false).text)
}

/// What an element says, in a page with this base and these styles.
fn rendered(
    element: ElementRef<'_>,
    place: PagePlace<'_>,
    (base, sheet): (&Url, &StyleSheet),
) -> Rendered {
    let remove = place.adapter.post.remove.as_ref();
    html::render_styled(element, Some(base), sheet, &|inner| {
        remove.is_some_and(|remove| remove.matches(&inner))
    })
}

fn content<'a>(document: &'a Html, selector: &'a Selector) -> Option<&'a str> {
    contents(document, selector).next()
}

fn contents<'a>(document: &'a Html, selector: &'a Selector) -> impl Iterator<Item = &'a str> {
    document
        .select(selector)
        .filter_map(|element| element.attr("content"))
}

fn date_of(text: &str, place: PagePlace<'_>) -> Option<DateReading> {
    dates::read(text, place.adapter.zone, Some(place.at))
}

/// What is to be said of a date.
fn oddity(reading: &DateReading, place: PagePlace<'_>) -> Option<String> {
    match (&reading.zone, reading.doubt) {
        (DateZone::Unknown(name), _) => Some(format!(
            "a date names the zone {name:?}, which is not known; read as UTC{}, the zone of adapter \
             {:?}",
            place.adapter.zone, place.adapter.name
        )),
        (_, Some(doubt)) => {
            let day = place.adapter.zone.to_datetime(reading.at).date();
            Some(format!("a date {}; read as {day}", doubt.told()))
        }
        (DateZone::Said | DateZone::Missing, None) => None,
    }
}

fn element_date(element: ElementRef<'_>, place: PagePlace<'_>) -> Option<DateReading> {
    let exact = element.attr("datetime").or_else(|| element.attr("content"));
    let exact = exact.and_then(|text| date_of(text, place));
    let shown = || date_of(&line_of(element), place);
    first_with_clock(
        [exact].into_iter().chain(std::iter::once_with(shown)),
        place,
    )
}

/// The first date; where it tells only the day, one that tells the hour of that day.
fn first_with_clock(
    readings: impl Iterator<Item = Option<DateReading>>,
    place: PagePlace<'_>,
) -> Option<DateReading> {
    let mut readings = readings.flatten();
    let first = readings.next()?;
    let day = |reading: &DateReading| place.adapter.zone.to_datetime(reading.at).date();
    if first.has_clock {
        return Some(first);
    }
    let finer = readings.find(|reading| reading.has_clock && day(reading) == day(&first));
    Some(finer.unwrap_or(first))
}

/// In order of exactness: linked data, metadata, where the adapter says, what says of itself that
/// it is a date, the address.
fn published(document: &Html, linked: Option<&str>, place: PagePlace<'_>) -> Option<DateReading> {
    let ways: [&dyn Fn() -> Option<DateReading>; 6] = [
        &|| date_of(linked?, place),
        &|| contents(document, &PUBLISHED).find_map(|date| date_of(date, place)),
        &|| of_publication(document, place.adapter.post.date.as_ref()?, place),
        &|| of_publication(document, &TIMES[0], place),
        &|| of_publication(document, &TIMES[1], place),
        &|| path_date(place),
    ];
    first_with_clock(ways.into_iter().map(|way| way()), place)
}

/// The first date of these elements that is not of a change, else the first.
fn of_publication(
    document: &Html,
    selector: &Selector,
    place: PagePlace<'_>,
) -> Option<DateReading> {
    let mut readings = document
        .select(selector)
        .take(MOST_TRIED)
        .filter_map(|element| element_date(element, place))
        .peekable();
    let first = readings.peek().cloned();
    readings.find(|reading| !reading.of_change).or(first)
}

fn path_date(place: PagePlace<'_>) -> Option<DateReading> {
    let found = PATH_DATE.captures(place.url.path())?;
    let day = found.get(3).map_or("1", |day| day.as_str());
    date_of(&format!("{}-{:0>2}-{day:0>2}", &found[1], &found[2]), place)
}

/// The page's own word on its address, as long as it stays on its site. Broken templates name the
/// front page or the section there.
fn canonical(document: &Html, url: &Url, base: &Url) -> Url {
    let link = document
        .select(&CANONICAL)
        .find_map(|link| link.attr("href"));
    link.or_else(|| content(document, &OPEN_GRAPH_URL))
        .and_then(|href| http_url(href, Some(base)))
        .filter(|canonical| same_site(canonical, url) && !is_above(canonical, url))
        .unwrap_or_else(|| url.clone())
}

/// What the page tells robots, if it restricts them.
pub fn robots(document: &Html) -> Option<String> {
    let policy = content(document, &ROBOTS)?.to_lowercase();
    ["noindex", "nofollow", "noarchive", "none"]
        .iter()
        .any(|word| policy.split(',').any(|part| part.trim() == *word))
        .then_some(policy)
}
