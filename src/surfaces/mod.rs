//! FLOOR 4: ways in.

pub mod admin;
pub mod api;
pub mod audit;
pub mod callbacks;
pub mod cli;
pub mod desk;
pub mod hall;
pub mod portal;
pub mod sandbox;
pub mod web;
pub mod worker;
