//! What no column and no setting says: told once for a file, not once for a row.

use std::collections::BTreeMap;

use super::RowError;

/// What a row needs and neither the file nor the settings give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Needed {
    Nip,
    Name,
    Agency,
    Region,
    Basis,
    Ends,
}

impl Needed {
    /// What is missing, and where it may be said.
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::Nip => (
                "NIP",
                "add a column NIP; for accounts of agencies write instansi in a column Jenis",
            ),
            Self::Name => ("name", "add a column Nama"),
            Self::Agency => ("agency", "add a column Instansi"),
            Self::Region => (
                "region",
                "add a column Kode Wilayah, give --region CODE, or set region under [registry] in \
                 netra.toml",
            ),
            Self::Basis => (
                "assignment",
                "add a column Dasar, give --basis TEXT, or set basis under [registry] in netra.toml",
            ),
            Self::Ends => (
                "last day of watching",
                "add a column Berakhir, give --ends YYYY-MM-DD, or set ends_on under [registry] in \
                 netra.toml",
            ),
        }
    }
}

/// Which rows lack what.
#[derive(Debug, Default)]
pub(super) struct Missing {
    /// The first row and how many there are.
    rows: BTreeMap<Needed, (u32, usize)>,
}

impl Missing {
    pub(super) fn add(&mut self, row: u32, needed: &[Needed]) {
        for one in needed {
            self.rows.entry(*one).or_insert((row, 0)).1 += 1;
        }
    }

    /// One sentence for each thing that is missing.
    pub(super) fn errors(&self) -> Vec<RowError> {
        let told = |(needed, (first, count)): (&Needed, &(u32, usize))| {
            let (what, remedy) = needed.told();
            let rows = match count {
                1 => format!("row {first} names no {what}"),
                _ => format!("{count} rows, from row {first} on, name no {what}"),
            };
            RowError::file(format!("{rows}; {remedy}"))
        };
        self.rows.iter().map(told).collect()
    }
}
