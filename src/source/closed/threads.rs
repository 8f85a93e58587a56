//! Threads, whose accounts have the names of Instagram.

use super::instagram::named;
use super::{ClosedPlatform, WebPage};
use crate::model::Platform;
use crate::source::{AddressFault, AddressForm};

/// Threads.
#[derive(Debug, Clone, Copy)]
pub struct Threads;

impl ClosedPlatform for Threads {
    fn platform(&self) -> Platform {
        Platform::Threads
    }

    fn nicknames(&self) -> &'static [&'static str] {
        &["thread", "threadsnet"]
    }

    fn domains(&self) -> &'static [&'static str] {
        &["threads.net", "threads.com"]
    }

    fn form(&self) -> AddressForm {
        AddressForm::Threads
    }

    fn on_page(&self, page: &WebPage) -> Result<String, AddressFault> {
        match page.parts().as_slice() {
            _ if !page.is_usual() => Err(AddressFault::NoProfile),
            [name] | [name, "replies" | "reposts" | "media"] if name.starts_with('@') => {
                named(name)
            }
            ["t", ..] | [_, "post", ..] => Err(AddressFault::Post),
            _ => Err(AddressFault::NoProfile),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, AddressFault> {
        named(name)
    }
}
