//! Our parsers and rules against documents that others made.
//!
//! The documents are not part of the project; `ONEDOOR_SHARED_DATA` names the folder that holds them.

mod bpmn_miwg;
mod en16931;

use std::path::PathBuf;

/// A folder of the shared data, or none with a sentence that says why the test did nothing.
fn shared(folder: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("ONEDOOR_SHARED_DATA").filter(|root| !root.is_empty()) else {
        eprintln!("skipped: ONEDOOR_SHARED_DATA is not set, so there is no {folder} to test against");
        return None;
    };
    let path = PathBuf::from(root).join(folder);
    assert!(
        path.is_dir(),
        "ONEDOOR_SHARED_DATA is set, but {} is no folder",
        path.display()
    );
    Some(path)
}
