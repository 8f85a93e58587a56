//! No files of a room import each other in a circle: each can be understood after those it uses.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use super::source::{SourceFile, own_paths, sources};

type Graph<'s> = BTreeMap<&'s str, BTreeSet<&'s str>>;

/// A file may use what the modules around it define: it is a part of them.
fn encloses(outer: &SourceFile, inner: &SourceFile) -> bool {
    inner.module.starts_with(&outer.module)
}

/// Which file of a room uses which other file of it.
fn graph<'s>(sources: &'s [SourceFile], index: &Index<'s>) -> Graph<'s> {
    let mut graph = Graph::new();
    for file in sources {
        let used = own_paths(file);
        let used = used.iter().filter_map(|path| Some(index.find(path)?.0));
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
    assert!(circles.is_empty(), "{circles:#?}");
}
