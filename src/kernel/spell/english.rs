//! English, with the British `and`.

use super::{Parts, thousands, word};
use crate::kernel::money::Currency;

const UP_TO_TWENTY: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const POWERS: [&str; 7] = [
    "",
    "thousand",
    "million",
    "billion",
    "trillion",
    "quadrillion",
    "quintillion",
];

pub(super) fn amount(parts: Parts) -> String {
    let (one, many, minor_one, minor_many) = match parts.currency {
        Currency::Vnd => ("dong", "dong", "", ""),
        Currency::Uah => ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
        Currency::Cny => ("yuan", "yuan", "fen", "fen"),
        Currency::Eur => ("euro", "euros", "cent", "cents"),
    };
    let unit = if parts.whole == 1 { one } else { many };
    let minor = if parts.minor == 1 { minor_one } else { minor_many };
    let whole = number(parts.whole);
    if parts.currency.decimals() == 0 {
        format!("{whole} {unit}")
    } else {
        format!("{whole} {unit} and {:02} {minor}", parts.minor)
    }
}

fn number(number: u64) -> String {
    let mut words: Vec<String> = Vec::new();
    for (group, power) in thousands(number) {
        if power == 0 && group < 100 && !words.is_empty() {
            words.push("and".to_owned());
        }
        words.push(below_thousand(group));
        words.extend(
            POWERS
                .get(power)
                .filter(|name| !name.is_empty())
                .map(|name| (*name).to_owned()),
        );
    }
    if words.is_empty() {
        UP_TO_TWENTY[0].to_owned()
    } else {
        words.join(" ")
    }
}

fn below_thousand(number: u64) -> String {
    let (hundreds, rest) = (number / 100, number % 100);
    let small = match (rest / 10, rest % 10) {
        _ if rest < 20 => word(&UP_TO_TWENTY, rest).to_owned(),
        (tens, 0) => word(&TENS, tens).to_owned(),
        (tens, ones) => format!("{}-{}", word(&TENS, tens), word(&UP_TO_TWENTY, ones)),
    };
    match (hundreds, rest) {
        (0, _) => small,
        (_, 0) => format!("{} hundred", word(&UP_TO_TWENTY, hundreds)),
        _ => format!("{} hundred and {small}", word(&UP_TO_TWENTY, hundreds)),
    }
}
