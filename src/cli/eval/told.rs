//! Mistakes as they are printed: the sentences of the scorer written out.

use serde::{Serialize, Serializer};

use crate::cli::told::{self, ToldCounterSignal, ToldExplanation, ToldSignal};
use crate::lab::eval::{BackgroundFigures, Mistake};
use crate::model::Language;

#[derive(Serialize)]
struct ToldMistake<'m> {
    #[serde(flatten)]
    mistake: &'m Mistake,
    signals: Vec<ToldSignal<'m>>,
    counter: Vec<ToldCounterSignal<'m>>,
    explanation: ToldExplanation<'m>,
}

#[derive(Serialize)]
struct ToldBackground<'b> {
    #[serde(flatten)]
    figures: &'b BackgroundFigures,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ToldMistake<'b>>,
}

fn tell(mistake: &Mistake) -> ToldMistake<'_> {
    let language = Language::Indonesian;
    ToldMistake {
        mistake,
        signals: told::signals(&mistake.signals, language),
        counter: told::counter(&mistake.counter, language),
        explanation: told::explanation(&mistake.explanation, language),
    }
}

/// Of labelled posts.
pub(super) fn mistakes<S: Serializer>(
    mistakes: &[Mistake],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(mistakes.iter().map(tell))
}

/// Of everyday posts, after their figures.
#[expect(clippy::ref_option, reason = "a function for serialize_with")]
pub(super) fn background<S: Serializer>(
    background: &Option<BackgroundFigures>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let told = background.as_ref().map(|figures| ToldBackground {
        figures,
        errors: figures.errors.iter().map(tell).collect(),
    });
    told.serialize(serializer)
}
