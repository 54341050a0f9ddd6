//! How numbers, money and dates are written in each language.
//!
//! The language decides the separators and the order, the currency decides the sign and the decimals, so that a
//! Ukrainian reader of a Vietnamese fee sees `75 000 ₫`. Spaces inside an amount do not break (U+00A0).

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

use super::locale::Language;
use super::money::{Currency, Money};

/// Keeps an amount on one line.
const NO_BREAK_SPACE: char = '\u{a0}';
/// The sign of a negative amount; a hyphen would let a line break after it.
const MINUS: char = '\u{2212}';

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// In the genitive, as they stand after a day.
const UKRAINIAN_MONTHS: [&str; 12] = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
];

/// The sign of a currency: `₫`, `₴`, `¥`, `€`.
#[must_use]
pub const fn currency_sign(currency: Currency) -> &'static str {
    match currency {
        Currency::Vnd => "₫",
        Currency::Uah => "₴",
        Currency::Cny => "¥",
        Currency::Eur => "€",
    }
}

/// Several things said after one another: `A, B`, in Chinese `A、B`.
#[must_use]
pub fn list<S: AsRef<str>>(things: &[S], language: Language) -> String {
    let between = match language {
        Language::Zh => "、",
        Language::Vi | Language::Uk | Language::En => ", ",
    };
    let things: Vec<&str> = things.iter().map(AsRef::as_ref).collect();
    things.join(between)
}

/// An amount with its sign: vi `1.250.000 ₫`, uk `1 250,00 ₴`, zh and en `¥1,250.00`.
#[must_use]
pub fn money(amount: Money, language: Language) -> String {
    let (number, sign) = (amount_digits(amount, language), currency_sign(amount.currency));
    let minus = if amount.amount_minor < 0 {
        String::from(MINUS)
    } else {
        String::new()
    };
    match language {
        Language::Vi | Language::Uk => format!("{minus}{number}{NO_BREAK_SPACE}{sign}"),
        Language::Zh | Language::En => format!("{minus}{sign}{number}"),
    }
}

/// A whole number with its thousands set apart: vi `1.250`, uk `1 250`, zh and en `1,250`.
#[must_use]
pub fn integer(number: i64, language: Language) -> String {
    let minus = if number < 0 {
        String::from(MINUS)
    } else {
        String::new()
    };
    format!("{minus}{}", grouped(number.unsigned_abs(), language))
}

/// A date in figures: vi `22/11/2026`, uk `22.11.2026`, zh `2026年11月22日`, en `22 November 2026`.
#[must_use]
pub fn date(day: NaiveDate, language: Language) -> String {
    match language {
        Language::Vi => day.format("%d/%m/%Y").to_string(),
        Language::Uk => day.format("%d.%m.%Y").to_string(),
        Language::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Language::En => english_date(day),
    }
}

/// A date as official papers spell it: vi `ngày 22 tháng 11 năm 2026`, uk `22 листопада 2026 року`,
/// zh `2026年11月22日`, en `22 November 2026`. Vietnamese writes the days below ten and January and February with a
/// leading zero, so that nothing can be put before them (Decree 30/2020, annex I).
#[must_use]
pub fn date_in_words(day: NaiveDate, language: Language) -> String {
    match language {
        Language::Vi => {
            let month = if day.month() < 3 {
                format!("{:02}", day.month())
            } else {
                day.month().to_string()
            };
            format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
        }
        Language::Uk => {
            format!(
                "{} {} {} року",
                day.day(),
                month_name(&UKRAINIAN_MONTHS, day),
                day.year()
            )
        }
        Language::Zh => date(day, language),
        Language::En => english_date(day),
    }
}

/// A moment in the zone of the reader: vi `14:05 22/11/2026`, uk `22.11.2026, 14:05`, zh `2026年11月22日 14:05`,
/// en `22 November 2026, 14:05`.
#[must_use]
pub fn date_time(at: DateTime<Utc>, zone: Tz, language: Language) -> String {
    let local = at.with_timezone(&zone);
    let (day, clock) = (date(local.date_naive(), language), local.format("%H:%M"));
    match language {
        Language::Vi => format!("{clock} {day}"),
        Language::Zh => format!("{day} {clock}"),
        Language::Uk | Language::En => format!("{day}, {clock}"),
    }
}

/// The clock time of a moment in the zone of the reader, `14:05`.
#[must_use]
pub fn clock_time(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

fn english_date(day: NaiveDate) -> String {
    format!(
        "{} {} {}",
        day.day(),
        month_name(&ENGLISH_MONTHS, day),
        day.year()
    )
}

fn month_name(names: &[&'static str; 12], day: NaiveDate) -> &'static str {
    names.get(day.month0() as usize).copied().unwrap_or_default()
}

fn amount_digits(amount: Money, language: Language) -> String {
    let decimals = amount.currency.decimals();
    let (magnitude, scale) = (amount.amount_minor.unsigned_abs(), 10_u64.pow(decimals));
    let whole = grouped(magnitude / scale, language);
    if decimals == 0 {
        return whole;
    }
    let separator = match language {
        Language::Vi | Language::Uk => ',',
        Language::Zh | Language::En => '.',
    };
    format!(
        "{whole}{separator}{:0width$}",
        magnitude % scale,
        width = decimals as usize
    )
}

fn grouped(number: u64, language: Language) -> String {
    let separator = match language {
        Language::Vi => '.',
        Language::Uk => NO_BREAK_SPACE,
        Language::Zh | Language::En => ',',
    };
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spaces(text: &str) -> String {
        text.replace(NO_BREAK_SPACE, " ")
    }

    #[test]
    fn money_follows_the_language_in_form_and_the_currency_in_decimals() {
        let dong = Money::new(1_250_000, Currency::Vnd);
        assert_eq!(spaces(&money(dong, Language::Vi)), "1.250.000 ₫");
        assert_eq!(spaces(&money(dong, Language::Uk)), "1 250 000 ₫");
        assert_eq!(money(dong, Language::En), "₫1,250,000");
        let kopiyka = Money::new(125_005, Currency::Uah);
        assert_eq!(spaces(&money(kopiyka, Language::Uk)), "1 250,05 ₴");
        assert_eq!(spaces(&money(kopiyka, Language::Vi)), "1.250,05 ₴");
        assert_eq!(
            money(Money::new(-125_000, Currency::Cny), Language::Zh),
            "−¥1,250.00"
        );
        assert_eq!(money(Money::new(7, Currency::Eur), Language::En), "€0.07");
        assert_eq!(
            spaces(&money(Money::new(i64::MIN, Currency::Vnd), Language::Vi)),
            "−9.223.372.036.854.775.808 ₫"
        );
    }

    #[test]
    fn whole_numbers_are_grouped_by_thousands() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (-1_234_567, "−1,234,567"),
        ] {
            assert_eq!(integer(number, Language::En), text);
        }
    }

    #[test]
    fn dates_are_written_as_each_language_writes_them() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        assert_eq!(
            Language::ALL.map(|language| date(day, language)),
            ["22/11/2026", "2026年11月22日", "22.11.2026", "22 November 2026"]
        );
        assert_eq!(date_in_words(day, Language::Vi), "ngày 22 tháng 11 năm 2026");
        assert_eq!(date_in_words(day, Language::Uk), "22 листопада 2026 року");
        let early = NaiveDate::from_ymd_opt(2026, 2, 3).unwrap();
        assert_eq!(date_in_words(early, Language::Vi), "ngày 03 tháng 02 năm 2026");
    }

    #[test]
    fn moments_are_read_in_the_zone_of_the_reader() {
        let at = DateTime::from_timestamp(1_795_330_800, 0).unwrap(); // 22 November 2026, 07:00 UTC
        assert_eq!(
            date_time(at, Tz::Asia__Ho_Chi_Minh, Language::Vi),
            "14:00 22/11/2026"
        );
        assert_eq!(date_time(at, Tz::Europe__Kyiv, Language::Uk), "22.11.2026, 09:00");
        assert_eq!(
            date_time(at, Tz::Asia__Shanghai, Language::Zh),
            "2026年11月22日 15:00"
        );
        assert_eq!(clock_time(at, Tz::UTC), "07:00");
    }
}
