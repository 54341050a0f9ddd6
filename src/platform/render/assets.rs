//! The files that `assets/build.mjs` made: their addresses and the icons.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::RenderError;

/// Addresses of built files by their plain name, and the drawings of the icons.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    folder: Option<PathBuf>,
    addresses: HashMap<String, String>,
    icons: HashMap<String, String>,
    bare: bool,
}

impl Assets {
    /// Reads `manifest.json` and `icons.json` of the folder of built assets.
    ///
    /// # Errors
    /// When they are missing (the build was not run) or malformed.
    pub fn load(folder: &Path) -> Result<Self, RenderError> {
        let manifest: HashMap<String, String> = read_json(&folder.join("manifest.json"))?;
        let addresses = manifest
            .into_iter()
            .map(|(name, file)| (name, format!("/assets/{file}")))
            .collect();
        let icons: HashMap<String, String> = read_json(&folder.join("icons.json"))?;
        let icons = icons
            .into_iter()
            .map(|(name, inside)| (name, drawing(&inside)))
            .collect();
        Ok(Self {
            folder: Some(folder.to_owned()),
            addresses,
            icons,
            bare: false,
        })
    }

    /// For tests without a build: every name has an address and every icon is an empty drawing.
    #[must_use]
    pub fn bare() -> Self {
        Self {
            bare: true,
            ..Self::default()
        }
    }

    /// Where the files lie, for the route that serves `/assets/…`.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The address of a built file: `app.css` → `/assets/app-027e0a8fe4.css`.
    #[must_use]
    pub fn address(&self, name: &str) -> Option<String> {
        match self.addresses.get(name) {
            None if self.bare => Some(format!("/assets/{name}")),
            found => found.cloned(),
        }
    }

    /// Every icon with its drawing.
    pub fn icons(&self) -> impl Iterator<Item = (&str, &str)> {
        self.icons
            .iter()
            .map(|(name, drawing)| (name.as_str(), drawing.as_str()))
    }

    /// The icon as an inline drawing that assistive technology skips.
    #[must_use]
    pub fn icon(&self, name: &str) -> Option<String> {
        match self.icons.get(name) {
            None if self.bare => Some(drawing("")),
            found => found.cloned(),
        }
    }
}

fn drawing(inside: &str) -> String {
    format!(r#"<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{inside}</svg>"#)
}

fn read_json(path: &Path) -> Result<HashMap<String, String>, RenderError> {
    let text = std::fs::read_to_string(path).map_err(|error| RenderError::unreadable(path, &error))?;
    serde_json::from_str(&text).map_err(|error| RenderError::malformed(path, error))
}
