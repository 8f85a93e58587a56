//! Cutting an XML feed into its entries, so that each is read alone and a broken one costs
//! nothing but itself.

/// A feed in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pieces<'a> {
    /// Whether entries are Atom's (`feed`/`entry`) or RSS's (`rss`, `RDF`/`item`).
    pub atom: bool,
    /// The root's start tag without its angle brackets.
    pub root: &'a str,
    /// What surrounds the entries: the channel's own elements.
    pub channel: String,
    /// Entries, each from its start tag to its end tag.
    pub entries: Vec<FeedEntry<'a>>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntry<'a> {
    /// Its markup.
    pub markup: &'a str,
    /// Whether its end tag was found.
    pub complete: bool,
}

/// A tag found in markup.
struct Tag<'a> {
    /// Byte offset of `<`.
    start: usize,
    /// Byte offset after `>`.
    end: usize,
    /// Between the brackets.
    inner: &'a str,
}

impl<'a> Tag<'a> {
    /// Name without `/` and prefix.
    fn local_name(&self) -> &'a str {
        local_name(self.inner.trim_start_matches('/'))
    }

    fn closes(&self) -> bool {
        self.inner.starts_with('/')
    }

    fn empty(&self) -> bool {
        self.inner.ends_with('/')
    }
}

/// The local part of the name that a tag starts with.
pub fn local_name(tag: &str) -> &str {
    let name = tag
        .split(|c: char| c.is_whitespace() || c == '/' || c == '>')
        .next()
        .unwrap_or_default();
    name.rsplit(':').next().unwrap_or_default()
}

/// Splits a document; `None` when its root is no feed.
pub fn split(text: &str) -> Option<Pieces<'_>> {
    let mut tags = Tags { text, at: 0 };
    let root = tags.next()?;
    let atom = match root.local_name().to_ascii_lowercase().as_str() {
        "feed" | "entry" => true,
        "rss" | "rdf" | "channel" => false,
        _ => return None,
    };
    let name = if atom { "entry" } else { "item" };
    let single = root.local_name() == "entry";
    let mut pieces = Pieces {
        atom,
        root: if single {
            "feed"
        } else {
            root.inner.trim_end_matches('/')
        },
        channel: String::new(),
        entries: Vec::new(),
    };
    let mut open: Option<usize> = single.then_some(root.start);
    let mut channel_from = if single { text.len() } else { root.end };
    for tag in tags.filter(|tag| tag.local_name() == name) {
        if let Some(start) = open.filter(|_| !single || tag.closes()) {
            // A start tag inside an entry means that the end tag before it is missing.
            let end = if tag.closes() { tag.end } else { tag.start };
            pieces.entries.push(FeedEntry {
                markup: &text[start..end],
                complete: tag.closes(),
            });
            channel_from = end;
            open = (!tag.closes()).then_some(tag.start);
        } else if !tag.closes() && !tag.empty() && !single {
            pieces.channel.push_str(&text[channel_from..tag.start]);
            open = Some(tag.start);
        }
    }
    match open {
        Some(start) => pieces.entries.push(FeedEntry {
            markup: &text[start..],
            complete: false,
        }),
        None => pieces
            .channel
            .push_str(text.get(channel_from..).unwrap_or_default()),
    }
    Some(pieces)
}

/// Walks over the tags of a document; declarations, comments and CDATA are passed over.
struct Tags<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let start = self.at + self.text.get(self.at..)?.find('<')?;
            let rest = &self.text[start..];
            let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
                .into_iter()
                .find(|(open, _)| rest.starts_with(open));
            if let Some((open, close)) = skipped {
                let inside = &rest[open.len()..];
                let length = inside
                    .find(close)
                    .map_or(inside.len(), |end| end + close.len());
                self.at = start + open.len() + length;
            } else if rest.starts_with("<!") {
                self.at = start + declaration_length(rest);
            } else {
                let end = start + tag_length(rest);
                self.at = end;
                let inner = self.text[start + 1..end].trim_end_matches('>').trim();
                return Some(Tag { start, end, inner });
            }
        }
    }
}

/// Length of a DOCTYPE, whose internal subset holds declarations of its own.
fn declaration_length(text: &str) -> usize {
    let end = text.find('>').map_or(text.len(), |end| end + 1);
    if text[..end].contains('[') {
        text.find("]>").map_or(end, |close| close + 2)
    } else {
        end
    }
}

/// Length of a tag up to the `>` outside quotes; a tag without one ends at the next `<`.
fn tag_length(text: &str) -> usize {
    let mut quote = None;
    for (index, character) in text.char_indices().skip(1) {
        match (quote, character) {
            (None, '"' | '\'') if text[..index].contains('=') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            (None, '>') => return index + 1,
            (None, '<') => return index,
            // Text with a stray quotation mark must not swallow the rest of the document.
            _ if index > 20_000 => break,
            _ => {}
        }
    }
    text.find('>').map_or(text.len(), |end| end + 1)
}
