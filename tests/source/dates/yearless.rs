//! Days without a year, and months in Roman numerals. Now is 2026-11-22 12:00, a Sunday.

use jiff::civil::date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use netra::source::shared::dates::{parse, read};
use proptest::prelude::*;
use proptest::sample::select;

use super::{MONTHS, all_read};

#[test]
fn a_day_without_a_year_is_the_nearest_past_one() {
    all_read(&[
        ("3 Desember, 08.30", "2025-12-03T01:30:00Z"),
        ("3 Desember", "2025-12-02T17:00:00Z"),
        ("Sabtu, 21 November | 08.30 WITA", "2026-11-21T00:30:00Z"),
        ("21 Nov", "2026-11-20T17:00:00Z"),
        ("Nov 21", "2026-11-20T17:00:00Z"),
        ("November 21, 8:30 pm", "2026-11-21T13:30:00Z"),
        ("Oleh: Admin | 21 Nov | 14:05 WIB", "2026-11-21T07:05:00Z"),
        (
            "Diterbitkan 1 Januari pukul 07.00 WIT",
            "2025-12-31T22:00:00Z",
        ),
        ("22 November 11.59", "2026-11-22T04:59:00Z"),
        ("29 Februari", "2024-02-28T17:00:00Z"),
        ("21 Nov 12 menit baca", "2026-11-20T17:00:00Z"),
        ("Rabu, 3 Des - 12 komentar", "2025-12-02T17:00:00Z"),
    ]);
}

#[test]
fn what_may_mean_another_year_is_unread() {
    all_read(&[
        // To come within a day: of another zone, or a year ago.
        ("23 November", ""),
        ("23 November, 12 komentar", ""),
        ("22 November, 23.00", ""),
        // The nearest past 3 December was a Wednesday.
        ("Kamis, 3 Desember | 08.30 WIB", ""),
        ("3 Desember, Senin", ""),
        // Other numbers that may be the year.
        ("3 Desember, 26", ""),
        ("3 Desember edisi 2024", ""),
        ("© 2024 Pemkab, 3 Desember", ""),
        ("3 Desember '24,", "2024-12-02T17:00:00Z"),
        // Sentences.
        ("Upacara hari lahir desa kami tiap 17 Agustus", ""),
        ("3 Desember sampai 5 Desember", ""),
        ("Pendaftaran 3 Desember, penutupan 5 Januari", ""),
        ("30 Februari", ""),
        ("31 November 08.30", ""),
        ("21/11", ""),
        ("21-11", ""),
        ("21 November 24", "2024-11-20T17:00:00Z"),
    ]);
}

#[test]
fn without_an_instant_of_capture_no_year_is_implied() {
    assert_eq!(read("3 Desember, 08.30", Offset::UTC, None), None);
}

#[test]
fn months_in_roman_numerals() {
    all_read(&[
        ("12-XII-2025", "2025-12-11T17:00:00Z"),
        ("12.XI.2025 08:30", "2025-11-12T01:30:00Z"),
        ("12 XII 2025, 08.30 WIT", "2025-12-11T23:30:00Z"),
        ("Jumat, 1-V-2026 14.00", "2026-05-01T07:00:00Z"),
        ("31-I-2026", "2026-01-30T17:00:00Z"),
        // Numbers of letters and other things.
        ("Nomor 12/XII/2025", ""),
        ("12/XII/2025", ""),
        ("No. 12-XII-2025", ""),
        ("12-XII-2025/KPU", ""),
        ("12 V 2025", ""),
        ("12-XIII-2025", ""),
        ("12-IIII-2025", ""),
        ("31-II-2025", ""),
        ("12-XII.2025", ""),
        ("12-xii-2025", ""),
        ("Paus Yohanes XXIII 2025", ""),
    ]);
}

const DAYS: [&str; 7] = [
    "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
];

proptest! {
    #[test]
    fn any_day_of_the_past_year_is_read_back_and_never_one_to_come(
        now in 1_000_000_000_i64..4_000_000_000,
        back in 0_i64..365,
        minutes in 0_i64..1440,
        with_weekday: bool,
        before in select(vec!["", "Oleh Budi | ", "Terbit: "]),
    ) {
        let zone = Offset::constant(7);
        let now = Timestamp::from_second(now).expect("in range");
        let today = zone.to_datetime(now).date();
        let day = today.checked_sub(back.days()).expect("in range");
        let at = day.at(0, 0, 0, 0).checked_add(minutes.minutes()).expect("in range");
        let instant = zone.to_timestamp(at).expect("in range");
        let monday = usize::try_from(day.weekday().to_monday_zero_offset()).expect("a weekday");
        let weekday = if with_weekday { format!("{}, ", DAYS[monday]) } else { String::new() };
        let month = MONTHS[usize::try_from(day.month() - 1).expect("a month")];
        let text = format!("{before}{weekday}{} {month} {:02}.{:02} WIB", day.day(), at.hour(), at.minute());
        // The day after today may be one of a year ago or of another zone.
        let unsure = date(today.year() - 1, 1, 1) > day && day < today.checked_sub(363.days()).expect("in range")
            || day == today.tomorrow().expect("in range").checked_sub(1.year()).expect("in range");
        let found = parse(&text, zone, Some(now));
        if instant > now || (unsure && found.is_none()) {
            prop_assert_eq!(found, None, "{}", text);
        } else {
            prop_assert_eq!(found, Some(instant), "{}", text);
        }
    }
}
