//! From a feed document of any kind to entries.

use jiff::Timestamp;
use url::Url;

use super::base::FeedBase;
use super::dates::FeedZone;
use super::excerpts::GivenBody;
use super::item::{FeedDocument, Item, attachment};
use super::root::{self, FoundRoot};
use super::split::{self, FeedEntry, Pieces};
use super::{authors, json_feed, salvage, tags};
use crate::model::{Media, Warning};
use crate::source::shared::html::{self, Rendered};
use crate::source::shared::links::http_url;
use crate::source::shared::text;

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

/// Reads a document; `None` when it is no feed.
pub fn read(text: &str, base: &Url) -> Option<FeedDocument> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('{') {
        return json_feed::read(start.as_bytes(), base);
    }
    let FoundRoot::Feed(root) = root::find(start) else {
        // A JSON Feed behind what was printed before it.
        let named = start.contains(json_feed::VERSION);
        return named.then(|| json_feed::read(start.as_bytes(), base))?;
    };
    let mut document = xml_feed(&split::split(start, &root), base);
    document.warnings.extend(around(root.before));
    Some(document)
}

/// Says what stands before a feed.
fn around(before: &str) -> Option<Warning> {
    let shown: String = text::one_line(before).chars().take(120).collect();
    let message = format!(
        "the feed was read although other text stands before it: {shown:?}; its site does well to \
         mend that"
    );
    (!before.is_empty()).then(|| Warning::new("feed", message))
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
        home: home(pieces.atom, &pieces.channel, base.url()),
        incomplete: pieces.left > 0 || pieces.entries.iter().any(|entry| !entry.complete),
        left: pieces.left,
        ..FeedDocument::default()
    };
    let author = authors::of_channel(&pieces.channel);
    let root = root_attributes(pieces);
    let entries = pieces.entries.iter().map(|entry| &*entry.markup);
    let (zone, doubts) = FeedZone::of_xml(&pieces.channel, entries);
    document.warnings.extend(doubts);
    for (index, entry) in pieces.entries.iter().enumerate() {
        let at = format!("entry {}", index + 1);
        if entry.complete {
            let (mut item, note) = xml_item(pieces.atom, &root, entry, &base, zone);
            item.author = item.author.or_else(|| author.clone());
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
    let mut relations = ["next", "prev-archive"].iter();
    relations.find_map(|relation| related(channel, |rel| rel == Some(relation)))
}

/// The target of the first link of a channel with a relation that fits.
fn related(channel: &str, fits: impl Fn(Option<&str>) -> bool) -> Option<String> {
    channel.split('<').find_map(|tag| {
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        let relation = || salvage::attribute_value(tag, "rel");
        let linked = tags::local_name(tag) == "link" && fits(relation().as_deref());
        linked.then(|| salvage::attribute_value(tag, "href"))?
    })
}

fn home(atom: bool, channel: &str, base: &Url) -> Option<Url> {
    let named = if atom {
        page_of(channel)
    } else {
        salvage::field(channel, &["link"])
    };
    http_url(&named?, Some(base))
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
    let plain = item_by_feed_rs(atom, root, &entry.markup, base, zone);
    let (read, note) = match plain {
        Ok(read) => (read, None),
        Err(first) => {
            let repaired = salvage::repaired(&entry.markup);
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
    complete(&mut item, atom, &entry.markup, base, zone);
    (item, note)
}

/// Fills what feed-rs did not find from the markup: old names of elements, markup where text
/// is expected, and entries that are not well-formed at all.
fn complete(item: &mut Item, atom: bool, markup: &str, base: &FeedBase, zone: FeedZone) {
    let base = base.of_entry(markup);
    let own = tags::own_markup(markup);
    let inner = &own[1.min(own.len())..];
    let about = salvage::attribute(markup, "item", "rdf:about");
    if item.id.is_none() {
        let given = salvage::field(inner, &["guid", "id"]).or_else(|| about.clone());
        item.id = given.map(|id| id.trim().to_owned());
    }
    if item.link.is_none() {
        let link = salvage::field(inner, &["link", "origLink"]);
        let link = link.or_else(|| page_of(inner));
        item.link = link.and_then(|link| http_url(&link, Some(base.url())));
    }
    item.permalink = permalink(inner)
        .or(about)
        .and_then(|url| http_url(&url, None));
    // The address behind that of a service which counts readers.
    let behind = salvage::field(inner, &["origLink"]).and_then(|link| http_url(&link, None));
    if let Some(behind) = behind.filter(|behind| item.link.as_ref() != Some(behind)) {
        item.other_links.extend(item.link.replace(behind));
    }
    if let Some((title, form)) = more(inner, &["title"], item.title.is_empty(), atom) {
        let title = text::one_line(&form.read(&title, base.url()).text);
        item.title = longer(std::mem::take(&mut item.title), title, String::len);
    }
    let missing = item.body.text.is_empty();
    // What is said of a recording is all that there is to read where a post is nothing else.
    let said = more(inner, &BODIES, missing, atom).or_else(|| {
        let of_media = || more(&markup[1.min(markup.len())..], &BODIES, true, atom);
        missing.then(of_media)?
    });
    if let Some((body, form)) = said {
        let base = base.of_content(markup, "content");
        let body = form.read(&body, base.for_content(item.link.as_ref()));
        let length = |body: &Rendered| body.text.len();
        item.body = longer(std::mem::take(&mut item.body), body, length);
    }
    item.author = authors::of_entry(markup);
    item.excerpt = GivenBody::of_xml(atom, markup).is_excerpt(&item.body.text);
    item.published = item.published.or_else(|| zone.published(inner));
    item.updated = item.updated.or_else(|| zone.updated(inner));
}

/// The target of the first link that leads to the page of an entry, not to what it is about.
fn page_of(entry: &str) -> Option<String> {
    related(entry, |relation| {
        matches!(relation, None | Some("alternate"))
    })
}

/// The identifier of RSS, where it is the address of the entry's page.
fn permalink(entry: &str) -> Option<String> {
    let says = salvage::attribute(entry, "guid", "isPermaLink");
    let is_page = says.is_none_or(|says| !says.eq_ignore_ascii_case("false"));
    salvage::field(entry, &["guid"]).filter(|_| is_page)
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
            Self::Markup => html::of_feed(&text.replace("</br>", ""), Some(page)),
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
        ..Item::default()
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
                object
                    .description
                    .as_ref()
                    .map(|text| text.content.as_str()),
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
