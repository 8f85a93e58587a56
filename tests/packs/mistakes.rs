//! What the author of a pack is told about a slip: place, problem, what to do.

use netra::config::{Diagnostic, contest};
use proptest::prelude::*;

const DEMO: &str = include_str!("../../config/contests/demo-2027.toml");

/// Findings after a replacement in the shipped pack, which must have changed something.
fn after(from: &str, to: &str) -> String {
    let text = DEMO.replacen(from, to, 1);
    assert_ne!(text, DEMO, "{from:?} is not in the pack");
    findings(&text)
}

fn findings(text: &str) -> String {
    let found = contest::check("demo.toml", text).diagnostics;
    let lines: Vec<String> = found.iter().map(Diagnostic::to_string).collect();
    lines.join("\n")
}

#[test]
fn an_unknown_key() {
    insta::assert_snapshot!(after("nicknames =", "nicknames_ ="), @r#"
    demo.toml:22:1: warning: Hadi Santosa - Lestari Putri has no nicknames, Bagas Wirawan - Nur Aisyah has; look for some, or say none_known = ["nicknames"]
    demo.toml:29:1: unknown key "nicknames_"; did you mean "nicknames"?
    "#);
}

#[test]
fn a_wrong_type() {
    insta::assert_snapshot!(after("number = 2", "number = \"dua\""), @r#"demo.toml:57:10: "number" must be a whole number from 1 to 255; found the text "dua""#);
}

#[test]
fn a_date_that_is_none() {
    insta::assert_snapshot!(after("vote = 2027-11-27", "vote = 2027-11-31"), @r#"demo.toml:19:8: this is not TOML: invalid date, expected day between 01 and 30"#);
    insta::assert_snapshot!(after("vote = 2027-11-27", "vote = \"27 November\""), @r#"demo.toml:19:8: "vote" must be a date such as 2027-11-27, without quotes; found the text "27 November""#);
}

#[test]
fn dates_out_of_order() {
    insta::assert_snapshot!(after("vote = 2027-11-27", "vote = 2027-10-27"), @r#"demo.toml:14:1: vote (2027-10-27) is before the last day of quiet (2027-11-26); the order is opens, determination, campaign, quiet, vote, ends"#);
}

#[test]
fn two_pairs_with_one_number() {
    insta::assert_snapshot!(after("number = 3", "number = 1"), @r#"demo.toml:99:10: ballot number 1 is taken by Hadi Santosa - Lestari Putri; contests with numbers of their own need packs of their own"#);
}

#[test]
fn broken_toml() {
    insta::assert_snapshot!(after("title = \"Pemilihan", "title = \"Pemilihan\n"), @r#"
    demo.toml:7:19: this is not TOML: invalid basic string, expected `"`; is a closing quote missing?
    demo.toml:8:9: this is not TOML: key with no value, expected `=`
    "#);
}

#[test]
fn one_form_for_two_pairs() {
    insta::assert_snapshot!(after("\"Lanjut Makmur\",", "\"Sukaraja bangkit\","), @r#"demo.toml:70:5: "Sukaraja bangkit" already means Hadi Santosa - Lestari Putri; give it to one of them, or say needs_company = true at both"#);
}

#[test]
fn forms_that_cannot_be_meant() {
    let forms =
        r#""PAN", "!!", "a", { form = "Maju Terus", to = 2029-01-01 }, "Maju terus", 7, {},"#;
    let to = format!("slogans = [\n    {forms} \"Lanjut Makmur\",");
    insta::assert_snapshot!(after("slogans = [\n    \"Lanjut Makmur\",", &to), @r#"
    demo.toml:70:5: "PAN" is an everyday word; write { form = "PAN", needs_company = true }, so that it counts only beside another sign of the contest
    demo.toml:70:12: "!!": nothing is left of this form without signs and spaces; write words or an emoji
    demo.toml:70:18: "a": a single letter or digit is in every post; write the whole word; numbers come from `number`
    demo.toml:70:32: "Maju Terus" holds from 2027-01-01 to 2029-01-01, which is not within the contest (2027-01-01 to 2028-02-20); mend from and to, or the dates of the contest
    demo.toml:70:65: "Maju terus" is listed twice; capitals make no difference; keep one
    demo.toml:70:79: "slogans" holds something that is no word; write "a text" or { form = "a text", … }
    demo.toml:70:82: this item of "slogans" has no form; write form = "…" or forms = ["…", "…"]
    "#);
    insta::assert_snapshot!(after("\"BANU2027\"", "\"#BANU 2027\""), @r##"demo.toml:74:41: "#BANU 2027": hashtags are written without #; leave out the #"##);
}

#[test]
fn uneven_packs() {
    insta::assert_snapshot!(after("songs = [\"Saatnya Berubah\"]", ""), @r#"demo.toml:95:1: warning: Yasin Maulana - Surya Darma has no songs, Hadi Santosa - Lestari Putri has; look for some, or say none_known = ["songs"]"#);
    let explained = after("songs = [\"Saatnya Berubah\"]", "none_known = [\"songs\"]");
    assert_eq!(explained, "");
    insta::assert_snapshot!(after("songs = [\"Saatnya Berubah\"]", "none_known = [\"song\", \"songs\"]"), @r#"demo.toml:120:15: none_known names no list "song"; did you mean "songs"?"#);
}

#[test]
fn an_opponent_that_does_not_stand() {
    insta::assert_snapshot!(after("number = 3", "number = 3\nagainst = [\"banyu\"]"), @r#"demo.toml:100:12: no contestant has the id "banyu"; did you mean "banu"?"#);
}

#[test]
fn an_empty_file() {
    insta::assert_snapshot!(findings(""), @r#"
    demo.toml:1:1: "source" is missing; write source = "who compiled this, from what"
    demo.toml:1:1: "confidence" is missing; write confidence = "high", "medium" or "low"
    demo.toml:1:1: [calendar] is missing; copy one from a shipped file
    demo.toml:1:1: "title" is missing; write title = "Pemilihan Bupati …"
    demo.toml:1:1: "kind" is missing; write kind = "bupati"
    demo.toml:1:1: "regime" is missing; write regime = "pemilihan"
    demo.toml:1:1: "id" is missing; write id = "a-short-name"
    demo.toml:1:1: "region" is missing; write region = "32.04"
    demo.toml:1:1: [[contestant]] is missing; copy one from a shipped file
    "#);
}

#[test]
fn ids_stay_when_words_are_added() {
    let ids = |text: &str| -> Vec<String> {
        let demo = contest::parse("demo.toml", text).expect("no errors");
        let entries = demo.contestants.iter().flat_map(|one| &one.entries);
        entries.map(|entry| entry.id.clone()).collect()
    };
    let longer = DEMO.replacen("hashtags = [", "hashtags = [\n    \"Tambahan\",", 1);
    let (before, after) = (ids(DEMO), ids(&longer));
    assert_eq!(after.len(), before.len() + 1);
    assert!(before.iter().all(|id| after.contains(id)));
    assert!(before.contains(&"banu.hashtags.banumenang".to_owned()));
    assert!(before.contains(&"banu.gestures.u270c".to_owned()));
}

#[test]
fn a_prefix_selects_all_contests_of_an_election() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/config/contests");
    let (contests, _) = contest::load_dir(folder.as_ref()).expect("no errors");
    let ids = |names: &[&str]| -> Vec<String> {
        let chosen = contest::select(&contests, names).expect("known names");
        chosen.into_iter().map(|one| one.id.clone()).collect()
    };
    assert_eq!(ids(&["pilpres-2019"]), ["pilpres-2019"]);
    assert_eq!(
        ids(&["pemilu-2024"]),
        [
            "pemilu-2024-aceh",
            "pemilu-2024-dpr",
            "pemilu-2024-presiden"
        ]
    );
    assert!(ids(&["pilkada-2024"]).len() >= 6);
    assert_eq!(ids(&["all"]).len(), contests.len());
    let unknown = contest::select(&contests, &["pilkada-202"]).expect_err("half a name");
    assert_eq!(unknown.name, "pilkada-202");
}

proptest! {
    /// Any text gives a pack or errors.
    #[test]
    fn any_text_is_read(text in "(?s).{0,400}") {
        let checked = contest::check("any.toml", &text);
        prop_assert_eq!(checked.contest.is_none(), checked.diagnostics.iter().any(Diagnostic::is_error));
    }

    /// A pack with a hole in it is still read to the end, and places lie inside the text.
    #[test]
    fn a_damaged_pack_is_read(start in 0..DEMO.len(), length in 1..60_usize, filler in "[\\[\\]{}\"=#,\n a-z0-9☝-]{0,8}") {
        let start = DEMO.floor_char_boundary(start);
        let end = DEMO.floor_char_boundary((start + length).min(DEMO.len()));
        let text = format!("{}{filler}{}", &DEMO[..start], &DEMO[end..]);
        let lines = text.split('\n').count();
        for one in contest::check("damaged.toml", &text).diagnostics {
            prop_assert!((1..=lines).contains(&one.line) && one.column >= 1);
        }
    }
}
