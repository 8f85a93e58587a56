//! Which way a kind of cue pulls, and which kinds the same words cannot have at once.

use crate::model::CueKind;

/// Which way a kind pulls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pull {
    /// For a contestant.
    For,
    /// Against a contestant.
    Against,
    /// Away from any signal: news, rules, everyday matters.
    Excuse,
    /// Turns the meaning round.
    Turn,
    /// Looks like a turn and is none.
    NoTurn,
    /// Says who speaks: oneself.
    Own,
    /// A fixed phrase with another meaning.
    Trap,
    /// Helps others, by itself nothing.
    Help,
}

#[expect(clippy::too_many_lines, reason = "a table with a line for each kind")]
pub(super) fn of(kind: CueKind) -> Pull {
    use CueKind as K;
    match kind {
        K::Call
        | K::Support
        | K::Possessive
        | K::Win
        | K::Continue
        | K::Hype
        | K::Wish
        | K::Praise
        | K::Team
        | K::Attend
        | K::Invite => Pull::For,
        K::Oppose | K::Insult => Pull::Against,
        K::ThirdParty
        | K::Reported
        | K::News
        | K::Survey
        | K::Question
        | K::Official
        | K::Organiser
        | K::Turnout
        | K::Neutrality
        | K::Prohibition
        | K::Condolence
        | K::Tagged
        | K::Everyday
        | K::Denial
        | K::Apart
        | K::Forgery => Pull::Excuse,
        K::Negation => Pull::Turn,
        K::Reminder => Pull::NoTurn,
        K::FirstPerson | K::Milestone | K::Membership => Pull::Own,
        K::Trap => Pull::Trap,
        K::Event
        | K::Gather
        | K::Gift
        | K::Material
        | K::Distribute
        | K::Photo
        | K::Honorific
        | K::Company
        | K::Relative
        | K::Refusal
        | K::Request
        | K::Pledge
        | K::Asked
        | K::Told
        | K::Record
        | K::Cease
        | K::Nobody
        | K::LeadIn
        | K::Namesake
        | K::Stake
        | K::Sanction
        | K::Subordinate
        | K::Order
        | K::Condition
        | K::Vote
        | K::Office => Pull::Help,
    }
}

/// Kinds whose entries are told as the rule of a signal.
pub fn signals(kind: CueKind) -> bool {
    use CueKind::{Distribute, Membership, Order, Sanction, Stake};
    matches!(of(kind), Pull::For | Pull::Against)
        || matches!(kind, Distribute | Membership | Order | Sanction | Stake)
}

/// How badly two kinds of the same words get into each other's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conflict {
    /// One says the contrary of the other.
    Contrary(&'static str),
    /// One weakens the other, which may be meant.
    Weakening(&'static str),
}

/// The conflict of two different kinds, if there is one.
pub(super) fn conflict(one: CueKind, other: CueKind) -> Option<Conflict> {
    use Pull::{Against, Excuse, For, NoTurn, Own, Trap, Turn};
    let either = |left: Pull, right: Pull| {
        let pulls = (of(one), of(other));
        pulls == (left, right) || pulls == (right, left)
    };
    if either(For, Against) {
        Some(Conflict::Contrary(
            "the same words would speak for a contestant and against",
        ))
    } else if either(Turn, NoTurn) {
        Some(Conflict::Contrary(
            "the same words would turn the meaning round and keep it",
        ))
    } else if either(For, Turn) || either(Against, Turn) {
        Some(Conflict::Contrary(
            "the same words would carry a meaning and turn it round",
        ))
    } else if either(For, Excuse) || either(Against, Excuse) {
        Some(Conflict::Weakening(
            "both count, and the second weakens the first in every post",
        ))
    } else if either(Own, Excuse) {
        Some(Conflict::Weakening(
            "both count: the author speaks for himself and is excused",
        ))
    } else if either(For, Trap) || either(Against, Trap) {
        Some(Conflict::Weakening(
            "a trap takes away words of contestants only, so the other still counts",
        ))
    } else {
        None
    }
}
