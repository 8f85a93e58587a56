//! Tests of the crawler.
