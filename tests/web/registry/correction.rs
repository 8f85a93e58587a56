use std::collections::BTreeMap;

use super::super::support::{Browser, House, Page};
use super::{Entry, account, operator, person};

/// Sends the form at a path with what it holds already and some fields more.
async fn send(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let form = browser.get(path).await;
    resend(browser, &form, path, fields).await
}

/// Sends the form of a page.
async fn resend(browser: &mut Browser, form: &Page, path: &str, fields: &[(&str, &str)]) -> Page {
    let path = path.split('?').next().unwrap();
    let shown = ["input:not([type=checkbox])", "input[checked]"].map(|inputs| {
        let inputs = format!("form[action^='/registri'] {inputs}");
        let names = form.attributes(&inputs, "name").into_iter();
        names.zip(form.attributes(&inputs, "value"))
    });
    let mut all: BTreeMap<String, String> = shown.into_iter().flatten().collect();
    all.extend(
        fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    let all: Vec<(&str, &str)> = all.iter().map(|(k, v)| (&**k, &**v)).collect();
    browser.post(path, &all).await
}

async fn two_persons() -> (House, Browser) {
    let house = House::new().await;
    let entry = Entry {
        name: "Sari Contoh",
        nip: Some("198503122010012001"),
        agency: "Dinas Lain",
        ..Entry::default()
    };
    person(&house, entry).await;
    let browser = operator(&house).await;
    (house, browser)
}

#[tokio::test]
async fn facts_are_corrected_with_a_line_of_history_each() {
    let (house, mut browser) = two_persons().await;
    let path = "/registri/orang/1/ubah";
    let fields = [
        ("instansi", "Dinas Baru"),
        ("jabatan", ""),
        ("wilayah", "32.04.01"),
        ("sampai", "2028-02-20"),
        ("alasan", "surat 5"),
    ];
    let done = send(&mut browser, path, &fields).await;
    assert_eq!(done.location(), "/registri/orang/1?selesai=ubah");
    let page = browser.get(done.location()).await;
    assert_eq!(page.texts("[role=status]"), ["Data sudah diperbaiki."]);
    assert_eq!(
        page.texts(".history p:first-child"),
        [
            "hari terakhir pemantauan 31 Desember 2027 → 20 Februari 2028",
            "kode wilayah 32.04 → 32.04.01",
            "jabatan Analis → kosong",
            "instansi Dinas Uji → Dinas Baru",
        ]
    );
    let watched = "SELECT count(*) FROM account WHERE watched_until = '2028-02-20'";
    assert_eq!(house.count(watched).await, 1);
    let audit = "SELECT detail FROM audit WHERE action = 'registry_amend'";
    assert_eq!(
        house.raw.texts(audit).await,
        [r#"{"fields":"agency post region purpose_ends","reason":"surat 5"}"#]
    );
}

#[tokio::test]
async fn another_name_needs_a_tick_and_another_spelling_none() {
    let (house, mut browser) = two_persons().await;
    let path = "/registri/orang/1/ubah";
    let fields = [("nama", "Budi Uji, S.Kom."), ("alasan", "surat 5")];
    let done = send(&mut browser, path, &fields).await;
    assert_eq!(done.status.as_u16(), 303, "{:?}", done.texts("main"));
    let fields = [("nama", "Joko Lain"), ("alasan", "surat 6")];
    let refused = send(&mut browser, path, &fields).await;
    assert_eq!(refused.status.as_u16(), 422);
    assert_eq!(refused.value("#nama"), "Joko Lain");
    assert_eq!(refused.value("#alasan"), "surat 6");
    assert!(refused.texts("#nama-galat")[0].contains("Budi Uji, S.Kom."));
    let done = resend(&mut browser, &refused, path, &[("ganti", "ya")]).await;
    assert_eq!(done.status.as_u16(), 303, "{:?}", done.texts("main"));
    let name = "SELECT name FROM person WHERE id = 1";
    assert_eq!(house.raw.texts(name).await, ["Joko Lain"]);
}

#[tokio::test]
async fn an_account_changes_hands_after_it_was_shown_whom_it_is_about() {
    let (house, mut browser) = two_persons().await;
    let path = "/registri/akun/1/pindah";
    let fields = [
        ("ke", "198503122010012001"),
        ("sejak", "2027-01-10"),
        ("alasan", "surat 7"),
    ];
    let shown = send(&mut browser, path, &fields).await;
    assert_eq!(shown.status.as_u16(), 200);
    assert_eq!(
        shown.texts("tbody tr"),
        [
            "Pemilik @budi@contoh.example Budi Uji; orang nomor 1; NIP ********200501****; Dinas Uji \
          Sari Contoh; orang nomor 2; NIP ********201001****; Dinas Lain"
        ]
    );
    assert_eq!(
        shown.texts("#akibat + ul li"),
        [
            "Budi Uji tetap memiliki yang ditulis sebelum 10 Januari 2027.",
            "Sari Contoh memiliki yang ditulis sejak 10 Januari 2027, juga yang sudah tersimpan.",
            "Bukti kepemilikan yang lama tidak membuktikan apa pun bagi Sari Contoh; catat bukti baru.",
            "Atas nama siapa unggahan ditangkap tetap tercatat.",
        ]
    );
    let owner = "SELECT person_id FROM account WHERE id = 1";
    assert_eq!(house.count(owner).await, 1, "nothing is done yet");
    let back = resend(&mut browser, &shown, path, &[("kembali", "ya")]).await;
    assert_eq!(back.value("#sejak"), "2027-01-10");
    assert_eq!(house.count(owner).await, 1);
    let done = resend(&mut browser, &shown, path, &[("pasti", "ya")]).await;
    assert_eq!(done.location(), "/registri/akun/1?selesai=pindah");
    assert_eq!(house.count(owner).await, 2);
    let page = browser.get(done.location()).await;
    let facts = page.texts(".facts > div");
    assert!(
        facts.contains(
            &"Pemilik sebelumnya Budi Uji (orang nomor 1), sampai 9 Januari 2027".to_owned()
        ),
        "{facts:#?}"
    );
}

#[tokio::test]
async fn accounts_that_never_were_theirs_are_split_off() {
    let (house, mut browser) = two_persons().await;
    account(&house, 1, "feed", "https://dua.example/feed").await;
    let path = "/registri/orang/1/pisah?akun=1";
    let form = browser.get(path).await;
    assert_eq!(form.attributes("input[checked]", "value"), ["1"]);
    let fields = [("akun", "1"), ("ke", "2"), ("alasan", "salah ketik")];
    let shown = send(&mut browser, path, &fields).await;
    assert_eq!(shown.texts("tbody tr").len(), 1);
    assert!(shown.body.contains("sejak awal"));
    let done = resend(&mut browser, &shown, path, &[("pasti", "ya")]).await;
    assert_eq!(done.location(), "/registri/orang/1?selesai=pisah");
    let owners = "SELECT CAST(person_id AS TEXT) FROM account ORDER BY id";
    let owners = house.raw.texts(owners);
    assert_eq!(owners.await, ["2", "1"]);
}

#[tokio::test]
async fn two_rows_of_one_human_are_merged_and_parted_again() {
    let (house, mut browser) = two_persons().await;
    let path = "/registri/orang/1/gabung";
    let shown = send(&mut browser, path, &[("ke", "2"), ("alasan", "orang sama")]).await;
    let follows = shown.texts("#akibat + ul li");
    assert!(follows[0].starts_with("Perhatian: nama keduanya berbeda jauh"));
    assert!(follows[1].contains("1 akun, menjadi milik Sari Contoh"));
    let done = resend(&mut browser, &shown, path, &[("pasti", "ya")]).await;
    assert_eq!(done.location(), "/registri/orang/2?selesai=gabung");
    let page = browser.get(done.location()).await;
    assert_eq!(page.texts("h1"), ["Sari Contoh: 1 akun dipantau"]);
    // The number of the one who was merged leads to the one who stands.
    let path = "/registri/orang/2/pisah";
    let fields = [("akun", "1"), ("ke", "1"), ("alasan", "ternyata dua orang")];
    let shown = send(&mut browser, path, &fields).await;
    assert!(
        shown.body.contains("Budi Uji berdiri sendiri lagi"),
        "{:?}",
        shown.texts("main")
    );
    let done = resend(&mut browser, &shown, path, &[("pasti", "ya")]).await;
    assert_eq!(done.status.as_u16(), 303, "{:?}", done.texts("main"));
    let merged = "SELECT count(*) FROM person WHERE merged_into IS NOT NULL";
    assert_eq!(house.count(merged).await, 0);
}

#[tokio::test]
async fn persons_and_accounts_are_taken_out_and_back() {
    let (house, mut browser) = two_persons().await;
    let watched = "SELECT count(*) FROM account WHERE retired_at IS NULL";
    for (path, left) in [
        ("/registri/orang/1/henti", 0),
        ("/registri/orang/1/pulih", 1),
        ("/registri/akun/1/henti", 0),
        ("/registri/akun/1/pulih", 1),
    ] {
        let done = send(&mut browser, path, &[("alasan", "surat 8")]).await;
        assert_eq!(done.status.as_u16(), 303, "{path}");
        let page = browser.get(done.location()).await;
        assert!(page.has("[role=status]"), "{path}");
        assert_eq!(house.count(watched).await, left, "{path}");
        let again = send(&mut browser, path, &[("alasan", "surat 8")]).await;
        assert_eq!(again.status.as_u16(), 422, "{path}");
        assert!(again.has(".summary li"), "{path}");
    }
}

#[tokio::test]
async fn a_proof_is_recorded_with_who_checked_it() {
    let (_house, mut browser) = two_persons().await;
    let path = "/registri/akun/1/bukti";
    let fields = [
        ("jenis", "admitted"),
        ("rujukan", "BA 3/2027"),
        ("berlaku", "2027-12-31"),
        ("alasan", "klarifikasi"),
    ];
    let done = send(&mut browser, path, &fields).await;
    assert_eq!(done.location(), "/registri/akun/1?selesai=bukti");
    let page = browser.get(done.location()).await;
    assert_eq!(
        page.texts("tbody tr")[0],
        "diakui saat klarifikasi BA 3/2027 Budi Uji agus, 15 Januari 2027 31 Desember 2027"
    );
}

#[tokio::test]
async fn corrections_are_told_in_the_audit_log_with_their_pages() {
    let (house, mut browser) = two_persons().await;
    let facts = [
        ("instansi", "Dinas Baru"),
        ("jabatan", ""),
        ("alasan", "surat 7"),
    ];
    send(&mut browser, "/registri/orang/1/ubah", &facts).await;
    for (path, fields) in [
        (
            "/registri/akun/1/pindah",
            vec![("ke", "2"), ("sejak", "2027-01-10")],
        ),
        ("/registri/orang/2/pisah", vec![("akun", "1"), ("ke", "1")]),
        ("/registri/orang/2/gabung", vec![("ke", "1")]),
        ("/registri/orang/1/henti", vec![]),
    ] {
        let mut all = vec![("alasan", "surat 8"), ("pasti", "ya")];
        all.extend(fields);
        let done = send(&mut browser, path, &all).await;
        assert_eq!(
            done.status.as_u16(),
            303,
            "{path}: {:?}",
            done.texts("main")
        );
    }
    let mut administrator = house
        .logged_in("joko", netra::model::Role::Administrator)
        .await;
    let page = administrator.get("/jejak").await;
    let lines = page.texts(".log > li > div");
    let why = "alasan: “surat 8”";
    for line in [
        "agus memperbaiki data orang nomor 1 yang diubah: instansi, jabatan alasan: “surat 7”"
            .to_owned(),
        format!(
            "agus memindahkan ke orang lain akun nomor 1 dari orang nomor: 1 {why} sejak: 10 \
             Januari 2027 ke orang nomor: 2"
        ),
        format!("agus memisahkan orang nomor 2 akun nomor 1 {why} ke orang nomor: 1"),
        format!("agus menggabungkan orang nomor 2 0 akun ke orang nomor: 1 {why}"),
        format!("agus menghentikan pemantauan orang nomor 1 1 akun {why}"),
    ] {
        assert!(lines.contains(&line), "{line}: {lines:#?}");
    }
    let links = page.attributes(".log a", "href");
    for link in ["/registri/orang/1", "/registri/akun/1"] {
        assert!(links.contains(&link.to_owned()), "{links:?}");
    }
}
