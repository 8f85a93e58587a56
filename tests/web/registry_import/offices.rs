//! Every file of the table of offices has its preview.

use std::sync::Arc;

use netra::registry::Defaults;
use netra::web::ListTerms;

use super::{all_rows, figures, operator, upload_with};
use crate::registry::offices::{OfficeFile, table};
use crate::web::support::{Browser, House, app_reading};

/// Words that stand in every English sentence that is said of a list, and in no Indonesian one.
const ENGLISH: [&str; 14] = [
    "the", "is", "was", "of", "not", "and", "which", "that", "were", "row", "rows", "it", "a", "no",
];

fn english(text: &str) -> Option<&'static str> {
    // What people wrote stands in quotation marks or brackets.
    let own: String = text
        .split(['“', '('])
        .map(|piece| piece.rsplit(['”', ')']).next().unwrap_or_default())
        .collect();
    let words: Vec<String> = own
        .split(|c: char| !c.is_alphabetic())
        .map(str::to_lowercase)
        .collect();
    let found = ENGLISH
        .into_iter()
        .filter(|word| words.iter().any(|one| one == word));
    // "no" and "a" alone may be initials or a number's short form.
    let found: Vec<&str> = found.collect();
    (found.len() > 1).then(|| found[0])
}

async fn look(house: &House, browser: &mut Browser, file: &OfficeFile) -> Result<(), String> {
    let lists = ListTerms {
        defaults: Defaults {
            with_hidden: false,
            ..file.settings.clone()
        },
        ..ListTerms::default()
    };
    let app = app_reading(&house.db, Arc::clone(&house.clock), lists);
    browser.replace(app);
    let hidden: &[(&str, &str)] = if file.settings.with_hidden {
        &[("tersembunyi", "ya")]
    } else {
        &[]
    };
    let kept = upload_with(browser, "daftar kantor", &file.bytes, hidden).await;
    if kept.status.as_u16() == 422 && !file.expected.contains("error: row") {
        let told = kept.texts("#berkas-m").concat();
        return match english(&told) {
            None if !told.is_empty() => Ok(()),
            found => Err(format!("{found:?} in {told:?}")),
        };
    }
    if kept.status.as_u16() != 303 {
        return Err(format!("not kept: {}", kept.status));
    }
    let page = browser.get(kept.location()).await;
    if page.status.as_u16() != 200 {
        return Err(format!("no preview: {}", page.status));
    }
    let sum: usize = figures(&page).iter().map(|(_, count)| count).sum();
    if sum != all_rows(&page) {
        return Err(format!("{:?} of {}", figures(&page), all_rows(&page)));
    }
    let faults = page.texts("section[aria-labelledby=galat] tbody tr").len();
    if faults != file.expected.matches("error: ").count().min(100) {
        return Err(format!("{faults} faults are shown"));
    }
    let sentences = page.texts("[data-l=Masalah], [data-l=Perbaikan], h1, .lede, .hint");
    match sentences
        .iter()
        .find_map(|text| Some((english(text)?, text)))
    {
        Some((word, text)) => Err(format!("{word:?} in {text:?}")),
        None => Ok(()),
    }
}

#[tokio::test]
async fn every_list_of_an_office_has_a_preview_whose_figures_add_up() {
    let house = House::new().await;
    let mut browser = operator(&house).await;
    let mut wrong = Vec::new();
    let files = table();
    assert!(files.len() >= 57, "{}", files.len());
    for file in &files {
        if let Err(problem) = look(&house, &mut browser, file).await {
            wrong.push(format!("{}: {problem}", file.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
