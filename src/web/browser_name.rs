//! What a browser calls itself, in a few words.

/// What is looked for in what a browser sends, most telling first: nearly all of them claim to be
/// Safari, and most to be Chrome.
const BROWSERS: [(&str, &str); 9] = [
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("OPR/", "Opera"),
    ("Edg", "Edge"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Android says that it is Linux, and an iPhone that it is like Mac OS.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// Longest name of a browser that is not known, in characters.
const LONGEST: usize = 40;
/// How much of what a browser sends is looked at, in bytes.
const LOOKED_AT: usize = 1_024;

/// `Firefox, Windows`; of an unknown browser the beginning of what it sends, in plain letters.
/// Empty if it sends nothing.
pub(super) fn browser_name(agent: &str) -> String {
    let agent = &agent[..agent.floor_char_boundary(LOOKED_AT)];
    let find = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(sign, _)| agent.contains(sign));
        found.map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(name), None) => name.to_owned(),
        (None, _) => {
            let plain = agent.chars().filter(|c| c.is_ascii_graphic() || *c == ' ');
            plain.take(LONGEST).collect::<String>().trim().to_owned()
        }
    }
}
