//! The state of the queue in an address: what is shown and from where.

use jiff::Timestamp;

use crate::db::queue::{Filter, Key, Section, StartAt};
use crate::model::{Band, Platform, PostId};

/// Percent-encodes for a query value.
pub(super) fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Filter and place as read from an address. Nonsense is left out, never an error: an old
/// bookmark still shows the queue.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct QueueView {
    /// What is shown.
    pub(super) filter: Filter,
    /// From where.
    pub(super) from: StartAt,
}

impl QueueView {
    /// Reads a query string, without the question mark.
    pub(super) fn read(query: &str) -> Self {
        let mut view = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            view.set(&name, &value);
        }
        view
    }

    fn set(&mut self, name: &str, value: &str) {
        match name {
            "bagian" => self.filter.section = section(value),
            "tingkat" => self.filter.band = Band::from_name(value).filter(|band| band.queued()),
            "platform" => self.filter.platform = value.parse::<Platform>().ok(),
            "wilayah" => self.filter.region = value.parse().ok(),
            "pemilihan" if !value.is_empty() => self.filter.target = Some(value.to_owned()),
            "setelah" => self.from = place(value).map_or(self.from, StartAt::After),
            "sebelum" => self.from = place(value).map_or(self.from, StartAt::Before),
            _ => {}
        }
    }

    /// The query string for a filter, without a place; empty for the plain queue.
    pub(super) fn query(filter: &Filter) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if filter.section != Section::First {
            query.append_pair("bagian", section_name(filter.section));
        }
        if let Some(band) = filter.band {
            query.append_pair("tingkat", band.as_str());
        }
        if let Some(platform) = filter.platform {
            query.append_pair("platform", platform.as_str());
        }
        if let Some(region) = &filter.region {
            query.append_pair("wilayah", region.as_str());
        }
        if let Some(target) = &filter.target {
            query.append_pair("pemilihan", target);
        }
        query.finish()
    }
}

/// The address of the queue under a filter, optionally from a place.
pub(super) fn queue_address(filter: &Filter, place: Option<(&str, Key)>) -> String {
    let mut query = QueueView::query(filter);
    if let Some((name, key)) = place {
        let joint = if query.is_empty() { "" } else { "&" };
        let at = key.posted_at.as_microsecond();
        query = format!("{query}{joint}{name}={}:{at}:{}", key.score, key.post);
    }
    if query.is_empty() {
        "/antrean".to_owned()
    } else {
        format!("/antrean?{query}")
    }
}

/// The address of a post opened from the queue under a filter.
pub(super) fn post_address(post: PostId, filter: &Filter) -> String {
    let query = QueueView::query(filter);
    if query.is_empty() {
        format!("/kiriman/{post}")
    } else {
        format!("/kiriman/{post}?{query}")
    }
}

/// The name of a pile in addresses.
pub(super) const fn section_name(section: Section) -> &'static str {
    match section {
        Section::First => "pertama",
        Section::Second => "kedua",
        Section::Disputed => "beda",
    }
}

fn section(name: &str) -> Section {
    match name {
        "kedua" => Section::Second,
        "beda" => Section::Disputed,
        _ => Section::First,
    }
}

// A float's shortest decimal form reads back as the same float, so no place is lost.
fn place(text: &str) -> Option<Key> {
    let mut parts = text.split(':');
    let score: f64 = parts.next()?.parse().ok()?;
    let posted_at = Timestamp::from_microsecond(parts.next()?.parse().ok()?).ok()?;
    let post = PostId(parts.next()?.parse().ok()?);
    score.is_finite().then_some(Key {
        score,
        posted_at,
        post,
    })
}
