//! Telling content from what stands in its place: error pages that are served as pages,
//! maintenance, challenges, consent and log-in forms, parked domains, the front page. Only content
//! concludes anything.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{Html, Selector};
use url::Url;

use super::html;
use crate::model::{Capture, web_alias};

/// What came instead of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// A page that says that there is no such page.
    NotFound,
    /// The front page, or the page of a section, by a redirect.
    Elsewhere,
    /// The site is being worked on, or broken.
    Maintenance,
    /// A check whether a person is reading.
    Challenge,
    /// A question about cookies.
    Consent,
    /// A log-in form.
    Login,
    /// The domain is for sale, or its hosting ended.
    Parked,
}

impl Obstacle {
    /// In words.
    pub const fn what(self) -> &'static str {
        match self {
            Self::NotFound => "a page that says there is no such page",
            Self::Elsewhere => "another page of the site, by a redirect",
            Self::Maintenance => "a page that says the site is being worked on",
            Self::Challenge => "a check whether a person is reading",
            Self::Consent => "a question about cookies",
            Self::Login => "a log-in form",
            Self::Parked => "the page of a domain that is for sale or not paid for",
        }
    }
}

/// Pages with more words than this are not there to say that they are nothing.
const MOST_WORDS: usize = 150;
/// Pages with fewer words than this say all they have to say in one sentence.
const FEW_WORDS: usize = 40;

static HEADINGS: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("title, h1, h2").expect("a valid selector"));

/// Sentences that are said of a page or a site and of nothing else. Headings of posts say
/// "tidak ditemukan" and "pemeliharaan" too, of other things.
static SENTENCES: LazyLock<Vec<(Obstacle, Regex)>> = LazyLock::new(|| {
    let page = r"(?:^|[.!?,:\n|–—-]\s*)\W*(?:the |this |that )?(?:halaman|laman|page|konten|content|artikel|article|berita|tulisan|kiriman|post|dokumen|document|url|tautan|link)";
    let which = r"(?: (?:ini|itu|tersebut|yang (?:anda|kamu|kalian)(?: \w+){1,2}|(?:that )?(?:you|we)(?:.?re| are| were)?(?: \w+){1,3}))?";
    let is_not = r" (?:mungkin |may |could |can |has |have |was |is )?(?:tidak|tak|belum|not|cannot|can.?t|couldn.?t|isn.?t|doesn.?t|no longer|sudah|telah|been)(?: (?:dapat|bisa|pernah|been|be|lagi|longer|have))*";
    let site = "(?:situs|website|web ?site|web|site|laman|halaman|sistem|server|portal|aplikasi|layanan|we|kami)";
    let sentences = [
        (
            Obstacle::NotFound,
            format!(
                r"^\W*(?:error|galat|kesalahan|oops|ups|maaf)?[\W]*(?:404|410)\b|^\W*(?:not found|tidak ditemukan|nothing found)\W*$
                |{page}{which}{is_not} (?:ditemukan|found|tersedia|available|dihapus|removed|dipindahkan|moved|exist|ada(?:\W*$|\W*[.!,]))
                |yang (?:anda|kamu) (?:cari|tuju|minta|maksud)\b[^.!?]{{0,30}}\b(?:tidak|sudah|telah)\b
                |(?:tidak|tak) (?:dapat |bisa )?menemukan (?:halaman|laman|yang anda cari)|(?:can.?t|couldn.?t|cannot|unable to) find (?:the |that |this )?page"
            ),
        ),
        (
            Obstacle::Maintenance,
            format!(
                r"\b{site}\b[^.!?]{{0,40}}\b(?:pemeliharaan|perbaikan|perawatan|maintenance|pengembangan|gangguan|construction)\b
                |^\W*(?:under|scheduled|site)?\W*(?:maintenance|construction)(?:\W*mode)?\W*$
                |^\W*(?:coming soon|segera hadir|be right back|we.?ll be back|segera kembali)
                |database connection|internal server error|bad gateway|gateway time.?out
                |service (?:is )?(?:temporarily )?unavailable|temporarily unavailable|fatal error
                |^\W*(?:error|galat|kesalahan)?\W*5\d\d\b|critical error on this website|kesalahan serius pada situs
                |default (?:web ?)?page|^\W*welcome to nginx|^\W*index of /|^\W*it works!"
            ),
        ),
        (
            Obstacle::Challenge,
            r"just a moment|(?:checking|verifying) your browser|attention required
                |\b(?:verify|prove|confirm|are)\b[^.!?]{0,20}\b(?:human|robot)\b|bukan robot|captcha
                |^\W*(?:access denied|akses ditolak|request (?:blocked|rejected)|forbidden|dilarang)\b
                |(?:one more|security) (?:step|check)|ddos.protection|sorry, you have been blocked
                |(?:enable|aktifkan) (?:javascript|cookies)|verifikasi (?:bahwa )?anda"
                .to_owned(),
        ),
        (
            Obstacle::Consent,
            r"before you continue|sebelum (?:anda )?melanjutkan|(?:persetujuan|izin|setelan|pengaturan) (?:penggunaan )?(?:cookie|kuki)
                |cookie (?:consent|settings|preferences)|(?:menggunakan|gunakan|uses?) (?:cookie|kuki)s?
                |we value your privacy|kami menghargai privasi"
                .to_owned(),
        ),
        (
            Obstacle::Parked,
            r"domain\b[^.!?]{0,40}\b(?:dijual|sale|expired|kedaluwarsa|kadaluarsa|kadaluwarsa|parked|registered|terdaftar|available|berakhir)
                |buy this domain|beli domain|(?:account|akun|hosting|site|situs|website)\b[^.!?]{0,20}\b(?:suspended|ditangguhkan|dinonaktifkan)"
                .to_owned(),
        ),
        (
            Obstacle::Login,
            r"^\W*(?:log ?in|sign ?in|masuk|silakan masuk|please (?:log|sign) ?in)\b.{0,20}$
                |(?:harus|silakan|perlu) (?:login|log in|masuk)|you must (?:be logged|log|sign) in"
                .to_owned(),
        ),
    ];
    let compiled = sentences.into_iter().map(|(obstacle, text)| {
        let text = text.split('\n').map(str::trim).collect::<String>();
        let regex = Regex::new(&format!("(?i){text}"));
        (obstacle, regex.expect("a valid pattern"))
    });
    compiled.collect()
});

/// What stands where content should be; `None` when it looks like content: what its headings say
/// of the page or the site, or all its words where they are few.
pub fn obstacle(capture: &Capture, document: &Html) -> Option<Obstacle> {
    if led_elsewhere(capture) {
        return Some(Obstacle::Elsewhere);
    }
    let words = html::render(document.root_element(), None, &|_| false).text;
    let count = words.split_whitespace().take(MOST_WORDS + 1).count();
    if count > MOST_WORDS {
        return None;
    }
    let headings = document.select(&HEADINGS);
    let headings = headings.map(|heading| heading.text().collect::<String>());
    let mut said: Vec<String> = headings.map(|text| text.trim().to_owned()).collect();
    if count < FEW_WORDS {
        said.push(words);
    }
    said.iter().find_map(|text| sentence(text))
}

fn sentence(text: &str) -> Option<Obstacle> {
    let mut sentences = SENTENCES.iter();
    let (obstacle, _) = sentences.find(|(_, sentence)| sentence.is_match(text))?;
    Some(*obstacle)
}

/// What stands where content was looked for and not found: a log-in form counts then, which else
/// may be a part of any page.
pub fn in_place_of_content(capture: &Capture, document: &Html) -> Option<Obstacle> {
    obstacle(capture, document).or_else(|| html::asks_password(document).then_some(Obstacle::Login))
}

/// Whether redirects led from a page to the front page or to a section above it.
pub fn led_elsewhere(capture: &Capture) -> bool {
    let (asked, came) = (&capture.request.url, &capture.final_url);
    web_alias(asked.as_str()) != web_alias(came.as_str()) && is_above(came, asked)
}

/// Whether an address is that of the front page, or of a section in which a page lies.
pub fn is_above(section: &Url, page: &Url) -> bool {
    let above = section.path().trim_end_matches('/');
    let rest = page.path().strip_prefix(above);
    let inside = rest.is_some_and(|rest| rest.starts_with('/') && rest != "/");
    let front = above.is_empty() && page.query().is_some();
    section.query().is_none() && (inside || front)
}
