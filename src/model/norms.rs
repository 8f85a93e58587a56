//! The norms that a signal may touch, by the stage of the contest.

use serde::{Deserialize, Serialize};

use super::{Norm, Provenance, Sha256, SignalKind, Stage};

/// A norm with where it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormEntry {
    /// Code and text.
    pub norm: Norm,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// Which norms a kind of signal may touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormLink {
    /// The kind of signal.
    pub signal: SignalKind,
    /// Codes before the candidates are fixed (*kode etik*).
    pub before: Vec<String>,
    /// Codes from then until the vote (*disiplin*).
    pub after: Vec<String>,
    /// Codes after the vote, until the contest ends.
    pub after_vote: Vec<String>,
}

/// The catalogue of norms, checked by `config`: every code of a link is an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Norms {
    /// All norms.
    pub entries: Vec<NormEntry>,
    /// Which signals touch which.
    pub links: Vec<NormLink>,
    /// Digest of the file.
    pub hash: Sha256,
}

impl Norms {
    /// The norms that a signal of this kind may touch at this stage, in the order of the file.
    /// Off-stage there are none: no contest is open.
    pub fn lookup(&self, signal: SignalKind, stage: Stage) -> Vec<Norm> {
        self.codes(signal, stage)
            .iter()
            .filter_map(|code| self.norm(code))
            .cloned()
            .collect()
    }

    /// The norm with that code.
    pub fn norm(&self, code: &str) -> Option<&Norm> {
        let entry = self.entries.iter().find(|entry| entry.norm.code == code)?;
        Some(&entry.norm)
    }

    fn codes(&self, signal: SignalKind, stage: Stage) -> &[String] {
        let Some(link) = self.links.iter().find(|link| link.signal == signal) else {
            return &[];
        };
        match stage {
            Stage::OffStage => &[],
            Stage::BeforeDetermination => &link.before,
            Stage::AfterDetermination | Stage::Campaign | Stage::Quiet | Stage::Vote => &link.after,
            Stage::AfterVote => &link.after_vote,
        }
    }
}
