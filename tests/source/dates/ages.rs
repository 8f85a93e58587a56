//! Dates that count from now.

use netra::source::shared::dates::parse_absolute;

use super::all_read;

const AGES: [(&str, &str); 97] = [
    ("2 jam lalu", "2026-11-22T03:00:00Z"),
    ("2 jam yang lalu", "2026-11-22T03:00:00Z"),
    ("2 jam yg lalu", "2026-11-22T03:00:00Z"),
    ("sejam lalu", "2026-11-22T04:00:00Z"),
    ("Sejam yang lalu", "2026-11-22T04:00:00Z"),
    ("30 menit lalu", "2026-11-22T04:30:00Z"),
    ("45 detik lalu", "2026-11-22T04:59:15Z"),
    ("3 minggu lalu", "2026-11-01T05:00:00Z"),
    ("2 pekan silam", "2026-11-08T05:00:00Z"),
    ("baru saja", "2026-11-22T05:00:00Z"),
    ("Just now", "2026-11-22T05:00:00Z"),
    ("5 days ago", "2026-11-17T05:00:00Z"),
    ("3 hari 4 jam yang lalu", "2026-11-19T01:00:00Z"),
    ("3 days 4 hours ago", "2026-11-19T01:00:00Z"),
    ("2 days, 3 hours ago", "2026-11-20T02:00:00Z"),
    ("2 days and 3 hours ago", "2026-11-20T02:00:00Z"),
    ("1 jam 20 menit lalu", "2026-11-22T03:40:00Z"),
    (
        "1 jam, 20 menit, 30 detik yang lalu",
        "2026-11-22T03:39:30Z",
    ),
    ("1 minggu 2 hari lalu", "2026-11-13T05:00:00Z"),
    ("2 minggu, 3 hari dan 4 jam lalu", "2026-11-05T01:00:00Z"),
    ("1 day 21 hours ago", "2026-11-20T08:00:00Z"),
    ("1h20m ago", "2026-11-22T03:40:00Z"),
    ("1,5 jam lalu", "2026-11-22T03:30:00Z"),
    ("1.5 hours ago", "2026-11-22T03:30:00Z"),
    ("2,5 hari yang lalu", "2026-11-19T17:00:00Z"),
    ("dua jam lalu", "2026-11-22T03:00:00Z"),
    ("dua belas menit lalu", "2026-11-22T04:48:00Z"),
    ("duabelas menit lalu", "2026-11-22T04:48:00Z"),
    ("sebelas jam yang lalu", "2026-11-21T18:00:00Z"),
    ("dua puluh lima menit lalu", "2026-11-22T04:35:00Z"),
    ("twenty-five minutes ago", "2026-11-22T04:35:00Z"),
    ("two hours ago", "2026-11-22T03:00:00Z"),
    ("sepuluh hari lalu", "2026-11-12T05:00:00Z"),
    ("setengah jam lalu", "2026-11-22T04:30:00Z"),
    ("half an hour ago", "2026-11-22T04:30:00Z"),
    ("a half hour ago", "2026-11-22T04:30:00Z"),
    ("seperempat jam lalu", "2026-11-22T04:45:00Z"),
    ("a quarter of an hour ago", "2026-11-22T04:45:00Z"),
    ("tiga perempat jam lalu", "2026-11-22T04:15:00Z"),
    ("satu setengah jam lalu", "2026-11-22T03:30:00Z"),
    ("dua setengah jam yang lalu", "2026-11-22T02:30:00Z"),
    ("dua jam setengah lalu", "2026-11-22T02:30:00Z"),
    ("an hour and a half ago", "2026-11-22T03:30:00Z"),
    ("one and a half hours ago", "2026-11-22T03:30:00Z"),
    ("2\u{bd} jam lalu", "2026-11-22T02:30:00Z"),
    ("a couple of hours ago", "2026-11-22T03:00:00Z"),
    ("an hour ago", "2026-11-22T04:00:00Z"),
    ("a few seconds ago", "2026-11-22T04:59:57Z"),
    ("beberapa jam lalu", "2026-11-22T02:00:00Z"),
    ("sekitar 2 jam yang lalu", "2026-11-22T03:00:00Z"),
    ("about 2 hours ago", "2026-11-22T03:00:00Z"),
    ("sekitar sejam", "2026-11-22T04:00:00Z"),
    ("kurang dari semenit", "2026-11-22T04:59:00Z"),
    ("kurang dari semenit yang lalu", "2026-11-22T04:59:00Z"),
    ("less than a minute ago", "2026-11-22T04:59:00Z"),
    ("seminggu lalu", "2026-11-15T05:00:00Z"),
    ("minggu lalu", "2026-11-15T05:00:00Z"),
    ("last week", "2026-11-15T05:00:00Z"),
    ("bulan lalu", "2026-10-22T05:00:00Z"),
    ("last month", "2026-10-22T05:00:00Z"),
    ("1 bulan lalu", "2026-10-22T05:00:00Z"),
    ("9 bulan lalu", "2026-02-22T05:00:00Z"),
    ("2 tahun 3 bulan lalu", "2024-08-22T05:00:00Z"),
    ("setahun yang lalu", "2025-11-22T05:00:00Z"),
    ("tahun lalu", "2025-11-22T05:00:00Z"),
    ("setengah tahun lalu", "2026-05-22T05:00:00Z"),
    ("2j", "2026-11-22T03:00:00Z"),
    ("3h", "2026-11-22T02:00:00Z"),
    ("5m", "2026-11-22T04:55:00Z"),
    ("2d", "2026-11-20T05:00:00Z"),
    ("1w", "2026-11-15T05:00:00Z"),
    ("5 mnt", "2026-11-22T04:55:00Z"),
    ("2 hr lalu", "2026-11-20T05:00:00Z"),
    ("2 hr ago", "2026-11-22T03:00:00Z"),
    ("3 mins. ago", "2026-11-22T04:57:00Z"),
    ("2 jam \u{b7}", "2026-11-22T03:00:00Z"),
    ("kemarin", "2026-11-21T05:00:00Z"),
    ("Kemarin, 16.05 WITA", "2026-11-21T08:05:00Z"),
    ("Kemarin, 08:00 WIB", "2026-11-21T01:00:00Z"),
    ("kemarin sore pukul 5", "2026-11-21T10:00:00Z"),
    ("kemarin dulu", "2026-11-20T05:00:00Z"),
    ("dua hari kemarin", "2026-11-20T05:00:00Z"),
    ("yesterday at 5:04 PM", "2026-11-21T10:04:00Z"),
    ("hari ini 09:00", "2026-11-22T02:00:00Z"),
    ("hari ini pukul 08.00", "2026-11-22T01:00:00Z"),
    ("tadi pagi", "2026-11-22T01:00:00Z"),
    ("tadi pagi pukul 06.30", "2026-11-21T23:30:00Z"),
    ("tadi siang", "2026-11-22T05:00:00Z"),
    ("tadi malam", "2026-11-21T14:00:00Z"),
    ("tadi malam pukul 01.15", "2026-11-21T18:15:00Z"),
    ("malam tadi", "2026-11-21T14:00:00Z"),
    ("sejam lebih yang lalu", "2026-11-22T04:00:00Z"),
    ("1/2 jam lalu", "2026-11-22T04:30:00Z"),
    ("1 1/2 jam lalu", "2026-11-22T03:30:00Z"),
    ("seratus hari lalu", "2026-08-14T05:00:00Z"),
    ("Jumat lalu", "2026-11-20T05:00:00Z"),
    ("last Monday at 9 am", "2026-11-16T02:00:00Z"),
];

#[test]
fn all_units_count() {
    all_read(&AGES);
    for (text, _) in AGES {
        assert_eq!(
            parse_absolute(text),
            None,
            "{text}: without a now it means nothing"
        );
    }
}

#[test]
fn months_go_by_the_calendar() {
    all_read(&[
        ("12 bulan lalu", "2025-11-22T05:00:00Z"),
        ("1 year ago", "2025-11-22T05:00:00Z"),
    ]);
}

#[test]
fn what_is_to_come_or_lasts_is_no_age() {
    all_read(&[
        ("2 jam lagi", ""),
        ("dalam 2 jam", ""),
        ("in 2 hours", ""),
        ("2 hours from now", ""),
        ("besok pukul 08.00", ""),
        ("tomorrow", ""),
        ("minggu depan", ""),
        ("next week", ""),
        ("bulan depan", ""),
        ("3 hari mendatang", ""),
        ("5 menit baca", ""),
        ("3 min read", ""),
        ("setiap 2 jam", ""),
        ("selama 3 hari", ""),
        ("puluhan tahun lalu", ""),
        ("2 jam lagi dimulai", ""),
    ]);
}
