//! How much the cells of a workbook may say together. A workbook holds each text once and may name
//! it from every cell, so its own size bounds nothing.

/// Most bytes of all cells of a file: those of the longest list take half of it.
const MAX_TEXT_BYTES: usize = 128 << 20;
/// Longest text of which a cell is made, in bytes: no spreadsheet program writes more letters into
/// one than 32,767, of four bytes at most.
pub(super) const MAX_RAW_BYTES: usize = 128 << 10;

/// What is left to be said.
#[derive(Debug)]
pub(super) struct CellBudget {
    left: usize,
}

/// The cells say more than is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OverBudget;

impl CellBudget {
    pub(super) const fn new() -> Self {
        Self {
            left: MAX_TEXT_BYTES,
        }
    }

    /// What may be said in all, in MiB.
    pub(super) const fn most() -> u64 {
        (MAX_TEXT_BYTES >> 20) as u64
    }

    /// Counts what a cell says, before it is copied.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), OverBudget> {
        self.left = self.left.checked_sub(bytes).ok_or(OverBudget)?;
        Ok(())
    }
}

/// The beginning of a text, no longer than so many bytes.
pub(super) fn beginning(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}
