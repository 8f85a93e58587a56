//! How an installation does, as a page for a person: what is wrong, what is there, what to do
//! next.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use jiff::{SignedDuration, Timestamp};

use crate::corpus::IndexStanding;
use crate::db::status::Status;
use crate::model::{TimeZone, one_line};

/// More refusals in a day than slips of the keys in an office come to.
const MOST_REFUSED: i64 = 100;

/// What the page is made from.
pub(super) struct StatusPage<'s> {
    pub(super) status: &'s Status,
    pub(super) standing: &'s IndexStanding,
    /// What is wrong with disks, with the rights of files and with the certificate of the pages.
    pub(super) machine: &'s [String],
    /// Whether webmasters cannot reach anybody yet.
    pub(super) example_contact: bool,
}

impl Display for StatusPage<'_> {
    fn fmt(&self, page: &mut Formatter<'_>) -> fmt::Result {
        self.troubles(page)?;
        self.accounts(page)?;
        self.posts(page)?;
        writeln!(page, "\nNext: {}", self.next())
    }
}

impl StatusPage<'_> {
    /// What is wrong, before anything else.
    fn troubles(&self, page: &mut Formatter<'_>) -> fmt::Result {
        let status = self.status;
        let mut troubles = self.machine.to_vec();
        if status.over_allowance > 0 {
            troubles.push(format!(
                "{} requests left before they were allowed to: stop crawling and report it",
                status.over_allowance
            ));
        }
        let refused: i64 = status.refused_in_a_day.values().sum();
        if refused > MOST_REFUSED {
            troubles.push(format!(
                "{refused} tries and requests were refused within a day ({}): see who, in the \
                 audit log",
                parts(&status.refused_in_a_day)
            ));
        }
        if status.accounts_failing > 0 {
            troubles.push(format!(
                "{} of {} accounts could not be read at their last visit:",
                status.accounts_failing,
                self.watched()
            ));
        }
        if troubles.is_empty() && self.standing.warning().is_none() {
            return writeln!(page, "All is well.");
        }
        writeln!(page, "To look at")?;
        for trouble in troubles {
            writeln!(page, "  {trouble}")?;
        }
        self.failing(page)?;
        match self.standing.warning() {
            Some(warning) => writeln!(page, "  {warning}"),
            None => Ok(()),
        }
    }

    fn failing(&self, page: &mut Formatter<'_>) -> fmt::Result {
        for one in &self.status.failing {
            writeln!(
                page,
                "    failing: account {} ({}), {}, tried again {}: {}",
                one.account,
                one_line(&one.address),
                times(one.failures),
                local(one.due_at),
                one_line(&one.reason)
            )?;
        }
        let left_out = self.status.accounts_failing - stored(self.status.failing.len());
        if left_out > 0 {
            writeln!(page, "    and {left_out} more")?;
        }
        Ok(())
    }

    fn accounts(&self, page: &mut Formatter<'_>) -> fmt::Result {
        let status = self.status;
        writeln!(page, "\nAccounts")?;
        line(
            page,
            "watched",
            &with_parts(self.watched(), &status.accounts_by_platform),
        )?;
        line(page, "persons and agencies", &status.persons)?;
        line(page, "their state", &parts(&status.accounts_by_state))?;
        line(page, "due now", &status.accounts_due)?;
        line(page, "never visited", &status.accounts_unvisited)?;
        if status.accounts_by_import_or_capture > 0 {
            let count = status.accounts_by_import_or_capture;
            line(page, "read from files only", &count)?;
        }
        line(page, "retired", &status.accounts_retired)?;
        line(page, "last pass", &self.last_pass())
    }

    /// When the last pass was, how long it took and what came of it.
    fn last_pass(&self) -> String {
        let status = self.status;
        let Some(pass) = &status.last_pass else {
            return "none yet".to_owned();
        };
        let end = match pass.ended_at {
            Some(end) => format!("took {}", duration(end.duration_since(pass.started_at))),
            None => "has not ended: it is under way, or broke off".to_owned(),
        };
        format!(
            "began {} and {end}; {} visited, {} failed",
            local(pass.started_at),
            counted(status.last_pass_accounts, "account"),
            status.last_pass_failed
        )
    }

    fn posts(&self, page: &mut Formatter<'_>) -> fmt::Result {
        let status = self.status;
        writeln!(page, "\nPosts")?;
        line(page, "stored", &status.posts)?;
        line(page, "signals in them", &parts(&status.posts_by_band))?;
        line(page, "no longer visible", &status.posts_not_visible)?;
        line(page, "versions", &status.revisions)?;
        let (state, found) = (self.standing.state.as_str(), self.standing.documents);
        line(page, "searchable", &format!("{found} (index {state})"))?;
        writeln!(page, "\nEvidence")?;
        line(page, "captures", &status.captures)?;
        let early = status.over_allowance;
        let requests = format!("{}, {early} before they were allowed", status.exchanges);
        line(page, "requests", &requests)?;
        if status.exchanges_unread > 0 {
            let count = status.exchanges_unread;
            let told = format!("{count}: they are no answers of HTTP, and kept as they came");
            line(page, "answers not read", &told)?;
        }
        line(page, "database", &megabytes(status.database_bytes))
    }

    fn watched(&self) -> i64 {
        self.status.accounts_by_platform.values().sum()
    }

    /// The first thing that somebody has to do, in the order in which an installation grows.
    fn next(&self) -> String {
        let status = self.status;
        if self.watched() == 0 {
            "say who is watched: netra registry import FILE --reason LETTER".to_owned()
        } else if self.example_contact {
            "write your office's contact under [fetch] in netra.toml; before that no public host \
             is crawled"
                .to_owned()
        } else if !self.standing.answers() {
            "netra reindex makes the search index anew, once what is said of it above is seen to"
                .to_owned()
        } else if status.accounts_due > 0 {
            "netra crawl --due visits what is due; cron or systemd can do that by themselves \
             (README)"
                .to_owned()
        } else if status.accounts_failing > 0 {
            "look at the accounts above: netra registry show ID, then netra crawl --account ID"
                .to_owned()
        } else {
            "netra serve shows what waits for a reviewer".to_owned()
        }
    }
}

fn line(page: &mut Formatter<'_>, name: &str, value: &dyn Display) -> fmt::Result {
    writeln!(page, "  {name:22} {value}")
}

/// A count with what it consists of.
fn with_parts(whole: i64, of: &BTreeMap<String, i64>) -> String {
    if whole == 0 {
        "none".to_owned()
    } else {
        format!("{whole} ({})", parts(of))
    }
}

/// `5 active, 2 unknown`; the most first.
fn parts(of: &BTreeMap<String, i64>) -> String {
    let mut counts: Vec<_> = of.iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let counts = counts.iter().map(|(name, count)| format!("{count} {name}"));
    let told = counts.collect::<Vec<_>>().join(", ");
    if told.is_empty() {
        "none".to_owned()
    } else {
        told
    }
}

fn counted(count: i64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// `2 h 5 min`, `12 s`: of two units at most.
fn duration(length: SignedDuration) -> String {
    let seconds = length.as_secs().max(0);
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, _) => format!("{minutes} min {} s", seconds % 60),
        _ => format!("{hours} h {} min", minutes % 60),
    }
}

fn times(count: u32) -> String {
    if count == 1 {
        "once".to_owned()
    } else {
        format!("{count} times")
    }
}

/// An instant in Jakarta, where most offices are.
fn local(at: Timestamp) -> String {
    let there = TimeZone::Wib.offset().to_datetime(at);
    format!("{} WIB", there.strftime("%Y-%m-%d %H:%M"))
}

fn megabytes(bytes: i64) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

fn stored(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
