//! The linter of words, on small broken files: the exact finding with its place.

use netra::config::check::{self, Pack};
use netra::config::{Diagnostic, lexicon};
use proptest::prelude::*;
use rstest::rstest;

pub(super) const SCALE: &str = include_str!("../../config/score.toml");
const DEMO: &str = include_str!("../../config/contests/demo-2027.toml");
const TRAPS: &str = include_str!("../../config/lexicon/traps.toml");

const HEAD: &str = r#"title = "Pemilihan Bupati"
kind = "bupati"
region = "32.99"
regime = "pemilihan"
source = "fiktif"
confidence = "high"
calendar = { opens = 2027-01-01, determination = 2027-09-22, campaign = [2027-09-25, 2027-11-23], vote = 2027-11-27, ends = 2028-02-20 }
"#;

/// A pack of two pairs; `first` and `second` are one line each, on lines 13 and 18.
fn pack(head: &str, first: &str, second: &str) -> String {
    format!(
        "{head}\n{HEAD}[[contestant]]\nid = \"a\"\nlabel = \"Hadi\"\nnumber = 1\n{first}\n\
         [[contestant]]\nid = \"b\"\nlabel = \"Bagas\"\nnumber = 2\n{second}\n"
    )
}

pub(super) fn names(first: &str, second: &str) -> String {
    let first = format!("names = [\"Hadi Santosa\"]\n{first}");
    pack(
        "id = \"p\"",
        &first,
        &format!("names = [\"Bagas Wirawan\"]\n{second}"),
    )
}

/// An entry of seven lines: the id is on the second, the forms on the sixth, `more` on the last.
pub(super) fn entry(id: &str, kind: &str, forms: &str, more: &str) -> String {
    format!(
        "[[entry]]\nid = \"{id}\"\nkind = \"{kind}\"\nlanguage = \"id\"\nweight = 1.0\nforms = [{forms}]\n{more}\n"
    )
}

fn read(words: &str) -> Vec<lexicon::PlacedCue> {
    let files = [("w.toml".to_owned(), words.to_owned())];
    let checked = lexicon::check(&files, ("score.toml", SCALE));
    assert_eq!(checked.diagnostics, [], "the fixture loads");
    checked.cues
}

pub(super) fn read_packs(texts: &[String]) -> Vec<Pack> {
    let named = ["p.toml", "q.toml"].map(str::to_owned).into_iter();
    let texts: Vec<_> = named.zip(texts.iter().cloned()).collect();
    let (packs, found) = check::read_packs(&texts);
    assert!(!found.iter().any(Diagnostic::is_error), "{found:?}");
    packs
}

pub(super) fn lines(found: &[Diagnostic]) -> String {
    let lines: Vec<String> = found.iter().map(Diagnostic::to_string).collect();
    lines.join("\n")
}

/// What is said of a lexicon beside packs.
fn of_words(words: &str, packs: &[String]) -> String {
    lines(&check::lexicon(&read(words), &read_packs(packs)))
}

/// What is said of packs beside a lexicon.
fn of_packs(packs: &[String], words: &str) -> String {
    lines(&check::packs(&read_packs(packs), &read(words)))
}

#[test]
fn sound_files_have_no_findings() {
    let words = entry(
        "x.baik",
        "praise",
        "\"baik\", \"sangat cerdas\"",
        "needs = [\"target\"]",
    ) + &entry("x.trap", "trap", "\"hadi jaya\"", "blocks = [\"santosa\"]");
    let even = names("short_names = [\"Santosa\"]", "short_names = [\"Bagas\"]");
    assert_eq!(of_words(&words, std::slice::from_ref(&even)), "");
    assert_eq!(of_packs(&[even], &words), "");
}

#[rstest]
#[case::praise_and_insult(
    "praise",
    "Bagus",
    "insult",
    "bagus",
    "w.toml:13:10: \"bagus\" is insult here and praise in x.a (w.toml:6): the same words would speak for a contestant and against; keep it in one of the two entries, or write longer forms that are plain"
)]
#[case::negation_and_reminder(
    "negation",
    "jangan lupa",
    "reminder",
    "jangan-lupa",
    "w.toml:13:10: \"jangan-lupa\" is reminder here and negation in x.a (w.toml:6): the same words would turn the meaning round and keep it; keep it in one of the two entries, or write longer forms that are plain"
)]
#[case::support_and_negation(
    "support",
    "ogah",
    "negation",
    "ogah",
    "w.toml:13:10: \"ogah\" is negation here and support in x.a (w.toml:6): the same words would carry a meaning and turn it round; keep it in one of the two entries, or write longer forms that are plain"
)]
#[case::praise_and_news(
    "praise",
    "tegas",
    "news",
    "tegas",
    "w.toml:13:10: warning: \"tegas\" is news here and praise in x.a (w.toml:6): both count, and the second weakens the first in every post; keep it in one of the two entries, unless that is meant"
)]
#[case::own_and_third_party(
    "membership",
    "ketua dpc",
    "third_party",
    "ketua dpc",
    "w.toml:13:10: warning: \"ketua dpc\" is third_party here and membership in x.a (w.toml:6): both count: the author speaks for himself and is excused; keep it in one of the two entries, unless that is meant"
)]
#[case::twice_for(
    "praise",
    "juara",
    "win",
    "juara",
    "w.toml:13:10: warning: \"juara\" is win here and praise in x.a (w.toml:6): the same words would count twice; keep it in one of the two entries"
)]
#[case::helper("team", "timses", "company", "timses", "")]
#[case::twice_in_one_kind(
    "praise",
    "jum'at berkah",
    "praise",
    "Jumat Berkah",
    "w.toml:13:10: \"Jumat Berkah\" stands twice among praise: as \"jum'at berkah\" in x.a (w.toml:6); both would count; keep it in one of the two entries"
)]
fn one_form_in_two_entries(
    #[case] kind: &str,
    #[case] form: &str,
    #[case] other_kind: &str,
    #[case] other_form: &str,
    #[case] expected: &str,
) {
    let words = entry("x.a", kind, &format!("{form:?}"), "")
        + &entry("x.b", other_kind, &format!("{other_form:?}"), "");
    assert_eq!(of_words(&words, &[]), expected);
}

#[test]
fn one_form_twice_in_an_entry_or_in_two_languages_is_no_error() {
    let twice = entry("x.a", "praise", "\"baik\", \"BAIK\"", "");
    assert_eq!(
        of_words(&twice, &[]),
        "w.toml:6:18: warning: \"BAIK\" is the same as \"baik\" of this entry once folded; capitals, signs and accents make no difference; keep one"
    );
    let second = entry("x.b", "praise", "\"saé\"", "");
    let tongues = entry("x.a", "praise", "\"sae\"", "") + &second.replace("\"id\"", "\"su\"");
    assert_eq!(
        of_words(&tongues, &[]),
        "w.toml:13:10: warning: \"saé\" stands twice among praise: as \"sae\" in x.a (w.toml:6); both would count; keep it in one of the two entries"
    );
}

#[rstest]
#[case::link(
    "praise",
    "lihat https://contoh.id",
    "w.toml:6:10: \"lihat https://contoh.id\" holds a link, and links are never matched; write the words of the link, or leave it out"
)]
#[case::nothing(
    "praise",
    "?!",
    "w.toml:6:10: nothing is left of \"?!\" once folded: it never matches; write words or an emoji"
)]
#[case::conjunction(
    "praise",
    "baik tapi lambat",
    "w.toml:6:10: \"baik tapi lambat\" holds a word that opens a new clause, and cues are found within one clause: it never matches; end it before that word, or begin with it"
)]
#[case::conjunction_in_front("praise", "tapi baik", "")]
#[case::comma(
    "call",
    "ayo, pilih",
    "w.toml:6:10: warning: \"ayo, pilih\" never matches as written, because a sign in it ends a clause; only \"ayo pilih\" does; write \"ayo pilih\", or its parts"
)]
#[case::sentence(
    "call",
    "ayo! pilih",
    "w.toml:6:10: warning: \"ayo! pilih\" never matches as written, because a sign in it ends a sentence; only \"ayo pilih\" does; write \"ayo pilih\", or its parts"
)]
#[case::abbreviation("call", "pilih no. urut", "")]
fn cues_that_never_match(#[case] kind: &str, #[case] form: &str, #[case] expected: &str) {
    let words = entry("x.a", kind, &format!("{form:?}"), "");
    assert_eq!(of_words(&words, &[]), expected);
}

#[test]
fn a_form_that_holds_a_shorter_one_of_its_entry() {
    let both = |kind| {
        entry(
            "x.a",
            kind,
            "\"menang\", \"pasti menang\", \"tidak menang\"",
            "",
        )
    };
    let no = entry("x.b", "negation", "\"tidak\"", "");
    assert_eq!(
        of_words(&(both("win") + &no), &[]),
        "w.toml:6:20: warning: x.a fires without \"pasti menang\": a shorter form of it stands inside; take out what no reader needs to see marked"
    );
    assert_eq!(
        of_words(&(both("call") + &no), &[]),
        "",
        "a lone verb is another thing"
    );
}

#[rstest]
#[case::unmet(
    "needs = [\"event\"]",
    "w.toml:7:10: x.a needs event, and no entry is one: it never counts; add an entry of kind \"event\", or take the need out"
)]
#[case::itself(
    "needs = [\"praise\"]",
    "w.toml:7:10: warning: x.a needs praise and is one itself: the need is always met; name another kind, or take the need out"
)]
#[case::party(
    "needs = [\"party\"]",
    "w.toml:7:10: warning: x.a needs party, and no pack has one: it never counts; add the words to a pack, or take the need out"
)]
#[case::target("needs = [\"target\"]", "")]
#[case::blocks(
    "blocks = [\"hadi\"]",
    "w.toml:7:11: x.a has blocks, which only traps use; make it a trap, or take blocks out"
)]
fn needs_and_blocks_that_are_idle(#[case] more: &str, #[case] expected: &str) {
    let words = entry("x.a", "praise", "\"baik\"", more);
    assert_eq!(of_words(&words, &[names("", "")]), expected);
}

#[rstest]
#[case::nothing_to_cover(
    "\"dharma wanita\", \"darma\"",
    "",
    "w.toml:2:6: warning: t.a can never cover anything: no form holds a word of a contestant or a cue of another entry; add blocks, or take the trap out"
)]
#[case::one_form(
    "\"jalan hadi santosa\", \"darma\"",
    "",
    "w.toml:6:32: warning: \"darma\" can never cover anything: it holds no word of a contestant and no cue of another entry; add the word it is about, or take it out"
)]
#[case::block(
    "\"darma\"",
    "blocks = [\"surya\", \"hadisantosa\"]",
    "w.toml:7:11: warning: \"surya\" is no word of a contestant in any pack: t.a blocks nothing with it; a block is one written word of a contestant; mend it or take it out"
)]
#[case::number("\"nomor antrean 2\"", "", "")]
#[case::inside_a_word("\"hadisantosaku\"", "", "")]
fn traps_that_are_idle(#[case] forms: &str, #[case] more: &str, #[case] expected: &str) {
    let words = entry("t.a", "trap", forms, more);
    assert_eq!(of_words(&words, &[names("", "")]), expected);
    assert_eq!(of_words(&words, &[]), "", "without packs nobody can tell");
}

#[test]
fn a_trap_that_hides_a_cue_is_at_work() {
    let words = entry("t.a", "trap", "\"pilih menu\"", "") + &entry("x.a", "call", "\"pilih\"", "");
    assert_eq!(of_words(&words, &[names("", "")]), "");
    let same = words.replace("pilih menu", "pilih");
    assert_eq!(
        of_words(&same, &[names("", "")]),
        "w.toml:2:6: warning: t.a can never cover anything: no form holds a word of a contestant or a cue of another entry; add blocks, or take the trap out\n\
         w.toml:13:10: warning: \"pilih\" is call here and trap in t.a (w.toml:6): a trap takes away words of contestants only, so the other still counts; keep it in one of the two entries, unless that is meant"
    );
}

#[test]
fn a_form_that_is_a_cue_too() {
    let words = entry("x.a", "praise", "\"jaya desa\"", "");
    let plain = names("slogans = [\"jaya desa\"]", "slogans = [\"maju jaya\"]");
    assert_eq!(
        of_packs(std::slice::from_ref(&plain), &words),
        "p.toml:14:12: warning: \"jaya desa\" is praise in x.a (w.toml:6) too: the form wins, so the cue is silent wherever Hadi stands for election; say needs_company = true, or take it out of the lexicon"
    );
    assert_eq!(
        of_words(&words, &[plain]),
        "w.toml:6:10: warning: \"jaya desa\" stands for Hadi too (p.toml:14), and the contestant wins: this cue is silent in that contest; leave it so if that is meant, or take it out of one of the two"
    );
    let company = names(
        "slogans = [{ form = \"jaya desa\", needs_company = true }]",
        "slogans = [\"maju jaya\"]",
    );
    assert_eq!(
        of_packs(std::slice::from_ref(&company), &words),
        "p.toml:14:21: warning: \"jaya desa\" is praise in x.a (w.toml:6) too: in company the form wins and stands for Hadi, elsewhere the cue counts; leave it so if that is meant, or take it out of one of the two"
    );
    assert_eq!(
        of_words(&words, &[company]),
        "w.toml:6:10: warning: \"jaya desa\" stands for Hadi too (p.toml:14): in company the contestant wins, elsewhere this cue counts; leave it so if that is meant, or take it out of one of the two"
    );
}

#[test]
fn a_form_that_is_a_trap_too() {
    let words = entry("t.a", "trap", "\"dharma wanita\"", "");
    let open = names("slogans = [\"Dharma-Wanita\"]", "slogans = [\"maju jaya\"]");
    assert_eq!(
        of_packs(std::slice::from_ref(&open), &words),
        "p.toml:14:12: \"Dharma-Wanita\" is the trap t.a too (w.toml:6), and the trap wins: it never stands for Hadi; take it out here, or make the trap longer"
    );
    assert_eq!(
        of_words(&words, std::slice::from_ref(&open)),
        "w.toml:6:10: \"dharma wanita\" stands for Hadi too (p.toml:14), and the trap wins: it never does; make the trap longer, or take it out of the pack"
    );
    let closed = open.replace("regime", "closed = true\nregime");
    assert_eq!(
        of_packs(std::slice::from_ref(&closed), &words),
        "p.toml:15:12: warning: \"Dharma-Wanita\" is the trap t.a too (w.toml:6), and the trap wins: it never stands for Hadi; take it out here, or make the trap longer"
    );
    assert_eq!(of_words(&words, &[closed]), "");
}

#[test]
fn a_form_that_never_matches() {
    let pack = names(
        "slogans = [\"a? b\", \"Maju! Terus\"]",
        "slogans = [\"jaya\"]",
    );
    assert_eq!(
        of_packs(&[pack], ""),
        "p.toml:14:12: warning: \"a? b\" never matches as written, because a sign in it ends a sentence; only \"a b\" does; write \"a b\", or its parts"
    );
}

#[test]
fn one_form_for_two_contestants() {
    let both = names(
        "slogans = [\"Bangkit Desa\"]",
        "slogans = [\"Bangkít Desa\"]",
    );
    assert_eq!(
        of_packs(&[both], ""),
        "p.toml:20:12: \"Bangkít Desa\" means Hadi too, as \"Bangkit Desa\" (p.toml:14); give it to one of them, or say needs_company = true at both"
    );
    let one = names(
        "slogans = [\"bangkit desa\"]",
        "slogans = [{ form = \"Bangkit Desa\", needs_company = true }]",
    );
    assert_eq!(
        of_packs(&[one], ""),
        "p.toml:20:21: warning: \"Bangkit Desa\" means Hadi too, as \"bangkit desa\" (p.toml:14), and only one of the two needs company; say needs_company = true at both"
    );
    let neither = names(
        "slogans = [{ form = \"bangkit desa\", needs_company = true }]",
        "slogans = [{ form = \"Bangkit Desa\", needs_company = true }]",
    );
    assert_eq!(of_packs(&[neither], ""), "");
}

#[test]
fn two_packs_beside_each_other() {
    let mine = names("hashtags = [\"MajuDesa\"]", "hashtags = [\"JayaDesa\"]");
    let other = pack(
        "id = \"q\"",
        "names = [\"Yasin Maulana\"]\nhashtags = [\"MAJUDESA\"]",
        "names = [\"Surya Darma\"]\nhashtags = [\"LestariDesa\"]",
    );
    let clash = "q.toml:14:13: warning: in p (p.toml), of the same region and time, \"MAJUDESA\" means Hadi (line 14); say needs_company = true at both, or give each to one of them";
    assert_eq!(of_packs(&[mine.clone(), other.clone()], ""), clash);
    let wider = other.replace("\"32.99\"", "\"32\"");
    assert_eq!(of_packs(&[mine.clone(), wider], ""), clash);
    let elsewhere = other.replace("\"32.99\"", "\"33.01\"");
    assert_eq!(of_packs(&[mine.clone(), elsewhere], ""), "");
    let later = other
        .replace("= 2027", "= 2031")
        .replace("= 2028", "= 2032");
    let later = later.replace("[2027-09-25, 2027", "[2031-09-25, 2031");
    assert_eq!(of_packs(&[mine.clone(), later], ""), "");
    let kin = other.replace("Yasin Maulana", "hadi santosa");
    assert_eq!(of_packs(&[mine.clone(), kin], ""), "");
    let twin = other
        .replace("id = \"q\"", "id = \"p\"")
        .replace("MAJU", "TANI");
    assert_eq!(
        of_packs(&[mine, twin], ""),
        "q.toml: the id \"p\" is that of p.toml too; give each contest its own id"
    );
}

#[test]
fn mocking_names_for_one_side_only() {
    let open = names("mocking = [\"Hadi janji\"]", "none_known = [\"mocking\"]");
    assert_eq!(
        of_packs(std::slice::from_ref(&open), ""),
        "p.toml:15:1: Hadi has mocking names and Bagas has none; look for some, or take all mocking names out of p"
    );
    let closed = open.replace("regime", "closed = true\nregime");
    assert_eq!(
        of_packs(&[closed], ""),
        "p.toml:16:1: warning: Hadi has mocking names and Bagas has none; look for some, or take all mocking names out of p"
    );
}

#[test]
fn three_times_as_many_words() {
    let words = |count: usize| {
        let tags: Vec<String> = (0..count)
            .map(|at| format!("\"Tagar{at}x{count}\""))
            .collect();
        format!("hashtags = [{}]", tags.join(", "))
    };
    assert_eq!(of_packs(&[names(&words(5), &words(2))], ""), "");
    let uneven = names(&words(6), &words(2)).replace("number = 2", "");
    assert_eq!(
        of_packs(&[uneven], ""),
        "p.toml:15:1: warning: Bagas has few words: hashtags 2 to 6 of Hadi; look for more of its words, or take some of the other's out\n\
         p.toml:15:1: warning: Hadi has a ballot number and Bagas has none; look for more of its words, or take some of the other's out"
    );
}

#[test]
fn the_balance_counts_every_list() {
    let packs = read_packs(&[DEMO.to_owned()]);
    let table = check::balance::table(&packs[0]);
    let banu = &table.contestants[1];
    assert_eq!(
        (table.contest.as_str(), banu.id.as_str(), banu.number),
        ("demo-2027", "banu", true)
    );
    let counts: Vec<_> = banu
        .words
        .iter()
        .map(|(list, count)| format!("{list} {count}"))
        .collect();
    assert_eq!(
        counts.join(", "),
        "names 2, short_names 3, nicknames 4, mocking 2, pair 4, party 2, slogans 4, hashtags 7, gestures 4, songs 1, symbols 2"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Damaged files are linted to the end, and places lie inside them.
    #[test]
    fn damaged_files_are_linted(start in 0..3000_usize, length in 1..60_usize, filler in "[\\[\\]{}\"=#,\n a-z0-9☝é-]{0,8}") {
        let damage = |text: &str| {
            let start = text.floor_char_boundary(start);
            let end = text.floor_char_boundary((start + length).min(text.len()));
            format!("{}{filler}{}", &text[..start], &text[end..])
        };
        let (words, demo) = (damage(TRAPS), damage(DEMO));
        let cues = lexicon::check(&[("w".to_owned(), words.clone())], ("s", SCALE)).cues;
        let (packs, _) = check::read_packs(&[("p".to_owned(), demo.clone())]);
        let mut found = check::packs(&packs, &cues);
        found.extend(check::lexicon(&cues, &packs));
        for one in found {
            let text = if one.file == "w" { &words } else { &demo };
            prop_assert!((1..=text.split('\n').count()).contains(&one.line) && one.column >= 1);
            prop_assert!(one.hint.is_some());
        }
    }
}
