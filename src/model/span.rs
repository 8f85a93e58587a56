//! Where words stand: in which text of a post, and between which of its bytes.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Half-open byte range into one text, on character boundaries.
pub type ByteRange = [usize; 2];

/// Which text of a post.
///
/// Written `post`, `alt 1`, `ocr 1`, `quoted`: media are counted from 1 in the order of the post,
/// those without a text too, so that the number is that of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextName {
    /// The post's own text.
    Post,
    /// Alternative text of a medium, which its author wrote.
    Alt(u32),
    /// Words read off a picture that the author posted.
    Ocr(u32),
    /// The post that was quoted: context, not the author's words.
    Quoted,
}

impl TextName {
    /// Whether the words are part of what the author posts, and not only what it refers to.
    pub const fn is_posted(self) -> bool {
        !matches!(self, Self::Quoted)
    }
}

impl fmt::Display for TextName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Post => formatter.write_str("post"),
            Self::Alt(number) => write!(formatter, "alt {number}"),
            Self::Ocr(number) => write!(formatter, "ocr {number}"),
            Self::Quoted => formatter.write_str("quoted"),
        }
    }
}

/// A name that is none of `post`, `alt 1`, `ocr 1` and `quoted`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the name of a text is post, quoted, or alt or ocr with a number from 1, such as \"alt 1\""
)]
pub struct UnknownText;

impl FromStr for TextName {
    type Err = UnknownText;

    fn from_str(name: &str) -> Result<Self, UnknownText> {
        let (sort, number) = match name.split_once(' ') {
            Some((sort, number)) => (sort, Some(number.parse().map_err(|_| UnknownText)?)),
            None => (name, None),
        };
        let text = match (sort, number) {
            ("post", None) => Self::Post,
            ("quoted", None) => Self::Quoted,
            ("alt", Some(number)) => Self::Alt(number),
            ("ocr", Some(number)) => Self::Ocr(number),
            _ => return Err(UnknownText),
        };
        // One spelling a text: no "alt 0", "alt 01" or "alt +1".
        let numbered_from_1 = number != Some(0);
        (numbered_from_1 && text.to_string() == name)
            .then_some(text)
            .ok_or(UnknownText)
    }
}

/// Words of a post: which text, and which bytes of it.
///
/// In JSON `[start, end]` for the post's own text, as it was before other texts had places, and
/// `{"text": "alt 1", "range": [start, end]}` for any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Which text.
    pub text: TextName,
    /// Where in it.
    pub range: ByteRange,
}

impl Span {
    /// Words of the post's own text.
    pub const fn of_post(range: ByteRange) -> Self {
        Self {
            text: TextName::Post,
            range,
        }
    }

    /// The words, if the span is of that text and fits it.
    pub fn words<'t>(&self, name: TextName, text: &'t str) -> Option<&'t str> {
        let [start, end] = self.range;
        (self.text == name).then(|| text.get(start..end)).flatten()
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.text == TextName::Post {
            return self.range.serialize(serializer);
        }
        let mut object = serializer.serialize_struct("Span", 2)?;
        object.serialize_field("text", &self.text.to_string())?;
        object.serialize_field("range", &self.range)?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SpanVisitor)
    }
}

struct SpanVisitor;

impl<'de> Visitor<'de> for SpanVisitor {
    type Value = Span;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[start, end] or {\"text\", \"range\"}")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Span, A::Error> {
        ByteRange::deserialize(de::value::SeqAccessDeserializer::new(items)).map(Span::of_post)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Span, A::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Named {
            text: String,
            range: ByteRange,
        }
        let named = Named::deserialize(de::value::MapAccessDeserializer::new(entries))?;
        let text = named.text.parse().map_err(de::Error::custom)?;
        Ok(Span {
            text,
            range: named.range,
        })
    }
}
