//! Who reads what, and what that leaves behind.

mod command;
mod desk;
mod matrix;
mod pages;
mod scope;
mod signatures;
mod strict;
