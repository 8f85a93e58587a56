//! The numbers of civil servants, which tell when somebody was born: nobody sees one whole without
//! saying why, and no sentence, log or table of faults holds what was meant for one.

use axum::http::StatusCode;
use jiff::SignedDuration;
use netra::model::{Language, Role, hide_numbers, hide_written_numbers};
use netra::registry::{Defaults, read};
use netra::source::Sources;
use proptest::prelude::*;
use rstest::rstest;

use crate::support::{Installation, text};
use crate::web::registry_import::upload;
use crate::web::support::{House, NewPost, PASSWORD};

const WHOLE: &str = "198001012005011003";
const MASKED: &str = "********200501****";

#[rstest]
#[case::none(None)]
#[case::empty(Some(""))]
#[case::blanks(Some("   "))]
#[case::a_dash(Some("-"))]
#[case::letters_that_nobody_sees(Some("\u{200b}\u{202e}\u{2060}"))]
#[case::hidden_within(Some("laporan\u{202e} 12"))]
#[case::of_blank_letters(Some("\u{3164}\u{2800}"))]
#[case::two_lines(Some("laporan\n12"))]
#[tokio::test]
async fn without_a_reason_the_number_stays_masked(#[case] reason: Option<&str>) {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let fields: Vec<_> = reason
        .map(|reason| ("alasan", reason))
        .into_iter()
        .collect();
    let page = browser
        .submit("/kiriman/1", "/kiriman/1/nip", &fields)
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.texts("#nip"), [MASKED]);
    assert!(!page.body.contains(WHOLE));
    assert!(page.has("#masalah-alasan-nip"), "{}", page.body);
    let revealed = "SELECT count(*) FROM audit WHERE action = 'reveal_nip'";
    assert_eq!(house.count(revealed).await, 0);
}

#[tokio::test]
async fn what_was_typed_stays_and_a_good_reason_is_recorded() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let long = format!("laporan {}", "a".repeat(2_000));
    let page = browser
        .submit("/kiriman/1", "/kiriman/1/nip", &[("alasan", &long)])
        .await;
    assert_eq!(page.value("#alasan-nip"), long);
    let reason = "laporan 12 \"resmi\" <b>, atas 198001012005011003";
    let page = browser
        .submit("/kiriman/1", "/kiriman/1/nip", &[("alasan", reason)])
        .await;
    assert_eq!(page.texts("#nip"), [WHOLE]);
    assert!(!page.has("#alasan-nip"));
    let told = "SELECT detail FROM audit WHERE action = 'reveal_nip'";
    assert_eq!(
        house.raw.texts(told).await,
        [r#"{"reason":"laporan 12 \"resmi\" <b>, atas ******************"}"#]
    );
    let mut administrator = house.logged_in("tono", Role::Administrator).await;
    let log = administrator.get("/jejak").await;
    assert!(log.body.contains("laporan 12"), "{}", log.body);
    assert!(!log.body.contains(WHOLE));
}

#[tokio::test]
async fn whoever_collects_numbers_comes_to_an_end_for_an_hour() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let token = browser.get("/sandi").await.value("input[name=csrf]");
    let fields = [("csrf", &*token), ("alasan", "laporan 12")];
    for time in 0..60 {
        let page = browser.post("/kiriman/1/nip", &fields).await;
        assert_eq!(page.status, StatusCode::OK, "{time}");
    }
    for _ in 0..3 {
        let page = browser.post("/kiriman/1/nip", &fields).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(page.texts("#nip"), [MASKED]);
        assert_eq!(page.value("#alasan-nip"), "laporan 12");
    }
    let rows = |action: &str| format!("SELECT count(*) FROM audit WHERE action = '{action}'");
    assert_eq!(house.count(&rows("reveal_nip")).await, 60);
    assert!(house.count(&rows("throttled")).await >= 1);
    // Somebody else is not kept from their work.
    let mut other = house.logged_in("sari", Role::Reviewer).await;
    let page = other
        .submit("/kiriman/1", "/kiriman/1/nip", &[("alasan", "laporan 13")])
        .await;
    assert_eq!(page.status, StatusCode::OK);
    house.clock.advance(SignedDuration::from_hours(1));
    browser.login("rini", PASSWORD).await;
    let fields = [("alasan", "laporan 14")];
    let page = browser.submit("/sandi", "/kiriman/1/nip", &fields).await;
    assert_eq!(page.status, StatusCode::OK);
}

/// An installation with one person.
fn registered() -> Installation {
    let installation = Installation::new();
    let list = installation.path().join("daftar.csv");
    let rows = format!(
        "NIP,Nama,Instansi,Kode Wilayah,Platform,Akun,Dasar,Berakhir\n\
         {WHOLE},Budi,Dinas,32.99,mastodon,@budi@contoh.example,ST 1,2099-12-31\n"
    );
    std::fs::write(&list, rows).unwrap();
    let list = list.display().to_string();
    let done = installation.run(&["registry", "import", &list, "--reason", "uji"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    installation
}

#[test]
fn the_command_line_shows_a_number_for_a_reason_too() {
    let installation = registered();
    let masked = installation.json(&["registry", "show", "1"]);
    assert_eq!(masked["nip"], MASKED);
    assert!(!text(&installation.run(&["registry", "show", "1"]).stdout).contains(WHOLE));
    let asked = ["registry", "show", "1", "--nip", "--reason", "laporan 12"];
    assert_eq!(installation.json(&asked)["nip"], WHOLE);
    assert!(text(&installation.run(&asked).stdout).contains(WHOLE));
    for refused in [
        &["registry", "show", "1", "--nip"][..],
        &["registry", "show", "1", "--reason", "laporan 12"],
        &["registry", "show", "1", "--nip", "--reason", ""],
        &["registry", "show", "1", "--nip", "--reason", "\u{200b}"],
        &["registry", "export", "--reason", "..."],
    ] {
        let done = installation.run(refused);
        assert_eq!(done.status.code(), Some(2), "{refused:?}");
        assert!(!text(&done.stdout).contains(WHOLE));
    }
    assert!(text(&installation.run(&["registry", "export"]).stdout).contains(WHOLE));
    let why = ["registry", "export", "--reason", "serah terima"];
    assert!(text(&installation.run(&why).stdout).contains(WHOLE));
    let read = "SELECT detail FROM audit WHERE action IN ('registry_read', 'registry_export') ORDER BY seq";
    assert_eq!(
        installation.rows(read),
        [
            r#"{"nip_in_full":false}"#,
            r#"{"nip_in_full":false}"#,
            r#"{"nip_in_full":true,"reason":"laporan 12"}"#,
            r#"{"nip_in_full":true,"reason":"laporan 12"}"#,
            r#"{"accounts":"1","found":1}"#,
            r#"{"accounts":"1","found":1,"reason":"serah terima"}"#,
        ]
    );
}

/// What may have been meant for a number, written in some way.
fn written() -> impl Strategy<Value = (String, String)> {
    let digits = "(19|20)[0-9]{14,19}";
    (digits, 0..7_usize, 1..8_usize).prop_map(|(digits, how, at)| {
        let part = |from: usize, to: usize| digits.get(from..to.min(digits.len())).unwrap_or("");
        let written = match how {
            0 => digits.clone(),
            1 => format!("{} {} {}", part(0, 8), part(8, 14), part(14, 99)),
            2 => format!("{}.{}.{}", part(0, 8), part(8, 14), part(14, 99)),
            3 => format!("{}-{} - {}", part(0, 8), part(8, 14), part(14, 99)),
            4 => format!("'{digits}"),
            5 => format!("{}O{}", part(0, at), part(at + 1, 99)),
            _ => format!("NIP. {}\u{a0}{}", part(0, at + 4), part(at + 4, 99)),
        };
        (digits, written)
    })
}

/// Whether a text tells more of the digits than a masked number does.
fn tells(text: &str, digits: &str) -> bool {
    let figures: String = text.chars().filter(char::is_ascii_digit).collect();
    figures.contains(&digits[..7]) || text.contains(&digits[1..8])
}

const COLUMNS: [&str; 8] = [
    "NIP",
    "Nama",
    "Instansi",
    "Kode Wilayah",
    "Platform",
    "Akun",
    "Bukti",
    "Berakhir",
];

fn sources() -> Sources {
    Sources::new(Vec::new())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Wherever in a list it stands, and whatever is wrong with its row.
    #[test]
    fn no_remark_on_a_list_tells_a_number(
        (digits, number) in written(),
        column in 0..COLUMNS.len(),
        with_header in any::<bool>(),
        title in any::<bool>(),
    ) {
        let mut row = [
            "198013012005011003", "", "", "Bandung", "friendster", "entah", "entahlah", "kapan",
        ].map(str::to_owned);
        row[0] = "bukan".to_owned();
        row[column].clone_from(&number);
        let mut list = String::new();
        if title {
            list += &format!("Daftar untuk {number}\n");
        }
        if with_header {
            list += &(COLUMNS.join(";") + "\n");
        }
        list += &(row.join(";") + "\n");
        let reading = read("daftar.csv", list.as_bytes(), &Defaults::default(), &sources());
        let remarks = reading.errors.iter().chain(&reading.warnings);
        for remark in remarks {
            for language in [Language::Indonesian, Language::English] {
                let told = remark.told(language);
                prop_assert!(!tells(&told, &digits), "{told}");
            }
            let shown = format!("{:?} {:?}", remark.written, remark.column);
            prop_assert!(!tells(&shown, &digits), "{shown}");
        }
    }

    /// In whatever is written into a log.
    #[test]
    fn no_log_tells_a_number((digits, number) in written(), around in "[a-z ,:]{0,9}") {
        for text in [format!("{around}{number}"), format!("/cari?kata={number}{around}")] {
            let hidden = hide_numbers(&text);
            prop_assert!(!tells(&hidden, &digits), "{hidden}");
        }
    }
}

/// What is no number stays as it is: whoever mends a list or reads the log needs it.
#[rstest]
#[case::day("berlaku sampai 2027-12-31")]
#[case::days("date:2024-09-25..2024-11-23 score:>=0.7")]
#[case::instant("2027-01-15T03:00:00.123456Z")]
#[case::letter("800/12/BKPSDM/2027")]
#[case::name_of_a_file("daftar-20270115-103000.csv")]
#[case::telephone("0812-3456-7890")]
#[case::posts("3, 7–9, 12, 1000000–1000024")]
fn other_figures_stay(#[case] text: &str) {
    assert_eq!(hide_numbers(text), text);
    assert_eq!(hide_written_numbers(text), text);
}

#[rstest]
#[case::profile("https://www.facebook.com/profile.php?id=100012345678901234")]
#[case::handle("@109876543210987654@contoh.example")]
fn an_address_keeps_its_figures_for_whoever_mends_the_list(#[case] text: &str) {
    assert_eq!(hide_written_numbers(text), text);
    assert_ne!(hide_numbers(text), text);
}

#[tokio::test]
async fn faults_of_an_uploaded_list_are_told_without_numbers() {
    let house = House::new().await;
    let mut operator = house.logged_in("agus", Role::Operator).await;
    let list = "NIP,Nama,Instansi,Kode Wilayah,Platform,Akun\n\
        199913132005011003,Budi,Dinas,32.04,mastodon,@a@contoh.example\n\
        19991313200501100,Budi,Dinas,32.04,mastodon,@b@contoh.example\n\
        199912312005011009999,Budi,Dinas,32.04,mastodon,@c@contoh.example\n\
        1999O2312005011003,Budi,Dinas,32.04,mastodon,@d@contoh.example\n\
        199902102005013003,Budi,199902102005013003,199902102005013003,mastodon,199902102005013003\n";
    let at = upload(&mut operator, list).await;
    let page = operator.get(&at).await;
    let faults = operator.get(&format!("{at}/galat.csv")).await;
    assert_eq!(faults.status, StatusCode::OK);
    for shown in [page.body, faults.body] {
        for digits in ["19991313", "199913", "199912312005", "1999O231", "19990210"] {
            assert!(!shown.contains(digits), "{digits}: {shown}");
        }
    }
    let rows = house.raw.texts("SELECT detail FROM audit").await;
    assert!(rows.iter().all(|row| !row.contains("1999")), "{rows:?}");
}
