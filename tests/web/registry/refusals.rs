use netra::model::Role;
use rstest::rstest;

use super::super::support::{Browser, House, Page};
use super::{Entry, operator, person};

const FACTS: [(&str, &str); 6] = [
    ("nama", "Budi Uji"),
    ("instansi", "Dinas Uji"),
    ("jabatan", "Analis"),
    ("wilayah", "32.04"),
    ("dasar", "ST 1/2027"),
    ("sampai", "2027-12-31"),
];

async fn send(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let version = browser.get(path).await.value("input[name=versi]");
    let mut all = vec![("versi", version.as_str())];
    all.extend(fields);
    browser.submit(path, path, &all).await
}

/// What is typed, and the field that is told to be wrong.
#[rstest]
#[case("/registri/orang/1/ubah", &[("nama", "")], "nama")]
#[case("/registri/orang/1/ubah", &[("instansi", " ")], "instansi")]
#[case("/registri/orang/1/ubah", &[("wilayah", "jauh")], "wilayah")]
#[case("/registri/orang/1/ubah", &[("wilayah", "33.01")], "wilayah")]
#[case("/registri/orang/1/ubah", &[("sampai", "besok")], "sampai")]
#[case("/registri/orang/1/ubah", &[("sampai", "")], "sampai")]
#[case("/registri/orang/1/ubah", &[("jabatan", "a\nb")], "jabatan")]
#[case("/registri/orang/1/ubah", &[("instansi", "B"), ("alasan", " . ")], "alasan")]
#[case("/registri/akun/1/pindah", &[("ke", "")], "ke")]
#[case("/registri/akun/1/pindah", &[("ke", "Sari")], "ke")]
#[case("/registri/akun/1/pindah", &[("ke", "99")], "ke")]
#[case("/registri/akun/1/pindah", &[("ke", "1")], "ke")]
#[case("/registri/akun/1/pindah", &[("ke", "3")], "ke")]
#[case("/registri/akun/1/pindah", &[("ke", "19850312")], "ke")]
#[case("/registri/akun/1/pindah", &[("ke", "2"), ("sejak", "2027-01-16")], "sejak")]
#[case("/registri/akun/1/pindah", &[("ke", "2"), ("sejak", "16/1/2027")], "sejak")]
#[case("/registri/orang/1/pisah", &[("ke", "2")], "akun")]
#[case("/registri/orang/1/pisah", &[("ke", "2"), ("akun", "77")], "akun")]
#[case("/registri/orang/1/gabung", &[("ke", "1")], "ke")]
#[case("/registri/akun/1/bukti", &[("jenis", "ramalan")], "jenis")]
#[case("/registri/akun/1/bukti", &[("jenis", "self_declared"), ("berlaku", "x")], "berlaku")]
#[case("/registri/akun/1/bukti", &[("jenis", "agency_letter")], "rujukan")]
#[case("/registri/akun/1/bukti", &[("jenis", "admitted"), ("rujukan", "BA\u{202e}7")], "rujukan")]
#[case("/registri/orang/1/ubah", &[("nama", "\u{200b}\u{200b}")], "nama")]
#[case("/registri/orang/1/ubah", &[("nama", "\u{202e}idub")], "nama")]
#[case("/registri/orang/1/ubah", &[("instansi", "Dinas\u{2067}Uji")], "instansi")]
#[case("/registri/orang/1/ubah", &[("jabatan", "\u{3164}")], "jabatan")]
#[case("/registri/orang/1/ubah", &[("dasar", "---")], "dasar")]
#[tokio::test]
async fn what_is_wrong_is_told_beside_its_field_and_nothing_is_changed(
    #[case] path: &str,
    #[case] typed: &[(&str, &str)],
    #[case] wrong: &str,
) {
    let house = House::new().await;
    for (name, region) in [("Sari", "32.04"), ("Jauh", "33.01")] {
        let entry = Entry {
            name,
            region,
            ..Entry::default()
        };
        person(&house, entry).await;
    }
    let mut browser = house
        .logged_in_within("sini", Role::Operator, "32.04")
        .await;
    let mut fields = Vec::new();
    let usual = FACTS.iter().chain(&[("alasan", "surat 1")]);
    fields.extend(usual.filter(|(name, _)| !typed.iter().any(|(other, _)| other == name)));
    fields.extend(typed);
    fields.push(("pasti", "ya"));
    let page = send(&mut browser, path, &fields).await;
    assert_eq!(page.status.as_u16(), 422, "{path} {typed:?}");
    assert_eq!(
        page.attributes(".summary a", "href"),
        [format!("#{wrong}")],
        "{:?}",
        page.texts(".summary")
    );
    assert!(page.has(&format!(".wrong #{wrong}, #{wrong}.wrong")));
    for (name, value) in typed
        .iter()
        .filter(|(name, _)| *name != "akun" && *name != "jenis")
    {
        assert_eq!(page.value(&format!("#{name}")), *value, "{name}");
    }
    assert_eq!(house.count("SELECT count(*) FROM registry_change").await, 0);
}

#[tokio::test]
async fn nothing_different_is_no_correction() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let mut fields = FACTS.to_vec();
    fields.push(("alasan", "surat 1"));
    let page = send(&mut browser, "/registri/orang/1/ubah", &fields).await;
    assert_eq!(page.status.as_u16(), 422);
    assert_eq!(page.texts(".summary li"), ["Tidak ada yang berubah."]);
}

/// A form that was shown before somebody else changed the same.
#[rstest]
#[case("/registri/orang/1/ubah")]
#[case("/registri/orang/1/henti")]
#[case("/registri/akun/1/henti")]
#[case("/registri/akun/1/bukti")]
#[case("/registri/akun/1/pindah")]
#[case("/registri/orang/1/gabung")]
#[tokio::test]
async fn what_somebody_changed_meanwhile_is_not_overwritten(#[case] path: &str) {
    let house = House::new().await;
    let entry = Entry {
        nip: Some("198503122010012001"),
        ..Entry::default()
    };
    person(&house, entry).await;
    let mut one = operator(&house).await;
    let mut other = house.logged_in("lain", Role::Operator).await;
    let version = one.get(path).await.value("input[name=versi]");
    let mut changed = FACTS.to_vec();
    changed[1] = ("instansi", "Dinas Baru");
    changed.push(("alasan", "surat 1"));
    let done = send(&mut other, "/registri/orang/1/ubah", &changed).await;
    assert_eq!(done.status.as_u16(), 303);
    let mut fields = FACTS.to_vec();
    fields[2] = ("jabatan", "Kepala");
    fields.extend([
        ("alasan", "surat 2"),
        ("versi", &*version),
        ("ke", "2"),
        ("jenis", "self_declared"),
        ("pasti", "ya"),
    ]);
    let stale = one.submit(path, path, &fields).await;
    assert_eq!(stale.status.as_u16(), 409, "{:?}", stale.texts("main"));
    assert!(
        stale.texts(".side")[0].contains("Dinas Baru"),
        "fresh facts"
    );
    assert_eq!(stale.value("#alasan"), "surat 2");
    let changes = "SELECT count(*) FROM registry_change";
    assert_eq!(house.count(changes).await, 1);
    // Whoever has seen the fresh facts may go on.
    let fresh = stale.value("input[name=versi]");
    let fields: Vec<_> = fields
        .into_iter()
        .map(|(name, value)| (name, if name == "versi" { &*fresh } else { value }))
        .collect();
    let done = one.submit(path, path, &fields).await;
    assert_eq!(done.status.as_u16(), 303, "{:?}", done.texts("main"));
}

#[tokio::test]
async fn what_somebody_changed_elsewhere_is_no_hindrance() {
    let house = House::new().await;
    person(&house, Entry::default()).await;
    let mut browser = operator(&house).await;
    let path = "/registri/akun/1/henti";
    let version = browser.get(path).await.value("input[name=versi]");
    let elsewhere = "/registri/orang/2/henti";
    send(&mut browser, elsewhere, &[("alasan", "surat 1")]).await;
    let fields = [("versi", &*version), ("alasan", "surat 2")];
    let done = browser.submit(path, path, &fields).await;
    assert_eq!(done.status.as_u16(), 303);
}

#[tokio::test]
async fn what_the_register_refuses_is_told_in_the_language_of_the_reader() {
    let house = House::new().await;
    person(&house, Entry::default()).await;
    let mut browser = operator(&house).await;
    send(
        &mut browser,
        "/registri/orang/1/henti",
        &[("alasan", "surat 1")],
    )
    .await;
    let page = send(
        &mut browser,
        "/registri/akun/1/pulih",
        &[("alasan", "surat 2")],
    )
    .await;
    assert_eq!(page.status.as_u16(), 422);
    let told = page.texts(".summary li").join(" ");
    assert!(told.contains("orang"), "{told}");
    assert!(
        !told.contains("--"),
        "no option of the command line: {told}"
    );
}

#[tokio::test]
async fn whoever_reads_a_region_changes_nothing_elsewhere() {
    let house = House::new().await;
    let mut browser = house.logged_in_within("sana", Role::Operator, "33").await;
    for path in [
        "/registri/orang/1/henti",
        "/registri/orang/1/ubah",
        "/registri/akun/1/henti",
        "/registri/akun/1/bukti",
        "/registri/akun/1/pindah",
    ] {
        let mut fields = FACTS.to_vec();
        fields.extend([("versi", "0"), ("alasan", "surat 1"), ("jenis", "admitted")]);
        let page = browser.submit("/sandi", path, &fields).await;
        assert_eq!(page.status.as_u16(), 404, "{path}");
    }
    assert_eq!(house.count("SELECT count(*) FROM registry_change").await, 0);
}
