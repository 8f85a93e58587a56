//! What corrections leave in the histories, and what they say of it.

use super::super::support::{Browser, House, Page};
use super::{Entry, account, operator, person};

async fn send(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let version = browser.get(path).await.value("input[name=versi]");
    let mut all = vec![("versi", version.as_str()), ("alasan", "surat 7")];
    all.extend(fields);
    browser.submit(path, path, &all).await
}

async fn two_persons() -> (House, Browser) {
    let house = House::new().await;
    let entry = Entry {
        name: "Sari Contoh, M.T.",
        nip: Some("198503122010012001"),
        ..Entry::default()
    };
    person(&house, entry).await;
    let browser = operator(&house).await;
    (house, browser)
}

async fn history(browser: &mut Browser, page: &str) -> Vec<String> {
    browser.get(page).await.texts(".history p:first-child")
}

#[tokio::test]
async fn an_account_that_never_was_theirs_leaves_a_trace_with_whom_it_was_taken_from() {
    let (_house, mut browser) = two_persons().await;
    let fields = [("akun", "1"), ("ke", "2"), ("pasti", "ya")];
    let done = send(&mut browser, "/registri/orang/1/pisah", &fields).await;
    assert_eq!(done.status.as_u16(), 303, "{:?}", done.texts("main"));
    assert_eq!(
        history(&mut browser, "/registri/orang/1").await,
        [
            "akun yang sejak awal bukan miliknya dipisahkan akun nomor 1 → Sari Contoh, M.T. (orang nomor 2)"
        ]
    );
    let theirs = history(&mut browser, "/registri/akun/1").await;
    assert!(theirs[0].starts_with("pemilik diperbaiki"), "{theirs:#?}");
}

#[tokio::test]
async fn an_account_of_two_who_are_one_did_not_change_hands() {
    let (_house, mut browser) = two_persons().await;
    let fields = [("ke", "2"), ("pasti", "ya")];
    send(&mut browser, "/registri/orang/1/gabung", &fields).await;
    let told = history(&mut browser, "/registri/akun/1").await;
    assert!(
        told[0].starts_with("pemilik, karena keduanya digabung"),
        "{told:#?}"
    );
}

#[tokio::test]
async fn the_day_of_a_change_of_hands_is_told_and_belongs_to_one_of_them() {
    let (_house, mut browser) = two_persons().await;
    let fields = [("ke", "2"), ("sejak", "2027-01-10"), ("pasti", "ya")];
    send(&mut browser, "/registri/akun/1/pindah", &fields).await;
    assert_eq!(
        history(&mut browser, "/registri/akun/1").await,
        [
            "pindah tangan Budi Uji (orang nomor 1) → Sari Contoh, M.T. (orang nomor 2)",
            "milik pemilik barunya sejak 10 Januari 2027",
        ]
    );
    let former = browser.get("/registri/orang/1").await;
    assert!(
        former.texts("#dahulu + ul li")[0].ends_with("sampai 9 Januari 2027"),
        "{:?}",
        former.texts("#dahulu + ul li")
    );
}

#[tokio::test]
async fn an_account_that_is_not_watched_says_so_when_it_changes_hands() {
    let (_house, mut browser) = two_persons().await;
    send(&mut browser, "/registri/orang/1/henti", &[]).await;
    let path = "/registri/akun/1/pindah";
    let shown = send(&mut browser, path, &[("ke", "2")]).await;
    let follows = shown.texts("#akibat + ul li");
    assert!(
        follows.last().unwrap().contains("tetap dihentikan"),
        "{follows:#?}"
    );
    let done = send(&mut browser, path, &[("ke", "2"), ("pasti", "ya")]).await;
    let page = browser.get(done.location()).await;
    assert!(
        page.texts("[role=status]")[0].contains("masih dihentikan"),
        "{:?}",
        page.texts("[role=status]")
    );
    assert!(
        page.attributes("a", "href")
            .contains(&"/registri/akun/1/pulih".to_owned())
    );
}

#[tokio::test]
async fn no_sentence_ends_with_two_full_stops() {
    let (house, mut browser) = two_persons().await;
    account(&house, 2, "feed", "https://dua.example/feed").await;
    for path in [
        "/registri/orang/2/gabung",
        "/registri/orang/2/pisah",
        "/registri/akun/2/bukti",
        "/registri/akun/2/pindah",
    ] {
        let page = browser.get(path).await;
        assert!(!page.texts("main")[0].contains(".."), "{path}");
    }
    let fields = [("ke", "2")];
    let page = send(&mut browser, "/registri/orang/1/gabung", &fields).await;
    assert!(!page.texts("#akibat + ul")[0].contains(".."));
}

#[tokio::test]
async fn an_agency_that_has_a_nip_can_be_put_right() {
    let (house, mut browser) = two_persons().await;
    house
        .run("UPDATE person SET kind = 'agency' WHERE id = 2")
        .await;
    let path = "/registri/orang/2/ubah";
    let form = browser.get(path).await;
    assert!(form.has("select#jenis"));
    let facts = [
        ("jenis", "orang"),
        ("nama", "Sari Contoh, M.T."),
        ("instansi", "Dinas Uji"),
        ("wilayah", "32.04"),
        ("dasar", "ST 1/2027"),
        ("sampai", "2027-12-31"),
    ];
    let done = send(&mut browser, path, &facts).await;
    assert_eq!(done.status.as_u16(), 303, "{:?}", done.texts("main"));
    let kind = "SELECT kind FROM person WHERE id = 2";
    assert_eq!(house.raw.texts(kind).await, ["person"]);
    assert_eq!(
        history(&mut browser, "/registri/orang/2").await,
        ["jenis instansi → orang"]
    );
    let mut facts = facts;
    facts[0].1 = "instansi";
    let refused = send(&mut browser, path, &facts).await;
    assert_eq!(refused.status.as_u16(), 422);
    assert_eq!(refused.attributes(".summary a", "href"), ["#jenis"]);
}

#[tokio::test]
async fn the_pages_of_an_agency_speak_of_an_agency() {
    let house = House::new().await;
    let number = person(&house, Entry::default()).await;
    account(&house, number, "feed", "https://dua.example/feed").await;
    let mut browser = operator(&house).await;
    let page = browser.get("/registri/orang/2").await;
    let links = page.texts("#koreksi + ul li");
    assert_eq!(
        links,
        [
            "Tambah akun untuk instansi ini",
            "Ubah data instansi",
            "Gabungkan dengan instansi lain",
            "Hentikan pemantauan instansi",
            "Bukan akunnya: pisahkan",
        ]
    );
    assert_eq!(page.texts("#data"), ["Data instansi"]);
    let list = browser.get("/registri").await;
    assert_eq!(
        list.texts("h1"),
        ["2 akun milik 1 orang dan 1 instansi dipantau"]
    );
    let english = browser.get("/registri/orang/2?lang=en").await;
    assert_eq!(english.texts("h1"), ["Contoh: 1 account is watched"]);
}
