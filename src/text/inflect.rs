//! The forms of a verb in Indonesian and in the languages of its regions: prefixes, the nasal that
//! changes or takes the first letter, and the endings of orders and of doing for others.

/// Before the base as it is: passive, accidental, and the forms of Sundanese, Minangkabau and
/// Madurese.
const PLAIN: [&str; 9] = ["", "di", "ke", "ter", "ka", "ta", "nga", "ba", "e"];
/// Before the base with its nasal: colloquial and Javanese, Indonesian, Minangkabau and Banjar.
const ACTIVE: [&str; 3] = ["", "me", "ma"];
/// Indonesian, Betawi, Javanese, Sundanese, Minangkabau, Madurese.
const ENDINGS: [&str; 20] = [
    "", "kan", "i", "in", "nya", "lah", "ken", "ke", "ake", "aken", "no", "en", "ne", "e", "keun",
    "na", "nye", "nyo", "aghi", "akan",
];

/// All forms of the base of a verb, the base first. A prefix before a plus is the only one:
/// `di+geser` stands for `digeser` and `digeserkeun` and not for `menggeser`.
pub fn inflected(base: &str) -> Vec<String> {
    if let Some((prefix, base)) = base.split_once('+') {
        return ended(&[format!("{prefix}{base}")]);
    }
    let plain = PLAIN.iter().map(|prefix| format!("{prefix}{base}"));
    let active = ACTIVE.iter().flat_map(|prefix| {
        let nasals = nasals(base).into_iter();
        nasals.map(move |form| format!("{prefix}{form}"))
    });
    let begun: Vec<String> = plain.chain(active).collect();
    ended(&begun)
}

fn ended(begun: &[String]) -> Vec<String> {
    let ended = begun
        .iter()
        .flat_map(|form| ENDINGS.iter().map(move |ending| format!("{form}{ending}")));
    ended.collect()
}

/// The base with its nasal, which takes the place of some letters: `pilih`, `milih`.
fn nasals(base: &str) -> Vec<String> {
    let rest = base.get(1..).unwrap_or_default();
    match base.as_bytes().first() {
        Some(b'p') => vec![format!("m{rest}")],
        Some(b't') => vec![format!("n{rest}")],
        Some(b'k') => vec![format!("ng{rest}")],
        Some(b's') => vec![format!("ny{rest}")],
        Some(b'c') => vec![format!("ny{rest}"), format!("n{base}")],
        Some(b'b') => vec![format!("m{base}")],
        Some(b'd' | b'j') => vec![format!("n{base}")],
        Some(b'g' | b'a' | b'e' | b'i' | b'o' | b'u') => vec![format!("ng{base}")],
        _ => vec![base.to_owned(), format!("nge{base}")],
    }
}
