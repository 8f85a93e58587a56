//! Composition root: the only place that builds the parts.
