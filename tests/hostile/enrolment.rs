//! Getting round the second factor where it is set up: by never setting it up, or by changing it with
//! a session alone.

use jiff::SignedDuration;
use netra::clock::Clock as _;
use netra::db::factor;
use netra::model::Role;
use netra::web::ServerSettings;
use rstest::rstest;

use super::phone::{Phone, enrol, first_step, half_minutes, is_in, second_step};
use crate::web::support::{Browser, House, PASSWORD, operator, router_with};

#[tokio::test]
async fn whoever_must_have_one_is_reminded_and_then_does_nothing_else_first() {
    let house = House::new().await;
    let mut tono = house.logged_in("tono", Role::Administrator).await;
    let reminded = tono.get("/antrean").await;
    assert!(
        reminded.texts("#langkah-kedua")[0].contains("22 Jan 2027"),
        "{}",
        reminded.body
    );
    let mut rini = house.logged_in("rini", Role::Reviewer).await;
    assert!(!rini.get("/antrean").await.has("#langkah-kedua"));
    house
        .clock
        .advance(SignedDuration::from_hours(7 * 24) - SignedDuration::from_mins(10));
    tono.login("tono", PASSWORD).await;
    let form = tono.get("/registri/orang/1/ubah").await;
    house.clock.advance(SignedDuration::from_mins(11));
    for path in ["/antrean", "/jejak", "/akun", "/registri", "/kiriman/1"] {
        assert_eq!(tono.get(path).await.location(), "/akun/faktor", "{path}");
    }
    assert_eq!(tono.get("/sandi").await.status.as_u16(), 200);
    // A form that was open then is still taken.
    let typed = [("jabatan", "Kepala"), ("alasan", "SK 9")];
    let done = super::phone::send(&mut tono, &form, "/registri/orang/1/ubah", &typed).await;
    assert_eq!(
        done.location(),
        "/registri/orang/1?selesai=ubah",
        "{:?}",
        done.texts("main")
    );
    // A new session changes nothing, and so does the right password.
    tono.login("tono", PASSWORD).await;
    assert_eq!(tono.get("/antrean").await.location(), "/akun/faktor");
    let sent = tono
        .submit("/akun/faktor", "/akun/sesi", &[("tindakan", "lain")])
        .await;
    assert_eq!(sent.location(), "/akun/faktor");
    let (phone, _) = enrol(&house, &mut tono).await;
    let page = tono.get("/antrean").await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(!page.has("#langkah-kedua"));
    // It is not theirs to give up.
    let code = phone.code(&house);
    let fields = [("tindakan", "lepas"), ("sandi", PASSWORD), ("kode", &*code)];
    let page = tono.submit("/akun/faktor", "/akun/faktor", &fields).await;
    assert_eq!(page.status.as_u16(), 400);
    // One that was lost is taken up anew, without another week.
    let known = house.known("tono").await;
    factor::reset(
        &operator(),
        &house.db,
        &known,
        &"dipastikan tatap muka".parse().unwrap(),
        house.clock.now(),
    )
    .await
    .unwrap();
    assert!(!is_in(&mut tono).await);
    tono.login("tono", PASSWORD).await;
    assert_eq!(tono.get("/antrean").await.location(), "/akun/faktor");
}

#[tokio::test]
async fn without_a_grace_an_administrator_begins_with_it() {
    let house = House::new().await;
    house.user("tono", Role::Administrator).await;
    house.user_with("baru", Role::Administrator, true).await;
    house.user("eko", Role::Operator).await;
    house.user("rini", Role::Reviewer).await;
    let settings = ServerSettings {
        secure_cookies: false,
        second_factor_grace: SignedDuration::ZERO,
        ..ServerSettings::default()
    };
    let mut browser = Browser::of(router_with(&house, settings));
    browser.login("tono", PASSWORD).await;
    assert_eq!(browser.get("/antrean").await.location(), "/akun/faktor");
    enrol(&house, &mut browser).await;
    assert!(is_in(&mut browser).await);
    // A password for one login comes first.
    let mut browser = browser.stranger();
    browser.login("baru", PASSWORD).await;
    for path in ["/antrean", "/akun", "/akun/faktor"] {
        assert_eq!(browser.get(path).await.location(), "/sandi", "{path}");
    }
    let mut browser = browser.stranger();
    browser.login("rini", PASSWORD).await;
    assert!(is_in(&mut browser).await);
}

#[tokio::test]
async fn a_session_alone_changes_no_second_factor() {
    let house = House::new().await;
    let mut rini = house.logged_in("rini", Role::Reviewer).await;
    let path = "/akun/faktor";
    let begin = [("tindakan", "siapkan"), ("sandi", "salah")];
    let page = rini.submit(path, path, &begin).await;
    assert_eq!(page.status.as_u16(), 422);
    assert_eq!(house.count("SELECT count(*) FROM factor_offer").await, 0);
    // Nothing that was not offered is confirmed.
    let page = rini
        .submit(path, path, &[("tindakan", "sahkan"), ("kode", "123456")])
        .await;
    assert_eq!(page.status.as_u16(), 422);
    let (phone, recovery) = enrol(&house, &mut rini).await;
    assert_eq!(recovery.len(), 10);
    let before = house.raw.texts("SELECT secret FROM second_factor").await;
    let right = "right";
    for (deed, password, code) in [
        ("siapkan", PASSWORD, ""),
        ("siapkan", PASSWORD, "123456"),
        ("siapkan", "salah", right),
        ("kode", PASSWORD, "654321"),
        ("kode", "salah", right),
        ("lepas", PASSWORD, ""),
        ("lepas", "", right),
    ] {
        // In a session each: one in which five are wrong ends.
        first_step(&mut rini, "rini").await;
        second_step(&mut rini, &phone.code(&house)).await;
        house.clock.advance(half_minutes(3));
        let next = phone.code(&house);
        let code = if code == right { &*next } else { code };
        let fields = [("tindakan", deed), ("sandi", password), ("kode", code)];
        let page = rini.submit(path, path, &fields).await;
        assert_eq!(page.status.as_u16(), 422, "{deed} {password} {code}");
    }
    let mut found = rini.clone();
    let fields = [("tindakan", "lepas"), ("sandi", PASSWORD), ("kode", "1")];
    for _ in 0..3 {
        let page = found.submit(path, path, &fields).await;
        assert_eq!(page.status.as_u16(), 422);
    }
    let page = found.submit(path, path, &fields).await;
    assert_eq!(page.location(), "/masuk?sandi=salah");
    assert!(
        !is_in(&mut found).await,
        "whoever found it open has it no more"
    );
    house.clock.advance(SignedDuration::from_hours(1));
    first_step(&mut rini, "rini").await;
    second_step(&mut rini, &phone.code(&house)).await;
    house.clock.advance(half_minutes(3));
    let code = phone.code(&house);
    assert_eq!(
        house.raw.texts("SELECT secret FROM second_factor").await,
        before
    );
    // With both, new recovery codes put the old ones out of use, and a code works once here too.
    let fields = [("tindakan", "kode"), ("sandi", PASSWORD), ("kode", &*code)];
    let page = rini.submit(path, path, &fields).await;
    let renewed = page.texts(".codes code");
    assert_eq!(renewed.len(), 10);
    let page = rini.submit(path, path, &fields).await;
    assert_eq!(page.status.as_u16(), 422, "used");
    let mut browser = house.visitor();
    first_step(&mut browser, "rini").await;
    assert_eq!(
        second_step(&mut browser, &recovery[5])
            .await
            .status
            .as_u16(),
        401
    );
    // A device is replaced with a recovery code; until the new one has shown a code, the old counts.
    let fields = [
        ("tindakan", "siapkan"),
        ("sandi", PASSWORD),
        ("kode", &*renewed[0]),
    ];
    let offer = rini.submit(path, path, &fields).await;
    let next = Phone::with(&offer.texts("#kunci")[0]);
    second_step(&mut browser, &phone.code_in(&house, 1)).await;
    assert!(is_in(&mut browser).await);
    let code = next.code(&house);
    rini.submit(path, path, &[("tindakan", "sahkan"), ("kode", &code)])
        .await;
    assert!(!is_in(&mut browser).await, "other sessions ended");
    assert!(is_in(&mut rini).await);
    house.clock.advance(half_minutes(3));
    first_step(&mut browser, "rini").await;
    assert_eq!(
        second_step(&mut browser, &phone.code(&house))
            .await
            .status
            .as_u16(),
        401
    );
    second_step(&mut browser, &next.code(&house)).await;
    assert!(is_in(&mut browser).await);
    house.clock.advance(half_minutes(3));
    let code = next.code(&house);
    let fields = [("tindakan", "lepas"), ("sandi", PASSWORD), ("kode", &*code)];
    let page = rini.submit(path, path, &fields).await;
    assert_eq!(page.location(), "/akun?selesai=lepas");
    assert_eq!(
        house.visitor().login("rini", PASSWORD).await.location(),
        "/antrean"
    );
}

/// Another session of the user has shown no password: a browser that was left open, a cookie that
/// was stolen.
#[rstest]
#[case::nothing("000000")]
#[case::the_right_code("right")]
#[tokio::test]
async fn what_is_offered_to_one_session_no_other_sees_or_takes_up(#[case] code: &str) {
    let house = House::new().await;
    let mut rini = house.logged_in("rini", Role::Reviewer).await;
    let mut found = rini.stranger();
    found.login("rini", PASSWORD).await;
    let path = "/akun/faktor";
    let begin = [("tindakan", "siapkan"), ("sandi", PASSWORD)];
    let offer = rini.submit(path, path, &begin).await;
    let secret = offer.texts("#kunci").remove(0);
    let code = match code {
        "right" => Phone::with(&secret).code(&house),
        wrong => wrong.to_owned(),
    };
    let confirm = [("tindakan", "sahkan"), ("kode", code.as_str())];
    let page = found.submit(path, path, &confirm).await;
    assert_eq!(page.status.as_u16(), 422);
    assert!(!page.has("#kunci") && !page.body.contains(&secret));
    let taken = "SELECT count(*) FROM staff WHERE factor_since IS NOT NULL";
    assert_eq!(house.count(taken).await, 0);
    // The session ends, and its offer with it.
    rini.submit("/akun", "/keluar", &[]).await;
    assert_eq!(house.count("SELECT count(*) FROM factor_offer").await, 0);
}

#[tokio::test]
async fn secrets_are_shown_once_and_recovery_codes_are_kept_as_digests() {
    let house = House::new().await;
    let mut rini = house.logged_in("rini", Role::Reviewer).await;
    let (_, recovery) = enrol(&house, &mut rini).await;
    let secret = house
        .raw
        .texts("SELECT secret FROM second_factor")
        .await
        .remove(0);
    for path in ["/akun", "/akun/faktor", "/antrean"] {
        let page = rini.get(path).await;
        assert!(
            !page.body.contains(&secret) && !page.body.contains(&recovery[0]),
            "{path}"
        );
    }
    let stored = house.raw.texts("SELECT digest FROM recovery_code").await;
    let plain = recovery[0].replace('-', "");
    assert_eq!(stored.len(), 10);
    assert!(!stored.contains(&plain) && !stored.contains(&recovery[0]));
    assert_eq!(house.count("SELECT count(*) FROM factor_offer").await, 0);
    let log = "SELECT count(*) FROM audit WHERE detail LIKE '%' || (SELECT secret FROM second_factor) || '%'";
    assert_eq!(house.count(log).await, 0);
    // Equal codes of two users would not show.
    let mut known: Vec<String> = recovery.clone();
    known.sort();
    known.dedup();
    assert_eq!(known.len(), 10);
}
