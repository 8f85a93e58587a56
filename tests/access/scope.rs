//! How far somebody reads.

use netra::model::{Reader, RegionCode, Right, Scope};
use proptest::prelude::*;
use rstest::rstest;

fn scope(text: &str) -> Scope {
    text.parse().unwrap()
}

fn region(text: &str) -> RegionCode {
    text.parse().unwrap()
}

#[rstest]
#[case("ID", &["ID", "32", "32.04", "32.04.05", "33"], &[])]
#[case("32", &["32", "32.04", "32.04.05", "32.04.05.2001"], &["ID", "33", "33.04"])]
#[case("32.04", &["32.04", "32.04.05"], &["ID", "32", "32.05", "33"])]
fn a_scope_covers_what_lies_in_it(
    #[case] scope_text: &str,
    #[case] within: &[&str],
    #[case] outside: &[&str],
) {
    let scope = scope(scope_text);
    assert!(within.iter().all(|code| scope.covers(&region(code))));
    assert!(!outside.iter().any(|code| scope.covers(&region(code))));
}

#[rstest]
#[case("")]
#[case("3")]
#[case("id")]
#[case("32.04.05")]
#[case("32.04.05.2001")]
#[case("unset")]
#[case("32' OR '1'='1")]
fn what_no_office_is_responsible_for_is_no_scope(#[case] text: &str) {
    let refused = text.parse::<Scope>().unwrap_err().to_string();
    assert!(refused.contains("give ID (the whole country)"), "{refused}");
}

#[test]
fn nobody_gives_more_than_they_have() {
    let unset = Scope::UNSET;
    assert!(scope("32").holds(&scope("32.04")) && scope("32").holds(&unset));
    assert!(!scope("32").holds(&scope("ID")) && !scope("32.04").holds(&scope("32")));
    assert!(!unset.holds(&scope("32.04")) && unset.holds(&unset));
}

#[rstest]
#[case(&[], "unset")]
#[case(&["32.04"], "32.04")]
#[case(&["32.04.05", "32.04.06.2001"], "32.04")]
#[case(&["32.04", "32.05"], "32")]
#[case(&["32.04", "32"], "32")]
#[case(&["32.04", "33.04"], "unset")]
#[case(&["ID", "32"], "unset")]
#[case(&["ID"], "ID")]
fn the_usual_scope_holds_everybody_of_one_province(
    #[case] regions: &[&str],
    #[case] expected: &str,
) {
    let regions: Vec<RegionCode> = regions.iter().map(|code| region(code)).collect();
    assert_eq!(Scope::around(&regions).to_string(), expected);
}

#[test]
fn the_program_does_its_work_and_an_operator_never_judges() {
    let machine = Reader::machine("index");
    assert_eq!(machine.actor(), "machine:index");
    assert!(!machine.is_person() && machine.user_id().is_none());
    let operator = Reader::operator("budi");
    assert_eq!(operator.actor(), "operator:budi");
    for right in Right::ALL {
        let own = matches!(right, Right::Read | Right::Decisions | Right::Work);
        assert_eq!(machine.may(right), own, "{right:?}");
        let others = matches!(right, Right::Judge | Right::Work);
        assert_eq!(operator.may(right), !others, "{right:?}");
    }
}

proptest! {
    /// The scope around some regions covers each of them, or is unset.
    #[test]
    fn the_scope_around_covers_all(codes in prop::collection::vec("(ID|3[12]|3[12]\\.0[45]|31\\.04\\.0[12])", 0..6)) {
        let regions: Vec<RegionCode> = codes.iter().map(|code| region(code)).collect();
        let around = Scope::around(&regions);
        prop_assert!(around.is_unset() || regions.iter().all(|one| around.covers(one)));
    }
}
