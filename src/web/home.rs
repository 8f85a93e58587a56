//! Where a user begins: at what their role is for.

use axum::Extension;
use axum::response::Redirect;

use super::guard::Session;
use crate::model::Role;

/// The first page of a role.
pub(super) const fn first_page(role: Role) -> &'static str {
    match role {
        Role::Operator => "/registri",
        Role::Reviewer | Role::Analyst | Role::Administrator => "/antrean",
    }
}

pub(super) async fn show(Extension(session): Extension<Session>) -> Redirect {
    Redirect::to(first_page(session.user.role))
}
