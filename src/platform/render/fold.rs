//! Sets what is known at start into the templates: texts without arguments, icons and asset addresses named literally.
//!
//! `{{ t(key="portal-home-title") }}` becomes the escaped text itself, and the same call inside a longer expression becomes a
//! string literal. Measured in release, this takes a good third of the rendering time of the portal's home page away.

use crate::kernel::locale::Language;

use super::{Assets, Texts};

/// The template with its literal calls replaced.
///
/// # Errors
/// A sentence naming the unknown text, icon or asset, or the tag that does not end.
pub(super) fn fold(
    name: &str,
    source: &str,
    language: Language,
    texts: &Texts,
    assets: &Assets,
) -> Result<String, String> {
    let html = !name.ends_with(".txt");
    let folder = Folder {
        language,
        texts,
        assets,
        html,
    };
    let mut out = String::with_capacity(source.len() * 2);
    let mut rest = source;
    while let Some(start) = next_tag(rest) {
        out.push_str(&rest[..start]);
        let tag = &rest[start..];
        let closing = match &tag[..2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let end = tag
            .find(closing)
            .ok_or_else(|| format!("a tag does not end: {}", first_line(tag)))?
            + 2;
        match &tag[..2] {
            "{{" => out.push_str(&folder.expression(&tag[..end])?),
            "{%" => out.push_str(&folder.literals(&tag[..end])?),
            _ => {}
        }
        rest = &tag[end..];
    }
    out.push_str(rest);
    Ok(out)
}

fn next_tag(text: &str) -> Option<usize> {
    ["{{", "{%", "{#"].iter().filter_map(|open| text.find(open)).min()
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

struct Folder<'a> {
    language: Language,
    texts: &'a Texts,
    assets: &'a Assets,
    html: bool,
}

impl Folder<'_> {
    /// `{{ … }}`: replaced whole when it is one literal call.
    fn expression(&self, tag: &str) -> Result<String, String> {
        let inside = tag[2..tag.len() - 2].trim();
        if let Some(key) = whole_call(inside, "t(key=") {
            let text = self.text(key)?;
            return Ok(if self.html { escape(&text) } else { text });
        }
        if let Some(name) = whole_call(inside, "icon(name=") {
            return self.icon(name);
        }
        if let Some(name) = whole_call(inside, "asset(name=") {
            return self.address(name);
        }
        self.literals(tag)
    }

    /// Literal `t` and `asset` calls anywhere in a tag become string literals.
    fn literals(&self, tag: &str) -> Result<String, String> {
        let mut out = String::with_capacity(tag.len());
        let mut rest = tag;
        while let Some((start, open)) = ["t(key=\"", "asset(name=\""]
            .into_iter()
            .filter_map(|open| find_call(rest, open).map(|at| (at, open)))
            .min()
        {
            let literal = &rest[start + open.len()..];
            let Some(end) = literal.find('"') else { break };
            let after = &literal[end + 1..];
            if let Some(after) = after.strip_prefix(')') {
                let value = if open.starts_with('t') {
                    self.text(&literal[..end])?
                } else {
                    self.address(&literal[..end])?
                };
                out.push_str(&rest[..start]);
                out.push_str(&quoted(&value)?);
                rest = after;
            } else {
                if open.starts_with('t') && !after.trim_start().starts_with('~') {
                    self.text_exists(&literal[..end])?;
                }
                out.push_str(&rest[..start + open.len() + end + 1]);
                rest = after;
            }
        }
        out.push_str(rest);
        Ok(out)
    }

    fn text(&self, key: &str) -> Result<String, String> {
        self.texts
            .try_say(self.language, key, &[])
            .map_err(|reason| format!("{reason} ({})", self.language))
    }

    fn text_exists(&self, key: &str) -> Result<(), String> {
        if self.texts.has(self.language, key) {
            return Ok(());
        }
        Err(format!(
            "there is no text \u{201c}{key}\u{201d} ({})",
            self.language
        ))
    }

    fn icon(&self, name: &str) -> Result<String, String> {
        self.assets.icon(name).ok_or_else(|| {
            format!("there is no icon \u{201c}{name}\u{201d}; icons are listed in assets/icons.txt")
        })
    }

    fn address(&self, name: &str) -> Result<String, String> {
        self.assets
            .address(name)
            .ok_or_else(|| format!("there is no built asset \u{201c}{name}\u{201d}"))
    }
}

/// The literal argument when `text` is exactly one call: `t(key="x")` → `x`.
fn whole_call<'t>(text: &'t str, open: &str) -> Option<&'t str> {
    let argument = text.strip_prefix(open)?.strip_prefix('"')?.strip_suffix("\")")?;
    (!argument.contains('"')).then_some(argument)
}

/// Where the call starts, unless the name is the tail of a longer one (`print(key=…`).
fn find_call(text: &str, open: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find(open).map(|at| at + from) {
        let before = text[..at].chars().next_back();
        if !before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            return Some(at);
        }
        from = at + open.len();
    }
    None
}

fn quoted(text: &str) -> Result<String, String> {
    ['`', '"', '\'']
        .into_iter()
        .find(|quote| !text.contains(*quote))
        .filter(|_| !text.contains('\\'))
        .map(|quote| format!("{quote}{text}{quote}"))
        .ok_or_else(|| format!("the text \u{201c}{text}\u{201d} has every kind of quote"))
}

pub(super) fn escape(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    // Writing to a vector cannot fail; were it to, an empty text would show in every test.
    if tera::escape_html(text, &mut out).is_err() {
        out.clear();
    }
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(source: &str) -> Result<String, String> {
        let texts = Texts::from_sources(&[(Language::En, "hello = Hello & welcome\nmany = { $n } things\n")])
            .unwrap();
        fold("a.html", source, Language::En, &texts, &Assets::bare())
    }

    #[test]
    fn a_literal_text_is_set_in_escaped() {
        assert_eq!(
            folded(r#"<p>{{ t(key="hello") }}</p>"#).unwrap(),
            "<p>Hello &amp; welcome</p>"
        );
    }

    #[test]
    fn inside_an_expression_it_becomes_a_literal() {
        assert_eq!(
            folded(r#"{{ <x label={t(key="hello")} a={at(key="hello")} /> }}"#).unwrap(),
            r#"{{ <x label={`Hello & welcome`} a={at(key="hello")} /> }}"#
        );
    }

    #[test]
    fn arguments_and_built_keys_stay_calls() {
        let with_arguments = r#"{{ t(key="many", n=view.n) }}"#;
        assert_eq!(folded(with_arguments).unwrap(), with_arguments);
        let built = r#"{{ t(key="state-" ~ view.state) }}"#;
        assert_eq!(folded(built).unwrap(), built);
    }

    #[test]
    fn an_unknown_text_does_not_load() {
        assert!(
            folded(r#"{{ t(key="nothing") }}"#)
                .unwrap_err()
                .contains("nothing")
        );
        assert!(
            folded(r#"{{ t(key="nothing", n=1) }}"#)
                .unwrap_err()
                .contains("nothing")
        );
    }

    #[test]
    fn comments_go_and_open_tags_are_named() {
        assert_eq!(folded("a{# note {{ #}b").unwrap(), "ab");
        assert!(folded("a {{ b").unwrap_err().contains("does not end"));
    }
}
