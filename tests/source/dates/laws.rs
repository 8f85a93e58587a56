//! What holds of every date: what is written in any style and zone is read back, sums of units
//! are sums, other words change nothing, and any text is survived.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use netra::source::shared::dates::{parse, parse_absolute};
use proptest::prelude::*;
use proptest::sample::select;

use super::{MONTHS, fetched_at, reading};

const DAYS: [&str; 7] = [
    "Senin", "Selasa", "Rabu", "Kamis", "Jum'at", "Sabtu", "Minggu",
];

/// Days as they are written, of the year 2000 and later.
fn day(style: u8, at: DateTime) -> String {
    let month = MONTHS[usize::try_from(at.month() - 1).expect("a month")];
    let monday = usize::try_from(at.weekday().to_monday_zero_offset()).expect("a weekday");
    match style {
        0 => at.strftime("%Y-%m-%d").to_string(),
        1 => at.strftime("%Y/%m/%d").to_string(),
        2 => at.strftime("%d/%m/%Y").to_string(),
        3 => at.strftime("%d-%m-%y").to_string(),
        4 => at.strftime("%d.%m.%Y,").to_string(),
        5 => at.strftime("%a, %d %b %Y").to_string(),
        6 => at.strftime("%B %d, %Y").to_string(),
        7 => at.strftime("%A, %d-%b-%y").to_string(),
        8 => format!("{}, {} {month} {} pukul", DAYS[monday], at.day(), at.year()),
        9 => format!("{} {} {} |", at.day(), &month[..3], at.year()),
        _ => at.strftime("%b %d %Y").to_string(),
    }
}

fn clock(style: u8, at: DateTime) -> String {
    match style {
        0 => at.strftime("%H:%M:%S").to_string(),
        1 => at.strftime("%H.%M.%S").to_string(),
        2 => at.strftime("%I:%M:%S %p").to_string(),
        _ => at.strftime("%-H:%M:%S").to_string(),
    }
}

fn zone(style: u8, offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    match style {
        0 => format!("{sign}{hours:02}{rest:02}"),
        1 => format!("{sign}{hours:02}:{rest:02}"),
        2 => format!("GMT{sign}{hours:02}{rest:02}"),
        3 => format!("(UTC{sign}{hours}:{rest:02})"),
        4 => format!("UTC {sign}{hours:02}:{rest:02}"),
        5 if rest == 0 => format!("GMT{sign}{hours}"),
        _ => format!("GMT{sign}{hours:02}{rest:02} (Waktu Anu)"),
    }
}

/// Names that stand for one offset all year round.
const NAMES: [(&str, i8); 12] = [
    ("WIB", 7),
    ("WITA", 8),
    ("WIT", 9),
    ("(WIB)", 7),
    ("SGT", 8),
    ("JST", 9),
    ("EST", -5),
    ("CEST", 2),
    ("Asia/Jakarta", 7),
    ("[Asia/Jayapura]", 9),
    ("Waktu Indonesia Tengah", 8),
    ("waktu Jakarta", 7),
];

/// Seconds from 2000 to 2049, which years of two digits can tell.
fn seconds() -> impl Strategy<Value = Timestamp> {
    (946_771_200_i64..2_493_000_000).prop_map(|at| Timestamp::from_second(at).expect("in range"))
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "\\PC{0,60}") {
        let first = reading(&text);
        prop_assert_eq!(reading(&format!("  {text}\n")), first);
    }

    #[test]
    fn any_heap_of_pieces_is_survived(
        pieces in prop::collection::vec(select(vec![
            "23", "11", "2026", "26", "14", "30", ":", ".", "/", "-", "+", " ", " ", ",", "Nov",
            "WIB", "GMT", "+7", "T", "Z", "jam", "lalu", "setengah", "se", "a", "pm", "Asia/",
            "Jakarta", "kemarin", "pukul", "waktu", "Time", "'", "(", "½", "1,5", "dua", "puluh",
        ]), 0..30),
    ) {
        reading(&pieces.concat());
    }

    #[test]
    fn what_is_written_is_read_back(at in (0_i64..4_000_000_000)) {
        let at = Timestamp::from_second(at).expect("in range");
        prop_assert_eq!(parse_absolute(&at.to_string()), Some(at));
        let mail = at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
        prop_assert_eq!(parse_absolute(&mail), Some(at));
        let unix = at.as_second();
        if unix > 1_000_000_000 {
            prop_assert_eq!(parse_absolute(&unix.to_string()), Some(at));
        }
    }

    #[test]
    fn every_style_with_an_offset_is_read_back(
        at in seconds(),
        quarters in -48_i32..56,
        styles in (0_u8..11, 0_u8..4, 0_u8..7),
    ) {
        let offset = Offset::from_seconds(quarters * 900).expect("an offset");
        let there = offset.to_datetime(at);
        let text = format!(
            "{} {} {}", day(styles.0, there), clock(styles.1, there), zone(styles.2, offset)
        );
        prop_assert_eq!(parse(&text, Offset::constant(3), None), Some(at), "{}", text);
    }

    #[test]
    fn every_style_with_a_named_zone_is_read_back(
        at in seconds(),
        styles in (0_u8..11, 0_u8..4),
        (name, hours) in select(NAMES.to_vec()),
        noise in select(vec!["", "Oleh: admin2024 | ", "Dibaca 1.204 kali - ", "[3] "]),
        tail in select(vec!["", " - 12 komentar", " | 5 menit baca", ", diperbarui 2 jam lalu"]),
    ) {
        let there = Offset::constant(hours).to_datetime(at);
        let text = format!(
            "{noise}{} {} {name}{tail}", day(styles.0, there), clock(styles.1, there)
        );
        let found = parse(&text, Offset::constant(3), Some(fetched_at()));
        prop_assert_eq!(found, Some(at), "{}", text);
    }

    #[test]
    fn a_naked_date_is_in_the_given_zone(
        at in seconds(),
        hours in -12_i8..14,
        styles in (0_u8..11, 0_u8..4),
    ) {
        let offset = Offset::constant(hours);
        let there = offset.to_datetime(at);
        let text = format!("{} {}", day(styles.0, there), clock(styles.1, there));
        prop_assert_eq!(parse(&text, offset, None), Some(at), "{}", text);
    }

    #[test]
    fn units_add_up(days in 1_i64..30, hours in 1_i64..24, minutes in 1_i64..60, english: bool) {
        let text = if english {
            format!("{days} days, {hours} hours and {minutes} minutes ago")
        } else {
            format!("{days} hari {hours} jam {minutes} menit yang lalu")
        };
        let age = SignedDuration::from_mins((days * 24 + hours) * 60 + minutes);
        prop_assert_eq!(reading(&text).map(|found| found.at), Some(fetched_at() - age));
    }

    #[test]
    fn months_and_years_go_by_the_calendar(years in 1_i64..20, months in 1_i64..12) {
        let local = TimeZone::fixed(Offset::constant(7));
        let text = format!("{years} tahun {months} bulan lalu");
        let span = jiff::Span::new().months(years * 12 + months);
        let then = local.to_datetime(fetched_at()) - span;
        let then = local.to_timestamp(then).expect("in range");
        prop_assert_eq!(reading(&text).map(|found| found.at), Some(then));
    }

    /// What interfaces write is read a short way, which must lead where the long one does.
    #[test]
    fn what_interfaces_write_is_read_as_in_sentences(
        (year, month, day) in (0_u16..10_000, 0_u8..14, 0_u8..33),
        (hour, minute, second) in (0_u8..26, 0_u8..62, 0_u8..62),
        fraction in select(vec!["", ".0", ".000", ".123456", ".123456789012"]),
    ) {
        let text = format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"
        );
        prop_assert_eq!(parse_absolute(&text), parse(&text, Offset::UTC, None), "{}", text);
    }
}
