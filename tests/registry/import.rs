//! Taking files over into the database.

use netra::db::registry::{self, Confirmed, ImportMode, ImportReport, Registered, Why};
use netra::db::{Db, DbError};
use netra::model::{
    AccountId, LONGEST_KEY, OwnershipProof, ProofKind, Reader, RegistryEntry, Sha256,
};

use super::read_text;
use crate::support::database::Place;
use crate::support::reason;

const FILE: &str = "\
Jenis,NIP,Nama,Instansi,Kode Wilayah,Akun,Bukti
orang,198503122010012001,Rina Contoh,Dinas Pendidikan,32.04,@rina@contoh.example,agency_letter
orang,198503122010012001,Rina Contoh,Dinas Pendidikan,32.04,https://bsky.app/profile/rina.contoh.example,
instansi,,Dinas Kesehatan,Pemkab Sukaraja,32.04,https://dinkes.contoh.example/feed,
";

pub(super) async fn open() -> (Db, Place) {
    let place = Place::new();
    (place.open().await, place)
}

pub(super) fn petugas() -> Reader {
    Reader::operator("petugas")
}

pub(super) async fn list(db: &Db, with_retired: bool) -> Vec<Registered> {
    let listed = registry::list(&petugas(), db, change(0).at, with_retired).await;
    listed
        .unwrap()
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap()
}

pub(super) async fn show(db: &Db, id: i64) -> registry::Shown {
    let shown = registry::show(&petugas(), db, change(0).at, AccountId(id), None).await;
    shown.unwrap()
}

pub(super) fn change(second: i64) -> Why<'static> {
    Why {
        reason: reason("surat BKPSDM 1"),
        at: jiff::Timestamp::from_second(1_790_000_000 + second).unwrap(),
        seen: None,
    }
}

pub(super) async fn import(db: &Db, file: &str, second: i64, mode: ImportMode) -> ImportReport {
    let reading = read_text(file);
    assert_eq!(reading.errors, []);
    let nothing = Confirmed::default();
    registry::import(
        &petugas(),
        db,
        &reading.entries,
        change(second),
        mode,
        &nothing,
    )
    .await
    .unwrap()
}

fn entries(file: &str) -> Vec<RegistryEntry> {
    read_text(file)
        .entries
        .into_iter()
        .map(|(_, entry)| entry)
        .collect()
}

#[tokio::test]
async fn a_file_imported_twice_changes_nothing_the_second_time() {
    let (db, _folder) = open().await;
    let dry = import(&db, FILE, 0, ImportMode::DryRun).await;
    assert!(!dry.written);
    assert_eq!(list(&db, true).await, []);
    let first = import(&db, FILE, 0, ImportMode::AllOrNothing).await;
    assert_eq!(
        (
            first.persons_created,
            first.accounts_created,
            first.proofs_added
        ),
        (2, 3, 1)
    );
    assert_eq!(
        ImportReport {
            written: false,
            persons: Vec::new(),
            ..first.clone()
        },
        dry
    );
    let account = list(&db, true).await[0].account.id.0;
    let before = show(&db, account).await;
    let second = import(&db, FILE, 9, ImportMode::AllOrNothing).await;
    assert_eq!(
        second,
        ImportReport {
            unchanged: 3,
            version: second.version,
            ..ImportReport::default()
        }
    );
    assert_eq!(show(&db, account).await, before);
}

#[tokio::test]
async fn an_update_keeps_the_old_value_in_the_history() {
    let (db, _folder) = open().await;
    import(&db, FILE, 0, ImportMode::AllOrNothing).await;
    let moved = FILE.replace("Dinas Pendidikan,32.04", "Dinas Sosial,32.73");
    let report = import(&db, &moved, 5, ImportMode::AllOrNothing).await;
    assert_eq!((report.persons_updated, report.unchanged), (1, 2));
    let shown = show(&db, 1).await;
    assert_eq!(shown.registered.person.agency, "Dinas Sosial");
    let history: Vec<String> = shown
        .history
        .iter()
        .map(|line| {
            let (before, after) = (line.before.as_deref(), line.after.as_deref());
            format!(
                "{} {}: {} -> {}",
                line.subject,
                line.field,
                before.unwrap_or("-"),
                after.unwrap_or("-")
            )
        })
        .collect();
    insta::assert_snapshot!(history.join("\n"), @r#"
    person:1 created: - -> Rina Contoh
    account:1 created: - -> mastodon @rina@contoh.example
    account:1 proof: - -> {"kind":"agency_letter","reference":null,"verified_by":null,"verified_at":null,"expires_at":null}
    person:1 agency: Dinas Pendidikan -> Dinas Sosial
    person:1 region: 32.04 -> 32.73
    "#);
}

#[tokio::test]
async fn an_account_of_somebody_else_stops_the_import() {
    let (db, _folder) = open().await;
    import(&db, FILE, 0, ImportMode::AllOrNothing).await;
    let file = "\
NIP,Nama,Instansi,Akun
199007212015031002,Dimas Contoh,Dinas PU,@dimas@contoh.example
199501012020122003,Siti Contoh,Dinas PU,@rina@contoh.example
";
    let report = import(&db, file, 5, ImportMode::AllOrNothing).await;
    insta::assert_snapshot!(report.conflicts[0].1, @r#"@rina@contoh.example is registered as account 1 of Rina Contoh (NIP ********201001****); confirm that it has changed hands, or that it never was theirs"#);
    assert!(!report.written);
    assert_eq!(list(&db, true).await.len(), 3);
    let skipped = import(&db, file, 6, ImportMode::SkipConflicts).await;
    assert!(skipped.written);
    assert_eq!(list(&db, true).await.len(), 4);
}

#[tokio::test]
async fn a_retired_account_stays_retired() {
    let (db, _folder) = open().await;
    import(&db, FILE, 0, ImportMode::AllOrNothing).await;
    assert!(
        registry::retire(&petugas(), &db, AccountId(2), change(1))
            .await
            .unwrap()
    );
    assert!(
        !registry::retire(&petugas(), &db, AccountId(2), change(2))
            .await
            .unwrap()
    );
    let report = import(&db, FILE, 3, ImportMode::AllOrNothing).await;
    assert_eq!(
        (report.unchanged, report.notes.len(), report.written),
        (2, 1, false)
    );
    let listed = list(&db, false).await;
    let ids: Vec<i64> = listed.iter().map(|found| found.account.id.0).collect();
    assert_eq!(ids, [1, 3]);
    let shown = show(&db, 2).await;
    assert_eq!(shown.registered.retired_at, Some(change(1).at));
    assert_eq!(shown.history.last().unwrap().field, "retired");
}

#[tokio::test]
async fn a_proof_is_added_and_remembered() {
    let (db, _folder) = open().await;
    import(&db, FILE, 0, ImportMode::AllOrNothing).await;
    let proof = OwnershipProof {
        kind: ProofKind::Admitted,
        reference: Some("BA 3/2026".to_owned()),
        verified_by: Some("Petugas".to_owned()),
        verified_at: Some(change(4).at),
        expires_at: None,
    };
    registry::verify(&petugas(), &db, AccountId(1), &proof, change(4))
        .await
        .unwrap();
    let shown = show(&db, 1).await;
    assert_eq!(shown.proofs.len(), 2);
    assert_eq!(shown.registered.proof.as_ref(), Some(&proof));
    assert_eq!(shown.history.last().unwrap().field, "proof");
    let unknown = registry::verify(&petugas(), &db, AccountId(99), &proof, change(4)).await;
    assert!(matches!(unknown, Err(DbError::Unknown { id: 99, .. })));
}

#[tokio::test]
async fn an_export_imports_again_without_change_here_and_elsewhere() {
    let (db, _folder) = open().await;
    import(&db, FILE, 0, ImportMode::AllOrNothing).await;
    let exported = registry::export(&petugas(), &db, change(0).at, None)
        .await
        .unwrap();
    assert_eq!(exported, entries(FILE));
    let text = super::written(&exported);
    let again = import(&db, &text, 9, ImportMode::AllOrNothing).await;
    assert_eq!((again.unchanged, again.written), (3, false));
    let (other, _other_folder) = open().await;
    import(&other, &text, 9, ImportMode::AllOrNothing).await;
    assert_eq!(
        registry::export(&petugas(), &other, change(0).at, None)
            .await
            .unwrap(),
        exported
    );
}

/// Without its index each row would read all agencies, and an import of n of them n times n.
#[tokio::test]
async fn an_agency_is_found_by_an_index() {
    let (_db, place) = open().await;
    let raw = place.raw();
    raw.run(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
         INSERT INTO person (kind, name, agency, region, purpose_basis, purpose_ends, created_at)
         SELECT 'agency', 'Dinas ' || i, 'Pemkab', '32.04', 'ST', '2099-12-31', 0 FROM n",
    )
    .await;
    let sql = "SELECT * FROM person WHERE kind = 'agency' AND name = 'Dinas 7' \
               AND agency = 'Pemkab' AND region = '32.04'";
    raw.assert_walk(sql, "person", "person_agency").await;
}

/// Letters in an order that nothing can make shorter.
fn noise(seed: u8, length: usize) -> String {
    let digests = (0..).map(|number: usize| Sha256::of(format!("{seed} {number}")).to_string());
    digests
        .flat_map(String::into_bytes)
        .map(char::from)
        .take(length)
        .collect()
}

#[tokio::test]
async fn the_longest_texts_that_a_file_may_hold_are_taken_over() {
    let (db, _place) = open().await;
    let [name, agency, path] = [1, 2, 3].map(|seed| noise(seed, LONGEST_KEY / 2));
    let file = format!(
        "Jenis,Nama,Instansi,Kode Wilayah,Platform,Akun\n\
         instansi,{name},{agency},32.04,feed,https://contoh.example/{path}{}\n",
        &noise(4, LONGEST_KEY / 2 - 40)
    );
    let report = import(&db, &file, 0, ImportMode::AllOrNothing).await;
    assert!(report.written, "{report:?}");
    let again = import(&db, &file, 1, ImportMode::AllOrNothing).await;
    assert_eq!(again.unchanged, 1, "{again:?}");
}
