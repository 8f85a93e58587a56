//! Style sheet and script, embedded. Their addresses carry a digest, so browsers may keep
//! them for ever.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::error::PageFault;
use crate::model::Sha256;

const STYLE: &str = include_str!("static/netra.css");
const SCRIPT: &str = include_str!("static/netra.js");
const ICON: &str = include_str!("static/netra.svg");

static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| address("netra.css", STYLE));
static SCRIPT_ADDRESS: LazyLock<String> = LazyLock::new(|| address("netra.js", SCRIPT));

/// Address of the style sheet.
pub fn style_address() -> &'static str {
    &STYLE_ADDRESS
}

/// Address of the script.
pub fn script_address() -> &'static str {
    &SCRIPT_ADDRESS
}

fn address(name: &str, content: &str) -> String {
    let digest = Sha256::of(content).to_string();
    format!("/statis/{name}?v={}", &digest[..12])
}

pub(super) async fn show(Path(name): Path<String>) -> Result<Response, PageFault> {
    let (kind, content) = match name.as_str() {
        "netra.css" => ("text/css; charset=utf-8", STYLE),
        "netra.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "netra.svg" => ("image/svg+xml", ICON),
        _ => return Err(PageFault::Missing),
    };
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, content).into_response())
}
