//! Colours: parsing, the contrast of WCAG and the mixes of CSS.

use std::fmt;

use serde::{Deserialize, Serialize};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_comes_back_from_oklch_as_it_went() {
        for text in ["#9a1b22", "#0b4f8a", "#0f5c4d", "#ffffff", "#000000", "#e0a526"] {
            let colour = Colour::try_from(text.to_owned()).unwrap();
            assert_eq!(colour.oklch().colour(), colour);
        }
    }
}
