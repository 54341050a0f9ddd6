//! Procedures, their versions and forms.
