//! Whoever guesses passwords, or wants others kept out.

use std::collections::VecDeque;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::{StatusCode, header};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use netra::clock::Clock as _;
use netra::model::Role;
use rstest::rstest;

use crate::web::support::{Browser, House, PASSWORD, Page, app};

/// Where attackers come from: the n-th of many addresses.
type Crowd = fn(u32) -> IpAddr;

pub(super) fn four(number: u32) -> IpAddr {
    Ipv4Addr::from(0xC633_0000 + number).into()
}

/// Networks (/64) of one site (/48).
fn one_site(number: u32) -> IpAddr {
    Ipv6Addr::from((0x2001_0db8_0001_u128 << 80) | (u128::from(number) << 64) | 1).into()
}

fn sites(number: u32) -> IpAddr {
    Ipv6Addr::from((0x2001_0db8_u128 << 96) | (u128::from(number) << 80) | 1).into()
}

/// Hosts of one network, which count as one.
fn hosts(number: u32) -> IpAddr {
    Ipv6Addr::from((0x2001_0db8_u128 << 96) | u128::from(number)).into()
}

fn mapped(number: u32) -> IpAddr {
    match four(number) {
        IpAddr::V4(address) => address.to_ipv6_mapped().into(),
        IpAddr::V6(_) => unreachable!(),
    }
}

pub(super) fn from(house: &House, address: IpAddr) -> Browser {
    let mut browser = house.visitor();
    browser.peer = Some((address, 4_000).into());
    browser
}

async fn guess(house: &House, name: &str, address: IpAddr) -> Page {
    from(house, address).login(name, "salah sama sekali").await
}

pub(super) fn looked_at(page: &Page) -> bool {
    page.status != StatusCode::TOO_MANY_REQUESTS
}

/// What a stranger sees of an answer.
fn seen(page: &Page) -> (StatusCode, Option<String>, Vec<String>) {
    let wait = page.headers.get(header::RETRY_AFTER);
    let wait = wait.map(|value| value.to_str().unwrap().to_owned());
    (page.status, wait, page.texts("#masalah"))
}

/// A browser that the user signed in with, at an address.
async fn known(house: &House, name: &str, address: IpAddr) -> Browser {
    let mut browser = from(house, address);
    assert_eq!(
        browser.login(name, PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
    browser.cookies.remove("netra");
    browser
}

/// Uses up what strangers may try on an account.
pub(super) async fn flood(house: &House, name: &str) {
    let mut number = 0;
    while looked_at(&guess(house, name, four(number)).await) {
        number += 1;
        assert!(number < 200, "nothing ends the guessing");
    }
}

#[rstest]
#[case::addresses(four, "rini")]
#[case::networks_of_a_site(one_site, "rini")]
#[case::sites(sites, "rini")]
#[case::hosts_of_a_network(hosts, "rini")]
#[case::mapped_addresses(mapped, "rini")]
#[case::a_name_that_nobody_has(four, "siapa")]
#[tokio::test]
async fn an_account_has_at_most_a_hundred_tries_an_hour(#[case] crowd: Crowd, #[case] name: &str) {
    let mut house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    let mut device = known(&house, "rini", Ipv4Addr::new(203, 0, 113, 9).into()).await;
    let (mut number, mut tried, mut most) = (0, VecDeque::<Timestamp>::new(), 0);
    for minute in 0..150 {
        if minute == 30 {
            // What was counted for an account outlives the process.
            house.app = app(&house.db, house.clock.clone(), false);
        }
        let now = house.clock.now();
        for _ in 0..if minute % 60 == 0 { 120 } else { 4 } {
            number += 1;
            if looked_at(&guess(&house, name, crowd(number)).await) {
                tried.push_back(now);
            }
        }
        while tried
            .front()
            .is_some_and(|first| now.duration_since(*first) >= SignedDuration::from_hours(1))
        {
            tried.pop_front();
        }
        most = most.max(tried.len());
        house.clock.advance(SignedDuration::from_mins(1));
    }
    assert!((5..=100).contains(&most), "{most} tries in an hour");
    let page = device.login("rini", PASSWORD).await;
    assert_eq!(
        page.status,
        StatusCode::SEE_OTHER,
        "the user is not kept out"
    );
}

#[tokio::test]
async fn strangers_never_delay_a_browser_that_the_user_signed_in_with() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    let address = four(7);
    let device = known(&house, "rini", address).await;
    // The account, the name at this address, and the address are all used up.
    flood(&house, "rini").await;
    for number in 0..60 {
        guess(&house, &format!("nama{number}"), address).await;
        guess(&house, "rini", address).await;
    }
    assert!(!looked_at(
        &from(&house, four(9_000)).login("rini", PASSWORD).await
    ));
    let elsewhere = || {
        let mut device = device.clone();
        device.peer = Some((four(9_001), 4_000).into());
        device
    };
    for mut device in [device.clone(), elsewhere()] {
        device.login("rini", "salah ketik").await;
        let page = device.login("rini", PASSWORD).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_browser_is_known_for_thirty_days_after_the_last_sign_in() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    let mut device = known(&house, "rini", four(7)).await;
    for days in [29, 29] {
        house.clock.advance(SignedDuration::from_hours(days * 24));
        flood(&house, "rini").await;
        let page = device.login("rini", PASSWORD).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
    }
    house.clock.advance(SignedDuration::from_hours(30 * 24));
    flood(&house, "rini").await;
    device.peer = Some((four(9_000), 4_000).into());
    assert!(!looked_at(&device.login("rini", PASSWORD).await));
}

#[tokio::test]
async fn only_the_cookie_of_that_user_makes_a_browser_known() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    house.user("budi", Role::Reviewer).await;
    let mut shared = known(&house, "rini", four(7)).await;
    let others = known(&house, "budi", four(8)).await;
    flood(&house, "rini").await;
    let token = shared.cookies["netra-perangkat"].clone();
    let forged = [
        others.cookies["netra-perangkat"].clone(),
        "0".repeat(64),
        token[..62].to_owned(),
        format!("{token}00"),
        String::new(),
        "' OR 1=1".to_owned(),
    ];
    for (number, cookie) in (9_000..).zip(forged) {
        let mut thief = from(&house, four(number));
        thief
            .cookies
            .insert("netra-perangkat".to_owned(), cookie.clone());
        assert!(
            !looked_at(&thief.login("rini", PASSWORD).await),
            "{cookie:?}"
        );
    }
    // Two who share a browser are both known in it.
    shared.login("budi", PASSWORD).await;
    let page = shared.login("rini", PASSWORD).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let stored = house.raw.texts("SELECT token_hash FROM device").await;
    let token = &shared.cookies["netra-perangkat"];
    assert!(
        token.len() == 64 && !stored.contains(token),
        "only digests are stored"
    );
}

#[tokio::test]
async fn a_stolen_cookie_gives_few_tries() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    let mut thief = known(&house, "rini", four(7)).await;
    flood(&house, "rini").await;
    let begun = house.clock.now();
    let mut tries = 0;
    while house.clock.now().duration_since(begun) < SignedDuration::from_hours(1) {
        thief.peer = Some((four(9_000 + tries), 4_000).into());
        let page = thief.login("rini", "salah sama sekali").await;
        if looked_at(&page) {
            tries += 1;
        } else {
            house.clock.advance(SignedDuration::from_mins(1));
        }
    }
    // 10 and one every six minutes by the cookie, one every two minutes as any stranger.
    assert!((10..=50).contains(&tries), "{tries}");
}

#[rstest]
#[case::one_address(four(7), four(7))]
#[case::one_network(hosts(7), hosts(8))]
#[case::mapped(four(7), mapped(7))]
#[tokio::test]
async fn nobody_locks_out_an_office_behind_one_address(
    #[case] office: IpAddr,
    #[case] attacker: IpAddr,
) {
    let house = House::new().await;
    for name in ["rini", "sari", "tuti"] {
        house.user(name, Role::Reviewer).await;
    }
    known(&house, "rini", office).await;
    known(&house, "sari", office).await;
    for number in 0..70 {
        guess(&house, &format!("nama{number}"), attacker).await;
    }
    // Spraying stays capped, and nobody learns who is known here.
    let spray = seen(&guess(&house, "siapa", attacker).await);
    assert_eq!(spray.0, StatusCode::TOO_MANY_REQUESTS);
    for name in ["rini", "tuti", "nama3", "lain"] {
        assert_eq!(seen(&guess(&house, name, attacker).await), spray, "{name}");
    }
    // Without any cookie, and also who never signed in here.
    for name in ["rini", "sari", "tuti"] {
        let page = from(&house, office).login(name, PASSWORD).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{name}");
    }
}

#[rstest]
#[case::one_address(|_| four(7))]
#[case::many_addresses(four)]
#[case::one_site(one_site)]
#[tokio::test]
async fn the_throttle_tells_nobody_which_names_there_are(#[case] crowd: Crowd) {
    let mut answers = Vec::new();
    for name in ["rini", "tua", "siapa"] {
        let house = House::new().await;
        house.user("rini", Role::Reviewer).await;
        house.user("tua", Role::Reviewer).await;
        house.disable("tua").await;
        let mut told = Vec::new();
        for number in 0..45 {
            told.push(seen(&guess(&house, name, crowd(number)).await));
            house.clock.advance(SignedDuration::from_secs(11));
        }
        answers.push(told);
    }
    assert!(
        answers[0]
            .iter()
            .any(|(status, ..)| *status == StatusCode::TOO_MANY_REQUESTS)
    );
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[tokio::test]
async fn made_up_names_by_the_thousand_do_not_forgive_what_was_tried() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    for _ in 0..5 {
        guess(&house, "rini", four(7)).await;
    }
    for number in 0..3_000 {
        guess(&house, &format!("nama{number}"), four(100 + number)).await;
    }
    assert!(!looked_at(&guess(&house, "rini", four(7)).await));
}

#[tokio::test]
async fn a_flood_of_strangers_does_not_starve_whoever_is_known() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    let mut device = known(&house, "rini", four(7)).await;
    let names: Vec<String> = (0..300).map(|number| format!("nama{number}")).collect();
    let flood = names
        .iter()
        .zip(100..)
        .map(|(name, number)| guess(&house, name, four(number)));
    let (pages, page) = futures_util::join!(join_all(flood), device.login("rini", PASSWORD));
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    // Strangers who find the queue full are told when to come again.
    let full = pages.iter().filter(|page| !looked_at(page));
    assert!(
        full.clone()
            .all(|page| page.headers[header::RETRY_AFTER] == "6")
    );
}

#[tokio::test]
async fn the_audit_log_tells_of_guessing_and_is_not_filled_by_it() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    for _ in 0..1_000 {
        guess(&house, "rini", four(7)).await;
    }
    let of =
        |action: &str| format!("SELECT detail FROM audit WHERE action = '{action}' ORDER BY seq");
    let failed = house.raw.texts(&of("login_failed")).await;
    assert_eq!(failed.len(), 5);
    let refused = house.raw.texts(&of("login_refused")).await;
    let tries: Vec<i64> = refused
        .iter()
        .map(|detail| {
            serde_json::from_str::<serde_json::Value>(detail).unwrap()["tries"]
                .as_i64()
                .unwrap()
        })
        .collect();
    assert_eq!(tries, [1, 10, 100]);
    assert!(refused[0].contains("198.51.0.7"), "{}", refused[0]);
    // Names that nobody has, from everywhere: they are not written, and not without end.
    for number in 0..1_000 {
        guess(&house, &format!("rahasia{number}"), four(100 + number)).await;
    }
    let rows = house.count("SELECT count(*) FROM audit").await;
    assert!(rows < 100, "{rows}");
    let leaked = house
        .count("SELECT count(*) FROM audit WHERE detail || subject LIKE '%rahasia%'")
        .await;
    assert_eq!(leaked, 0);
}

#[tokio::test]
async fn a_stolen_session_does_not_guess_the_password() {
    let house = House::new().await;
    let mut thief = house.logged_in("rini", Role::Reviewer).await;
    let mut owner = house.visitor();
    owner.login("rini", PASSWORD).await;
    let new = "tangga hijau panjang";
    let wrong = |old: &'static str| [("lama", old), ("baru", new), ("ulang", new)];
    for _ in 0..4 {
        let page = thief.submit("/sandi", "/sandi", &wrong("salah")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // What is refused before the old password is looked at tells nothing and costs nothing.
    let page = thief
        .submit(
            "/sandi",
            "/sandi",
            &[("lama", PASSWORD), ("baru", "x"), ("ulang", "x")],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = thief.submit("/sandi", "/sandi", &wrong("salah")).await;
    assert_eq!(page.location(), "/masuk?sandi=salah");
    assert!(thief.get(page.location()).await.texts("#kabar")[0].contains("sesi itu diakhiri"));
    assert_eq!(thief.get("/antrean").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        owner.get("/antrean").await.status,
        StatusCode::OK,
        "the others go on"
    );
    let rows = house
        .raw
        .texts("SELECT detail FROM audit WHERE action = 'password_failed' ORDER BY seq")
        .await;
    assert_eq!(rows.len(), 5);
    assert!(rows[4].contains(r#""session_ended":true"#), "{rows:?}");
    // Sessions by the dozen give no more tries.
    let mut tries = 0;
    for _ in 0..6 {
        let mut other = house.visitor();
        other.login("rini", PASSWORD).await;
        for _ in 0..5 {
            let page = other.submit("/sandi", "/sandi", &wrong("salah")).await;
            if page.status == StatusCode::TOO_MANY_REQUESTS {
                assert_eq!(page.headers[header::RETRY_AFTER], "361");
            } else {
                tries += 1;
            }
        }
    }
    assert_eq!(tries, 5);
    house.clock.advance(SignedDuration::from_mins(6));
    let page = owner.submit("/sandi", "/sandi", &wrong(PASSWORD)).await;
    assert_eq!(page.location(), "/masuk?sandi=baru");
}

#[tokio::test]
async fn signing_in_again_ends_the_session_that_the_browser_had() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    house.user("budi", Role::Reviewer).await;
    let mut other = house.visitor();
    other.login("rini", PASSWORD).await;
    let mut browser = house.visitor();
    for name in ["rini", "rini", "budi", "rini"] {
        let mut before = browser.clone();
        let page = browser.login(name, PASSWORD).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(before.get("/antrean").await.status, StatusCode::SEE_OTHER);
        assert_eq!(browser.get("/antrean").await.status, StatusCode::OK);
    }
    // A wrong password ends nothing, and no other browser's session ends.
    let mut kept = browser.clone();
    browser.login("rini", "salah").await;
    assert_eq!(kept.get("/antrean").await.status, StatusCode::OK);
    assert_eq!(other.get("/antrean").await.status, StatusCode::OK);
    assert_eq!(house.count("SELECT count(*) FROM session").await, 2);
}
