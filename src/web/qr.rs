//! Pictures that an authenticator reads.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Light modules that must stand around the others.
const MARGIN: usize = 4;

/// A picture for an SVG of its own: no script, no style, nothing is loaded.
#[derive(Debug)]
pub(super) struct QrPicture {
    /// Width and height in modules, with the margin.
    pub(super) side: usize,
    /// The dark modules as a path, a run of them at a time.
    pub(super) path: String,
}

impl QrPicture {
    /// The picture of a text; `None` if that is too long for one.
    pub(super) fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let modules = code.to_colors();
        let rows = modules.chunks(width).enumerate();
        Some(Self {
            side: width + 2 * MARGIN,
            path: rows.map(|(y, row)| row_path(y + MARGIN, row)).collect(),
        })
    }
}

fn row_path(y: usize, row: &[Color]) -> String {
    let mut x = MARGIN;
    let mut path = String::new();
    for run in row.chunk_by(|one, next| one == next) {
        let length = run.len();
        if run[0] == Color::Dark {
            // Writing into a text cannot fail.
            let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
        }
        x += length;
    }
    path
}
