//! From a feed document of any kind to entries.

use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::base::FeedBase;
use super::dates::FeedZone;
use super::salvage;
use super::split::{self, FeedEntry, Pieces};
use crate::model::{Media, Warning};
use crate::source::shared::html::{self, Rendered};
use crate::source::shared::links::http_url;
use crate::source::shared::{json, text};

/// What the version of a JSON Feed names.
const JSON_FEED: &str = "jsonfeed.org/version";

/// Elements that hold the text of an entry, best first.
const BODIES: [&str; 7] = [
    "encoded",
    "content",
    "body",
    "fullitem",
    "description",
    "summary",
    "abstract",
];

/// A feed, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedDocument {
    /// Title of the feed.
    pub title: Option<String>,
    /// Entries in the order of the document.
    pub items: Vec<Item>,
    /// The page with older entries: RFC 5005 `next` or `prev-archive`, `next_url` of JSON Feed.
    pub older: Option<String>,
    /// What was odd.
    pub warnings: Vec<Warning>,
    /// Whether entries were passed over, or may be missing at its end.
    pub incomplete: bool,
}

/// An entry before it is made a post.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// `guid` or `id`, as given.
    pub id: Option<String>,
    /// Page of the entry.
    pub link: Option<Url>,
    /// Title as text.
    pub title: String,
    /// Body as read from its markup.
    pub body: Rendered,
    /// Pictures and the like that are attached, not embedded.
    pub media: Vec<Media>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it was changed.
    pub updated: Option<Timestamp>,
    /// Language of the entry.
    pub language: Option<String>,
}

/// Reads a document; `None` when it is no feed.
pub fn read(text: &str, base: &Url) -> Option<FeedDocument> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('{') {
        return json_feed(start.as_bytes(), base);
    }
    match split::split(start) {
        Some(pieces) => Some(xml_feed(&pieces, base)),
        // A JSON Feed behind what was printed before it.
        None if start.contains(JSON_FEED) => json_feed(start.as_bytes(), base),
        None => None,
    }
}

fn xml_feed(pieces: &Pieces<'_>, base: &Url) -> FeedDocument {
    let base = FeedBase::of_document(base)
        .within(pieces.root)
        .within_first(&pieces.channel, "channel");
    let mut document = FeedDocument {
        title: salvage::field(&pieces.channel, &["title"]).map(|title| html::to_text(&title)),
        older: older(&pieces.channel)
            .and_then(|older| http_url(&older, Some(base.url())))
            .map(String::from),
        ..FeedDocument::default()
    };
    let root = root_attributes(pieces);
    let entries = pieces.entries.iter().map(|entry| entry.markup);
    let (zone, doubts) = FeedZone::of_xml(&pieces.channel, entries);
    document.warnings.extend(doubts);
    for (index, entry) in pieces.entries.iter().enumerate() {
        let at = format!("entry {}", index + 1);
        if entry.complete {
            let (item, note) = xml_item(pieces.atom, &root, entry, &base, zone);
            document.items.push(item);
            let note = note.map(|note| Warning::new(at, note));
            document.warnings.extend(note);
        } else {
            let message = "the entry has no end and was left out";
            document.warnings.push(Warning::new(at, message));
        }
    }
    document
}

fn older(channel: &str) -> Option<String> {
    ["next", "prev-archive"].iter().find_map(|relation| {
        let tag = channel.split('<').find(|tag| {
            split::local_name(tag) == "link"
                && salvage::attribute_value(tag, "rel").as_deref() == Some(relation)
        })?;
        let end = tag.find('>').unwrap_or(tag.len());
        salvage::attribute_value(&tag[..end], "href")
    })
}

/// Name spaces that feed-rs does not know, by the one that it reads alike.
const NAME_SPACES: [(&str, &str); 6] = [
    ("http://purl.org/atom/ns#", "http://www.w3.org/2005/Atom"),
    ("http://my.netscape.com/rdf/simple/0.9/", RSS_1),
    ("http://channel.netscape.com/rdf/simple/0.9/", RSS_1),
    ("http://backend.userland.com/rss2", RSS_1),
    ("http://backend.userland.com/RSS2", RSS_1),
    ("http://blogs.law.harvard.edu/tech/rss", RSS_1),
];
const RSS_1: &str = "http://purl.org/rss/1.0/";

/// Attributes of the root: name spaces and `xml:base`. The version goes, since feed-rs refuses
/// those it does not know.
fn root_attributes(pieces: &Pieces<'_>) -> String {
    let attributes = pieces
        .root
        .split_once(char::is_whitespace)
        .map_or("", |(_, attributes)| attributes)
        .replace("version=", "data-version=");
    NAME_SPACES
        .iter()
        .fold(attributes, |text, (old, new)| text.replace(old, new))
}

fn xml_item(
    atom: bool,
    root: &str,
    entry: &FeedEntry<'_>,
    base: &FeedBase,
    zone: FeedZone,
) -> (Item, Option<String>) {
    let plain = item_by_feed_rs(atom, root, entry.markup, base, zone);
    let (read, note) = match plain {
        Ok(read) => (read, None),
        Err(first) => {
            let repaired = salvage::repaired(entry.markup);
            let note = format!("the entry is not well-formed ({first}) and was repaired");
            (
                item_by_feed_rs(atom, root, &repaired, base, zone)
                    .ok()
                    .flatten(),
                Some(note),
            )
        }
    };
    let mut item = read.unwrap_or_default();
    complete(&mut item, atom, entry.markup, base, zone);
    (item, note)
}

/// Fills what feed-rs did not find from the markup: old names of elements, markup where text
/// is expected, and entries that are not well-formed at all.
fn complete(item: &mut Item, atom: bool, markup: &str, base: &FeedBase, zone: FeedZone) {
    let base = base.of_entry(markup);
    let inner = &markup[1.min(markup.len())..];
    if item.id.is_none() {
        let about = || salvage::attribute(markup, "item", "rdf:about");
        let given = salvage::field(inner, &["guid", "id"]).or_else(about);
        item.id = given.map(|id| id.trim().to_owned());
    }
    if item.link.is_none() {
        let link = salvage::field(inner, &["link", "origLink"])
            .or_else(|| salvage::attribute(inner, "link", "href"));
        item.link = link.and_then(|link| http_url(&link, Some(base.url())));
    }
    if let Some((title, form)) = more(inner, &["title"], item.title.is_empty(), atom) {
        let title = text::one_line(&form.read(&title, base.url()).text);
        item.title = longer(std::mem::take(&mut item.title), title, String::len);
    }
    if let Some((body, form)) = more(inner, &BODIES, item.body.text.is_empty(), atom) {
        let base = base.of_content(markup, "content");
        let body = form.read(&body, base.for_content(item.link.as_ref()));
        let length = |body: &Rendered| body.text.len();
        item.body = longer(std::mem::take(&mut item.body), body, length);
    }
    item.published = item.published.or_else(|| zone.published(inner));
    item.updated = item.updated.or_else(|| zone.updated(inner));
}

/// What a field holds where feed-rs read nothing, or stopped at the first child element of a
/// field that should be text.
fn more(entry: &str, names: &[&str], missing: bool, atom: bool) -> Option<(String, TextForm)> {
    if let Some(markup) = salvage::inline_markup(entry, names) {
        return Some((markup.to_owned(), TextForm::Markup));
    }
    let given = names.iter().filter(|_| missing).find_map(|name| {
        let value = salvage::field(entry, &[name])?;
        let kind = salvage::attribute(entry, name, "type");
        Some((value, kind.unwrap_or_default()))
    });
    let (value, kind) = given?;
    let form = match (atom, kind.as_str()) {
        (false, _) => TextForm::Guess,
        (true, "html" | "xhtml" | "text/html") => TextForm::Markup,
        (true, _) => TextForm::Literal,
    };
    Some((value, form))
}

/// What the text of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextForm {
    /// Atom's `text`: every sign of it means itself (RFC 4287 3.1.1.1).
    Literal,
    /// RSS, which does not say.
    Guess,
    /// HTML.
    Markup,
}

impl TextForm {
    /// The form of a field that feed-rs read; `None` for what is no text.
    fn of_atom(media_type: &str) -> Option<Self> {
        let markup = media_type.contains("html") || media_type.contains("xml");
        match media_type {
            _ if markup => Some(Self::Markup),
            _ if media_type.starts_with("text/") => Some(Self::Literal),
            _ => None,
        }
    }

    fn read(self, text: &str, page: &Url) -> Rendered {
        match self {
            Self::Literal => Rendered {
                text: text::typed(text),
                ..Rendered::default()
            },
            Self::Guess => html::guessed(text, Some(page)),
            // feed-rs writes an end tag for every element, and browsers take that of `br` for
            // another `br`.
            Self::Markup => html::fragment(&text.replace("</br>", ""), Some(page)),
        }
    }
}

fn longer<T>(read: T, salvaged: T, length: impl Fn(&T) -> usize) -> T {
    if length(&salvaged) > length(&read) {
        salvaged
    } else {
        read
    }
}

fn item_by_feed_rs(
    atom: bool,
    root: &str,
    entry: &str,
    base: &FeedBase,
    zone: FeedZone,
) -> Result<Option<Item>, String> {
    let document = if atom {
        format!("<feed {root}>{entry}</feed>")
    } else {
        format!("<rss {root} version=\"2.0\"><channel>{entry}</channel></rss>")
    };
    // The parser below feed-rs panics at a declaration of an encoding that comes late; the text is
    // decoded already, and under this name it is an instruction that means nothing.
    let document = document.replace("<?xml", "<?XML");
    let parser = feed_rs::parser::Builder::new()
        .base_uri(Some(base.url().as_str()))
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |text| {
            let at = zone.read(text)?;
            Some(std::time::SystemTime::from(at).into())
        })
        .build();
    let feed = parser
        .parse(document.as_bytes())
        .map_err(|error| error.to_string())?;
    let read = feed.entries.into_iter().next();
    Ok(read.map(|read| from_feed_rs(read, atom, &base.of_entry(entry), entry)))
}

fn from_feed_rs(entry: feed_rs::model::Entry, atom: bool, base: &FeedBase, markup: &str) -> Item {
    let link = entry
        .links
        .iter()
        .filter(|link| link.target.is_none())
        .find(|link| matches!(link.rel.as_deref(), None | Some("alternate")))
        .and_then(|link| http_url(&link.href, Some(base.url())));
    // RSS says nothing of its titles and descriptions; `encoded` is always HTML.
    let form = |media_type: &str, in_rss: TextForm| {
        if atom {
            TextForm::of_atom(media_type)
        } else {
            Some(in_rss)
        }
    };
    let read = |text: &str, form: Option<TextForm>, name: &str| {
        let base = base.of_content(markup, name);
        let page = base.for_content(link.as_ref());
        form.map(|form| form.read(text, page)).unwrap_or_default()
    };
    let content = entry.content.as_ref().and_then(|content| {
        let form = form(content.content_type.as_str(), TextForm::Markup);
        Some(read(content.body.as_deref()?, form, "content"))
    });
    let summary = entry.summary.as_ref().map(|summary| {
        let form = form(summary.content_type.as_str(), TextForm::Guess);
        read(&summary.content, form, "summary")
    });
    // What has words comes first; a picture alone is a body as well.
    let mut bodies: Vec<Rendered> = content.into_iter().chain(summary).collect();
    bodies.sort_by_key(|body| body.text.is_empty());
    let title = entry.title.as_ref().map(|title| {
        let form = form(title.content_type.as_str(), TextForm::Guess);
        text::one_line(&read(&title.content, form, "title").text)
    });
    Item {
        id: Some(entry.id.trim().to_owned()).filter(|id| !id.is_empty()),
        title: title.unwrap_or_default(),
        body: bodies.into_iter().next().unwrap_or_default(),
        media: media(&entry.media, &entry.links),
        published: entry.published.and_then(instant),
        updated: entry.updated.and_then(instant),
        language: entry.language,
        link,
    }
}

/// An instant of another time library, by way of the standard library's.
fn instant(at: impl Into<std::time::SystemTime>) -> Option<Timestamp> {
    Timestamp::try_from(at.into()).ok()
}

fn media(objects: &[feed_rs::model::MediaObject], links: &[feed_rs::model::Link]) -> Vec<Media> {
    let attached = objects.iter().flat_map(|object| {
        object.content.iter().filter_map(|content| {
            let url = content.url.as_ref()?.to_string();
            let media_type = content.content_type.as_ref().map(ToString::to_string);
            Some(attachment(
                media_type.as_deref().unwrap_or_default(),
                url,
                object.description.as_ref(),
            ))
        })
    });
    let enclosed = links
        .iter()
        .filter(|link| link.rel.as_deref() == Some("enclosure"))
        .map(|link| {
            attachment(
                link.media_type.as_deref().unwrap_or_default(),
                link.href.clone(),
                None,
            )
        });
    attached.chain(enclosed).collect()
}

fn attachment(media_type: &str, url: String, alt: Option<&feed_rs::model::Text>) -> Media {
    let kind = match media_type.split('/').next().unwrap_or_default() {
        kind @ ("image" | "video" | "audio") => kind,
        _ => "file",
    };
    Media {
        kind: kind.to_owned(),
        url: Some(url),
        alt: alt
            .map(|alt| html::to_text(&alt.content))
            .filter(|alt| !alt.is_empty()),
    }
}

fn json_feed(body: &[u8], base: &Url) -> Option<FeedDocument> {
    let (head, list) = json::list(body, "items");
    let version = json::text(&head, "version").unwrap_or_default();
    let cut = head.is_null() && String::from_utf8_lossy(body).contains(JSON_FEED);
    if !cut && !version.contains(JSON_FEED) && list.items.is_empty() {
        return None;
    }
    let dates = |key| {
        list.items
            .iter()
            .filter_map(move |item| json::id(item, key))
    };
    let all = dates("date_published").chain(dates("date_modified"));
    let (zone, doubts) = FeedZone::of(&[], &all.collect::<Vec<String>>());
    let mut document = FeedDocument {
        title: json::text(&head, "title").map(text::one_line),
        older: json::text(&head, "next_url").map(str::to_owned),
        items: list
            .items
            .iter()
            .map(|item| json_item(item, base, zone))
            .collect(),
        warnings: doubts,
        incomplete: !list.is_complete(),
    };
    document.warnings.extend(list.warnings("entry"));
    Some(document)
}

fn json_item(item: &Value, base: &Url, zone: FeedZone) -> Item {
    let link = ["url", "external_url"]
        .iter()
        .find_map(|key| http_url(json::text(item, key)?, Some(base)));
    let page = link.as_ref().unwrap_or(base);
    let body = match json::text(item, "content_html") {
        Some(markup) => html::fragment(markup, Some(page)),
        None => Rendered {
            text: text::typed(
                json::text(item, "content_text")
                    .or_else(|| json::text(item, "summary"))
                    .unwrap_or_default(),
            ),
            ..Rendered::default()
        },
    };
    let attached = json::items(item, "attachments")
        .iter()
        .filter_map(|attached| {
            let url = http_url(json::text(attached, "url")?, Some(base))?;
            let media_type = json::text(attached, "mime_type").unwrap_or_default();
            Some(attachment(media_type, url.to_string(), None))
        });
    let image = json::text(item, "image").and_then(|image| http_url(image, Some(base)));
    let image = image.map(|url| attachment("image", url.to_string(), None));
    Item {
        id: json::id(item, "id"),
        title: json::text(item, "title")
            .map(text::one_line)
            .unwrap_or_default(),
        body,
        media: attached.chain(image).collect(),
        published: json::id(item, "date_published").and_then(|date| zone.read(&date)),
        updated: json::id(item, "date_modified").and_then(|date| zone.read(&date)),
        language: json::text(item, "language").map(str::to_owned),
        link,
    }
}
