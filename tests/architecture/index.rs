//! Where the things are that a path of the crate names.

use std::collections::BTreeMap;

use syn::{ImplItem, Item, TraitItem, Type};

use super::source::{SourceFile, handed_on};

/// Modules, and the names that they hand on.
pub(super) struct Index<'s> {
    files: BTreeMap<&'s [String], &'s SourceFile>,
    handed_on: BTreeMap<Vec<String>, Vec<String>>,
}

impl<'s> Index<'s> {
    pub(super) fn new(sources: &'s [SourceFile]) -> Self {
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

    /// The file in which the thing of a path stands, whatever name it goes by, with what of the
    /// path is left inside of it.
    pub(super) fn find(&self, path: &[String]) -> Option<(&'s SourceFile, Vec<String>)> {
        for end in 1..=path.len() {
            // `text::fold` is a module and, at the end of a path, the function that it holds.
            let is_module = end < path.len() && self.files.contains_key(&path[..end]);
            if !is_module && let Some(origin) = self.handed_on.get(&path[..end]) {
                return self.find(&[origin, &path[end..]].concat());
            }
        }
        let mut ends = (1..=path.len()).rev();
        ends.find_map(|end| {
            let file = self.files.get(&path[..end])?;
            Some((*file, path[end..].to_vec()))
        })
    }

    /// Whether a path leads to a module, an item, or something inside of an item.
    pub(super) fn knows(&self, path: &[String]) -> bool {
        if let [outer, inner] = path
            && outer.starts_with(char::is_uppercase)
        {
            return self.has_part(outer, inner);
        }
        let Some((file, rest)) = self.find(path) else {
            return false;
        };
        match rest.as_slice() {
            [] => true,
            [name] => file.items.iter().any(|item| names(item).contains(name)),
            [outer, inner] => self.has_part(outer, inner),
            _ => false,
        }
    }

    /// Whether a type or trait has that variant, field or function.
    fn has_part(&self, outer: &str, inner: &str) -> bool {
        let items = self.files.values().flat_map(|file| &file.items);
        items
            .flat_map(parts)
            .any(|(of, part)| of == outer && part == inner)
    }

    /// Whether a type or trait goes by that name anywhere.
    pub(super) fn has_type(&self, name: &str) -> bool {
        let mut items = self.files.values().flat_map(|file| &file.items);
        items.any(|item| {
            let is_type = matches!(
                item,
                Item::Struct(_) | Item::Enum(_) | Item::Trait(_) | Item::Type(_)
            );
            is_type && names(item).iter().any(|one| one == name)
        })
    }
}

/// What an item adds to its module.
fn names(item: &Item) -> Vec<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Macro(item) => return made_types(&item.mac.tokens.to_string()),
        _ => return Vec::new(),
    };
    vec![name.to_string()]
}

/// Types that a macro makes, as far as they stand in its text.
fn made_types(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let pairs = words
        .windows(2)
        .filter(|pair| ["enum", "struct"].contains(&pair[0]));
    pairs.map(|pair| pair[1].to_owned()).collect()
}

/// What is inside of an item: variants, fields and functions, each with the item's name.
fn parts(item: &Item) -> Vec<(String, String)> {
    let (of, inside): (String, Vec<String>) = match item {
        Item::Enum(item) => {
            let variants = item.variants.iter();
            let names = variants.map(|variant| variant.ident.to_string());
            (item.ident.to_string(), names.collect())
        }
        Item::Struct(item) => {
            let fields = item.fields.iter();
            let names = fields.filter_map(|field| Some(field.ident.as_ref()?.to_string()));
            (item.ident.to_string(), names.collect())
        }
        Item::Trait(item) => {
            let functions = item.items.iter().filter_map(|part| match part {
                TraitItem::Fn(function) => Some(function.sig.ident.to_string()),
                _ => None,
            });
            (item.ident.to_string(), functions.collect())
        }
        Item::Impl(item) => {
            let Type::Path(of) = &*item.self_ty else {
                return Vec::new();
            };
            let parts = item.items.iter().filter_map(|part| match part {
                ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                ImplItem::Const(constant) => Some(constant.ident.to_string()),
                _ => None,
            });
            let of = of.path.segments.last().map(|last| last.ident.to_string());
            (of.unwrap_or_default(), parts.collect())
        }
        _ => return Vec::new(),
    };
    inside.into_iter().map(|part| (of.clone(), part)).collect()
}
