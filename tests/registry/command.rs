//! `netra registry` as people type it.

use std::path::Path;

use assert_cmd::Command;

pub(super) fn netra(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_netra"));
    command.current_dir(folder).args(arguments);
    command
}

pub(super) fn output(folder: &Path, arguments: &[&str], code: i32) -> String {
    let done = netra(folder, arguments).assert().code(code);
    String::from_utf8(done.get_output().stdout.clone()).unwrap()
}

#[test]
fn the_register_is_imported_listed_retired_and_exported() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    netra(at, &["init", "."]).assert().success();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/config/registry.example.csv");
    let import = ["registry", "import", example, "--reason", "surat 1"];
    let dry = output(at, &[&import[..], &["--dry-run"]].concat(), 0);
    assert!(
        dry.contains("5 accounts new") && dry.contains("dry run"),
        "{dry}"
    );
    assert_eq!(output(at, &["registry", "list"], 0), "");
    assert!(
        output(at, &import, 0).contains("\nwritten")
            || output(at, &["registry", "list"], 0).lines().count() == 6
    );
    assert!(output(at, &import, 0).contains("nothing changed"));
    let listed = output(at, &["registry", "list"], 0);
    assert_eq!(listed.lines().count(), 6);
    let header = listed.lines().next().unwrap_or_default();
    let header: Vec<&str> = header.split("  ").filter(|cell| !cell.is_empty()).collect();
    assert_eq!(
        header.concat().replace(' ', ""),
        "idplatformaddressnipnamestatelasterror"
    );
    assert!(listed.contains("********201001****") && !listed.contains("198503122010012001"));
    output(at, &["registry", "retire", "2", "--reason", "pensiun"], 0);
    output(at, &["registry", "retire", "2", "--reason", "pensiun"], 2);
    output(at, &["registry", "show", "99"], 2);
    output(
        at,
        &[
            "registry", "verify", "1", "--kind", "admitted", "--reason", "BA 1",
        ],
        0,
    );
    let shown = output(at, &["registry", "show", "1", "--json"], 0);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["proofs"].as_array().unwrap().len(), 2);
    assert_eq!(output(at, &["registry", "export"], 0).lines().count(), 5);
}

#[test]
fn a_wrong_row_stops_the_import_with_exit_code_two() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    netra(at, &["init", "."]).assert().success();
    let file = at.join("daftar.csv");
    let text = "NIP,Nama,Instansi,Kode Wilayah,Akun,Dasar,Berakhir\n\
                198503122010012001,Rina,Dinas,32.04,@rina@contoh.example,ST-1,2027-12-31\n\
                1.9E+17,Dimas,Dinas,32.04,@dimas@contoh.example,ST-1,2027-12-31\n";
    std::fs::write(&file, text).unwrap();
    let import = ["registry", "import", "daftar.csv", "--reason", "surat 1"];
    let refused = output(at, &import, 2);
    assert!(
        refused.contains("error: row 3, NIP") && refused.contains("nothing was written"),
        "{refused}"
    );
    assert_eq!(output(at, &["registry", "list"], 0), "");
    output(at, &[&import[..], &["--skip-bad-rows"]].concat(), 0);
    assert_eq!(output(at, &["registry", "list"], 0).lines().count(), 2);
    output(
        at,
        &["registry", "import", "tidak-ada.csv", "--reason", "x"],
        2,
    );
}

const LIST: &str = "NIP,Nama,Instansi,Kode Wilayah,Akun,Dasar,Berakhir\n\
                    198503122010012001,Rina Contoh Wulandari,Dinas,32.04,@rina@contoh.example,ST-1,2099-12-31\n\
                    199007212015031002,Dimas Contoh,Dinas,32.04,@dimas@contoh.example,ST-1,2099-12-31\n";

fn value(folder: &Path, arguments: &[&str], code: i32) -> serde_json::Value {
    let told = output(folder, &[arguments, &["--json"]].concat(), code);
    serde_json::from_str(&told).unwrap()
}

/// An installation whose register holds [`LIST`].
pub(super) fn listed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    netra(folder.path(), &["init", "."]).assert().success();
    std::fs::write(folder.path().join("daftar.csv"), LIST).unwrap();
    output(
        folder.path(),
        &["registry", "import", "daftar.csv", "--reason", "surat 1"],
        0,
    );
    folder
}

#[test]
fn a_dry_run_says_what_changes_and_another_name_is_confirmed_by_name() {
    let folder = listed();
    let at = folder.path();
    let other = "NIP,Nama,Instansi,Kode Wilayah,Akun,Dasar,Berakhir\n\
                 198503122010012001,Bambang Lain,Dinas,32.04,@rina@contoh.example,ST-2,2099-12-31\n";
    std::fs::write(at.join("baru.csv"), other).unwrap();
    let import = ["registry", "import", "baru.csv", "--reason", "surat 2"];
    let refused = value(at, &[&import[..], &["--dry-run"]].concat(), 2);
    let error = refused["errors"][0]["message"].as_str().unwrap();
    assert!(
        error.contains("Rina Contoh Wulandari") && error.contains("--rename"),
        "{error}"
    );
    assert_eq!(refused["vanished"][0]["name"], "Dimas Contoh");
    output(at, &[&import[..], &["--skip-bad-rows"]].concat(), 0);
    assert_eq!(
        value(at, &["registry", "show", "1"], 0)["name"],
        "Rina Contoh Wulandari"
    );
    let rename = ["--rename", "198503122010012001=Bambang Lain"];
    let dry = output(at, &[&import[..], &rename, &["--dry-run"]].concat(), 0);
    assert!(
        dry.contains("name: Rina Contoh Wulandari -> Bambang Lain")
            && dry.contains("purpose_basis: ST-1 -> ST-2")
            && dry.contains("no longer named: account 2"),
        "{dry}"
    );
    let done = value(at, &[&import[..], &rename].concat(), 0);
    assert_eq!(
        (&done["written"], &done["changes_left_out"]),
        (&true.into(), &0.into())
    );
    assert_eq!(
        value(at, &["registry", "show", "1"], 0)["name"],
        "Bambang Lain"
    );
}

#[test]
fn accounts_and_persons_go_to_others_and_come_back() {
    let folder = listed();
    let at = folder.path();
    let done = |arguments: &[&str], code| {
        output(
            at,
            &[&["registry"], arguments, &["--reason", "BA 3/2026"]].concat(),
            code,
        )
    };
    done(&["retire", "1"], 0);
    done(&["restore", "1"], 0);
    done(&["restore", "1"], 2);
    done(&["retire", "--person", "1"], 0);
    done(&["restore", "1"], 2);
    done(&["restore", "--person", "1"], 0);
    done(&["retire", "1", "--person", "1"], 2);
    done(&["move", "1", "--to", "2", "--since", "2026-01-02"], 0);
    done(&["move", "1", "--to", "1", "--since", "2026-01-01"], 2);
    assert_eq!(
        value(at, &["registry", "show", "1"], 0)["name"],
        "Dimas Contoh"
    );
    done(&["split", "2", "--account", "1", "--to", "1"], 0);
    done(&["merge", "2", "--into", "1"], 0);
    done(&["merge", "2", "--into", "1"], 2);
    done(&["split", "1", "--account", "2", "--to", "2"], 0);
    let shown = value(at, &["registry", "show", "2"], 0);
    assert_eq!(shown["name"], "Dimas Contoh");
    let user = netra::access::operator::system_name();
    for line in shown["history"].as_array().unwrap() {
        assert_eq!(line["actor"], format!("operator:{user}"));
    }
    let version = value(at, &["status"], 0)["registry_version"]
        .as_i64()
        .unwrap();
    done(&["retire", "1"], 0);
    assert!(
        value(at, &["status"], 0)["registry_version"]
            .as_i64()
            .unwrap()
            > version
    );
}

#[test]
fn a_reason_that_says_nothing_is_refused_everywhere() {
    let folder = listed();
    let at = folder.path();
    let commands: [&[&str]; 7] = [
        &["import", "daftar.csv"],
        &["retire", "1"],
        &["restore", "1"],
        &["verify", "1", "--kind", "admitted"],
        &["move", "1", "--to", "2"],
        &["merge", "1", "--into", "2"],
        &["split", "1", "--account", "1", "--to", "2"],
    ];
    for command in commands {
        for empty in ["", "  ", "...", "-", "\u{2014}", "?!"] {
            let reason = format!("--reason={empty}");
            output(at, &[&["registry"], command, &[&*reason]].concat(), 2);
        }
    }
    let shown = value(at, &["registry", "show", "1"], 0);
    assert_eq!(shown["history"].as_array().unwrap().len(), 2);
}
