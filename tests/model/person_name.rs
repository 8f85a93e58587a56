//! Which names are one person's.

use netra::model::is_same_name;

#[test]
fn titles_case_order_and_shortened_words_say_nothing() {
    for (old, new) in [
        ("Rina Contoh Wulandari", "RINA CONTOH WULANDARI"),
        (
            "Rina Contoh Wulandari",
            "Dr. Hj. Rina Contoh Wulandari, S.Pd., M.Si",
        ),
        ("Rina Contoh Wulandari, S.Pd", "Rina C. Wulandari"),
        ("Wulandari, Rina Contoh", "Rina Contoh Wulandari"),
        ("Rina Contoh Wulandari", "Rina Contoh"),
        ("Muhammad Yusuf", "M.Yusuf"),
        ("Mochammad Yusuf", "Moh. Yusup"),
        ("Mhd Yusuf", "H. Muhamad Yusuf, S.Ag"),
        ("Soekarno Adi", "Sukarno Adi"),
        ("I Made Wirawan", "Made Wirawan, S.Tr.Keb., Bdn"),
        ("Abdul Rahman", "Abd. Rachman"),
        ("Ir. H.", "Ir. H."),
    ] {
        assert!(is_same_name(old, new), "{old} -> {new}");
        assert!(is_same_name(new, old), "{new} -> {old}");
    }
}

#[test]
fn another_person_is_another_name() {
    for (old, new) in [
        ("Rina Contoh Wulandari", "Bambang Lain"),
        ("Rina Wulandari", "Rina Kusuma"),
        ("Dr. Rina Wulandari, S.Pd", "Dr. Siti Aminah, S.Pd"),
        ("H. Ahmad, S.Pd", "H. Budi, S.Pd"),
        ("Rina Wulandari", "R. W."),
        ("Budi", "Budiman Santoso"),
        ("Dewi", "Dedi"),
    ] {
        assert!(!is_same_name(old, new), "{old} -> {new}");
        assert!(!is_same_name(new, old), "{new} -> {old}");
    }
}
