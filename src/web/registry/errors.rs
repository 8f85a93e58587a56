//! What the error of a visit means for whoever keeps the register. The errors themselves are
//! sentences of the crawler, in English.

use super::labels::RegistryText;

/// Signs of an error, and the label that says what it means.
type ErrorMeaning = (&'static [&'static str], fn(&RegistryText) -> &'static str);

/// The first of which a sign stands in an error counts.
const MEANINGS: &[ErrorMeaning] = &[
    (&["octets that came are kept"], |text| text.means_unread),
    (&["robots.txt"], |text| text.means_robots),
    (
        &[
            "status 404",
            "answered 404",
            "status 410",
            "answered 410",
            "no such account",
        ],
        |text| text.means_gone,
    ),
    (
        &["status 401", "answered 401", "status 403", "answered 403"],
        |text| text.means_refused,
    ),
    (&["429", "put off", "left alone"], |text| text.means_busy),
    (&["status 5", "answered 5"], |text| text.means_server),
    (&["in time"], |text| text.means_slow),
    (&["redirects", "now leads to"], |text| text.means_moved),
    (&["cannot be reached", "no public address"], |text| {
        text.means_unreachable
    }),
];

/// What an error means.
pub(super) fn meaning(error: &str, text: &RegistryText) -> &'static str {
    let found = MEANINGS
        .iter()
        .find(|(signs, _)| signs.iter().any(|sign| error.contains(sign)));
    found.map_or(text.means_unknown, |(_, meaning)| meaning(text))
}
