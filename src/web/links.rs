//! Addresses that others wrote.

/// The address if it is one of the web; `javascript:` and the like are not.
pub(super) fn web_address(text: &str) -> Option<String> {
    let url = url::Url::parse(text).ok()?;
    let web = matches!(url.scheme(), "http" | "https") && url.has_host();
    web.then(|| url.to_string())
}

/// A path on this server; nothing that could lead elsewhere.
pub(super) fn local_path(path: &str) -> Option<&str> {
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (path.starts_with('/') && !path.starts_with("//") && plain).then_some(path)
}
