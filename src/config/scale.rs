//! The scale: `score.toml`.

use std::ops::Range;

use serde::Deserialize as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::Diagnostic;
use super::diagnostics::Findings;
use super::reader;
use crate::model::Scale;

/// What `netra init` writes: an installation of an earlier version lacks what was named since.
const SHIPPED: &str = include_str!("../../config/score.toml");
/// Log-odds, factors and counts beyond this are slips of the pen.
const FARTHEST: f64 = 100.0;
/// Tables of factors and distances: below zero a reason for would count against.
const FROM_ZERO: [&str; 3] = ["certainty.", "alone.", "joining."];

/// A scale as far as it could be read, and everything that was found in it.
#[derive(Debug)]
pub(super) struct CheckedScale {
    /// The scale; `None` when it could not be read.
    pub(super) scale: Option<Scale>,
    /// The whole scale as text, where the file alone does not tell it: for the digest.
    pub(super) completed: Option<String>,
    /// Errors and warnings.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads a scale. Numbers that are missing are those of the shipped one, with a warning. Total.
pub(super) fn check(file: &str, text: &str) -> CheckedScale {
    let findings = Findings::new(file, text);
    let (mut scale, mut completed) = (None, None);
    if let Some(mut table) = reader::parse(text, &findings) {
        numbers_are_sensible(table.get_ref(), "", &findings);
        let place = table.span();
        let lacking = complete(table.get_mut(), shipped(), "", &place, &findings);
        scale = read(table, &findings);
        completed = scale
            .as_ref()
            .filter(|_| lacking)
            .map(|scale| format!("{scale:?}"));
    }
    if let Some(scale) = scale.as_ref().filter(|_| !findings.refused()) {
        sensible(scale, &findings);
    }
    CheckedScale {
        scale,
        completed,
        diagnostics: findings.into_sorted(),
    }
}

fn shipped() -> DeTable<'static> {
    DeTable::parse_recoverable(SHIPPED).0.into_inner()
}

/// Adds what is missing; whether anything was. `within` is the table's name with its full stop.
fn complete<'t>(
    own: &mut DeTable<'t>,
    shipped: DeTable<'t>,
    within: &str,
    place: &Range<usize>,
    findings: &Findings<'_>,
) -> bool {
    let mut lacking = false;
    for (key, value) in shipped {
        let name = format!("{within}{}", key.get_ref());
        if let Some(written) = own.get_mut(key.get_ref().as_ref()) {
            let place = written.span();
            if let (DeValue::Table(own), DeValue::Table(shipped)) =
                (written.get_mut(), value.into_inner())
            {
                lacking |= complete(own, shipped, &format!("{name}."), &place, findings);
            }
        } else {
            let message = format!("{name} is missing, and taken as it is shipped");
            let hint = "copy it from the score.toml of a new folder of netra init".to_owned();
            findings.warning(place, message, hint);
            own.insert(key, value);
            lacking = true;
        }
    }
    lacking
}

fn read(table: Spanned<DeTable<'_>>, findings: &Findings<'_>) -> Option<Scale> {
    let read = Scale::deserialize(Deserializer::from(table));
    let complain = |error: toml::de::Error| {
        let place = error.span().unwrap_or(0..0);
        let hint = "compare with the score.toml of a new folder of netra init".to_owned();
        findings.error(&place, error.message().replace('\n', " "), Some(hint));
    };
    read.map_err(complain).ok()
}

/// Checks that every number of a table is one, and near enough.
fn numbers_are_sensible(table: &DeTable<'_>, within: &str, findings: &Findings<'_>) {
    for (key, value) in table {
        let name = format!("{within}{}", key.get_ref());
        match value.get_ref() {
            DeValue::Table(inner) => numbers_are_sensible(inner, &format!("{name}."), findings),
            DeValue::Array(items) => {
                for item in items {
                    number_is_sensible(item, &name, findings);
                }
            }
            _ => number_is_sensible(value, &name, findings),
        }
    }
}

fn number_is_sensible(value: &Spanned<DeValue<'_>>, name: &str, findings: &Findings<'_>) {
    let written = match value.get_ref() {
        DeValue::Float(number) => number.as_str(),
        DeValue::Integer(number) => number.as_str(),
        _ => return,
    };
    let from_zero = FROM_ZERO.iter().any(|table| name.starts_with(table));
    let least = if from_zero { 0.0 } else { -FARTHEST };
    let number: f64 = written.parse().unwrap_or(f64::NAN);
    if !(least..=FARTHEST).contains(&number) {
        let hint = format!("write a number from {least} to {FARTHEST}");
        findings.error(&value.span(), format!("{name} is {number}"), Some(hint));
    }
}

/// Checks that bands are in order and that more evidence never lowers a score.
fn sensible(scale: &Scale, findings: &Findings<'_>) {
    let bands = scale.bands;
    let ordered = 0.0 < bands.low && bands.low < bands.medium && bands.medium < bands.high;
    if !ordered || bands.high >= 1.0 {
        let hint = "write 0 < low < medium < high < 1".to_owned();
        findings.error(&(0..0), "the bands are not in order", Some(hint));
    }
    let falling = scale.repeats.windows(2).all(|pair| pair[0] >= pair[1]);
    if scale.repeats.is_empty() || !falling || scale.repeats.iter().any(|one| *one < 0.0) {
        let hint = "write falling factors such as [1.0, 0.6, 0.4]".to_owned();
        findings.error(&(0..0), "repeats does not fall", Some(hint));
    }
    let calibration = scale.calibration;
    if !(calibration.slope > 0.0 && calibration.offset.is_finite() && scale.prior.is_finite()) {
        let hint = "slope must be above 0".to_owned();
        findings.error(&(0..0), "the calibration is not usable", Some(hint));
    }
    for (name, share) in scale.firm.named() {
        if !(0.0..=1.0).contains(&share) {
            let hint = "it is a share: write a number from 0 to 1".to_owned();
            findings.error(&(0..0), format!("firm.{name} is {share}"), Some(hint));
        }
    }
    factors_are_sensible(scale, findings);
}

/// Checks that no factor turns a reason round, and that shares of 100 are such.
fn factors_are_sensible(scale: &Scale, findings: &Findings<'_>) {
    let extras = &scale.extras;
    for (name, factor) in [
        ("common", extras.common),
        ("one_sign", extras.one_sign),
        ("both_signs", extras.both_signs),
        ("opinion", extras.opinion),
        ("office_opinion", extras.office_opinion),
        ("titled_opinion", extras.titled_opinion),
    ] {
        if !(factor >= 0.0 && factor.is_finite()) {
            let hint = "write a number from 0".to_owned();
            findings.error(&(0..0), format!("extras.{name} is {factor}"), Some(hint));
        }
    }
    let headline = scale.headline;
    for (name, share) in [
        ("capitals", headline.capitals),
        ("shouted", headline.shouted),
    ] {
        if share > 100 {
            let hint = "it is a share of 100 words".to_owned();
            findings.error(&(0..0), format!("headline.{name} is {share}"), Some(hint));
        }
    }
}
