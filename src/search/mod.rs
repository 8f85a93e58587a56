//! The search index: schema, analyzer, query language, rebuild.
