//! Learning the statistical model from labelled posts: what `netra train` writes.

mod learn;
mod manifest;
mod material;
mod validate;

pub use learn::{Learner, LearntModel};
pub use manifest::ModelManifest;
pub use material::{Material, MaterialFile, TrainingPost};
pub use validate::{Dealing, MeasuredLeftOut, Validation, ValidationFigures, validate};
