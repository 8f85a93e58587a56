//! Dates that can be read in two ways, or that contradict themselves.

use netra::source::shared::dates::DateDoubt;

use super::{all_read, reading};

#[test]
fn the_day_of_the_week_says_which_number_is_the_month() {
    all_read(&[
        ("Kamis, 11/12/2026", "2026-11-11T17:00:00Z"),
        ("Jumat, 11/12/2026", "2026-12-10T17:00:00Z"),
        ("Fri, 11/12/2026 08:00", "2026-12-11T01:00:00Z"),
        ("11/12/2026 (Kamis) 08.00 WITA", "2026-11-12T00:00:00Z"),
        ("Sel 10-11-26", "2026-11-09T17:00:00Z"),
        ("Minggu, 10/11/26", "2026-10-10T17:00:00Z"),
        ("Selasa tanggal 10/11/2026", "2026-11-09T17:00:00Z"),
        // Nothing beside it, or no day of the week: the day comes first.
        ("5 min 11/12/2026", "2026-12-10T17:00:00Z"),
        ("11/12/2026", "2026-12-10T17:00:00Z"),
    ]);
}

#[test]
fn a_date_that_contradicts_itself_says_so() {
    let doubt = |text| reading(text).expect(text).doubt;
    for text in [
        "Rabu, 16 November 2026",
        "Wed, 16 Nov 2026 08:00:00 +0700",
        "Rabu, 11/12/2026",
        "16 November 2026 (Minggu)",
    ] {
        assert_eq!(doubt(text), Some(DateDoubt::Weekday), "{text}");
    }
    for text in ["11/22/2026", "11/22/26 10:00 AM"] {
        assert_eq!(doubt(text), Some(DateDoubt::MonthFirst), "{text}");
    }
    for text in [
        "Senin, 16 November 2026",
        "16 November 2026 | Selasa, 17 November 2026",
        "Minggu, 11/22/2026",
        "16 November 2026, Selasa, 17 November 2026",
        "kemarin pukul 08.00",
    ] {
        assert_eq!(doubt(text), None, "{text}");
    }
}

#[test]
fn numbers_of_letters_and_of_civil_servants_are_no_dates() {
    all_read(&[
        (
            "SK No. 12/11/2026 tanggal 20 November 2026",
            "2026-11-19T17:00:00Z",
        ),
        ("Nomor: 12/11/2026", ""),
        ("Nomor 12-11-26", ""),
        ("19800101 200501 1 001", ""),
    ]);
}

#[test]
fn clocks_in_halves_and_in_minutes_to_and_past() {
    all_read(&[
        (
            "16 November 2026 pukul setengah delapan malam WIB",
            "2026-11-16T12:30:00Z",
        ),
        ("jam setengah 8, 16 November 2026", "2026-11-16T00:30:00Z"),
        (
            "16 November 2026 jam 8 lewat 15 menit",
            "2026-11-16T01:15:00Z",
        ),
        (
            "16 November 2026 jam 8 kurang 10 malam",
            "2026-11-16T12:50:00Z",
        ),
        ("kemarin pukul setengah tujuh", "2026-11-20T23:30:00Z"),
        // An age, and no clock.
        ("setengah jam lalu", "2026-11-22T04:30:00Z"),
    ]);
}

#[test]
fn days_ago_keep_the_clock_beside_them() {
    all_read(&[
        ("2 hari lalu pukul 08.30", "2026-11-20T01:30:00Z"),
        ("3 hari yang lalu, 23.45 WIT", "2026-11-19T14:45:00Z"),
        ("seminggu lalu pukul 08.30 WIB", "2026-11-15T01:30:00Z"),
        // The clock is another's, or that of the fetch.
        ("2 jam lalu (08.00)", "2026-11-22T03:00:00Z"),
    ]);
}

#[test]
fn a_day_of_last_week_is_of_last_week() {
    all_read(&[
        ("Senin pekan lalu pukul 08.00", "2026-11-09T01:00:00Z"),
        ("Rabu minggu kemarin, 08.00 WIB", "2026-11-11T01:00:00Z"),
        ("Senin lalu pukul 08.00", "2026-11-16T01:00:00Z"),
    ]);
}
