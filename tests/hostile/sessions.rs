//! Whoever gets hold of a cookie, a browser that was left open, or somebody's place at it, shall not
//! keep it; and whoever it was taken from loses nothing that they typed.

use axum::http::header;
use jiff::SignedDuration;
use netra::cli::Exit;
use netra::cli::user::UserAction;
use netra::db::session;
use netra::model::Role;
use netra::web::ServerSettings;
use rstest::rstest;

use super::phone::{enrol, first_step, is_in, second_step, send, with_phone};
use crate::review::users::run;
use crate::web::registry_import::{RINA, list, upload};
use crate::web::support::{Browser, House, NewPost, PASSWORD, Page, router_with};

const USED: &str = "SELECT max(used_at) FROM session";

fn sign_out(name: &str) -> UserAction {
    UserAction::SignOut {
        name: name.to_owned(),
    }
}

fn reset_factor(name: &str) -> UserAction {
    UserAction::ResetFactor {
        reason: "dipastikan tatap muka".parse().unwrap(),
        name: name.to_owned(),
    }
}

fn agent(browser: &mut Browser, name: &[u8]) {
    let name = header::HeaderValue::from_bytes(name).unwrap();
    browser.headers.insert(header::USER_AGENT, name);
}

#[tokio::test]
async fn a_session_that_nobody_uses_ends_after_half_an_hour() {
    let house = House::new().await;
    for (idle, open) in [
        (29 * 60 + 59, true),
        (30 * 60, false),
        (30 * 60 + 1, false),
        (86_400, false),
    ] {
        let mut browser = house
            .logged_in(&format!("rini{idle}"), Role::Reviewer)
            .await;
        house.clock.advance(SignedDuration::from_secs(idle));
        assert_eq!(is_in(&mut browser).await, open, "{idle}");
    }
    // Use goes on, but not beyond the end.
    let mut browser = house.logged_in("sari", Role::Reviewer).await;
    for _ in 0..24 {
        assert!(is_in(&mut browser).await);
        house.clock.advance(SignedDuration::from_mins(29));
    }
    assert!(is_in(&mut browser).await, "11 hours and 36 minutes");
    house.clock.advance(SignedDuration::from_mins(24));
    assert!(!is_in(&mut browser).await, "12 hours");
    let settings = ServerSettings {
        secure_cookies: false,
        idle: SignedDuration::from_mins(2),
        ..ServerSettings::default()
    };
    let mut browser = Browser::of(router_with(&house, settings));
    browser.login("sari", PASSWORD).await;
    house.clock.advance(SignedDuration::from_mins(2));
    assert!(!is_in(&mut browser).await);
}

#[tokio::test]
async fn reading_is_a_write_at_most_once_a_minute() {
    let house = House::new().await;
    let mut browser = house.logged_in("rini", Role::Reviewer).await;
    let first = house.count(USED).await;
    for (seconds, written) in [
        (59, false),
        (1, true),
        (30, false),
        (29, false),
        (1, true),
        (3, false),
    ] {
        let before = house.count(USED).await;
        house.clock.advance(SignedDuration::from_secs(seconds));
        assert!(is_in(&mut browser).await);
        assert_eq!(house.count(USED).await > before, written, "{seconds}");
    }
    assert_eq!(house.count(USED).await - first, 120_000_000);
    // A clock that was put back takes nothing away.
    let before = house.count(USED).await;
    house.clock.advance(SignedDuration::from_mins(-10));
    assert!(is_in(&mut browser).await);
    assert_eq!(house.count(USED).await, before);
}

#[tokio::test]
async fn a_cookie_that_was_there_before_is_no_session_afterwards() {
    let house = House::new().await;
    let (phone, _) = with_phone(&house, "rini", Role::Reviewer).await;
    house.user("sari", Role::Reviewer).await;
    let planted = "ab".repeat(32);
    for cookie in ["netra", "netra-langkah"] {
        for name in ["rini", "sari"] {
            let mut victim = house.visitor();
            victim.cookies.insert(cookie.to_owned(), planted.clone());
            victim.login(name, PASSWORD).await;
            if name == "rini" {
                let page = victim
                    .post("/masuk/kode", &[("kode", &phone.code(&house))])
                    .await;
                assert_eq!(page.status.as_u16(), 303, "{cookie} {name}");
                house.clock.advance(SignedDuration::from_mins(1));
            }
            assert!(is_in(&mut victim).await, "{cookie} {name}");
            let mut thief = house.visitor();
            thief.cookies.insert("netra".to_owned(), planted.clone());
            assert!(!is_in(&mut thief).await, "{cookie} {name}");
        }
    }
    for broken in [
        "",
        "ab",
        "zz",
        &"ab".repeat(31),
        &"ab".repeat(33),
        &"é".repeat(32),
        "\"; DROP",
    ] {
        let mut browser = house.visitor();
        browser
            .cookies
            .insert("netra".to_owned(), broken.replace('é', "%C3%A9"));
        browser
            .cookies
            .insert("netra-langkah".to_owned(), broken.replace('é', "%C3%A9"));
        assert!(!is_in(&mut browser).await, "{broken}");
        let page = browser.post("/masuk/kode", &[("kode", "123456")]).await;
        assert_eq!(page.status.as_u16(), 401, "{broken}");
    }
}

#[tokio::test]
async fn signing_in_again_ends_the_earlier_session_of_the_same_browser_alone() {
    let house = House::new().await;
    let mut here = house.logged_in("rini", Role::Reviewer).await;
    let mut tab = here.clone();
    let mut elsewhere = house.visitor();
    elsewhere.login("rini", PASSWORD).await;
    // A wrong password ends nothing.
    here.login("rini", "salah").await;
    assert!(is_in(&mut tab).await);
    let old = here.clone();
    here.login("rini", PASSWORD).await;
    assert!(
        !is_in(&mut old.clone()).await,
        "the old cookie is worthless"
    );
    tab.cookies.clone_from(&here.cookies);
    assert!(is_in(&mut tab).await, "two tabs have one session");
    assert!(is_in(&mut elsewhere).await);
    // Also where somebody else takes the place, and where a second step is between.
    let (phone, _) = with_phone(&house, "sari", Role::Reviewer).await;
    let old = here.clone();
    first_step(&mut here, "sari").await;
    assert!(is_in(&mut old.clone()).await, "half a session ends none");
    here.post("/masuk/kode", &[("kode", &phone.code(&house))])
        .await;
    assert!(!is_in(&mut old.clone()).await);
    assert!(is_in(&mut here).await && is_in(&mut elsewhere).await);
}

#[tokio::test]
async fn somebody_sees_their_own_sessions_and_ends_them() {
    let house = House::new().await;
    let mut rini = house.visitor();
    house.user("rini", Role::Reviewer).await;
    rini.peer = Some(([203, 0, 113, 7], 4_000).into());
    agent(
        &mut rini,
        b"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    );
    rini.login("rini", PASSWORD).await;
    let mut phone = house.visitor();
    agent(&mut phone, b"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36");
    phone.login("rini", PASSWORD).await;
    let mut sari = house.logged_in("sari", Role::Reviewer).await;
    let page = rini.get("/akun").await;
    let rows = page.texts("tbody tr");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("Chrome, Android")));
    let own = page.texts("#sesi-ini")[0].clone();
    assert!(
        own.contains("Firefox, Windows") && own.contains("203.0.113.7"),
        "{own}"
    );
    assert!(
        own.contains("15 Jan 2027, 10.00 WIB") && own.contains("sesi ini"),
        "{own}"
    );
    // Somebody else's is not ended, and what is no session at all is no error of ours.
    let others = sari.get("/akun").await;
    assert_eq!(others.texts("tbody tr").len(), 1);
    let theirs = house.raw.texts("SELECT token_hash FROM session").await;
    for token in ["", "zz", "0"]
        .into_iter()
        .chain(theirs.iter().map(String::as_str))
    {
        let fields = [("tindakan", "satu"), ("sesi", token)];
        let status = sari
            .clone()
            .submit("/akun", "/akun/sesi", &fields)
            .await
            .status;
        assert!([303, 400, 401].contains(&status.as_u16()), "{token}");
    }
    assert!(is_in(&mut rini).await && is_in(&mut phone).await);
    assert!(!is_in(&mut sari).await, "one of them was her own");
    let token = page.value("form[action='/akun/sesi'] input[name=sesi]");
    let fields = [("tindakan", "satu"), ("sesi", &*token)];
    let done = rini.submit("/akun", "/akun/sesi", &fields).await;
    assert_eq!(done.location(), "/akun?selesai=sesi");
    assert!(is_in(&mut rini).await && !is_in(&mut phone).await);
    phone.login("rini", PASSWORD).await;
    rini.submit("/akun", "/akun/sesi", &[("tindakan", "lain")])
        .await;
    assert!(is_in(&mut rini).await && !is_in(&mut phone).await);
    phone.login("rini", PASSWORD).await;
    let stolen = rini.clone();
    let done = rini
        .submit("/akun", "/akun/sesi", &[("tindakan", "semua")])
        .await;
    assert_eq!(done.location(), "/masuk");
    assert!(!is_in(&mut phone).await && !is_in(&mut stolen.clone()).await);
    let told = "SELECT count(*) FROM audit WHERE action IN ('session_ended', 'sessions_ended')";
    assert_eq!(house.count(told).await, 4);
    let forged = stolen
        .clone()
        .post("/akun/sesi", &[("tindakan", "semua")])
        .await;
    assert_eq!(forged.status.as_u16(), 401);
}

#[tokio::test]
async fn what_a_browser_calls_itself_does_no_harm() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    let endless = b"Firefox/".repeat(1_000);
    for (name, shown) in [
        (&b"<script>alert(1)</script>"[..], "<script>alert(1)</script>"),
        (b"\"><img src=x onerror=alert(1)> and much more than anybody would read", "\"><img src=x onerror=alert(1)> and much"),
        (b"\xff\xfe\xe2\x80\xaeoops", "oops"),
        (b"curl/8.5.0", "curl/8.5.0"),
        (b"", "peramban tidak dikenal"),
        (&endless, "Firefox"),
        (b"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0 Mobile/15E148 Safari/604.1", "Chrome, iPhone"),
        (b"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge, Windows"),
    ] {
        let mut browser = house.visitor();
        agent(&mut browser, name);
        browser.login("rini", PASSWORD).await;
        let page = browser.get("/akun").await;
        let cell = page.texts("#sesi-ini td")[0].clone();
        assert!(cell.starts_with(shown), "{cell}");
        assert!(cell.chars().count() <= 60, "{cell}");
        assert!(!page.has("main script") && !page.has("main img"), "{}", page.body);
        browser.submit("/akun", "/akun/sesi", &[("tindakan", "semua")]).await;
    }
}

#[tokio::test]
async fn the_oldest_of_too_many_sessions_ends() {
    let house = House::new().await;
    house.user("rini", Role::Reviewer).await;
    house.logged_in("sari", Role::Reviewer).await;
    let mut browsers = Vec::new();
    for _ in 0..session::MOST_SESSIONS + 2 {
        let mut browser = house.visitor();
        browser.login("rini", PASSWORD).await;
        browsers.push(browser);
        house.clock.advance(SignedDuration::from_secs(1));
    }
    let open =
        "SELECT count(*) FROM session WHERE user_id = (SELECT id FROM staff WHERE name = 'rini')";
    assert_eq!(house.count(open).await, 20);
    for (number, browser) in browsers.iter_mut().enumerate() {
        assert_eq!(is_in(browser).await, number >= 2, "{number}");
    }
    assert_eq!(
        house.count("SELECT count(*) FROM session").await,
        21,
        "others keep theirs"
    );
}

#[tokio::test]
async fn an_administrator_and_a_new_password_end_all_sessions() {
    let house = House::new().await;
    let mut rini = house.logged_in("rini", Role::Reviewer).await;
    let mut sari = house.logged_in("sari", Role::Reviewer).await;
    let (exit, out, _) = run(&house, sign_out("RINI"), "", false).await;
    assert_eq!((exit, &*out), (Exit::Ok, "rini is signed out everywhere\n"));
    assert!(!is_in(&mut rini).await && is_in(&mut sari).await);
    rini.login("rini", PASSWORD).await;
    let mut elsewhere = house.visitor();
    elsewhere.login("rini", PASSWORD).await;
    let new = "tangga hijau panjang";
    let fields = [("lama", PASSWORD), ("baru", new), ("ulang", new)];
    rini.submit("/sandi", "/sandi", &fields).await;
    assert!(!is_in(&mut rini).await && !is_in(&mut elsewhere).await && is_in(&mut sari).await);
}

#[tokio::test]
async fn the_command_line_takes_away_a_lost_factor_and_only_that_opens_by_password_alone() {
    let house = House::new().await;
    let mut rini = house.logged_in("rini", Role::Reviewer).await;
    let (phone, recovery) = enrol(&house, &mut rini).await;
    let mut waiting = house.visitor();
    first_step(&mut waiting, "rini").await;
    // Who is only signed out needs a code as before.
    let (exit, out, _) = run(&house, sign_out("rini"), "", true).await;
    let told = r#"{"factor_reset":false,"name":"rini","signed_out":true}"#;
    assert_eq!((exit, out.trim()), (Exit::Ok, told));
    assert!(!is_in(&mut rini).await);
    // Half a session that waited for its code is over as well.
    second_step(&mut waiting, &phone.code(&house)).await;
    assert!(!is_in(&mut waiting).await);
    first_step(&mut waiting, "rini").await;
    let (exit, out, _) = run(&house, reset_factor("rini"), "", true).await;
    let told = r#"{"factor_reset":true,"name":"rini","signed_out":true}"#;
    assert_eq!((exit, out.trim()), (Exit::Ok, told));
    second_step(&mut waiting, &recovery[0]).await;
    assert!(!is_in(&mut waiting).await);
    assert_eq!(rini.login("rini", PASSWORD).await.location(), "/antrean");
    // What was done is in the log, and nothing is done to whoever does not exist.
    for nobody in [sign_out("siapa"), reset_factor("siapa"), sign_out("")] {
        let (exit, out, talk) = run(&house, nobody, "", false).await;
        assert_eq!((exit, &*out), (Exit::Usage, ""));
        assert!(talk.contains("there is no user"), "{talk}");
    }
    for (action, times) in [("sessions_ended", 1), ("factor_reset", 1)] {
        let told = format!("SELECT count(*) FROM audit WHERE action = '{action}'");
        assert_eq!(house.count(&told).await, times, "{action}");
    }
    let told = "SELECT detail FROM audit WHERE action = 'factor_reset'";
    let told = house.raw.texts(told).await;
    assert_eq!(told, [r#"{"reason":"dipastikan tatap muka"}"#]);
}

/// What was typed into a form whose session ended meanwhile.
#[derive(Clone, Copy)]
enum Typed {
    Verdict,
    Correction,
    Preview,
}

/// Budi, whom the register calls otherwise.
const BUDI: &str = "orang;198001012005011003;Budi Jaya;Dinas Uji;Analis;32.04;@budi@contoh.example;;ST 1/2027;2027-12-31\n";

/// What the fields of a name hold as a page stands.
fn held(page: &Page, name: &str) -> Vec<String> {
    let typed = format!(
        "input[name={name}]:not([type=radio], [type=checkbox]), input[name={name}][checked], \
         select[name={name}] option[selected]"
    );
    let mut held = page.attributes(&typed, "value");
    let long = page.raw_texts(&format!("textarea[name={name}]"));
    held.extend(
        long.iter()
            .map(|text| text.trim_start_matches('\n').to_owned()),
    );
    held
}

#[rstest]
#[case(Typed::Verdict, Role::Reviewer, false)]
#[case(Typed::Verdict, Role::Reviewer, true)]
#[case(Typed::Correction, Role::Operator, false)]
#[case(Typed::Correction, Role::Operator, true)]
#[case(Typed::Preview, Role::Operator, false)]
#[case(Typed::Preview, Role::Operator, true)]
#[tokio::test]
async fn what_was_typed_survives_an_idle_session_and_both_steps(
    #[case] typed: Typed,
    #[case] role: Role,
    #[case] has_phone: bool,
) {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let mut browser = house.logged_in("rini", role).await;
    let phone = if has_phone {
        Some(enrol(&house, &mut browser).await.0)
    } else {
        None
    };
    let (from, to, fields): (String, String, Vec<(&str, &str)>) = match typed {
        Typed::Verdict => (
            "/kiriman/1?tingkat=high".to_owned(),
            "/kiriman/1/putusan?tingkat=high".to_owned(),
            vec![
                ("putusan", "dismissed"),
                ("kode", "OK-4"),
                ("alasan", "Ucapan <selamat> & biasa\nsaja"),
            ],
        ),
        Typed::Correction => {
            let path = "/registri/orang/1/ubah".to_owned();
            (
                path.clone(),
                path,
                vec![
                    ("jabatan", "Kepala <Bidang>"),
                    ("alasan", "Ucapan <selamat> & biasa"),
                ],
            )
        }
        Typed::Preview => {
            let rows = list(&[RINA, BUDI]);
            let path = upload(&mut browser, &rows).await;
            let typed = vec![
                ("alasan", "Ucapan <selamat> & biasa"),
                ("nama", "1=Budi Jaya"),
            ];
            (path.clone(), path, typed)
        }
    };
    let form = browser.get(&from).await;
    assert_eq!(form.status.as_u16(), 200, "{from}");
    let action = form.attributes("main form", "action");
    let action = action.into_iter().find(|action| *action == to).unwrap();
    house.clock.advance(SignedDuration::from_mins(31));
    let changes = "SELECT (SELECT count(*) FROM verdict) + (SELECT count(*) FROM registry_change)";
    let before = house.count(changes).await;
    let login = send(&mut browser, &form, &action, &fields).await;
    assert_eq!(login.status.as_u16(), 401, "{:?}", login.texts("main"));
    let wrong = [("nama", "rini"), ("sandi", "bukan itu")];
    let login = send(&mut browser, &login, "/masuk", &wrong).await;
    let right = [("nama", "rini"), ("sandi", PASSWORD)];
    let mut resume = send(&mut browser, &login, "/masuk", &right).await;
    if let Some(phone) = phone {
        let step = send(&mut browser, &resume, "/masuk/kode", &[("kode", "000000")]).await;
        assert_eq!(step.status.as_u16(), 401, "{:?}", step.texts("main"));
        let code = phone.code(&house);
        resume = send(&mut browser, &step, "/masuk/kode", &[("kode", &code)]).await;
    }
    assert_eq!(resume.status.as_u16(), 200, "{:?}", resume.texts("main"));
    let shown = send(&mut browser, &resume, &to, &[]).await;
    assert_eq!(shown.status.as_u16(), 200, "{:?}", shown.texts("main"));
    assert!(
        shown.body.contains("sesi yang sudah berakhir"),
        "{:?}",
        shown.texts("main")
    );
    for (name, value) in &fields {
        let held = held(&shown, name);
        assert!(held.contains(&(*value).to_owned()), "{name}: {held:?}");
    }
    assert_eq!(house.count(changes).await, before, "it is only shown");
}
