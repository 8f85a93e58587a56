//! An account in a list, and rows that cannot be read.

use super::labels::{RegistryText, filled};
use super::words;
use crate::db::registry::{PersonAccount, RegisteredPerson};
use crate::db::{Listed, Unreadable};
use crate::model::Language;

/// An account as it stands in a list.
#[derive(Debug)]
pub(super) struct AccountLine {
    pub(super) href: String,
    pub(super) platform: &'static str,
    pub(super) address: String,
    pub(super) standing: &'static str,
    pub(super) class: &'static str,
    pub(super) since: Option<String>,
    /// In place of all that, where the row cannot be read.
    pub(super) unreadable: Option<String>,
}

impl AccountLine {
    /// The account of a person.
    pub(super) fn of(
        listed: &Listed<PersonAccount>,
        of: &RegisteredPerson,
        language: Language,
    ) -> Self {
        let text = RegistryText::of(language);
        match listed {
            Ok(found) => Self {
                href: words::account_page(found.account.id),
                platform: words::platform(found.account.platform, language),
                address: found.account.address.clone(),
                standing: words::standing(found.standing, text),
                class: words::standing_class(found.standing),
                since: words::standing_since(found, of.person.purpose.ends_on, language),
                unreadable: None,
            },
            Err(unreadable) => Self {
                href: String::new(),
                platform: "",
                address: String::new(),
                standing: "",
                class: "fail",
                since: None,
                unreadable: Some(told_unreadable(text.unreadable_account, unreadable)),
            },
        }
    }
}

/// The number for the reader; what is wrong with it is for the log.
pub(super) fn told_unreadable(pattern: &str, unreadable: &Unreadable) -> String {
    tracing::error!(row = unreadable.id, "{unreadable}");
    filled(pattern, &[&unreadable.id.to_string()])
}
