//! Reading text: folding with offsets, tokens, stems, language. Pure.
