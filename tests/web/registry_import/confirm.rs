//! What a list alone cannot change: it waits for a tick.

use axum::http::StatusCode;

use super::{DIMAS, RINA, import, list, operator, send_form, upload};
use crate::web::support::House;

fn renamed() -> String {
    RINA.replace("Rina Contoh Wulandari", "Bambang Contoh Lain")
}

/// Rina's account is said to be Dimas's.
fn in_other_hands() -> String {
    DIMAS.replace("@dimas@", "@rina@")
}

#[tokio::test]
async fn a_very_different_name_waits_for_a_tick() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    import(&mut browser, &list(&[RINA, DIMAS])).await;
    let moved = DIMAS.replace("Analis", "Kepala Seksi");
    let at = upload(&mut browser, &list(&[&renamed(), &moved])).await;
    let page = browser.get(&at).await;
    assert_eq!(page.texts("h1"), ["1 nama yang meragukan"]);
    assert!(
        !page.body.contains("198503122010012001"),
        "numbers are masked"
    );
    let tick = page.value("input[name=nama]");
    assert_eq!(tick, "2=Bambang Contoh Lain");
    let all = [("aksi", "semua"), ("alasan", "surat 1")];
    assert_eq!(
        send_form(&mut browser, &at, &all).await.status,
        StatusCode::CONFLICT
    );
    let again = [("aksi", "periksa"), ("nama", &*tick)];
    let back = send_form(&mut browser, &at, &again).await;
    assert_eq!(back.location(), at);
    let page = browser.get(&at).await;
    assert_eq!(page.texts("h1"), ["Semua 2 baris dapat diimpor"]);
    assert!(
        page.texts("ins")
            .contains(&"Bambang Contoh Lain".to_owned())
    );
    assert_eq!(
        page.value("input[name=nama]"),
        tick,
        "sent again with the form"
    );
    let all = [("aksi", "semua"), ("alasan", "surat 1"), ("nama", &*tick)];
    assert_eq!(
        send_form(&mut browser, &at, &all).await.status,
        StatusCode::SEE_OTHER
    );
    let names = house
        .raw
        .texts("SELECT name FROM person WHERE id > 1 ORDER BY id")
        .await;
    assert_eq!(names, ["Bambang Contoh Lain", "Dimas Contoh Prasetya"]);
}

#[tokio::test]
async fn a_tick_that_is_taken_back_counts_no_more() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    import(&mut browser, &list(&[RINA])).await;
    let at = upload(&mut browser, &list(&[&renamed()])).await;
    let tick = browser.get(&at).await.value("input[name=nama]");
    send_form(&mut browser, &at, &[("aksi", "periksa"), ("nama", &tick)]).await;
    send_form(&mut browser, &at, &[("aksi", "periksa")]).await;
    assert_eq!(
        browser.get(&at).await.texts("h1"),
        ["1 nama yang meragukan"]
    );
}

#[tokio::test]
async fn another_name_than_the_ticked_one_is_not_confirmed() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    import(&mut browser, &list(&[RINA])).await;
    let at = upload(&mut browser, &list(&[&renamed()])).await;
    for tick in [
        "2=Orang Yang Lain",
        "3=Bambang Contoh Lain",
        "2",
        "=",
        "x=Bambang Contoh Lain",
    ] {
        let all = [("aksi", "semua"), ("alasan", "surat 1"), ("nama", tick)];
        let page = send_form(&mut browser, &at, &all).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{tick}");
    }
}

#[tokio::test]
async fn an_account_of_somebody_else_waits_for_a_word_on_how_it_came() {
    for (word, action) in [("pindah", "hands"), ("bukan", "mistake")] {
        let house = House::new().await;
        let mut browser = operator(&house).await;
        import(&mut browser, &list(&[RINA])).await;
        let at = upload(&mut browser, &list(&[&in_other_hands()])).await;
        let page = browser.get(&at).await;
        assert_eq!(page.texts("h1"), ["1 akun milik orang lain"]);
        assert_eq!(
            page.attributes("input[type=radio]", "value"),
            ["", "pindah", "bukan"]
        );
        let field = page.attributes("input[type=radio]", "name").remove(0);
        assert_eq!(field, "akun-2");
        let waits = [("aksi", "semua"), ("alasan", "surat 1"), (&*field, "")];
        assert_eq!(
            send_form(&mut browser, &at, &waits).await.status,
            StatusCode::CONFLICT
        );
        let all = [("aksi", "semua"), ("alasan", "surat 1"), (&*field, word)];
        assert_eq!(
            send_form(&mut browser, &at, &all).await.status,
            StatusCode::SEE_OTHER
        );
        let owner = "SELECT person_id FROM account WHERE address LIKE '@rina@%'";
        assert_eq!(house.count(owner).await, 3);
        let former = house.count("SELECT count(*) FROM former_owner").await;
        assert_eq!(former, i64::from(action == "hands"), "{word}");
    }
}
