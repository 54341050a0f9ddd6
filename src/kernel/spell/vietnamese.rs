//! Vietnamese: `mốt`, `tư` and `lăm` after tens, `linh` for an empty ten, `không trăm` for an empty hundred inside.

use super::{Parts, word};
use crate::kernel::money::Currency;

const DIGITS: [&str; 10] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
];
const BILLION: u64 = 1_000_000_000;

pub(super) fn amount(parts: Parts) -> String {
    let (unit, minor) = match parts.currency {
        Currency::Vnd => ("đồng", ""),
        Currency::Uah => ("hryvnia", "kopiyka"),
        Currency::Cny => ("nhân dân tệ", "phân"),
        Currency::Eur => ("euro", "cent"),
    };
    let whole = if parts.whole == 0 {
        DIGITS[0].to_owned()
    } else {
        number(parts.whole, false)
    };
    if parts.currency.decimals() == 0 {
        format!("{whole} {unit}")
    } else {
        format!("{whole} {unit} {:02} {minor}", parts.minor)
    }
}

/// `inside`: something was said before, so empty places are named.
fn number(number: u64, inside: bool) -> String {
    let mut words: Vec<String> = Vec::new();
    let (billions, rest) = (number / BILLION, number % BILLION);
    if billions > 0 {
        words.push(self::number(billions, inside));
        words.push("tỷ".to_owned());
    }
    for (group, name) in [
        (rest / 1_000_000, "triệu"),
        (rest / 1_000 % 1_000, "nghìn"),
        (rest % 1_000, ""),
    ] {
        if group > 0 {
            words.push(below_thousand(group, inside || !words.is_empty()));
            words.extend((!name.is_empty()).then(|| name.to_owned()));
        }
    }
    words.join(" ")
}

fn below_thousand(number: u64, inside: bool) -> String {
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    let with_hundreds = inside || hundreds > 0;
    let mut words = Vec::new();
    if with_hundreds {
        words.extend([word(&DIGITS, hundreds), "trăm"]);
    }
    match tens {
        0 if with_hundreds && ones > 0 => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([word(&DIGITS, tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(word(&DIGITS, ones)),
    }
    words.join(" ")
}
