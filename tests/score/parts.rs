//! What single parts of the scorer do, where only their sum is seen elsewhere.

use netra::model::{Assessment, SignalKind};
use netra::score::Scorer;
use rstest::rstest;

use super::support::{EVERYWHERE, demo, lexicon, norms, subject};

fn by_rules(text: &str) -> Assessment {
    Scorer::compile(&[demo()], &lexicon(), &norms(), None).assess(&subject(text))
}

#[test]
fn nothing_is_firm_in_what_others_tag() {
    let sum = |text: &str| {
        let assessment = by_rules(text);
        let reasons: f64 = assessment.signals.iter().map(|one| one.weight).sum();
        let counter: f64 = assessment.counter.iter().map(|one| one.weight).sum();
        assert!(reasons > 1.0, "{assessment:#?}");
        reasons + counter
    };
    assert!(sum("ditandai #HALUS").abs() < 0.01);
    assert!(sum("#HALUS") > 1.0);
}

#[test]
fn attack_beside_support_is_no_repetition() {
    let attack = |text: &str| {
        let assessment = by_rules(text);
        let attacks = assessment.signals.iter();
        attacks
            .filter(|one| one.kind == SignalKind::Attack)
            .map(|one| one.weight)
            .fold(0.0, f64::max)
    };
    let alone = attack("Bagas-Nur pembohong.");
    assert!(alone > 0.5, "{alone}");
    let beside = attack("Coblos nomor 1 Hadi-Lestari! Bagas-Nur pembohong.");
    assert!((alone - beside).abs() < 0.01, "{alone}, {beside}");
}

#[rstest]
#[case::cry("ALL IN SURYA", true)]
#[case::too_far("All in bagi kami semua warga kampung atas. Surya", false)]
#[case::everyday("Surya terbit", false)]
fn a_cry_beside_a_name_is_company(#[case] text: &str, #[case] named: bool) {
    let found = by_rules(text);
    let targets = found.signals.iter().filter(|one| one.target.is_some());
    assert_eq!(targets.count() > 0, named, "{found:#?}");
}

/// A party whose name is a common word is masked even where it stands alone.
#[test]
fn parties_that_may_be_anything_are_masked() {
    let (_, names) = EVERYWHERE.example(&subject("saya suka demokrat"));
    assert!(names.contains(&"u:<partai>".to_owned()), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("demokrat")));
}
