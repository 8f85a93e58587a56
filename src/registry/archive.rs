//! How many files an archive holds, asked before it is opened: what lists them takes memory for each.

/// Most files in a workbook: one with a picture in each of a thousand rows has fewer.
pub(super) const MAX_MEMBERS: usize = 10_000;

/// How many members an archive has by what its end says, which is how many are read. (ZIP 4.3.16;
/// what has more than the two bytes can count is no workbook either.)
pub(super) fn members(bytes: &[u8]) -> usize {
    const MARK: &[u8] = b"PK\x05\x06";
    // The record may be followed by a comment whose length has two bytes.
    let tail = &bytes[bytes.len().saturating_sub(22 + 65_535)..];
    let marks = tail.windows(MARK.len()).enumerate();
    let ends = marks.filter(|(_, sign)| *sign == MARK).map(|(at, _)| at);
    let counts = ends.filter_map(|at| {
        Some(u16::from_le_bytes([
            *tail.get(at + 10)?,
            *tail.get(at + 11)?,
        ]))
    });
    counts.max().map_or(0, usize::from)
}
