use netra::model::{Assessment, ByteRange, FurtherText, Span, TextName};
use netra::review::diff::{TextChange, words};
use netra::review::highlight::{excerpt, quotes, segments};
use proptest::prelude::*;

use crate::web::support::{NewPost, assessment};

fn with_spans(signal: Vec<ByteRange>, counter: Vec<ByteRange>) -> Assessment {
    let mut body = assessment(&NewPost::default());
    body.signals[0].spans = signal.into_iter().map(Span::of_post).collect();
    body.counter[0].spans = counter.into_iter().map(Span::of_post).collect();
    body
}

fn drawn(text: &str, body: &Assessment) -> String {
    let draw = |segment: &netra::review::highlight::Segment<'_>| match (
        segment.signals.is_empty(),
        segment.counter.is_empty(),
    ) {
        (true, true) => segment.text.to_owned(),
        (false, true) => format!("[{}]", segment.text),
        (true, false) => format!("({})", segment.text),
        (false, false) => format!("[({})]", segment.text),
    };
    segments(TextName::Post, text, Some(body))
        .iter()
        .map(draw)
        .collect()
}

#[test]
fn overlapping_marks_are_cut_where_they_begin_and_end() {
    let body = with_spans(vec![[0, 6], [4, 10]], vec![[8, 14]]);
    assert_eq!(
        drawn("Ayo coblos lagi", &body),
        "[Ayo ][co][bl][(os)]( lag)i"
    );
}

#[test]
fn spans_that_do_not_fit_are_ignored() {
    let body = with_spans(vec![[0, 99], [5, 2], [1, 2], [3, 3], [0, 2]], vec![]);
    assert_eq!(drawn("éa 👍", &body), "[é]a 👍");
}

#[test]
fn an_excerpt_shows_the_first_signal_with_something_before_it() {
    let text = format!("{}coblos nomor 1 {}", "a ".repeat(300), "z ".repeat(300));
    let body = with_spans(vec![[600, 606]], vec![]);
    let (pieces, cut) = excerpt(&text, Some(&body), 100);
    let shown: String = pieces.iter().map(|piece| piece.text).collect();
    assert!(
        shown.chars().count() > 95 && shown.starts_with("a a"),
        "{shown}"
    );
    assert!(shown.ends_with(" z"), "{shown}");
    assert_eq!(cut, [true, true]);
    let marked: Vec<&str> = pieces
        .iter()
        .filter(|piece| !piece.plain())
        .map(|piece| piece.text)
        .collect();
    assert_eq!(marked, ["coblos"]);
    assert_eq!(excerpt("pendek", None, 100).1, [false, false]);
}

#[test]
fn each_quote_is_given_once() {
    let spans = [[0, 3], [4, 7], [8, 13], [3, 4], [9, 99]].map(Span::of_post);
    let found = quotes("ayo ayo pilih", &[], &spans);
    let words: Vec<&str> = found.iter().map(|quotation| quotation.words).collect();
    assert_eq!(words, ["ayo", "pilih"]);
}

#[test]
fn words_are_marked_and_quoted_in_the_text_they_stand_in() {
    let of_alt = |number, range| Span {
        text: TextName::Alt(number),
        range,
    };
    let mut body = with_spans(vec![[0, 3]], vec![]);
    body.signals[0]
        .spans
        .extend([of_alt(1, [4, 10]), of_alt(2, [0, 3])]);
    let alt = "Ayo coblos";
    assert_eq!(drawn("Ayo pagi", &body), "[Ayo] pagi");
    let marked: Vec<&str> = segments(TextName::Alt(1), alt, Some(&body))
        .iter()
        .filter(|piece| !piece.plain())
        .map(|piece| piece.text)
        .collect();
    assert_eq!(marked, ["coblos"]);
    let further = FurtherText::alternatives([Some(alt)].into_iter());
    let found = quotes("Ayo pagi", &further, &body.signals[0].spans);
    let told: Vec<(TextName, &str)> = found.iter().map(|one| (one.name, one.words)).collect();
    assert_eq!(
        told,
        [(TextName::Post, "Ayo"), (TextName::Alt(1), "coblos")]
    );
}

#[test]
fn a_comparison_shows_words() {
    assert_eq!(
        words("Ayo coblos nomor 1 ya", "Ayo coblos nomor 2 saja ya"),
        [
            TextChange::Same("Ayo coblos nomor ".to_owned()),
            TextChange::Removed("1 ".to_owned()),
            TextChange::Added("2 saja ".to_owned()),
            TextChange::Same("ya".to_owned()),
        ]
    );
}

#[test]
fn a_comparison_of_long_texts_ends() {
    let (old, new) = ("a b ".repeat(20_000), "c d ".repeat(20_000));
    assert_eq!(words(&old, &new).len(), 2);
}

proptest! {
    #[test]
    fn segments_join_to_the_text(
        text in "\\PC{0,60}",
        signal in prop::collection::vec([0_usize..80, 0_usize..80], 0..6),
        counter in prop::collection::vec([0_usize..80, 0_usize..80], 0..6),
        length in 0_usize..80,
    ) {
        let body = with_spans(signal, counter);
        let joined: String = segments(TextName::Post, &text, Some(&body)).iter().map(|piece| piece.text).collect();
        prop_assert_eq!(&joined, &text);
        let (pieces, _) = excerpt(&text, Some(&body), length);
        let shown: String = pieces.iter().map(|piece| piece.text).collect();
        prop_assert!(text.contains(&shown));
        prop_assert!(shown.chars().count() <= length);
    }

    #[test]
    fn a_comparison_holds_both_texts(old in "[ab \n]{0,40}", new in "[ab \n]{0,40}") {
        let (mut before, mut after) = (String::new(), String::new());
        for change in words(&old, &new) {
            match change {
                TextChange::Same(text) => { before.push_str(&text); after.push_str(&text); }
                TextChange::Removed(text) => before.push_str(&text),
                TextChange::Added(text) => after.push_str(&text),
            }
        }
        prop_assert_eq!(before, old);
        prop_assert_eq!(after, new);
    }
}
