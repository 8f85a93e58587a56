//! Values that are bound to a statement: what both engines can store.

use sqlx::{Arguments, Database, Encode, Type};

/// A value for a placeholder. What is missing has a type too, because PostgreSQL asks for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum BoundValue {
    Integer(Option<i64>),
    Real(Option<f64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

impl BoundValue {
    /// Adds a copy of the value to an engine's arguments.
    pub(super) fn add<D>(&self, arguments: &mut D::Arguments) -> Result<(), sqlx::Error>
    where
        D: Database,
        for<'q> Option<i64>: Encode<'q, D> + Type<D>,
        for<'q> Option<f64>: Encode<'q, D> + Type<D>,
        for<'q> Option<String>: Encode<'q, D> + Type<D>,
        for<'q> Option<Vec<u8>>: Encode<'q, D> + Type<D>,
    {
        let added = match self {
            Self::Integer(value) => arguments.add(*value),
            Self::Real(value) => arguments.add(*value),
            Self::Text(value) => arguments.add(value.clone()),
            Self::Bytes(value) => arguments.add(value.clone()),
        };
        added.map_err(sqlx::Error::Encode)
    }
}

/// What can be bound.
pub(crate) trait IntoValue {
    /// The value, or the missing value of the type.
    fn into_value(this: Option<Self>) -> BoundValue
    where
        Self: Sized;
}

macro_rules! integers {
    ($($number:ty),*) => {$(
        impl IntoValue for $number {
            fn into_value(this: Option<Self>) -> BoundValue {
                BoundValue::Integer(this.map(i64::from))
            }
        }
    )*};
}

integers!(bool, i32, i64, u16, u32);

impl IntoValue for f64 {
    fn into_value(this: Option<Self>) -> BoundValue {
        BoundValue::Real(this)
    }
}

impl IntoValue for String {
    /// PostgreSQL has no NUL in texts; none stands in anything that people read.
    fn into_value(this: Option<Self>) -> BoundValue {
        let without_nul = |text: String| {
            if text.contains('\0') {
                text.replace('\0', "\u{fffd}")
            } else {
                text
            }
        };
        BoundValue::Text(this.map(without_nul))
    }
}

impl IntoValue for &str {
    fn into_value(this: Option<Self>) -> BoundValue {
        IntoValue::into_value(this.map(str::to_owned))
    }
}

impl IntoValue for &String {
    fn into_value(this: Option<Self>) -> BoundValue {
        IntoValue::into_value(this.cloned())
    }
}

impl IntoValue for Vec<u8> {
    fn into_value(this: Option<Self>) -> BoundValue {
        BoundValue::Bytes(this)
    }
}

impl IntoValue for &Vec<u8> {
    fn into_value(this: Option<Self>) -> BoundValue {
        BoundValue::Bytes(this.cloned())
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(this: Option<Self>) -> BoundValue {
        T::into_value(this.flatten())
    }
}

impl<'a, T> IntoValue for &'a Option<T>
where
    &'a T: IntoValue,
{
    fn into_value(this: Option<Self>) -> BoundValue {
        IntoValue::into_value(this.and_then(Option::as_ref))
    }
}
