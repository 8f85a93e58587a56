//! The register in the browser: through the router, with a real database.

mod account;
mod correction;
mod kept;
mod list;
mod person;
mod refusals;
mod rights;
mod together;
mod traces;

use netra::clock::Clock as _;
use netra::model::Role;

use super::support::{Browser, House};
use crate::support::database::Literal;

/// Somebody to be registered.
struct Entry<'a> {
    name: &'a str,
    nip: Option<&'a str>,
    agency: &'a str,
    region: &'a str,
    ends: &'a str,
}

impl Default for Entry<'_> {
    fn default() -> Self {
        Self {
            name: "Contoh",
            nip: None,
            agency: "Dinas Uji",
            region: "32.04",
            ends: "2027-12-31",
        }
    }
}

/// Registers a person, or an agency where there is no NIP; their number.
async fn person(house: &House, entry: Entry<'_>) -> i64 {
    let kind = if entry.nip.is_some() {
        "person"
    } else {
        "agency"
    };
    let row: [(&str, &dyn Literal); 8] = [
        ("kind", &kind),
        ("nip", &entry.nip),
        ("name", &entry.name),
        ("agency", &entry.agency),
        ("region", &entry.region),
        ("purpose_basis", &"ST 1/2027"),
        ("purpose_ends", &entry.ends),
        ("created_at", &0),
    ];
    house.raw.insert("person", &row).await
}

/// Registers an account of a person, as it is once a visit went well; its number.
async fn account(house: &House, person: i64, platform: &str, address: &str) -> i64 {
    let now = house.clock.now().as_microsecond();
    let row: [(&str, &dyn Literal); 7] = [
        ("person_id", &person),
        ("platform", &platform),
        ("address", &address),
        ("state", &"active"),
        ("crawled_at", &now),
        ("due_at", &(now + 6 * 3_600_000_000)),
        ("created_at", &0),
    ];
    house.raw.insert("account", &row).await
}

/// An operator who reads the country.
async fn operator(house: &House) -> Browser {
    house.logged_in("agus", Role::Operator).await
}
