//! Insiders who try doors: each refusal leaves a row with who and what was asked, and nobody
//! fills the log with them.

use axum::http::StatusCode;
use jiff::SignedDuration;
use netra::model::Role;
use rstest::rstest;

use crate::support::Installation;
use crate::support::process::Service;
use crate::web::support::{Browser, House, NewPost};
use crate::web::visitor::Visitor;

async fn details(house: &House, action: &str) -> Vec<String> {
    let rows = format!("SELECT detail FROM audit WHERE action = '{action}' ORDER BY seq");
    house.raw.texts(&rows).await
}

#[rstest]
#[case::audit_log("GET", "/jejak", "refused")]
#[case::register("GET", "/registri", "refused")]
#[case::form_of_the_register("POST", "/registri/ekspor", "refused")]
#[case::verdict("POST", "/kiriman/1/putusan", "refused")]
#[case::number("POST", "/kiriman/1/nip", "refused")]
#[case::post_that_is_not_there("GET", "/kiriman/4711", "not_found")]
#[case::post_that_is_no_number("GET", "/kiriman/'%20OR%201=1", "not_found")]
#[tokio::test]
async fn what_was_refused_has_a_row(
    #[case] method: &str,
    #[case] path: &str,
    #[case] action: &str,
) {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut analyst = house.logged_in("ani", Role::Analyst).await;
    let page = match method {
        "GET" => analyst.get(path).await,
        _ => analyst.submit("/sandi", path, &[]).await,
    };
    assert!(page.status.is_client_error(), "{}", page.status);
    let told = details(&house, action).await;
    let path = path.replace("%20", " ");
    assert_eq!(told, [format!(r#"{{"asked":"{method} {path}"}}"#)]);
    let by = "SELECT count(*) FROM audit WHERE actor = 'ani' AND subject = 'page'";
    assert_eq!(house.count(by).await, 1);
}

/// What makes no sense, or is no form, leaves rows too, and few however much of it is sent.
#[tokio::test]
async fn what_makes_no_sense_has_a_row() {
    let house = House::new().await;
    let mut ani = house.logged_in("ani", Role::Analyst).await;
    let big = "x".repeat(70_000);
    for (fields, status) in [
        (vec![("tindakan", "apa")], StatusCode::BAD_REQUEST),
        (vec![("tindakan", &*big)], StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        for _ in 0..3 {
            let page = ani.submit("/akun", "/akun/sesi", &fields).await;
            assert_eq!(page.status, status);
        }
        house.clock.advance(SignedDuration::from_mins(2));
    }
    let new = [("lama", "x"), ("baru", "pendek"), ("ulang", "pendek")];
    let page = ani.submit("/sandi", "/sandi", &new).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = details(&house, "input_refused").await;
    assert!((3..=7).contains(&told.len()), "{told:?}");
    assert_eq!(told[0], r#"{"asked":"POST /akun/sesi"}"#);
    assert!(
        told.iter().any(|row| row.contains("POST /sandi")),
        "{told:?}"
    );
    for _ in 0..500 {
        ani.submit("/akun", "/akun/sesi", &[("tindakan", "apa")])
            .await;
    }
    assert!(details(&house, "input_refused").await.len() < 30);
}

/// A post of another region is not there for whoever may not see it, but that they asked stays.
#[tokio::test]
async fn asking_for_posts_of_other_regions_has_a_row() {
    let house = House::new().await;
    let post = house.post(NewPost::default()).await;
    let mut far = house.logged_in_within("ani", Role::Reviewer, "73.71").await;
    let path = format!("/kiriman/{post}");
    assert_eq!(far.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        details(&house, "not_found").await,
        [format!(r#"{{"asked":"GET {path}"}}"#)]
    );
}

#[rstest]
#[case::none("")]
#[case::of_nobody("00")]
#[case::made_up("zz")]
#[tokio::test]
async fn forged_forms_have_a_row(#[case] token: &str) {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    for path in ["/kiriman/1/nip", "/kiriman/1/putusan", "/keluar"] {
        let page = browser.post(path, &[("csrf", token)]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
    }
    let other = browser
        .headers
        .insert("origin", "https://jahat.example".parse().unwrap());
    assert!(other.is_none());
    assert_eq!(
        browser.post("/sandi", &[]).await.status,
        StatusCode::FORBIDDEN
    );
    let told = details(&house, "forged_form").await;
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told[3].contains("POST /sandi"), "{told:?}");
}

async fn refusals(browser: &mut Browser, times: usize, path: impl Fn(usize) -> String) {
    for time in 0..times {
        let page = browser.get(&path(time)).await;
        assert!(page.status.is_client_error());
    }
}

/// How many rows there are of refusals, and how many refusals they tell of.
async fn told(house: &House) -> (usize, u64) {
    let mut rows = details(house, "refused").await;
    rows.extend(details(house, "not_found").await);
    let number = |row: &str, name: &str| {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        row[name].as_u64().unwrap_or(0)
    };
    let own = rows.iter().filter(|row| number(row, "repeated") == 0);
    let own = own.count() as u64;
    let repeated = rows.iter().map(|row| number(row, "repeated")).max();
    let before: u64 = rows.iter().map(|row| number(row, "uncounted")).sum();
    (rows.len(), own + repeated.unwrap_or(0) + before)
}

#[rstest]
#[case::the_same_page(|_: usize| "/jejak".to_owned())]
#[case::another_query_each_time(|time: usize| format!("/jejak?sebelum={time}"))]
#[case::two_in_turn(|time: usize| ["/jejak", "/registri"][time % 2].to_owned())]
#[case::post_after_post(|time: usize| format!("/kiriman/{}", 1_000 + time))]
#[case::long_addresses(|time: usize| format!("/kiriman/{}{time}", "9".repeat(3_000)))]
#[tokio::test]
async fn a_thousand_refusals_a_minute_leave_few_rows_that_tell_how_many(
    #[case] path: fn(usize) -> String,
) {
    let house = House::new().await;
    let mut analyst = house.logged_in("ani", Role::Analyst).await;
    refusals(&mut analyst, 1_000, path).await;
    let (rows, counted) = told(&house).await;
    assert!(rows <= 30, "{rows} rows");
    assert!(counted * 2 >= 1_000, "they tell of {counted}");
    let longest = "SELECT max(length(detail)) FROM audit";
    assert!(house.count(longest).await < 400);
    // What no row told of yet is told with the next refusal.
    house.clock.advance(SignedDuration::from_mins(2));
    refusals(&mut analyst, 1, |_| "/jejak".to_owned()).await;
    let last = details(&house, "refused").await.pop().unwrap();
    assert_eq!(told(&house).await.1, 1_001, "{last}");
}

#[tokio::test]
async fn strangers_leave_no_rows() {
    let house = House::new().await;
    let mut stranger = house.visitor();
    let before = house.count("SELECT count(*) FROM audit").await;
    for path in ["/jejak", "/registri", "/kiriman/1", "/tidak-ada"] {
        stranger.get(path).await;
        stranger.post(path, &[("csrf", "x")]).await;
    }
    assert_eq!(house.count("SELECT count(*) FROM audit").await, before);
}

/// A number that is typed into an address stays out of the log.
#[tokio::test]
async fn a_refused_address_with_a_number_is_masked() {
    let house = House::new().await;
    let mut analyst = house.logged_in("ani", Role::Analyst).await;
    for path in [
        "/kiriman/198001012005011003",
        "/registri/orang/198001012005011003",
        "/kiriman/1980%30101200501%31003",
        "/kiriman/19800101%20200501%201%20003",
    ] {
        analyst.get(path).await;
    }
    let rows = house.raw.texts("SELECT detail FROM audit").await;
    assert!(rows.len() >= 4, "{rows:?}");
    for row in rows {
        for digits in ["19800101", "01012005", "1980%30101"] {
            assert!(!row.contains(digits), "{row}");
        }
    }
}

/// What concerns strangers stands in the log of the service, one line each, which nobody can forge.
#[tokio::test]
async fn the_journal_has_a_line_for_each_and_none_of_their_making() {
    let installation = Installation::new();
    installation.set("web", "secure_cookies = false");
    let added = installation.json(&["user", "add", "ani", "--role", "analyst", "--scope", "ID"]);
    let once = added["password"].as_str().unwrap();
    let service = Service::start(&installation);
    let at = service.address;
    let stranger = Visitor::new(at);
    for name in [
        "ani",
        "kata sandiku",
        "x\nsecurity: refused user=\"tono\" from=1.2.3.4",
    ] {
        stranger.fails_to_login(name, "salah sekali").await;
    }
    let mut ani = Visitor::new(at);
    ani.login("ani", once).await;
    ani.change_password(once, "tangga hijau panjang").await;
    ani.login("ani", "tangga hijau panjang").await;
    assert_eq!(ani.status("/jejak").await, 403);
    assert_eq!(ani.status("/kiriman/9%0Asecurity:%20refused").await, 404);
    let (_, told) = service.end();
    let lines: Vec<&String> = told
        .iter()
        .filter(|line| line.contains("security: "))
        .collect();
    assert_eq!(lines.len(), 5, "{told:#?}");
    for (line, words) in lines.iter().zip([
        r#"security: sign_in_failed user="ani" from=127.0.0.1 asked="POST /masuk""#,
        r#"security: sign_in_failed user="-" from=127.0.0.1 asked="POST /masuk""#,
        r#"security: sign_in_failed user="-" from=127.0.0.1 asked="POST /masuk""#,
        r#"security: refused user="ani" from=127.0.0.1 asked="GET /jejak""#,
        r#"security: not_found user="ani" from=127.0.0.1 asked="GET /kiriman/9\nsecurity: refused""#,
    ]) {
        assert!(line.ends_with(words), "{line}");
    }
    assert!(
        told.iter().all(|line| !line.contains("sandiku")),
        "{told:#?}"
    );
}
