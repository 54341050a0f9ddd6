//! A tenant's look: a handful of values from `theme.toml`, checked for contrast and written as CSS custom properties.
//!
//! The style sheet mixes every further colour from these (`assets/css/10-tokens.css`); [`Theme::check`] computes the same
//! mixes, so that a theme whose text could not be read is refused before anybody sees it. Values are parsed and written
//! anew, never pasted, so a theme cannot carry CSS of its own.

use std::fmt;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// Text must reach this contrast (WCAG 2.2, success criterion 1.4.3).
pub const TEXT_CONTRAST_MIN: f64 = 4.5;

/// A colour, `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour {
    /// Red, green and blue.
    pub rgb: [u8; 3],
}

/// A text that is not a colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is not a colour; write it as #rrggbb")]
pub struct NotAColour(String);

impl TryFrom<String> for Colour {
    type Error = NotAColour;

    fn try_from(text: String) -> Result<Self, NotAColour> {
        let refuse = || NotAColour(text.chars().take(32).collect());
        let digits = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6)
            .ok_or_else(refuse)?;
        let value = u32::from_str_radix(digits, 16).map_err(|_| refuse())?;
        let [_, red, green, blue] = value.to_be_bytes();
        Ok(Colour {
            rgb: [red, green, blue],
        })
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> String {
        colour.to_string()
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.rgb;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Colour {
    /// White.
    pub const WHITE: Colour = Colour { rgb: [255, 255, 255] };
    /// Black.
    pub const BLACK: Colour = Colour { rgb: [0, 0, 0] };
    /// The style sheet's text colour, `--ink`.
    pub const INK: Colour = Colour {
        rgb: [0x1b, 0x1d, 0x21],
    };

    /// Relative luminance as WCAG 2.2 defines it, 0 (black) to 1 (white).
    #[must_use]
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast with another colour as WCAG 2.2 defines it, 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// What CSS computes for `color-mix(in oklch, self share%, white)` or black. Neither has a hue, so the hue stays and
    /// only lightness and chroma move.
    #[must_use]
    pub fn mixed(self, share: f64, with: Colour) -> Colour {
        let (own, other) = (self.oklch(), with.oklch());
        let between = |one: f64, two: f64| one * share + two * (1.0 - share);
        Oklch {
            lightness: between(own.lightness, other.lightness),
            chroma: between(own.chroma, other.chroma),
            hue: own.hue,
        }
        .colour()
    }

    fn linear(self) -> [f64; 3] {
        self.rgb.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    /// Björn Ottosson's OKLab in polar form, as CSS Color 4 uses it.
    fn oklch(self) -> Oklch {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
        Oklch {
            lightness,
            chroma: a.hypot(b),
            hue: b.atan2(a),
        }
    }

    /// The shade nearest in lightness, with the same hue, that `passes`.
    #[must_use]
    pub fn nearest(self, passes: impl Fn(Colour) -> bool) -> Option<Colour> {
        const STEP: f64 = 0.002;
        let own = self.oklch();
        (0..500).map(|step| f64::from(step) * STEP).find_map(|distance| {
            [own.lightness - distance, own.lightness + distance]
                .into_iter()
                .filter(|lightness| (0.0..=1.0).contains(lightness))
                .map(|lightness| Oklch { lightness, ..own }.colour())
                .find(|colour| passes(*colour))
        })
    }
}

#[derive(Clone, Copy)]
struct Oklch {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

impl Oklch {
    fn colour(self) -> Colour {
        let (a, b) = (self.chroma * self.hue.cos(), self.chroma * self.hue.sin());
        let l = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        let linear = [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ];
        Colour {
            rgb: linear.map(encode),
        }
    }
}

/// Linear light to a channel of sRGB; what lies outside the gamut is cut off.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=255 just before"
)]
fn encode(linear: f64) -> u8 {
    let value = if linear <= 0.003_130_8 {
        linear * 12.92
    } else {
        1.055 * linear.powf(1.0 / 2.4) - 0.055
    };
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// The type face. Chinese always uses the fonts of the reader's system: a web font would weigh megabytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The main colour: buttons, head and foot of the page.
    pub brand: Colour,
    /// Decoration and the badge with a person's initials; never text on white.
    pub accent: Colour,
    /// Links; the main colour when not given.
    #[serde(default)]
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
    fn a_colour_comes_back_from_oklch_as_it_went() {
        for text in ["#9a1b22", "#0b4f8a", "#0f5c4d", "#ffffff", "#000000", "#e0a526"] {
            assert_eq!(colour(text).oklch().colour(), colour(text));
        }
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
