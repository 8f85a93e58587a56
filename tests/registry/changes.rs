//! What an import says that it changes, and what it refuses until somebody confirms it.

use netra::db::Db;
use netra::db::registry::{self, Confirmed, ImportMode, ImportReport, ListedChange};
use netra::model::{AccountId, ListPlace, RegisterRemark};
use proptest::prelude::*;

use super::import::{change, import, open, petugas, show};
use super::read_text;

const HEADER: &str = "Jenis,NIP,Nama,Instansi,Jabatan,Akun\n";
const RINA: &str =
    "orang,198503122010012001,Rina Contoh Wulandari,Dinas Pendidikan,Guru,@rina@contoh.example\n";
const DIMAS: &str =
    "orang,199007212015031002,Dimas Contoh,Dinas Pendidikan,Staf,@dimas@contoh.example\n";
const SITI: &str = "orang,199501012020122003,Siti Contoh,Dinas Sosial,Staf,@siti@contoh.example\n";

fn list(rows: &[&str]) -> String {
    format!("{HEADER}{}", rows.concat())
}

async fn confirm(db: &Db, file: &str, mode: ImportMode, confirmed: &Confirmed) -> ImportReport {
    let reading = read_text(file);
    assert_eq!(reading.errors, []);
    registry::import(
        &petugas(),
        db,
        &reading.entries,
        change(50),
        mode,
        confirmed,
    )
    .await
    .unwrap()
}

fn told(change: &ListedChange) -> String {
    let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    format!(
        "{} {:?} {} {}: {} -> {}",
        change.place.row,
        change.person.map(|person| person.0),
        shown(&change.account),
        change.field,
        shown(&change.before),
        shown(&change.after)
    )
}

#[tokio::test]
async fn a_dry_run_lists_each_change_and_who_is_no_longer_named() {
    let (db, _place) = open().await;
    import(
        &db,
        &list(&[RINA, DIMAS, SITI]),
        0,
        ImportMode::AllOrNothing,
    )
    .await;
    let rina = RINA
        .replace("Guru", "Kepala Sekolah")
        .replace("Rina Contoh Wulandari", "Dr. Rina C. Wulandari");
    let new = "orang,200001012022031001,Joko Contoh,Dinas Pendidikan,Staf,@joko@contoh.example\n";
    let dry = import(&db, &list(&[&rina, new]), 1, ImportMode::DryRun).await;
    let lines: Vec<String> = dry.changes.iter().map(told).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    2 Some(1) - name: Rina Contoh Wulandari -> Dr. Rina C. Wulandari
    2 Some(1) - post: Guru -> Kepala Sekolah
    3 None - created: - -> Joko Contoh
    3 None mastodon @joko@contoh.example created: - -> mastodon @joko@contoh.example
    ");
    // Siti serves in an office of which this is no list.
    let vanished: Vec<_> = dry
        .vanished
        .iter()
        .map(|one| (one.account.0, &*one.address, one.person_named))
        .collect();
    assert_eq!(vanished, [(2, "mastodon @dimas@contoh.example", false)]);
    assert!(!dry.written);
    let done = import(&db, &list(&[&rina, new]), 1, ImportMode::AllOrNothing).await;
    assert!(done.written);
    assert_eq!((done.changes, done.vanished), (dry.changes, dry.vanished));
    // Told, never removed by itself.
    assert_eq!(show(&db, 2).await.registered.retired_at, None);
}

#[tokio::test]
async fn an_account_that_a_list_leaves_out_is_told_although_its_person_moved() {
    let (db, _place) = open().await;
    let second = RINA.replace("@rina@", "@rina.lama@");
    import(&db, &list(&[RINA, &second]), 0, ImportMode::AllOrNothing).await;
    let moved = RINA.replace("Dinas Pendidikan", "Dinas Sosial");
    let dry = import(&db, &list(&[&moved]), 1, ImportMode::DryRun).await;
    let vanished: Vec<_> = dry
        .vanished
        .iter()
        .map(|one| (one.account.0, one.person_named))
        .collect();
    assert_eq!(vanished, [(2, true)]);
    registry::retire(&petugas(), &db, AccountId(2), change(2))
        .await
        .unwrap();
    let dry = import(&db, &list(&[&moved]), 3, ImportMode::DryRun).await;
    assert_eq!(dry.vanished, []);
}

#[tokio::test]
async fn another_name_for_a_number_waits_for_somebody_to_confirm_it() {
    let (db, _place) = open().await;
    import(&db, &list(&[RINA, DIMAS]), 0, ImportMode::AllOrNothing).await;
    let other = RINA.replace("Rina Contoh Wulandari", "Bambang Lain");
    let dimas = DIMAS.replace("Staf", "Kepala");
    let file = list(&[&other, &dimas]);
    let refused = import(&db, &file, 1, ImportMode::AllOrNothing).await;
    assert!(!refused.written);
    let (place, what) = &refused.conflicts[0];
    assert_eq!(place, &ListPlace::from(2));
    let text = what.to_string();
    assert!(
        text.contains("Rina Contoh Wulandari") && text.contains("Bambang Lain"),
        "{text}"
    );
    assert!(!text.contains("198503122010012001"), "{text}");
    // The good row goes in, the other does not.
    let skipped = import(&db, &file, 2, ImportMode::SkipConflicts).await;
    assert_eq!((skipped.persons_updated, skipped.conflicts.len()), (1, 1));
    assert_eq!(
        show(&db, 1).await.registered.person.name,
        "Rina Contoh Wulandari"
    );
    let mut confirmed = Confirmed::default();
    let nip = "198503122010012001".to_owned();
    confirmed
        .renames
        .insert(nip.clone(), "Bambang Orang Lain".to_owned());
    let wrong = confirm(&db, &file, ImportMode::AllOrNothing, &confirmed).await;
    assert_eq!(wrong.conflicts.len(), 1);
    confirmed.renames.insert(nip, "bambang  lain".to_owned());
    let right = confirm(&db, &file, ImportMode::AllOrNothing, &confirmed).await;
    assert!(right.written, "{right:?}");
    let shown = show(&db, 1).await;
    assert_eq!(shown.registered.person.name, "Bambang Lain");
    let last = shown.history.last().unwrap();
    assert_eq!(
        (&*last.field, last.before.as_deref()),
        ("name", Some("Rina Contoh Wulandari"))
    );
}

#[tokio::test]
async fn an_agency_is_not_renamed_by_a_wrong_row_either() {
    let (db, _place) = open().await;
    let file = "Jenis,Nama,Instansi,Akun\ninstansi,Dinas Kesehatan,Pemkab,https://dinkes.contoh.example/feed\n";
    import(&db, file, 0, ImportMode::AllOrNothing).await;
    let other = file.replace("Dinas Kesehatan", "Badan Kepegawaian");
    let refused = import(&db, &other, 1, ImportMode::SkipConflicts).await;
    assert_eq!((refused.written, refused.conflicts.len()), (false, 1));
    let mut confirmed = Confirmed::default();
    let address = "https://dinkes.contoh.example/feed".to_owned();
    confirmed
        .renames
        .insert(address, "Badan Kepegawaian".to_owned());
    assert!(
        confirm(&db, &other, ImportMode::AllOrNothing, &confirmed)
            .await
            .written
    );
}

#[tokio::test]
async fn an_account_changes_hands_when_that_is_confirmed_by_its_number() {
    let (db, _place) = open().await;
    let proven = "Jenis,NIP,Nama,Instansi,Akun,Bukti\n\
                  orang,198503122010012001,Rina Contoh Wulandari,Dinas,@rina@contoh.example,agency_letter\n";
    import(&db, proven, 0, ImportMode::AllOrNothing).await;
    let file = list(&[&DIMAS.replace("@dimas@", "@rina@")]);
    let refused = import(&db, &file, 1, ImportMode::SkipConflicts).await;
    assert!(
        matches!(
            refused.conflicts[0].1,
            RegisterRemark::HeldByAnother(_, AccountId(1), _)
        ),
        "{refused:?}"
    );
    let confirmed = Confirmed {
        hands: [AccountId(1)].into(),
        ..Confirmed::default()
    };
    let dry = confirm(&db, &file, ImportMode::DryRun, &confirmed).await;
    let lines: Vec<String> = dry.changes.iter().map(told).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    2 None - created: - -> Dimas Contoh
    2 None mastodon @rina@contoh.example person: Rina Contoh Wulandari (NIP ********201001****) -> Dimas Contoh (NIP ********201503****)
    ");
    let done = confirm(&db, &file, ImportMode::AllOrNothing, &confirmed).await;
    assert_eq!((done.accounts_moved, done.persons_created), (1, 1));
    let shown = show(&db, 1).await;
    assert_eq!(shown.registered.person.name, "Dimas Contoh");
    // The letter said that it was Rina's.
    assert_eq!((shown.proofs, shown.registered.proof), (vec![], None));
    let hands = shown
        .history
        .iter()
        .find(|line| line.field == "person")
        .unwrap();
    assert_eq!(
        (hands.before.as_deref(), hands.after.as_deref()),
        (Some("person:1"), Some("person:2"))
    );
    assert_eq!(
        (&*hands.actor, &*hands.reason),
        ("operator:petugas", "surat BKPSDM 1")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// The same list again changes nothing and lists nothing, whatever stands in it.
    #[test]
    fn an_unchanged_list_changes_and_lists_nothing(
        rows in prop::collection::btree_map((0..40_u32, 0..3_u32), (0..4_u32, any::<bool>()), 1..40),
    ) {
        let mut file = "Jenis,NIP,Nama,Instansi,Akun,Bukti\n".to_owned();
        for ((person, account), (_, proven)) in &rows {
            // What stands of a person is the same in each of their rows.
            let office = person % 4;
            let proof = if *proven { "agency_letter" } else { "" };
            file += &format!(
                "orang,19850312201001{:04},Orang Nomor {person},Dinas {office},@a{account}@p{person}.example,{proof}\n",
                1001 + person
            );
        }
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let (db, _place) = open().await;
            let first = import(&db, &file, 0, ImportMode::AllOrNothing).await;
            assert!(first.written && first.vanished.is_empty());
            let again = import(&db, &file, 1, ImportMode::AllOrNothing).await;
            let unchanged = u32::try_from(rows.len()).unwrap();
            let version = again.version;
            let nothing = ImportReport { unchanged, version, ..ImportReport::default() };
            assert_eq!(again, nothing);
            let exported = registry::export(&petugas(), &db, change(2).at, None).await.unwrap();
            let mut text = Vec::new();
            netra::registry::write_csv(&exported, &mut text).unwrap();
            let text = String::from_utf8(text).unwrap();
            let from_export = import(&db, &text, 3, ImportMode::DryRun).await;
            assert_eq!(from_export, nothing);
        });
    }
}
