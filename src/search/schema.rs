//! The fields of the index, from `index/schema.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use tantivy::schema::{
    FAST, Field as Handle, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};

const FILE: &str = include_str!("../../index/schema.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    field: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: Kind,
    #[serde(rename = "meaning")]
    _meaning: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Id,
    Terms,
    Keyword,
    Filter,
    Integer,
    Fraction,
}

/// Handles of the fields.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub(super) id: Handle,
    pub(super) stems: Handle,
    pub(super) exact: Handle,
    pub(super) agency_words: Handle,
    pub(super) region_path: Handle,
    pub(super) posted_at: Handle,
    pub(super) day: Handle,
    pub(super) score: Handle,
    keywords: BTreeMap<super::Field, Handle>,
}

impl Fields {
    /// The field that holds the values of a field of the query language.
    pub(super) fn keyword(&self, field: super::Field) -> Handle {
        self.keywords[&field]
    }
}

/// The schema, its handles and its version. The file is part of the program, so that a wrong
/// one cannot pass the tests.
pub(super) fn schema() -> (Schema, Fields, u32) {
    let file: File = toml::from_str(FILE).expect("index/schema.toml is tested");
    let mut builder = Schema::builder();
    for (name, entry) in &file.field {
        match entry.kind {
            Kind::Id => builder.add_i64_field(name, INDEXED | FAST),
            Kind::Integer => builder.add_i64_field(name, FAST),
            Kind::Fraction => builder.add_f64_field(name, FAST),
            Kind::Terms => builder.add_text_field(name, terms()),
            Kind::Keyword => builder.add_text_field(name, keyword().set_fast("raw")),
            Kind::Filter => builder.add_text_field(name, keyword()),
        };
    }
    let schema = builder.build();
    let handle = |name: &str| schema.get_field(name).expect("index/schema.toml is tested");
    let fields = Fields {
        id: handle("id"),
        stems: handle("stems"),
        exact: handle("exact"),
        agency_words: handle("agency_words"),
        region_path: handle("region_path"),
        posted_at: handle("posted_at"),
        day: handle("day"),
        score: handle("score"),
        keywords: super::Field::ALL
            .map(|field| (field, handle(field.as_str())))
            .into(),
    };
    (schema, fields, file.version)
}

fn terms() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    )
}

fn keyword() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic),
    )
}
