//! Reading text: folding with offsets, tokens, stems, language. Pure.

pub mod analyze;
