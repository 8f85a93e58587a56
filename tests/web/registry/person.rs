use super::super::support::{House, Page};
use super::{Entry, account, operator, person};

fn facts(page: &Page) -> Vec<String> {
    page.texts(".facts > div")
}

fn history(page: &Page) -> Vec<String> {
    page.texts(".history > li")
}

async fn change(house: &House, subject: &str, field: &str, before: &str, after: &str) {
    let value = |text: &str| {
        if text.is_empty() {
            "NULL".to_owned()
        } else {
            format!("'{text}'")
        }
    };
    house
        .run(&format!(
            "INSERT INTO registry_change (at, actor, reason, subject, field, before, after) \
             VALUES (1800000000000000, 'operator:budi', 'surat <7>', '{subject}', '{field}', {}, {})",
            value(before),
            value(after)
        ))
        .await;
}

#[tokio::test]
async fn a_person_has_facts_accounts_and_a_masked_number() {
    let house = House::new().await;
    account(&house, 1, "instagram", "https://www.instagram.com/budi/").await;
    let page = operator(&house).await.get("/registri/orang/1").await;
    assert_eq!(page.texts("h1"), ["Budi Uji: 1 akun dipantau"]);
    assert_eq!(
        facts(&page),
        [
            "Nomor 1",
            "Jenis orang",
            "Nama Budi Uji",
            "NIP ********200501****",
            "Instansi Dinas Uji",
            "Jabatan Analis",
            "Kode wilayah 32.04",
            "Dasar penugasan ST 1/2027",
            "Hari terakhir pemantauan 31 Desember 2027",
        ]
    );
    assert_eq!(
        page.texts(".rows:not(.history) > li"),
        [
            "@budi@contoh.example Mastodon · belum pernah dikumpulkan · terdaftar 15 Januari 2027",
            "https://www.instagram.com/budi/ Instagram · tidak dipantau langsung · terdaftar 1 \
             Januari 1970",
        ]
    );
    assert_eq!(
        page.texts(".history + p, #riwayat + p"),
        ["Belum ada perubahan yang tercatat."]
    );
    assert!(!page.body.contains("198001012005011003"));
}

#[tokio::test]
async fn the_history_is_told_in_words() {
    let house = House::new().await;
    let other = person(
        &house,
        Entry {
            name: "Sari",
            region: "32.05",
            ..Entry::default()
        },
    )
    .await;
    assert_eq!(other, 2);
    for (field, before, after) in [
        ("created", "", "Budi Uji"),
        ("post", "", "Analis"),
        ("purpose_ends", "2027-06-30", "2027-12-31"),
        ("retired", "", "2027-01-14T00:00:00Z"),
        ("retired", "2027-01-14T00:00:00Z", ""),
        ("merged", "", "person:2"),
        ("baru_sekali", "1", "2"),
    ] {
        change(&house, "person:1", field, before, after).await;
    }
    let proof = r#"{"kind":"agency_letter","reference":"800/1","verified_by":"siti","verified_at":null,"expires_at":"2027-12-31T17:00:00Z"}"#;
    change(&house, "account:1", "proof", "", proof).await;
    change(&house, "account:1", "person", "person:2", "person:1").await;
    let mut browser = operator(&house).await;
    let page = browser.get("/registri/orang/1").await;
    let day = "15 Jan 2027, 15.00 WIB";
    let who = "budi (di baris perintah): surat <7>";
    let account = "akun nomor 1: ";
    assert_eq!(
        history(&page),
        [
            format!(
                "{day} {account}pindah tangan Sari (orang nomor 2) → Budi Uji (orang nomor 1) {who}"
            ),
            format!(
                "{day} {account}bukti kepemilikan ditambahkan surat BKPSDM/BKD; 800/1; diperiksa \
                 oleh siti; berlaku sampai 31 Desember 2027 {who}"
            ),
            format!("{day} baru_sekali 1 → 2 {who}"),
            format!("{day} mewakili juga Sari (orang nomor 2) {who}"),
            format!(
                "{day} pemantauan dilanjutkan (tadinya dihentikan sejak 14 Januari 2027) {who}"
            ),
            format!("{day} pemantauan dihentikan {who}"),
            format!("{day} hari terakhir pemantauan 30 Juni 2027 → 31 Desember 2027 {who}"),
            format!("{day} jabatan kosong → Analis {who}"),
            format!("{day} didaftarkan Budi Uji {who}"),
        ]
    );
    assert!(
        page.attributes(".history a", "href")
            .contains(&"/registri/orang/2".to_owned())
    );
    browser.get("/masuk?lang=en").await;
    let english = history(&browser.get("/registri/orang/1").await);
    assert!(
        english[5].contains("the watching was stopped"),
        "{english:#?}"
    );
}

#[tokio::test]
async fn persons_elsewhere_are_told_by_number_only() {
    let house = House::new().await;
    let entry = Entry {
        name: "Rahasia",
        region: "33.01",
        ..Entry::default()
    };
    let other = person(&house, entry).await;
    let to = format!("person:{other}");
    change(&house, "account:1", "person", &to, "person:1").await;
    let mut browser = house
        .logged_in_within("sini", netra::model::Role::Operator, "32.04")
        .await;
    for path in ["/registri/orang/1", "/registri/akun/1"] {
        let page = browser.get(path).await;
        assert!(!page.body.contains("Rahasia"), "{path}");
        assert!(page.body.contains(&format!("orang nomor {other}")));
    }
}

#[tokio::test]
async fn a_long_history_is_shown_page_by_page() {
    let house = House::new().await;
    for number in 0..130 {
        change(
            &house,
            "person:1",
            "agency",
            "a",
            &format!("Dinas {number}"),
        )
        .await;
    }
    let mut browser = operator(&house).await;
    let (mut path, mut seen) = ("/registri/orang/1".to_owned(), Vec::new());
    for _ in 0..9 {
        let page = browser.get(&path).await;
        let lines = page.texts(".history ins");
        assert!(lines.len() <= 50, "{}", lines.len());
        seen.extend(lines);
        let older = page.attributes("main a.btn[href*='?riwayat=']", "href");
        match older.first() {
            Some(next) => path = next.split('#').next().unwrap().to_owned(),
            None => break,
        }
    }
    let expected: Vec<String> = (0..130).rev().map(|n| format!("Dinas {n}")).collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn who_was_merged_leads_to_who_stands_for_them_and_their_history_goes_along() {
    let house = House::new().await;
    let entry = Entry {
        name: "Budi U.",
        nip: Some("198001012005011004"),
        ..Entry::default()
    };
    let second = person(&house, entry).await;
    change(
        &house,
        &format!("person:{second}"),
        "agency",
        "Lama",
        "Baru",
    )
    .await;
    house
        .run(&format!(
            "UPDATE person SET merged_into = 1 WHERE id = {second}"
        ))
        .await;
    let mut browser = operator(&house).await;
    let merged = browser.get(&format!("/registri/orang/{second}")).await;
    assert_eq!(merged.texts("h1"), ["Budi U.: digabung ke yang lain"]);
    let notes = ".note:not(#langkah-kedua) a";
    assert_eq!(merged.attributes(notes, "href"), ["/registri/orang/1"]);
    assert!(!merged.has("#koreksi"), "there is nothing to correct here");
    let page = browser.get("/registri/orang/1").await;
    assert!(page.has(&format!(".side a[href='/registri/orang/{second}']")));
    assert!(history(&page)[0].contains("instansi Lama → Baru"));
}

#[tokio::test]
async fn former_accounts_are_told_with_their_last_day() {
    let house = House::new().await;
    let other = person(&house, Entry::default()).await;
    account(&house, other, "feed", "https://dahulu.example/feed").await;
    house
        .run(
            "INSERT INTO former_owner (account_id, person_id, until_at) \
             VALUES (2, 1, 1800000000000000)",
        )
        .await;
    let mut browser = operator(&house).await;
    let page = browser.get("/registri/orang/1").await;
    assert_eq!(
        page.texts("section[aria-labelledby=dahulu] li"),
        ["https://dahulu.example/feed umpan (RSS, Atom) · sampai 15 Januari 2027"]
    );
    let page = browser.get("/registri/akun/2").await;
    assert!(
        facts(&page).contains(
            &"Pemilik sebelumnya Budi Uji (orang nomor 1), sampai 15 Januari 2027".to_owned()
        ),
        "{:#?}",
        facts(&page)
    );
}

#[tokio::test]
async fn somebody_who_cannot_be_read_is_told_as_such() {
    let house = House::new().await;
    let id = person(&house, Entry::default()).await;
    house
        .run(&format!(
            "UPDATE person SET purpose_ends = 'tidak pernah' WHERE id = {id}"
        ))
        .await;
    let mut browser = operator(&house).await;
    let page = browser.get(&format!("/registri/orang/{id}")).await;
    assert_eq!(page.status.as_u16(), 500);
    let told = page.texts("main").join(" ");
    assert!(told.contains("tidak dapat dibaca"), "{told}");
    assert!(told.contains("Mencoba lagi tidak membantu"), "{told}");
}
