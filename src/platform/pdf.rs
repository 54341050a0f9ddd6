//! Papers set by typst.
