//! Where in a file something stands: the sheet wherever there are several, the cell beside what is
//! wrong with it.

use netra::db::registry::{self, Confirmed, ImportMode};
use netra::model::{AccountId, Language, ListPlace, RegisterRemark};
use netra::registry::{RowRemark, SheetReading, read};
use netra::source::Sources;
use rust_xlsxwriter::Workbook;

use super::import::{change, import, open, petugas};
use super::{defaults, read_text};

const HEADER: [&str; 4] = ["NIP", "Nama", "Instansi", "Akun"];
const RINA: [&str; 4] = [
    "198503122010012001",
    "Rina Contoh",
    "Dinas",
    "@rina@contoh.example",
];
const DIMAS: [&str; 4] = [
    "199007212015031002",
    "Dimas Contoh",
    "Dinas",
    "@dimas@contoh.example",
];
const JOKO: [&str; 4] = [
    "200001012022031001",
    "Joko Contoh",
    "Dinas",
    "@joko@contoh.example",
];
const SITI: [&str; 4] = [
    "199501012020122003",
    "Siti Contoh",
    "Dinas",
    "@siti@contoh.example",
];

fn workbook(sheets: &[(&str, &[[&str; 4]])]) -> SheetReading {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip([&HEADER].into_iter().chain(*rows)) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    read("daftar.xlsx", &bytes, &defaults(), &Sources::default())
}

fn at(sheet: &str, row: u32) -> ListPlace {
    ListPlace {
        sheet: Some(sheet.into()),
        row,
    }
}

#[tokio::test]
async fn what_the_register_says_of_a_row_names_its_sheet() {
    let (db, _place) = open().await;
    let first = "NIP,Nama,Instansi,Akun\n\
                 198503122010012001,Rina Contoh,Dinas,@rina@contoh.example\n\
                 199501012020122003,Siti Contoh,Dinas,@siti@contoh.example\n";
    import(&db, first, 0, ImportMode::AllOrNothing).await;
    registry::retire(&petugas(), &db, AccountId(2), change(1))
        .await
        .unwrap();
    // The second row of both sheets: without the sheet nobody knows which is meant.
    let taken = [DIMAS[0], DIMAS[1], DIMAS[2], RINA[3]];
    let list = workbook(&[("Kec A", &[JOKO, SITI]), ("Kec B", &[taken, DIMAS])]);
    assert_eq!(list.errors, []);
    let nothing = Confirmed::default();
    let dry = ImportMode::DryRun;
    let report = registry::import(&petugas(), &db, &list.entries, change(2), dry, &nothing)
        .await
        .unwrap();
    let [(held, what)] = report.conflicts.as_slice() else {
        panic!("{:?}", report.conflicts);
    };
    assert_eq!(held, &at("Kec B", 2));
    assert!(
        matches!(what, RegisterRemark::HeldByAnother(_, AccountId(1), _)),
        "{what}"
    );
    let [(kept, what)] = report.notes.as_slice() else {
        panic!("{:?}", report.notes);
    };
    assert_eq!(kept, &at("Kec A", 3));
    assert!(
        matches!(what, RegisterRemark::StaysRetired(_, AccountId(2))),
        "{what}"
    );
    let changed: Vec<&ListPlace> = report.changes.iter().map(|change| &change.place).collect();
    let (joko, dimas) = (at("Kec A", 2), at("Kec B", 3));
    assert_eq!(changed, [&joko, &joko, &dimas, &dimas]);
    let printed = serde_json::to_value(&report.changes[0]).unwrap();
    assert_eq!(
        (&printed["sheet"], &printed["row"]),
        (&"Kec A".into(), &2.into())
    );
    assert_eq!(kept.told(Language::Indonesian), "lembar “Kec A”, baris 3");
}

#[test]
fn rows_that_contradict_each_other_across_sheets_name_both() {
    let other = [RINA[0], "Rina Lain", RINA[2], "@rina.dua@contoh.example"];
    let reading = workbook(&[("Kec A", &[RINA]), ("Kec B", &[other])]);
    let told: Vec<String> = reading
        .errors
        .iter()
        .map(|error| error.told(Language::Indonesian))
        .collect();
    insta::assert_snapshot!(told[0], @"lembar “Kec A”, baris 2: NIP ********201001**** ada juga di lembar “Kec B”, baris 2, dengan nama, instansi, jabatan, wilayah, atau dasar yang lain; samakan kedua baris");
    insta::assert_snapshot!(told[1], @"lembar “Kec B”, baris 2: NIP ********201001**** ada juga di lembar “Kec A”, baris 2, dengan nama, instansi, jabatan, wilayah, atau dasar yang lain; samakan kedua baris");
}

#[test]
fn what_a_cell_says_stands_beside_what_is_wrong_with_it() {
    let long = "x".repeat(500);
    let reading = read_text(&format!(
        "NIP,Nama,Instansi,Akun,Berakhir\n\
         1985031220100120,Rina,Dinas,@rina@contoh.example,kapan-kapan\n\
         199007212015031002,,Dinas,@dimas@contoh.example,\n\
         199501012020122003,Siti,Dinas,{long}@gmail.com,\n"
    ));
    let errors: Vec<_> = reading
        .errors
        .iter()
        .map(|error| (error.row, error.column.as_deref(), error.written.as_deref()))
        .collect();
    assert_eq!(
        errors,
        [
            (Some(2), Some("NIP"), Some("****************")),
            (Some(2), Some("Berakhir"), Some("kapan-kapan")),
            (Some(3), Some("Nama"), None),
        ]
    );
    let mail = &reading.warnings[0];
    assert!(matches!(mail.what, RowRemark::MailAddress(_)), "{mail}");
    let written = mail.written.as_deref().unwrap();
    assert_eq!(written.chars().count(), 81);
    assert!(written.ends_with('…'));
}

/// A sheet more than are read, and a cell further right than is read, are told.
#[test]
fn nothing_that_is_filled_is_left_out_without_a_word() {
    let names: Vec<String> = (1..=66).map(|number| format!("Kec {number}")).collect();
    let mut book = Workbook::new();
    for (number, name) in (0..).zip(&names) {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (column, (head, cell)) in (0..).zip(HEADER.iter().zip(RINA)) {
            sheet.write_string(0, column, *head).unwrap();
            let cell = if column == 3 {
                format!("@a{number}@contoh.example")
            } else {
                cell.to_owned()
            };
            sheet.write_string(1, column, cell).unwrap();
        }
        if number == 0 {
            sheet.write_string(1, 300, "jauh di kanan").unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let reading = read("daftar.xlsx", &bytes, &defaults(), &Sources::default());
    assert_eq!(reading.entries.len(), 64);
    let told: Vec<String> = reading.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "sheet \"Kec 1\" is filled right of column 256 too, and the cells there were not read",
            "only the first 64 sheets were read, the next 2 were not; move them to another file",
        ]
    );
}
