//! Whoever knows a password shall not get in with it alone, nor with a code that was seen, guessed
//! or used, nor by breaking what codes are compared with.

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use netra::access::second_factor::FactorSecret;
use netra::clock::Clock;
use netra::db::user::{self, NewPassword};
use netra::db::{factor, session};
use netra::model::Role;

use super::phone::{enrol, first_step, half_minutes, is_in, second_step, with_phone};
use crate::web::support::{Browser, House, PASSWORD, operator};

#[tokio::test]
async fn a_password_alone_opens_half_a_session_that_has_no_right() {
    let house = House::new().await;
    let (phone, _) = with_phone(&house, "rini", Role::Reviewer).await;
    let mut browser = house.visitor();
    first_step(&mut browser, "rini").await;
    assert!(!browser.cookies.contains_key("netra"));
    let half = browser.cookies["netra-langkah"].clone();
    for path in ["/", "/antrean", "/akun", "/akun/faktor", "/sandi", "/jejak"] {
        let page = browser.get(path).await;
        assert!(page.location().starts_with("/masuk?ke="), "{path}");
    }
    // Its secret is none of a session.
    let mut thief = house.visitor();
    thief.cookies.insert("netra".to_owned(), half);
    assert!(!is_in(&mut thief).await);
    assert_eq!(house.count("SELECT count(*) FROM half_session").await, 1);
    let page = second_step(&mut browser, &phone.code(&house)).await;
    assert_eq!(page.location(), "/antrean");
    assert!(is_in(&mut browser).await);
    assert_eq!(house.count("SELECT count(*) FROM half_session").await, 0);
    // The code and the half are used up; nobody else's cookie helps.
    let page = second_step(&mut thief, &phone.code(&house)).await;
    assert_eq!(page.status.as_u16(), 401);
    let stored = house.raw.texts("SELECT token_hash FROM session").await;
    assert!(!stored.contains(&browser.cookies["netra"]));
}

#[tokio::test]
async fn where_one_wanted_to_go_survives_both_steps() {
    let house = House::new().await;
    let (phone, _) = with_phone(&house, "rini", Role::Reviewer).await;
    let mut browser = house.visitor();
    for (to, arrives) in [
        ("/antrean?tingkat=high", "/antrean?tingkat=high"),
        ("//jahat.example", "/antrean"),
        ("https://jahat.example", "/antrean"),
    ] {
        let fields = [("nama", "rini"), ("sandi", PASSWORD), ("ke", to)];
        let page = browser.post("/masuk", &fields).await;
        let kept = page.value("form[action='/masuk/kode'] input[name=ke]");
        let fields = [("kode", phone.code(&house)), ("ke", kept.clone())];
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let page = browser.post("/masuk/kode", &fields).await;
        assert_eq!(page.location(), arrives);
        // Nor does the address that is typed into the second form itself lead elsewhere.
        house.clock.advance(half_minutes(2));
        first_step(&mut browser, "rini").await;
        let code = phone.code(&house);
        let page = browser
            .post("/masuk/kode", &[("kode", &code), ("ke", "//jahat.example")])
            .await;
        assert_eq!(page.location(), "/antrean");
        house.clock.advance(half_minutes(2));
    }
}

#[tokio::test]
async fn a_code_works_once() {
    let house = House::new().await;
    let (phone, recovery) = with_phone(&house, "rini", Role::Reviewer).await;
    let seen = phone.code(&house);
    let mut browser = house.visitor();
    first_step(&mut browser, "rini").await;
    second_step(&mut browser, &seen).await;
    assert!(is_in(&mut browser).await);
    // Neither again, nor the one before, nor in another writing.
    let before = phone.code_in(&house, -1);
    let spread = format!("{} {}", &seen[..3], &seen[3..]);
    let mut thief = house.visitor();
    for replayed in [&seen, &before, &spread] {
        first_step(&mut thief, "rini").await;
        assert_eq!(second_step(&mut thief, replayed).await.status.as_u16(), 401);
        assert!(!is_in(&mut thief).await, "{replayed}");
    }
    for code in [recovery[0].clone(), recovery[1].to_uppercase()] {
        first_step(&mut browser, "rini").await;
        assert_eq!(
            second_step(&mut browser, &code).await.location(),
            "/antrean"
        );
        first_step(&mut thief, "rini").await;
        assert_eq!(second_step(&mut thief, &code).await.status.as_u16(), 401);
    }
    assert!(!is_in(&mut thief).await);
    let told = "SELECT count(*) FROM audit WHERE action = 'recovery_used'";
    assert_eq!(house.count(told).await, 2);
}

/// As many browsers, each with half a session.
async fn halves(house: &House, count: usize) -> Vec<Browser> {
    let mut browsers = Vec::new();
    for _ in 0..count {
        let mut browser = house.visitor();
        first_step(&mut browser, "rini").await;
        browsers.push(browser);
    }
    browsers
}

#[tokio::test]
async fn a_code_that_is_sent_many_times_at_once_works_once() {
    let house = House::new().await;
    let (phone, recovery) = with_phone(&house, "rini", Role::Reviewer).await;
    for code in [phone.code(&house), recovery[3].clone()] {
        let mut browsers = halves(&house, 4).await;
        let sent = browsers
            .iter_mut()
            .map(|browser| second_step(browser, &code));
        let entered = join_all(sent).await;
        let entered = entered.iter().filter(|page| page.status.as_u16() == 303);
        assert_eq!(entered.count(), 1, "{code}");
    }
    // Nor does half a session open two.
    house.clock.advance(half_minutes(4));
    let half = halves(&house, 1).await.remove(0);
    let codes = [-1, 0, 1].map(|step| phone.code_in(&house, step));
    let mut copies = [half.clone(), half.clone(), half];
    let sent = copies.iter_mut().zip(&codes);
    let entered = join_all(sent.map(|(browser, code)| second_step(browser, code))).await;
    let entered = entered.iter().filter(|page| page.status.as_u16() == 303);
    assert_eq!(entered.count(), 1);
}

#[tokio::test]
async fn a_code_is_good_for_its_half_minute_and_those_beside_it() {
    let house = House::new().await;
    let (phone, _) = with_phone(&house, "rini", Role::Reviewer).await;
    let (other, _) = with_phone(&house, "sari", Role::Reviewer).await;
    for (step, good) in [(-2, false), (2, false), (-1, true), (0, true), (1, true)] {
        let mut browser = house.visitor();
        first_step(&mut browser, "rini").await;
        second_step(&mut browser, &phone.code_in(&house, step)).await;
        assert_eq!(is_in(&mut browser).await, good, "{step}");
        house.clock.advance(half_minutes(4));
    }
    for code in [
        other.code(&house),
        other.code_in(&house, 1),
        "000000".to_owned(),
    ] {
        let mut browser = house.visitor();
        first_step(&mut browser, "rini").await;
        assert_eq!(second_step(&mut browser, &code).await.status.as_u16(), 401);
        assert!(!is_in(&mut browser).await);
    }
}

/// The table of RFC 6238, appendix B, of whose eight digits six are shown.
#[test]
fn codes_are_those_of_the_standard() {
    let secret = FactorSecret::parse("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
    for (seconds, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        let now = Timestamp::from_second(seconds).unwrap();
        let step = seconds.div_euclid(30);
        assert_eq!(secret.step_of(code, now, 0), Some(step), "{seconds}");
        assert_eq!(secret.step_of(code, now, step), None, "used: {seconds}");
        for wrong in ["", "28708", "2870822", "+87082", "２８７０８２"] {
            assert_eq!(secret.step_of(wrong, now, 0), None, "{wrong}");
        }
    }
    for broken in [
        "",
        "!",
        "GEZDGNBV",
        "GEZDGNBVGY3TQOJQGEZDG1",
        "ééééééééééééééééé",
    ] {
        assert!(FactorSecret::parse(broken).is_none(), "{broken}");
    }
}

#[tokio::test]
async fn codes_may_be_typed_as_people_type_and_nothing_else_is_one() {
    let house = House::new().await;
    let (phone, recovery) = with_phone(&house, "rini", Role::Reviewer).await;
    let wide = |text: &str| -> String {
        let wide = text
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap());
        wide.collect()
    };
    let writings: [fn(&str) -> String; 4] = [
        |code| format!(" {} {} ", &code[..3], &code[3..]),
        |code| format!("{}-{}", &code[..3], &code[3..]),
        |code| format!("\u{a0}{code}\r\n\t"),
        |code| format!("{}\u{3000}{}", &code[..2], &code[2..]),
    ];
    for write in writings {
        let mut browser = house.visitor();
        first_step(&mut browser, "rini").await;
        let typed = write(&phone.code(&house));
        second_step(&mut browser, &typed).await;
        assert!(is_in(&mut browser).await, "{typed:?}");
        house.clock.advance(half_minutes(2));
    }
    for typed in [
        wide(&phone.code(&house)),
        wide(&recovery[0]),
        recovery[1].replace('-', " "),
    ] {
        let mut browser = house.visitor();
        first_step(&mut browser, "rini").await;
        second_step(&mut browser, &typed).await;
        assert!(is_in(&mut browser).await, "{typed:?}");
    }
    let arabic = |code: &str| -> String {
        let digit = |c: char| char::from_u32(u32::from(c) - 0x30 + 0x660).unwrap();
        code.chars().map(digit).collect()
    };
    let nonsense: [&dyn Fn(&str) -> String; 9] = [
        &|_| String::new(),
        &|_| "   ".to_owned(),
        &arabic,
        &|code| code.repeat(1_000),
        &|code| format!("{code}{}", " ".repeat(100)),
        &|code| format!("+{code}"),
        &|code| format!("0{code}"),
        &|_| "' OR 1=1 --".to_owned(),
        &|_| "\0\0\0\0\0\0".to_owned(),
    ];
    for write in nonsense {
        house.clock.advance(SignedDuration::from_mins(16));
        let mut browser = house.visitor();
        first_step(&mut browser, "rini").await;
        let typed = write(&phone.code(&house));
        let page = second_step(&mut browser, &typed).await;
        assert_eq!(page.status.as_u16(), 401, "{typed:?}");
        assert!(!is_in(&mut browser).await, "{typed:?}");
    }
}

#[tokio::test]
async fn five_codes_may_be_tried_and_not_one_more_by_trying_at_once() {
    let house = House::new().await;
    let (phone, _) = with_phone(&house, "rini", Role::Reviewer).await;
    let failures = "SELECT count(*) FROM audit WHERE action = 'code_failed'";
    let mut browser = house.visitor();
    first_step(&mut browser, "rini").await;
    for _ in 0..4 {
        let page = second_step(&mut browser, "123456").await;
        assert!(page.has("form[action='/masuk/kode']"));
    }
    let page = second_step(&mut browser, "123456").await;
    assert!(page.has("form[action='/masuk']") && page.has("#masalah"));
    let page = second_step(&mut browser, &phone.code(&house)).await;
    assert_eq!(page.status.as_u16(), 401);
    assert!(!is_in(&mut browser).await);
    assert_eq!(house.count(failures).await, 5);
    // They are counted for the user, with half a session after the other.
    let mut other = house.visitor();
    first_step(&mut other, "rini").await;
    for _ in 0..5 {
        second_step(&mut other, "123456").await;
    }
    first_step(&mut other, "rini").await;
    let page = second_step(&mut other, &phone.code(&house)).await;
    assert_eq!(page.status.as_u16(), 429);
    house.clock.advance(SignedDuration::from_mins(61));
    let half = halves(&house, 1).await.remove(0);
    let mut copies: Vec<Browser> = (0..20).map(|_| half.clone()).collect();
    join_all(
        copies
            .iter_mut()
            .map(|browser| second_step(browser, "654321")),
    )
    .await;
    assert_eq!(
        house.count(failures).await,
        15,
        "five of twenty were looked at"
    );
    let mut half = half;
    second_step(&mut half, &phone.code(&house)).await;
    assert!(!is_in(&mut half).await);
    // Whoever begins anew gets in.
    house.clock.advance(SignedDuration::from_mins(16));
    first_step(&mut half, "rini").await;
    second_step(&mut half, &phone.code(&house)).await;
    assert!(is_in(&mut half).await);
}

#[tokio::test]
async fn strangers_delay_no_right_code_from_a_browser_that_is_known() {
    let house = House::new().await;
    let mut rini = house.logged_in("rini", Role::Reviewer).await;
    let (phone, _) = enrol(&house, &mut rini).await;
    let mut strangers = Vec::new();
    for number in 0..8 {
        let mut stranger = house.visitor();
        stranger.peer = Some(([198, 51, 100, number], 4_000).into());
        strangers.push(stranger);
    }
    // Who know the password guess codes until the account takes no more of anybody unknown.
    for stranger in &mut strangers {
        for _ in 0..3 {
            stranger.login("rini", PASSWORD).await;
            for _ in 0..6 {
                second_step(stranger, "123456").await;
            }
        }
        assert!(!is_in(stranger).await);
    }
    let looked_at = "SELECT count(*) FROM audit WHERE action = 'code_failed'";
    let looked_at = house.count(looked_at).await;
    assert!((5..=15).contains(&looked_at), "{looked_at}");
    strangers[7].login("rini", PASSWORD).await;
    let page = second_step(&mut strangers[7], &phone.code(&house)).await;
    assert_eq!(page.status.as_u16(), 429);
    first_step(&mut rini, "rini").await;
    second_step(&mut rini, &phone.code(&house)).await;
    assert!(is_in(&mut rini).await);
}

/// Whoever has the password and the browser: the right password buys no more codes.
#[tokio::test]
async fn a_browser_that_is_known_guesses_few_codes() {
    let house = House::new().await;
    let mut rini = house.logged_in("rini", Role::Reviewer).await;
    enrol(&house, &mut rini).await;
    for _ in 0..20 {
        rini.login("rini", PASSWORD).await;
        for _ in 0..5 {
            second_step(&mut rini, "123456").await;
        }
    }
    let looked_at = "SELECT count(*) FROM audit WHERE action = 'code_failed'";
    let looked_at = house.count(looked_at).await;
    assert!((5..=40).contains(&looked_at), "{looked_at}");
    // That the password is known is told before any code is right.
    let known = "SELECT count(*) FROM audit WHERE action = 'password_right'";
    assert!(house.count(known).await >= 1);
}

#[tokio::test]
async fn half_a_session_ends_with_what_it_was_given_for() {
    for what in [
        "nothing",
        "time",
        "password",
        "disabled",
        "renamed",
        "reset",
        "signed out",
    ] {
        let house = House::new().await;
        let (phone, _) = with_phone(&house, "rini", Role::Reviewer).await;
        let mut browser = house.visitor();
        first_step(&mut browser, "rini").await;
        let (rini, now) = (house.known("rini").await, house.clock.now());
        let (who, db) = (operator(), &house.db);
        match what {
            "time" => house.clock.advance(SignedDuration::from_mins(5)),
            "password" => {
                let hash = house.raw.texts("SELECT password_hash FROM staff").await;
                let password = NewPassword {
                    hash: &hash[0],
                    once: false,
                    device: None,
                };
                user::set_password(&who, db, &rini, password, now)
                    .await
                    .unwrap();
            }
            "disabled" => house.disable("rini").await,
            "renamed" => {
                user::rename(&who, db, &rini, ("rina", None), now)
                    .await
                    .unwrap();
            }
            "reset" => factor::reset(
                &who,
                db,
                &rini,
                &"dipastikan tatap muka".parse().unwrap(),
                now,
            )
            .await
            .unwrap(),
            "signed out" => session::end_all(&who, db, &rini, now).await.unwrap(),
            _ => {}
        }
        let page = second_step(&mut browser, &phone.code(&house)).await;
        let refused = page.status.as_u16() == 401 && page.has("#masalah");
        assert_eq!(
            refused,
            what != "nothing",
            "{what}: {:?}",
            page.texts("main")
        );
        assert_eq!(is_in(&mut browser).await, what == "nothing", "{what}");
    }
}

#[tokio::test]
async fn a_database_that_lost_a_secret_lets_nobody_in() {
    for breakage in [
        "DELETE FROM second_factor",
        "UPDATE second_factor SET secret = ''",
        "UPDATE second_factor SET secret = 'rahasia!'",
        "UPDATE second_factor SET secret = 'GEZDGNBV'",
        "UPDATE staff SET factor_since = NULL",
    ] {
        let house = House::new().await;
        let (phone, recovery) = with_phone(&house, "rini", Role::Reviewer).await;
        let mut waiting = house.visitor();
        first_step(&mut waiting, "rini").await;
        house.run(breakage).await;
        let mut browser = house.visitor();
        let page = browser.login("rini", PASSWORD).await;
        assert_eq!(page.status.as_u16(), 500, "{breakage}");
        assert!(
            page.texts("#masalah")[0].contains("reset-factor"),
            "{breakage}"
        );
        assert!(!is_in(&mut browser).await, "{breakage}");
        for code in [phone.code(&house), recovery[0].clone()] {
            second_step(&mut waiting, &code).await;
            assert!(!is_in(&mut waiting).await, "{breakage}");
        }
        let rini = house.known("rini").await;
        factor::reset(
            &operator(),
            &house.db,
            &rini,
            &"dipastikan tatap muka".parse().unwrap(),
            house.clock.now(),
        )
        .await
        .unwrap();
        assert_eq!(browser.login("rini", PASSWORD).await.location(), "/antrean");
    }
}

/// Whoever looked over a shoulder: the row says that the code was right.
#[tokio::test]
async fn a_code_that_is_used_again_is_told_of() {
    let house = House::new().await;
    let (phone, _) = with_phone(&house, "rini", Role::Reviewer).await;
    let mut rini = house.visitor();
    first_step(&mut rini, "rini").await;
    let code = phone.code(&house);
    second_step(&mut rini, &code).await;
    assert!(is_in(&mut rini).await);
    let mut thief = house.visitor();
    first_step(&mut thief, "rini").await;
    let used = second_step(&mut thief, &code).await;
    let wrong = second_step(&mut thief, "123456").await;
    // Who tries sees no difference.
    assert_eq!(used.texts("#masalah"), wrong.texts("#masalah"));
    assert_eq!(used.status, wrong.status);
    let count = async |action: &str| {
        let rows = format!("SELECT count(*) FROM audit WHERE action = '{action}'");
        house.count(&rows).await
    };
    assert_eq!(
        (count("code_reused").await, count("code_failed").await),
        (1, 1)
    );
    // In the account, too.
    let fields = [("tindakan", "lepas"), ("sandi", PASSWORD), ("kode", &*code)];
    rini.submit("/akun/faktor", "/akun/faktor", &fields).await;
    assert_eq!(
        (count("code_reused").await, count("code_failed").await),
        (2, 1)
    );
}
