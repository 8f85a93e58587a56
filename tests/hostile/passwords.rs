//! Whoever knows what people choose, or finds a password that was to be used once.

use axum::http::StatusCode;
use futures_util::future::join_all;
use jiff::SignedDuration;
use netra::access::password::{self, Cost};
use netra::access::password_rule::{PasswordFault, fault};
use netra::clock::Clock as _;
use netra::db::user::{self, NewPassword};
use netra::model::{Language, Role};
use proptest::prelude::*;
use rstest::rstest;

use super::logins::{flood, four, from, looked_at};
use crate::web::support::{Browser, House, PASSWORD, operator};

const NAMES: [&str; 2] = ["rini.uji", "Rini Kusuma Dewi"];

#[rstest]
#[case::digits(PasswordFault::Run, &["123456789012", "098765432109", "1234567890ab", "112233445566", "a1b2c3d4e5f6"])]
#[case::keys(PasswordFault::Run, &["qwertyuiop[]", "qwertyuiop123", "qwerty123456", "QwErTyUiOpAs", "zaq12wsxcde3", "asdfghjkl;123", "poiuytrewq12", "abcdefghijkl"])]
#[case::numbers(PasswordFault::Number, &["081293847561", "198503122010012001", "17-08-1945 17-08", "+62 812 9384 756"])]
#[case::repeated(PasswordFault::Repeated, &["aaaaaaaaaaaa", "abababababab", "12341234123412", "kudakudakuda", "ääääääääääää", "aaaaaaaaaaab"])]
#[case::unseen(PasswordFault::Unseen, &["            ", "\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}", "\u{a0}\u{2003}\u{3000}\u{2800}\u{a0}\u{2003}\u{3000}\u{a0}\u{2003}\u{3000}\u{a0}\u{2003}", "\u{202e}\u{2060}\u{feff}\u{202e}\u{2060}\u{feff}\u{202e}\u{2060}\u{feff}\u{202e}\u{2060}\u{feff}"])]
#[case::short(PasswordFault::Short, &["1234567890", "kuda biru", "kuda-biru-7", "", "kuda\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}biru", "a          b"])]
#[case::common(PasswordFault::Common, &["password1234", "Password-2027", "p@ssw0rd2027!", "iloveyou2027", "2027!sayangku", "bismillah1234", "passwordpassword", "drowssap20271", "p a s s w o r d 1"])]
#[case::words(PasswordFault::Common, &["passwordpassword1", "katasandi1234", "k4ta sandi b4ru", "alhamdulillah", "Assalamualaikum1", "b1sm1llah-2027", "aku cinta kamu", "sayangku sayang", "merdeka17081945", "PANCASILA1945", "indonesiaku jaya", "persibjuara1933", "p.e.r.s.i.j.a.1928", "monkeydragon1", "monkeydragonpassword", "reviewer12345", "akupeninjau27", "netraadmin123", "passssswordddd12", "nurhidayah1990", "agus-setiawan-88", "perkembangan1", "januari februari", "раsswоrd12345", "раѕѕԝоrԁ12345", "ρassωord 2027", "katɑsandi1234", "kata\u{301}sandi\u{200b}1234", "ｋａｔａｓａｎｄｉ１２３４"])]
#[case::sayings(PasswordFault::Common, &["jujurdanadil2024", "netralitas asn harga mati", "nkri harga mati 2027", "pancasila dasar negara", "satu nusa satu bangsa", "ketuhanan yang maha esa", "tut wuri handayani", "rayuan pulau kelapa", "potong bebek angsa", "cicak cicak di dinding", "nasi padang rendang", "gotong royong bersama", "Siti Nurhaliza 2020", "passwordkuyangaman", "bersih dan transparan"])]
#[case::counted(PasswordFault::Common, &["satu dua tiga empat lima", "enam tujuh delapan", "merah kuning hijau biru", "Toyota Avanza 2019", "Honda Beat 2020", "samsung galaxy s21"])]
#[case::named(PasswordFault::Office, &["prabowogibran", "jokowi2024!!", "ganjarmahfud2024", "pilkadaserentak2024", "pilkada2029damai", "presiden2029!", "dinaspendidikan1", "KabupatenBandung1", "bkpsdmsukabumi", "admin@bawaslu.go.id", "Bawaslu Kab. Garut 27", "kotabаndungjаwаbаrаt"])]
#[case::own(PasswordFault::OwnName, &["kata-sandi-untuk-rini", "katasandirini", "irinirin12345", "rini20272027", "Rini Kusuma 1", "riniriniriniuji", "r1n1-kusuma-27", "dewi.bawaslu.2027", "DEWIKUSUMARINI"])]
#[case::office(PasswordFault::Office, &["bawaslu2024!!", "B4waslu-2027", "bawaslujabar27", "pilkada pemilu", "Panwaslu12345", "netra_asn_2027"])]
fn what_is_tried_first_is_refused(#[case] expected: PasswordFault, #[case] passwords: &[&str]) {
    for password in passwords {
        let found = fault(password, &NAMES, &[]);
        assert_eq!(found, Some(expected), "{password:?}");
    }
}

#[rstest]
#[case("kuda baterai benar")]
#[case("tangga hijau panjang")]
#[case("kuda biru makan beton")]
#[case("perahu kopi januari sepatu")]
#[case("merdeka kambing senin payung")]
#[case("monkey purple dragon banana")]
#[case("correct horse battery staple")]
#[case("kotak susu lampu gelas")]
#[case("k7mzq-2hxwp-9ndtr-f4cyb")]
#[case("9f86d081884c7d659a2f")]
#[case("天地玄黃宇宙洪荒日月盈昃")]
#[case("bawaslu makan rambutan")]
#[case("kota tua penuh lampion")]
#[case("7Vq#mZ2w!xLp")]
#[case("пароль из слов")]
#[case("สวัสดีชาวโลกทั้งหลาย")]
#[case("abcde-pagar-12345-kelapa-tikar")]
fn what_nobody_tries_is_taken(#[case] password: &str) {
    assert_eq!(fault(password, &NAMES, &[]), None);
}

/// Words that nobody has on a list for guessing.
const ANY: [&str; 40] = [
    "kuda", "biru", "makan", "beton", "lampion", "tangga", "hijau", "perahu", "sepatu", "gelas",
    "payung", "kambing", "jendela", "bambu", "cangkul", "durian", "gerobak", "jamur", "kelapa",
    "lemari", "nanas", "obeng", "pisang", "rotan", "sendok", "tikar", "ubin", "wajan", "zebra",
    "angin", "batik", "cermin", "dapur", "embun", "gitar", "hujan", "jarum", "kertas", "lumpur",
    "panah",
];

proptest! {
    #[test]
    fn four_unrelated_words_are_taken(
        words in prop::sample::subsequence(&ANY[..], 4).prop_shuffle(),
        blank in prop::sample::select(vec![" ", "-", ".", ""]),
    ) {
        let password = words.join(blank);
        prop_assert_eq!(fault(&password, &NAMES, &[]), None);
    }

    /// Nothing that is put around or into what is guessed makes it another.
    #[test]
    fn a_guess_in_any_dress_is_refused(
        guess in prop::sample::select(vec!["katasandi", "alhamdulillah", "pancasila", "bawasluprov", "prabowo"]),
        year in 1_940_u32..2_040,
        dress in 0_usize..6,
    ) {
        let dressed = match dress {
            0 => format!("{guess}{year}"),
            1 => format!("{year}-{}", guess.to_uppercase()),
            2 => format!("{guess}{guess}{year}!!"),
            3 => guess.replace('a', "4").replace('i', "1") + &year.to_string(),
            4 => guess.replace('a', "а").replace('o', "ο") + &year.to_string(),
            _ => guess.chars().flat_map(|sign| [sign, ' ']).collect::<String>() + &year.to_string(),
        };
        prop_assert!(fault(&dressed, &NAMES, &[]).is_some(), "{dressed:?}");
    }

    #[test]
    fn a_long_random_one_is_taken(password in "[a-z0-9]{16,40}") {
        // One in thousands is mostly digits.
        let letters = password.chars().filter(|sign| sign.is_alphabetic()).count();
        prop_assume!(letters >= 10);
        prop_assert_eq!(fault(&password, &NAMES, &[]), None);
    }
}

#[rstest]
#[case("a", 127, None)]
#[case("a", 128, Some(PasswordFault::Long))]
#[case("é", 128, Some(PasswordFault::Long))]
#[case("😀", 128, Some(PasswordFault::Long))]
fn at_most_128_characters_are_taken(
    #[case] last: &str,
    #[case] times: usize,
    #[case] expected: Option<PasswordFault>,
) {
    // 1 + 127 is 128, which is the most; what a character weighs in bytes is no matter.
    let whole: String = "kuda biru makan beton, "
        .chars()
        .cycle()
        .take(times)
        .collect();
    assert_eq!(fault(&(whole + last), &NAMES, &[]), expected);
}

#[tokio::test]
async fn names_around_a_user_are_no_passwords() {
    let house = House::new().await;
    house.user("wiratmaja", Role::Reviewer).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    house
        .raw
        .run("UPDATE person SET agency = 'Dinas Xerografi Kabupaten Yalukan'")
        .await;
    for new in [
        "wiratmaja2027",
        "Wiratmaja-rini",
        "prakasawan27!",
        "xerografiyalukan",
        "tirtamulya-yalukan-1",
    ] {
        let fields = [("lama", PASSWORD), ("baru", new), ("ulang", new)];
        let page = browser.submit("/sandi", "/sandi", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{new:?}");
        assert!(
            page.texts(".problem")[0].contains("rangkai empat kata"),
            "{}",
            page.body
        );
    }
}

#[test]
fn a_check_takes_no_time_whatever_is_typed() {
    let shapes = [
        "a",
        "ab",
        "1234567890",
        "qwertyuiop",
        "rini",
        "bawaslu",
        "p@ssw0rd",
        " ",
        "ﷺ",
    ];
    fault("kuda baterai benar", &NAMES, &[]);
    for shape in shapes {
        let long: String = shape.chars().cycle().take(1_024).collect();
        let long = &long[..long.floor_char_boundary(1_024)];
        let begun = std::time::Instant::now();
        fault(long, &NAMES, &[]);
        // A debug build on a busy machine; the point is that it is not quadratic in anything large.
        assert!(begun.elapsed().as_millis() < 1_000, "{shape:?}");
    }
}

#[test]
fn every_fault_says_what_to_do_in_both_languages() {
    let faults = [
        PasswordFault::Unseen,
        PasswordFault::Short,
        PasswordFault::Long,
        PasswordFault::Repeated,
        PasswordFault::Run,
        PasswordFault::Number,
        PasswordFault::Common,
        PasswordFault::OwnName,
        PasswordFault::Office,
    ];
    let mut told = std::collections::BTreeSet::new();
    for fault in faults {
        for language in [Language::Indonesian, Language::English] {
            let sentence = fault.sentence(language);
            assert!(
                sentence.ends_with('.') && told.insert(sentence),
                "{sentence}"
            );
        }
    }
    assert_eq!(
        fault(&"kuda ".repeat(300), &NAMES, &[]),
        Some(PasswordFault::Long)
    );
}

#[rstest]
#[case("1234567890")]
#[case("password1234")]
#[case("qwertyuiop123")]
#[case("bawaslu2024!!")]
#[case("rini20272027")]
#[case("            ")]
#[tokio::test]
async fn the_page_refuses_them_with_the_reason(#[case] new: &str) {
    let house = House::new().await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let fields = [("lama", PASSWORD), ("baru", new), ("ulang", new)];
    let page = browser.submit("/sandi", "/sandi", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{new:?}");
    let expected = fault(new, &["rini"], &[])
        .unwrap()
        .sentence(Language::Indonesian);
    assert_eq!(page.texts(".problem"), [expected]);
    let again = house.visitor().login("rini", PASSWORD).await;
    assert_eq!(again.location(), "/antrean", "the old one holds");
}

#[test]
fn a_password_may_be_typed_in_any_form_that_looks_the_same() {
    // Composed and decomposed, ligature, full width.
    for (typed, chosen) in [
        ("cafe\u{301} di tepi kali", "café di tepi kali"),
        ("\u{fb01}lem panjang sekali", "filem panjang sekali"),
        ("ｋｕｄａ ｂｉｒｕ ｌａｕｔ", "kuda biru laut"),
    ] {
        let stored = password::hash(chosen, [1; 16], Cost::CHEAP).unwrap();
        assert!(password::matches(typed, &stored), "{typed:?}");
        let other = password::hash(typed, [2; 16], Cost::CHEAP).unwrap();
        assert!(password::matches(chosen, &other), "{chosen:?}");
    }
}

#[test]
fn a_hash_made_before_passwords_had_a_normal_form_still_holds() {
    // `password::hash` of an earlier version, which hashed the bytes as typed.
    let typed = "cafe\u{301} di tepi kali";
    let stored = "$argon2id$v=19$m=8,t=1,p=1$AQEBAQEBAQEBAQEBAQEBAQ$RkHsfT4ekPh2RjY/2tZ4vWv6kR6h/WvEnsT70dHnRtE";
    assert!(password::matches(typed, stored));
    assert!(!password::matches("cafe di tepi kali", stored));
}

async fn reset(house: &House, name: &str) {
    let user = house.known(name).await;
    let hash = password::hash(PASSWORD, [9; 16], Cost::CHEAP).unwrap();
    let password = NewPassword {
        hash: &hash,
        once: true,
        device: None,
    };
    user::set_password(&operator(), &house.db, &user, password, house.clock.now())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_one_time_password_opens_one_session() {
    let house = House::new().await;
    house.user_with("rini", Role::Reviewer, true).await;
    let page = house.visitor().login("rini", PASSWORD).await;
    assert_eq!(page.location(), "/sandi");
    for mut browser in [house.visitor(), from(&house, four(7))] {
        let page = browser.login("rini", PASSWORD).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert!(
            page.texts("#masalah")[0].contains("sudah pernah dipakai"),
            "{}",
            page.body
        );
        // Whoever does not know it is told nothing of that.
        let stranger = browser.login("rini", "salah").await;
        assert_eq!(
            stranger.texts("#masalah"),
            ["Nama pengguna atau kata sandi tidak cocok."]
        );
    }
    reset(&house, "rini").await;
    let mut browser = house.visitor();
    assert_eq!(browser.login("rini", PASSWORD).await.location(), "/sandi");
    let new = "tangga hijau panjang";
    let fields = [("lama", PASSWORD), ("baru", new), ("ulang", new)];
    browser.submit("/sandi", "/sandi", &fields).await;
    for _ in 0..2 {
        assert_eq!(
            house.visitor().login("rini", new).await.location(),
            "/antrean"
        );
    }
}

#[tokio::test]
async fn two_at_once_do_not_share_a_one_time_password() {
    let house = House::new().await;
    house.user_with("rini", Role::Reviewer, true).await;
    let mut browsers: Vec<Browser> = (0..4).map(|number| from(&house, four(number))).collect();
    let logins = browsers
        .iter_mut()
        .map(|browser| browser.login("rini", PASSWORD));
    let pages = join_all(logins).await;
    let open = pages
        .iter()
        .filter(|page| page.status == StatusCode::SEE_OTHER);
    assert_eq!(open.count(), 1);
    assert_eq!(house.count("SELECT count(*) FROM session").await, 1);
}

#[rstest]
#[case(71, true)]
#[case(72, false)]
#[case(24 * 365, false)]
#[tokio::test]
async fn a_one_time_password_expires(#[case] hours: i64, #[case] holds: bool) {
    let house = House::new().await;
    house.user_with("baru", Role::Reviewer, true).await;
    house.user("lama", Role::Reviewer).await;
    house.clock.advance(SignedDuration::from_hours(1));
    reset(&house, "lama").await;
    house.clock.advance(SignedDuration::from_hours(hours - 1));
    let page = house.visitor().login("baru", PASSWORD).await;
    assert_eq!(page.location() == "/sandi", holds, "{}", page.body);
    if !holds {
        assert!(
            page.texts("#masalah")[0].contains("kedaluwarsa"),
            "{}",
            page.body
        );
    }
    // It counts from when it was made, not from when the user was added.
    let page = house.visitor().login("lama", PASSWORD).await;
    assert_eq!(page.location() == "/sandi", hours < 73, "{}", page.body);
}

#[tokio::test]
async fn a_new_password_ends_what_the_old_one_opened() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    let mut sessions: Vec<Browser> = (0..3).map(|number| from(&house, four(number))).collect();
    for browser in &mut sessions {
        browser.login("rini", PASSWORD).await;
    }
    let new = "tangga hijau panjang";
    let fields = [("lama", PASSWORD), ("baru", new), ("ulang", new)];
    let page = sessions[0].submit("/sandi", "/sandi", &fields).await;
    assert_eq!(page.location(), "/masuk?sandi=baru");
    for browser in &mut sessions {
        assert_eq!(browser.get("/antrean").await.status, StatusCode::SEE_OTHER);
    }
    // The browser that changed it stays known, the others do not.
    flood(&house, "rini").await;
    for (number, browser) in (9_000..).zip(&mut sessions[1..]) {
        browser.peer = Some((four(number), 4_000).into());
        assert!(!looked_at(&browser.login("rini", new).await));
    }
    assert_eq!(sessions[0].login("rini", new).await.location(), "/antrean");
    reset(&house, "rini").await;
    flood(&house, "rini").await;
    sessions[0].peer = Some((four(9_009), 4_000).into());
    assert!(!looked_at(&sessions[0].login("rini", PASSWORD).await));
}
