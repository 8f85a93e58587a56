//! Everyday words and abbreviations that are political only in company.

/// Whether the form is one word that a civil servant writes every day without an election in
/// mind: `PKS` is an agreement between agencies, `amin` ends a prayer. Capitals save a few.
pub(super) fn is_everyday(form: &str, case_sensitive: bool) -> bool {
    let bare = bare(form);
    EVERYDAY.contains(&bare.as_str())
        || (!case_sensitive && LOWER_CASE_ONLY.contains(&bare.as_str()))
}

/// Letters and digits only, in small letters: how forms are compared with each other.
pub(super) fn bare(form: &str) -> String {
    form.chars()
        .filter(|sign| sign.is_alphanumeric() || is_pictograph(*sign))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Emoji and dingbats; not their modifiers and joiners.
fn is_pictograph(sign: char) -> bool {
    matches!(u32::from(sign), 0x2190..=0x2BFF | 0x1F000..=0x1FAFF)
        && !matches!(u32::from(sign), 0x1F3FB..=0x1F3FF)
}

/// Everyday words in small letters, names with a capital: *diganjar* is to be punished.
const LOWER_CASE_ONLY: [&str; 3] = ["ganjar", "gibran", "mahfud"];

/// From the list of traps of supervisors, sorted.
const EVERYDAY: [&str; 113] = [
    "2periode",
    "aamiin",
    "abah",
    "acep",
    "adil",
    "agus",
    "airin",
    "allin",
    "amin",
    "anas",
    "andika",
    "andra",
    "anis",
    "asih",
    "bagas",
    "bangkit",
    "banteng",
    "beringin",
    "bintang",
    "biru",
    "bobby",
    "bulan",
    "buruh",
    "calon",
    "coblos",
    "demokrat",
    "dharma",
    "duaperiode",
    "dukung",
    "edy",
    "emas",
    "emil",
    "gajah",
    "garuda",
    "gas",
    "gaskan",
    "gaspol",
    "gelora",
    "gemoy",
    "gita",
    "golput",
    "hadi",
    "hasan",
    "hebat",
    "hendi",
    "hijau",
    "hitam",
    "ilham",
    "imin",
    "jeje",
    "jempol",
    "jingga",
    "kabah",
    "kandidat",
    "kun",
    "kuning",
    "lanjut",
    "lanjutkan",
    "lestari",
    "luthfi",
    "maju",
    "makmur",
    "matahari",
    "mawar",
    "menang",
    "menangkan",
    "menyala",
    "merah",
    "metal",
    "mulyono",
    "netral",
    "nomor",
    "nomorurut",
    "nur",
    "oke",
    "oranye",
    "pa",
    "padi",
    "pakde",
    "pan",
    "pas",
    "paslon",
    "pbb",
    "pda",
    "peace",
    "perubahan",
    "pilih",
    "pkb",
    "pkn",
    "pks",
    "posko",
    "ppp",
    "pram",
    "psi",
    "putih",
    "relawan",
    "ridho",
    "rido",
    "risma",
    "ronal",
    "samsul",
    "sandi",
    "satset",
    "satukomando",
    "satuputaran",
    "sejahtera",
    "sekaliputaran",
    "sira",
    "surya",
    "umat",
    "ummat",
    "ungu",
    "yasin",
];
