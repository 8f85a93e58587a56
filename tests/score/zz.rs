use netra::score::Scorer;
use super::support::{classifier, lexicon, norms, packs, subject};
#[test]
fn zz_twins() {
    let pack = std::env::var("ZZ_PACK").unwrap();
    let packs: Vec<_> = packs().into_iter().filter(|p| p.id.to_string() == pack).collect();
    let scorer = Scorer::compile(&packs, &lexicon(), &norms(), classifier().as_ref());
    let text = std::fs::read_to_string(std::env::var("ZZ").unwrap()).unwrap();
    for line in text.lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let t = v["text"].as_str().unwrap();
        let s = netra::model::Subject { day: None, ..subject(t) };
        let a = scorer.assess(&s);
        for twin in scorer.twins(&s).made {
            let b = scorer.assess(&twin.subject(&s));
            if (a.score - b.score).abs() > 0.00005 {
                let w = |x: &netra::model::Assessment| x.signals.iter().map(|s| format!("{} {:.3}", s.rule, s.weight)).chain(x.counter.iter().map(|s| format!("-{} {:.3}", s.rule, s.weight))).collect::<Vec<_>>().join("; ");
                println!("{} {:?} {:.3} -> {:.3} {} {}\n  A {t}\n  B {}\n  a {}\n  b {}", if twin.alike {"ALIKE"} else {"unlike"}, twin.kinds, a.score, b.score, twin.from, twin.to, twin.text, w(&a), w(&b));
            }
        }
    }
}
