//! Correcting what the register says of a person.

use super::persons::find_one;
use super::{Field, Why, record_all, subject_person, told};
use crate::db::access::facts;
use crate::db::engine::{Connection, Script, sql, write_once};
use crate::db::registry::hands::push_reindex;
use crate::db::registry::read::person;
use crate::db::{Db, DbError, name_of, schedule};
use crate::model::{
    Person, PersonId, PersonKind, Purpose, Reader, RegionCode, RegisterRemark, is_same_name,
};

/// What can be corrected of a person: all but their number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFacts {
    /// Person or agency: a person has a NIP, an agency has none.
    pub kind: PersonKind,
    /// Name.
    pub name: String,
    /// Agency.
    pub agency: String,
    /// Position.
    pub position: Option<String>,
    /// Where they serve.
    pub region: RegionCode,
    /// Why and how long they are watched.
    pub purpose: Purpose,
}

impl From<&Person> for PersonFacts {
    fn from(person: &Person) -> Self {
        Self {
            kind: person.kind,
            name: person.name.clone(),
            agency: person.agency.clone(),
            position: person.position.clone(),
            region: person.region.clone(),
            purpose: person.purpose.clone(),
        }
    }
}

/// Whether it was confirmed that a person has quite another name now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rename {
    /// Only another spelling of the same name is taken.
    Unconfirmed,
    /// Any name is taken.
    Confirmed,
}

/// Corrects what the register says of a person; how many fields were changed. Posts keep the
/// region of their capture.
pub async fn amend_person(
    reader: &Reader,
    db: &Db,
    id: PersonId,
    new: &PersonFacts,
    rename: Rename,
    why: Why<'_>,
) -> Result<usize, DbError> {
    write_once!(db, |transaction| {
        find_one(reader, transaction, id, why).await?.must_stand()?;
        if !reader.scope().covers(&new.region) {
            let (region, scope) = (new.region.clone(), reader.scope().clone());
            let refused = RegisterRemark::OutsideScope(region, scope);
            return Err(DbError::Register(refused));
        }
        let row = sql("SELECT * FROM person WHERE id = $1")
            .bind(id.0)
            .fetch_one(transaction)
            .await?;
        let was = person(&row, "id")?;
        let old = PersonFacts::from(&was);
        if new.kind != old.kind && (new.kind == PersonKind::Person) != was.nip.is_some() {
            return Err(DbError::Register(RegisterRemark::KindAgainstNip(id)));
        }
        if rename == Rename::Unconfirmed && !is_same_name(&old.name, &new.name) {
            let refused = RegisterRemark::NameToConfirm(id, old.name, new.name.clone());
            return Err(DbError::Register(refused));
        }
        let fields = changed_fields(&old, new);
        if fields.is_empty() {
            return Ok(0);
        }
        write_facts(transaction, id, new).await?;
        let changed: Vec<&str> = fields.iter().map(|field| field.name).collect();
        let facts = facts([
            ("reason", why.reason.as_str().into()),
            ("fields", changed.join(" ").into()),
        ]);
        let count = fields.len();
        let subject = subject_person(id);
        let history = fields.into_iter().map(|field| (subject.clone(), field));
        record_all(transaction, &why.by(&reader.actor()), history.collect()).await?;
        let deed = ["registry_amend", &subject];
        told(reader, transaction, why.at, deed, &facts).await?;
        Ok(count)
    })
}

async fn write_facts(
    connection: &mut Connection,
    id: PersonId,
    new: &PersonFacts,
) -> Result<(), DbError> {
    sql(
        "UPDATE person SET name = $2, agency = $3, post = $4, region = $5, purpose_basis = $6, \
         purpose_ends = $7, kind = $8 WHERE id = $1",
    )
    .bind(id.0)
    .bind(&new.name)
    .bind(&new.agency)
    .bind(&new.position)
    .bind(new.region.as_str())
    .bind(&new.purpose.basis)
    .bind(new.purpose.ends_on.to_string())
    .bind(name_of(new.kind))
    .execute(connection)
    .await?;
    let mut script = Script::new(connection.engine());
    push_reindex(&mut script, id);
    schedule::push_follow(&mut script, id);
    script.run(connection).await?;
    Ok(())
}

/// The fields in which two descriptions of a person differ, for the history.
pub(super) fn changed_fields(old: &PersonFacts, new: &PersonFacts) -> Vec<Field> {
    let text = |value: &str| Some(value.to_owned());
    let day = |facts: &PersonFacts| Some(facts.purpose.ends_on.to_string());
    let all = [
        ("kind", Some(name_of(old.kind)), Some(name_of(new.kind))),
        ("name", text(&old.name), text(&new.name)),
        ("agency", text(&old.agency), text(&new.agency)),
        ("post", old.position.clone(), new.position.clone()),
        (
            "region",
            text(old.region.as_str()),
            text(new.region.as_str()),
        ),
        (
            "purpose_basis",
            text(&old.purpose.basis),
            text(&new.purpose.basis),
        ),
        ("purpose_ends", day(old), day(new)),
    ];
    let different = all.into_iter().filter(|(_, before, after)| before != after);
    different
        .map(|(name, before, after)| Field {
            name,
            before,
            after,
        })
        .collect()
}
