//! Files as offices send them, with what is to come of each: persons and accounts, what is
//! refused, what is told. The table is `tests/fixtures/registry/offices/table.txt`.

use std::path::PathBuf;

use netra::model::RegistryEntry;
use netra::registry::{Defaults, SheetReading, read};
use netra::source::Sources;
use rust_xlsxwriter::{ExcelDateTime, Format, Url, Workbook, Worksheet};

use super::defaults;

/// One file of the table.
#[derive(Debug, Default)]
pub(crate) struct OfficeFile {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) settings: Defaults,
    pub(crate) expected: String,
}

fn folder() -> PathBuf {
    [
        env!("CARGO_MANIFEST_DIR"),
        "tests/fixtures/registry/offices",
    ]
    .iter()
    .collect()
}

/// The table: `=== name`, then parts that begin with `--- `: `csv` (line ends of `mac` files are
/// `\r`), `sheet NAME` (`hidden`, `chart`), `file NAME`, `without settings`, `with hidden`,
/// `expect`.
pub(crate) fn table() -> Vec<OfficeFile> {
    let text = std::fs::read_to_string(folder().join("table.txt")).unwrap();
    text.split("=== ").skip(1).map(office_file).collect()
}

fn office_file(section: &str) -> OfficeFile {
    let mut parts = section.split("--- ");
    let mut file = OfficeFile {
        name: parts.next().unwrap().trim().to_owned(),
        settings: defaults(),
        ..OfficeFile::default()
    };
    let mut book = None;
    for part in parts {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        match head.split_once(' ').unwrap_or((head, "")) {
            ("csv", "mac") => file.bytes = body.replace('\n', "\r").into_bytes(),
            ("csv", "") => file.bytes = body.as_bytes().to_vec(),
            ("file", name) => file.bytes = std::fs::read(folder().join(name)).unwrap(),
            ("sheet", what) => add_sheet(book.get_or_insert_with(Workbook::new), what, body),
            ("without", "settings") => file.settings = Defaults::default(),
            ("with", "hidden") => file.settings.with_hidden = true,
            ("expect", "") => body.trim().clone_into(&mut file.expected),
            _ => panic!("{}: {head}", file.name),
        }
    }
    if let Some(mut book) = book {
        file.bytes = book.save_to_buffer().unwrap();
    }
    file
}

/// Cells are separated by `|`; `~` before a row hides it, and before a cell of the first row its
/// column.
fn add_sheet(book: &mut Workbook, what: &str, body: &str) {
    let (name, kind) = what.split_once(' ').unwrap_or((what, ""));
    if kind == "chart" {
        let sheet = book.add_chartsheet().set_name(name).unwrap();
        let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Column);
        chart.add_series().set_values("Data!$A$1:$A$2");
        sheet.insert_chart(0, 0, &chart).unwrap();
        return;
    }
    let sheet = book.add_worksheet().set_name(name).unwrap();
    if kind == "hidden" {
        sheet.set_hidden(true);
    }
    for (row, line) in (0..).zip(body.lines()) {
        let shown = line.strip_prefix('~');
        if shown.is_some() {
            sheet.set_row_hidden(row).unwrap();
        }
        for (column, cell) in (0..).zip(shown.unwrap_or(line).split('|')) {
            add_cell(sheet, row, column, cell);
        }
    }
}

fn add_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) {
    match cell.split_once(':').unwrap_or(("", cell)) {
        ("date", day) => {
            let day = ExcelDateTime::parse_from_str(day).unwrap();
            let format = Format::new().set_num_format("dd/mm/yyyy");
            sheet
                .write_datetime_with_format(row, column, day, &format)
                .unwrap();
        }
        ("num", number) => {
            sheet
                .write_number(row, column, number.parse::<f64>().unwrap())
                .unwrap();
        }
        ("link", link) => {
            let (address, words) = link.split_once(' ').unwrap();
            sheet
                .write_url(row, column, Url::new(address).set_text(words))
                .unwrap();
        }
        ("hide", name) => {
            sheet.set_column_hidden(column).unwrap();
            sheet.write_string(row, column, name).unwrap();
        }
        _ if cell.is_empty() => {}
        _ => {
            sheet
                .write_string(row, column, cell.replace('¶', "\n"))
                .unwrap();
        }
    }
}

fn outcome(reading: &SheetReading) -> String {
    let entries = reading
        .entries
        .iter()
        .map(|(place, entry)| format!("{}: {}", place.row, line(entry)));
    let errors = reading.errors.iter().map(|error| format!("error: {error}"));
    let warnings = reading
        .warnings
        .iter()
        .map(|told| format!("warning: {told}"));
    let lines: Vec<String> = entries.chain(errors).chain(warnings).collect();
    lines.join("\n")
}

fn line(entry: &RegistryEntry) -> String {
    let nip = entry.nip.as_ref().map_or("-", |nip| nip.as_str());
    format!(
        "{nip} {} ({}) {} {} until {}",
        entry.name, entry.agency, entry.platform, entry.address, entry.purpose.ends_on
    )
}

#[test]
fn every_file_of_the_table_comes_to_what_stands_there() {
    let files = table();
    assert!(files.len() >= 46, "{}", files.len());
    let mut wrong = Vec::new();
    for file in &files {
        let reading = read("daftar", &file.bytes, &file.settings, &Sources::default());
        let found = outcome(&reading);
        if found != file.expected {
            wrong.push(format!("=== {}\n--- expect\n{found}\n", file.name));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} files differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
