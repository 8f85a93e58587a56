use axum::http::{StatusCode, header};
use jiff::SignedDuration;
use netra::model::Role;

use super::support::{House, PASSWORD, app, app_behind};

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_look_alike() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    house.user("tua", Role::Reviewer).await;
    house.disable("tua").await;
    let mut answers = Vec::new();
    for (name, password) in [("rini", "salah"), ("siapa", "salah"), ("tua", PASSWORD)] {
        let page = house.visitor().login(name, password).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        answers.push(page.texts(".problem"));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    let logged = house
        .count("SELECT count(*) FROM audit WHERE action = 'login_failed'")
        .await;
    assert_eq!(logged, 3);
    let leaked = house
        .count("SELECT count(*) FROM audit WHERE detail || subject LIKE '%siapa%'")
        .await;
    assert_eq!(leaked, 0, "an unknown name may be a password");
}

#[tokio::test]
async fn names_are_matched_without_case() {
    let house = House::new().await;
    house.user("Rini", Role::Reviewer).await;
    let page = house.visitor().login(" RINI ", PASSWORD).await;
    assert_eq!(page.location(), "/antrean");
}

#[tokio::test]
async fn everybody_begins_at_what_their_role_is_for() {
    let house = House::new().await;
    for (role, first) in [
        (Role::Reviewer, "/antrean"),
        (Role::Analyst, "/antrean"),
        (Role::Operator, "/registri"),
        (Role::Administrator, "/antrean"),
    ] {
        house.user(role.as_str(), role).await;
        let mut browser = house.visitor();
        let page = browser.login(role.as_str(), PASSWORD).await;
        assert_eq!(page.location(), first);
        assert_eq!(browser.get("/").await.location(), first);
    }
    let nobody = house.visitor().get("/").await;
    assert_eq!(nobody.location(), "/masuk?ke=%2F");
}

#[tokio::test]
async fn guessing_is_slowed_down_and_waiting_helps() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    house.user("sari", Role::Reviewer).await;
    let mut browser = house.visitor();
    for _ in 0..5 {
        assert_eq!(
            browser.login("rini", "salah").await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    let blocked = browser.login("rini", PASSWORD).await;
    assert_eq!(blocked.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(blocked.headers[header::RETRY_AFTER], "181");
    assert_eq!(
        browser.login("sari", PASSWORD).await.status,
        StatusCode::SEE_OTHER,
        "others are not locked out"
    );
    house.clock.advance(SignedDuration::from_mins(15));
    assert_eq!(
        browser.login("rini", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn one_address_cannot_try_many_names() {
    let house = House::new().await;
    let mut browser = house.visitor();
    for number in 0..50 {
        browser.login(&format!("nama{number}"), "salah").await;
    }
    assert_eq!(
        browser.login("nama99", "salah").await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
}

#[tokio::test]
async fn sessions_end_by_time_by_logout_and_by_disabling() {
    let house = House::new().await;
    let mut one = house.logged_in("satu", Role::Reviewer).await;
    house.user("dua", Role::Reviewer).await;
    let mut two = house.visitor();
    two.login("dua", PASSWORD).await;
    let mut three = house.logged_in("tiga", Role::Reviewer).await;
    let stolen = three.clone();

    house.disable("dua").await;
    assert_eq!(two.get("/antrean").await.status, StatusCode::SEE_OTHER);

    three.submit("/antrean", "/keluar", &[]).await;
    assert_eq!(
        stolen.clone().get("/antrean").await.status,
        StatusCode::SEE_OTHER,
        "the cookie is worthless after logout"
    );

    // In use all day.
    for _ in 0..24 {
        house.clock.advance(SignedDuration::from_mins(29));
        assert_eq!(one.get("/antrean").await.status, StatusCode::OK);
    }
    house.clock.advance(SignedDuration::from_mins(24));
    assert_eq!(one.get("/antrean").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn only_a_digest_of_the_token_is_stored() {
    let house = House::new().await;
    let browser = house.logged_in("rini", Role::Reviewer).await;
    let token = &browser.cookies["netra"];
    assert_eq!(token.len(), 64);
    let stored = house.raw.texts("SELECT token_hash FROM session").await;
    assert_ne!(&stored[0], token);
}

#[tokio::test]
async fn cookies_are_out_of_reach_of_scripts_and_of_other_sites() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    let page = house.visitor().login("rini", PASSWORD).await;
    let cookie = page.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.ends_with("; Max-Age=43200; Path=/; HttpOnly; SameSite=Lax"));
    let mut secure = house.visitor();
    secure.replace(app(&house.db, house.clock.clone(), true));
    let page = secure.login("rini", PASSWORD).await;
    let cookie = page.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-netra=") && cookie.ends_with("; Secure"));
    assert!(page.headers.contains_key("strict-transport-security"));
    for cookie in page.headers.get_all(header::SET_COOKIE) {
        let cookie = cookie.to_str().unwrap();
        let kept = cookie.starts_with("__Host-") && cookie.ends_with("; Secure");
        assert!(kept, "{cookie}");
    }
}

/// Whoever sits down next at the same browser shall not leaf back.
#[tokio::test]
async fn whoever_signs_out_leaves_no_pages_behind() {
    let house = House::new().await;
    let told = |page: &super::support::Page| {
        let told = page.headers.get("clear-site-data");
        told.map(|told| told.to_str().unwrap().to_owned())
    };
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    assert_eq!(told(&browser.get("/antrean").await), None);
    let page = browser.submit("/antrean", "/keluar", &[]).await;
    assert_eq!(told(&page).as_deref(), Some("\"cache\""));
    let new = "tangga hijau panjang";
    browser.login("rini", PASSWORD).await;
    let fields = [("lama", PASSWORD), ("baru", new), ("ulang", new)];
    let page = browser.submit("/sandi", "/sandi", &fields).await;
    assert_eq!(told(&page).as_deref(), Some("\"cache\""));
    browser.login("rini", new).await;
    let fields = [("tindakan", "semua"), ("sandi", new)];
    let page = browser.submit("/akun", "/akun/sesi", &fields).await;
    assert_eq!(told(&page).as_deref(), Some("\"cache\""));
}

#[tokio::test]
async fn after_login_one_is_where_one_wanted_to_be_but_never_elsewhere() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    let mut browser = house.visitor();
    let sent = browser.get("/antrean?tingkat=high").await;
    let login = browser.get(sent.location()).await;
    assert_eq!(login.value("input[name=ke]"), "/antrean?tingkat=high");
    for to in [
        "//jahat.example",
        "https://jahat.example",
        "/\\jahat",
        "",
        "/a\nb",
    ] {
        let fields = [("nama", "rini"), ("sandi", PASSWORD), ("ke", to)];
        let page = browser.post("/masuk", &fields).await;
        assert_eq!(page.location(), "/antrean", "{to:?}");
    }
}

#[tokio::test]
async fn behind_a_proxy_attempts_count_by_the_address_that_the_proxy_saw() {
    let house = House::new().await;
    let mut browser = house.visitor();
    let mut statuses = Vec::new();
    for peer in ["203.0.113.9", "127.0.0.1"] {
        let origin = Some("http://netra.example".to_owned());
        browser.peer = Some((peer.parse::<std::net::IpAddr>().unwrap(), 4_000).into());
        browser.replace(app_behind(&house.db, house.clock.clone(), origin));
        for number in 0..51 {
            // What a client claims comes first; the proxy adds what it saw.
            let list = format!("9.9.9.9, 198.51.100.{number}");
            browser
                .headers
                .insert("x-forwarded-for", list.parse().unwrap());
            let page = browser.login(&format!("nama{number}"), "salah").await;
            statuses.push(page.status);
        }
    }
    assert_eq!(statuses[50], StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(statuses[101], StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_changed_password_is_told_of() {
    let house = House::new().await;
    house.user_with("rini", Role::Reviewer, true).await;
    let mut browser = house.visitor();
    browser.login("rini", PASSWORD).await;
    let new = "tangga hijau panjang";
    let fields = [("lama", PASSWORD), ("baru", new), ("ulang", new)];
    let page = browser.submit("/sandi", "/sandi", &fields).await;
    let page = browser.get(page.location()).await;
    assert_eq!(
        page.texts("#kabar"),
        ["Kata sandi sudah diganti. Masuk dengan kata sandi yang baru."]
    );
}
