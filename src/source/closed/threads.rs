//! Threads, whose accounts have the names of Instagram.

use super::instagram::named;
use super::{ClosedPlatform, NO_PROFILE, NotAnAccount, POST, WebPage};
use crate::model::Platform;

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

    fn hint(&self) -> &'static str {
        "expected https://www.threads.com/@name or @name"
    }

    fn on_page(&self, page: &WebPage) -> Result<String, NotAnAccount> {
        match page.parts().as_slice() {
            _ if !page.is_usual() => Err(NO_PROFILE),
            [name] | [name, "replies" | "reposts" | "media"] if name.starts_with('@') => {
                named(name)
            }
            ["t", ..] | [_, "post", ..] => Err(POST),
            _ => Err(NO_PROFILE),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, NotAnAccount> {
        named(name)
    }
}
