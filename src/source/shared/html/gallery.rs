//! Media and links of a text, each once.

use std::collections::{HashMap, HashSet};

use scraper::ElementRef;
use url::Url;

use super::look::{Look, has_class};
use super::{emoji, media};
use crate::model::Media;
use crate::source::shared::links::http_url;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Gallery {
    media: Vec<Media>,
    /// Place of the media with an address.
    places: HashMap<String, usize>,
    links: Vec<String>,
    known_links: HashSet<String>,
    /// Pictures behind elements.
    backgrounds: Vec<String>,
    without_anchors: bool,
}

impl Gallery {
    /// One that keeps no links of words.
    pub(super) fn without_anchors() -> Self {
        Self {
            without_anchors: true,
            ..Self::default()
        }
    }

    /// Takes what an element shows or leads to; says whether what is inside it is read as well.
    pub(super) fn enter(
        &mut self,
        element: ElementRef<'_>,
        look: Look,
        base: Option<&Url>,
    ) -> bool {
        let name = element.value().name();
        if name == "a" && !self.without_anchors {
            self.anchor(element, base);
        }
        if look.shows_media() {
            self.shown(element, base);
        }
        // Inside of these is what stands in for them, in browsers that cannot show them.
        !matches!(
            name,
            "video"
                | "audio"
                | "canvas"
                | "iframe"
                | "amp-img"
                | "amp-anim"
                | "amp-video"
                | "amp-audio"
                | "amp-iframe"
        )
    }

    fn shown(&mut self, element: ElementRef<'_>, base: Option<&Url>) {
        if let Some(media) = media::shown(element, base) {
            self.add(media);
            self.extend_media(media::poster(element, base));
        } else if let Some(poster) = media::poster(element, base) {
            self.add(poster);
        } else if media::is_frame(element) && !media::is_pixel(element) {
            self.links_to(media::address(element, base));
        } else if let Some((kind, url)) = media::embedded(element, base) {
            match kind {
                Some(kind) => self.add(Media {
                    kind: kind.to_owned(),
                    url: Some(url.into()),
                    alt: None,
                }),
                None => self.links_to(Some(url)),
            }
        } else if !emoji::is_marked(element) {
            let behind = media::background(element, base);
            self.backgrounds.extend(behind.map(String::from));
        }
    }

    fn anchor(&mut self, element: ElementRef<'_>, base: Option<&Url>) {
        let relations = element.attr("rel").unwrap_or_default();
        let is_tag = relations
            .split_whitespace()
            .any(|relation| relation == "tag");
        if is_tag || has_class(element, "mention") || has_class(element, "hashtag") {
            return;
        }
        self.links_to(element.attr("href").and_then(|href| http_url(href, base)));
    }

    fn links_to(&mut self, url: Option<Url>) {
        let url = url.map(String::from);
        let new = url.filter(|url| self.known_links.insert(url.clone()));
        self.links.extend(new);
    }

    /// Adds media; what is there already may gain its alternative text.
    fn add(&mut self, media: Media) {
        let place = self.media.len();
        if let Some(url) = &media.url {
            let known = *self.places.entry(url.clone()).or_insert(place);
            if let Some(known) = self.media.get_mut(known) {
                known.alt = known.alt.take().or(media.alt);
                return;
            }
        }
        self.media.push(media);
    }

    fn extend_media(&mut self, media: impl IntoIterator<Item = Media>) {
        media.into_iter().for_each(|media| self.add(media));
    }

    /// Adds what another one found for readers without scripts. A picture before it without an
    /// address is the one that a script would have filled.
    pub(super) fn join(&mut self, other: Self) {
        let (mut media, links) = other.finish();
        let unfilled = self.media.pop_if(|last| last.url.is_none());
        if let Some(first) = media.first_mut() {
            let alt = unfilled.and_then(|unfilled| unfilled.alt);
            first.alt = first.alt.take().or(alt);
        } else {
            self.media.extend(unfilled);
        }
        self.extend_media(media);
        let new = links
            .into_iter()
            .filter(|url| self.known_links.insert(url.clone()));
        self.links.extend(new);
    }

    /// Media and links in order. What stands behind the words is a picture of the post where
    /// there is no other.
    pub(super) fn finish(mut self) -> (Vec<Media>, Vec<String>) {
        if !self.media.iter().any(|media| media.kind == "image") {
            let backgrounds = std::mem::take(&mut self.backgrounds);
            self.extend_media(backgrounds.into_iter().map(|url| Media {
                kind: "image".to_owned(),
                url: Some(url),
                alt: None,
            }));
        }
        (self.media, self.links)
    }
}
