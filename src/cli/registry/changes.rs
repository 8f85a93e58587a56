//! What an import changes, and whom its file no longer names, as text and as JSON.

use std::io::Write;

use serde_json::{Value, json};

use crate::db::registry::{ImportReport, ListedChange, VanishedAccount};

/// The most lines of a list: more than anybody reads at once. How many more there are is told.
const MOST_LISTED: usize = 1_000;

/// The changes to print, those of what is registered already before what is new, and how many
/// more there are.
fn listed(changes: &[ListedChange]) -> (Vec<&ListedChange>, usize) {
    let is_new = |change: &&ListedChange| change.field == "created";
    let known = changes.iter().filter(|change| !is_new(change));
    let all = known.chain(changes.iter().filter(is_new));
    let left_out = changes.len().saturating_sub(MOST_LISTED);
    (all.take(MOST_LISTED).collect(), left_out)
}

/// Adds the lists to what is printed as JSON.
pub(super) fn add_lists(value: &mut Value, report: &ImportReport) {
    let (changes, left_out) = listed(&report.changes);
    value["accounts_moved"] = json!(report.accounts_moved);
    value["changes"] = json!(changes);
    value["changes_left_out"] = json!(left_out);
    let vanished: Vec<_> = report.vanished.iter().take(MOST_LISTED).collect();
    value["vanished"] = json!(vanished);
    value["vanished_left_out"] = json!(report.vanished.len() - vanished.len());
}

/// Prints the lists, one line each.
pub(super) fn print_lists(
    report: &ImportReport,
    out: &mut (dyn Write + Send),
) -> std::io::Result<()> {
    let (changes, left_out) = listed(&report.changes);
    for change in changes {
        writeln!(out, "{}", change_line(change))?;
    }
    if left_out > 0 {
        writeln!(out, "and {left_out} more changes")?;
    }
    for vanished in report.vanished.iter().take(MOST_LISTED) {
        writeln!(out, "{}", vanished_line(vanished))?;
    }
    let more = report.vanished.len().saturating_sub(MOST_LISTED);
    if more > 0 {
        writeln!(out, "and {more} more accounts that are no longer named")?;
    }
    Ok(())
}

fn change_line(change: &ListedChange) -> String {
    let who = described(&change.name, change.nip.as_ref());
    let which = change.account.as_ref();
    let which = which
        .map(|account| format!(", {account}"))
        .unwrap_or_default();
    let what = if change.field == "created" {
        "new".to_owned()
    } else {
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        let (before, after) = (shown(&change.before), shown(&change.after));
        format!("{}: {before} -> {after}", change.field)
    };
    format!("change: {}, {who}{which}: {what}", change.place)
}

fn vanished_line(vanished: &VanishedAccount) -> String {
    let who = described(&vanished.name, vanished.nip.as_ref());
    let VanishedAccount {
        account,
        address,
        agency,
        ..
    } = vanished;
    let still = if vanished.person_named {
        "the person is named with other accounts"
    } else {
        "nor is the person"
    };
    format!(
        "no longer named: account {account} ({address}) of {who}, {agency}; {still}. It stays \
         until it is retired"
    )
}

fn described(name: &str, nip: Option<&String>) -> String {
    let nip = nip.map(|nip| format!(" (NIP {nip})")).unwrap_or_default();
    format!("{name}{nip}")
}
