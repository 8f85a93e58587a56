//! The state of the register's list in an address: what is shown and from where.

use crate::db::registry::{AccountStanding, RegisterFilter, RegisterPlace, RegisterSearch};
use crate::model::PersonId;
use crate::source::Sources;

/// What is shown and from where, as read from an address. Nonsense is left out, never an error.
#[derive(Debug, Clone, Default)]
pub(super) struct RegisterView {
    /// What is shown.
    pub(super) filter: RegisterFilter,
    /// What was typed into the search box.
    pub(super) typed: String,
    /// From where.
    pub(super) from: RegisterPlace,
}

impl RegisterView {
    /// Reads a query string, without the question mark.
    pub(super) fn read(query: &str, sources: &Sources) -> Self {
        let mut view = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "cari" => {
                    view.typed = value.trim().chars().take(200).collect();
                    view.filter.search = sought(&view.typed, sources);
                }
                "platform" => view.filter.platform = value.parse().ok(),
                "keadaan" => view.filter.standing = AccountStanding::from_name(&value),
                "setelah" => view.place(&value, RegisterPlace::After),
                "sebelum" => view.place(&value, RegisterPlace::Before),
                _ => {}
            }
        }
        view
    }

    fn place(&mut self, value: &str, place: fn(PersonId) -> RegisterPlace) {
        if let Ok(person) = value.parse() {
            self.from = place(PersonId(person));
        }
    }

    /// The same from a place.
    pub(super) fn at(&self, from: RegisterPlace) -> Self {
        Self {
            from,
            ..self.clone()
        }
    }

    /// Whether all are shown.
    pub(super) fn is_plain(&self) -> bool {
        self.filter == RegisterFilter::default()
    }

    /// Its address.
    pub(super) fn address(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if !self.typed.is_empty() {
            query.append_pair("cari", &self.typed);
        }
        if let Some(platform) = self.filter.platform {
            query.append_pair("platform", platform.as_str());
        }
        if let Some(standing) = self.filter.standing {
            query.append_pair("keadaan", standing.as_str());
        }
        match self.from {
            RegisterPlace::Top => {}
            RegisterPlace::After(person) => {
                query.append_pair("setelah", &person.to_string());
            }
            RegisterPlace::Before(person) => {
                query.append_pair("sebelum", &person.to_string());
            }
        }
        let query = query.finish();
        if query.is_empty() {
            "/registri".to_owned()
        } else {
            format!("/registri?{query}")
        }
    }
}

/// What is looked for: the account that a link leads to, or words.
fn sought(typed: &str, sources: &Sources) -> RegisterSearch {
    // Handles and hosts are found as words, also in part.
    let link = typed.contains("://") || typed.contains('/');
    let found = sources.recognise(typed).filter(|_| link);
    let account = found
        .and_then(|(platform, _)| Some((platform, sources.get(platform).spelling(typed).ok()?)));
    let words = RegisterSearch::read(typed);
    match account {
        Some((platform, address)) => words.or_account(platform, address),
        None => words,
    }
}
