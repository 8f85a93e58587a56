//! Finding the header among title rows, and telling what each column holds.

use super::table::{Cell, Row, Table};
use crate::model::Platform;
use crate::source::Sources;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Column {
    Kind,
    Nip,
    Name,
    Agency,
    Unit,
    Post,
    Region,
    Platform,
    Account,
    Link,
    /// "Media sosial": the platform's name where another column holds the account, else the
    /// account itself.
    SocialMedia,
    Proof,
    ProofReference,
    VerifiedBy,
    VerifiedAt,
    ProofExpires,
    Basis,
    Ends,
    /// Accounts on one platform.
    On(Platform),
}

/// Names that offices give to columns, in lower case, letters and digits only.
const NAMES: &[(Column, &[&str])] = &[
    (
        Column::Kind,
        &[
            "jenis",
            "jenispemilik",
            "kategori",
            "kind",
            "statuskepegawaian",
            "statuspegawai",
            "statusasn",
        ],
    ),
    (
        Column::Nip,
        &[
            "nip",
            "nipbaru",
            "nippegawai",
            "nomorindukpegawai",
            "nomorindukpegawainip",
            "nipppk",
            "nippppk",
            "nipnippppk",
            "nipnipppk",
            "nipnippk",
        ],
    ),
    (
        Column::Name,
        &[
            "nama",
            "namalengkap",
            "namapegawai",
            "namaasn",
            "namapns",
            "namadangelar",
            "namalengkapdangelar",
            "namapemilik",
            "namapemilikakun",
            "name",
        ],
    ),
    (
        Column::Agency,
        &[
            "instansi",
            "namainstansi",
            "instansiinduk",
            "instansiopd",
            "opd",
            "skpd",
            "perangkatdaerah",
            "organisasi",
            "agency",
        ],
    ),
    (
        Column::Unit,
        &[
            "unitkerja",
            "unit",
            "satuankerja",
            "satker",
            "unitorganisasi",
        ],
    ),
    (
        Column::Post,
        &["jabatan", "namajabatan", "jabatanterakhir", "position"],
    ),
    (
        Column::Region,
        &[
            "kodewilayah",
            "wilayah",
            "kodewilayahkemendagri",
            "kodekemendagri",
            "kodekabkota",
            "kodekabupaten",
            "kodekabupatenkota",
            "kodedaerah",
            "wilayahkerja",
            "region",
        ],
    ),
    (
        Column::Platform,
        &[
            "platform",
            "jenismedsos",
            "jenismediasosial",
            "jenisakun",
            "namaplatform",
        ],
    ),
    (
        Column::Account,
        &[
            "akun",
            "namaakun",
            "akunmediasosial",
            "akunmedsos",
            "alamatakun",
            "idakun",
            "handle",
            "username",
            "namapengguna",
            "account",
            "address",
        ],
    ),
    (
        Column::Link,
        &[
            "tautan",
            "url",
            "link",
            "tautanakun",
            "urlakun",
            "linkakun",
            "tautanprofil",
            "urlprofil",
            "linkprofil",
            "tautanmedsos",
            "linkmedsos",
            "tautanmediasosial",
            "alamaturl",
        ],
    ),
    (
        Column::SocialMedia,
        &["mediasosial", "medsos", "sosialmedia", "sosmed"],
    ),
    (
        Column::Proof,
        &[
            "bukti",
            "buktikepemilikan",
            "buktikepemilikanakun",
            "jenisbukti",
            "proof",
        ],
    ),
    (
        Column::ProofReference,
        &[
            "rujukanbukti",
            "buktirujukan",
            "nomorbukti",
            "nomorsurat",
            "nosurat",
            "rujukan",
            "referensi",
        ],
    ),
    (
        Column::VerifiedBy,
        &["diverifikasioleh", "diperiksaoleh", "verifikator"],
    ),
    (
        Column::VerifiedAt,
        &[
            "diverifikasipada",
            "tanggalverifikasi",
            "tglverifikasi",
            "tanggalpemeriksaan",
        ],
    ),
    (
        Column::ProofExpires,
        &["buktiberlakusampai", "masaberlakubukti"],
    ),
    (
        Column::Basis,
        &[
            "dasar",
            "dasartugas",
            "dasarpengawasan",
            "dasarhukum",
            "surattugas",
            "nomorsurattugas",
        ],
    ),
    (
        Column::Ends,
        &[
            "berakhir",
            "berakhirpada",
            "sampai",
            "berlakusampai",
            "tanggalakhir",
            "tglakhir",
            "akhirpengawasan",
            "selesai",
        ],
    ),
];

/// A column in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ColumnHead {
    pub(super) column: Column,
    pub(super) index: usize,
    /// As the file writes it.
    pub(super) name: String,
}

/// The header row and its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Position in the table's rows; data begins after it.
    pub(super) at: usize,
    pub(super) heads: Vec<ColumnHead>,
    /// Names of columns that mean nothing here.
    pub(super) unused: Vec<String>,
}

/// What offices put before the name of a platform, when a column holds its accounts.
const BEFORE_PLATFORM: [&str; 7] = [
    "akun", "account", "alamat", "link", "tautan", "url", "username",
];

fn named(cell: &Cell, sources: &Sources) -> Option<Column> {
    let Cell::Text(text) = cell else { return None };
    let key: String = text
        .split(['(', '['])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(64)
        .collect();
    let fits = |(_, names): &&(Column, &[&str])| names.contains(&key.as_str());
    let known = NAMES.iter().find(fits).map(|(column, _)| *column);
    known.or_else(|| platform_column(&key, sources))
}

/// `instagram`, `akunig`, `linkfacebook`: a column of accounts on one platform.
fn platform_column(key: &str, sources: &Sources) -> Option<Column> {
    let shorter = BEFORE_PLATFORM
        .iter()
        .filter_map(|word| key.strip_prefix(word));
    let mut names = std::iter::once(key).chain(shorter);
    names.find_map(|name| sources.named(name)).map(Column::On)
}

/// Whether a cell is the name of a column that is known here.
pub(super) fn recognised(cell: &Cell, sources: &Sources) -> bool {
    named(cell, sources).is_some()
}

/// Finds the header: of the first rows, the one with the most known columns, and of equals the
/// last, because a header of two lines names the details in its second.
pub(super) fn find(table: &Table, sources: &Sources) -> Option<Header> {
    let candidates = table.rows.iter().take(40).enumerate();
    let headers = candidates.map(|(at, row)| header(at, row, sources));
    let usable = headers.filter(Header::usable);
    usable.max_by_key(|header| (header.heads.len(), header.at))
}

fn header(at: usize, row: &Row, sources: &Sources) -> Header {
    let mut header = Header {
        at,
        heads: Vec::new(),
        unused: Vec::new(),
    };
    for (index, cell) in row.filled() {
        let name = cell.shown();
        match named(cell, sources) {
            Some(column) if !header.has(column) => header.heads.push(ColumnHead {
                column,
                index,
                name,
            }),
            _ if is_count(&name) => {}
            _ => header.unused.push(name),
        }
    }
    let elsewhere = header.has(Column::Account) || header.has(Column::Link);
    for head in &mut header.heads {
        if head.column == Column::SocialMedia {
            head.column = if elsewhere {
                Column::Platform
            } else {
                Column::Account
            };
        }
    }
    header
}

/// The running number of rows, which nobody needs.
fn is_count(name: &str) -> bool {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    matches!(
        letters.to_lowercase().as_str(),
        "no" | "nomor" | "nourut" | "nomorurut"
    )
}

impl Header {
    pub(super) fn has(&self, column: Column) -> bool {
        self.heads.iter().any(|head| head.column == column)
    }

    fn usable(&self) -> bool {
        let address = |head: &ColumnHead| {
            matches!(head.column, Column::Account | Column::Link | Column::On(_))
        };
        let owner = self.has(Column::Name) || self.has(Column::Nip);
        owner && self.heads.iter().any(address)
    }
}

/// Whether a row only numbers the columns, `1 2 3` or `(1) (2) (3)`, as official tables do
/// below the header.
pub(super) fn numbers_columns(row: &Row) -> bool {
    let numbers = row.filled().map(|(_, cell)| {
        let text = cell.shown();
        text.trim_matches(['(', ')']).parse::<u32>().ok()
    });
    let Some(numbers) = numbers.collect::<Option<Vec<u32>>>() else {
        return false;
    };
    numbers.len() > 2
        && numbers
            .windows(2)
            .all(|pair| pair[1] == pair[0].saturating_add(1))
}
