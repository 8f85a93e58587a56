//! What the register holds, in words.

use jiff::Timestamp;
use jiff::civil::Date;

use super::labels::{RegistryText, filled};
use crate::db::registry::{AccountStanding, PersonAccount};
use crate::model::{
    Account, AccountId, Language, Person, PersonId, PersonKind, Platform, RegionCode, TimeZone,
};
use crate::web::error::PageFault;
use crate::web::fact::{Fact, code, fact};
use crate::web::state::Catalogue;
use crate::web::{links, times};

/// How an account stands.
pub(super) const fn standing(standing: AccountStanding, text: &RegistryText) -> &'static str {
    match standing {
        AccountStanding::Watched => text.watched,
        AccountStanding::Failing => text.failing,
        AccountStanding::Never => text.never,
        AccountStanding::Closed => text.closed,
        AccountStanding::ByHand => text.by_hand,
        AccountStanding::Ended => text.ended,
        AccountStanding::Retired => text.retired,
    }
}

/// The class of the sign in front of it: what goes well, waits, stands still or fails.
pub(super) const fn standing_class(standing: AccountStanding) -> &'static str {
    match standing {
        AccountStanding::Watched => "",
        AccountStanding::Failing => "fail",
        AccountStanding::Never | AccountStanding::ByHand => "wait",
        AccountStanding::Closed | AccountStanding::Ended | AccountStanding::Retired => "stop",
    }
}

/// Since when an account stands so, as far as that is known.
pub(super) fn standing_since(
    found: &PersonAccount,
    ends_on: Date,
    language: Language,
) -> Option<String> {
    let text = RegistryText::of(language);
    let day = |at: Timestamp| times::day(at, TimeZone::Wib, language);
    match found.standing {
        AccountStanding::Watched | AccountStanding::Closed => found
            .crawled_at
            .map(|at| filled(text.last_visit_on, &[&day(at)])),
        AccountStanding::Failing => found.crawled_at.map(|at| {
            let failures = found.failures.to_string();
            filled(text.failed_times, &[&failures, &day(at)])
        }),
        AccountStanding::Never | AccountStanding::ByHand => {
            Some(filled(text.registered_on, &[&day(found.created_at)]))
        }
        AccountStanding::Ended => Some(filled(text.ended_on, &[&times::date(ends_on, language)])),
        AccountStanding::Retired => found.retired_at.map(|at| filled(text.since, &[&day(at)])),
    }
}

/// What people call a platform.
pub(super) const fn platform(platform: Platform, language: Language) -> &'static str {
    match (platform, language) {
        (Platform::Bluesky, _) => "Bluesky",
        (Platform::Facebook, _) => "Facebook",
        (Platform::Feed, Language::Indonesian) => "umpan (RSS, Atom)",
        (Platform::Feed, Language::English) => "feed (RSS, Atom)",
        (Platform::Html, Language::Indonesian) => "halaman web",
        (Platform::Html, Language::English) => "web page",
        (Platform::Instagram, _) => "Instagram",
        (Platform::Mastodon, _) => "Mastodon",
        (Platform::Telegram, _) => "Telegram",
        (Platform::Threads, _) => "Threads",
        (Platform::Tiktok, _) => "TikTok",
        (Platform::Whatsapp, _) => "WhatsApp",
        (Platform::Wordpress, _) => "WordPress",
        (Platform::X, _) => "X",
        (Platform::Youtube, _) => "YouTube",
    }
}

/// Where an account is on the web, if its address says so: a handle is an address of its server.
pub(super) fn profile(account: &Account) -> Option<String> {
    let address = &account.address;
    let handle = address
        .strip_prefix('@')
        .and_then(|rest| rest.split_once('@'));
    match (account.platform, handle) {
        (Platform::Mastodon, Some((user, host))) => {
            links::web_address(&format!("https://{host}/@{user}"))
        }
        (Platform::Instagram, _) => named(address, "https://www.instagram.com/"),
        (Platform::Telegram, _) => named(address, "https://t.me/"),
        (Platform::Threads, _) => named(address, "https://www.threads.net/@"),
        (Platform::Tiktok, _) => named(address, "https://www.tiktok.com/@"),
        (Platform::X, _) => named(address, "https://x.com/"),
        (Platform::Youtube, _) => named(address, "https://www.youtube.com/@"),
        (Platform::Facebook, _) => named(address, "https://www.facebook.com/"),
        (Platform::Bluesky, _) if !address.contains('/') => {
            links::web_address(&format!("https://bsky.app/profile/{address}"))
        }
        _ => links::web_address(address),
    }
}

/// The page of somebody who is called `@NAME` on a platform that puts names behind `site`; an
/// address of the web is one already.
fn named(address: &str, site: &str) -> Option<String> {
    match address.strip_prefix('@') {
        Some(name) => links::web_address(&format!("{site}{name}")),
        None => links::web_address(address),
    }
}

/// A region by its name and code.
pub(super) fn region(code: &RegionCode, catalogue: &Catalogue) -> String {
    match catalogue.regions.get(code.as_str()) {
        Some(name) => format!("{name} ({code})"),
        None => code.to_string(),
    }
}

/// The page of a person.
pub(super) fn person_page(person: impl std::fmt::Display) -> String {
    format!("/registri/orang/{person}")
}

/// The page of an account.
pub(super) fn account_page(account: impl std::fmt::Display) -> String {
    format!("/registri/akun/{account}")
}

/// The number of a person in an address.
pub(super) fn person_id(text: &str) -> Result<PersonId, PageFault> {
    text.parse().map(PersonId).map_err(|_| PageFault::Missing)
}

/// The number of an account in an address.
pub(super) fn account_id(text: &str) -> Result<AccountId, PageFault> {
    text.parse().map(AccountId).map_err(|_| PageFault::Missing)
}

/// Person or agency.
pub(super) const fn kind_of(kind: PersonKind, text: &RegistryText) -> &'static str {
    match kind {
        PersonKind::Person => text.kind_person,
        PersonKind::Agency => text.kind_agency,
    }
}

/// The same by the code that the history keeps.
pub(super) fn kind<'a>(code: &'a str, text: &RegistryText) -> &'a str {
    match code {
        "person" => text.kind_person,
        "agency" => text.kind_agency,
        other => other,
    }
}

/// What the register says of a person; the NIP masked.
pub(super) fn person_facts(
    person: &Person,
    catalogue: &Catalogue,
    language: Language,
) -> Vec<Fact> {
    let text = RegistryText::of(language);
    let kind = kind_of(person.kind, text);
    let mut facts = vec![
        fact(text.number, person.id.to_string()),
        fact(text.kind, kind),
        fact(text.name, person.name.clone()),
    ];
    facts.extend(person.nip.as_ref().map(|nip| code(text.nip, nip.masked())));
    facts.push(fact(text.agency, person.agency.clone()));
    let position = person.position.as_ref();
    facts.extend(position.map(|position| fact(text.position, position.clone())));
    let ends = times::date(person.purpose.ends_on, language);
    facts.extend([
        fact(text.region, region(&person.region, catalogue)),
        fact(text.basis, person.purpose.basis.clone()),
        fact(text.ends, ends),
    ]);
    facts
}
