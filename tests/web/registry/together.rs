//! Two operators who correct the facts of the same person at once.

use super::super::support::{Browser, House, Page};
use super::operator;

const PATH: &str = "/registri/orang/1/ubah";

/// The form with all that it holds, and some fields typed anew.
async fn send(browser: &mut Browser, form: &Page, typed: &[(&str, &str)]) -> Page {
    let inputs = "form[action^='/registri'] input:not([type=checkbox])";
    let names = form.attributes(inputs, "name");
    let values = form.attributes(inputs, "value");
    let held = names.iter().zip(&values);
    let held = held.filter(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
    let mut fields: Vec<(&str, &str)> = held.map(|(name, value)| (&**name, &**value)).collect();
    fields.extend(typed);
    browser.post(PATH, &fields).await
}

async fn facts(house: &House) -> Vec<String> {
    let sql = "SELECT agency || '; ' || post || '; ' || purpose_basis FROM person WHERE id = 1";
    house.raw.texts(sql).await
}

#[tokio::test]
async fn what_a_form_did_not_change_stays_as_the_other_left_it() {
    let house = House::new().await;
    let mut one = operator(&house).await;
    let mut other = house.logged_in("budi", netra::model::Role::Operator).await;
    let shown = one.get(PATH).await;
    let form = other.get(PATH).await;
    let typed = [("instansi", "Dinas Pariwisata"), ("alasan", "SK 9")];
    let done = send(&mut other, &form, &typed).await;
    assert_eq!(done.status.as_u16(), 303, "{:?}", done.texts("main"));
    let typed = [("jabatan", "Kepala Bidang"), ("alasan", "SK 10")];
    let stale = send(&mut one, &shown, &typed).await;
    assert_eq!(stale.status.as_u16(), 409, "{:?}", stale.texts("main"));
    assert_eq!(stale.value("#instansi"), "Dinas Pariwisata");
    assert_eq!(stale.value("#jabatan"), "Kepala Bidang");
    let done = send(&mut one, &stale, &[]).await;
    assert_eq!(done.status.as_u16(), 303, "{:?}", done.texts("main"));
    assert_eq!(
        facts(&house).await,
        ["Dinas Pariwisata; Kepala Bidang; ST 1/2027"]
    );
    let changed = "SELECT field FROM registry_change ORDER BY id";
    assert_eq!(house.raw.texts(changed).await, ["agency", "post"]);
}

/// Also when the form was refused for another reason in between.
#[tokio::test]
async fn what_both_changed_is_shown_with_what_it_is_and_whose_it_is() {
    let house = House::new().await;
    let mut one = operator(&house).await;
    let mut other = house.logged_in("budi", netra::model::Role::Operator).await;
    let shown = one.get(PATH).await;
    let form = other.get(PATH).await;
    let typed = [("instansi", "Dinas Pariwisata"), ("alasan", "SK 9")];
    send(&mut other, &form, &typed).await;
    let typed = [("instansi", "Dinas Kebudayaan"), ("alasan", "")];
    let stale = send(&mut one, &shown, &typed).await;
    assert_eq!(stale.status.as_u16(), 409);
    let told = &stale.texts("#instansi-galat")[0];
    assert!(
        told.contains("Dinas Pariwisata") && told.contains("budi"),
        "{told}"
    );
    assert!(stale.has("#alasan-galat"));
    assert_eq!(stale.value("#instansi"), "Dinas Kebudayaan");
    assert_eq!(facts(&house).await, ["Dinas Pariwisata; Analis; ST 1/2027"]);
    // Whoever has read that may insist.
    let done = send(&mut one, &stale, &[("alasan", "SK 10")]).await;
    assert_eq!(done.status.as_u16(), 303, "{:?}", done.texts("main"));
    assert_eq!(facts(&house).await, ["Dinas Kebudayaan; Analis; ST 1/2027"]);
}
