//! No files of a room import each other in a circle: each can be understood after those it uses.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{SourceFile, handed_on, own_paths, sources};

/// Circles that are still to be cut.
const STANDING: &[&[&str]] = &[
    &["fetch/door.rs", "fetch/visit.rs"],
    &["score/anchors.rs", "score/reading.rs", "score/scene.rs"],
    &["score/opinion.rs", "score/weigh.rs"],
    &["score/twin/numeral.rs", "score/twin/words.rs"],
];

type Graph<'s> = BTreeMap<&'s str, BTreeSet<&'s str>>;

/// Where modules and the names that they hand on are.
struct Index<'s> {
    files: BTreeMap<&'s [String], &'s SourceFile>,
    handed_on: BTreeMap<Vec<String>, Vec<String>>,
}

impl<'s> Index<'s> {
    fn new(sources: &'s [SourceFile]) -> Self {
        let files = sources.iter().map(|file| (file.module.as_slice(), file));
        let mut names = BTreeMap::new();
        for file in sources {
            for (name, path) in handed_on(file) {
                names.insert([file.module.as_slice(), &[name]].concat(), path);
            }
        }
        Self {
            files: files.collect(),
            handed_on: names,
        }
    }

    /// The file in which the item of a path stands, whatever name it goes by.
    fn file(&self, path: &[String]) -> Option<&'s SourceFile> {
        for end in 1..=path.len() {
            // `text::fold` is a module and, at the end of a path, the function that it holds.
            let is_module = end < path.len() && self.files.contains_key(&path[..end]);
            if !is_module && let Some(origin) = self.handed_on.get(&path[..end]) {
                return self.file(&[origin, &path[end..]].concat());
            }
        }
        let mut ends = (1..=path.len()).rev();
        ends.find_map(|end| self.files.get(&path[..end]).copied())
    }
}

/// A file may use what the modules around it define: it is a part of them.
fn encloses(outer: &SourceFile, inner: &SourceFile) -> bool {
    inner.module.starts_with(&outer.module)
}

/// Which file of a room uses which other file of it.
fn graph<'s>(sources: &'s [SourceFile], index: &Index<'s>) -> Graph<'s> {
    let mut graph = Graph::new();
    for file in sources {
        let used = own_paths(file);
        let used = used.iter().filter_map(|path| index.file(path));
        let used = used.filter(|other| other.room() == file.room() && !encloses(other, file));
        graph.insert(&file.path, used.map(|other| other.path.as_str()).collect());
    }
    graph
}

fn reached<'s>(graph: &Graph<'s>, from: &'s str) -> BTreeSet<&'s str> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        for next in &graph[at] {
            if found.insert(*next) {
                open.push(next);
            }
        }
    }
    found
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = sources();
    let graph = graph(&sources, &Index::new(&sources));
    let reached: BTreeMap<_, _> = graph
        .keys()
        .map(|file| (*file, reached(&graph, file)))
        .collect();
    let circles: BTreeSet<Vec<_>> = reached
        .iter()
        .filter(|(file, all)| all.contains(*file))
        .map(|(file, all)| {
            let back = all.iter().filter(|other| reached[*other].contains(file));
            back.copied().collect()
        })
        .collect();
    let standing = |circle: &&Vec<_>| STANDING.contains(&circle.as_slice());
    let new: Vec<_> = circles.iter().filter(|one| !standing(one)).collect();
    assert!(new.is_empty(), "{new:#?}");
}
