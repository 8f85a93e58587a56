//! Scoring: text and packs in, an explained [`crate::model::Assessment`] out. Pure.
