//! Whoever writes a post wants the crawl to stand still: input on which the work once grew with
//! the square, at sizes at which that would take minutes. Nothing here looks at a clock; how fast
//! work grows is counted by `.ci/bounds`.

use netra::fetch::wire::{BodyProgress, Framing};
use netra::model::{Sentence, TextName, Wording};
use netra::review::highlight::segments;
use netra::search::{Query, highlight};
use netra::text::analyze::{Analyzer, Resources};
use netra::text::tokens;
use proptest::prelude::*;
use rstest::rstest;

use crate::score::support::{EVERYWHERE, assess, subject};

/// Three times the longest post of any platform that is watched.
const LONG: usize = 100_000;

fn repeated(piece: &str) -> String {
    piece.repeat(LONG / piece.len() + 1)
}

#[rstest]
#[case::hashtags("#HadiMenang ")]
#[case::hashtags_without_blanks("#HadiMenang")]
#[case::one_hashtag_of_many_words("HadiMenang")]
#[case::hashtags_of_two_letters("#aB")]
#[case::hashtags_in_digits("#H4d1M3n4ng ")]
#[case::words_in_digits("c0bl0s h4d1 ")]
#[case::words_held_down("menangggg ")]
#[case::letters_apart("h a d i, ")]
#[case::letters_with_stops("p.k.s.. ")]
#[case::hands("\u{261D}")]
#[case::hands_with_selectors("\u{261D}\u{FE0F} ")]
#[case::hands_of_colour("\u{270C}\u{1F3FB}")]
#[case::fingers("dua jari ")]
#[case::ballots("nomor urut 2 ")]
#[case::ballots_in_digits("n0m0r 2 ")]
#[case::tildes("~")]
#[case::strokes("~~a~~~ ")]
#[case::quotations("\"dukung Hadi ")]
fn a_post_of_one_thing_is_scored(#[case] piece: &str) {
    let text = format!("#{}", repeated(piece));
    let assessment = assess(&text);
    assert!((0.0..=1.0).contains(&assessment.score));
    assert_eq!(assessment, assess(&text));
    let shown = segments(TextName::Post, &text, Some(&assessment));
    let shown: String = shown.iter().map(|segment| segment.text).collect();
    assert_eq!(shown, text);
}

#[rstest]
#[case::hashtags("#HadiMenang ")]
#[case::hands("\u{261D}")]
#[case::digits("g4nj4r ")]
#[case::ballots("paslon 02 ")]
fn a_post_of_one_thing_is_scored_with_every_pack(#[case] piece: &str) {
    let text = repeated(piece);
    let assessment = EVERYWHERE.assess(&subject(&text));
    assert!((0.0..=1.0).contains(&assessment.score));
}

/// What is repeated weighs no more than what is said as often as anybody would: the bounds cut
/// nothing off that counts.
#[rstest]
#[case("#HadiMenang ")]
#[case("Coblos nomor urut 2! ")]
#[case("\u{270C}\u{FE0F} Pak Hadi ")]
fn more_of_the_same_says_the_same(#[case] piece: &str) {
    let (some, many) = (assess(&piece.repeat(200)), assess(&repeated(piece)));
    assert_eq!(some.band, many.band);
    let kinds = |one: &netra::model::Assessment| {
        let kinds = one.signals.iter().map(|signal| signal.kind);
        kinds.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(kinds(&some), kinds(&many));
}

/// However long a post is, it is read whole.
#[rstest]
#[case::cues("Coblos ")]
#[case::names("Pak Hadi, ")]
#[case::hashtags("#HadiMenang ")]
#[case::hands("\u{270C}")]
fn nothing_is_left_out(#[case] piece: &str) {
    let too_much = Sentence::plain(Wording::TooMuch);
    let parts = assess(&repeated(piece)).explanation.parts;
    assert!(parts.iter().all(|part| part.label != too_much));
}

#[test]
fn rows_of_tildes_strike_nothing_out() {
    let text = format!("~~a{}", "~".repeat(LONG));
    assert_eq!(tokens(&text).list.len(), tokens("a~").list.len());
    assert!(tokens("~~a~~").list.is_empty());
    assert_eq!(tokens("~~a~~~").list.len(), 1);
}

fn analyzer() -> Analyzer {
    let resources = Resources {
        slang: "",
        stopwords: "",
        whole: "",
        names: [""; 2],
        stems: "",
        numbers: "",
    };
    Analyzer::new(&resources, []).expect("no word lists")
}

/// What `highlight` marks, told word by word and slowly.
fn marked_by_hand(words: &[&str], wanted: &[&str], slop: usize) -> Vec<bool> {
    let mut marked = vec![false; words.len()];
    let width = (wanted.len() + slop).min(words.len());
    if width < wanted.len() {
        return marked;
    }
    for start in 0..=words.len() - width {
        let window = &words[start..start + width];
        let fits = if slop == 0 {
            window == wanted
        } else {
            wanted.iter().all(|word| window.contains(word))
        };
        for (at, word) in window.iter().enumerate() {
            marked[start + at] |= fits && wanted.contains(word);
        }
    }
    marked
}

proptest! {
    #[test]
    fn phrases_are_marked_as_if_told_by_hand(
        words in prop::collection::vec(prop::sample::select(vec!["aa", "bb", "cc"]), 0..30),
        wanted in prop::collection::vec(prop::sample::select(vec!["aa", "bb", "cc"]), 2..6),
        slop in 0..4_usize,
    ) {
        let query = format!("=\"{}\"~{slop}", wanted.join(" "));
        let query: Query = query.parse().expect("a phrase");
        let spans = highlight(&query, &words.join(" "), &analyzer());
        let marked: Vec<bool> = (0..words.len())
            .map(|at| spans.iter().any(|span| span[0] <= 3 * at && 3 * at < span[1]))
            .collect();
        prop_assert_eq!(marked, marked_by_hand(&words, &wanted, slop));
    }
}

#[rstest]
#[case::in_order(0)]
#[case::near(20)]
fn a_long_phrase_is_found_in_a_long_post(#[case] slop: usize) {
    let query = format!("=\"{}\"~{slop}", "aa ".repeat(1_000));
    let query: Query = query.parse().expect("a phrase");
    let spans = highlight(&query, &"aa ".repeat(LONG / 3), &analyzer());
    assert_eq!(spans.len(), LONG / 3);
}

#[test]
fn the_smallest_chunks_are_put_together() {
    let mut received = "1\r\na\r\n".repeat(LONG).into_bytes();
    received.extend_from_slice(b"0\r\n\r\nrest");
    let mut body = Vec::new();
    let progress = Framing::chunks().take(&mut received, &mut body);
    assert_eq!(progress, BodyProgress::Done);
    assert_eq!(
        (body.len(), received.as_slice()),
        (LONG, b"rest".as_slice())
    );
}
