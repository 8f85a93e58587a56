//! Reading text: folding with offsets, tokens and clauses, stems, language. Pure.
//!
//! [`fold()`] gives the plain view of a post, in which spelling tricks are undone and every byte
//! leads back to the original; [`views`] derives further views for digits used as letters,
//! spelt-out acronyms and joined hashtags. [`tokens()`] cuts a view into words with their clause.
//! [`analyze`] makes the search terms of a post, with [`stem`]; [`language()`] gives
//! hints to people. Neither ever decides whether a rule may fire.

pub mod analyze;
mod confusable;
mod flags;
pub mod fold;
pub mod hash;
pub mod inflect;
pub mod language;
mod offsets;
mod quotes;
pub mod stem;
pub mod tokens;
mod unseen;
pub mod views;

pub use confusable::latin_twin;
pub use fold::{Folded, fold};
pub use language::language;
pub use stem::Stems;
pub use tokens::{Sigil, Token, Tokens, tokens};
pub use unseen::is_blank;
pub use views::View;
