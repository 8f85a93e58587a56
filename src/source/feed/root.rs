//! Finding the feed in what a server sent: notices of PHP, scripts, comments and pages of HTML
//! stand around feeds.

use super::tags::{Tag, Tags};

/// The root element of a feed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Root<'a> {
    /// Its start tag.
    pub(super) tag: Tag<'a>,
    /// What stands before it and is no part of a document.
    pub(super) before: &'a str,
}

impl Root<'_> {
    pub(super) fn is_atom(&self) -> bool {
        matches!(self.lower_name().as_str(), "feed" | "entry")
    }

    /// Whether it is an entry alone.
    pub(super) fn is_entry(&self) -> bool {
        self.lower_name() == "entry"
    }

    fn lower_name(&self) -> String {
        self.tag.local_name().to_ascii_lowercase()
    }
}

/// What becomes of a document.
#[derive(Debug, Clone, Copy)]
pub(super) enum FoundRoot<'a> {
    /// A feed.
    Feed(Root<'a>),
    /// A feed that is shown as text, as on a page about feeds.
    ShownAsText,
    /// No feed.
    None,
}

/// Elements whose contents are shown or run, but are no markup of the document.
const RAW: [&str; 8] = [
    "script", "style", "textarea", "xmp", "pre", "code", "listing", "template",
];

/// Finds the root of the feed. Behind other markup it must say what it is, because pages have
/// elements of all names.
pub(super) fn find(text: &str) -> FoundRoot<'_> {
    let prolog = prolog_length(text);
    let mut tags = Tags::of(text);
    let mut is_first = true;
    while let Some(tag) = tags.next() {
        let name = tag.local_name().to_ascii_lowercase();
        let is_root = match name.as_str() {
            "feed" | "rss" | "rdf" => (is_first && tag.start == prolog) || declares_itself(&tag),
            "entry" | "channel" => is_first && tag.start == prolog,
            _ => false,
        };
        if is_root && !tag.closes() {
            let before = text.get(prolog..tag.start).unwrap_or_default().trim();
            return FoundRoot::Feed(Root { tag, before });
        }
        if tag.opens() && RAW.contains(&name.as_str()) {
            let from = tag.end;
            tags.skip_raw(&name);
            let shown = tags.clone().next().map_or(text.len(), |close| close.start);
            if !matches!(name.as_str(), "script" | "style") && shows(&text[from..shown]) {
                return FoundRoot::ShownAsText;
            }
        }
        is_first = false;
    }
    if ESCAPED.iter().any(|mark| text.contains(mark)) {
        FoundRoot::ShownAsText
    } else {
        FoundRoot::None
    }
}

/// Whether a root says what kind of feed it is.
fn declares_itself(tag: &Tag<'_>) -> bool {
    let marks: &[&str] = match tag.local_name().to_ascii_lowercase().as_str() {
        "rss" => &["version"],
        "feed" => &["w3.org/2005/Atom", "purl.org/atom/ns"],
        _ => &["purl.org/rss/", "netscape.com/rdf/simple"],
    };
    marks.iter().any(|mark| tag.inner.contains(mark))
}

/// Starts of feeds that are shown.
const ESCAPED: [&str; 4] = [
    "&lt;rss version",
    "&lt;rss xmlns",
    "&lt;feed xmlns",
    "&lt;rdf:RDF",
];
const PLAIN: [&str; 4] = ["<rss version", "<rss xmlns", "<feed xmlns", "<rdf:RDF"];

fn shows(text: &str) -> bool {
    ESCAPED.iter().chain(&PLAIN).any(|mark| text.contains(mark))
}

/// Length of what may stand before a root: blanks, byte order marks, declarations, comments.
fn prolog_length(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        at += rest.len() - rest.trim_start_matches(blank).len();
        let rest = &text[at..];
        let close = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            // What follows is told by the walk over the tags, which knows declarations.
            _ if rest.starts_with("<!") => {
                return Tags::of(rest).next().map_or(at, |tag| at + tag.start);
            }
            _ => return at,
        };
        match rest.find(close) {
            Some(end) => at += end + close.len(),
            None => return at,
        }
    }
}
