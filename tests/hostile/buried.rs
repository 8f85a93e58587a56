//! Whoever calls on others to vote buries the call among other words: names, calls, hashtags,
//! numbers, disguises, whatever the scorer looks for, before it, behind it and around it, in the
//! post's own words and in descriptions of pictures. No length of them hides it.

use netra::model::{
    Assessment, FurtherText, LONGEST_TEXT, MOST_MEDIA, Media, PersonKind, PostKind, RegionCode,
    Sentence, Subject, TextName, Wording,
};
use netra::score::subject as scored_subject;
use proptest::prelude::*;
use rstest::rstest;

use crate::score::support::{EVERYWHERE, SCORER, assess, subject};

const CALL: &str = "Ayo pilih Sekar nomor urut 1, menangkan!";

/// Calls that score high alone, by different rules.
const CALLS: [&str; 5] = [
    CALL,
    "Jangan lupa coblos nomor urut 2 BANU!",
    "Yuk coblos Hadi Santosa!",
    "#HALUSMenang",
    "C0bl0s n0m0r urut 2, m3nangkan BANU!",
];

/// Words that the scorer looks for, and some that it does not; none that speaks against a call.
const FILLINGS: [&str; 23] = [
    "Hadi Santosa ",
    "Bagas Wirawan, ",
    "Pak Hadi.\n",
    "Lestari Putri dan Nur Aisyah\n",
    "HALUS ",
    "coblos ",
    "gaspol ",
    "mantap, ",
    "dukung? ",
    "\"dukung Hadi\" ",
    "tidak ",
    "jangan ",
    "yang ",
    "#HALUS ",
    "#selamatpagi ",
    "@hadisantosa ",
    "nomor urut 2 ",
    "02 ",
    "\u{270C}\u{FE0F}",
    "h4d1 s4nt0s4 ",
    "b a n u, ",
    "Partai Bunga Padi ",
    "Pagi ini kami rapat di kantor kecamatan. ",
];

fn pictured<'a>(text: &'a str, alts: &[&'a str]) -> Subject<'a> {
    Subject {
        further: FurtherText::alternatives(alts.iter().map(|alt| Some(*alt))),
        ..subject(text)
    }
}

fn has_part(assessment: &Assessment, sentence: &Sentence) -> bool {
    let mut parts = assessment.explanation.parts.iter();
    parts.any(|part| part.label == *sentence)
}

/// In front of the call, behind it, and around it.
fn around(filling: &str, call: &str) -> [String; 3] {
    [
        format!("{filling}\n{call}"),
        format!("{call}\n{filling}"),
        format!("{filling}\n{call}\n{filling}"),
    ]
}

#[track_caller]
fn assert_queued(text: &str) {
    let assessment = assess(text);
    let (band, score) = (assessment.band, assessment.score);
    assert!(band.queued(), "{band:?} {score}: {text:.60}");
}

#[rstest]
#[case::a_name("Hadi Santosa ", 2_100)]
#[case::a_familiar_name("Pak Hadi ", 2_100)]
#[case::a_second_name("Lestari Putri ", 2_100)]
#[case::names_of_both("Hadi Santosa, Bagas Wirawan; Nur Aisyah\n", 1_000)]
#[case::calls("coblos ", 4_000)]
#[case::negations("tidak jangan bukan ", 1_500)]
#[case::hashtags("#HALUS #BANU ", 1_500)]
#[case::hashtags_of_nobody("#selamatpagi #senin ", 1_500)]
#[case::ballots("nomor urut 2 ", 2_000)]
#[case::ballots_in_digits("n0m0r 2 ", 3_000)]
#[case::names_in_digits("h4d1 s4nt0s4 ", 2_000)]
#[case::names_spelt("h a d i, ", 2_500)]
#[case::hands("\u{270C}\u{FE0F}", 4_000)]
#[case::relatives("yang ", 5_000)]
#[case::plain_words("Pagi ini kami rapat di kantor kecamatan. ", 750)]
#[case::plain_words_without_stops("pagi ini kami rapat di kantor kecamatan ", 750)]
#[case::dots(". ", 15_000)]
#[case::nothing_to_see("\u{200B}", 10_000)]
#[case::quotations("\"dukung Hadi\" ", 2_000)]
#[case::a_quotation_that_is_never_closed("\" kata mereka, ", 2_001)]
fn a_call_is_found_among(#[case] filling: &str, #[case] times: usize) {
    for text in around(&filling.repeat(times), CALL) {
        assert_queued(&text);
    }
}

/// Words that speak against: beside a call they are weighed with it, and a page away they say
/// nothing of it.
#[rstest]
#[case::news("Dikutip dari Kompas, menurut survei. ")]
#[case::neutrality("ASN wajib netral. ")]
#[case::everyday("Menu hotel, nomor antrian kamar. ")]
#[case::tagged("Budi ditandai orang lain. ")]
#[case::condolences("Turut berduka cita. ")]
#[case::bans("Dilarang keras. ")]
fn what_stands_a_page_away_takes_nothing(#[case] against: &str) {
    let plain = "Pagi ini kami rapat di kantor kecamatan bersama ibu lurah. ".repeat(30);
    for call in CALLS {
        let middle = format!("{plain}\n{call}\n{plain}");
        for text in around(&against.repeat(100), &middle) {
            assert_queued(&text);
        }
    }
}

#[test]
fn a_call_is_found_among_pictures() {
    let names: Vec<String> = (0..400)
        .map(|number| format!("Foto {number}: Hadi Santosa dan Bagas Wirawan, warga, camat"))
        .collect();
    for at in [0, 25, 199, 399] {
        let mut alts: Vec<&str> = names.iter().map(String::as_str).collect();
        alts[at] = CALL;
        let assessment = SCORER.assess(&pictured("Kegiatan kami", &alts));
        assert!(assessment.band.queued(), "{at}: {}", assessment.score);
        let calls = assessment.signals.iter();
        let mut calls = calls.filter(|signal| signal.rule == "id.pilih-saja");
        let named = TextName::Alt(u32::try_from(at + 1).unwrap());
        assert_eq!(calls.next().unwrap().spans[0].text, named);
    }
    let alts: Vec<&str> = names.iter().map(String::as_str).collect();
    for own in around(&"Hadi Santosa ".repeat(500), CALL) {
        assert!(SCORER.assess(&pictured(&own, &alts)).band.queued());
    }
}

#[test]
fn a_call_is_found_among_thousands_of_pictures() {
    let mut alts = vec!["."; 5_000];
    alts.push(CALL);
    assert!(SCORER.assess(&pictured("a", &alts)).band.queued());
    let described = format!("{}{CALL}", "Hadi Santosa ".repeat(2_100));
    assert!(SCORER.assess(&pictured("a", &[&described])).band.queued());
}

#[test]
fn a_call_is_found_with_every_pack() {
    let names = "Prabowo Subianto, Ganjar Pranowo, Anies Baswedan, Ridwan Kamil, Pramono Anung. ";
    for text in around(
        &names.repeat(700),
        "Ayo coblos nomor urut 2, menangkan Prabowo!",
    ) {
        assert!(EVERYWHERE.assess(&subject(&text)).band.queued());
    }
}

/// Reasons lead to the words of the whole post.
#[rstest]
#[case::ascii("Hadi Santosa ")]
#[case::letters_of_several_bytes("Hadi Santosa… é ")]
#[case::signs_that_unfold("\u{FDFA} \u{FB03} Hadi ")]
#[case::signs_nobody_sees("Hadi\u{200B} \u{FE0F}")]
fn reasons_point_into_the_whole_post(#[case] filling: &str) {
    for text in around(&filling.repeat(700), CALL) {
        let assessment = assess(&text);
        let call = assessment.signals.iter();
        let mut call = call.filter(|signal| signal.rule == "id.pilih-saja");
        let spans = &call.next().expect("the call is found").spans;
        let words: Vec<_> = spans
            .iter()
            .map(|span| span.words(TextName::Post, &text))
            .collect();
        assert_eq!(words, [Some("Ayo pilih"), Some("nomor urut 1")]);
    }
}

/// It is told which passage was the strongest.
#[test]
fn the_passage_that_counts_is_told() {
    let text = format!("{}\n{CALL}\n", "Rapat pagi di kantor. ".repeat(400));
    let assessment = assess(&text);
    let last = assessment.explanation.parts.last().expect("parts");
    let passage = last.spans[0].words(TextName::Post, &text).expect("a place");
    assert!(passage.contains(CALL) && passage.len() < 3_000);
    let begins: Vec<&str> = passage.split_whitespace().take(6).collect();
    let told = Sentence::new(Wording::Passage, [begins.join(" ").as_str()]);
    assert_eq!(last.label, told);
}

/// Only rows of hashtags that are full of names have more in them than can be looked at, and those
/// are for people to read.
#[rstest]
#[case::names("#BagasAisyahWirawanLestari ")]
#[case::names_without_capitals("#bagasaisyahwirawanlestari ")]
fn what_cannot_be_read_is_for_people_to_read(#[case] piece: &str) {
    let too_much = Sentence::plain(Wording::TooMuch);
    let many = assess(&piece.repeat(200));
    assert!(
        has_part(&many, &too_much) && many.band.queued(),
        "{}",
        many.score
    );
    let few = assess(&piece.repeat(20));
    assert!(!has_part(&few, &too_much), "{}", few.score);
}

/// What was not kept is for people to read, and nothing else is.
#[test]
fn what_was_not_kept_is_for_people_to_read() {
    let region: RegionCode = "32.99".parse().unwrap();
    let written = "2027-11-10T03:00:00Z".parse().unwrap();
    let queued = |text: &str, media: &[Media]| {
        let kinds = (PersonKind::Person, PostKind::Original);
        let post = scored_subject((text, media), written, &region, kinds);
        let assessment = SCORER.assess(&post);
        let told = has_part(&assessment, &Sentence::plain(Wording::TooMuch));
        assert_eq!(told, assessment.band.queued(), "{}", assessment.score);
        told
    };
    let plain = "Pagi ini kami rapat di kantor kecamatan. ".repeat(LONGEST_TEXT / 41 + 1);
    let picture = Media {
        kind: "image".to_owned(),
        url: None,
        alt: None,
    };
    let pictures = vec![picture; MOST_MEDIA];
    assert!(queued(&plain[..LONGEST_TEXT - 2], &[]));
    assert!(!queued(&plain[..LONGEST_TEXT / 2], &[]));
    assert!(queued("Kegiatan kami", &pictures));
    assert!(!queued("Kegiatan kami", &pictures[..300]));
}

/// Nobody is queued for the length of a gallery: what is said of each picture is said once.
#[test]
fn length_alone_says_nothing() {
    let caption = |number| format!("Foto {number}: Bupati Hadi Santosa bersama warga desa.");
    let captions: Vec<String> = (0..300).map(caption).collect();
    let alts: Vec<&str> = captions.iter().map(String::as_str).collect();
    let one = SCORER.assess(&pictured("Kunjungan kerja", &alts[..1]));
    let gallery = SCORER.assess(&pictured("Kunjungan kerja", &alts));
    assert!(
        !one.band.queued() && !gallery.band.queued(),
        "{}",
        gallery.score
    );
}

/// Everyday words that say nothing of an election, and some that explain a name otherwise.
const EVERYDAY: &str = "Menu hotel, nomor antrian kamar. Pagi ini kami rapat di kantor kecamatan, \
                        lalu lomba masak warga. ";

/// Whoever is introduced on one page is known on the next.
#[rstest]
#[case::a_candidate("Hadi Santosa, calon bupati.", "Coblos Hadi, menangkan Hadi ya.")]
#[case::a_meeting("Tadi bertemu Bagas Wirawan.", "Ayo pilih Bagas, menangkan Bagas ya.")]
#[case::a_contest(
    "Pilkada Sukaraja 2027.",
    "Pokoknya dukung Hadi ya, menangkan Hadi, coblos Hadi."
)]
#[case::a_pair("Hadi-Lestari hadir.", "Menangkan Lestari, coblos Lestari ya.")]
#[case::a_number(
    "Yasin Maulana, calon bupati.",
    "Coblos nomor 3, menangkan nomor 3 ya."
)]
fn who_is_introduced_elsewhere_is_known(#[case] introduced: &str, #[case] call: &str) {
    for times in [20, 60, 200] {
        let filling = EVERYDAY.repeat(times);
        assert_queued(&format!("{introduced} {filling} {call}"));
        assert_queued(&format!("{call} {filling} {introduced}"));
    }
}

/// What may be anybody's gives nobody company, however much there is of it, and an everyday vote
/// stays one.
#[rstest]
#[case::short_names(
    "Hadi ikut. Bagas juga.",
    "Menangkan lomba masak, dukung Hadi di lomba ya."
)]
#[case::offices(
    "Bupati dan gubernur hadir.",
    "Hadi ikut rapat. Dukung kegiatan Lestari."
)]
#[case::everyday_votes("Pemilu OSIS, lomba.", "Hadi ikut rapat, Lestari juga.")]
#[case::a_contest("Pilkada Sukaraja 2027.", "Hadi ikut rapat di kantor, Lestari juga.")]
#[case::another("Bagas Wirawan hadir.", "Hadi ikut rapat di kantor, Lestari juga.")]
#[case::a_lot("Hadi Santosa hadir.", "Nomor 1 di lomba masak, dukung nomor 1 ya.")]
fn what_is_uncertain_makes_nobody_known(#[case] introduced: &str, #[case] said: &str) {
    for times in [20, 60, 200] {
        let filling = EVERYDAY.repeat(times);
        let assessment = assess(&format!("{introduced} {filling} {said}"));
        assert!(!assessment.band.queued(), "{}", assessment.score);
    }
}

/// Signs that look like a blank part words, and no link goes on behind one.
#[rstest]
#[case::hangul_filler('\u{3164}')]
#[case::narrow_hangul_filler('\u{FFA0}')]
#[case::first_filler('\u{115F}')]
#[case::second_filler('\u{1160}')]
#[case::empty_braille('\u{2800}')]
#[case::empty_note('\u{1D159}')]
#[case::wide_blank('\u{3000}')]
fn what_looks_like_a_blank_hides_no_call(#[case] blank: char) {
    for call in CALLS {
        let alone = assess(call).score;
        let disguised = call.replace(' ', &blank.to_string());
        assert_close(&disguised, alone);
        let half = call.replacen(' ', &blank.to_string(), 3);
        assert_close(&half, alone);
        assert_queued(&format!("Info: https://sukaraja.go.id/{blank}{disguised}"));
        assert_queued(&format!("Info: https://sukaraja.go.id/a{blank}{call}"));
    }
}

#[track_caller]
fn assert_close(text: &str, score: f64) {
    let disguised = assess(text);
    assert!(disguised.band.queued() && (disguised.score - score).abs() < 0.05);
}

/// A sign without width ends a link as well.
#[rstest]
#[case::space('\u{200B}')]
#[case::joiner('\u{2060}')]
#[case::mark('\u{FEFF}')]
#[case::direction('\u{200E}')]
fn no_link_goes_on_behind_a_sign_without_width(#[case] sign: char) {
    for call in CALLS {
        assert_queued(&format!("Info: https://sukaraja.go.id/{sign}{call}"));
        assert_queued(&format!(
            "Info: https://sukaraja.go.id/{sign}{}",
            call.replace(' ', &format!(" {sign}"))
        ));
    }
}

fn filling() -> impl Strategy<Value = String> {
    let some = (prop::sample::select(&FILLINGS[..]), 1..400_usize);
    let some = some.prop_map(|(piece, times)| piece.repeat(times));
    prop::collection::vec(some, 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_filling_hides_a_call(
        before in filling(),
        behind in filling(),
        alts in prop::collection::vec(filling(), 0..4),
        call in prop::sample::select(&CALLS[..]),
    ) {
        let text = format!("{before}\n{call}\n{behind}");
        let mut alts: Vec<&str> = alts.iter().map(String::as_str).collect();
        let assessment = SCORER.assess(&pictured(&text, &alts));
        prop_assert!(assessment.band.queued(), "own words: {}", assessment.score);
        alts.push(&text);
        let assessment = SCORER.assess(&pictured("Kegiatan kami", &alts));
        prop_assert!(assessment.band.queued(), "a picture: {}", assessment.score);
    }
}
