//! The NIP on the page of a post: masked, until somebody says why they need to see it.

use crate::db::post::ReviewItem;
use crate::model::{Nip, Reason, Right};
use crate::web::form::FormFields;
use crate::web::frame::Frame;

/// How far the number is shown, and why not further.
#[derive(Debug)]
pub(super) enum NipAsked {
    /// Nobody asked.
    No,
    /// With this reason.
    Yes(Reason),
    /// What was typed, and what is wrong.
    Refused(String, &'static str),
}

impl NipAsked {
    /// What a form asks for.
    pub(super) fn of(fields: &FormFields, frame: &Frame) -> Self {
        let typed = fields.get("alasan");
        match typed.parse() {
            Ok(reason) => Self::Yes(reason),
            Err(problem) => Self::Refused(
                typed.to_owned(),
                super::form::reason_words(problem, frame.text),
            ),
        }
    }
}

/// The number as the page shows it.
#[derive(Debug)]
pub(super) struct NipShown {
    /// Masked or whole; agencies have none.
    pub(super) value: Option<String>,
    /// Whether the page asks for a reason to show it.
    pub(super) offer: bool,
    /// What was typed.
    pub(super) reason: String,
    /// What is wrong with it.
    pub(super) problem: Option<&'static str>,
}

impl NipShown {
    pub(super) fn of(item: &ReviewItem, asked: &NipAsked, frame: &Frame) -> Self {
        let whole = matches!(asked, NipAsked::Yes(_));
        let nip = item.person.nip.as_ref();
        let value = if whole {
            nip.map(|nip| nip.as_str().to_owned())
        } else {
            nip.map(Nip::masked)
        };
        let (reason, problem) = match asked {
            NipAsked::Refused(typed, problem) => (typed.clone(), Some(*problem)),
            NipAsked::No | NipAsked::Yes(_) => (String::new(), None),
        };
        Self {
            offer: value.is_some() && frame.may(Right::Reveal) && !whole,
            value,
            reason,
            problem,
        }
    }
}
