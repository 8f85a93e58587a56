//! Whoever wants a colleague kept out of a new browser, by trying passwords in their name, and how
//! many guesses that leaves.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::StatusCode;
use jiff::SignedDuration;
use netra::access::password::{self, Cost};
use netra::clock::Clock as _;
use netra::db::user::{self, NewPassword};
use netra::model::Role;
use rstest::rstest;

use super::logins::{flood, four, from, looked_at};
use crate::web::support::{Browser, House, PASSWORD, operator};

const ONCE: &str = "abcde-fghij-kmnpq-rstuv";

fn office() -> IpAddr {
    Ipv4Addr::new(203, 0, 113, 7).into()
}

/// A host of the network `2001:db8:7::/64`.
fn host(number: u128) -> IpAddr {
    Ipv6Addr::from((0x2001_0db8_0007_u128 << 80) | number).into()
}

async fn is_let_in(browser: &mut Browser, name: &str, password: &str) -> bool {
    browser.login(name, password).await.status == StatusCode::SEE_OTHER
}

/// Signs in once, as somebody who works there.
async fn work_at(house: &House, name: &str, address: IpAddr) -> Browser {
    house.user(name, Role::Reviewer).await;
    let mut browser = from(house, address);
    assert!(is_let_in(&mut browser, name, PASSWORD).await);
    browser
}

async fn try_wrong(house: &House, name: &str, address: IpAddr, times: usize) {
    for _ in 0..times {
        from(house, address).login(name, "salah sama sekali").await;
    }
}

async fn reset(house: &House, name: &str) {
    let hash = password::hash(ONCE, [9; 16], Cost::CHEAP).unwrap();
    let password = NewPassword {
        hash: &hash,
        once: true,
        device: None,
    };
    let user = house.known(name).await;
    user::set_password(&operator(), &house.db, &user, password, house.clock.now())
        .await
        .unwrap();
}

#[rstest]
#[case::one_address(office(), office())]
#[case::hosts_of_a_network(host(1), host(2))]
#[case::mapped(office(), Ipv4Addr::new(203, 0, 113, 7).to_ipv6_mapped().into())]
#[tokio::test]
async fn a_colleague_locks_no_cleared_browser_out_of_its_office(
    #[case] own: IpAddr,
    #[case] other: IpAddr,
) {
    let house = House::new().await;
    work_at(&house, "siti", own).await;
    // Twice: signing in forgives nothing to whoever tries on.
    for _ in 0..2 {
        try_wrong(&house, "siti", other, 8).await;
        let page = from(&house, own).login("siti", "salah ketik").await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(is_let_in(&mut from(&house, own), "siti", PASSWORD).await);
    }
}

#[rstest]
#[case::there(office(), true)]
#[case::elsewhere(four(9_000), false)]
#[tokio::test]
async fn strangers_keep_nobody_out_of_where_they_are_known(
    #[case] address: IpAddr,
    #[case] known: bool,
) {
    let house = House::new().await;
    work_at(&house, "siti", office()).await;
    flood(&house, "siti").await;
    let mut browser = from(&house, address);
    assert_eq!(is_let_in(&mut browser, "siti", PASSWORD).await, known);
}

#[tokio::test]
async fn sprayed_names_keep_no_newcomer_out() {
    let house = House::new().await;
    work_at(&house, "siti", office()).await;
    house.user("maya", Role::Reviewer).await;
    for number in 0..70 {
        try_wrong(&house, &format!("nama{number}"), office(), 1).await;
    }
    assert!(is_let_in(&mut from(&house, office()), "maya", PASSWORD).await);
    // In a network where nobody is known, spraying ends all tries.
    for number in 0..70 {
        try_wrong(&house, &format!("nama{number}"), four(3), 1).await;
    }
    house.user("nova", Role::Reviewer).await;
    assert!(!is_let_in(&mut from(&house, four(3)), "nova", PASSWORD).await);
}

/// However many are tried: what is known of a place is worth a few tries, and they come back
/// slowly.
#[tokio::test]
async fn guessing_from_a_known_office_stays_bounded() {
    let house = House::new().await;
    work_at(&house, "siti", office()).await;
    try_wrong(&house, "siti", office(), 60).await;
    let right = || async { is_let_in(&mut from(&house, office()), "siti", PASSWORD).await };
    assert!(!right().await, "the tries over the limit are used up");
    // Not looked at: a right one is told to wait as a wrong one is.
    let mut let_in = 0;
    for _ in 0..60 {
        house.clock.advance(SignedDuration::from_mins(1));
        try_wrong(&house, "siti", office(), 3).await;
        let_in += usize::from(right().await);
    }
    assert_eq!(
        let_in, 0,
        "who tries on there takes each try that comes back"
    );
    house.clock.advance(SignedDuration::from_mins(12));
    assert!(right().await);
}

#[rstest]
#[case::new_browser_and_network(four(9_000))]
#[case::office_of_the_guesser(office())]
#[case::another_site(host(9))]
#[tokio::test]
async fn a_password_for_one_sign_in_passes_whatever_is_tried(#[case] address: IpAddr) {
    let house = House::new().await;
    work_at(&house, "budi", office()).await;
    house.user("siti", Role::Reviewer).await;
    flood(&house, "siti").await;
    try_wrong(&house, "siti", address, 20).await;
    assert!(!is_let_in(&mut from(&house, address), "siti", PASSWORD).await);
    // What looks like one is none.
    let wrong = from(&house, address)
        .login("siti", "aaaaa-bbbbb-ccccc-ddddd")
        .await;
    assert!(!looked_at(&wrong));
    reset(&house, "siti").await;
    let mut browser = from(&house, address);
    let page = browser.login("siti", ONCE).await;
    assert_eq!(page.location(), "/sandi", "{}", page.body);
    let again = from(&house, address).login("siti", ONCE).await;
    assert!(again.texts("#masalah")[0].contains("sudah pernah dipakai"));
    // With the password of her choice her browser is known.
    let fields = [("lama", ONCE), ("baru", PASSWORD), ("ulang", PASSWORD)];
    browser.submit("/sandi", "/sandi", &fields).await;
    flood(&house, "siti").await;
    assert!(is_let_in(&mut browser, "siti", PASSWORD).await);
}

#[tokio::test]
async fn a_lasting_password_passes_no_limit_by_its_looks() {
    let house = House::new().await;
    house.user("siti", Role::Reviewer).await;
    reset(&house, "siti").await;
    house
        .raw
        .run("UPDATE staff SET password_once = password_once * 0")
        .await;
    flood(&house, "siti").await;
    assert!(!is_let_in(&mut from(&house, four(9_000)), "siti", ONCE).await);
}

#[tokio::test]
async fn who_is_disabled_or_late_is_let_in_by_no_way_around() {
    let house = House::new().await;
    work_at(&house, "siti", office()).await;
    house.user("tuti", Role::Reviewer).await;
    house.disable("siti").await;
    reset(&house, "tuti").await;
    for name in ["siti", "tuti"] {
        flood(&house, name).await;
    }
    assert!(!is_let_in(&mut from(&house, office()), "siti", PASSWORD).await);
    house.clock.advance(SignedDuration::from_hours(72));
    flood(&house, "tuti").await;
    let page = from(&house, four(9_000)).login("tuti", ONCE).await;
    assert!(
        page.texts("#masalah")[0].contains("kedaluwarsa"),
        "{}",
        page.body
    );
}

/// The answer, and how much is recorded, are the same for every name.
#[tokio::test]
async fn no_way_around_tells_who_is_known() {
    let house = House::new().await;
    work_at(&house, "siti", office()).await;
    house.user("tuti", Role::Reviewer).await;
    let mut told = Vec::new();
    for name in ["siti", "tuti", "siapa"] {
        let mut pages = Vec::new();
        for number in 0..14 {
            let wrong = if number % 2 == 0 { ONCE } else { "salah" };
            let page = from(&house, office()).login(name, wrong).await;
            pages.push((page.status, page.texts("#masalah")));
        }
        told.push(pages);
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
    let rows = "SELECT count(*) FROM audit WHERE action IN ('login_failed', 'login_refused')";
    assert!(house.count(rows).await < 30);
}
