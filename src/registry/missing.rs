//! What no column and no setting says: told once for a file, not once for a row.

use std::collections::BTreeMap;

use super::{RowError, RowRemark, RowsLacking};
use crate::model::ListPlace;

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
    fn told(self, rows: RowsLacking) -> RowRemark {
        match self {
            Self::Nip => RowRemark::NoNip(rows),
            Self::Name => RowRemark::NoName(rows),
            Self::Agency => RowRemark::NoAgency(rows),
            Self::Region => RowRemark::NoRegion(rows),
            Self::Basis => RowRemark::NoBasis(rows),
            Self::Ends => RowRemark::NoEnds(rows),
        }
    }
}

/// Which rows lack what.
#[derive(Debug, Default)]
pub(super) struct Missing {
    rows: BTreeMap<Needed, RowsLacking>,
}

impl Missing {
    pub(super) fn add(&mut self, place: &ListPlace, needed: &[Needed]) {
        for one in needed {
            let none = || RowsLacking {
                first: place.clone(),
                count: 0,
            };
            self.rows.entry(*one).or_insert_with(none).count += 1;
        }
    }

    /// One sentence for each thing that is missing.
    pub(super) fn errors(self) -> Vec<RowError> {
        let rows = self.rows.into_iter();
        rows.map(|(needed, rows)| RowError::file(needed.told(rows)))
            .collect()
    }
}
