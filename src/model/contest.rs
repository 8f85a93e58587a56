//! Elections: who stands, when, where, and by which words they are known.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{RegionCode, Sha256};

/// How sure the compiler of an entry was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Plausible, unchecked.
    Low,
    /// Remembered by somebody who knows the field.
    Medium,
    /// Read in a source.
    High,
}

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Publication, decree or person.
    pub source: String,
    /// How sure.
    pub confidence: Confidence,
}

/// First and last day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateRange {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl DateRange {
    /// Whether the day lies in the range.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The office a contest is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContestKind {
    /// President and vice president.
    Presiden,
    /// National legislature, with parties on the ballot.
    Dpr,
    /// Regional senators.
    Dpd,
    /// Provincial legislature.
    DprdProv,
    /// Regency or city legislature.
    DprdKab,
    /// Governor.
    Gubernur,
    /// Regent.
    Bupati,
    /// Mayor.
    Walikota,
}

/// Which law governs the contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Regime {
    /// General election, UU 7/2017.
    Pemilu,
    /// Regional-head election, UU 1/2015 jo. UU 10/2016.
    Pemilihan,
}

/// Where a contest stands on a given day. It selects the norm codes and whether a post is
/// queued at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Before the stages open or after the contest has ended.
    OffStage,
    /// Stages are open, candidates not yet fixed (*bakal calon*): code of ethics.
    BeforeDetermination,
    /// Candidates are fixed (*calon*), campaign not open: discipline.
    AfterDetermination,
    /// Campaign period.
    Campaign,
    /// Quiet period.
    Quiet,
    /// Voting day.
    Vote,
    /// After the vote, until the contest ends.
    AfterVote,
}

impl Stage {
    /// The name used in JSON and in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OffStage => "off_stage",
            Self::BeforeDetermination => "before_determination",
            Self::AfterDetermination => "after_determination",
            Self::Campaign => "campaign",
            Self::Quiet => "quiet",
            Self::Vote => "vote",
            Self::AfterVote => "after_vote",
        }
    }
}

/// Dates of a contest. Days are local to the region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// First day on which posts are watched as about would-be candidates.
    pub opens: Date,
    /// KPU fixes the candidates (*penetapan*).
    pub determination: Date,
    /// Campaign.
    pub campaign: DateRange,
    /// Quiet period (*masa tenang*).
    pub quiet: Option<DateRange>,
    /// Voting day.
    pub vote: Date,
    /// Last day of the contest.
    pub ends: Date,
}

impl Calendar {
    /// From the first day on which posts are watched to the last.
    pub fn days(&self) -> DateRange {
        DateRange {
            from: self.opens,
            to: self.ends,
        }
    }

    /// The stage on a day.
    pub fn stage(&self, day: Date) -> Stage {
        if day < self.opens || day > self.ends {
            Stage::OffStage
        } else if day > self.vote {
            Stage::AfterVote
        } else if day == self.vote {
            Stage::Vote
        } else if self.quiet.is_some_and(|quiet| quiet.contains(day)) {
            Stage::Quiet
        } else if self.campaign.contains(day) {
            Stage::Campaign
        } else if day < self.determination {
            Stage::BeforeDetermination
        } else {
            Stage::AfterDetermination
        }
    }
}

/// What stands on the ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContestantKind {
    /// A candidate pair (*paslon*) or a single candidate.
    Pair,
    /// A party.
    Party,
    /// A movement for or against a contestant, such as a "change the president" campaign.
    Movement,
}

/// What sort of words an entry is; the scorer treats them alike for every contestant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A full name that means nobody else.
    Name,
    /// A first or short name that is an ordinary name too: needs company.
    ShortName,
    /// A nickname used by friends.
    Nickname,
    /// A mocking name used by opponents.
    Mocking,
    /// The pair as a pair: both names, or its acronym.
    Pair,
    /// A party's name or abbreviation.
    Party,
    /// A campaign slogan.
    Slogan,
    /// A campaign hashtag, written without `#`.
    Hashtag,
    /// A gesture in words or an emoji.
    Gesture,
    /// A campaign song or a line of it.
    Song,
    /// A symbol: animal, colour, attribute.
    Symbol,
}

impl EntryKind {
    /// Whether it is what somebody or a party is called, and not what is said for or against them.
    pub const fn is_plain_name(self) -> bool {
        use EntryKind::{Name, Nickname, Party, ShortName};
        matches!(self, Name | ShortName | Nickname | Party)
    }

    /// The same, or what a pair is called.
    pub const fn is_name(self) -> bool {
        self.is_plain_name() || matches!(self, Self::Pair)
    }
}

/// When an entry means what it says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// First day; `None` is the contest's opening.
    pub from: Option<Date>,
    /// Last day; `None` is the contest's end.
    pub to: Option<Date>,
}

/// One way to name a contestant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetEntry {
    /// Unique in the contest, for explanations: `halus.pair.1`.
    pub id: String,
    /// What people write, in plain spelling; folding is the scorer's business.
    pub form: String,
    /// What sort of words these are.
    pub kind: EntryKind,
    /// Whether the form is ambiguous and counts only beside another sign of the contest
    /// (a name of the pair, the number, a word like *paslon* or *kampanye*).
    pub needs_company: bool,
    /// Whether the form counts only when written in these very capitals (`AMIN`, `PAN`).
    pub case_sensitive: bool,
    /// When it holds.
    pub validity: Validity,
    /// Where it comes from.
    pub provenance: Provenance,
    /// For the maintainer: traps, history.
    pub note: Option<String>,
}

/// A public office that somebody who stands for election holds. Who is spoken of in an office is
/// not spoken of as a contestant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// For people: `Bupati Sukaraja`.
    pub title: String,
    /// Where it is held.
    pub region: RegionCode,
    /// First day.
    pub since: Date,
    /// Last day; `None` where no end was known when the pack was written.
    pub until: Option<Date>,
    /// Words for whom of a pair holds it; none where it is both.
    pub holder: Vec<String>,
    /// Whether it is the very office that the contest is about.
    pub at_stake: bool,
}

impl Office {
    /// Whether it is held on a day of a range.
    pub fn is_held(&self, days: DateRange) -> bool {
        self.since <= days.to && self.until.is_none_or(|until| days.from <= until)
    }
}

/// One pair, party or movement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contestant {
    /// Unique in the contest.
    pub id: String,
    /// Name for people.
    pub label: String,
    /// Pair, party or movement.
    pub kind: ContestantKind,
    /// Ballot number, once drawn.
    pub number: Option<u8>,
    /// For a movement: the contestants it works against.
    pub against: Vec<String>,
    /// Offices that it holds, or that one of a pair holds.
    pub offices: Vec<Office>,
    /// All the ways to name it.
    pub entries: Vec<TargetEntry>,
}

/// A contest with its pack of words, checked by `config`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// Unique: `demo-2027`, `pilpres-2024`.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Office.
    pub kind: ContestKind,
    /// Where people vote.
    pub region: RegionCode,
    /// Which law.
    pub regime: Regime,
    /// Closed packs score only when named (`--contests`).
    pub closed: bool,
    /// Dates.
    pub calendar: Calendar,
    /// Who stands.
    pub contestants: Vec<Contestant>,
    /// Where the pack comes from.
    pub provenance: Provenance,
    /// Digest of the file.
    pub hash: Sha256,
}
