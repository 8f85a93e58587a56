//! A type that leaves its file has a name of its own in the crate.

use std::collections::BTreeMap;

use syn::{Ident, Item, Visibility};

use super::source::sources;

/// Types, traits and aliases that others may name.
fn outgoing<'i>(items: &'i [Item], found: &mut Vec<&'i Ident>) {
    for item in items {
        let (visibility, name) = match item {
            Item::Struct(item) => (&item.vis, &item.ident),
            Item::Enum(item) => (&item.vis, &item.ident),
            Item::Trait(item) => (&item.vis, &item.ident),
            Item::Type(item) => (&item.vis, &item.ident),
            Item::Mod(module) => {
                let inside = module.content.as_ref().map(|(_, items)| items.as_slice());
                outgoing(inside.unwrap_or_default(), found);
                continue;
            }
            _ => continue,
        };
        if !matches!(visibility, Visibility::Inherited) {
            found.push(name);
        }
    }
}

#[test]
fn types_that_leave_their_file_have_names_of_their_own() {
    let sources = sources();
    let mut files: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for file in &sources {
        let mut found = Vec::new();
        outgoing(&file.items, &mut found);
        for name in found {
            files.entry(name.to_string()).or_default().push(&file.path);
        }
    }
    files.retain(|_, files| files.len() > 1);
    assert!(files.is_empty(), "{files:#?}");
}
