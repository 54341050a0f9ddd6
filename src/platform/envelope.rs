//! CloudEvents with tenant and trace.
