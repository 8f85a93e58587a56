use netra::model::Role;
use rstest::rstest;

use super::super::support::House;

const OK: u16 = 200;
const LOGIN: u16 = 303;
const NO: u16 = 403;

/// Statuses for nobody, reviewer, analyst, operator, administrator.
#[rstest]
#[case("/registri", [LOGIN, NO, NO, OK, OK])]
#[case("/registri/orang/1", [LOGIN, NO, NO, OK, OK])]
#[case("/registri/akun/1", [LOGIN, NO, NO, OK, OK])]
#[case("/registri/orang/1/ubah", [LOGIN, NO, NO, OK, OK])]
#[case("/registri/orang/1/henti", [LOGIN, NO, NO, OK, OK])]
#[case("/registri/orang/1/gabung", [LOGIN, NO, NO, OK, OK])]
#[case("/registri/orang/1/pisah", [LOGIN, NO, NO, OK, OK])]
#[case("/registri/akun/1/henti", [LOGIN, NO, NO, OK, OK])]
#[case("/registri/akun/1/pindah", [LOGIN, NO, NO, OK, OK])]
#[case("/registri/akun/1/bukti", [LOGIN, NO, NO, OK, OK])]
#[case("/registri/akun/1/gabung", [LOGIN, NO, NO, 404, 404])]
#[case("/registri/orang/99", [LOGIN, NO, NO, 404, 404])]
#[case("/registri/orang/x", [LOGIN, NO, NO, 404, 404])]
#[tokio::test]
async fn pages_of_the_register_ask_for_its_right(#[case] path: &str, #[case] expected: [u16; 5]) {
    let house = House::new().await;
    for (mut browser, expected) in visitors(&house).await.into_iter().zip(expected) {
        let page = browser.get(path).await;
        assert_eq!(page.status.as_u16(), expected, "{path}");
    }
}

#[rstest]
#[case("/registri/orang/1/ubah")]
#[case("/registri/orang/1/henti")]
#[case("/registri/orang/1/pulih")]
#[case("/registri/orang/1/gabung")]
#[case("/registri/orang/1/pisah")]
#[case("/registri/akun/1/henti")]
#[case("/registri/akun/1/pulih")]
#[case("/registri/akun/1/pindah")]
#[case("/registri/akun/1/bukti")]
#[tokio::test]
async fn corrections_ask_for_the_right_and_for_our_own_form(#[case] path: &str) {
    let house = House::new().await;
    let changes = "SELECT count(*) FROM registry_change";
    let expected = [401, NO, NO, 422, 422];
    for (mut browser, expected) in visitors(&house).await.into_iter().zip(expected) {
        let page = browser.submit("/sandi", path, &[("versi", "0")]).await;
        assert_eq!(page.status.as_u16(), expected, "{path}");
    }
    let mut operator = house.logged_in("lain", Role::Operator).await;
    let fields = [("versi", "0"), ("alasan", "surat 1")];
    let forged = operator.post(path, &fields).await;
    assert_eq!(forged.status.as_u16(), NO);
    let nonsense = [("versi", "x"), ("alasan", "surat 1")];
    let nonsense = operator.submit("/sandi", path, &nonsense).await;
    assert_eq!(nonsense.status.as_u16(), 400);
    assert_eq!(house.count(changes).await, 0);
}

#[tokio::test]
async fn the_register_is_linked_for_those_who_may() {
    let house = House::new().await;
    for (mut browser, linked) in visitors(&house)
        .await
        .into_iter()
        .skip(1)
        .zip([false, false, true, true])
    {
        let page = browser.get("/antrean").await;
        assert_eq!(page.has("nav a[href='/registri']"), linked);
    }
}

async fn visitors(house: &House) -> [super::Browser; 5] {
    [
        house.visitor(),
        house.logged_in("rini", Role::Reviewer).await,
        house.logged_in("ani", Role::Analyst).await,
        house.logged_in("agus", Role::Operator).await,
        house.logged_in("tono", Role::Administrator).await,
    ]
}
