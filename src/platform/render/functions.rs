//! The functions and filters that templates may call.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use tera::{Error, Kwargs, Map, State, Tera, Value};

use crate::kernel::format;
use crate::kernel::locale::Language;
use crate::kernel::money::{Currency, Money};

use super::fold::escape;
use super::words::{file_size, short_date, short_date_time};
use super::{Argument, Assets, Texts};

type Outcome<T> = Result<T, Error>;

/// Registers everything for one language. Must run before templates are added.
pub(super) fn register(tera: &mut Tera, language: Language, texts: &Arc<Texts>, assets: &Arc<Assets>) {
    // Texts that nothing fills and icons are handed out as they were made here, without a copy.
    let plain = plain_texts(texts, language);
    let texts = Arc::clone(texts);
    tera.register_function("t", move |kwargs: Kwargs, _: &State| {
        text(&plain, &texts, language, &kwargs)
    });
    let icons = Drawings::of(assets);
    tera.register_function("icon", move |kwargs: Kwargs, _: &State| {
        icons.get(kwargs.must_get::<&str>("name")?)
    });
    let files = Arc::clone(assets);
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| {
        let name = kwargs.must_get::<&str>("name")?;
        files
            .address(name)
            .ok_or_else(|| Error::message(format!("there is no built asset \u{201c}{name}\u{201d}")))
    });
    tera.register_function("qr", |kwargs: Kwargs, _: &State| qr(&kwargs));
    tera.register_filter("money", move |money: &Map, _: Kwargs, _: &State| {
        Ok::<_, Error>(format::money(money_from(money)?, language))
    });
    tera.register_filter("number", move |number: i64, _: Kwargs, _: &State| {
        format::integer(number, language)
    });
    tera.register_filter("file_size", move |bytes: u64, _: Kwargs, _: &State| {
        file_size(bytes, language)
    });
    tera.register_filter("date", move |value: &str, _: Kwargs, state: &State| {
        Ok::<_, Error>(format::date(day(value, state)?, language))
    });
    tera.register_filter("short_date", move |value: &str, _: Kwargs, state: &State| {
        Ok::<_, Error>(short_date(day(value, state)?, language))
    });
    tera.register_filter("datetime", move |value: &str, _: Kwargs, state: &State| {
        Ok::<_, Error>(format::date_time(moment(value)?, zone(state)?, language))
    });
    tera.register_filter("short_datetime", move |value: &str, _: Kwargs, state: &State| {
        Ok::<_, Error>(short_date_time(moment(value)?, zone(state)?, language))
    });
    tera.register_filter("clock", |value: &str, _: Kwargs, state: &State| {
        Ok::<_, Error>(format::clock_time(moment(value)?, zone(state)?))
    });
    tera.register_filter("unbroken", |text: &str, _: Kwargs, _: &State| {
        Ok::<_, Error>(Value::safe_string(&unbroken(text)))
    });
    tera.register_filter("query", |text: &str, _: Kwargs, _: &State| {
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>()
    });
}

fn plain_texts(texts: &Texts, language: Language) -> HashMap<String, Value> {
    texts
        .keys(language)
        .filter_map(|key| {
            Some((
                key.to_owned(),
                Value::from(texts.try_say(language, key, &[]).ok()?),
            ))
        })
        .collect()
}

fn text(
    plain: &HashMap<String, Value>,
    texts: &Texts,
    language: Language,
    kwargs: &Kwargs,
) -> Outcome<Value> {
    let key = kwargs.must_get::<&str>("key")?;
    if let Some(text) = plain.get(key) {
        return Ok(text.clone());
    }
    let mut arguments = Vec::new();
    for (name, value) in kwargs.iter() {
        let Some(name) = name.as_str().filter(|name| *name != "key") else {
            continue;
        };
        let argument = match (value.as_i64(), value.as_str()) {
            (Some(number), _) => Argument::Number(number),
            (None, Some(word)) => Argument::from(word),
            (None, None) => Argument::from(value.to_string()),
        };
        arguments.push((name, argument));
    }
    texts
        .try_say(language, key, &arguments)
        .map(Value::from)
        .map_err(|reason| Error::message(format!("{reason} ({language})")))
}

/// The icons as values of templates.
struct Drawings {
    made: HashMap<String, Value>,
    assets: Arc<Assets>,
}

impl Drawings {
    fn of(assets: &Arc<Assets>) -> Self {
        let made = assets
            .icons()
            .map(|(name, drawing)| (name.to_owned(), Value::safe_string(drawing)))
            .collect();
        Self {
            made,
            assets: Arc::clone(assets),
        }
    }

    fn get(&self, name: &str) -> Outcome<Value> {
        if let Some(drawing) = self.made.get(name) {
            return Ok(drawing.clone());
        }
        // Only tests without built assets come here with a name that is known.
        self.assets
            .icon(name)
            .map(|drawing| Value::safe_string(&drawing))
            .ok_or_else(|| {
                Error::message(format!(
                    "there is no icon \u{201c}{name}\u{201d}; icons are listed in assets/icons.txt"
                ))
            })
    }
}

/// A QR code as a drawing; the page says beside it what it leads to.
fn qr(kwargs: &Kwargs) -> Outcome<Value> {
    let text = kwargs.must_get::<&str>("text")?;
    let code = qrcode::QrCode::new(text).map_err(Error::message)?;
    let drawing = code
        .render::<qrcode::render::svg::Color<'_>>()
        .min_dimensions(128, 128)
        .dark_color(qrcode::render::svg::Color("#000"))
        .light_color(qrcode::render::svg::Color("#fff"))
        .build();
    let from = drawing.find("<svg").unwrap_or_default();
    let hidden = drawing[from..].replacen("<svg", r#"<svg aria-hidden="true" focusable="false""#, 1);
    Ok(Value::safe_string(&hidden))
}

/// The longest number that is kept on one line; a longer one would not fit a telephone.
const UNBROKEN_MAX: usize = 26;

/// The text with every number of several parts (`ZOR-01-26-000001`) kept on one line: browsers break lines at hyphens.
fn unbroken(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 64);
    for word in text.split_inclusive(char::is_whitespace) {
        let shown = word.trim_end();
        let is_number = shown.contains('-')
            && shown.contains(|c: char| c.is_ascii_digit())
            && shown.chars().count() <= UNBROKEN_MAX;
        if is_number {
            html.push_str("<span class=\"nw\">");
        }
        html.push_str(&escape(shown));
        if is_number {
            html.push_str("</span>");
        }
        html.push_str(&word[shown.len()..]);
    }
    html
}

fn money_from(money: &Map) -> Outcome<Money> {
    let member = |name: &'static str| {
        money
            .get(&tera::value::Key::Str(name))
            .ok_or_else(|| Error::message(format!("an amount without `{name}`")))
    };
    let amount = member("amount_minor")?
        .as_i64()
        .ok_or_else(|| Error::message("an amount that is not a whole number"))?;
    let code = member("currency")?;
    let currency = code
        .as_str()
        .and_then(Currency::parse)
        .ok_or_else(|| Error::message(format!("`{code}` is not a currency of this service")))?;
    Ok(Money::new(amount, currency))
}

fn moment(value: &str) -> Outcome<DateTime<Utc>> {
    value
        .parse()
        .map_err(|_| Error::message(format!("`{value}` is not a moment in time (RFC 3339)")))
}

/// A plain date stays as it is; a moment becomes the date on the tenant's wall.
fn day(value: &str, state: &State) -> Outcome<NaiveDate> {
    match value.parse() {
        Ok(day) => Ok(day),
        Err(_) => Ok(moment(value)?.with_timezone(&zone(state)?).date_naive()),
    }
}

fn zone(state: &State) -> Outcome<Tz> {
    let name = state.get::<Value>("zone")?.ok_or_else(|| {
        Error::message("`zone` is not in sight; a component that writes dates declares the parameter `@zone`")
    })?;
    name.as_str()
        .and_then(|name| name.parse().ok())
        .ok_or_else(|| Error::message(format!("`{name}` is not a time zone")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_several_parts_stay_on_one_line() {
        assert_eq!(
            unbroken("Справу ZOR-01-26-000001: \"сплачено\""),
            "Справу <span class=\"nw\">ZOR-01-26-000001:</span> &quot;сплачено&quot;"
        );
        assert_eq!(unbroken("будь-коли <b>"), "будь-коли &lt;b&gt;");
    }
}
