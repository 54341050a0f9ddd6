//! OneDoor: one deployment that serves the public services of many jurisdictions.

pub mod authority;
pub mod kernel;
pub mod platform;
pub mod services;
pub mod surfaces;
