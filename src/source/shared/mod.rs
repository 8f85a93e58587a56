//! What the sources have in common: reading answers, text, dates, links, and remembering how
//! far a listing was read.

pub mod answer;
pub mod bounds;
pub mod charset;
pub mod dates;
pub mod html;
pub mod json;
pub mod links;
pub mod obstacle;
pub mod progress;
pub mod text;
pub mod written;
