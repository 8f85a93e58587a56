//! One pass: plan, fetch, capture, parse, score, save page and cursor, index.
