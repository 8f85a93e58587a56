use std::collections::BTreeMap;

use netra::model::{Band, Decision, SignalKind};
use netra::review::codes::{CodeOptions, DISMISSED, UNSURE, signal};

use crate::web::support::{NewPost, assessment};

#[test]
fn each_decision_takes_its_own_codes_only() {
    let body = assessment(&NewPost::default());
    let norms = BTreeMap::from([("SKB-I-2".to_owned(), "Sosialisasi".to_owned())]);
    let options = CodeOptions::of(Some(&body), &norms);
    let codes = [
        (
            Decision::Dismissed,
            DISMISSED.map(|code| code.code).to_vec(),
        ),
        (Decision::Unsure, UNSURE.map(|code| code.code).to_vec()),
        (Decision::Suspected, vec!["SKB-II-6", "SKB-I-2", "SIG-AJAK"]),
    ];
    for (decision, own) in &codes {
        for (other, offered) in &codes {
            for code in offered {
                assert_eq!(options.fits(*decision, code), decision == other, "{code}");
            }
        }
        assert!(!options.fits(*decision, ""));
        assert!(!own.is_empty());
    }
    assert!(!options.fits(Decision::Suspected, "SIG-SERANG"));
}

#[test]
fn what_the_signals_point_to_is_offered_first() {
    let body = assessment(&NewPost {
        band: Band::High,
        ..NewPost::default()
    });
    let norms = BTreeMap::from([
        ("A".to_owned(), "a".to_owned()),
        ("SKB-II-6".to_owned(), "Unggahan".to_owned()),
    ]);
    let options = CodeOptions::of(Some(&body), &norms);
    let codes: Vec<&str> = options.norms.iter().map(|norm| norm.0.as_str()).collect();
    assert_eq!(codes, ["SKB-II-6", "A"]);
    assert_eq!(options.norms[0].1, "Unggahan");
    assert_eq!(options.signals, [signal(SignalKind::Call)]);
}

#[test]
fn the_codes_of_the_domain_are_all_there() {
    let codes: Vec<String> = DISMISSED.iter().map(|code| code.code.to_owned()).collect();
    let expected: Vec<String> = (1..=13).map(|number| format!("OK-{number}")).collect();
    assert_eq!(codes, expected);
}
