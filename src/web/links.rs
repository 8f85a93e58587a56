//! Addresses that others wrote.

/// The address if it is one of the web; `javascript:` and the like are not.
pub(super) fn web_address(text: &str) -> Option<String> {
    let url = url::Url::parse(text).ok()?;
    let web = matches!(url.scheme(), "http" | "https") && url.has_host();
    web.then(|| url.to_string())
}
