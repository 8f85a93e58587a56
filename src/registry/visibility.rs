//! Which rows and columns of a sheet are hidden, by hand or by a filter: the workbook's reader
//! does not say, so the sheet's XML is asked.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::io::{BufReader, Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Most bytes that all files of a workbook may unpack to.
pub(super) const MAX_UNPACKED: u64 = 256 << 20;

type Archive<'a> = zip::ZipArchive<Cursor<&'a [u8]>>;

/// Where the files of a workbook lie and what in them is hidden.
pub(super) struct Visibility<'a> {
    archive: Archive<'a>,
    /// Paths of sheets by their names.
    paths: HashMap<String, String>,
}

/// Rows and columns of a sheet that are not shown, from 0.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    pub(super) rows: BTreeSet<u32>,
    pub(super) columns: BTreeSet<u32>,
}

impl<'a> Visibility<'a> {
    /// Reads where the sheets lie. `None` when the archive is damaged.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        let book = file_named(&archive, |path| path.ends_with("xl/workbook.xml"))
            .or_else(|| file_named(&archive, |path| path.ends_with("workbook.xml")))?;
        let folder = book
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned();
        let rels = file_named(&archive, |path| path.ends_with("workbook.xml.rels"))?;
        let mut targets = HashMap::new();
        each_element(&mut archive, &rels, |element| {
            if element.local_name().as_ref() == "Relationship"
                && let (Some(id), Some(target)) =
                    (attribute(element, "Id"), attribute(element, "Target"))
            {
                targets.insert(id, target);
            }
        })?;
        let mut paths = HashMap::new();
        each_element(&mut archive, &book, |element| {
            if element.local_name().as_ref() == "sheet"
                && let (Some(name), Some(id)) =
                    (attribute(element, "name"), attribute(element, "id"))
                && let Some(target) = targets.get(&id)
            {
                let path = target
                    .strip_prefix('/')
                    .map_or_else(|| format!("{folder}/{target}"), str::to_owned);
                paths.insert(name, path);
            }
        })?;
        Some(Self { archive, paths })
    }

    /// What is hidden in a sheet. `None` when that cannot be read.
    pub(super) fn hidden(&mut self, sheet: &str) -> Option<Hidden> {
        let wanted = self
            .paths
            .get(sheet)?
            .trim_start_matches('/')
            .to_lowercase();
        let path = file_named(&self.archive, |path| path.trim_start_matches('/') == wanted)?;
        let mut hidden = Hidden::default();
        let mut next_row = 0;
        each_element(&mut self.archive, &path, |element| {
            match element.local_name().as_ref() {
                "col" => hidden.columns.extend(hidden_columns(element)),
                "row" => {
                    let given = attribute(element, "r").and_then(|text| text.parse::<u32>().ok());
                    let row = given.map_or(next_row, |number| number.saturating_sub(1));
                    next_row = row.saturating_add(1);
                    if is_hidden(element, "ht") {
                        hidden.rows.insert(row);
                    }
                }
                _ => {}
            }
        })?;
        Some(hidden)
    }
}

/// The columns that an element hides; no sheet has more than 16,384.
fn hidden_columns(element: &BytesStart<'_>) -> std::ops::Range<u32> {
    let number = |name: &str| attribute(element, name).and_then(|text| text.parse::<u32>().ok());
    match (number("min"), number("max")) {
        (Some(from), Some(to)) if is_hidden(element, "width") => {
            from.saturating_sub(1)..to.min(16_384)
        }
        _ => 0..0,
    }
}

/// Said to be hidden, or of no height or width.
fn is_hidden(element: &BytesStart<'_>, size: &str) -> bool {
    let said = attribute(element, "hidden");
    let size = attribute(element, size).and_then(|text| text.parse::<f64>().ok());
    said.is_some_and(|said| said == "1" || said == "true") || size.is_some_and(|size| size <= 0.0)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let mut whole = attributes.with_checks(false).flatten();
    let found = whole.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(
        found
            .normalized_value(XmlVersion::Implicit1_0)
            .ok()?
            .into_owned(),
    )
}

/// The file of the archive whose path in small letters fits.
fn file_named(archive: &Archive<'_>, fits: impl Fn(&str) -> bool) -> Option<String> {
    let names = archive.file_names().filter_map(Result::ok);
    let mut names = names.filter(|name| fits(&name.replace('\\', "/").to_lowercase()));
    names.next().map(Cow::into_owned)
}

/// Goes through the elements of an XML file. The archive has
/// been found to unpack to no more than allowed.
fn each_element(
    archive: &mut Archive<'_>,
    path: &str,
    mut see: impl FnMut(&BytesStart<'_>),
) -> Option<()> {
    let file = archive.by_name(path).ok()?;
    let mut reader = Reader::from_reader(BufReader::new(file.take(MAX_UNPACKED)));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) | Event::Empty(element) => see(&element),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}
