//! The catalogue of norms: `norms.toml`.

use toml::Spanned;

use crate::model::{Norm, NormEntry, NormLink, Norms, Provenance, Sha256, SignalKind};

use super::Diagnostic;
use super::diagnostics::{Findings, did_you_mean};
use super::reader::{self, Keys};

const SIGNALS: [(&str, SignalKind); 13] = [
    ("call", SignalKind::Call),
    ("endorsement", SignalKind::Endorsement),
    ("share", SignalKind::Share),
    ("slogan", SignalKind::Slogan),
    ("symbol", SignalKind::Symbol),
    ("event", SignalKind::Event),
    ("attack", SignalKind::Attack),
    ("membership", SignalKind::Membership),
    ("institution", SignalKind::Institution),
    ("party_promotion", SignalKind::PartyPromotion),
    ("pressure", SignalKind::Pressure),
    ("material", SignalKind::Material),
    ("model", SignalKind::Model),
];

/// Reads and checks the catalogue. Total: any text gives a catalogue or errors.
pub fn parse(file: &str, text: &str) -> Result<Norms, Vec<Diagnostic>> {
    let findings = Findings::new(file, text);
    let norms = read(text, &findings);
    match norms {
        Some(norms) if !findings.refused() => Ok(norms),
        _ => Err(findings.into_sorted()),
    }
}

fn read(text: &str, findings: &Findings<'_>) -> Option<Norms> {
    let table = reader::parse(text, findings)?;
    let keys = Keys::new(findings, table.get_ref(), 0..0);
    let provenance = reader::provenance(&keys);
    let mut entries: Vec<NormEntry> = Vec::new();
    for section in keys.sections("norm") {
        entries.extend(entry(section, &provenance, &entries, findings));
    }
    let mut links: Vec<NormLink> = Vec::new();
    for section in keys.sections("link") {
        links.extend(link(section, &entries, &links, findings));
    }
    keys.finish();
    report_missing_links(&links, findings);
    Some(Norms {
        entries,
        links,
        hash: Sha256::of(text),
    })
}

fn entry(
    keys: Keys<'_, '_>,
    provenance: &Provenance,
    before: &[NormEntry],
    findings: &Findings<'_>,
) -> Option<NormEntry> {
    keys.require("code", "\"SKB-II-6\"");
    keys.require("text", "\"…\"");
    let code = keys.string("code");
    let text = keys.string("text").map(Spanned::into_inner);
    let provenance = reader::provenance_or(&keys, provenance);
    keys.finish();
    let code = code?;
    if before
        .iter()
        .any(|other| other.norm.code == *code.get_ref())
    {
        let message = format!("the code {:?} is listed twice", code.get_ref());
        findings.error(&code.span(), message, Some("keep one".to_owned()));
    }
    let code = code.into_inner();
    let norm = Norm { code, text: text? };
    Some(NormEntry { norm, provenance })
}

fn link(
    keys: Keys<'_, '_>,
    entries: &[NormEntry],
    before: &[NormLink],
    findings: &Findings<'_>,
) -> Option<NormLink> {
    keys.require("signal", "\"call\"");
    keys.require("before", "[\"SKB-I-2\"]");
    keys.require("after", "[\"SKB-II-2\"]");
    keys.require("after_vote", "[\"PP94-5n-5\"]");
    let signal = keys.choice("signal", &SIGNALS);
    let codes = |key| known_codes(keys.strings(key), entries, findings);
    let (earlier, after, after_vote) = (codes("before"), codes("after"), codes("after_vote"));
    let place = keys.place().clone();
    keys.finish();
    let signal = signal?;
    if before.iter().any(|other| other.signal == signal) {
        let hint = "put all codes of a signal into one [[link]]".to_owned();
        findings.error(&place, "this signal has a link already", Some(hint));
    }
    Some(NormLink {
        signal,
        before: earlier,
        after,
        after_vote,
    })
}

fn known_codes(
    codes: Vec<Spanned<String>>,
    entries: &[NormEntry],
    findings: &Findings<'_>,
) -> Vec<String> {
    let known = || entries.iter().map(|entry| entry.norm.code.as_str());
    for code in &codes {
        if !known().any(|other| other == code.get_ref()) {
            let hint = did_you_mean(code.get_ref(), known());
            let message = format!("no [[norm]] has the code {:?}", code.get_ref());
            findings.error(&code.span(), message, hint);
        }
    }
    codes.into_iter().map(Spanned::into_inner).collect()
}

fn report_missing_links(links: &[NormLink], findings: &Findings<'_>) {
    for (name, signal) in SIGNALS {
        if !links.iter().any(|link| link.signal == signal) {
            let hint =
                format!("add [[link]] signal = \"{name}\", with empty lists if none applies");
            let message = format!("no [[link]] says which norms the signal {name:?} touches");
            findings.error(&(0..0), message, Some(hint));
        }
    }
}
