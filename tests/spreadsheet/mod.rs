//! Tables for spreadsheet programs: they open right, and no program calculates a cell of them,
//! at whichever separator it parts cells.

use jiff::civil::date;
use netra::model::is_command;
use netra::spreadsheet::{SheetCell, SheetWriter, shielded, unshielded};
use proptest::prelude::*;
use rstest::rstest;

fn written(rows: &[Vec<SheetCell<'_>>]) -> String {
    let mut out = Vec::new();
    let mut table = SheetWriter::new(&mut out, &["satu", "dua", "tiga"]).unwrap();
    for row in rows {
        table.write_row(row).unwrap();
    }
    table.finish().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn numbers_days_and_moments_are_what_an_indonesian_spreadsheet_takes_them_for() {
    let row = vec![
        SheetCell::Decimal(0.9991),
        SheetCell::Day(date(2027, 2, 28)),
        SheetCell::Moment(date(2027, 2, 28).at(4, 5, 6, 700_000_000)),
    ];
    let other = vec![
        SheetCell::Whole(-7),
        SheetCell::Empty,
        SheetCell::text("a;b \"c\""),
    ];
    assert_eq!(
        written(&[row, other]),
        "\u{feff}satu;dua;tiga\r\n0,9991;2027-02-28;2027-02-28 04:05:06\r\n-7;;\"a;b \"\"c\"\"\"\r\n"
    );
}

#[rstest]
#[case::turns("a\u{202e}b", "a\\u202eb")]
#[case::isolates("\u{2066}a\u{2069}", "\\u2066a\\u2069")]
#[case::line_of_unicode("a\u{2028}PALSU", "a\\u2028PALSU")]
#[case::paragraph("a\u{2029}PALSU", "a\\u2029PALSU")]
#[case::next_line("a\u{85}PALSU", "a\\u0085PALSU")]
#[case::clears_the_screen("\u{1b}[2J", "\\u001b[2J")]
#[case::in_one_octet("\u{9b}2J", "\\u009b2J")]
#[case::nothing("a\0b\u{7f}", "a\\u0000b\\u007f")]
#[case::writes_over_it("a\rPALSU", "a\\u000dPALSU")]
#[case::written_out("a\\u202eb \\u005c", "a\\u005cu202eb \\u005cu005c")]
#[case::before_a_formula("\u{202e}=1+1", "\\u202e=1+1")]
#[case::formula_behind("a,\u{2028}=1+1", "a,\\u2028=1+1")]
#[case::lines("\"a\r\nb\tc\"", "\"\"\"a\r\nb\tc\"\"\"")]
#[case::folders("C:\\unggahan\\u1", "C:\\unggahan\\u1")]
#[case::marks_of_arabic("\u{200f}\u{627}\u{200e}", "\u{200f}\u{627}\u{200e}")]
fn what_commands_or_turns_is_written_out(#[case] text: &str, #[case] expected: &str) {
    let table = written(&[vec![
        SheetCell::text(text),
        SheetCell::Empty,
        SheetCell::Empty,
    ]]);
    let row = table.strip_prefix("\u{feff}satu;dua;tiga\r\n").unwrap();
    assert_eq!(row, format!("{expected};;\r\n"));
}

/// What a program makes of a cell: JSON has the same escapes.
fn read_back(cell: &str) -> String {
    let command = regex::Regex::new(r"\\u([0-9a-fA-F]{4})").unwrap();
    let sign = |digits: &regex::Captures<'_>| {
        let number = u32::from_str_radix(&digits[1], 16).unwrap();
        char::from_u32(number).unwrap().to_string()
    };
    command.replace_all(cell, sign).into_owned()
}

#[rstest]
#[case("=1+1", "'=1+1")]
#[case("+62 812", "'+62 812")]
#[case("@rina@contoh.example", "'@rina@contoh.example")]
#[case("－1", "'－1")]
#[case("  \u{feff}\u{a0}＝SUM(A1)", "'  \u{feff}\u{a0}＝SUM(A1)")]
#[case("\t=1", "'\t'=1")]
#[case("\nbaris kedua", "'\nbaris kedua")]
#[case("\"=1\"", "'\"=1\"")]
#[case("'=1", "''=1")]
#[case("198503122010012001", "'198503122010012001")]
#[case("32.04", "'32.04")]
#[case("1/2", "'1/2")]
#[case("1E5", "'1E5")]
#[case("halo,=cmd|' /C calc'!A0", "halo,'=cmd|' /C calc'!A0")]
#[case("halo; \"@x", "halo;' \"@x")]
#[case("satu\n-dua", "satu\n'-dua")]
fn what_a_spreadsheet_would_change_is_shielded(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(shielded(text), expected);
}

#[rstest]
#[case("Rina Contoh, S.Pd.")]
#[case("harga 5.000 - 7.000")]
#[case("2 hari lagi!")]
#[case("Ma'ruf")]
#[case("'kutipan'")]
fn plain_words_stay_as_they_are(#[case] text: &str) {
    assert_eq!(shielded(text), text);
    assert_eq!(unshielded(text), text);
}

/// What people type before digits and signs to keep them as they are.
#[rstest]
#[case("'198503122010012001", "198503122010012001")]
#[case("'+62", "+62")]
#[case("' =1", " =1")]
fn shields_of_people_are_taken_off(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(unshielded(text), expected);
}

/// Texts made of all that matters.
fn texts() -> impl Strategy<Value = String> {
    "[-=+@＝＋－＠'\",;\t\n\r \u{200b}\u{feff}a1é.]{0,12}"
}

proptest! {
    /// No letter is lost, and none is left that commands.
    #[test]
    fn a_program_reads_what_was_written(
        text in "([a\\\\u025cCe\u{202e}\u{2028}\u{85}\u{1b}\r\n\t;\"]|\\\\u[0-9a-f]{4}){0,12}"
    ) {
        let table = written(&[vec![SheetCell::text(&text), SheetCell::Empty, SheetCell::Empty]]);
        let is_plain = |sign: char| matches!(sign, '\n' | '\t' | '\r');
        prop_assert!(!table.contains(|sign| is_command(sign) && !is_plain(sign)), "{table:?}");
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(table.as_bytes());
        let cell = reader.records().next().unwrap().unwrap()[0].to_owned();
        prop_assert_eq!(read_back(&unshielded(&cell)), text);
    }

    #[test]
    fn a_shield_comes_off_without_a_trace(text in texts()) {
        let shield = shielded(&text);
        prop_assert_eq!(unshielded(&shield), &*text);
    }

    /// Parted as any program would: at each separator, with and without heeding quotes.
    #[test]
    fn no_program_finds_a_formula(texts in proptest::collection::vec(texts(), 9)) {
        let rows: Vec<_> = texts
            .chunks(3)
            .map(|row| row.iter().map(SheetCell::text).collect())
            .collect();
        let table = written(&rows);
        for separator in [b';', b',', b'\t'] {
            for quoting in [true, false] {
                let mut reader = csv::ReaderBuilder::new()
                    .delimiter(separator)
                    .quoting(quoting)
                    .flexible(true)
                    .from_reader(table.as_bytes());
                for record in reader.records() {
                    for cell in &record.unwrap() {
                        let dropped = |c: char| c.is_whitespace() || c.is_control()
                            || matches!(c, '"' | '\u{200b}' | '\u{feff}');
                        let seen = cell.trim_start_matches(dropped);
                        prop_assert!(
                            !seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']),
                            "{cell:?} in {table:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_written_is_read_again(texts in proptest::collection::vec(texts(), 3)) {
        let table = written(&[texts.iter().map(SheetCell::text).collect()]);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(table.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        let read: Vec<_> = record.iter().map(|cell| read_back(&unshielded(cell))).collect();
        prop_assert_eq!(read, texts);
    }
}
