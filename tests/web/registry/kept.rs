//! Forms that were sent after the session had ended.

use netra::model::Role;

use super::super::support::{Browser, House, PASSWORD, Page};
use super::operator;

const PATH: &str = "/registri/orang/1/ubah";

/// All hidden fields of the form that leads to an address, with some others.
async fn send(browser: &mut Browser, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
    let inputs = format!("form[action='{action}'] input:not([type=checkbox])");
    let names = page.attributes(&inputs, "name");
    let values: Vec<String> = names
        .iter()
        .map(|name| page.value(&format!("form[action='{action}'] input[name='{name}']")))
        .collect();
    let held = names.iter().zip(&values);
    let held = held.filter(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
    let mut fields: Vec<(&str, &str)> = held.map(|(name, value)| (&**name, &**value)).collect();
    fields.extend(typed);
    browser.post(action, &fields).await
}

async fn changes(house: &House) -> i64 {
    house.count("SELECT count(*) FROM registry_change").await
}

#[tokio::test]
async fn what_was_typed_is_shown_again_after_signing_in() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let form = browser.get(PATH).await;
    browser.cookies.clear();
    let typed = [("jabatan", "Kepala <Bidang>"), ("alasan", "SK 9")];
    let login = send(&mut browser, &form, PATH, &typed).await;
    assert_eq!(login.status.as_u16(), 401);
    let wrong = [("nama", "agus"), ("sandi", "bukan itu")];
    let login = send(&mut browser, &login, "/masuk", &wrong).await;
    assert_eq!(login.status.as_u16(), 401);
    let right = [("nama", "agus"), ("sandi", PASSWORD)];
    let resume = send(&mut browser, &login, "/masuk", &right).await;
    assert_eq!(resume.status.as_u16(), 200, "{:?}", resume.texts("main"));
    let shown = send(&mut browser, &resume, PATH, &[]).await;
    assert_eq!(shown.status.as_u16(), 200, "{:?}", shown.texts("main"));
    assert_eq!(shown.value("#jabatan"), "Kepala <Bidang>");
    assert_eq!(shown.value("#alasan"), "SK 9");
    assert_eq!(changes(&house).await, 0, "it is only shown");
    let done = send(&mut browser, &shown, PATH, &[]).await;
    assert_eq!(done.status.as_u16(), 303, "{:?}", done.texts("main"));
    assert_eq!(changes(&house).await, 1);
}

#[tokio::test]
async fn a_form_of_another_session_is_shown_again_and_does_nothing() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let add = "/registri/tambah";
    for (path, field) in [
        (PATH, "jabatan"),
        ("/registri/akun/1/bukti", "rujukan"),
        (add, "nip"),
    ] {
        let form = browser.get(path).await;
        browser.login("agus", PASSWORD).await;
        let typed = [
            (field, "198503122010012001"),
            ("alasan", "SK 9"),
            ("pasti", "ya"),
        ];
        let shown = send(&mut browser, &form, path, &typed).await;
        assert_eq!(shown.status.as_u16(), 403, "{path}");
        assert_eq!(
            shown.value(&format!("#{field}")),
            "198503122010012001",
            "{path}"
        );
        assert!(
            shown.texts("main")[0].contains("sesi yang sudah berakhir"),
            "{path}"
        );
        assert_eq!(changes(&house).await, 0, "{path}");
    }
}

#[tokio::test]
async fn a_form_of_another_site_is_not_kept() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let site = "https://jahat.example".parse().unwrap();
    browser.headers.insert("origin", site);
    let page = browser.post(PATH, &[("jabatan", "Kepala")]).await;
    assert_eq!(page.status.as_u16(), 403);
    assert!(!page.body.contains("Kepala"));
    browser.cookies.clear();
    let page = browser.post(PATH, &[("jabatan", "Kepala")]).await;
    assert_eq!(page.status.as_u16(), 403);
    assert!(!page.body.contains("Kepala"));
}

#[tokio::test]
async fn the_form_for_an_account_holds_what_is_known_of_its_person_but_the_nip() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let person = browser.get("/registri/orang/1").await;
    let add = "/registri/tambah?orang=1";
    assert!(
        person
            .attributes("#koreksi + ul a", "href")
            .contains(&add.to_owned())
    );
    let form = browser.get(add).await;
    for (field, value) in [
        ("nama_orang", "Budi Uji"),
        ("instansi", "Dinas Uji"),
        ("jabatan", "Analis"),
        ("wilayah", "32.04"),
        ("berakhir", "2027-12-31"),
        ("nip", ""),
    ] {
        assert_eq!(form.value(&format!("#{field}")), value);
    }
    let mut elsewhere = house.logged_in_within("sana", Role::Operator, "33").await;
    assert_eq!(elsewhere.get(add).await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_fault_keeps_the_reader_where_they_are() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    for path in ["/registri/orang/99", "/tidak/ada", "/jejak"] {
        let page = browser.get(path).await;
        assert!(page.status.is_client_error(), "{path}");
        assert!(page.has("nav.nav"), "{path}");
        assert!(
            !page.attributes("a", "href").contains(&"/masuk".to_owned()),
            "{path}"
        );
        let other = page.attributes("a[hreflang]", "href");
        assert_eq!(other, [format!("{path}?lang=en")]);
        let token = page.value("form[action='/keluar'] input[name=csrf]");
        assert!(!token.is_empty(), "{path}");
    }
    let mut nobody = house.visitor();
    let page = nobody.get("/tidak/ada").await;
    assert!(!page.has("nav.nav") && page.attributes("a", "href").contains(&"/masuk".to_owned()));
}

#[tokio::test]
async fn whoever_sent_another_form_without_a_session_is_led_back_to_its_page() {
    let house = House::new().await;
    let mut browser = house.visitor();
    let from = "https://netra.example/kiriman/1?lang=id";
    browser.headers.insert("referer", from.parse().unwrap());
    let page = browser.post("/kiriman/1/nip", &[("alasan", "x")]).await;
    assert_eq!(page.status.as_u16(), 401);
    let links = page.attributes("a", "href");
    assert!(
        links.contains(&"/masuk?ke=%2Fkiriman%2F1".to_owned()),
        "{links:?}"
    );
    assert_eq!(
        page.attributes("a[hreflang]", "href"),
        ["/kiriman/1?lang=en"]
    );
}
