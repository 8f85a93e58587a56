//! One account is one registration, however it is written, and whatever spelling an earlier
//! version gave it.

use netra::db::registry::{self, Confirmed, ImportMode, Why};
use netra::model::{ListPlace, Platform, Reader, RegistryEntry};

use super::read_text;
use crate::source::ways::WAYS;
use crate::support::reason;
use crate::support::{Installation, text};

const OWNER: &str = "instansi,Dinas Uji,Dinas Uji,32.04";

/// A file with one account a row.
fn file(rows: impl IntoIterator<Item = (Platform, String)>) -> String {
    let mut file = String::from("Jenis,Nama,Instansi,Kode Wilayah,Platform,Akun,Dasar,Berakhir\n");
    for (platform, address) in rows {
        let address = address.replace('"', "\"\"");
        file += &format!("{OWNER},{platform},\"{address}\",ST 1,2099-12-31\n");
    }
    file
}

fn import(installation: &Installation, file: &str) -> serde_json::Value {
    let path = installation.path().join("daftar.csv");
    std::fs::write(&path, file).unwrap();
    let path = path.to_str().unwrap();
    installation.json(&["registry", "import", path, "--reason", "surat 1"])
}

fn addresses(installation: &Installation) -> Vec<String> {
    let output = installation.run(&["registry", "list", "--json"]);
    let lines: Vec<serde_json::Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let address = |line: &serde_json::Value| line["address"].as_str().unwrap().to_owned();
    lines.iter().map(address).collect()
}

/// Registers addresses as they are, as earlier versions did.
fn register_as_written(installation: &Installation, rows: &[(Platform, &str)]) {
    let model = read_text(&file([(
        Platform::Mastodon,
        "@x@contoh.example".to_owned(),
    )]));
    let entry = |(row, (platform, address)): (u32, &(Platform, &str))| {
        let entry = RegistryEntry {
            platform: *platform,
            address: (*address).to_owned(),
            ..model.entries[0].1.clone()
        };
        (ListPlace::from(row), entry)
    };
    let entries: Vec<_> = (2..).zip(rows).map(entry).collect();
    let why = Why {
        reason: reason("surat lama"),
        at: jiff::Timestamp::from_second(1_790_000_000).unwrap(),
        seen: None,
    };
    let run = async {
        let db = installation.open_db().await;
        let reader = Reader::operator("petugas");
        let mode = ImportMode::AllOrNothing;
        let report = registry::import(&reader, &db, &entries, why, mode, &Confirmed::default())
            .await
            .unwrap();
        assert_eq!(report.accounts_created as usize, rows.len());
        db.close().await;
    };
    tokio::runtime::Runtime::new().unwrap().block_on(run);
}

#[test]
fn a_file_with_every_way_of_writing_registers_each_account_once() {
    let installation = Installation::new();
    let rows = WAYS.iter().flat_map(|(platform, spelt, ways)| {
        let all = ways.iter().chain([spelt]);
        all.map(|way| (*platform, (*way).to_owned()))
    });
    let mut rows: Vec<_> = rows.collect();
    let report = import(&installation, &file(rows.clone()));
    assert_eq!(report["errors"], serde_json::json!([]));
    assert_eq!(report["accounts_created"], WAYS.len());
    let expected: Vec<_> = WAYS
        .iter()
        .map(|(_, spelt, _)| (*spelt).to_owned())
        .collect();
    assert_eq!(addresses(&installation), expected);
    // Another way first, as the next letter may have it.
    rows.reverse();
    let again = import(&installation, &file(rows));
    assert_eq!(
        (&again["accounts_created"], &again["written"]),
        (&0.into(), &false.into())
    );
    assert_eq!(addresses(&installation), expected);
}

#[test]
fn what_was_registered_under_a_rougher_spelling_is_found_again() {
    let installation = Installation::new();
    let stored = [
        (Platform::Mastodon, "https://contoh.example/users/budi"),
        (
            Platform::Bluesky,
            "https://pds.example/profile/Budi.example",
        ),
        (Platform::Wordpress, "https://situs.example/author/budi"),
        (Platform::Feed, "https://blog.example/feed#atas"),
    ];
    register_as_written(&installation, &stored);
    let file = file([
        (Platform::Mastodon, "@budi@contoh.example".to_owned()),
        (
            Platform::Bluesky,
            "https://pds.example/budi.example".to_owned(),
        ),
        (
            Platform::Wordpress,
            "https://situs.example/author/Budi/feed/".to_owned(),
        ),
        (Platform::Feed, "https://BLOG.example/feed".to_owned()),
    ]);
    let report = import(&installation, &file);
    assert_eq!(
        (&report["accounts_created"], &report["unchanged"]),
        (&0.into(), &4.into())
    );
    assert_eq!(report["warnings"], serde_json::json!([]));
    let kept: Vec<_> = stored
        .iter()
        .map(|(_, address)| (*address).to_owned())
        .collect();
    assert_eq!(addresses(&installation), kept);
}

#[test]
fn an_account_that_is_registered_twice_is_told() {
    let installation = Installation::new();
    let stored = [
        (Platform::Mastodon, "https://contoh.example/users/budi"),
        (
            Platform::Mastodon,
            "https://contoh.example/@budi/with_replies",
        ),
    ];
    register_as_written(&installation, &stored);
    let file = file([(Platform::Mastodon, "@budi@contoh.example".to_owned())]);
    let report = import(&installation, &file);
    assert_eq!(report["accounts_created"], 0);
    let warning = report["warnings"][0]["message"].as_str().unwrap();
    assert_eq!(
        warning,
        "@budi@contoh.example is registered more than once, as accounts 1 and 2; retire all but one"
    );
    // Once a person has chosen, the other one is meant.
    installation.run(&["registry", "retire", "1", "--reason", "dobel"]);
    let settled = import(&installation, &file);
    assert_eq!(
        (&settled["unchanged"], &settled["warnings"]),
        (&1.into(), &serde_json::json!([]))
    );
}

#[test]
fn accounts_of_platforms_that_are_not_crawled_are_told_apart_everywhere() {
    let installation = Installation::new();
    let rows = [
        (
            Platform::Instagram,
            "https://www.instagram.com/dinas.uji/?igsh=abc".to_owned(),
        ),
        (Platform::Tiktok, "@dinasuji".to_owned()),
    ];
    let report = import(&installation, &file(rows));
    assert_eq!(
        (&report["accounts_created"], &report["errors"]),
        (&2.into(), &serde_json::json!([]))
    );
    let listed = installation.run(&["registry", "list"]);
    let listed = text(&listed.stdout);
    assert_eq!(
        listed.matches("collected by import or capture").count(),
        2,
        "{listed}"
    );
    let shown = installation.run(&["registry", "show", "1"]);
    assert!(text(&shown.stdout).contains("collected      by import or capture"));
    assert_eq!(
        installation.json(&["registry", "show", "1"])["collected"],
        "import_or_capture"
    );
    let status = installation.json(&["status"]);
    assert_eq!(status["accounts_by_import_or_capture"], 2);
    assert_eq!(status["accounts_due"], 0);
    // Not asked for, they are no concern of a crawl; asked for, the reason is said.
    let pass = installation.json(&["crawl"]);
    assert_eq!(
        (&pass["accounts"], &pass["requests"]),
        (&0.into(), &0.into())
    );
    assert_eq!(pass["failed"], serde_json::json!([]));
    let asked = installation.json(&["crawl", "--account", "1"]);
    assert_eq!(asked["requests"], 0);
    let reason = asked["failed"][0]["reason"].as_str().unwrap();
    assert!(
        reason.contains("collected by import or capture"),
        "{reason}"
    );
    assert_eq!(installation.json(&["status"])["accounts_failing"], 0);
    let found = installation.run(&["search", "platform:instagram"]);
    assert!(found.status.success(), "{}", text(&found.stderr));
}

#[test]
fn an_address_on_another_platform_than_the_row_says_is_taken_as_what_it_is_and_told() {
    let reading = read_text(&file([
        (
            Platform::Mastodon,
            "https://www.instagram.com/dinas".to_owned(),
        ),
        (
            Platform::Feed,
            "https://dinas.wordpress.com/feed/".to_owned(),
        ),
    ]));
    assert_eq!(reading.errors, []);
    let warnings: Vec<_> = reading.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "row 2, Akun: \"https://www.instagram.com/dinas\" is on instagram, and was taken as that and not as mastodon"
        ]
    );
    let platforms: Vec<_> = reading
        .entries
        .iter()
        .map(|(_, entry)| entry.platform)
        .collect();
    assert_eq!(platforms, [Platform::Instagram, Platform::Feed]);
}

#[test]
fn columns_and_cells_name_platforms_as_people_do() {
    let reading = read_text(
        "Nama,NIP,Instansi,Akun IG,FB,Twitter,Link Tiktok,YouTube\n\
         Rina,198503122010012001,Dinas,@rina,rina.contoh,@rina_c,tiktok.com/@rina,@rina-contoh\n",
    );
    let found: Vec<_> = reading
        .entries
        .iter()
        .map(|(_, entry)| format!("{} {}", entry.platform, entry.address))
        .collect();
    assert_eq!(
        found,
        [
            "instagram @rina",
            "facebook @rinacontoh",
            "x @rina_c",
            "tiktok @rina",
            "youtube @rina-contoh"
        ]
    );
    let named = read_text(
        "Nama,NIP,Instansi,Media Sosial,Akun\nRina,198503122010012001,Dinas,Twitter / X,@rina_c\n",
    );
    assert_eq!(named.entries[0].1.platform, Platform::X);
}

#[test]
fn what_the_pages_call_a_field_is_the_name_of_a_column_too() {
    let reading = read_text(
        "Nama,NIP,Instansi,Kode wilayah,Dasar penugasan,Hari terakhir pemantauan,Akun\n\
         Rina,198503122010012001,Dinas,32.04.01,ST 9/2027,2027-02-28,https://m.contoh.example/@rina\n",
    );
    let [(_, entry)] = &reading.entries[..] else {
        panic!("{reading:?}");
    };
    assert_eq!(entry.region.as_str(), "32.04.01");
    assert_eq!(entry.purpose.basis, "ST 9/2027");
    assert_eq!(entry.purpose.ends_on.to_string(), "2027-02-28");
}
