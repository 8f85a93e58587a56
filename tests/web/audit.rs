//! The audit log as people read it.

use std::collections::BTreeSet;

use netra::clock::Clock as _;
use netra::db::audit::{self, Event};
use netra::model::Role;

use super::support::{House, Page};

async fn record(house: &House, rows: &[(&str, &str, &str, &str)]) {
    for (actor, action, subject, detail) in rows {
        let event = Event {
            at: house.clock.now(),
            actor,
            action,
            subject,
            detail,
        };
        audit::record(&house.db, &event).await.unwrap();
    }
}

/// The rows as they are read, without their numbers, oldest first.
fn lines(page: &Page) -> Vec<String> {
    let mut lines = page.texts(".log > li > div");
    lines.reverse();
    lines
}

const ROWS: [(&str, &str, &str, &str); 9] = [
    ("anonymous", "login_failed", "user:unknown", "from 10.0.0.7"),
    ("rini", "read", "post:17", "revision:2"),
    (
        "rini",
        "verdict",
        "post:17",
        "verdict:5 revision:2 suspected SKB-II-2",
    ),
    (
        "operator:budi",
        "search",
        "posts",
        r#"{"found":3,"query":"high <b>"}"#,
    ),
    (
        "operator:budi",
        "registry_export",
        "register",
        r#"{"found":209}"#,
    ),
    ("tono", "user_added", "user:3", "sari analyst ID"),
    (
        "rini",
        "queue",
        "posts",
        r#"{"band":"high","found":2,"section":"second"}"#,
    ),
    ("tono", "role_changed", "user:3", "analyst -> reviewer"),
    ("tono", "made_up", "thing:9", "x:1"),
];

#[tokio::test]
async fn rows_are_sentences_in_the_language_of_the_reader() {
    let house = House::new().await;
    let mut administrator = house.logged_in("joko", Role::Administrator).await;
    record(&house, &ROWS).await;
    let page = administrator.get("/jejak").await;
    let shown = lines(&page);
    assert_eq!(
        shown[shown.len() - ROWS.len()..],
        [
            "Seseorang gagal masuk sebagai pengguna yang tidak dikenal dari alamat 10.0.0.7",
            "rini membuka unggahan nomor 17 versi 2",
            "rini menilai unggahan nomor 17 hasil tinjauan nomor 5 versi 2 dugaan SKB-II-2",
            "budi (di baris perintah) mencari unggahan ditemukan: 3 kueri: “high <b>”",
            "budi (di baris perintah) mengekspor registri dengan NIP lengkap ditemukan: 209",
            "tono menambah pengguna nomor 3 sari analis seluruh Indonesia",
            "rini melihat antrean tingkat sinyal: tinggi ditemukan: 2 bagian: tinjauan kedua",
            "tono mengubah peran pengguna nomor 3 analis → peninjau",
            "tono made_up thing 9 x:1",
        ]
    );
    assert_eq!(
        page.attributes(".log a", "href"),
        ["/kiriman/17", "/kiriman/17"]
    );
    administrator.get("/masuk?lang=en").await;
    let shown = lines(&administrator.get("/jejak").await);
    let about = |words: &str| shown.iter().any(|line| line == words);
    assert!(about("rini opened post number 17 version 2"), "{shown:#?}");
    assert!(about(
        "budi (at the command line) searched posts found: 3 query: ‘high <b>’"
    ));
}

/// What is done in the register: a look is no import, a number of accounts is not the number of an
/// account, and no code is left.
#[tokio::test]
async fn deeds_in_the_register_are_told_without_codes() {
    let house = House::new().await;
    let mut administrator = house.logged_in("joko", Role::Administrator).await;
    let rows = [
        (
            "registry_preview",
            "register",
            r#"{"accounts_moved":0,"rows":2,"written":false}"#,
        ),
        ("registry_list", "register", r#"{"shown":50}"#),
        (
            "registry_verify",
            "account:1",
            r#"{"proof":"agency_letter"}"#,
        ),
        ("registry_merge", "person:17", r#"{"accounts":1,"into":16}"#),
        (
            "registry_split",
            "person:20",
            r#"{"accounts":[19,21],"to":18}"#,
        ),
    ];
    let rows = rows.map(|(action, subject, detail)| ("rini", action, subject, detail));
    record(&house, &rows).await;
    let shown = lines(&administrator.get("/jejak").await);
    assert_eq!(
        shown[shown.len() - rows.len()..],
        [
            "rini melihat pratinjau impor registri akun berpindah: 0 baris: 2 tersimpan: tidak",
            "rini melihat daftar registri ditampilkan: 50",
            "rini mencatat bukti kepemilikan akun nomor 1 bukti: surat BKPSDM/BKD",
            "rini menggabungkan orang nomor 17 1 akun ke orang nomor: 16",
            "rini memisahkan orang nomor 20 akun nomor 19, 21 ke orang nomor: 18",
        ]
    );
    administrator.get("/masuk?lang=en").await;
    let shown = lines(&administrator.get("/jejak").await);
    for told in ["1 account into person number: 16", "accounts number 19, 21"] {
        assert!(shown.iter().any(|line| line.contains(told)), "{shown:#?}");
    }
}

#[tokio::test]
async fn older_rows_stand_on_further_pages() {
    let house = House::new().await;
    let mut administrator = house.logged_in("joko", Role::Administrator).await;
    for _ in 0..13 {
        record(&house, &ROWS).await;
    }
    let newest = administrator.get("/jejak").await;
    let older = newest.attributes("main a[href^='/jejak?sebelum=']", "href");
    let rest = administrator.get(&older[0]).await;
    let ids = |page: &Page| page.attributes(".log > li", "id");
    let all: BTreeSet<String> = ids(&newest).into_iter().chain(ids(&rest)).collect();
    assert_eq!(
        (ids(&newest).len(), all.len()),
        (100, 100 + ids(&rest).len())
    );
    assert!(all.contains("baris-1"), "{all:?}");
}

/// Whatever the database records has words, in both languages.
#[tokio::test]
async fn every_deed_that_is_recorded_has_words() {
    let house = House::new().await;
    let matrix = include_str!("../access/snapshots/main__access__matrix__rights.snap");
    let marked = matrix
        .split('[')
        .skip(1)
        .filter_map(|part| part.split(']').next());
    let deeds: BTreeSet<&str> = marked.flat_map(|deeds| deeds.split(", ")).collect();
    assert!(deeds.len() > 10, "{deeds:?}");
    let rows: Vec<_> = deeds.iter().map(|deed| ("rini", *deed, "x", "")).collect();
    record(&house, &rows).await;
    for language in ["id", "en"] {
        let mut administrator = house
            .logged_in(&format!("joko-{language}"), Role::Administrator)
            .await;
        administrator.get(&format!("/masuk?lang={language}")).await;
        let shown = lines(&administrator.get("/jejak").await);
        for deed in &deeds {
            let bare = format!("rini {deed}");
            assert!(!shown.contains(&bare), "{deed} has no words in {language}");
        }
    }
}
