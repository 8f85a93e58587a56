use netra::model::Decision::{Dismissed, Suspected, Unsure};
use netra::model::{Decision, ReviewState};
use rstest::rstest;

#[rstest]
#[case(&[], ReviewState::Open)]
#[case(&[Dismissed], ReviewState::Done)]
#[case(&[Suspected], ReviewState::Second)]
#[case(&[Unsure], ReviewState::Second)]
#[case(&[Suspected, Suspected], ReviewState::Done)]
#[case(&[Suspected, Dismissed], ReviewState::Disputed)]
#[case(&[Unsure, Suspected], ReviewState::Disputed)]
#[case(&[Unsure, Unsure], ReviewState::Disputed)]
#[case(&[Unsure, Dismissed], ReviewState::Disputed)]
#[case(&[Suspected, Dismissed, Dismissed], ReviewState::Done)]
fn a_suspicion_needs_a_second_reader_and_a_dispute_a_third(
    #[case] standing: &[Decision],
    #[case] expected: ReviewState,
) {
    assert_eq!(ReviewState::of(standing), expected);
}
