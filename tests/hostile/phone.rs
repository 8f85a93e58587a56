//! A user with an authenticator, and forms that are filled in as a browser does.

use jiff::SignedDuration;
use netra::clock::Clock;
use netra::model::Role;
use totp_rs::{Builder, Secret, Totp};

use crate::web::support::{Browser, House, PASSWORD, Page};

/// An authenticator.
pub(super) struct Phone(Totp);

impl Phone {
    pub(super) fn with(secret: &str) -> Self {
        let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
        Self(Builder::new().with_secret(secret).build().unwrap())
    }

    /// The code that it shows.
    pub(super) fn code(&self, house: &House) -> String {
        self.code_in(house, 0)
    }

    /// The code that it shows so many half minutes later.
    pub(super) fn code_in(&self, house: &House, steps: i64) -> String {
        let at = house.clock.now() + SignedDuration::from_secs(30 * steps);
        let seconds = u64::try_from(at.as_second()).unwrap();
        self.0.generate(seconds).to_string()
    }
}

/// Takes up a second factor as whoever is signed in: the authenticator and the recovery codes.
pub(super) async fn enrol(house: &House, browser: &mut Browser) -> (Phone, Vec<String>) {
    let begin = [("tindakan", "siapkan"), ("sandi", PASSWORD)];
    let offer = browser.submit("/akun/faktor", "/akun/faktor", &begin).await;
    assert_eq!(offer.status.as_u16(), 200, "{:?}", offer.texts("main"));
    let phone = Phone::with(&offer.texts("#kunci")[0]);
    let code = phone.code(house);
    let confirm = [("tindakan", "sahkan"), ("kode", code.as_str())];
    let done = browser
        .submit("/akun/faktor", "/akun/faktor", &confirm)
        .await;
    assert_eq!(done.status.as_u16(), 200, "{:?}", done.texts("main"));
    // Its code was used.
    house.clock.advance(SignedDuration::from_mins(1));
    (phone, done.texts(".codes code"))
}

/// A new user with a second factor.
pub(super) async fn with_phone(house: &House, name: &str, role: Role) -> (Phone, Vec<String>) {
    let mut browser = house.logged_in(name, role).await;
    enrol(house, &mut browser).await
}

/// Gives the password; then a code is asked for.
pub(super) async fn first_step(browser: &mut Browser, name: &str) -> Page {
    let page = browser.login(name, PASSWORD).await;
    assert_eq!(page.status.as_u16(), 200, "{:?}", page.texts("main"));
    assert!(page.has("form[action='/masuk/kode']"), "{}", page.body);
    page
}

/// Gives a code.
pub(super) async fn second_step(browser: &mut Browser, code: &str) -> Page {
    browser.post("/masuk/kode", &[("kode", code)]).await
}

/// Whether a browser is signed in.
pub(super) async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/antrean").await.status.as_u16() == 200
}

/// All fields of the form that leads to an address, with some others.
pub(super) async fn send(
    browser: &mut Browser,
    page: &Page,
    action: &str,
    typed: &[(&str, &str)],
) -> Page {
    let inputs =
        format!("form[action='{action}'] input[type=hidden], form[action='{action}'] input[value]");
    let names = page.attributes(&inputs, "name");
    let values = page.attributes(&inputs, "value");
    let held = names.iter().zip(&values);
    let held = held.filter(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
    let mut fields: Vec<(&str, &str)> = held.map(|(name, value)| (&**name, &**value)).collect();
    fields.extend(typed);
    browser.post(action, &fields).await
}

/// So many steps of an authenticator.
pub(super) fn half_minutes(steps: i64) -> SignedDuration {
    SignedDuration::from_secs(30 * steps)
}
