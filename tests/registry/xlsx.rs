//! XLSX workbooks, made here as offices make them.

use std::io::{Cursor, Read as _, Write as _};

use netra::registry::{Defaults, SheetReading, read};
use netra::source::Sources;
use proptest::prelude::*;
use rstest::rstest;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::{defaults, report};

fn read_book(mut book: Workbook) -> SheetReading {
    read(
        "daftar.xlsx",
        &book.save_to_buffer().unwrap(),
        &defaults(),
        &Sources::default(),
    )
}

fn write(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, text) in (0..).zip(cells) {
        if !text.is_empty() {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
}

#[test]
fn a_sheet_with_titles_merged_cells_and_dates_is_read() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Petunjuk")
        .unwrap()
        .write_string(0, 0, "Isi lembar kedua")
        .unwrap();
    let sheet = book.add_worksheet().set_name("Daftar ASN").unwrap();
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 6, "DAFTAR AKUN PEGAWAI", &plain)
        .unwrap();
    sheet.merge_range(2, 0, 3, 0, "No", &plain).unwrap();
    sheet.merge_range(2, 1, 3, 1, "NIP", &plain).unwrap();
    sheet.merge_range(2, 2, 3, 2, "Nama", &plain).unwrap();
    sheet.merge_range(2, 3, 3, 3, "Instansi", &plain).unwrap();
    sheet
        .merge_range(2, 4, 2, 5, "Media Sosial", &plain)
        .unwrap();
    write(
        sheet,
        3,
        &["", "", "", "", "Platform", "Akun", "Kode Wilayah"],
    );
    sheet.write_string(3, 7, "Berakhir").unwrap();
    sheet
        .merge_range(4, 1, 5, 1, "198503122010012001", &plain)
        .unwrap();
    sheet
        .merge_range(4, 2, 5, 2, "Rina Contoh", &plain)
        .unwrap();
    sheet
        .merge_range(4, 3, 5, 3, "Dinas Pendidikan", &plain)
        .unwrap();
    write(
        sheet,
        4,
        &["", "", "", "", "mastodon", "@rina@contoh.example"],
    );
    write(
        sheet,
        5,
        &["", "", "", "", "bluesky", "rina.contoh.example"],
    );
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for row in [4, 5] {
        sheet.write_number(row, 6, 32.1).unwrap();
        let day = ExcelDateTime::from_ymd(2027, 6, 30).unwrap();
        sheet
            .write_datetime_with_format(row, 7, day, &date)
            .unwrap();
    }
    let reading = read_book(book);
    insta::assert_snapshot!(report(&reading), @r#"
    5: 198503122010012001 | Rina Contoh | Dinas Pendidikan | - | 32.10 | mastodon @rina@contoh.example
    6: 198503122010012001 | Rina Contoh | Dinas Pendidikan | - | 32.10 | bluesky rina.contoh.example
    warning: sheet "Petunjuk" has no header that names persons and accounts; its filled rows were not read (1)
    "#);
    assert_eq!(
        reading.entries[1].1.purpose.ends_on,
        jiff::civil::date(2027, 6, 30)
    );
}

#[test]
fn a_nip_stored_as_a_number_is_refused_and_not_guessed() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, 0, &["NIP", "Nama", "Instansi", "Akun"]);
    sheet
        .write_number(1, 0, 198_503_122_010_012_001_f64)
        .unwrap();
    write(sheet, 1, &["", "Rina", "Dinas", "@rina@contoh.example"]);
    write(
        sheet,
        2,
        &[
            "'199007212015031002",
            "Dimas",
            "Dinas",
            "@dimas@contoh.example",
        ],
    );
    sheet
        .write_formula(3, 0, Formula::new("=A1&\"x\"").set_result("#N/A"))
        .unwrap();
    write(sheet, 3, &["", "Siti", "Dinas", "@siti@contoh.example"]);
    insta::assert_snapshot!(report(&read_book(book)), @r#"
    3: 199007212015031002 | Dimas | Dinas | - | 32.04 | mastodon @dimas@contoh.example
    error: row 2, NIP: the NIP is stored as a number, and spreadsheets keep only 15 of its 18 digits; format the column as text and enter the NIP again from the source
    error: row 4, NIP: the formula gives #N/A; write the value
    warning: sheet "Sheet1": 1 cell with a formula; the last computed values were taken
    "#);
}

#[test]
fn a_cell_in_the_last_corner_and_a_merge_of_everything_cost_nothing() {
    let header = ["NIP", "Nama", "Instansi", "Akun"];
    let row = [
        "199007212015031002",
        "Dimas",
        "Dinas",
        "@dimas@contoh.example",
    ];
    let cells = |number: u32, texts: [&str; 4]| {
        let cells = ["A", "B", "C", "D"]
            .into_iter()
            .zip(texts)
            .map(|(column, text)| format!("<c r=\"{column}{number}\" t=\"str\"><v>{text}</v></c>"));
        format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
    };
    let reading = read(
        "x.xlsx",
        &with_sheet(&format!(
            "<worksheet><sheetData>{}{}<row r=\"1048576\"><c r=\"XFD1048576\" t=\"str\"><v>pojok</v>\
             </c></row></sheetData><mergeCells><mergeCell ref=\"E1:XFC1048570\"/></mergeCells></worksheet>",
            cells(1, header),
            cells(2, row)
        )),
        &defaults(),
        &Sources::default(),
    );
    assert_eq!(reading.entries.len(), 1);
    assert_eq!(reading.errors, []);
}

#[test]
fn a_zip_bomb_is_refused() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("xl/sharedStrings.xml", options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..65 {
        archive.write_all(&zeros).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let reading = read("bom.xlsx", &bytes, &defaults(), &Sources::default());
    insta::assert_snapshot!(report(&reading), @r#"error: bom.xlsx unpacks to more than 64 MiB; save it again without pictures, or split it"#);
}

/// However little is in each: reading what an archive lists takes memory for every one.
#[rstest]
#[case::as_many_as_may_be(10_000, false)]
#[case::one_more(10_001, true)]
#[case::very_many(40_000, true)]
fn an_archive_of_too_many_files_is_refused(#[case] members: usize, #[case] refused: bool) {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for number in 1..members {
        archive
            .start_file(format!("xl/media/{number}"), options)
            .unwrap();
    }
    archive.start_file("xl/workbook.xml", options).unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    let told = report(&read(
        "banyak.xlsx",
        &bytes,
        &defaults(),
        &Sources::default(),
    ));
    assert_eq!(told.contains("more than 10000 files"), refused, "{told}");
    // An end that lies counts as it says, wherever a comment puts it.
    let mut lying = bytes;
    let end = lying.len() - 22;
    lying[end + 8..end + 12].fill(0xff);
    lying[end + 20..end + 22].copy_from_slice(&9_u16.to_le_bytes());
    lying.extend(b"PK\x05\x06 yo.");
    let told = report(&read(
        "banyak.xlsx",
        &lying,
        &defaults(),
        &Sources::default(),
    ));
    assert!(told.contains("more than 10000 files"), "{told}");
}

#[test]
fn files_that_are_not_workbooks_say_what_to_do() {
    let old = read(
        "lama.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        &Defaults::default(),
        &Sources::default(),
    );
    assert_eq!(
        report(&old),
        "error: lama.xls is an old .xls or a password-protected file; save it as .xlsx without a password"
    );
    let broken = report(&read(
        "rusak.xlsx",
        b"PK\x03\x04rusak",
        &Defaults::default(),
        &Sources::default(),
    ));
    assert!(
        broken.starts_with("error: rusak.xlsx is not a readable XLSX file: "),
        "{broken}"
    );
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, 0, &["NIP", "Nama", "Instansi", "Akun"]);
    write(
        sheet,
        1,
        &[
            "199007212015031002",
            "Dimas",
            "Dinas",
            "@dimas@contoh.example",
        ],
    );
    sheet
        .merge_range(2, 0, 3, 0, "199007212015031002", &Format::new())
        .unwrap();
    book.save_to_buffer().unwrap()
}

/// The workbook with its first sheet's XML replaced.
fn with_sheet(xml: &str) -> Vec<u8> {
    let original = workbook();
    let mut old = zip::ZipArchive::new(Cursor::new(original)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut file = old.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        new.start_file(name.as_str(), zip::write::SimpleFileOptions::default())
            .unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            new.write_all(xml.as_bytes()).unwrap();
        } else {
            std::io::copy(&mut file, &mut new).unwrap();
        }
    }
    new.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_damaged_workbook_is_read_without_panic(places in proptest::collection::vec((0..6000usize, any::<u8>()), 1..6)) {
        let mut bytes = workbook();
        for (at, byte) in places {
            let length = bytes.len();
            bytes[at % length] = byte;
        }
        read("x.xlsx", &bytes, &defaults(), &Sources::default());
    }

    #[test]
    fn odd_cells_are_read_without_panic(
        reference in "[A-Z]{0,8}[0-9]{0,12}",
        kind in "(n|s|str|inlineStr|b|e|d|x)?",
        value in "[-0-9eE.]{0,22}|#N/A|[a-z]{1,5}",
        merge in "[A-Z]{0,7}[0-9]{0,11}:?[A-Z]{0,7}[0-9]{0,11}",
        formula in "(<f t=\"shared\" si=\"[0-9]{1,10}\" ref=\"A1:B9\">A1</f>)?",
    ) {
        let xml = format!(
            "<worksheet><dimension ref=\"{merge}\"/><sheetData><row r=\"1\"><c r=\"{reference}\" t=\"{kind}\">{formula}<v>{value}</v></c></row></sheetData><mergeCells><mergeCell ref=\"{merge}\"/></mergeCells></worksheet>"
        );
        read("x.xlsx", &with_sheet(&xml), &defaults(), &Sources::default());
    }
}

/// A workbook in which a text that is there once is put in the place of another.
fn with_text(mut book: Workbook, old: &str, new: &str) -> Vec<u8> {
    let bytes = book.save_to_buffer().unwrap();
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut file = from.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name.ends_with("sharedStrings.xml") {
            let text = String::from_utf8(content).unwrap();
            content = text.replace(old, new).into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        to.write_all(&content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// A list in which a text stands in the cell of the agency of so many rows.
fn repeating(rows: u32, text: &str) -> Workbook {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, 0, &["NIP", "Nama", "Instansi", "Akun"]);
    for row in 1..=rows {
        let account = format!("@a{row}@m.contoh.example");
        write(sheet, row, &["198503122010012001", "Rina", text, &account]);
    }
    book
}

#[test]
fn a_long_text_that_every_row_repeats_does_not_take_the_memory() {
    let bomb = with_text(repeating(70, "@isi@"), "@isi@", &"A".repeat(2 << 20));
    assert!(bomb.len() < 64 << 10, "small as it comes");
    let told = report(&read(
        "daftar.xlsx",
        &bomb,
        &defaults(),
        &Sources::default(),
    ));
    assert_eq!(
        told,
        "error: daftar.xlsx unpacks to more than 128 MiB; save it again without pictures, or \
         split it"
    );
    let mut merged = repeating(3, "Dinas");
    let sheet = merged.worksheet_from_index(0).unwrap();
    sheet
        .merge_range(4, 4, 4_000, 200, "@isi@", &Format::new())
        .unwrap();
    for row in 4..4_000 {
        sheet.write_string(row, 0, "-").unwrap();
    }
    let bomb = with_text(merged, "@isi@", &"A".repeat(100_000));
    let told = report(&read(
        "daftar.xlsx",
        &bomb,
        &defaults(),
        &Sources::default(),
    ));
    assert!(told.contains("unpacks to more than 128 MiB"), "{told}");
}

#[test]
fn a_cell_that_goes_on_and_on_takes_only_its_own_row() {
    for length in [5_000, 200_000, 3_000_000] {
        let mut same = repeating(2, "Dinas");
        let sheet = same.worksheet_from_index(0).unwrap();
        write(
            sheet,
            3,
            &["198503122010012001", "Rina", "@isi@", "@b@m.contoh.example"],
        );
        let bytes = with_text(same, "@isi@", &"A".repeat(length));
        let reading = read("daftar.xlsx", &bytes, &defaults(), &Sources::default());
        assert_eq!(reading.entries.len(), 2, "{length}");
        let told = report(&reading);
        assert!(told.contains("error: row 4"), "{length}: {told}");
        assert!(told.contains("longer than"), "{length}: {told}");
    }
}
