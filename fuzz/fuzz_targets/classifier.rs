//! Any text is a model or findings; a model is written and reads back the same to the file's
//! precision.

#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::config::classifier::{parse, write};

/// The file holds four decimals.
const ROUNDED: f64 = 0.000_051;

fuzz_target!(|text: &str| {
    match parse("weights.tsv", text) {
        Ok(model) => {
            let weights: Vec<(String, f64)> = model
                .weights
                .iter()
                .map(|(name, weight)| (name.to_string(), *weight))
                .collect();
            let again = write(model.bias, model.rules, &weights);
            let again = parse("again.tsv", &again).expect("it was just written");
            assert!((again.bias - model.bias).abs() <= ROUNDED);
            assert_eq!(again.weights.len(), weights.len());
            for ((name, weight), (old, before)) in again.weights.iter().zip(&weights) {
                assert!(**name == **old && (weight - before).abs() <= ROUNDED);
            }
        }
        Err(findings) => {
            assert!(!findings.is_empty());
            assert!(findings.iter().all(|one| one.line <= text.lines().count()));
        }
    }
});
