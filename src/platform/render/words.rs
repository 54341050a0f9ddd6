//! What templates write that `kernel::format` does not know: dates without their year, and sizes of files.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::kernel::format;
use crate::kernel::locale::Language;

/// A date whose year is plain from the context: vi `22/11`, uk `22.11`, zh `11月22日`, en `22 Nov`.
#[must_use]
pub fn short_date(date: NaiveDate, language: Language) -> String {
    match language {
        Language::Vi => date.format("%d/%m").to_string(),
        Language::Uk => date.format("%d.%m").to_string(),
        Language::Zh => format!("{}月{}日", date.month(), date.day()),
        Language::En => date.format("%-d %b").to_string(),
    }
}

/// A moment for dense tables: date and clock without the year, `22/11 17:00`.
#[must_use]
pub fn short_date_time(at: DateTime<Utc>, zone: Tz, language: Language) -> String {
    let date = short_date(at.with_timezone(&zone).date_naive(), language);
    format!("{date} {}", format::clock_time(at, zone))
}

/// A file's size for people, in units of 1000 bytes: `412 KB`, `1,4 MB`.
#[must_use]
pub fn file_size(bytes: u64, language: Language) -> String {
    const NO_BREAK: char = '\u{a0}';
    let (kilo, mega) = match language {
        Language::Uk => ("КБ", "МБ"),
        _ => ("KB", "MB"),
    };
    if bytes < 999_500 {
        return format!("{}{NO_BREAK}{kilo}", bytes.div_ceil(1000));
    }
    let tenths = (bytes + 50_000) / 100_000;
    let point = match language {
        Language::Vi | Language::Uk => ',',
        Language::Zh | Language::En => '.',
    };
    match tenths % 10 {
        0 => format!("{}{NO_BREAK}{mega}", tenths / 10),
        tenth => format!("{}{point}{tenth}{NO_BREAK}{mega}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_moments_are_on_the_tenants_clock() {
        let at = "2026-11-22T10:05:00Z".parse().unwrap();
        let write = |language| short_date_time(at, chrono_tz::Asia::Ho_Chi_Minh, language);
        assert_eq!(write(Language::Vi), "22/11 17:05");
        assert_eq!(write(Language::Uk), "22.11 17:05");
        assert_eq!(write(Language::Zh), "11月22日 17:05");
        assert_eq!(write(Language::En), "22 Nov 17:05");
    }

    #[test]
    fn sizes_round_to_what_people_say() {
        assert_eq!(file_size(411_200, Language::Vi), "412\u{a0}KB");
        assert_eq!(file_size(1_430_000, Language::Uk), "1,4\u{a0}МБ");
        assert_eq!(file_size(20_000_000, Language::En), "20\u{a0}MB");
    }
}
