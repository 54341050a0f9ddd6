//! Casbin policy, access sets, responsibilities.
