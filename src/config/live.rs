//! Whether anything of an election at hand can be found.

use jiff::civil::Date;

use super::{Configuration, Diagnostic, FilePlace};
use crate::model::Contest;

/// Says so when every contest by which posts are scored is made up, closed or over on that day:
/// then nothing will ever wait for a reviewer, and all looks well.
pub fn warning(configuration: &Configuration, today: Date) -> Option<Diagnostic> {
    let active = configuration.active_contests();
    let idle: Option<Vec<String>> = active.iter().map(|one| idleness(one, today)).collect();
    let place = FilePlace {
        file: configuration
            .folder
            .join("netra.toml")
            .display()
            .to_string(),
        line: 0,
        column: 0,
    };
    let message = format!(
        "no contest at hand is watched: {}; nothing of a present election will be found",
        idle?.join(", ")
    );
    let hint = "write a pack with `netra contest new ID` and name it in contests under [score]";
    Some(place.warning(message, hint))
}

/// Why nothing of a contest will be found any more, if so.
fn idleness(contest: &Contest, today: Date) -> Option<String> {
    let id = &contest.id;
    if is_made_up(contest) {
        Some(format!("{id} is made up"))
    } else if contest.closed {
        Some(format!("{id} is closed"))
    } else if contest.calendar.ends < today {
        Some(format!("{id} ended on {}", contest.calendar.ends))
    } else {
        None
    }
}

/// Packs say in their source that they are made up (*fiktif*).
fn is_made_up(contest: &Contest) -> bool {
    let source = contest.provenance.source.to_lowercase();
    source
        .split(|sign: char| !sign.is_alphanumeric())
        .any(|word| word == "fiktif")
}
