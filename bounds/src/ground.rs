//! What surfaces need that is made once: packs, scorers, analyser, sources.

use std::cell::OnceCell;
use std::path::Path;

use netra::config::{classifier, contest, lexicon, norms};
use netra::model::{Contest, Lexicon};
use netra::score::Scorer;
use netra::search::analyzer;
use netra::source::Sources;
use netra::text::analyze::Analyzer;

const CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../config");

/// The shipped configuration. Scorers are made when they are asked for: that takes long under
/// valgrind, and few surfaces score.
pub(crate) struct Ground {
    pub(crate) packs: Vec<Contest>,
    pub(crate) lexicon: Lexicon,
    pub(crate) sources: Sources,
    demo: OnceCell<Scorer>,
    all: OnceCell<Scorer>,
    analyzer: OnceCell<Analyzer>,
}

impl Ground {
    pub(crate) fn new() -> Self {
        let folder = Path::new(CONFIG);
        let (packs, _) = contest::load_dir(&folder.join("contests")).expect("shipped packs");
        let (lexicon, _) = lexicon::load(folder).expect("the shipped lexicon");
        Self {
            packs,
            lexicon,
            sources: Sources::default(),
            demo: OnceCell::new(),
            all: OnceCell::new(),
            analyzer: OnceCell::new(),
        }
    }

    /// A scorer as it is shipped, with the demo's contest.
    pub(crate) fn demo(&self) -> &Scorer {
        self.demo.get_or_init(|| {
            let packs = self.packs.iter().filter(|pack| pack.id.starts_with("demo"));
            self.compile(&packs.cloned().collect::<Vec<_>>())
        })
    }

    /// A scorer with every pack.
    pub(crate) fn everything(&self) -> &Scorer {
        self.all.get_or_init(|| self.compile(&self.packs))
    }

    fn compile(&self, packs: &[Contest]) -> Scorer {
        let folder = Path::new(CONFIG);
        let text = std::fs::read_to_string(folder.join("norms.toml")).expect("norms are shipped");
        let norms = norms::parse("norms.toml", &text).expect("the shipped norms");
        let model = classifier::load(folder).expect("the shipped model");
        assert!(!packs.is_empty());
        Scorer::compile(packs, &self.lexicon, &norms, model.as_ref())
    }

    pub(crate) fn analyzer(&self) -> &Analyzer {
        self.analyzer
            .get_or_init(|| analyzer(&self.packs).expect("the shipped word lists"))
    }
}
