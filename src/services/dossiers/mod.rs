//! Submissions and dossiers.
