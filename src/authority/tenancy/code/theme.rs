//! `theme.toml`: the tokens a tenant may set, and the contrast they must have.

use serde::{Deserialize, Serialize};

use super::problem::{Problems, Source};

/// The least contrast of text (WCAG 2.2, 1.4.3).
const TEXT_CONTRAST_MIN: f64 = 4.5;

/// The look of a tenant. Colours are `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Headers, buttons, marks; carries white text.
    pub brand: String,
    /// The dark end of the hero and the footer; carries white text.
    pub brand_dark: String,
    /// Decoration only, never text.
    pub accent: String,
    /// Links on white.
    pub link: String,
    /// A pale ground for panels; carries the text colour and links.
    pub tint: String,
    /// Text.
    pub text: String,
    /// Names of fonts the product ships, best first.
    pub fonts: Vec<String>,
    /// Corner radius in pixels.
    pub radius_px: u8,
}

/// Notes colours that are none and pairs without contrast.
pub(super) fn check(source: &Source, theme: &Theme, problems: &mut Problems) {
    let colours = [
        ("brand", &theme.brand),
        ("brand_dark", &theme.brand_dark),
        ("accent", &theme.accent),
        ("link", &theme.link),
        ("tint", &theme.tint),
        ("text", &theme.text),
    ];
    let mut all_read = true;
    for (name, colour) in colours {
        if channels(colour).is_none() {
            all_read = false;
            problems.note(
                source,
                &[name],
                format!("{name} is “{colour}”, not a colour of the form #rrggbb"),
            );
        }
    }
    if !all_read {
        return;
    }
    let white = "#ffffff";
    let pairs = [
        ("brand", white, theme.brand.as_str()),
        ("brand_dark", white, theme.brand_dark.as_str()),
        ("link", theme.link.as_str(), white),
        ("link", theme.link.as_str(), theme.tint.as_str()),
        ("text", theme.text.as_str(), white),
        ("text", theme.text.as_str(), theme.tint.as_str()),
    ];
    for (name, ink, ground) in pairs {
        match contrast(ink, ground) {
            Some(ratio) if ratio >= TEXT_CONTRAST_MIN => {}
            ratio => problems.note(
                source,
                &[name],
                format!(
                    "{ink} on {ground} has a contrast of {:.2}:1; text needs 4.5:1",
                    ratio.unwrap_or_default()
                ),
            ),
        }
    }
    for font in &theme.fonts {
        if !font
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '-')
        {
            problems.note(source, &[font], format!("“{font}” is not the name of a font"));
        }
    }
}

/// The contrast of two colours by WCAG 2.2, from 1 to 21; `None` when one is not `#rrggbb`.
#[must_use]
pub fn contrast(one: &str, other: &str) -> Option<f64> {
    let (a, b) = (luminance(one)?, luminance(other)?);
    let (light, dark) = if a > b { (a, b) } else { (b, a) };
    Some((light + 0.05) / (dark + 0.05))
}

fn luminance(colour: &str) -> Option<f64> {
    let [red, green, blue] = channels(colour)?.map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    Some(0.2126 * red + 0.7152 * green + 0.0722 * blue)
}

fn channels(colour: &str) -> Option<[u8; 3]> {
    let digits = colour
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((contrast("#000000", "#ffffff").unwrap() - 21.0).abs() < 0.001);
        assert!((contrast("#767676", "#ffffff").unwrap() - 4.54).abs() < 0.01);
        assert_eq!(contrast("red", "#ffffff"), None);
        assert_eq!(contrast("#ééé", "#ffffff"), None);
    }
}
