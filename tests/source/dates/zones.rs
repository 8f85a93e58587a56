//! Zones behind a clock, by name, number and words.

use netra::source::shared::dates::DateZone;

use super::{instant, reading};

/// All are the same instant.
const HALF_PAST_SEVEN: [&str; 107] = [
    "Mon, 23 Nov 2026 14:30:00 GMT+7",
    "Mon, 23 Nov 2026 14:30:00 GMT+07",
    "Mon, 23 Nov 2026 14:30:00 GMT+0700",
    "Mon, 23 Nov 2026 14:30:00 GMT +07:00",
    "Mon, 23 Nov 2026 14:30:00 (GMT+7)",
    "Mon, 23 Nov 2026 14:30:00 (GMT +7)",
    "Mon, 23 Nov 2026 14:30:00 UTC+7",
    "Mon, 23 Nov 2026 14:30:00 UTC +07:00",
    "Mon, 23 Nov 2026 14:30:00 UTC + 7",
    "Mon, 23 Nov 2026 14:30:00 UTC+07.00",
    "Mon, 23 Nov 2026 14:30:00 (UTC+7)",
    "Mon, 23 Nov 2026 14:30:00 UTC7",
    "Mon, 23 Nov 2026 02:30:00 GMT-5",
    "Mon, 23 Nov 2026 02:30:00 UTC\u{2212}05:00",
    "Mon, 23 Nov 2026 02:30:00 UTC - 5",
    "Mon Nov 23 2026 14:30:00 GMT+0700 (Western Indonesia Time)",
    "Mon Nov 23 2026 14:30:00 GMT+0700 (WIB)",
    "Mon Nov 23 2026 14:30:00 GMT+0700 (SE Asia Standard Time)",
    "Mon Nov 23 2026 02:30:00 GMT-0500 (Eastern Standard Time)",
    "Mon, 23 Nov 2026 14:30:00 +0700",
    "Mon, 23 Nov 2026 14:30:00 +07:00",
    "Mon, 23 Nov 2026 14:30:00 +700",
    "Mon, 23 Nov 2026 14:30:00 +7:00",
    "Mon, 23 Nov 2026 14:30:00 +07",
    "Mon, 23 Nov 2026 14:30:00 +7",
    "Mon, 23 Nov 2026 14:30:00 +0700 (WIB)",
    "Mon, 23 Nov 2026 13:00:00 +0530",
    "Mon, 23 Nov 2026 13:15:00 +05:45",
    "Mon, 23 Nov 2026 02:30:00 -500",
    "Mon, 23 Nov 2026 07:30:00 -0000",
    "2026-11-23T14:30:00+07:00[Asia/Jakarta]",
    "2026-11-23T14:30+07[Asia/Pontianak]",
    "2026-11-23T14:30:00[Asia/Jakarta]",
    "2026-11-23 14:30:00 Asia/Jakarta",
    "2026-11-23 14:30:00 (Asia/Jakarta)",
    "2026-11-23 15:30:00 Asia/Makassar",
    "2026-11-23 15:30:00 Asia/Ujung_Pandang",
    "2026-11-23 16:30:00 asia/jayapura",
    "2026-11-23 08:30:00 Europe/Amsterdam",
    "2026-11-23 02:30:00 America/New_York",
    "2026-11-23 04:30:00 America/Argentina/Buenos_Aires",
    "2026-11-23 02:30:00 America/Port-au-Prince",
    "2026-11-23 14:30:00 Etc/GMT-7",
    "Mon, 23 Nov 2026 14:30:00 WIB",
    "Mon, 23 Nov 2026 14:30:00 wib",
    "Mon, 23 Nov 2026 14:30:00 (WIB)",
    "Mon, 23 Nov 2026 14:30:00 WIB+0700",
    "Mon, 23 Nov 2026 14:30:00 WIB (UTC+7)",
    "Mon, 23 Nov 2026 15:30:00 WITA",
    "Mon, 23 Nov 2026 16:30:00 WIT",
    "Mon, 23 Nov 2026 15:30:00 SGT",
    "Mon, 23 Nov 2026 15:30:00 MYT",
    "Mon, 23 Nov 2026 15:30:00 HKT",
    "Mon, 23 Nov 2026 15:30:00 PHT",
    "Mon, 23 Nov 2026 15:30:00 AWST",
    "Mon, 23 Nov 2026 14:30:00 ICT",
    "Mon, 23 Nov 2026 16:30:00 JST",
    "Mon, 23 Nov 2026 16:30:00 KST",
    "Mon, 23 Nov 2026 17:30:00 AEST",
    "Mon, 23 Nov 2026 18:30:00 AEDT",
    "Mon, 23 Nov 2026 13:00:00 IST",
    "Mon, 23 Nov 2026 10:30:00 MSK",
    "Mon, 23 Nov 2026 09:30:00 CEST",
    "Mon, 23 Nov 2026 08:30:00 CET",
    "Mon, 23 Nov 2026 08:30:00 BST",
    "Mon, 23 Nov 2026 02:30:00 EST",
    "Mon, 23 Nov 2026 03:30:00 EDT",
    "Sun, 22 Nov 2026 23:30:00 PST",
    "Mon, 23 Nov 2026 07:30:00 GMT",
    "Mon, 23 Nov 2026 07:30:00 \u{2013} GMT",
    "Mon, 23 Nov 2026 07:30:00 UT",
    "Mon, 23 Nov 2026 07:30:00 Z",
    "Mon, 23 Nov 2026 2:30 AM ET",
    "2026-11-23T07:30Z",
    "2026-11-23 07:30:00 UTC",
    "2026-11-23 07:30:00.000 UTC",
    "23 November 2026 pukul 14.30 Waktu Indonesia Barat",
    "23 November 2026 pukul 14.30 waktu Indonesia bagian barat",
    "23 November 2026 pukul 15.30 Waktu Indonesia Tengah",
    "23 November 2026 pukul 16.30 Waktu Indonesia Timur",
    "23 November 2026 pukul 14.30 waktu Jakarta",
    "23 November 2026 pukul 15.30 waktu Makassar",
    "23 November 2026 pukul 16.30 waktu Jayapura",
    "23 November 2026 pukul 15.30 waktu Singapura",
    "23 November 2026 pukul 10.30 waktu Arab Saudi",
    "23 November 2026 pukul 10.30 waktu Makkah",
    "23 November 2026 pukul 07.30 waktu London",
    "23 November 2026 pukul 14.30 waktu setempat",
    "November 23, 2026 2:30 PM Western Indonesian Time",
    "November 23, 2026 3:30 PM Central Indonesia Time",
    "November 23, 2026 3:30 PM Singapore Standard Time",
    "November 23, 2026 3:30 PM Singapore Time",
    "November 23, 2026 2:30 AM Eastern Time",
    "November 22, 2026 11:30 PM Pacific Standard Time",
    "November 23, 2026 8:30 AM Central European Standard Time",
    "November 23, 2026 7:30 AM Coordinated Universal Time",
    "November 23, 2026 4:30 PM Japan Standard Time",
    "14.30 WIB, Senin 23 November 2026",
    "Senin, 23 November 2026 (14.30-15.30 WIB)",
    "Mon Nov 23 14:30:00 WIB 2026",
    "Mon, 23 Nov 2026 14:30 W.I.B.",
    "Mon, 23 Nov 2026 15:30 w.i.t.a",
    "Mon, 23 Nov 2026 14:30:00 GMT 7",
    "Mon, 23 Nov 2026 14:30:00 (GMT+07:00) Bangkok, Hanoi, Jakarta",
    "2026-11-23 14:30:00.000 +0700 WIB m=+0.01",
    "23 November 2026 14.30 s.d. 16.00 WIB",
    "23 November 2026 14:30-16:00 WIB",
];

#[test]
fn a_zone_is_read_however_it_is_named() {
    let wrong: Vec<String> = HALF_PAST_SEVEN
        .iter()
        .filter_map(|text| {
            let found = reading(text)?;
            let right = found.at == instant("2026-11-23T07:30:00Z");
            (!right).then(|| format!("{text:?}: {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let silent = HALF_PAST_SEVEN
        .iter()
        .filter(|text| !text.contains("setempat"))
        .filter(|text| reading(text).is_none_or(|found| found.zone != DateZone::Said));
    assert_eq!(silent.collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn a_zone_of_the_database_keeps_its_summers() {
    for text in ["2026-07-01 09:30 Europe/Berlin", "2026-07-01 3:30 AM ET"] {
        let found = reading(text).expect("a date");
        assert_eq!(found.at, instant("2026-07-01T07:30:00Z"), "{text}");
    }
}

#[test]
fn a_zone_that_nobody_knows_is_told() {
    let unknown = [
        ("Mon, 23 Nov 2026 14:30:00 XYZ", "XYZ"),
        ("Mon, 23 Nov 2026 14:30:00 (XST)", "XST"),
        ("Mon, 23 Nov 2026 14:30:00 A", "A"),
        ("Mon, 23 Nov 2026 14:30:00 AST", "AST"),
        ("Mon, 23 Nov 2026 14:30:00 +9900", "+9900"),
        ("Mon, 23 Nov 2026 14:30:00 GMT+25", "GMT+25"),
        ("Mon, 23 Nov 2026 14:30:00 WIB+0800", "WIB+0800"),
        ("2026-11-23 14:30:00 Asia/Jakata", "Asia/Jakata"),
        ("2026-11-23T14:30:00[Mars/Phobos]", "Mars/Phobos"),
        (
            "23 November 2026 14.30 waktu Entahberantah",
            "waktu entahberantah",
        ),
        (
            "Nov 23, 2026 2:30 PM (Narnia Standard Time)",
            "narnia standard time",
        ),
    ];
    for (text, name) in unknown {
        let found = reading(text).expect("a date");
        assert_eq!(found.zone, DateZone::Unknown(name.to_owned()), "{text}");
        assert_eq!(found.at, instant("2026-11-23T07:30:00Z"), "{text}");
    }
}

#[test]
fn what_names_no_zone_says_so() {
    for text in [
        "Mon, 23 Nov 2026 14:30:00",
        "2026-11-23 14:30",
        "23 November 2026 14.30 oleh Budi",
        "23 November 2026 14:30-16:00",
        "23 November 2026 14:30 - 12 komentar",
        "23 November 2026 14.30 | Waktu baca 3 menit",
        "23/11/2026 14:30 PEMILU SERENTAK",
    ] {
        let found = reading(text).expect("a date");
        assert_eq!(found.zone, DateZone::Missing, "{text}");
        assert_eq!(found.at, instant("2026-11-23T07:30:00Z"), "{text}");
    }
}
