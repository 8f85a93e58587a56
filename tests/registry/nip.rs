//! The 18-digit number of a civil servant.

use netra::model::{InvalidNip, Nip};
use rstest::rstest;

#[rstest]
#[case::permanent("198503122010012001")]
#[case::spaced("19900721 201503 1 002")]
#[case::contract("199001012022211001")]
fn numbers_of_permanent_and_contract_staff_are_read(#[case] text: &str) {
    let nip: Nip = text.parse().unwrap();
    assert_eq!(nip.as_str(), text.replace(' ', ""));
    assert!(
        !nip.masked().contains(&nip.as_str()[..8]),
        "the birth date is hidden"
    );
}

#[rstest]
#[case::lost_digits("1.98503122010012E+17", InvalidNip::Character('.'))]
#[case::short("19850312201001200", InvalidNip::Length(17))]
#[case::birth("198513122010012001", InvalidNip::Birth)]
#[case::month("198503122010132001", InvalidNip::Appointment)]
#[case::sex("198503122010013001", InvalidNip::Sex)]
fn everything_else_is_refused_with_its_reason(#[case] text: &str, #[case] reason: InvalidNip) {
    assert_eq!(text.parse::<Nip>(), Err(reason));
}
