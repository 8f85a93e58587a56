//! From markup to text, links and media, as people see them.

mod counting;
mod emoji;
mod gallery;
mod guess;
mod long_tag;
mod look;
mod media;
mod rules;
mod sheet;
mod srcset;
mod style;
mod tree;
mod watched;
mod writer;

use std::sync::LazyLock;

use scraper::{ElementRef, Html, Node, Selector};
use url::Url;

use self::gallery::Gallery;
use self::look::Look;
pub use self::media::kind_by_name;
pub use self::sheet::StyleSheet;
use self::tree::GrownTree;
pub use self::tree::MarkupExcess;
use self::writer::Writer;
use super::links::http_url;
use super::text::typed;
use crate::model::Media;

/// So many pieces for readers without scripts are looked at: what stands around each is, too, and
/// most are documents of their own.
const MOST_NOSCRIPTS: usize = 1000;

static PASSWORD: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("input[type=password i]").expect("a valid selector"));
static BASE: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("base[href]").expect("a valid selector"));

/// What a piece of markup says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Text as people read it; what is struck out stands between `~~` and `~~`.
    pub text: String,
    /// Targets of links, in order, each once; mentions and hashtags left out.
    pub links: Vec<String>,
    /// Pictures, videos and sounds, each once.
    pub media: Vec<Media>,
    /// Whether there is a field for a password.
    pub password_field: bool,
    /// Why not all of it was read as it stands.
    pub excess: Option<MarkupExcess>,
}

/// A whole page, read.
#[derive(Debug)]
pub struct ReadDocument {
    /// Its tree.
    pub html: Html,
    /// Why that ends before the page does.
    pub excess: Option<MarkupExcess>,
}

impl MarkupExcess {
    /// What to tell of a fragment.
    pub const fn of_fragment(self) -> &'static str {
        match self {
            Self::Long => {
                "its markup is longer than 4 MiB: what follows was not read; open it and see"
            }
            Self::Heavy => {
                "its markup nests or repeats its tags more than any page does: only the words of \
                 it were read, without links and pictures; open it and see"
            }
        }
    }

    /// What to tell of a page.
    pub const fn of_page(self) -> &'static str {
        match self {
            Self::Long => {
                "the page is longer than 4 MiB: what follows was not read, and is not read until \
                 the page is shorter; open it and see"
            }
            Self::Heavy => {
                "the page nests or repeats its tags more than any page does: what follows was not \
                 read, and is not read until the page changes; open it and see"
            }
        }
    }
}

/// Whether there is a field for a password.
pub fn asks_password(html: &Html) -> bool {
    html.select(&PASSWORD).next().is_some()
}

/// Reads a fragment of HTML, such as the content of a post.
pub fn fragment(markup: &str, base: Option<&Url>) -> Rendered {
    if !markup.contains(['<', '&']) {
        return Rendered {
            text: typed(markup),
            ..Rendered::default()
        };
    }
    let GrownTree { html, excess } = tree::fragment(markup);
    if excess == Some(MarkupExcess::Heavy) {
        return Rendered {
            excess,
            ..fragment(&tree::without_tags(markup), base)
        };
    }
    let sheet = StyleSheet::of(&html);
    Rendered {
        password_field: asks_password(&html),
        excess,
        ..render_styled(html.root_element(), base, &sheet, &|_| false)
    }
}

/// Reads a text of which nobody says whether it is markup, as RSS leaves it open: words in angle
/// brackets that are no markup stay.
pub fn guessed(text: &str, base: Option<&Url>) -> Rendered {
    if let Some(markup) = guess::escaped_twice(text) {
        fragment(&markup, base)
    } else if guess::is_markup(text) {
        fragment(text, base)
    } else {
        fragment(&text.replace('<', "&lt;"), base)
    }
}

/// Reads markup of a feed, which some escape once too often.
pub fn of_feed(markup: &str, base: Option<&Url>) -> Rendered {
    fragment(
        &guess::escaped_twice(markup).unwrap_or_else(|| markup.to_owned()),
        base,
    )
}

/// Reads a whole page.
pub fn document(markup: &str) -> ReadDocument {
    let GrownTree { html, excess } = tree::document(markup);
    ReadDocument { html, excess }
}

/// Text of a fragment.
pub fn to_text(markup: &str) -> String {
    fragment(markup, None).text
}

/// What relative addresses of a page refer to: its first `<base href>`, or its own address where
/// there is none that can be used (HTML 4.2.3).
pub fn base(document: &Html, page: &Url) -> Url {
    let named = document.select(&BASE).next();
    named
        .and_then(|element| http_url(element.attr("href")?, Some(page)))
        .unwrap_or_else(|| page.clone())
}

/// Reads an element, leaving out those for which `skip` holds. The element's own style is not
/// asked: whoever named it wants it read.
pub fn render(
    root: ElementRef<'_>,
    base: Option<&Url>,
    skip: &dyn Fn(ElementRef<'_>) -> bool,
) -> Rendered {
    rendered(root, base, &StyleSheet::default(), skip)
}

/// The same, without the words that the sheet of its page hides. A sheet that hides all of them is
/// one that a script undoes.
pub fn render_styled(
    root: ElementRef<'_>,
    base: Option<&Url>,
    sheet: &StyleSheet,
    skip: &dyn Fn(ElementRef<'_>) -> bool,
) -> Rendered {
    let styled = rendered(root, base, sheet, skip);
    if styled.text.is_empty() && sheet.hides() {
        return render(root, base, skip);
    }
    styled
}

fn rendered(
    root: ElementRef<'_>,
    base: Option<&Url>,
    sheet: &StyleSheet,
    skip: &dyn Fn(ElementRef<'_>) -> bool,
) -> Rendered {
    let mut walk = Walk::new(base, sheet);
    walk.element(root, skip);
    walk.finish()
}

/// A walk through a tree, without recursion.
struct Walk<'a> {
    /// What the page hides.
    sheet: &'a StyleSheet,
    writer: Writer,
    gallery: Gallery,
    /// What relative addresses refer to; `xml:base` adds to it (XML Base).
    bases: Vec<Option<Url>>,
    noscripts: usize,
}

impl<'a> Walk<'a> {
    fn new(base: Option<&Url>, sheet: &'a StyleSheet) -> Self {
        Self {
            sheet,
            writer: Writer::default(),
            gallery: Gallery::default(),
            bases: vec![base.cloned()],
            noscripts: 0,
        }
    }

    fn element(&mut self, root: ElementRef<'_>, skip: &dyn Fn(ElementRef<'_>) -> bool) {
        let mut stack = vec![(*root, Look::default(), false)];
        while let Some((node, look, leaving)) = stack.pop() {
            if let Node::Text(text) = node.value() {
                self.writer.text(text, look);
            }
            let Some(element) = ElementRef::wrap(node) else {
                continue;
            };
            if leaving {
                self.leave(element, look);
                continue;
            }
            let is_root = node.id() == root.id();
            let inner = if is_root {
                Look::of_root(element)
            } else {
                self.inner_look(element, look, skip)
            };
            let Some(inner) = inner else {
                continue;
            };
            let inside = self.enter(element, inner);
            stack.push((node, inner, true));
            let mut child = node.last_child().filter(|_| inside);
            while let Some(within) = child {
                stack.push((within, inner, false));
                child = within.prev_sibling();
            }
        }
    }

    /// How an element looks, if anything of it is read.
    fn inner_look(
        &mut self,
        element: ElementRef<'_>,
        outer: Look,
        skip: &dyn Fn(ElementRef<'_>) -> bool,
    ) -> Option<Look> {
        if skip(element) {
            return None;
        }
        if element.value().name() == "noscript" {
            self.noscript(element, outer);
            return None;
        }
        outer.within(element, self.sheet)
    }

    /// Reads the start of an element; says whether what is inside it is shown as well.
    fn enter(&mut self, element: ElementRef<'_>, look: Look) -> bool {
        if let Some(address) = element.attr("xml:base") {
            let outer = self.base().cloned();
            let inner = http_url(address, outer.as_ref());
            self.bases.push(inner.or(outer));
        }
        self.writer.enter(element, look);
        if let Some(sign) = emoji::sign(element) {
            self.writer.text(&sign, look);
            return false;
        }
        let base = self.bases.last().and_then(Option::as_ref);
        self.gallery.enter(element, look, base)
    }

    fn leave(&mut self, element: ElementRef<'_>, look: Look) {
        if element.attr("xml:base").is_some() {
            self.bases.pop();
        }
        self.writer.leave(element, look);
    }

    fn base(&self) -> Option<&Url> {
        self.bases.last().and_then(Option::as_ref)
    }

    /// What stands here for readers without scripts is a picture or a frame that a script would
    /// have shown, unless the script's own element beside it says which.
    fn noscript(&mut self, element: ElementRef<'_>, look: Look) {
        if self.noscripts == MOST_NOSCRIPTS {
            return;
        }
        self.noscripts += 1;
        if !look.shows_media() || media::stands_in(element, self.base()) {
            return;
        }
        let markup: String = element.text().collect();
        let html = tree::fragment(&markup).html;
        let mut inner = Self {
            gallery: Gallery::without_anchors(),
            ..Self::new(self.base(), self.sheet)
        };
        // One inside another is not read, so that the depth does not grow.
        let nested = |one: ElementRef<'_>| one.value().name() == "noscript";
        inner.element(html.root_element(), &nested);
        self.gallery.join(inner.gallery);
    }

    fn finish(self) -> Rendered {
        let (media, links) = self.gallery.finish();
        Rendered {
            text: self.writer.finish(),
            links,
            media,
            password_field: false,
            excess: None,
        }
    }
}
