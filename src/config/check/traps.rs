//! Traps that have nothing to take away.

use std::collections::BTreeSet;

use super::{CueWords, Form, Pack};
use crate::config::Diagnostic;
use crate::config::lexicon::PlacedCue;
use crate::model::CueKind;

/// Names shorter than this are not looked for inside one written word.
const SHORTEST_IN_WORD: usize = 5;

/// Words that make a number beside them a ballot number or a gesture.
const NUMBER_WORDS: [&str; 6] = ["nomor", "nomer", "no", "urut", "paslon", "jari"];

/// Every trap, form of a trap and block that is idle beside these packs; nothing without packs.
pub(super) fn all(words: &CueWords<'_>, packs: &[Pack]) -> Vec<Diagnostic> {
    if packs.is_empty() {
        return Vec::new();
    }
    let prey = Prey::new(words, packs);
    let traps = words.cues.iter();
    traps
        .filter(|placed| placed.cue.kind == CueKind::Trap)
        .flat_map(|trap| prey.idle(trap))
        .collect()
}

/// What traps may take away.
struct Prey<'w> {
    words: &'w CueWords<'w>,
    targets: BTreeSet<String>,
    long: Vec<String>,
}

impl<'w> Prey<'w> {
    fn new(words: &'w CueWords<'w>, packs: &[Pack]) -> Self {
        let (mut targets, mut long) = (BTreeSet::new(), BTreeSet::new());
        for target in packs.iter().flat_map(Pack::targets) {
            let form = Form::of(&target.entry.form);
            let joined = form.joined();
            targets.insert(form.words());
            targets.insert(joined.clone());
            if joined.len() >= SHORTEST_IN_WORD {
                long.insert(joined);
            }
        }
        Self {
            words,
            targets,
            long: long.into_iter().collect(),
        }
    }

    fn idle(&self, trap: &PlacedCue) -> Vec<Diagnostic> {
        let mut found = self.idle_blocks(trap);
        // A block that works makes every form work.
        if trap.cue.blocks.len() == found.len() {
            found.extend(self.idle_forms(trap));
        }
        found
    }

    fn idle_blocks(&self, trap: &PlacedCue) -> Vec<Diagnostic> {
        let blocks = trap.cue.blocks.iter().zip(&trap.blocks);
        let idle = blocks.filter(|(block, _)| !self.blocked(block));
        let told = idle.map(|(block, place)| {
            let id = &trap.cue.id;
            let message = format!(
                "{block:?} is no word of a contestant in any pack: {id} blocks nothing with it"
            );
            let hint = "a block is one written word of a contestant; mend it or take it out";
            place.warning(message, hint)
        });
        told.collect()
    }

    fn idle_forms(&self, trap: &PlacedCue) -> Vec<Diagnostic> {
        let forms = trap.cue.forms.iter().zip(&trap.forms);
        let idle: Vec<_> = forms
            .filter(|(form, _)| !self.covered(trap, form))
            .collect();
        if idle.len() == trap.cue.forms.len() {
            let id = &trap.cue.id;
            let message = format!(
                "{id} can never cover anything: no form holds a word of a contestant or a cue of another entry"
            );
            let hint = "add blocks, or take the trap out";
            return vec![trap.place.warning(message, hint)];
        }
        let told = idle.into_iter().map(|(form, place)| {
            let message = format!(
                "{form:?} can never cover anything: it holds no word of a contestant and no cue of another entry"
            );
            place.warning(message, "add the word it is about, or take it out")
        });
        told.collect()
    }

    /// Whether the words of a contestant can be these, written as one word or as a number.
    fn blocked(&self, block: &str) -> bool {
        let joined = Form::of(block).joined();
        self.targets.contains(&joined) || is_number(&joined) || self.holds_name(&joined)
    }

    fn covered(&self, trap: &PlacedCue, form: &str) -> bool {
        let form = Form::of(form);
        let whole = form.words();
        let cue = |run: &str| {
            let others = self.words.of(run).iter();
            run != whole
                && others
                    .into_iter()
                    .any(|other| other.entry.cue.id != trap.cue.id)
        };
        form.runs()
            .any(|run| self.targets.contains(&run) || cue(&run))
            || form
                .list()
                .iter()
                .any(|word| is_number(word) || self.holds_name(word))
    }

    fn holds_name(&self, word: &str) -> bool {
        self.long.iter().any(|name| word.contains(name.as_str()))
    }
}

fn is_number(word: &str) -> bool {
    NUMBER_WORDS.contains(&word) || word.bytes().any(|byte| byte.is_ascii_digit())
}
