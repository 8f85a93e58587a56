//! One account by a form, which is a list of one row.

use axum::http::StatusCode;
use netra::model::Role;

use super::{DIMAS, RINA, import, list, operator};
use crate::web::support::{Browser, House, Page};

const NIP: &str = "198503122010012001";

fn rina() -> Vec<(&'static str, String)> {
    [
        ("jenis", "orang"),
        ("nip", NIP),
        ("nama_orang", "Rina Contoh Wulandari"),
        ("instansi", "Dinas Contoh"),
        ("jabatan", "Guru"),
        ("wilayah", "32.04"),
        ("alamat", "@rina@m.contoh.example"),
        ("bukti", "agency_letter"),
        ("rujukan", "800/1"),
        ("bukti_sampai", ""),
        ("dasar", "ST 1"),
        ("berakhir", "2027-12-31"),
        ("alasan", "surat 800/1"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

fn with(changes: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let mut fields = rina();
    for (name, value) in changes {
        let field = fields.iter_mut().find(|(known, _)| known == name).unwrap();
        (*value).clone_into(&mut field.1);
    }
    fields
}

async fn send(browser: &mut Browser, fields: &[(&str, String)], more: &[(&str, &str)]) -> Page {
    let mut all: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect();
    all.extend(more);
    browser.submit("/sandi", "/registri/tambah", &all).await
}

async fn persons(house: &House) -> i64 {
    house.count("SELECT count(*) FROM person").await - 1
}

#[tokio::test]
async fn somebody_new_is_written_at_once_with_account_and_proof() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let done = send(&mut browser, &rina(), &[]).await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, "/registri/orang/2")
    );
    let proof = "SELECT kind || ' ' || reference FROM ownership_proof WHERE person_id = 2";
    assert_eq!(house.raw.texts(proof).await, ["agency_letter 800/1"]);
    let history = house
        .raw
        .texts("SELECT DISTINCT reason FROM registry_change")
        .await;
    assert_eq!(history, ["surat 800/1"]);
}

#[tokio::test]
async fn what_is_empty_is_as_the_settings_have_it() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let fields = with(&[("wilayah", ""), ("dasar", ""), ("berakhir", "")]);
    let done = send(&mut browser, &fields, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let kept =
        "SELECT region || ' ' || purpose_basis || ' ' || purpose_ends FROM person WHERE id = 2";
    assert_eq!(house.raw.texts(kept).await, ["32.04 ST 1/2027 2027-12-31"]);
}

#[tokio::test]
async fn faults_stand_beside_their_fields_and_nothing_is_typed_twice() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let cases = [
        ("nip", "1985031220100120"),
        ("nama_orang", ""),
        ("instansi", "-"),
        ("wilayah", "Bandung"),
        ("alamat", "rina surel"),
        ("alamat", ""),
        ("bukti_sampai", "nanti"),
        ("berakhir", "32 Desember"),
        ("alasan", "-"),
    ];
    for (field, value) in cases {
        let page = send(&mut browser, &with(&[(field, value)]), &[]).await;
        assert_eq!(
            page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field} {value}"
        );
        let beside = page.texts(&format!("#{field}-m"));
        assert_eq!(
            beside.len(),
            1,
            "{field} {value}: {:?}",
            page.texts(".summary li")
        );
        assert_eq!(page.value("#jabatan"), "Guru");
    }
    assert_eq!(persons(&house).await, 0);
}

#[tokio::test]
async fn who_is_registered_is_changed_only_after_a_look() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    import(&mut browser, &list(&[RINA])).await;
    let fields = with(&[
        ("jabatan", "Kepala Sekolah"),
        ("bukti", ""),
        ("rujukan", ""),
    ]);
    let page = send(&mut browser, &fields, &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.texts("h1"), ["Sudah tercatat: periksa perubahannya"]);
    assert_eq!(page.texts("del"), ["Guru"]);
    assert_eq!(page.texts("ins"), ["Kepala Sekolah"]);
    let position = "SELECT count(*) FROM person WHERE post = 'Kepala Sekolah'";
    assert_eq!(house.count(position).await, 0, "not yet");
    let (version, digest) = (
        page.value("input[name=registri]"),
        page.value("input[name=isian]"),
    );
    let seen = [
        ("aksi", "tulis"),
        ("registri", &*version),
        ("isian", &*digest),
    ];
    let other = with(&[("jabatan", "Camat"), ("bukti", ""), ("rujukan", "")]);
    let page = send(&mut browser, &other, &seen).await;
    assert_eq!(
        page.status,
        StatusCode::OK,
        "what was not seen is shown first"
    );
    assert_eq!(page.texts("ins"), ["Camat"]);
    let done = send(&mut browser, &fields, &seen).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(house.count(position).await, 1);
    let page = send(&mut browser, &other, &[]).await;
    let (version, digest) = (
        page.value("input[name=registri]"),
        page.value("input[name=isian]"),
    );
    import(&mut browser, &list(&[DIMAS])).await;
    let seen = [
        ("aksi", "tulis"),
        ("registri", &*version),
        ("isian", &*digest),
    ];
    let late = send(&mut browser, &other, &seen).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "another register by now");
    assert_eq!(house.count(position).await, 1);
    let same = send(&mut browser, &fields, &[]).await;
    assert_eq!(same.texts("h1"), ["Sudah tercatat; tidak ada yang berubah"]);
}

#[tokio::test]
async fn another_name_and_other_hands_wait_for_a_tick() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    import(&mut browser, &list(&[RINA])).await;
    let fields = with(&[("nama_orang", "Bambang Contoh Lain")]);
    let page = send(&mut browser, &fields, &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    let tick = page.value("input[name=nama]");
    let (version, digest) = (
        page.value("input[name=registri]"),
        page.value("input[name=isian]"),
    );
    let seen = [
        ("aksi", "tulis"),
        ("registri", &*version),
        ("isian", &*digest),
    ];
    let again = send(&mut browser, &fields, &seen).await;
    assert_eq!(again.status, StatusCode::OK, "not ticked");
    let ticked = [seen[0], seen[1], seen[2], ("nama", &*tick)];
    let done = send(&mut browser, &fields, &ticked).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.texts("h1"));
    let names = house
        .raw
        .texts("SELECT name FROM person WHERE id = 2")
        .await;
    assert_eq!(names, ["Bambang Contoh Lain"]);
}

#[tokio::test]
async fn formulas_and_markup_are_words() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let fields = with(&[
        ("nama_orang", "=1+1 <b>Rina</b>;\"x"),
        ("jabatan", "@SUM(1)"),
    ]);
    let done = send(&mut browser, &fields, &[]).await;
    assert_eq!(
        done.status,
        StatusCode::SEE_OTHER,
        "{:?}",
        done.texts(".summary li")
    );
    let kept = house
        .raw
        .texts("SELECT name || '|' || post FROM person WHERE id = 2")
        .await;
    assert_eq!(kept, ["=1+1 <b>Rina</b>;\"x|@SUM(1)"]);
}

#[tokio::test]
async fn somebody_of_a_region_adds_to_that_region_only() {
    let house = House::new().await;
    let mut browser = house
        .logged_in_within("sebelah", Role::Operator, "33")
        .await;
    let page = send(&mut browser, &rina(), &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.texts(".summary li")[0].contains("32.04"));
    assert_eq!(persons(&house).await, 0);
}

#[tokio::test]
async fn everything_that_is_needed_is_asked_for_at_once() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let nothing = ["nip", "nama_orang", "instansi", "alamat"].map(|field| (field, ""));
    let page = send(&mut browser, &with(&nothing), &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (field, _) in nothing {
        assert_eq!(page.texts(&format!("#{field}-m")), ["Isi bagian ini."]);
    }
}
