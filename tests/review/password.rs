use netra::access::password::{Cost, LONGEST, hash, matches, one_time};
use rand::SeedableRng;

#[test]
fn a_password_matches_its_own_hash_only() {
    let stored = hash("kuda baterai", [1; 16], Cost::CHEAP).unwrap();
    assert!(matches("kuda baterai", &stored));
    for wrong in ["kuda bateraI", "", "kuda baterai "] {
        assert!(!matches(wrong, &stored), "{wrong:?}");
    }
    assert!(!matches("kuda baterai", "no hash"));
    let long = "x".repeat(LONGEST + 1);
    let stored = hash(&long, [1; 16], Cost::CHEAP).unwrap();
    assert!(!matches(&long, &stored), "longer than anybody types");
}

#[test]
fn the_cost_and_the_salt_are_in_the_hash() {
    let stored = hash("kuda", [1; 16], Cost::STANDARD).unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_ne!(stored, hash("kuda", [2; 16], Cost::STANDARD).unwrap());
}

#[test]
fn a_password_for_one_login_can_be_read_aloud() {
    let mut random = rand::rngs::StdRng::seed_from_u64(1);
    let password = one_time(&mut random);
    assert_eq!(password.len(), 23);
    assert!(!password.contains(['l', 'o', '0', '1']));
    assert_ne!(password, one_time(&mut random));
}
