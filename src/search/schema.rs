//! The fields of the index, from `index/schema.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use tantivy::schema::{
    FAST, Field as Handle, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};

use super::Facet;

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
    Keys,
    Facet,
    Integer,
    Fraction,
}

/// Handles of the fields that are written to and asked for by handle; facets go by name.
#[derive(Debug)]
pub(super) struct IndexFields {
    pub(super) id: Handle,
    pub(super) stems: Handle,
    pub(super) exact: Handle,
    pub(super) agency_words: Handle,
    pub(super) keys: Handle,
    pub(super) posted_at: Handle,
    pub(super) day: Handle,
    pub(super) score: Handle,
    facets: BTreeMap<super::Field, Handle>,
}

impl IndexFields {
    /// The column that counts the values of a field of the query language, where they are
    /// counted.
    pub(super) fn facet(&self, field: super::Field) -> Option<Handle> {
        self.facets.get(&field).copied()
    }
}

/// The schema, its handles and its version.
#[derive(Debug)]
pub(super) struct IndexSchema {
    pub(super) engine: Schema,
    pub(super) fields: IndexFields,
    pub(super) version: u32,
}

/// The schema of this program. The file is part of the program, so that a wrong one cannot
/// pass the tests.
pub(super) fn schema() -> &'static IndexSchema {
    // Every search asks for the version; reading the file took longer than a rare word does.
    static SCHEMA: LazyLock<IndexSchema> = LazyLock::new(read_schema);
    &SCHEMA
}

fn read_schema() -> IndexSchema {
    let file: File = toml::from_str(FILE).expect("index/schema.toml is tested");
    let mut builder = Schema::builder();
    for (name, entry) in &file.field {
        match entry.kind {
            Kind::Id => builder.add_i64_field(name, INDEXED | FAST),
            Kind::Integer => builder.add_i64_field(name, FAST),
            Kind::Fraction => builder.add_f64_field(name, FAST),
            Kind::Terms => builder.add_text_field(name, terms()),
            Kind::Keys => builder.add_text_field(name, keys()),
            Kind::Facet => builder.add_text_field(name, TextOptions::default().set_fast("raw")),
        };
    }
    let engine = builder.build();
    IndexSchema {
        fields: handles(&engine),
        engine,
        version: file.version,
    }
}

fn handles(schema: &Schema) -> IndexFields {
    let handle = |name: &str| schema.get_field(name).expect("index/schema.toml is tested");
    IndexFields {
        id: handle("id"),
        stems: handle("stems"),
        exact: handle("exact"),
        agency_words: handle("agency_words"),
        keys: handle("keys"),
        posted_at: handle("posted_at"),
        day: handle("day"),
        score: handle("score"),
        facets: Facet::all()
            .map(|facet| (facet.field(), handle(facet.field().as_str())))
            .collect(),
    }
}

fn terms() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    )
}

fn keys() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic),
    )
}
