//! How well the scorer does on labelled posts: the figures of `netra eval`.
//!
//! `posts` and `readers` read; `posts` scores; `measures`, `groups`, `rules`, `background`,
//! `contests`, `disguises` and `mistakes` each count one thing over the scored posts.

mod background;
mod contests;
pub mod disguise;
mod disguises;
mod groups;
mod labelled;
mod measures;
mod mistakes;
mod ordered;
mod posts;
mod readers;
mod rules;

pub use background::{BackgroundFigures, EverydayPost, measure_background, score_everyday};
pub use contests::{ContestFigures, ReaderFigures, measure_contest};
pub use disguises::{Disguised, in_disguises};
pub use groups::GroupFigures;
pub use labelled::LabelledFigures;
pub use measures::{AtPrevalence, MeasureIntervals, Measures, PrecisionAt, Reweighted};
pub use mistakes::{Mistake, check_group, worst_mistakes};
pub use ordered::OrderedMap;
pub use posts::{LabelledPost, ScoredPost, parse_labelled_posts, score_posts};
pub use readers::{ReadersVerdict, TwiceReadLine, TwiceReadLines, parse_readers};
pub use rules::{CounterReport, RuleReport, wrong_counter_rules, wrong_rules};
