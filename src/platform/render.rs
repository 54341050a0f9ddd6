//! Pages and letters from templates and texts.
