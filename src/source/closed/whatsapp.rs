//! WhatsApp: channels only. Whatever else there is belongs to people who know each other.

use super::{ClosedPlatform, WebPage};
use crate::model::Platform;
use crate::source::{AddressFault, AddressForm};

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

    fn form(&self) -> AddressForm {
        AddressForm::Whatsapp
    }

    fn on_page(&self, page: &WebPage) -> Result<String, AddressFault> {
        match (page.below.as_str(), page.parts().as_slice()) {
            ("" | "www", ["channel", id]) => channel(id).ok_or(AddressFault::NoProfile),
            ("" | "www", ["channel", _, _, ..]) => Err(AddressFault::Post),
            ("chat", _) => Err(AddressFault::Group),
            _ => Err(AddressFault::Private),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, AddressFault> {
        let id = name.strip_prefix("channel/").unwrap_or(name);
        let phone = |text: &str| {
            text.bytes()
                .all(|byte| byte.is_ascii_digit() || b"+- ".contains(&byte))
        };
        match channel(id) {
            Some(id) => Ok(id),
            None if phone(name) => Err(AddressFault::Private),
            None => Err(AddressFault::NoName),
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
