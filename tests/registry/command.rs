//! `netra registry` as people type it.

use std::path::Path;

use assert_cmd::Command;

fn netra(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_netra"));
    command.current_dir(folder).args(arguments);
    command
}

fn output(folder: &Path, arguments: &[&str], code: i32) -> String {
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
            || output(at, &["registry", "list"], 0).lines().count() == 5
    );
    assert!(output(at, &import, 0).contains("nothing changed"));
    let listed = output(at, &["registry", "list"], 0);
    assert_eq!(listed.lines().count(), 5);
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
    assert_eq!(output(at, &["registry", "list"], 0).lines().count(), 1);
    output(
        at,
        &["registry", "import", "tidak-ada.csv", "--reason", "x"],
        2,
    );
}
