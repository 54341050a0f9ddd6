//! A tenant's look: a handful of values from `theme.toml`, checked for contrast and written as CSS custom properties.
//!
//! The style sheet mixes every further colour from these (`assets/css/10-tokens.css`); [`Theme::check`] computes the same
//! mixes, so that a theme whose text could not be read is refused before anybody sees it. Values are parsed and written
//! anew, never pasted, so a theme cannot carry CSS of its own.

mod colour;

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use colour::{Colour, NotAColour};

/// Text must reach this contrast (WCAG 2.2, success criterion 1.4.3).
pub const TEXT_CONTRAST_MIN: f64 = 4.5;

/// The type face. Chinese always uses the fonts of the reader's system: a web font would weigh megabytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Font {
    /// Be Vietnam Pro: Latin and Vietnamese.
    BeVietnamPro,
    /// Inter: Latin, Vietnamese and Cyrillic.
    Inter,
    /// What the reader's system has.
    System,
}

impl Font {
    const fn family(self) -> &'static str {
        match self {
            Font::BeVietnamPro => "'Be Vietnam Pro',",
            Font::Inter => "Inter,",
            Font::System => "",
        }
    }

    /// Built font files worth fetching early, by their plain names (`Brand::preload`).
    #[must_use]
    pub const fn preload(self) -> &'static [&'static str] {
        match self {
            Font::BeVietnamPro => &["be-vietnam-pro-latin-400-normal.woff2"],
            Font::Inter => &["inter-cyrillic-wght-normal.woff2"],
            Font::System => &[],
        }
    }
}

/// The drawing on the portal's first screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// Rings around a star.
    Rings,
    /// A lattice of squares.
    Lattice,
    /// Rows of waves.
    Waves,
    /// None.
    None,
}

impl Pattern {
    /// The built asset that draws it.
    #[must_use]
    pub const fn asset(self) -> Option<&'static str> {
        match self {
            Pattern::Rings => Some("pattern-rings.svg"),
            Pattern::Lattice => Some("pattern-lattice.svg"),
            Pattern::Waves => Some("pattern-waves.svg"),
            Pattern::None => None,
        }
    }
}

/// `theme.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The main colour: buttons, head and foot of the page.
    #[schemars(with = "String")]
    pub brand: Colour,
    /// Decoration and the badge with a person's initials; never text on white.
    #[schemars(with = "String")]
    pub accent: Colour,
    /// Links; the main colour when not given.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub link: Option<Colour>,
    /// The type face.
    pub font: Font,
    /// How round corners are, in pixels, at most 16.
    #[serde(default = "default_radius")]
    pub radius: u8,
    /// The drawing on the first screen.
    #[serde(default = "default_pattern")]
    pub pattern: Pattern,
}

const fn default_radius() -> u8 {
    8
}

const fn default_pattern() -> Pattern {
    Pattern::None
}

/// Why a theme is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ThemeFault {
    /// Two colours that stand on each other are too alike.
    #[error(
        "{what}: {text} on {ground} has a contrast of {contrast:.2}, at least {TEXT_CONTRAST_MIN} is needed{}",
        offer(*.nearest)
    )]
    Contrast {
        /// Where they meet.
        what: &'static str,
        /// The text's colour.
        text: Colour,
        /// The ground's colour.
        ground: Colour,
        /// What it is.
        contrast: f64,
        /// The nearest value of the token that passes everywhere, if there is one.
        nearest: Option<Colour>,
    },
    /// Corners rounder than the controls are high.
    #[error("radius: {0} pixels; at most 16")]
    Radius(u8),
}

fn offer(nearest: Option<Colour>) -> String {
    nearest.map_or_else(String::new, |colour| {
        format!("; the nearest shade that passes is {colour}")
    })
}

impl Theme {
    /// The colour of links.
    #[must_use]
    pub fn link(&self) -> Colour {
        self.link.unwrap_or(self.brand)
    }

    /// Checks every pair of text and ground that the style sheet makes of these values.
    ///
    /// # Errors
    /// Every fault there is, each with the nearest passing shade.
    pub fn check(&self) -> Result<(), Vec<ThemeFault>> {
        let mut faults = Vec::new();
        let brand = self.brand;
        let mut expect = |what, text: Colour, ground: Colour, nearest: &dyn Fn() -> Option<Colour>| {
            let contrast = text.contrast(ground);
            if contrast < TEXT_CONTRAST_MIN {
                faults.push(ThemeFault::Contrast {
                    what,
                    text,
                    ground,
                    contrast,
                    nearest: nearest(),
                });
            }
        };
        // The tints are the palest ground on which the brand stands; white on the brand is the same pair as brand on white.
        expect("brand as text on its tint", brand, tint(brand), &|| {
            brand.nearest(|shade| shade.contrast(tint(shade)) >= TEXT_CONTRAST_MIN)
        });
        let (link, ground) = (self.link(), brand.mixed(0.04, Colour::WHITE));
        if self.link.is_some() {
            expect("link on the tint of brand", link, ground, &|| {
                link.nearest(|shade| shade.contrast(ground) >= TEXT_CONTRAST_MIN)
            });
        }
        expect("initials on accent", Colour::INK, self.accent, &|| {
            self.accent
                .nearest(|shade| shade.contrast(Colour::INK) >= TEXT_CONTRAST_MIN)
        });
        if self.radius > 16 {
            faults.push(ThemeFault::Radius(self.radius));
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// The style sheet served as `/theme-<hash>.css`. `pattern_url` is the address of [`Pattern::asset`].
    #[must_use]
    pub fn css(&self, pattern_url: Option<&str>) -> String {
        let mut css = String::from(":root{");
        let pattern = pattern_url
            .filter(|url| {
                url.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"/-._".contains(&byte))
            })
            .map_or_else(|| "none".to_owned(), |url| format!("url({url})"));
        // Writing to a String cannot fail.
        let _ = write!(
            css,
            "--t-brand:{};--t-accent:{};--t-link:{};--t-radius:{}px;--t-hero-pattern:{pattern};\
             --t-font:{}'Noto Sans','Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif",
            self.brand,
            self.accent,
            self.link(),
            self.radius.min(16),
            self.font.family(),
        );
        css.push('}');
        css
    }
}

/// `--brand-10`, the darkest tint of the brand on which the brand itself is written.
fn tint(brand: Colour) -> Colour {
    brand.mixed(0.09, Colour::WHITE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::try_from(text.to_owned()).unwrap()
    }

    fn theme(brand: &str, accent: &str) -> Theme {
        toml::from_str(&format!(
            "brand = \"{brand}\"\naccent = \"{accent}\"\nfont = \"inter\"\n"
        ))
        .unwrap()
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Colour::BLACK.contrast(Colour::WHITE) - 21.0).abs() < 0.001);
        assert!((colour("#767676").contrast(Colour::WHITE) - 4.54).abs() < 0.01);
        assert!((colour("#ff0000").contrast(Colour::WHITE) - 4.0).abs() < 0.01);
    }

    #[test]
    fn mixes_are_those_of_the_browser() {
        // Computed by Chromium 156 for color-mix(in oklch, #9a1b22 …).
        assert_eq!(
            colour("#9a1b22").mixed(0.09, Colour::WHITE).to_string(),
            "#f8ebea"
        );
        assert_eq!(
            colour("#0b4f8a").mixed(0.55, Colour::BLACK).to_string(),
            "#021e3a"
        );
    }

    #[test]
    fn a_pale_brand_is_refused_with_the_nearest_shade() {
        let faults = theme("#e8a33d", "#f2c230").check().unwrap_err();
        let ThemeFault::Contrast {
            nearest: Some(nearest),
            ..
        } = faults[0]
        else {
            panic!("{faults:?}")
        };
        assert!(faults[0].to_string().contains(&nearest.to_string()));
        assert_eq!(theme(&nearest.to_string(), "#f2c230").check(), Ok(()));
    }

    #[test]
    fn a_dark_accent_is_refused() {
        let faults = theme("#0b4f8a", "#303030").check().unwrap_err();
        assert!(
            matches!(
                faults[0],
                ThemeFault::Contrast {
                    what: "initials on accent",
                    nearest: Some(_),
                    ..
                }
            ),
            "{faults:?}"
        );
    }

    #[test]
    fn values_are_parsed_never_pasted() {
        let mischief = "brand = \"#fff;} body{display:none\"\naccent = \"#f2c230\"\nfont = \"inter\"\n";
        assert!(toml::from_str::<Theme>(mischief).is_err());
        assert!(
            toml::from_str::<Theme>(
                "brand = \"#0b4f8a\"\naccent = \"#f2c230\"\nfont = \"inter\"\ncss = \"x\"\n"
            )
            .is_err()
        );
        let css = theme("#0b4f8a", "#f2c230").css(Some("/assets/a.svg);} body{"));
        assert!(css.contains("--t-hero-pattern:none"), "{css}");
        assert!(!css[6..css.len() - 1].contains(['{', '}']), "{css}");
    }

    #[test]
    fn the_themes_of_the_demo_pass() {
        for (brand, accent) in [
            ("#9a1b22", "#e0a526"),
            ("#0b4f8a", "#f2c230"),
            ("#0f5c4d", "#d9a441"),
        ] {
            assert_eq!(theme(brand, accent).check(), Ok(()));
        }
    }
}
