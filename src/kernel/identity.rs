//! Identity and registration numbers with their check rules.
