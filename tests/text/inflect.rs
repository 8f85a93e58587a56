//! Forms of verbs of all regions.

use netra::text::inflect::inflected;

#[rstest::rstest]
#[case("coblos", &["coblos", "nyoblos", "mencoblos", "dicoblosin", "coblosen", "nyoblosnye"])]
#[case("pilih", &["milih", "memilih", "dipilih", "pilihlah", "milihna"])]
#[case("dukuang", &["mandukuang", "didukuang"])]
#[case("geser", &["digeser", "menggeser", "kageser", "digeserkeun"])]
#[case("usir", &["diusir", "ngusir", "mengusir"])]
fn verbs_of_all_regions_are_forms_of_their_base(#[case] base: &str, #[case] forms: &[&str]) {
    let found = inflected(base);
    for form in forms {
        assert!(found.iter().any(|found| found == form), "{form}");
    }
}

#[test]
fn a_prefix_before_a_plus_is_the_only_one() {
    let found = inflected("di+geser");
    let has = |form: &str| found.iter().any(|found| found == form);
    assert!(has("digeser") && has("digeserkeun") && !has("geser") && !has("menggeser"));
}

#[test]
fn a_letter_that_the_nasal_takes_is_gone() {
    assert!(!inflected("pilih").contains(&"mempilih".to_owned()));
    assert!(!inflected("tusuk").contains(&"mentusuk".to_owned()));
}
