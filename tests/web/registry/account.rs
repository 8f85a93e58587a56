use super::super::support::{House, NewPost, Page};
use super::{account, operator};

fn facts(page: &Page) -> Vec<String> {
    page.texts(".facts > div")
}

#[tokio::test]
async fn an_account_tells_how_it_is_collected_and_what_is_kept() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    house
        .run(
            "UPDATE account SET crawled_at = 1800000000000000, due_at = 1800021600000000 \
             WHERE id = 1",
        )
        .await;
    let page = operator(&house).await.get("/registri/akun/1").await;
    assert_eq!(page.texts("h1"), ["@budi@contoh.example dipantau"]);
    insta::assert_snapshot!(facts(&page).join("\n"), @r"
    Alamat @budi@contoh.example
    Nomor 1
    Platform Mastodon
    Pemilik Budi Uji (orang nomor 1)
    Nama di platform Budi Uji
    Cara diambil langsung dari Mastodon
    Kunjungan terakhir 15 Januari 2027 15.00.00 WIB (2027-01-15 08:00:00 UTC)
    Kunjungan berikutnya 15 Januari 2027 21.00.00 WIB (2027-01-15 14:00:00 UTC)
    Irama kira-kira setiap 6 jam
    Unggahan 1
    Unggahan pertama 15 Januari 2027
    Unggahan terakhir 15 Januari 2027
    Terakhir terlihat 15 Januari 2027 10.00.00 WIB (2027-01-15 03:00:00 UTC)
    Keadaan terbuka
    ");
    assert_eq!(
        page.attributes("a.outside", "href"),
        ["https://contoh.example/@budi"]
    );
    assert_eq!(
        page.attributes("a.outside", "rel"),
        ["noopener noreferrer nofollow"]
    );
    assert_eq!(
        page.texts("tbody tr"),
        ["surat BKPSDM/BKD 800/12/BKPSDM Budi Uji tanpa batas"]
    );
    let words = page.texts("main")[0].to_lowercase();
    for word in ["skor", "tingkat", "sinyal"] {
        assert!(!words.contains(word), "{word}");
    }
}

#[tokio::test]
async fn a_closed_platform_is_said_to_be_closed() {
    let house = House::new().await;
    let id = account(&house, 1, "instagram", "@budi").await;
    let page = operator(&house)
        .await
        .get(&format!("/registri/akun/{id}"))
        .await;
    assert_eq!(page.texts("h1"), ["@budi hanya masuk lewat impor"]);
    assert_eq!(
        page.attributes("a.outside", "href"),
        ["https://www.instagram.com/budi"]
    );
    let facts = facts(&page);
    assert!(
        facts.contains(
            &"Cara Instagram tidak dapat diambil langsung: unggahannya masuk lewat impor berkas \
              atau tangkapan orang"
                .to_owned()
        ),
        "{facts:#?}"
    );
    assert!(!facts.iter().any(|fact| fact.starts_with("Kunjungan")));
}

#[tokio::test]
async fn an_error_is_told_with_what_it_means() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    for (error, meaning) in [
        (
            "https://contoh.example/api was answered with status 404",
            "Alamatnya tidak ada lagi",
        ),
        (
            "robots.txt of contoh.example does not allow it",
            "melarang pengambilan otomatis",
        ),
        (
            "https://contoh.example/ did not answer in time",
            "tidak menjawab",
        ),
        ("aneh sekali", "tidak dapat membaca akun ini"),
    ] {
        house
            .run(&format!(
                "UPDATE account SET failures = 2, last_error = '{error}', \
                 crawled_at = 1800000000000000 WHERE id = 1"
            ))
            .await;
        let page = browser.get("/registri/akun/1").await;
        assert_eq!(
            page.texts("h1"),
            ["@budi@contoh.example gagal dibaca 2 kali"]
        );
        let told = facts(&page).join("\n");
        assert!(told.contains(error), "{told}");
        assert!(told.contains(meaning), "{told}");
    }
}

#[tokio::test]
async fn a_retired_account_says_since_when_and_why() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let page = "/registri/akun/1/henti";
    let version = browser.get(page).await.value("input[name=versi]");
    let fields = [("versi", &*version), ("alasan", "akun palsu, surat 9")];
    let done = browser.submit(page, page, &fields).await;
    assert_eq!(done.location(), "/registri/akun/1?selesai=henti");
    let page = browser.get(done.location()).await;
    assert_eq!(page.texts("[role=status]"), ["Pemantauan akun dihentikan."]);
    assert_eq!(page.texts("h1"), ["@budi@contoh.example dihentikan"]);
    assert_eq!(
        page.texts(".note.warn:not(#langkah-kedua)"),
        ["Pemantauan akun ini dihentikan 15 Januari 2027 oleh agus: akun palsu, surat 9"]
    );
}
