//! The lines of an answer's head, read as browsers and curl read them: as they come over the wire,
//! and out of a record. Pure.

/// What the first line of an answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusLine {
    /// What stands behind `HTTP/`.
    pub version: Vec<u8>,
    /// Status code.
    pub status: u16,
    /// Reason phrase; may be empty.
    pub reason: String,
}

impl StatusLine {
    /// Reads a line without its end; blanks as they come.
    pub fn parse(line: &[u8]) -> Option<Self> {
        let (protocol, rest) = line.split_at_checked("HTTP/".len())?;
        if !protocol.eq_ignore_ascii_case(b"HTTP/") {
            return None;
        }
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
        let end = rest.iter().position(is_blank)?;
        let (version, rest) = (rest[..end].to_vec(), rest[end..].trim_ascii_start());
        let digits = rest
            .get(..3)
            .filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
        let is_longer = rest.get(3).is_some_and(u8::is_ascii_digit);
        let status = std::str::from_utf8(digits).ok()?.parse().ok()?;
        let reason = String::from_utf8_lossy(rest[3..].trim_ascii()).into_owned();
        (status >= 100 && !is_longer).then_some(Self {
            version,
            status,
            reason,
        })
    }
}

/// A line without its end: LF and the carriage returns before it. Programs whose system makes CR LF
/// of each LF send CR CR LF.
pub fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let end = line.iter().rposition(|byte| *byte != b'\r');
    end.map_or(&[], |end| &line[..=end])
}

/// The lines that are headers, names in lower case, values as they are. Blanks before the colon
/// are forgiven, a line that begins with a blank goes on with the one before it, and what is no
/// header is passed over.
pub fn read_headers(lines: &[impl AsRef<[u8]>]) -> Vec<(String, Vec<u8>)> {
    let mut headers: Vec<(String, Vec<u8>)> = Vec::new();
    // Whether the line before was a header, to go on with.
    let mut goes_on = false;
    for line in lines.iter().map(AsRef::as_ref) {
        if matches!(line, [b' ' | b'\t', ..]) {
            if let Some((_, value)) = headers.last_mut().filter(|_| goes_on) {
                value.push(b' ');
                value.extend_from_slice(line.trim_ascii());
            }
            continue;
        }
        let header = header(line);
        goes_on = header.is_some();
        headers.extend(header);
    }
    headers
}

fn header(line: &[u8]) -> Option<(String, Vec<u8>)> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = std::str::from_utf8(line[..colon].trim_ascii_end()).ok()?;
    // A token (RFC 9110 section 5.6.2).
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let is_name = !name.is_empty() && name.bytes().all(is_token);
    let value = line[colon + 1..].trim_ascii().to_vec();
    is_name.then(|| (name.to_ascii_lowercase(), value))
}

/// The value of a header as text: UTF-8, or else Latin-1, of which every octet is a character
/// (RFC 9110 section 5.5).
pub fn header_text(value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) => value.iter().copied().map(char::from).collect(),
    }
}
