//! The auditor's pages.
