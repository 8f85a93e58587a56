//! WhatsApp: channels only. Whatever else there is belongs to people who know each other.

use super::{ClosedPlatform, GROUP, NO_NAME, NO_PROFILE, NotAnAccount, POST, PRIVATE, WebPage};
use crate::model::Platform;

/// WhatsApp channels.
#[derive(Debug, Clone, Copy)]
pub struct Whatsapp;

impl ClosedPlatform for Whatsapp {
    fn platform(&self) -> Platform {
        Platform::Whatsapp
    }

    fn nicknames(&self) -> &'static [&'static str] {
        &[
            "wa",
            "whatsappchannel",
            "channelwhatsapp",
            "saluranwhatsapp",
            "saluranwa",
        ]
    }

    fn domains(&self) -> &'static [&'static str] {
        &["whatsapp.com", "wa.me"]
    }

    fn hint(&self) -> &'static str {
        "expected the address of a channel, https://whatsapp.com/channel/0029…"
    }

    fn on_page(&self, page: &WebPage) -> Result<String, NotAnAccount> {
        match (page.below.as_str(), page.parts().as_slice()) {
            ("" | "www", ["channel", id]) => channel(id).ok_or(NO_PROFILE),
            ("" | "www", ["channel", _, _, ..]) => Err(POST),
            ("chat", _) => Err(GROUP),
            _ => Err(PRIVATE),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, NotAnAccount> {
        let id = name.strip_prefix("channel/").unwrap_or(name);
        let phone = |text: &str| {
            text.bytes()
                .all(|byte| byte.is_ascii_digit() || b"+- ".contains(&byte))
        };
        match channel(id) {
            Some(id) => Ok(id),
            None if phone(name) => Err(PRIVATE),
            None => Err(NO_NAME),
        }
    }
}

/// `0029` and 18 letters and digits or more; case counts.
fn channel(id: &str) -> Option<String> {
    let fits = id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let lettered = id.bytes().any(|byte| byte.is_ascii_alphabetic());
    let whole = id.starts_with("0029") && (16..=40).contains(&id.len());
    (fits && lettered && whole).then(|| id.to_owned())
}
