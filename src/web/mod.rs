//! The review page: router, login, templates.
