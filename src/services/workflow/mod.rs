//! How a dossier moves: BPMN processes, executed.
//!
//! [`parse`] turns a BPMN 2.0 file into a [`model::ProcessDefinition`] or says by name and place what it will not
//! execute. [`engine`] is one pure function: definition, state and input give the next state and the effects it asks
//! for; it reads no clock and no database, so a process can be replayed and tested without either. Only the engine
//! moves a process: pages and workers ask, with an input, and an input that comes too late changes nothing.
//! What a dossier is waiting for is read off the state by [`engine::waiting_on`].
//!
//! In the database an officer's decision and the engine's step are two transactions with an event between them:
//! [`commands::complete_task`] writes down what she decided under her own access, and [`commands::task_completed`]
//! moves the process under that of the system, which may hand the next step to a unit that she does not see.

pub mod acts;
pub mod commands;
pub mod conditions;
pub mod definitions;
pub mod duration;
pub mod engine;
pub mod events;
pub mod instance;
pub mod model;
pub mod parse;
pub mod programs;
pub mod queries;
pub mod rules;
mod save;
#[cfg(test)]
mod sketch;
pub mod vocabulary;
#[cfg(test)]
mod walks;
