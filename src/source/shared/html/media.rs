//! Where pictures, videos and sounds are, however a page brings them up.
//!
//! Pages that load what is scrolled to leave a placeholder in `src` and the address elsewhere;
//! others give one picture in several sizes. One picture is one [`Media`].

use scraper::ElementRef;
use url::Url;

use super::srcset::largest;
use super::style::{InlineStyle, address_in};
use crate::model::Media;
use crate::source::shared::links::http_url;
use crate::source::shared::text::tidy;

/// Attributes with the address that a script loads, in the order in which they are believed.
/// Any other `data-…src` comes after them.
const WAITING: [&str; 4] = ["data-src", "data-lazy-src", "data-original", "data-lazy"];
/// Attributes with the address of a picture behind an element that a script loads.
const WAITING_BEHIND: [&str; 5] = [
    "data-bg",
    "data-bg-url",
    "data-background",
    "data-background-image",
    "data-background-url",
];
/// Names of files that stand where a picture is to come.
const PLACEHOLDERS: [&str; 17] = [
    "1x1",
    "blank",
    "clear",
    "dot",
    "empty",
    "gray",
    "grey",
    "kosong",
    "lazy",
    "lazyload",
    "loader",
    "loading",
    "pixel",
    "placeholder",
    "spacer",
    "trans",
    "transparent",
];

/// So many nodes inside of an element are looked at for sources and parameters, half of which are
/// the blanks between them: each of its children asks for them.
const MOST_INSIDE: usize = 64;

/// What kind of media an element is, if it is one.
fn kind(element: ElementRef<'_>) -> Option<&'static str> {
    Some(match element.value().name() {
        "img" | "amp-img" | "amp-anim" | "picture" => "image",
        "video" | "amp-video" => "video",
        "audio" | "amp-audio" => "audio",
        _ => return None,
    })
}

/// Whether an element is a frame with a page of its own.
pub(super) fn is_frame(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "iframe" | "amp-iframe")
}

/// Whether a script has yet to load what an element shows.
pub(super) fn waits(element: ElementRef<'_>) -> bool {
    let shows = kind(element).is_some() || is_frame(element);
    shows && (waiting(element).is_some() || waiting_list(element).is_some())
}

/// The address that a script loads, as written.
pub(super) fn waiting(element: ElementRef<'_>) -> Option<&str> {
    let known = WAITING.iter().filter_map(|name| element.attr(name));
    let others = element
        .value()
        .attrs()
        .filter(|(name, _)| name.starts_with("data-") && name.ends_with("src"))
        .map(|(_, value)| value);
    known.chain(others).find(|value| is_address(value))
}

/// Whether the value of an attribute that nobody defined looks like an address.
fn is_address(value: &str) -> bool {
    let value = value.trim();
    let other = value.starts_with(['{', '[', '#']) || value.starts_with("data:");
    !other && !value.contains(char::is_whitespace) && value.contains(['/', '.'])
}

/// The sizes of a picture that a script loads.
fn waiting_list(element: ElementRef<'_>) -> Option<&str> {
    let mut lists = element.value().attrs().filter(|(name, value)| {
        name.starts_with("data-") && name.ends_with("srcset") && value.contains(['/', '.'])
    });
    lists.next().map(|(_, value)| value)
}

/// The address of what an element shows.
pub(super) fn address(element: ElementRef<'_>, base: Option<&Url>) -> Option<Url> {
    let resolve = |address: &str| http_url(address, base);
    let own = element.attr("src").and_then(resolve);
    let listed = waiting_list(element)
        .or_else(|| element.attr("srcset"))
        .and_then(|list| largest(list, base))
        .or_else(|| of_sources(element, base));
    waiting(element)
        .and_then(resolve)
        .or_else(|| own.clone().filter(|own| !holds_place(own, listed.as_ref())))
        .or(listed)
        .or(own)
}

/// Whether a file is named like one that holds the place of a picture, or is of the kind that
/// such files are while the picture is of another.
fn holds_place(own: &Url, listed: Option<&Url>) -> bool {
    let animated = |url: &Url| url.path().to_ascii_lowercase().ends_with(".gif");
    let file = own.path().rsplit('/').next().unwrap_or_default();
    let file = file.to_ascii_lowercase();
    let mut words = file.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| PLACEHOLDERS.contains(&word))
        || (animated(own) && listed.is_some_and(|listed| !animated(listed)))
}

fn first_inside(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    element
        .children()
        .take(MOST_INSIDE)
        .filter_map(ElementRef::wrap)
}

/// The largest picture, or the first recording, of the `<source>` elements beside a picture or
/// inside a video.
fn of_sources(element: ElementRef<'_>, base: Option<&Url>) -> Option<Url> {
    let holder = if element.value().name() == "img" {
        let parent = element.parent().and_then(ElementRef::wrap)?;
        Some(parent).filter(|parent| parent.value().name() == "picture")?
    } else {
        element
    };
    let sources = || first_inside(holder).filter(|one| one.value().name() == "source");
    let lists: Vec<&str> = sources()
        .filter_map(|source| source.attr("srcset").or_else(|| waiting_list(source)))
        .collect();
    largest(&lists.join(", "), base).or_else(|| {
        sources().find_map(|source| {
            let own = source.attr("src").and_then(|own| http_url(own, base));
            own.or_else(|| http_url(waiting(source)?, base))
        })
    })
}

/// What an element shows, if it is a picture, a video or a sound that people see. A picture of a
/// pixel counts readers.
pub(super) fn shown(element: ElementRef<'_>, base: Option<&Url>) -> Option<Media> {
    let kind = kind(element)?;
    let inner_picture = || {
        element
            .child_elements()
            .any(|one| one.value().name() == "img")
    };
    if element.value().name() == "picture" && inner_picture() {
        return None;
    }
    if is_pixel(element) && !waits(element) {
        return None;
    }
    let url = address(element, base);
    let alt = element.attr("alt").map(tidy).filter(|alt| !alt.is_empty());
    (url.is_some() || alt.is_some()).then(|| Media {
        kind: kind.to_owned(),
        url: url.map(String::from),
        alt,
    })
}

/// The picture that a video shows before it is played.
pub(super) fn poster(element: ElementRef<'_>, base: Option<&Url>) -> Option<Media> {
    let poster = element
        .attr("poster")
        .or_else(|| element.attr("data-poster"))?;
    Some(Media {
        kind: "image".to_owned(),
        url: Some(http_url(poster, base)?.to_string()),
        alt: None,
    })
}

/// Whether a picture or frame has no size to speak of. Frames grow by scripts: those that count
/// readers have neither width nor height.
pub(super) fn is_pixel(element: ElementRef<'_>) -> bool {
    let style = InlineStyle::parse(element.attr("style").unwrap_or_default());
    let given = |name: &str| {
        let value = element.attr(name)?.trim();
        let number = value.strip_suffix("px").unwrap_or(value);
        number.parse::<f64>().ok()
    };
    let tiny = |size: Option<f64>| size.is_some_and(|size| size <= 1.0);
    let by_any = |name: &str| tiny(given(name).or_else(|| style.pixels(name)));
    let line = !is_frame(element) && (tiny(given("width")) || tiny(given("height")));
    line || (by_any("width") && by_any("height"))
}

/// Files that `<object>` and `<embed>` show.
pub(super) fn embedded(
    element: ElementRef<'_>,
    base: Option<&Url>,
) -> Option<(Option<&'static str>, Url)> {
    let url = http_url(&embedded_address(element)?, base)?;
    let main_type = element.attr("type").unwrap_or_default();
    let by_type = match main_type.split('/').next().unwrap_or_default() {
        "image" => Some("image"),
        "video" => Some("video"),
        "audio" => Some("audio"),
        _ if main_type == "application/pdf" => Some("file"),
        _ => None,
    };
    let kind = by_type.or_else(|| kind_by_name(&url));
    Some((kind, url))
}

fn embedded_address(element: ElementRef<'_>) -> Option<String> {
    let name = element.value().name();
    let own = match name {
        "object" => element.attr("data"),
        "embed" => element.attr("src").or_else(|| element.attr("data-src")),
        _ => return None,
    };
    let parameter = || {
        first_inside(element).find_map(|child| {
            let names = ["movie", "src", "url", "filename"];
            let name = child.attr("name")?.to_ascii_lowercase();
            names.contains(&&*name).then(|| child.attr("value"))?
        })
    };
    own.or_else(parameter).map(str::to_owned)
}

/// Whether an element is an object that shows something, so that what is inside stands in for it.
pub(super) fn is_filled_object(element: ElementRef<'_>) -> bool {
    element.value().name() == "object" && embedded_address(element).is_some()
}

/// What kind of media a file is by the ending of its name.
pub fn kind_by_name(url: &Url) -> Option<&'static str> {
    let (_, ending) = url.path().rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg" | "bmp" => "image",
        "mp4" | "m4v" | "webm" | "ogv" | "mov" | "3gp" | "m3u8" => "video",
        "mp3" | "m4a" | "ogg" | "oga" | "opus" | "wav" => "audio",
        "pdf" => "file",
        _ => return None,
    })
}

/// The picture behind an element.
pub(super) fn background(element: ElementRef<'_>, base: Option<&Url>) -> Option<Url> {
    let style = element.attr("style").map(InlineStyle::parse);
    let styled = style
        .as_ref()
        .and_then(|style| http_url(style.background()?, base));
    styled.or_else(|| {
        let mut waiting = WAITING_BEHIND.iter().filter_map(|name| element.attr(name));
        let value = waiting.find_map(|value| {
            let address = address_in(value).unwrap_or(value);
            Some(address).filter(|address| is_address(address))
        });
        http_url(value?, base)
    })
}

/// Whether what a `<noscript>` holds stands in for an element beside it that a script fills, and
/// that names its address itself.
pub(super) fn stands_in(noscript: ElementRef<'_>, base: Option<&Url>) -> bool {
    let beside = [
        noscript.prev_siblings().find_map(ElementRef::wrap),
        noscript.next_siblings().find_map(ElementRef::wrap),
        noscript.parent().and_then(ElementRef::wrap),
    ];
    beside
        .into_iter()
        .flatten()
        .filter_map(only_media)
        .any(|media| waits(media) && address(media, base).is_some())
}

/// The element itself or the only thing in it, where that is a picture, a recording or a frame.
fn only_media(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let mut at = element;
    while kind(at).is_none() && !is_frame(at) {
        let mut children = at.child_elements();
        let (only, more) = (children.next()?, children.next());
        if more.is_some() {
            return None;
        }
        at = only;
    }
    Some(at)
}
