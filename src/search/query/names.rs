//! What people call the values of fields that have a fixed list of them.

use super::Field;

/// What people call the languages, and the codes that other programs give them.
const LANGUAGES: [(&str, &str); 22] = [
    ("indonesia", "id"),
    ("indonesian", "id"),
    ("bahasa indonesia", "id"),
    ("ind", "id"),
    ("in", "id"),
    ("jawa", "jv"),
    ("javanese", "jv"),
    ("basa jawa", "jv"),
    ("bahasa jawa", "jv"),
    ("jav", "jv"),
    ("jw", "jv"),
    ("sunda", "su"),
    ("sundanese", "su"),
    ("basa sunda", "su"),
    ("bahasa sunda", "su"),
    ("sun", "su"),
    ("inggris", "en"),
    ("english", "en"),
    ("eng", "en"),
    ("bahasa inggris", "en"),
    ("tidak diketahui", "und"),
    ("unknown", "und"),
];

const BANDS: [(&str, &str); 13] = [
    ("tinggi", "high"),
    ("merah", "high"),
    ("sedang", "medium"),
    ("menengah", "medium"),
    ("mid", "medium"),
    ("kuning", "medium"),
    ("rendah", "low"),
    ("hijau", "low"),
    ("tanpa sinyal", "none"),
    ("tanpa", "none"),
    ("nihil", "none"),
    ("tidak ada", "none"),
    ("no signal", "none"),
];

const VERDICTS: [(&str, &str); 16] = [
    ("dugaan", "suspected"),
    ("diduga", "suspected"),
    ("dugaan pelanggaran", "suspected"),
    ("suspect", "suspected"),
    ("bukan", "dismissed"),
    ("bukan pelanggaran", "dismissed"),
    ("ditolak", "dismissed"),
    ("rejected", "dismissed"),
    ("ragu", "unsure"),
    ("ragu-ragu", "unsure"),
    ("diragukan", "unsure"),
    ("belum", "none"),
    ("belum diputus", "none"),
    ("belum ditinjau", "none"),
    ("tanpa", "none"),
    ("tidak ada", "none"),
];

const PLATFORMS: [(&str, &str); 18] = [
    ("twitter", "x"),
    ("ig", "instagram"),
    ("insta", "instagram"),
    ("fb", "facebook"),
    ("yt", "youtube"),
    ("wa", "whatsapp"),
    ("tt", "tiktok"),
    ("tg", "telegram"),
    ("bsky", "bluesky"),
    ("wp", "wordpress"),
    ("blog", "wordpress"),
    ("rss", "feed"),
    ("atom", "feed"),
    ("umpan", "feed"),
    ("situs", "html"),
    ("web", "html"),
    ("website", "html"),
    ("fediverse", "mastodon"),
];

/// The kinds of signals as reviewers read them, and their codes.
const SIGNALS: [(&str, &str); 47] = [
    ("ajakan", "call"),
    ("ajak", "call"),
    ("seruan", "call"),
    ("sig-ajak", "call"),
    ("dukungan", "endorsement"),
    ("dukung", "endorsement"),
    ("pernyataan dukungan", "endorsement"),
    ("sig-dukung", "endorsement"),
    ("bagikan", "share"),
    ("membagikan", "share"),
    ("berbagi", "share"),
    ("sig-bagi", "share"),
    ("slogan kampanye", "slogan"),
    ("semboyan", "slogan"),
    ("tagar", "slogan"),
    ("hashtag", "slogan"),
    ("sig-tagar", "slogan"),
    ("simbol", "symbol"),
    ("pose", "symbol"),
    ("gestur", "symbol"),
    ("sig-simbol", "symbol"),
    ("kegiatan", "event"),
    ("acara", "event"),
    ("kegiatan kampanye", "event"),
    ("sig-hadir", "event"),
    ("serangan", "attack"),
    ("sig-serang", "attack"),
    ("keanggotaan", "membership"),
    ("anggota", "membership"),
    ("parpol", "membership"),
    ("sig-parpol", "membership"),
    ("instansi", "institution"),
    ("sarana", "institution"),
    ("sig-instansi", "institution"),
    ("promosi", "party_promotion"),
    ("promosi partai", "party_promotion"),
    ("party promotion", "party_promotion"),
    ("party-promotion", "party_promotion"),
    ("sig-promosi", "party_promotion"),
    ("tekanan", "pressure"),
    ("tekanan jabatan", "pressure"),
    ("sig-tekan", "pressure"),
    ("alat peraga", "material"),
    ("bahan kampanye", "material"),
    ("sig-apk", "material"),
    ("model statistik", "model"),
    ("sig-model", "model"),
];

/// What people call the values of a field beside the values themselves.
pub(super) const fn other_names(field: Field) -> &'static [(&'static str, &'static str)] {
    match field {
        Field::Band => &BANDS,
        Field::Lang => &LANGUAGES,
        Field::Platform => &PLATFORMS,
        Field::Signal => &SIGNALS,
        Field::Verdict => &VERDICTS,
        _ => &[],
    }
}

/// The value that a name in small letters means.
pub(super) fn called(field: Field, name: &str) -> Option<&'static str> {
    let mut names = other_names(field).iter();
    let (_, value) = names.find(|(other, _)| *other == name)?;
    Some(value)
}
