//! How failures of the database read in our own words.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::kernel::error::Error;

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Error::NotFound,
            DieselError::DatabaseError(kind, information) => {
                let message = information.message();
                if message.starts_with("onedoor:stale") {
                    return Error::Stale;
                }
                if let Some(constraint) = information.constraint_name() {
                    return Error::RuleBroken {
                        constraint: constraint.to_owned(),
                        table: information.table_name().unwrap_or_default().to_owned(),
                        detail: information.details().unwrap_or(message).to_owned(),
                    };
                }
                match kind {
                    DatabaseErrorKind::SerializationFailure => Error::Conflict("changed-meanwhile"),
                    DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
                        Error::Unavailable(format!("database: {message}"))
                    }
                    // A server that is shutting down, starting up or out of connections says so in words of SQLSTATE
                    // class 57 and 53, which the driver passes on as a text.
                    _ if is_passing(message) => Error::Unavailable(format!("database: {message}")),
                    _ => Error::Internal(format!("database ({kind:?}): {message}")),
                }
            }
            other => Error::Internal(format!("database: {other}")),
        }
    }
}

fn is_passing(message: &str) -> bool {
    [
        "terminating connection",
        "server closed the connection",
        "the database system is",
        "connection to server",
        "no connection to the server",
        "SSL connection has been closed",
        "could not receive data from server",
        "deadlock detected",
        "canceling statement",
        "sorry, too many clients",
        "remaining connection slots",
        "out of memory",
        "out of shared memory",
        "No space left on device",
        "could not resize shared memory",
    ]
    .iter()
    .any(|sign| message.contains(sign))
}
