//! Procedures, their versions and forms.

pub mod form;
