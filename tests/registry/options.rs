//! What to do about a remark, said at the command line with the options that do it.

use std::path::Path;

use rust_xlsxwriter::Workbook;

use super::command::{listed, netra, output};

/// What an import prints of the file.
fn imported(at: &Path, file: &str, text: &str, code: i32) -> String {
    std::fs::write(at.join(file), text).unwrap();
    let import = ["registry", "import", file, "--reason", "surat 2"];
    let told = output(at, &import, code);
    let remarks = told
        .lines()
        .filter(|line| line.starts_with("error") || line.starts_with("warning"));
    remarks.collect::<Vec<_>>().join("\n")
}

/// What a refused command says.
fn complaint(at: &Path, arguments: &[&str]) -> String {
    let why = ["--reason", "BA 3/2026"];
    let refused = netra(at, &[&["registry"], arguments, &why].concat())
        .assert()
        .code(2);
    String::from_utf8(refused.get_output().stderr.clone()).unwrap()
}

#[test]
fn what_waits_for_somebody_is_told_with_the_option_that_confirms_it() {
    let folder = listed();
    let at = folder.path();
    let done = ["registry", "retire", "--person", "2", "--reason", "pensiun"];
    output(at, &done, 0);
    let header = "NIP,Nama,Instansi,Kode Wilayah,Akun,Dasar,Berakhir\n";
    let row = |nip: &str, name: &str, account: &str| {
        format!("{nip},{name},Dinas,32.04,{account},ST-1,2099-12-31\n")
    };
    let rina = "198503122010012001";
    let rows = [
        row("199501012020122003", "Siti Contoh", "@rina@contoh.example"),
        row(rina, "Bambang Lain", "@rina.baru@contoh.example"),
        row(
            "199007212015031002",
            "Dimas Contoh",
            "@dimas@contoh.example",
        ),
    ];
    insta::assert_snapshot!(imported(
        at,
        "baru.csv",
        &format!("{header}{}", rows.concat()),
        2
    ));
    output(
        at,
        &["registry", "restore", "--person", "2", "--reason", "x1"],
        0,
    );
    output(at, &["registry", "retire", "2", "--reason", "pensiun"], 0);
    let again = format!("{header}{}", rows[2]);
    insta::assert_snapshot!(imported(at, "lagi.csv", &again, 0), @"warning: row 2: @dimas@contoh.example was retired and stays retired; netra registry restore 2 takes it back");
}

#[test]
fn a_refused_correction_is_told_with_the_command_that_comes_first() {
    let folder = listed();
    let at = folder.path();
    output(
        at,
        &["registry", "retire", "--person", "1", "--reason", "pensiun"],
        0,
    );
    insta::assert_snapshot!(complaint(at, &["restore", "1"]), @"netra: account 1 was retired with its person; take both back with netra registry restore --person 1");
    insta::assert_snapshot!(complaint(at, &["move", "2", "--to", "1"]), @"netra: person 1 was retired; take them back first with netra registry restore --person 1");
    insta::assert_snapshot!(complaint(at, &["move", "2", "--to", "2"]), @"netra: account 2 is person 2's already");
}

#[test]
fn what_neither_file_nor_settings_say_is_told_with_its_option() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    netra(at, &["init", "."]).assert().success();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Data").unwrap();
    for (row, account) in ["Akun", "@rina@contoh.example", "@dua@contoh.example"]
        .iter()
        .enumerate()
    {
        let row = u32::try_from(row).unwrap();
        let first = if row == 0 {
            ["NIP", "Nama", "Instansi"]
        } else {
            ["198503122010012001", "Rina", "Dinas"]
        };
        for (column, cell) in (0..).zip(first.iter().chain([account])) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    sheet.set_row_hidden(2).unwrap();
    book.save(at.join("daftar.xlsx")).unwrap();
    let import = ["registry", "import", "daftar.xlsx", "--reason", "surat 1"];
    let told = output(at, &import, 2);
    insta::assert_snapshot!(told);
}
