//! Which addresses are one address, and which pictures one picture.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
use url::Url;

/// Parameters that say how a reader came to a page; an ending star stands for any rest.
const TRACKING: [&str; 22] = [
    "utm_*", "mtm_*", "pk_*", "hsa_*", "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid",
    "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh", "mc_cid", "mc_eid", "_ga", "_gl",
    "_hsenc", "_hsmi",
];

/// Parameters that number the visits of a reader.
const SESSION: [&str; 10] = [
    "phpsessid",
    "jsessionid",
    "aspsessionid*",
    "sessionid",
    "session_id",
    "sessid",
    "cfid",
    "cftoken",
    "oscsid",
    "zenid",
];

/// Short names that stand for a session where their value is a random one, and else for the page.
const SESSION_IF_RANDOM: [&str; 4] = ["s", "sid", "session", "ses"];

/// Parameters of picture addresses that name the picture, however random they look.
const PICTURE: [&str; 12] = [
    "id", "img", "image", "imageid", "photo", "file", "filename", "f", "src", "url", "path", "name",
];

static PATH_SESSION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i);(?:jsessionid|phpsessid|sid|sessionid)=[^/;?#]*|/\([A-Z]\([^)/]*\)\)")
});
/// A size before the ending of a file name: `foto-1024x768.jpg`, `foto_300x200.jpg`, `foto@2x.png`.
static SIZED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:[-_]\d{2,5}x\d{2,5}|@\d(?:\.\d)?x)+(\.[a-z0-9]{2,5})?$"));
/// What a path says of size, quality and leave to read.
static SEGMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)(?i)^(?:
            [swhq]\d{1,5}(?:-[a-z0-9]+)*            # Blogger: s1600, w640-h480-c
            | \d{1,5}x\d{0,5}(?:[:,_-][a-z0-9]+)*
            | (?:[a-z_-]{1,12}[=:][^=]*)(?:,[a-z_-]{1,12}[=:].*)*  # width=80,quality=75  fit:300
            | (?:[abcefghlqrtuwxyz]|ac|ar|bo|co|dn|dpr|du|eo|fl|fn|ki|so|sp|vc|vs)_[a-z0-9.]+
              (?:,[a-z]{1,3}_[a-z0-9.:]+)*      # Cloudinary: c_fill,w_300
            | unsafe | resize | thumb | thumbs | thumbnail | insecure | plain
        )$",
    )
});
static SLASHES: LazyLock<Regex> = LazyLock::new(|| pattern("//+"));
/// What editors and servers write behind the name of a picture: a smaller copy, another format.
static COPY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:-scaled|-rotated)?(?:\.(?:jpe?g|png|webp|avif))+$"));
static PICTURE_FILE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\.(?:jpe?g|png|gif|webp|avif|heic|bmp|svg|tiff?|mp4|m4v|webm|mov|mp3|m4a|ogg|oga|ogv|wav)$",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

fn listed(names: &[&str], key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    names.iter().any(|name| match name.strip_suffix('*') {
        Some(start) => key.starts_with(start),
        None => *name == key,
    })
}

/// Whether a value was drawn and not given: long, with digits among its letters.
fn is_random(value: &str) -> bool {
    let drawn = |c: u8| c.is_ascii_alphanumeric() || b"-_.~+/=%".contains(&c);
    value.len() >= 16
        && value.bytes().all(drawn)
        && value.bytes().any(|c| c.is_ascii_digit())
        && value.bytes().filter(|c| *c == b'-').count() < 4
}

/// Whether a value was drawn, as numbers of sessions are: hexadecimal, or digits all over its
/// letters. `pemilu2026-di-bandung` was given.
fn is_session_number(value: &str) -> bool {
    let bytes = value.as_bytes();
    let changes = bytes
        .windows(2)
        .filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit())
        .count();
    let hexadecimal = bytes.iter().all(u8::is_ascii_hexdigit);
    value.len() >= 16
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes.iter().any(u8::is_ascii_digit)
        && (hexadecimal || changes >= 4)
}

fn is_of_the_reader(parameter: &str) -> bool {
    let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    listed(&TRACKING, key)
        || listed(&SESSION, key)
        || (listed(&SESSION_IF_RANDOM, key) && is_session_number(value))
}

/// An address without what only concerns its reader: fragment, tracking, session numbers in the
/// query or the path. What is left is as it was written.
pub fn plain_address(mut url: Url) -> Url {
    url.set_fragment(None);
    if PATH_SESSION.is_match(url.path()) {
        let path = PATH_SESSION.replace_all(url.path(), "").into_owned();
        url.set_path(&path);
    }
    let Some(query) = url.query().map(str::to_owned) else {
        return url;
    };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty() && !is_of_the_reader(parameter))
        .collect();
    let kept = (!kept.is_empty()).then(|| kept.join("&"));
    if kept.as_deref() != Some(query.as_str()) {
        url.set_query(kept.as_deref());
    }
    url
}

/// Addresses that only lead to another one, by how their path ends.
const LEADING_ON: [&str; 12] = [
    "url", "l.php", "redirect", "redir", "out", "go", "goto", "link", "click", "leave", "away",
    "exit",
];
/// Parameters in which they name it.
const LED_TO: [&str; 8] = [
    "url",
    "u",
    "q",
    "to",
    "target",
    "dest",
    "destination",
    "redirect",
];
/// Ends of paths that name what the path before them names.
const SAME_PAGE: [&str; 7] = [
    "/index.php",
    "/index.html",
    "/index.htm",
    "/index.asp",
    "/index.aspx",
    "/default.aspx",
    "/amp",
];

/// The address that one leads to which only counts who goes there.
fn led_to(url: &Url) -> Option<Url> {
    let end = url.path().trim_end_matches('/').rsplit('/').next()?;
    let mut pairs = url.query_pairs();
    let (_, target) = pairs.find(|(key, value)| {
        LED_TO.contains(&key.as_ref())
            && (value.starts_with("http:") || value.starts_with("https:"))
    })?;
    LEADING_ON
        .contains(&end)
        .then(|| Url::parse(&target).ok())?
}

/// Names of hosts that show the pages of the site without them to other screens.
const SCREENS: [&str; 3] = ["m.", "mobile.", "amp."];

/// Whether a parameter only says for which screen a page is made. `m` does in the addresses of
/// Blogger.
fn is_of_the_screen(path: &str, parameter: &str) -> bool {
    let parameter = parameter.to_ascii_lowercase();
    matches!(
        parameter.as_str(),
        "amp" | "amp=" | "amp=1" | "amp=true" | "outputtype=amp"
    ) || (path.rsplit('.').next() == Some("html") && matches!(parameter.as_str(), "m=0" | "m=1"))
}

/// The site of a page, whichever screen it is made for.
fn site_of_all_screens(url: &Url) -> Option<String> {
    let site = site(url)?;
    let mut others = SCREENS.iter().filter_map(|name| site.strip_prefix(name));
    let other = others.find(|rest| rest.contains('.')).map(str::to_owned);
    Some(other.unwrap_or(site))
}

/// A path in one spelling: no closing slash, no slash twice, no name of an index, escapes of letters, digits and
/// `-._~` resolved and all others in capitals (RFC 3986, 6.2.2).
fn plain_path(path: &str) -> String {
    let once = SLASHES
        .replace_all(path, "/")
        .replacen("/index.php/", "/", 1);
    let mut path = once.trim_end_matches('/');
    for end in SAME_PAGE {
        path = path.strip_suffix(end).unwrap_or(path);
    }
    let mut pieces = path.trim_end_matches('/').split('%');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let code = piece
            .get(..2)
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        match code {
            Some(code) if code.is_ascii_alphanumeric() || b"-._~".contains(&code) => {
                plain.push(char::from(code));
                plain.push_str(&piece[2..]);
            }
            Some(_) => {
                plain.push('%');
                plain.push_str(&piece[..2].to_ascii_uppercase());
                plain.push_str(&piece[2..]);
            }
            None => {
                plain.push('%');
                plain.push_str(piece);
            }
        }
    }
    plain
}

/// The site an address belongs to: its host in lower case, with the port where that is neither
/// 80 nor 443, and without `www.`, because both names of a site lead to one installation.
pub fn site(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_end_matches('.');
    let apex = host.strip_prefix("www.").filter(|rest| rest.contains('.'));
    let host = apex.unwrap_or(host);
    match url.port() {
        // A site answers on both ports of the web: `http` and `https` are one installation.
        None | Some(80 | 443) => Some(host.to_owned()),
        Some(port) => Some(format!("{host}:{port}")),
    }
}

/// The name under which all spellings of the address of a page are one: scheme, `www.`, a closing
/// slash, escapes, the name of an index, the order of parameters, what [`plain_address`] drops
/// and the screen that it is made for say nothing; an address that only leads on is the one that
/// it leads to. `None` for the
/// front page of a site, which is no page of a post, and for what is no web address.
pub fn web_alias(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let url = plain_address(led_to(&url).unwrap_or(url));
    let site = site_of_all_screens(&url)?;
    let path = plain_path(url.path());
    let mut query: Vec<&str> = url.query().unwrap_or_default().split('&').collect();
    query.retain(|parameter| !parameter.is_empty() && !is_of_the_screen(&path, parameter));
    query.sort_unstable();
    if path.is_empty() && query.is_empty() {
        return None;
    }
    let query = if query.is_empty() {
        String::new()
    } else {
        format!("?{}", query.join("&"))
    };
    Some(format!("web:{site}{path}{query}"))
}

/// What says where a link leads: the name of its page, or its own spelling where that is no page
/// of the web. A fragment counts unless the site puts it there to open a page at some place.
pub(super) fn link_name(link: &str) -> Cow<'_, str> {
    const PLACES: [&str; 5] = ["more-", "comment", "respond", "reply", ":~:"];
    let Ok(url) = Url::parse(link) else {
        return Cow::Borrowed(link);
    };
    let front = || Some(format!("web:{}", site(&plain_address(url.clone()))?));
    let is_web = matches!(url.scheme(), "http" | "https");
    let name = web_alias(link).or_else(|| front().filter(|_| is_web));
    let fragment = url.fragment().filter(|fragment| {
        // Cloudflare writes e-mail addresses so, with another key each time.
        let drawn = url.path().ends_with("/email-protection");
        !fragment.is_empty() && !drawn && !PLACES.iter().any(|place| fragment.starts_with(place))
    });
    match (name, fragment) {
        (Some(name), Some(fragment)) => Cow::Owned(format!("{name}#{fragment}")),
        (Some(name), None) => Cow::Owned(name),
        (None, _) => Cow::Borrowed(link),
    }
}

/// The picture that an address hands on, smaller or from a server nearer by.
fn handed_on(url: &Url) -> Option<Url> {
    const NAMES: [&str; 4] = ["url", "src", "image", "img"];
    let mut pairs = url.query_pairs();
    let named = pairs.find(|(key, value)| {
        let path = value.split(['?', '#']).next().unwrap_or_default();
        NAMES.contains(&key.as_ref()) && value.contains('/') && PICTURE_FILE.is_match(path)
    });
    let (_, value) = named?;
    match value.strip_prefix("ssl:").unwrap_or(&value) {
        whole if whole.contains("://") => Url::parse(whole).ok(),
        path if path.starts_with('/') => url.join(path).ok(),
        bare => Url::parse(&format!("https://{bare}")).ok(),
    }
}

/// Whether a host only hands on pictures, with the host that has them first in its paths.
fn names_host_first(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    matches!(host, "i0.wp.com" | "i1.wp.com" | "i2.wp.com" | "i3.wp.com")
}

/// What identifies a picture by its address: neither the host that delivers it, nor its size and
/// format, nor the leave to read it.
pub fn picture_name(address: &str) -> String {
    let Ok(url) = Url::parse(address) else {
        return address.to_owned();
    };
    if !matches!(url.scheme(), "http" | "https") {
        return address.to_owned();
    }
    let url = handed_on(&url).unwrap_or(url);
    let path = url.path().replace("/cdn-cgi/image/", "/");
    let skipped = usize::from(names_host_first(&url));
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let mut segments: Vec<&str> = segments.skip(skipped).collect();
    let file = segments.pop().unwrap_or_default();
    let named = PICTURE_FILE.is_match(file);
    segments.retain(|segment| {
        let is_token = named && segment.len() >= 24 && is_random(segment);
        !is_token && !SEGMENT.is_match(segment)
    });
    // The name of a file is its name, whatever it looks like.
    if named || !SEGMENT.is_match(file) {
        segments.push(file);
    }
    let path = segments.join("/");
    let path = if named {
        COPY.replace(&path, "")
    } else {
        path.into()
    };
    let path = SIZED.replace(&path, "$1").into_owned();
    if named {
        return path;
    }
    let mut query: Vec<&str> = url.query().unwrap_or_default().split('&').collect();
    query.retain(|parameter| names_picture(parameter));
    query.sort_unstable();
    format!("{path}?{}", query.join("&"))
}

/// Whether a parameter says which picture: one with a telling name, or one too short for a token
/// that says nothing of size, quality or time.
fn names_picture(parameter: &str) -> bool {
    const SHAPE: [&str; 24] = [
        "w", "h", "width", "height", "size", "sz", "s", "q", "quality", "fit", "crop", "resize",
        "dpr", "format", "fm", "auto", "ssl", "strip", "expires", "exp", "e", "v", "ver", "t",
    ];
    let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    if parameter.is_empty() || is_of_the_reader(parameter) {
        return false;
    }
    if listed(&PICTURE, key) {
        return true;
    }
    let token = [
        "sig", "token", "auth", "hmac", "hash", "key", "policy", "x-amz", "x-goog", "_nc", "oh",
        "oe", "ts",
    ];
    let lower = key.to_ascii_lowercase();
    !listed(&SHAPE, key) && !token.iter().any(|start| lower.starts_with(start)) && !is_random(value)
}
