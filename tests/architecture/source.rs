//! The sources as Rust reads them: files, the paths they name, the items they hand out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Item, UseTree, Visibility};

/// A file of `src/`.
pub(super) struct SourceFile {
    /// Its path inside `src/`, such as `db/page/mod.rs`.
    pub(super) path: String,
    /// The module it is, such as `["db", "page"]`.
    pub(super) module: Vec<String>,
    /// What stands in it.
    pub(super) text: String,
    /// The same as items, without unit tests.
    pub(super) items: Vec<Item>,
}

impl SourceFile {
    /// The top-level module it belongs to.
    pub(super) fn room(&self) -> &str {
        &self.module[0]
    }
}

/// All files of `src/` in the order of their paths.
pub(super) fn sources() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    files.sort();
    let inside = files.iter().map(|path| {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
        (name.to_owned(), fs::read_to_string(path).unwrap())
    });
    inside.map(|(path, text)| read(path, text)).collect()
}

/// All Rust files below a folder.
pub(super) fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn read(path: String, text: String) -> SourceFile {
    let module = path.trim_end_matches(".rs").trim_end_matches("/mod");
    let mut items = syn::parse_file(&text).unwrap().items;
    items.retain(|item| !is_test(item));
    SourceFile {
        module: module.split('/').map(str::to_owned).collect(),
        path,
        text,
        items,
    }
}

fn is_test(item: &Item) -> bool {
    let Item::Mod(module) = item else {
        return false;
    };
    let is_cfg = |attribute: &syn::Attribute| attribute.path().is_ident("cfg");
    module.content.is_some() && module.attrs.iter().any(is_cfg)
}

/// Names of `use` trees and of their leaves: `a::{b, c::D as E}` is `a::b` as `b` and `a::c::D`
/// as `E`.
fn leaves(tree: &UseTree, before: &[String], found: &mut Vec<(Vec<String>, String)>) {
    let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
    match tree {
        UseTree::Path(path) => leaves(&path.tree, &with(&path.ident), found),
        UseTree::Name(name) if name.ident == "self" => {
            let last = before.last().cloned().unwrap_or_default();
            found.push((before.to_vec(), last));
        }
        UseTree::Name(name) => found.push((with(&name.ident), name.ident.to_string())),
        UseTree::Rename(rename) => found.push((with(&rename.ident), rename.rename.to_string())),
        UseTree::Glob(_) => found.push((before.to_vec(), "*".to_owned())),
        UseTree::Group(group) => {
            for tree in &group.items {
                leaves(tree, before, found);
            }
        }
    }
}

/// What a file hands on under its own name: the name, and the path from the crate's root where it
/// is from.
pub(super) fn handed_on(file: &SourceFile) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for item in &file.items {
        if let Item::Use(item) = item
            && !matches!(item.vis, Visibility::Inherited)
        {
            let mut inside = Vec::new();
            leaves(&item.tree, &[], &mut inside);
            let rooted = inside
                .into_iter()
                .filter_map(|(path, name)| Some((name, from_root(file, &path)?)));
            found.extend(rooted);
        }
    }
    found
}

/// Paths into the crate that a file names, from the crate's root.
pub(super) fn paths(file: &SourceFile) -> BTreeSet<Vec<String>> {
    let own = own_paths(file);
    let others = handed_on(file).into_iter().map(|(_, path)| path);
    own.into_iter().chain(others).collect()
}

/// The same without those that it only hands on.
pub(super) fn own_paths(file: &SourceFile) -> BTreeSet<Vec<String>> {
    let mut named = Named::default();
    for item in &file.items {
        named.visit_item(item);
    }
    let paths = named.0.iter();
    paths.filter_map(|path| from_root(file, path)).collect()
}

#[derive(Default)]
struct Named(Vec<Vec<String>>);

impl<'a> Visit<'a> for Named {
    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        if matches!(item.vis, Visibility::Inherited) {
            let mut found = Vec::new();
            leaves(&item.tree, &[], &mut found);
            self.0.extend(found.into_iter().map(|(path, _)| path));
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let segments = path.segments.iter();
        self.0
            .push(segments.map(|one| one.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, used: &'a syn::Macro) {
        // The words of a macro are no paths yet to Rust: they are taken from its text.
        let text = used.tokens.to_string().replace(" :: ", "::");
        for start in ["crate::", "super::", "self::"] {
            for (at, _) in text.match_indices(start) {
                let end = text[at..].find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
                let path = &text[at..end.map_or(text.len(), |end| at + end)];
                self.0.push(path.split("::").map(str::to_owned).collect());
            }
        }
        visit::visit_macro(self, used);
    }
}

/// A path of a file as it is from the crate's root; `None` for paths into other crates and to
/// what the file imported.
fn from_root(file: &SourceFile, path: &[String]) -> Option<Vec<String>> {
    let first = path.first()?;
    match first.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([&file.module, &path[1..]].concat()),
        "super" => {
            let ups = path.iter().take_while(|one| *one == "super").count();
            let above = file.module.len().checked_sub(ups)?;
            Some([&file.module[..above], &path[ups..]].concat())
        }
        _ if children(file).any(|child| child == *first) => {
            Some([file.module.as_slice(), path].concat())
        }
        _ => None,
    }
}

fn children(file: &SourceFile) -> impl Iterator<Item = String> {
    file.items.iter().filter_map(|item| match item {
        Item::Mod(module) if module.content.is_none() => Some(module.ident.to_string()),
        _ => None,
    })
}
