//! The table of subscriptions: which event leads to which command. Read from top to bottom it is the story of the system.

use std::collections::BTreeSet;

use super::handler::Subscriber;
use crate::platform::envelope::check_kind;

/// What is wrong with a table of subscriptions; found when the process starts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadTable {
    /// Two lines have one name: they would take each other's deliveries.
    #[error("there are two subscriptions \u{201c}{0}\u{201d}")]
    Doubled(&'static str),
    /// A name or a pattern that a queue or a routing key cannot have.
    #[error("\u{201c}{0}\u{201d} is not made of lower-case words joined by points")]
    Name(&'static str),
    /// A line that no event can reach.
    #[error("the subscription \u{201c}{0}\u{201d} wants no event")]
    Idle(&'static str),
}

/// Checks a table of subscriptions.
///
/// # Errors
/// The first line that is wrong.
pub fn check(table: &[Subscriber]) -> Result<(), BadTable> {
    let mut names = BTreeSet::new();
    for line in table {
        let name = line.subscription();
        check_kind(name).map_err(|_| BadTable::Name(name))?;
        if !names.insert(name) {
            return Err(BadTable::Doubled(name));
        }
        if line.kinds().is_empty() {
            return Err(BadTable::Idle(name));
        }
        for pattern in line.kinds() {
            let plain = pattern.replace(['*', '#'], "x");
            check_kind(&plain).map_err(|_| BadTable::Name(pattern))?;
        }
    }
    Ok(())
}
