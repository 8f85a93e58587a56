//! Public offices that contestants hold.

use std::ops::Range;

use crate::config::diagnostics::Findings;
use crate::config::reader::{Keys, Placed};
use crate::model::{Contest, Office};

/// Reads the offices of a contestant, with their places.
pub(super) fn read(keys: &Keys<'_, '_>, findings: &Findings<'_>) -> Vec<(Office, Range<usize>)> {
    // What packs said before an office had a name and days.
    if keys.boolean("incumbent").is_some() {
        let hint = "write [[contestant.offices]] with office, region, since and until";
        let message = "incumbent is not read any more";
        findings.warning(keys.place(), message.to_owned(), hint.to_owned());
    }
    let sections = keys.sections("offices").into_iter();
    sections.filter_map(office).collect()
}

fn office(keys: Keys<'_, '_>) -> Option<(Office, Range<usize>)> {
    keys.require("office", "\"Bupati Sukaraja\"");
    keys.require("region", "\"32.04\"");
    keys.require("since", "2021-02-26");
    let title = keys.string("office").map(Placed::into_inner);
    let region = keys.region("region");
    let since = keys.date("since").map(Placed::into_inner);
    let until = keys.date("until").map(Placed::into_inner);
    let holder = keys.strings("holder").into_iter();
    let holder = holder.map(Placed::into_inner).collect();
    let place = keys.place().clone();
    keys.finish();
    let office = Office {
        title: title?,
        region: region?,
        since: since?,
        until,
        holder,
        at_stake: false,
    };
    Some((office, place))
}

/// Which offices are those that the contest is about: of the same region, and called alike
/// (`Wali Kota` as the kind `walikota`, `Wakil Bupati` as `bupati`: pairs stand for both).
pub(super) fn tell_those_at_stake(contest: &mut Contest, kind: &str) {
    let offices = contest
        .contestants
        .iter_mut()
        .flat_map(|one| &mut one.offices);
    for office in offices {
        let called = office.title.replace(' ', "").to_lowercase();
        let called = called.strip_prefix("wakil").unwrap_or(&called);
        office.at_stake = office.region == contest.region && called.starts_with(kind);
    }
}
