//! From markup to text, links and media.

use std::sync::LazyLock;

use scraper::{ElementRef, Html, Node, Selector};
use url::Url;

use super::links::http_url;
use super::text::tidy;
use crate::model::Media;

/// Larger markup is cut before it is parsed.
const LARGEST: usize = 4 << 20;

/// Deeper markup is read without its structure: tree building is quadratic in the depth.
const DEEPEST: usize = 400;

/// A tag with more blanks than this has an absurd number of attributes.
const TAG_BLANKS: usize = 2000;

static PASSWORD: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("input[type=password i]").expect("a valid selector"));

/// What a piece of markup says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Text as people read it.
    pub text: String,
    /// Targets of links, in order, each once; mentions and hashtags left out.
    pub links: Vec<String>,
    /// Pictures, videos and sounds.
    pub media: Vec<Media>,
    /// Whether there is a field for a password.
    pub password_field: bool,
}

/// Reads a fragment of HTML, such as the content of a post.
pub fn fragment(markup: &str, base: Option<&Url>) -> Rendered {
    if !markup.contains(['<', '&']) {
        return Rendered {
            text: tidy(markup),
            ..Rendered::default()
        };
    }
    let html = Html::parse_fragment(&manageable(markup));
    let mut rendered = render(html.root_element(), base, &|_| false);
    rendered.password_field = html.select(&PASSWORD).next().is_some();
    rendered
}

/// Reads a whole page.
pub fn document(markup: &str) -> Html {
    Html::parse_document(&manageable(markup))
}

/// Text of a fragment.
pub fn to_text(markup: &str) -> String {
    fragment(markup, None).text
}

/// Reads an element, leaving out those for which `skip` holds.
pub fn render(
    root: ElementRef<'_>,
    base: Option<&Url>,
    skip: &dyn Fn(ElementRef<'_>) -> bool,
) -> Rendered {
    let mut writer = Writer::default();
    let mut stack = vec![(*root, false)];
    while let Some((node, leaving)) = stack.pop() {
        match node.value() {
            Node::Text(text) => writer.text(text),
            Node::Element(element) => {
                let name = element.name();
                if leaving {
                    writer.leave(name, element.attr("class"));
                    continue;
                }
                let Some(reference) = ElementRef::wrap(node) else {
                    continue;
                };
                if hidden(reference) || (node.id() != root.id() && skip(reference)) {
                    continue;
                }
                writer.enter(reference, base);
                stack.push((node, true));
                let mut child = node.last_child();
                while let Some(inner) = child {
                    stack.push((inner, false));
                    child = inner.prev_sibling();
                }
            }
            _ => {}
        }
    }
    writer.finish()
}

/// Elements that people do not read. `invisible` is how Mastodon hides parts of addresses.
fn hidden(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    matches!(
        name,
        "script" | "style" | "template" | "noscript" | "head" | "svg" | "select" | "textarea"
    ) || has_class(element.attr("class"), "invisible")
        || element.attr("hidden").is_some()
}

fn has_class(classes: Option<&str>, class: &str) -> bool {
    classes.is_some_and(|classes| classes.split_whitespace().any(|c| c == class))
}

#[derive(Default)]
struct Writer {
    out: Rendered,
    preformatted: usize,
    blank: bool,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if self.preformatted > 0 {
            self.out.text.push_str(text);
            return;
        }
        for character in text.chars() {
            if character.is_ascii_whitespace() {
                self.blank = true;
            } else {
                self.flush_blank();
                self.out.text.push(character);
            }
        }
    }

    fn flush_blank(&mut self) {
        if self.blank && !self.out.text.is_empty() && !self.out.text.ends_with(['\n', ' ']) {
            self.out.text.push(' ');
        }
        self.blank = false;
    }

    fn break_line(&mut self, lines: usize) {
        if lines == 0 {
            return;
        }
        self.blank = false;
        let have = self.out.text.len() - self.out.text.trim_end_matches('\n').len();
        if !self.out.text.is_empty() {
            self.out
                .text
                .extend(std::iter::repeat_n('\n', lines.saturating_sub(have)));
        }
    }

    fn enter(&mut self, element: ElementRef<'_>, base: Option<&Url>) {
        let name = element.value().name();
        match name {
            "br" => {
                self.blank = false;
                self.out.text.push('\n');
            }
            "td" | "th" | "dd" => self.blank = true,
            "pre" => {
                self.break_line(1);
                self.preformatted += 1;
            }
            "a" => self.link(element, element.attr("href"), base),
            "iframe" => self.link(element, element.attr("src"), base),
            "img" | "video" | "audio" => self.media(element, base),
            _ => self.break_line(breaks(name)),
        }
    }

    fn leave(&mut self, name: &str, classes: Option<&str>) {
        if name == "pre" {
            self.preformatted = self.preformatted.saturating_sub(1);
        }
        if name == "span" && has_class(classes, "ellipsis") {
            self.out.text.push('…');
        }
        self.break_line(breaks(name));
    }

    fn link(&mut self, element: ElementRef<'_>, target: Option<&str>, base: Option<&Url>) {
        let classes = element.attr("class");
        let tag = has_class(element.attr("rel"), "tag");
        if tag || has_class(classes, "mention") || has_class(classes, "hashtag") {
            return;
        }
        if let Some(url) = target.and_then(|target| http_url(target, base)) {
            let url = url.to_string();
            if !self.out.links.contains(&url) {
                self.out.links.push(url);
            }
        }
    }

    fn media(&mut self, element: ElementRef<'_>, base: Option<&Url>) {
        let kind = match element.value().name() {
            "img" => "image",
            other => other,
        };
        let source = element.attr("src").or_else(|| element.attr("data-src"));
        let url = source.and_then(|source| http_url(source, base));
        let alt = element.attr("alt").map(tidy).filter(|alt| !alt.is_empty());
        if url.is_some() || alt.is_some() {
            self.out.media.push(Media {
                kind: kind.to_owned(),
                url: url.map(String::from),
                alt,
            });
        }
    }

    fn finish(mut self) -> Rendered {
        self.out.text = tidy(&self.out.text);
        self.out
    }
}

/// Line breaks around an element.
fn breaks(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "pre" | "figure"
        | "table" | "ul" | "ol" | "hr" => 2,
        "div" | "li" | "tr" | "section" | "article" | "header" | "footer" | "main" | "aside"
        | "nav" | "figcaption" | "dl" | "dt" | "address" | "form" | "details" | "summary"
        | "option" | "title" => 1,
        _ => 0,
    }
}

/// Markup that a tree can be built from in good time: cut to size, and without its tags where
/// they are nested absurdly deep.
fn manageable(markup: &str) -> String {
    let mut end = markup.len().min(LARGEST);
    while !markup.is_char_boundary(end) {
        end -= 1;
    }
    let markup = &markup[..end];
    if sane(markup) {
        markup.to_owned()
    } else {
        without_tags(markup)
    }
}

fn sane(markup: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = markup;
    while let Some((_, from)) = rest.split_once('<') {
        let end = from.find('>').unwrap_or(from.len());
        let tag = &from[..end];
        if tag.bytes().filter(u8::is_ascii_whitespace).count() > TAG_BLANKS {
            return false;
        }
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) && nests(tag) {
            depth += 1;
        }
        if depth > DEEPEST {
            return false;
        }
        rest = &from[end..];
    }
    true
}

/// Whether an open tag stays open until it is closed.
fn nests(tag: &str) -> bool {
    let name: String = tag
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(12)
        .collect::<String>()
        .to_ascii_lowercase();
    !tag.ends_with('/')
        && !matches!(
            name.as_str(),
            "p" | "li"
                | "br"
                | "hr"
                | "img"
                | "input"
                | "link"
                | "meta"
                | "source"
                | "td"
                | "th"
                | "tr"
                | "option"
                | "dt"
                | "dd"
                | "wbr"
                | "area"
                | "col"
                | "embed"
                | "base"
                | "track"
                | "param"
        )
}

fn without_tags(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, from)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        rest = from.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}
