//! The organisation: each rule of its model by a test of its name, against the database and through the command path.

mod pages;
mod random;
mod reorganising;
mod rules;
mod world;
