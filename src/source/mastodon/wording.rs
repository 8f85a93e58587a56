//! Words of a status as their author wrote them: markup or plain text, and what of them changes
//! only when the author changes it.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;
use url::Url;

use crate::model::{Media, Sha256, picture_name};
use crate::source::shared::html::{self, Rendered};
use crate::source::shared::{json, text};

/// Tags and entities that nobody types by chance. Anything else in angle brackets is text.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)</?(?:p|br|a|span|div|b|i|em|strong|ul|ol|li|blockquote|pre|code|h[1-6]|del|u|s|img
            |hr|table|sub|sup|small|ruby|rt|rp|mark)(?:\s[^<>]*)?/?>
        | &(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos|nbsp|hellip|[lr][sd]quo|[nm]dash);",
    )
});
/// A link to a person or a hashtag, with its opening tag apart.
static ANCHOR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?is)(<a\b[^>]*>).*?</a>"));
/// What stands in for a quoted post where it cannot be shown.
static QUOTE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?is)<(p|span)\b[^>]*class=["'][^"']*\bquote-inline\b[^"']*["'][^>]*>.*?</(?:p|span)>"#,
    )
});
static NAME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(^|[^\w/@.])@\w(?:[\w.-]*\w)?(?:@\w(?:[\w.:-]*\w)?)?"));
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r#"https?://[^\s<>"]+"#));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

/// Whether a text is markup: the protocol says so of content, unless the server says otherwise
/// and the text looks like it.
fn is_markup(written: &str, declared_plain: bool) -> bool {
    !declared_plain || MARKUP.is_match(written)
}

/// The content of a status.
pub(super) fn content(status: &Value, base: &Url) -> Rendered {
    render(status, written(status), base)
}

fn written(status: &Value) -> &str {
    json::text(status, "content").unwrap_or_default()
}

/// What is written in the content of a status, or what is left of it.
fn render(status: &Value, written: &str, base: &Url) -> Rendered {
    let kind = ["content_type", "pleroma.content_type"]
        .iter()
        .find_map(|path| json::text(status, path));
    let plain = kind.is_some_and(|kind| kind.starts_with("text/plain"));
    if is_markup(written, plain) {
        return html::fragment(written, Some(base));
    }
    let links = ADDRESS.find_iter(written);
    let links = links.map(|link| link.as_str().trim_end_matches(['.', ',', ')']).to_owned());
    Rendered {
        text: text::typed(written),
        links: links.collect(),
        ..Rendered::default()
    }
}

/// The content warning, which is plain text in the protocol and markup on some servers.
pub(super) fn warning(status: &Value) -> Option<String> {
    let written = json::text(status, "spoiler_text")?;
    Some(if is_markup(written, true) {
        html::to_text(written)
    } else {
        text::typed(written)
    })
}

/// The options of a poll; how often each was chosen is not the author's doing.
pub(super) fn options(status: &Value) -> Vec<String> {
    json::items(status, "poll.options")
        .iter()
        .filter_map(|option| json::text(option, "title"))
        .map(|title| format!("- {title}"))
        .collect()
}

/// Digest of what the author wrote. Names of mentioned people, the line that stands for a quoted
/// post, and the addresses under which a server delivers pictures change without the author.
pub(super) fn digest(status: &Value, shown: &Rendered, media: &[Media], base: &Url) -> Sha256 {
    let written = written(status);
    let own = own_words(written);
    let rendered = match own {
        // Nothing of others stands in it: as it is shown.
        Cow::Borrowed(_) => None,
        Cow::Owned(own) => Some(render(status, &own, base)),
    };
    let Rendered { text, links, .. } = rendered.as_ref().unwrap_or(shown);
    let mut links: Vec<&String> = links.iter().collect();
    links.sort_unstable();
    let said = (warning(status), unnamed(text), options(status));
    Sha256::of(serde_json::json!([said, links, pictures(status, media)]).to_string())
}

/// Content without the names of mentioned people and the line that stands for a quoted post.
fn own_words(written: &str) -> Cow<'_, str> {
    let of_others = |tag: &str| {
        let tag = tag.to_lowercase();
        tag.contains("mention") && !tag.contains("hashtag")
    };
    let unquoted = QUOTE_LINE.replace_all(written, " ");
    if !ANCHOR
        .captures_iter(&unquoted)
        .any(|found| of_others(&found[1]))
    {
        return unquoted;
    }
    let nameless = ANCHOR.replace_all(&unquoted, |found: &Captures<'_>| {
        let kept = if of_others(&found[1]) { "@" } else { &found[0] };
        kept.to_owned()
    });
    Cow::Owned(nameless.into_owned())
}

/// Digest of a text that was read from a feed, where mentions are no longer marked as such.
pub(super) fn digest_of_text(words: &str) -> Sha256 {
    Sha256::of(unnamed(words))
}

/// A text without the names after its at signs, however blanks fall in it.
fn unnamed(words: &str) -> String {
    let words = NAME.replace_all(words, "${1}@");
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ")
}

/// Which pictures, by the numbers that the server gave them, and what the author says of them.
fn pictures(status: &Value, media: &[Media]) -> Vec<Value> {
    let given = json::items(status, "media_attachments");
    let pairs = given.iter().zip(media);
    let name = |(given, shown): (&Value, &Media)| {
        let number = json::id(given, "id");
        let name = number.or_else(|| {
            let address = json::text(given, "remote_url").or(shown.url.as_deref());
            address.map(picture_name)
        });
        serde_json::json!([shown.kind, name, shown.alt])
    };
    pairs.map(name).collect()
}
