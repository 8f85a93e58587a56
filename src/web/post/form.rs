//! The verdict form, verdicts given so far, and the note that one was saved.

use super::{Trouble, options};
use crate::db::post::ReviewItem;
use crate::db::verdict::Verdict;
use crate::model::{Decision, InvalidReason, PostId, ReviewState, User};
use crate::review::codes::{Code, DISMISSED, UNSURE};
use crate::review::{Draft, DraftProblem};
use crate::web::form::FormFields;
use crate::web::frame::Frame;
use crate::web::state::WebState;
use crate::web::text::Text;
use crate::web::{times, words};

/// The form as it is shown.
#[derive(Debug)]
pub(super) struct VerdictForm {
    pub(super) revision: u32,
    pub(super) assessment: i64,
    pub(super) decisions: Vec<VerdictChoice>,
    pub(super) groups: Vec<(&'static str, &'static str, Vec<VerdictChoice>)>,
    pub(super) reason: String,
    pub(super) changing: bool,
    pub(super) stale: bool,
    /// Whether it is shown again after the session ended.
    pub(super) again: bool,
    pub(super) problem_decision: Option<&'static str>,
    pub(super) problem_code: Option<&'static str>,
    pub(super) problem_reason: Option<&'static str>,
}

/// Something to choose.
#[derive(Debug)]
pub(super) struct VerdictChoice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) note: &'static str,
    pub(super) key: &'static str,
    pub(super) chosen: bool,
}

/// A verdict as it is shown.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) who: String,
    pub(super) decision: &'static str,
    pub(super) code: String,
    pub(super) reason: String,
    pub(super) at: String,
    pub(super) revision: u32,
    pub(super) standing: bool,
}

/// What was just saved.
#[derive(Debug)]
pub(in crate::web) struct Flash {
    pub(in crate::web) post: PostId,
    pub(in crate::web) state: &'static str,
    pub(in crate::web) end: bool,
}

impl Flash {
    /// Reads it from the query string that [`super::go_on`] wrote.
    pub(in crate::web) fn read(query: &str, text: &Text) -> Option<Self> {
        let get = |wanted: &str| {
            url::form_urlencoded::parse(query.as_bytes())
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.into_owned())
        };
        let post = get("tersimpan")?.parse().ok().map(PostId)?;
        let state = ReviewState::from_name(&get("keadaan")?)?;
        Some(Self {
            post,
            state: words::saved(state, text),
            end: get("akhir").is_some(),
        })
    }
}

/// What was typed.
pub(super) fn draft(fields: &FormFields) -> Draft {
    Draft {
        revision: fields.get("versi").parse().unwrap_or(0),
        assessment: fields.get("penilaian").parse().unwrap_or(0),
        decision: fields.get("putusan").to_owned(),
        code: fields.get("kode").to_owned(),
        reason: fields.get("alasan").replace("\r\n", "\n"),
    }
}

/// Whether the user has judged the latest revision.
pub(super) fn decided(item: &ReviewItem, user: &User) -> bool {
    own(item, user).is_some()
}

fn own<'a>(item: &'a ReviewItem, user: &User) -> Option<&'a Verdict> {
    let latest = item.post.latest_revision;
    item.verdicts
        .iter()
        .find(|verdict| verdict.standing && verdict.user == user.id && verdict.revision == latest)
}

/// The verdicts that the reader may know of.
pub(super) fn given(item: &ReviewItem, frame: &Frame) -> Vec<Given> {
    let zone = item.post.region.time_zone();
    let given = item.verdicts.iter().map(|verdict| Given {
        who: verdict.user_name.clone(),
        decision: words::decision(verdict.decision, frame.text),
        code: verdict.code.clone(),
        reason: verdict.reason.clone(),
        at: times::full(verdict.at, zone, frame.language),
        revision: verdict.revision,
        standing: verdict.standing,
    });
    given.collect()
}

impl VerdictForm {
    /// The form for a post; none if it was not assessed. A refused attempt is filled in again,
    /// else the user's own standing verdict.
    pub(super) fn of(
        attempt: Option<&(Draft, Trouble)>,
        item: &ReviewItem,
        (user, state): (&User, &WebState),
        frame: &Frame,
    ) -> Option<Self> {
        let assessment = item.assessment.as_ref()?;
        let own = own(item, user);
        let typed = attempt.map_or_else(
            || own.map(typed).unwrap_or_default(),
            |(draft, _)| draft.clone(),
        );
        let problems: &[DraftProblem] = match attempt {
            Some((_, Trouble::Incomplete(problems))) => problems,
            _ => &[],
        };
        let told = |is_of_field: fn(&&DraftProblem) -> bool| {
            let found = problems.iter().find(is_of_field);
            found.map(|problem| problem_words(*problem, frame.text))
        };
        Some(Self {
            revision: item.post.latest_revision,
            assessment: assessment.id.0,
            decisions: decisions(&typed, frame.text),
            groups: groups(item, state, &typed, frame),
            reason: typed.reason,
            changing: own.is_some(),
            stale: match attempt {
                Some((_, Trouble::Stale)) => true,
                Some((draft, Trouble::Again)) => draft.revision != item.post.latest_revision,
                _ => false,
            },
            again: matches!(attempt, Some((_, Trouble::Again))),
            problem_decision: told(|problem| **problem == DraftProblem::Decision),
            problem_code: told(|problem| **problem == DraftProblem::Code),
            problem_reason: told(|problem| matches!(problem, DraftProblem::Reason(_))),
        })
    }

    /// Whether anything is wrong.
    pub(super) fn refused(&self) -> bool {
        let problems = [
            self.problem_decision,
            self.problem_code,
            self.problem_reason,
        ];
        self.stale || self.again || problems.iter().any(Option::is_some)
    }
}

fn typed(verdict: &Verdict) -> Draft {
    Draft {
        decision: verdict.decision.as_str().to_owned(),
        code: verdict.code.clone(),
        reason: verdict.reason.clone(),
        ..Draft::default()
    }
}

fn problem_words(problem: DraftProblem, text: &Text) -> &'static str {
    match problem {
        DraftProblem::Decision => text.problem_decision,
        DraftProblem::Code => text.problem_code,
        DraftProblem::Reason(problem) => reason_words(problem, text),
    }
}

/// What is wrong with a reason.
pub(super) fn reason_words(problem: InvalidReason, text: &Text) -> &'static str {
    match problem {
        InvalidReason::Empty => text.problem_reason,
        InvalidReason::Long => text.problem_reason_long,
        InvalidReason::Control => text.problem_reason_hidden,
    }
}

fn decisions(typed: &Draft, text: &Text) -> Vec<VerdictChoice> {
    let all = [
        (Decision::Suspected, text.suspected_note, "d"),
        (Decision::Dismissed, text.dismissed_note, "b"),
        (Decision::Unsure, text.unsure_note, "r"),
    ];
    all.into_iter()
        .map(|(decision, note, key)| VerdictChoice {
            value: decision.as_str().to_owned(),
            label: words::decision(decision, text).to_owned(),
            note,
            key,
            chosen: typed.decision == decision.as_str(),
        })
        .collect()
}

fn groups(
    item: &ReviewItem,
    state: &WebState,
    typed: &Draft,
    frame: &Frame,
) -> Vec<(&'static str, &'static str, Vec<VerdictChoice>)> {
    let text = frame.text;
    let choice = |code: &str, label: &str| VerdictChoice {
        value: code.to_owned(),
        label: label.to_owned(),
        note: "",
        key: "",
        chosen: typed.code == code,
    };
    let known = |codes: &[Code]| -> Vec<VerdictChoice> {
        let named = |code: &Code| choice(code.code, words::code(*code, frame.language));
        codes.iter().map(named).collect()
    };
    let options = options(item.assessment.as_ref(), state);
    let norms = options
        .norms
        .iter()
        .map(|(code, text)| choice(code, text))
        .collect();
    vec![
        (text.codes_norms, "suspected", norms),
        (text.codes_signals, "suspected", known(&options.signals)),
        (text.codes_dismissed, "dismissed", known(&DISMISSED)),
        (text.codes_unsure, "unsure", known(&UNSURE)),
    ]
}
