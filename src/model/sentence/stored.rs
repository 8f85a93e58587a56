//! Sentences in the database and back.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Sentence, Wording};

impl Serialize for Sentence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Sentence", 2)?;
        fields.serialize_field("wording", &self.wording)?;
        fields.serialize_field("words", &self.words[..])?;
        fields.end()
    }
}

impl<'de> Deserialize<'de> for Sentence {
    /// Also reads a plain text: assessments were stored that way before.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

#[derive(Deserialize)]
struct Fields {
    wording: Wording,
    words: Vec<Box<str>>,
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Sentence;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, or a wording with its words")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Sentence, E> {
        Ok(Sentence::as_written(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Sentence, A::Error> {
        let Fields { wording, words } = Fields::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Sentence {
            wording,
            words: words.into(),
        })
    }
}
