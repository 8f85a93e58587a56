//! Measuring the scorer: what its commands cannot show from the outside.

mod disguise;
