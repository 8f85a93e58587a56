//! Signs that a post reports, asks, warns or informs (*indikasi sebaliknya*).

use super::{Rule, RuleClaim, entry, pressure};
use crate::model::{ByteRange, CueKind, EntryKind, Sentence, Wording};
use crate::score::frames::{FrameSort, SpeechFrame};
use crate::score::others::{Explained, OtherMeaning};
use crate::score::reading::CueHit;
use crate::score::scene::Scene;
use crate::text::tokens::Sigil;

pub(super) struct Against;

/// Kinds of cues that speak against, with what they mean to a reader.
const SIGNS: [(CueKind, Wording); 13] = [
    (CueKind::News, Wording::News),
    (CueKind::Survey, Wording::Survey),
    (CueKind::Reported, Wording::Reported),
    (CueKind::Question, Wording::Question),
    (CueKind::Official, Wording::OfficialDuty),
    (CueKind::Organiser, Wording::Organiser),
    (CueKind::Turnout, Wording::Turnout),
    (CueKind::Neutrality, Wording::Neutrality),
    (CueKind::Prohibition, Wording::Prohibition),
    (CueKind::Condolence, Wording::Condolence),
    (CueKind::Tagged, Wording::Tagged),
    (CueKind::ThirdParty, Wording::ThirdParty),
    (CueKind::Everyday, Wording::Everyday),
];

impl Rule for Against {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<RuleClaim>) {
        claims.extend(scene.sprung.iter().map(|trap| sprung(scene, trap)));
        claims.extend(scene.explained.iter().map(|other| explained(scene, other)));
        let nobody = scene.anchors.is_empty() && !scene.has(CueKind::Membership);
        if nobody && pressure::strongest(scene).is_none() {
            return;
        }
        for (kind, wording) in SIGNS {
            let strongest = scene
                .cues_of(kind)
                .filter(|cue| !addressed(scene, cue))
                .min_by(|left, right| scene.weight(left).total_cmp(&scene.weight(right)));
            claims.extend(strongest.map(|cue| sign(scene, cue, wording)));
        }
        claims.extend(scene.voice.frames.iter().map(|frame| framed(scene, frame)));
        claims.extend(question(scene));
        claims.extend(quoted(scene));
        claims.extend(headline(scene));
        claims.extend(party_supports(scene));
    }
}

/// Whether a cue is one of the handles that a reply begins with: who answers a newspaper does not
/// bring its news.
fn addressed(scene: &Scene<'_>, cue: &CueHit) -> bool {
    let mut row = scene.reading.tokens.list.iter().take(cue.last + 1);
    row.all(|token| token.sigil == Sigil::Handle)
}

fn sign(scene: &Scene<'_>, cue: &CueHit, wording: Wording) -> RuleClaim {
    let said = scene.original(cue.span);
    against(
        entry(scene, cue),
        scene.weight(cue),
        vec![cue.span],
        Sentence::new(wording, [said]),
    )
}

fn sprung(scene: &Scene<'_>, trap: &CueHit) -> RuleClaim {
    let said = scene.original(trap.span);
    against(
        entry(scene, trap),
        0.0,
        vec![trap.span],
        Sentence::new(Wording::EverydayMeaning, [said]),
    )
}

/// Words that a contestant has too, and what they mean here.
fn explained(scene: &Scene<'_>, other: &Explained) -> RuleClaim {
    let [named, why] = [other.span, other.why].map(|span| scene.original(span));
    let (rule, wording) = match other.meaning {
        OtherMeaning::Person => ("namesake", Wording::Namesake),
        OtherMeaning::Thing => ("counted", Wording::CountedThing),
    };
    let reason = Sentence::new(wording, [why, named]);
    against(rule, 0.0, vec![other.why, other.span], reason)
}

/// What the author says of words that are not his own stand.
fn framed(scene: &Scene<'_>, frame: &SpeechFrame) -> RuleClaim {
    apart(scene, (frame.sort, frame.cue))
}

/// What the author says of a matter to keep apart from it.
pub(in crate::score) fn apart(scene: &Scene<'_>, (sort, cue): (FrameSort, CueHit)) -> RuleClaim {
    let wording = match sort {
        FrameSort::Denied => Wording::Denied,
        FrameSort::Refused => Wording::Refused,
        FrameSort::Pledged => Wording::Pledged,
        FrameSort::Forged => Wording::Forged,
        FrameSort::Told => Wording::ToldByOthers,
    };
    let said = scene.original(cue.span);
    let reason = Sentence::new(wording, [said]);
    let weight = scene.scorer().scale.extras.framed;
    against(entry(scene, &cue), weight, vec![cue.span], reason)
}

fn against(rule: &str, weight: f64, spans: Vec<ByteRange>, reason: Sentence) -> RuleClaim {
    RuleClaim {
        rule: rule.to_owned(),
        kind: None,
        anchor: None,
        weight,
        firm: 0.0,
        spans,
        reason,
    }
}

fn supports(kind: CueKind) -> bool {
    matches!(
        kind,
        CueKind::Call
            | CueKind::Support
            | CueKind::Win
            | CueKind::Continue
            | CueKind::Praise
            | CueKind::Possessive
    )
}

/// Support inside a sentence that ends in a question mark.
fn question(scene: &Scene<'_>) -> Option<RuleClaim> {
    let asked = scene.cues.iter().find(|cue| {
        let sentence = scene.sentence(cue.first) as usize;
        supports(cue.kind) && scene.reading.tokens.questions.get(sentence) == Some(&true)
    })?;
    let said = scene.original(asked.span);
    Some(against(
        "question",
        scene.scorer().scale.extras.question,
        vec![asked.span],
        Sentence::new(Wording::InQuestion, [said]),
    ))
}

/// Support inside quotation marks, with more words around them.
fn quoted(scene: &Scene<'_>) -> Option<RuleClaim> {
    let list = &scene.reading.tokens.list;
    let shortest = scene.scorer().scale.extras.quotation;
    let whole = list.iter().all(|token| token.quoted);
    let spoken = |cue: &CueHit| {
        let before = list[..cue.first].iter().rev();
        let before = before.take_while(|token| token.quoted).count();
        let behind = list[cue.first..].iter();
        let behind = behind.take_while(|token| token.quoted).count();
        behind > 0 && before + behind >= shortest
    };
    let cue = scene
        .cues
        .iter()
        .find(|cue| supports(cue.kind) && spoken(cue))?;
    let said = scene.original(cue.span);
    (!whole).then(|| {
        against(
            "quoted",
            scene.scorer().scale.extras.quoted,
            vec![cue.span],
            Sentence::new(Wording::InQuotation, [said]),
        )
    })
}

/// A party is said to support somebody: news, not the author's own support.
fn party_supports(scene: &Scene<'_>) -> Option<RuleClaim> {
    let within = scene.scorer().scale.joining.party;
    scene
        .cues
        .iter()
        .filter(|cue| supports(cue.kind))
        .find_map(|cue| {
            let party = scene.anchors.iter().find(|anchor| {
                anchor.kind == Some(EntryKind::Party)
                    && !anchor.handle
                    && anchor.last < cue.first
                    && scene.steps(anchor.last, cue.first) <= within
                    && scene.clause(anchor.first) == scene.clause(cue.first)
            })?;
            let other = scene.anchors.iter().any(|anchor| anchor.first > cue.last);
            let personal = scene.has(CueKind::FirstPerson);
            (other && !personal).then(|| {
                let said = scene.original(cue.span);
                let who = scene.original(party.span);
                against(
                    "party-supports",
                    scene.scorer().scale.extras.headline,
                    vec![party.span, cue.span],
                    Sentence::new(Wording::PartySupports, [said, who]),
                )
            })
        })
}

/// Nearly all long words begin with a capital, and nobody speaks for himself.
fn headline(scene: &Scene<'_>) -> Option<RuleClaim> {
    let personal = scene.has(CueKind::FirstPerson) || scene.has(CueKind::Invite);
    let tagged = scene
        .reading
        .tokens
        .list
        .iter()
        .any(|token| token.sigil == Sigil::Tag);
    let excited = scene.reading.text.contains('!');
    if personal || tagged || excited {
        return None;
    }
    let form = scene.scorer().scale.headline;
    let (mut long, mut capital, mut shouted) = (0, 0, 0);
    for (index, token) in scene.reading.tokens.list.iter().enumerate() {
        let span = scene.reading.folded.source(token.start..token.end);
        let word = scene.original(span);
        if token.sigil != Sigil::None || word.len() < form.bytes || scene.in_anchor(index) {
            continue;
        }
        let mut letters = word.chars();
        long += 1;
        if letters.next().is_some_and(char::is_uppercase) {
            capital += 1;
            shouted += usize::from(letters.all(|letter| !letter.is_lowercase()));
        }
    }
    let written = long >= form.words
        && capital * 100 >= long * form.capitals
        && shouted * 100 < long * form.shouted;
    written.then(|| {
        against(
            "headline",
            scene.scorer().scale.extras.headline,
            vec![[0, scene.reading.text.len()]],
            Sentence::plain(Wording::Headline),
        )
    })
}
