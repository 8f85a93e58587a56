//! Tables for spreadsheet programs: they open right, and no program calculates a cell of them,
//! at whichever separator it parts cells.

use jiff::civil::date;
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
        let read: Vec<_> = record.iter().map(|cell| unshielded(cell).into_owned()).collect();
        prop_assert_eq!(read, texts);
    }
}
