//! Where in a query something stands that turned out to be wrong later.

use super::Field;
use super::marks::{is_quote, is_single_quote};

/// The first byte of a value of a field in the query as typed.
pub(crate) fn place_of(typed: &str, field: Field, value: &str) -> usize {
    let lower = typed.to_lowercase();
    let name = format!("{field}:");
    let places = lower.match_indices(&name).map(|(at, _)| at + name.len());
    let signs = |c: char| is_quote(c) || is_single_quote(c) || matches!(c, '@' | '#' | ' ');
    let found = places.clone().find(|at| {
        let behind = lower[*at..].trim_start_matches(signs);
        behind.starts_with(value)
    });
    let at = found.or_else(|| places.last()).unwrap_or_default();
    // A place in small letters may be none of what was typed.
    (0..=at.min(typed.len()))
        .rev()
        .find(|at| typed.is_char_boundary(*at))
        .unwrap_or_default()
}
