//! Amounts in words, as receipts and invoices must bear them: `Bảy mươi lăm nghìn đồng`, `人民币壹佰贰拾元伍角整`.
//!
//! The whole units are spelt; the minor units follow in figures, except for the Chinese yuan, whose jiao and fen are spelt
//! in the characters that cannot be altered with a stroke of the pen (the rules of the bill and settlement system).

mod chinese;
mod english;
mod ukrainian;
mod vietnamese;

use super::locale::Language;
use super::money::Money;

/// The amount in words, beginning with a capital where the language has capitals.
#[must_use]
pub fn amount(money: Money, language: Language) -> String {
    let scale = 10_u64.pow(money.currency.decimals());
    let magnitude = money.amount_minor.unsigned_abs();
    let parts = Parts {
        whole: magnitude / scale,
        minor: magnitude % scale,
        currency: money.currency,
    };
    let words = match language {
        Language::Vi => vietnamese::amount(parts),
        Language::Uk => ukrainian::amount(parts),
        Language::Zh => chinese::amount(parts),
        Language::En => english::amount(parts),
    };
    let minus = match language {
        _ if money.amount_minor >= 0 => "",
        Language::Vi => "âm ",
        Language::Uk => "мінус ",
        Language::Zh => "负",
        Language::En => "minus ",
    };
    capitalised(&format!("{minus}{words}"))
}

/// An amount taken apart.
#[derive(Clone, Copy)]
struct Parts {
    whole: u64,
    minor: u64,
    currency: super::money::Currency,
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The groups of three digits from the highest to the lowest, each with its power of a thousand; empty ones left out.
fn thousands(number: u64) -> Vec<(u64, usize)> {
    let mut groups = Vec::new();
    let (mut rest, mut power) = (number, 0);
    while rest > 0 {
        if rest % 1000 > 0 {
            groups.push((rest % 1000, power));
        }
        (rest, power) = (rest / 1000, power + 1);
    }
    groups.reverse();
    groups
}

/// The word at `index`; tables are as long as their digits, so none is ever missing.
fn word<'a>(table: &[&'a str], index: u64) -> &'a str {
    usize::try_from(index)
        .ok()
        .and_then(|index| table.get(index))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::money::Currency::{self, Cny, Eur, Uah, Vnd};

    fn check(language: Language, currency: Currency, cases: &[(i64, &str)]) {
        for (minor, words) in cases {
            assert_eq!(
                amount(Money::new(*minor, currency), language),
                *words,
                "{minor} {currency} in {language}"
            );
        }
    }

    #[test]
    fn vietnamese() {
        check(
            Language::Vi,
            Vnd,
            &[
                (0, "Không đồng"),
                (5, "Năm đồng"),
                (15, "Mười lăm đồng"),
                (21, "Hai mươi mốt đồng"),
                (105, "Một trăm linh năm đồng"),
                (3_000, "Ba nghìn đồng"),
                (75_000, "Bảy mươi lăm nghìn đồng"),
                (1_250_000, "Một triệu hai trăm năm mươi nghìn đồng"),
                (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
                (2_000_000_014, "Hai tỷ không trăm mười bốn đồng"),
                (1_024_000_000_000, "Một nghìn không trăm hai mươi tư tỷ đồng"),
            ],
        );
        check(
            Language::Vi,
            Uah,
            &[(125_005, "Một nghìn hai trăm năm mươi hryvnia 05 kopiyka")],
        );
    }

    #[test]
    fn ukrainian() {
        check(
            Language::Uk,
            Uah,
            &[
                (0, "Нуль гривень 00 копійок"),
                (100, "Одна гривня 00 копійок"),
                (201, "Дві гривні 01 копійка"),
                (1_112, "Одинадцять гривень 12 копійок"),
                (125_003, "Одна тисяча двісті п’ятдесят гривень 03 копійки"),
                (200_000_000, "Два мільйони гривень 00 копійок"),
                (2_200_200, "Двадцять дві тисячі дві гривні 00 копійок"),
            ],
        );
        check(Language::Uk, Vnd, &[(75_001, "Сімдесят п’ять тисяч один донг")]);
        check(Language::Uk, Cny, &[(2_200, "Двадцять два юані 00 феней")]);
    }

    #[test]
    fn chinese() {
        check(
            Language::Zh,
            Cny,
            &[
                (0, "人民币零元整"),
                (5, "人民币伍分"),
                (100, "人民币壹元整"),
                (12_050, "人民币壹佰贰拾元伍角整"),
                (10_005, "人民币壹佰元零伍分"),
                (1_000_500, "人民币壹万零伍元整"),
                (125_034, "人民币壹仟贰佰伍拾元叁角肆分"),
                (100_010_000, "人民币壹佰万零壹佰元整"),
                (120_000_000_000_000, "人民币壹万贰仟亿元整"),
            ],
        );
        check(Language::Zh, Vnd, &[(75_000, "柒万伍仟越南盾整")]);
        check(Language::Zh, Uah, &[(-125_005, "负壹仟贰佰伍拾格里夫纳05戈比")]);
    }

    #[test]
    fn english() {
        check(
            Language::En,
            Vnd,
            &[
                (0, "Zero dong"),
                (1_250_000, "One million two hundred and fifty thousand dong"),
                (1_005, "One thousand and five dong"),
                (42, "Forty-two dong"),
            ],
        );
        check(
            Language::En,
            Eur,
            &[
                (100, "One euro and 00 cents"),
                (1_301, "Thirteen euros and 01 cent"),
            ],
        );
    }

    #[test]
    fn the_largest_and_the_smallest_amount_have_words() {
        for language in Language::ALL {
            for minor in [i64::MIN, i64::MAX] {
                assert!(amount(Money::new(minor, Vnd), language).chars().count() > 20);
            }
        }
    }
}
