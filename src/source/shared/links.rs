//! Addresses: resolving them, and the `Link` header (RFC 8288).

use url::Url;

/// Longer addresses lead nowhere: servers refuse them, most of them much shorter ones. A page
/// with a long base and many links would take the product of both.
const LONGEST: usize = 8192;

/// An absolute `http` or `https` address, resolved against `base` where it is relative. `None`
/// where it is longer than any that leads somewhere.
pub fn http_url(text: &str, base: Option<&Url>) -> Option<Url> {
    let text = text.trim();
    let base_length = base.map_or(0, |base| base.as_str().len());
    if text.is_empty() || text.len().max(base_length) > LONGEST {
        return None;
    }
    let url = match base {
        Some(base) => base.join(text).ok()?,
        None => Url::parse(text).ok()?,
    };
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// Targets of a `Link` header with their relations: `<url>; rel="next", …`.
pub fn link_header(value: &str) -> Vec<(String, String)> {
    let mut links = Vec::new();
    let mut rest = value;
    while let Some((_, from)) = rest.split_once('<') {
        let Some((target, after)) = from.split_once('>') else {
            break;
        };
        let (parameters, following) = until_comma(after);
        if let Some(relation) = relation(parameters) {
            links.push((relation, target.trim().to_owned()));
        }
        rest = following;
    }
    links
}

/// The target of the first link with this relation, over all headers given.
pub fn header_target(headers: &[(String, String)], relation: &str) -> Option<String> {
    headers
        .iter()
        .filter(|(name, _)| name == "link")
        .flat_map(|(_, value)| link_header(value))
        .find(|(rel, _)| rel.split_whitespace().any(|rel| rel == relation))
        .map(|(_, target)| target)
}

/// The value of a query parameter of an address.
pub fn query_value(address: &str, name: &str) -> Option<String> {
    let query = address.split_once('?')?.1;
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(key, value)| key == name && !value.is_empty())
        .map(|(_, value)| value.into_owned())
}

/// Splits at the first comma outside quotes.
fn until_comma(text: &str) -> (&str, &str) {
    let mut quoted = false;
    for (index, character) in text.char_indices() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => return (&text[..index], &text[index + 1..]),
            _ => {}
        }
    }
    (text, "")
}

fn relation(parameters: &str) -> Option<String> {
    parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("rel")
            .then(|| value.trim().trim_matches('"').to_lowercase())
    })
}
