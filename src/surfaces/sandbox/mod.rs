//! The demo's payment gateway and mail sink.

pub mod gateway;
pub mod mail;
