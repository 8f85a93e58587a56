//! The catalogue of norms.

use netra::config::norms;
use netra::model::{Norms, SignalKind, Stage};
use rstest::rstest;

const SHIPPED: &str = include_str!("../../config/norms.toml");

fn shipped() -> Norms {
    norms::parse("norms.toml", SHIPPED).expect("no errors")
}

fn codes(signal: SignalKind, stage: Stage) -> Vec<String> {
    let norms = shipped().lookup(signal, stage);
    norms.into_iter().map(|norm| norm.code).collect()
}

#[rstest]
#[case(SignalKind::Call, Stage::BeforeDetermination, &["SKB-I-2", "SKB-I-4"])]
#[case(SignalKind::Call, Stage::Campaign, &["SKB-II-2", "SKB-II-6", "SKB-II-8"])]
#[case(SignalKind::Call, Stage::Quiet, &["SKB-II-2", "SKB-II-6", "SKB-II-8"])]
#[case(SignalKind::Call, Stage::AfterVote, &["PP94-5n-6"])]
#[case(SignalKind::Membership, Stage::BeforeDetermination, &["SKB-II-5", "UU20-52-3j"])]
#[case(SignalKind::Symbol, Stage::Vote, &["SKB-II-7"])]
#[case(SignalKind::Pressure, Stage::BeforeDetermination, &["PP94-5n-5", "UU20-9-2"])]
#[case(SignalKind::Pressure, Stage::AfterVote, &["PP94-5n-5"])]
#[case(SignalKind::Material, Stage::BeforeDetermination, &["SKB-I-1"])]
#[case(SignalKind::Material, Stage::Campaign, &["SKB-II-1"])]
#[case(SignalKind::Call, Stage::OffStage, &[])]
fn the_stage_decides_the_codes(
    #[case] signal: SignalKind,
    #[case] stage: Stage,
    #[case] expected: &[&str],
) {
    assert_eq!(codes(signal, stage), expected);
}

#[test]
fn the_annex_is_complete() {
    let norms = shipped();
    let part = |start: &str| {
        let entries = norms.entries.iter();
        entries
            .filter(|entry| entry.norm.code.starts_with(start))
            .count()
    };
    assert_eq!(
        (part("SKB-I-"), part("SKB-II-"), part("PP94-5n-")),
        (7, 13, 7)
    );
}

#[test]
fn mistakes_are_named_with_their_place() {
    let text = SHIPPED
        .replacen("\"SKB-I-4\"]", "\"SKB-I-44\"]", 1)
        .replacen("signal = \"event\"", "signal = \"events\"", 1);
    let errors = norms::parse("norms.toml", &text).expect_err("two mistakes");
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    norms.toml:1:1: no [[link]] says which norms the signal "event" touches; add [[link]] signal = "event", with empty lists if none applies
    norms.toml:199:22: no [[norm]] has the code "SKB-I-44"; did you mean "SKB-I-4"?
    norms.toml:228:10: signal = "events" is not known; did you mean "event"? known: call, endorsement, share, slogan, symbol, event, attack, membership, institution, party_promotion, pressure, material, model
    "#);
}
