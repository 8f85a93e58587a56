//! What the scorer says of one post. It proposes; a person decides.

use serde::{Deserialize, Serialize};

use super::{PersonKind, PostKind, RegionCode, Sentence, Sha256, Span, Stage, TextName};

/// What a signal is about; the codes follow the signal-to-norm table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalKind {
    /// Call to vote for or support (SIG-AJAK).
    Call,
    /// Personal endorsement (SIG-DUKUNG).
    Endorsement,
    /// Campaign content passed on (SIG-BAGI).
    Share,
    /// Campaign hashtag or slogan (SIG-TAGAR).
    Slogan,
    /// Gesture or symbol beside a target (SIG-SIMBOL).
    Symbol,
    /// Attendance with support, or invitation to a campaign event (SIG-HADIR).
    Event,
    /// Attack on a contestant (SIG-SERANG).
    Attack,
    /// Party membership or office (SIG-PARPOL); always needs a second reviewer.
    Membership,
    /// An agency account or official means used for a contestant (SIG-INSTANSI).
    Institution,
    /// Promotion of a party.
    PartyPromotion,
    /// Posts, pay or aid tied to the vote, or votes ordered and counted (SIG-TEKAN).
    Pressure,
    /// Campaign material put up or handed out (SIG-APK).
    Material,
    /// What the statistical model adds.
    Model,
}

/// How urgent a post is for reviewers. The queue holds high and medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// No signal.
    None,
    /// Some sign, not queued.
    Low,
    /// Queued.
    Medium,
    /// Queued first.
    High,
}

impl Band {
    /// The name used in the database and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The band with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::None, Self::Low, Self::Medium, Self::High]
            .into_iter()
            .find(|band| band.as_str() == name)
    }

    /// Whether reviewers see the post in the queue.
    pub const fn queued(self) -> bool {
        matches!(self, Self::Medium | Self::High)
    }
}

/// A norm that a signal may touch: code, and what it says in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Norm {
    /// `SKB-II-6`, `PP94-5n-6`.
    pub code: String,
    /// Short text in Indonesian.
    pub text: String,
}

/// One reason for the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// Which rule fired.
    pub rule: String,
    /// What it is about.
    pub kind: SignalKind,
    /// `contest/contestant` it is about, where known.
    pub target: Option<String>,
    /// Contribution to the total, in the scorer's additive scale.
    pub weight: f64,
    /// Where in which text.
    pub spans: Vec<Span>,
    /// Norm codes by the stage at the time of the post.
    pub norms: Vec<String>,
    /// Why, for people.
    pub reason: Sentence,
}

/// One reason against (*indikasi sebaliknya*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CounterSignal {
    /// Which rule fired.
    pub rule: String,
    /// Contribution to the total; negative or zero.
    pub weight: f64,
    /// Where in which text.
    pub spans: Vec<Span>,
    /// Why, for people.
    pub reason: Sentence,
}

/// A node of the explanation: its value is the sum of its parts (to rounding).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// What this is, for people.
    pub label: Sentence,
    /// Contribution in the additive scale.
    pub value: f64,
    /// Where in which text.
    pub spans: Vec<Span>,
    /// What it is made of.
    pub parts: Vec<Explanation>,
}

/// Everything that decides the bytes of an assessment, besides the post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// Version of the scoring code.
    pub engine: String,
    /// Digest over the contest packs used.
    pub contests: Sha256,
    /// Digest of the lexicon.
    pub lexicon: Sha256,
    /// Digest of the statistical model; absent when none is used.
    pub model: Option<Sha256>,
}

/// The scorer's word on one revision of a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Probability-like, 0 to 1, rounded to four decimals.
    pub score: f64,
    /// How urgent.
    pub band: Band,
    /// Stage of the contest that gave the strongest signal, at the time of the post.
    pub stage: Stage,
    /// Reasons for, strongest first, the statistical model's last.
    pub signals: Vec<Signal>,
    /// Reasons against, strongest first, the statistical model's last.
    pub counter: Vec<CounterSignal>,
    /// Language guess: `id`, `jv`, `su`, `en`, `und`.
    pub language: String,
    /// Parts that sum to the total.
    pub explanation: Explanation,
    /// What decided the bytes.
    pub versions: Versions,
}

/// A text of a post besides its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FurtherText<'a> {
    /// Which.
    pub name: TextName,
    /// The words.
    pub text: &'a str,
}

impl<'a> FurtherText<'a> {
    /// The alternative texts of a post's media, given in their order, with what each is called.
    pub fn alternatives(alts: impl Iterator<Item = Option<&'a str>>) -> Vec<Self> {
        (1..)
            .zip(alts)
            .filter_map(|(number, text)| {
                let name = TextName::Alt(number);
                text.map(|text| Self { name, text })
            })
            .collect()
    }
}

/// What the scorer is told about a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject<'a> {
    /// The post's own words.
    pub text: &'a str,
    /// Its other texts, in the order of the post.
    pub further: Vec<FurtherText<'a>>,
    /// Local day of the post; `None` scores as inside the campaign of every contest given.
    pub day: Option<jiff::civil::Date>,
    /// Where the person serves; `None` leaves the region out.
    pub region: Option<&'a RegionCode>,
    /// Person or agency account.
    pub account: PersonKind,
    /// What the author did.
    pub kind: PostKind,
    /// Whether there is more of the post than this, which was not kept.
    pub is_cut: bool,
}
