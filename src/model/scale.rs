//! The scale on which words are weighed: `config/score.toml`.

use serde::{Deserialize, Serialize};

use super::EntryKind;

/// Thresholds of the bands, as probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// From here on: high.
    pub high: f64,
    /// From here on: medium, and in the queue.
    pub medium: f64,
    /// From here on: low.
    pub low: f64,
    /// From here on the statistical model is listened to where no rule and no word of campaigns is.
    #[serde(default)]
    pub tone: f64,
}

/// From the total of the parts to a probability: `1 / (1 + exp(-(slope * total + offset)))`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Factor; positive, so that more evidence never lowers the score.
    pub slope: f64,
    /// Shift.
    pub offset: f64,
}

/// A number for each sort of words by which a contestant is named.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByEntry {
    /// Full name.
    pub name: f64,
    /// First or short name.
    pub short_name: f64,
    /// Nickname.
    pub nickname: f64,
    /// Mocking name.
    pub mocking: f64,
    /// Both names or the acronym.
    pub pair: f64,
    /// Party.
    pub party: f64,
    /// Slogan.
    pub slogan: f64,
    /// Hashtag.
    pub hashtag: f64,
    /// Gesture.
    pub gesture: f64,
    /// Song.
    pub song: f64,
    /// Symbol.
    pub symbol: f64,
    /// Ballot number.
    pub number: f64,
}

impl ByEntry {
    /// The number for a sort of words; `None` is the ballot number.
    pub fn of(&self, kind: Option<EntryKind>) -> f64 {
        match kind {
            None => self.number,
            Some(EntryKind::Name) => self.name,
            Some(EntryKind::ShortName) => self.short_name,
            Some(EntryKind::Nickname) => self.nickname,
            Some(EntryKind::Mocking) => self.mocking,
            Some(EntryKind::Pair) => self.pair,
            Some(EntryKind::Party) => self.party,
            Some(EntryKind::Slogan) => self.slogan,
            Some(EntryKind::Hashtag) => self.hashtag,
            Some(EntryKind::Gesture) => self.gesture,
            Some(EntryKind::Song) => self.song,
            Some(EntryKind::Symbol) => self.symbol,
        }
    }
}

/// Factors by how far a cue stands from the words for the contestant.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joining {
    /// In one clause.
    pub clause: f64,
    /// In one sentence.
    pub sentence: f64,
    /// In the sentence before or after.
    pub neighbour: f64,
    /// Farther off.
    pub post: f64,
    /// More words between them than this count as one step farther.
    pub reach: usize,
    /// How many steps before a cue a negation may stand.
    pub negation: usize,
    /// A contestant at most this many steps before a verb is the one who acts.
    pub actor: usize,
    /// A party at most this many steps before a word of support is the one that supports.
    pub party: usize,
    /// How many steps may lead from a name to the cry that acclaims or rejects it.
    pub acclaim: usize,
    /// Cheers from this weight on acclaim a name that may be anybody's.
    pub cry: f64,
    /// Words of blame from this weight on make an attack of support that is denied.
    pub blame: f64,
    /// Calls from this weight on begin a statement of their own at the head of a clause.
    pub anew: f64,
    /// At most so many words stand between a refusal and what was asked, a vow and its negation,
    /// a quotation and its speaker.
    pub frame: usize,
    /// What words of pressure in neighbouring sentences weigh together at least.
    pub pressure: f64,
    /// Weight of a condition that presses without a word for who depends.
    pub whoever: f64,
    /// Weight of an event that is a campaign by itself, whatever else is said.
    pub campaign: f64,
    /// Weight of a threat, which presses even where all contestants are named.
    pub threat: f64,
    /// Factor when the contestant is the one who votes or supports.
    pub subject: f64,
    /// Factor when the contestant is only addressed by handle.
    pub handle: f64,
}

/// Share of a reason that reasons against cannot take away, 0 to 1, by what the reason is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Firmness {
    /// A call to vote.
    pub call: f64,
    /// A call of the author's own, at the head of its clause and beside its contestant.
    pub open: f64,
    /// A cheer, or taking the contestant for one's own.
    pub cheer: f64,
    /// A call against.
    pub oppose: f64,
    /// An invitation to a campaign event that is named.
    pub invitation: f64,
    /// Office in a party.
    pub membership: f64,
    /// Posts, pay or aid tied to the vote.
    pub pressure: f64,
    /// Speaking for oneself beside support.
    pub first_person: f64,
    /// An agency campaigns, or campaign words are passed on.
    pub setting: f64,
    /// Words that campaign by themselves.
    pub alone: f64,
    /// The same, where they also mean something else.
    pub alone_common: f64,
}

impl Firmness {
    /// All shares with their names in the file.
    pub fn named(&self) -> [(&'static str, f64); 11] {
        [
            ("call", self.call),
            ("open", self.open),
            ("cheer", self.cheer),
            ("oppose", self.oppose),
            ("invitation", self.invitation),
            ("membership", self.membership),
            ("pressure", self.pressure),
            ("first_person", self.first_person),
            ("setting", self.setting),
            ("alone", self.alone),
            ("alone_common", self.alone_common),
        ]
    }
}

/// When a text is written like a headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadlineForm {
    /// Long words besides names, at least.
    pub words: usize,
    /// Bytes that make a word long.
    pub bytes: usize,
    /// Of 100 long words, so many begin with a capital at least.
    pub capitals: usize,
    /// Of 100 long words, so many in nothing but capitals are shouting instead.
    pub shouted: usize,
}

/// What is looked for inside hashtags that are written without capitals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HashtagForm {
    /// Bytes of the shortest name.
    pub name: usize,
    /// Bytes of the shortest cue.
    pub cue: usize,
    /// Letters besides a name that make a hashtag more than the name.
    pub further: usize,
    /// Weight of the lightest call that makes a number in or beside it one of a ballot.
    pub call: f64,
    /// Weight of the lightest call that is about nothing but a vote: a number behind it needs no
    /// sign besides.
    pub ballot: f64,
}

/// Weights of what no single word decides.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extras {
    /// A contestant is named at all; too little for any band by itself.
    pub mention: f64,
    /// A hashtag that is a name and nothing else.
    pub name_tag: f64,
    /// A hashtag made of a name and more words, not listed in the pack.
    pub campaign_tag: f64,
    /// A hashtag that is a pair.
    pub pair_tag: f64,
    /// Factor of praise and blame when nothing in the post is about an election: criticism of an
    /// office holder is free.
    pub unframed: f64,
    /// The author speaks of himself and supports in one sentence.
    pub first_person: f64,
    /// An agency's account carries the words of a contestant.
    pub institution: f64,
    /// Somebody else's campaign content is passed on.
    pub share: f64,
    /// A gesture or picture beside a contestant.
    pub symbol: f64,
    /// The sentence is a question. Negative.
    pub question: f64,
    /// The author denies, refuses, or only tells what stands there. Negative.
    pub framed: f64,
    /// Where the author keeps apart from the matter, signals of less than this are no stand.
    pub apart: f64,
    /// All contestants are spoken of in the same way. Negative.
    pub even: f64,
    /// Somebody in office is spoken of, and no election. Negative.
    pub office: f64,
    /// Factor of what the statistical model says of somebody in office.
    pub office_opinion: f64,
    /// The same where the office or its work is named too.
    pub titled_opinion: f64,
    /// The words stand in quotation marks. Negative.
    pub quoted: f64,
    /// Written like a headline about somebody else. Negative.
    pub headline: f64,
    /// The author serves outside the contest's region. Negative.
    pub elsewhere: f64,
    /// Factor of campaign words that also mean something else.
    pub common: f64,
    /// Factor of `symbol` for a gesture or a picture.
    pub one_sign: f64,
    /// Factor of `symbol` for both.
    pub both_signs: f64,
    /// Fewer words in quotation marks are irony or a title, and nobody's speech.
    pub quotation: usize,
    /// Less than this either way from the statistical model is no reason for anything.
    pub opinion: f64,
}

/// The scale: how weights become a score and a band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Total of a post in which nothing was found (log-odds).
    pub prior: f64,
    /// Bands.
    pub bands: Thresholds,
    /// Calibration.
    pub calibration: Calibration,
    /// Factor of a cue by the sort of words it is joined with: how surely they mean the contestant.
    pub certainty: ByEntry,
    /// Weight of words that campaign by themselves.
    pub alone: ByEntry,
    /// Factors by distance.
    pub joining: Joining,
    /// What reasons against cannot take away.
    pub firm: Firmness,
    /// When a text is written like a headline.
    pub headline: HeadlineForm,
    /// What is looked for inside hashtags.
    pub hashtags: HashtagForm,
    /// Everything else.
    pub extras: Extras,
    /// Factors of the strongest signal, the next, and so on; the last one holds for all others.
    pub repeats: Vec<f64>,
}
