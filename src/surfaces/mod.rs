//! FLOOR 4: ways in.

pub mod web;
pub mod portal;
pub mod desk;
pub mod hall;
pub mod audit;
pub mod admin;
pub mod api;
pub mod callbacks;
pub mod worker;
pub mod sandbox;
pub mod cli;
