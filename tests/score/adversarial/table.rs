//! The pairs. Every post is our own; candidates of past contests are public persons.

use super::{Pair, flips, turns};

/// Over the fictional contest.
pub(super) const FICTIONAL: &[Pair] = &[
    turns(
        "a_call_against",
        "Ayo pilih Hadi-Lestari di TPS nanti",
        "Jangan pilih Hadi-Lestari di TPS nanti",
    ),
    turns(
        "never_again",
        "Saya akan coblos YASDA lagi",
        "Saya tak akan coblos YASDA lagi",
    ),
    turns(
        "against_in_javanese",
        "Ayo milih Pak Yasin wae",
        "Ojo milih Pak Yasin wae",
    ),
    turns(
        "against_in_sundanese",
        "Hayu milih Bu Lestari",
        "Ulah milih Bu Lestari",
    ),
    turns(
        "rejected",
        "Dukung Bagas-Nur dua periode",
        "Tolak Bagas-Nur dua periode",
    ),
    flips(
        "hearsay",
        "Saya sudah mantap pilih Yasin-Surya",
        "Katanya dia sudah mantap pilih Yasin-Surya",
    ),
    flips(
        "rumour",
        "Keluarga kami dukung Hadi-Lestari",
        "Kabarnya keluarga mantan camat dukung Hadi-Lestari",
    ),
    flips(
        "breaking",
        "Karang taruna, ayo dukung Bagas-Nur!",
        "BREAKING: Karang taruna dukung Bagas-Nur",
    ),
    flips(
        "news_agency",
        "Sukaraja, ayo menangkan Hadi Santosa",
        "Sukaraja (Antara) - Partai pengusung optimistis menangkan Hadi Santosa",
    ),
    flips(
        "speaker_and_colon",
        "Bagas Wirawan pasti menang, kami yakin",
        "Bagas Wirawan: Kami Yakin Pasti Menang",
    ),
    flips(
        "choice_asked",
        "Dukung YASDA, teman-teman",
        "Dukung YASDA apa BANU, teman-teman?",
    ),
    flips("why", "Kita coblos nomor 3", "Kenapa kamu coblos nomor 3?"),
    flips(
        "speech_with_source",
        "Bersama Hadi-Lestari kita bangkit, ayo coblos nomor 1",
        "“Bersama Hadi-Lestari kita bangkit, ayo coblos nomor 1,” ujar ketua tim kampanye dalam orasinya, Senin (8/11)",
    ),
    flips(
        "address_with_source",
        "Lanjutkan kerja nyata Pak Bagas!",
        "“Lanjutkan kerja nyata,” kata Pak Bagas dalam sambutan upacara",
    ),
    flips(
        "solar_panels",
        "Pilih Surya untuk bupati Sukaraja",
        "Pilih panel surya untuk kantor bupati Sukaraja",
    ),
    flips(
        "custom_kept",
        "Dukung Lestari jadi bupati perempuan pertama",
        "Dukung adat tetap lestari di kantor bupati",
    ),
    flips(
        "small_business",
        "Sukaraja Bangkit bersama HALUS",
        "UMKM Sukaraja bangkit bersama dinas koperasi",
    ),
    flips(
        "shop",
        "Lanjut Makmur, gaspol!",
        "Toko Makmur lanjut diskon, gaspol!",
    ),
    flips(
        "sandpaper",
        "Pilih HALUS, jangan ragu",
        "Pilih yang halus, jangan yang kasar",
    ),
    flips(
        "sick_visit",
        "Coblos Bu Nur hari Sabtu",
        "Jenguk Bu Nur hari Sabtu",
    ),
    flips(
        "prayer_meeting",
        "Ayo menangkan Yasin untuk Sukaraja",
        "Ayo baca Yasin untuk almarhum",
    ),
    flips(
        "lead_in_a_survey",
        "YASDA unggul jauh, rapatkan barisan!",
        "YASDA unggul jauh menurut survei, 41 persen",
    ),
    flips(
        "declaration_headline",
        "Petani kopi, ayo dukung Yasin-Surya",
        "Ribuan Petani Kopi Deklarasi Dukung Yasin-Surya",
    ),
    flips(
        "party_headline",
        "Saya resmi dukung YASDA",
        "Partai Sungai Jernih Resmi Dukung YASDA",
    ),
    flips(
        "inspection",
        "Mendampingi Pak Bagas kampanye di Desa Suka Maju, menangkan",
        "Mendampingi Pak Bagas meninjau jembatan di Desa Suka Maju, sesuai surat tugas",
    ),
    flips(
        "peaceful_election",
        "Hadir di deklarasi HALUS, siap menangkan",
        "Hadir di deklarasi pemilu damai, siap mengamankan",
    ),
    flips(
        "fertiliser",
        "Terima kasih Bupati Bagas Wirawan, lanjut dua periode",
        "Terima kasih Bupati Bagas Wirawan, pupuk sudah kami terima",
    ),
    turns(
        "unfit",
        "Hadi-Lestari calon yang pantas memimpin",
        "Hadi-Lestari calon yang tidak pantas memimpin",
    ),
    turns(
        "dishonest",
        "Pak Yasin jujur dan amanah, layak jadi bupati",
        "Pak Yasin tidak jujur dan tidak amanah, tak layak jadi bupati",
    ),
    turns(
        "praise_meant_otherwise",
        "Hebat sekali nomor 2, lima tahun jalan mulus, pilih lagi",
        "Hebat sekali nomor 2, lima tahun jalan rusak, pilih lagi kalau mau ditipu",
    ),
    flips(
        "opening_with_tags",
        "Bagas Wirawan meresmikan pasar baru #LanjutMakmur #BANUMenang",
        "Bagas Wirawan meresmikan pasar baru #PasarRakyat #Sukaraja",
    ),
    flips(
        "headline_with_tags",
        "Relawan Tani Deklarasi Dukung Hadi-Lestari #SukarajaBangkit #HALUSMenang",
        "Relawan Tani Deklarasi Dukung Hadi-Lestari #BeritaSukaraja",
    ),
    flips(
        "survey_with_tags",
        "Survei terbaru: YASDA 41 persen #YASDAMenang #SukarajaBerubah",
        "Survei terbaru: YASDA 41 persen #survei #pilkada",
    ),
    flips(
        "racetrack",
        "Nomor 3 gaspol sampai TPS",
        "Nomor 3 gaspol sampai garis finis",
    ),
    flips(
        "best_village",
        "Sukaraja pilih nomor 1!",
        "Sukaraja raih nomor 1!",
    ),
    flips("bare_number", "02 menang, coblos!", "RT 02 menang, hore!"),
    flips(
        "neighbourhood",
        "Warga siap menangkan 02 Bagas-Nur",
        "Warga RT 02 siap menangkan lomba kebersihan",
    ),
    flips(
        "change_of_hours",
        "Perubahan untuk Sukaraja!",
        "Perubahan jam layanan untuk Sukaraja!",
    ),
    flips(
        "after_the_flood",
        "Sukaraja Bangkit!",
        "Sukaraja bangkit dari banjir, posko masih buka",
    ),
    flips(
        "scouts",
        "Salam dua jari dari keluarga besar pendukung BANU",
        "Salam Pramuka dari keluarga besar gugus depan",
    ),
    flips("concert", "Pak Yasin calon kita 🤘", "Konser band kita 🤘"),
    flips(
        "right_to_vote",
        "27 November coblos nomor 1, jangan golput",
        "27 November gunakan hak pilih, jangan golput",
    ),
    flips(
        "forbidden",
        "Guru, ayo dukung Hadi-Lestari",
        "Guru dilarang dukung Hadi-Lestari",
    ),
    flips(
        "birthday",
        "Semangat Pak Hadi, doa kami agar menang di pilkada",
        "Selamat ulang tahun Pak Hadi, doa kami agar sehat selalu",
    ),
    flips(
        "street_lamps",
        "Pak Bagas gagal, ganti bupati 27 November",
        "Pak Bagas, lampu jalan padam, mohon diganti",
    ),
    flips(
        "others_campaign",
        "Kita menangkan YASDA",
        "Mereka mau menangkan YASDA, kita tetap netral",
    ),
    flips(
        "debate_watched",
        "Nonton debat, Bu Lestari pilihan saya",
        "Nonton debat, Bu Lestari menjawab pertanyaan kedua",
    ),
    flips(
        "flags_removed",
        "Gabung Partai Bunga Padi, partainya rakyat kecil",
        "Bendera Partai Bunga Padi di pohon ditertibkan Satpol PP",
    ),
    flips(
        "meeting",
        "Rapat pemenangan Hadi-Lestari, saya hadir dan siap",
        "Rapat koordinasi camat, saya hadir dan siap",
    ),
    flips(
        "blood_donation",
        "Ikut konvoi YASDA, salam tiga jari",
        "Ikut donor darah PMI, salam sehat",
    ),
    flips(
        "dance_contest",
        "Nomor 2 pilihan kita di pilkada",
        "Nomor 2 pilihan juri di lomba tari",
    ),
    flips(
        "ring_road",
        "Bagas-Nur bangun jalan lingkar, coblos lagi",
        "Pemkab bangun jalan lingkar, lalu lintas dialihkan",
    ),
];

/// Over all shipped contests.
pub(super) const PAST: &[Pair] = &[
    flips(
        "past_registration",
        "Pilih Prabowo-Sandi, 2019 ganti presiden",
        "Prabowo-Sandi mendaftar ke KPU, Jumat (10/8)",
    ),
    turns(
        "past_a_call_against",
        "Ayo pilih Jokowi-JK",
        "Jangan pilih Jokowi-JK",
    ),
    flips(
        "past_neighbourhood",
        "All in 02 Prabowo-Gibran sekali putaran",
        "RT 02 RW 05 gotong royong sekali seminggu",
    ),
    flips(
        "past_prayer",
        "AMIN menang, perubahan!",
        "Amin, semoga ada perubahan",
    ),
    flips(
        "past_punished",
        "Pilih Ganjar, wong cilik pasti menang",
        "Koruptor diganjar hukuman, wong cilik pasti menang",
    ),
    flips(
        "past_survey",
        "Prabowo-Gibran 54 persen, gaspol sekali putaran!",
        "Survei: Prabowo-Gibran 54 persen, Ganjar-Mahfud 24 persen",
    ),
    flips(
        "past_debate",
        "Pramono-Rano pilihan warga, coblos nomor 3",
        "Pramono-Rano tampil dalam debat perdana, kata KPU DKI",
    ),
    flips(
        "past_flood",
        "Khofifah-Emil lanjutkan, saya pilih nomor 2",
        "Gubernur Khofifah tinjau banjir, pastikan logistik cukup",
    ),
    flips(
        "past_party_headline",
        "Saya dukung Dedi Mulyadi jadi gubernur Jabar",
        "NasDem Resmi Dukung Dedi Mulyadi di Pilgub Jabar",
    ),
    flips(
        "past_history",
        "Golkar pilihan saya, ayo coblos",
        "Golkar pada masa Orde Baru, ringkasan bab 4",
    ),
];
