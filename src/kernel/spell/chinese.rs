//! Chinese, in the characters of accounts: a zero is said once for any row of empty places inside.

use super::Parts;
use crate::kernel::money::Currency;

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

pub(super) fn amount(parts: Parts) -> String {
    let (unit, minor) = match parts.currency {
        Currency::Cny => return yuan(parts),
        Currency::Vnd => ("越南盾", ""),
        Currency::Uah => ("格里夫纳", "戈比"),
        Currency::Eur => ("欧元", "欧分"),
    };
    let whole = number(parts.whole);
    if parts.minor == 0 {
        format!("{whole}{unit}整")
    } else {
        format!("{whole}{unit}{:02}{minor}", parts.minor)
    }
}

fn yuan(parts: Parts) -> String {
    let (jiao, fen) = (parts.minor / 10, parts.minor % 10);
    let mut text = String::from("人民币");
    if parts.whole > 0 || parts.minor == 0 {
        text.push_str(&number(parts.whole));
        text.push('元');
    }
    if jiao > 0 {
        text.push_str(&number(jiao));
        text.push('角');
    } else if fen > 0 && parts.whole > 0 {
        text.push('零');
    }
    if fen > 0 {
        text.push_str(&number(fen));
        text.push('分');
    } else {
        text.push('整');
    }
    text
}

fn number(number: u64) -> String {
    // Each place with the least remainder that needs no zero before it.
    for (place, name) in [
        (100_000_000, "亿"),
        (10_000, "万"),
        (1_000, "仟"),
        (100, "佰"),
        (10, "拾"),
    ] {
        if number >= place {
            let (above, rest) = (self::number(number / place), number % place);
            return match rest {
                0 => format!("{above}{name}"),
                _ if rest < place / 10 => format!("{above}{name}零{}", self::number(rest)),
                _ => format!("{above}{name}{}", self::number(rest)),
            };
        }
    }
    super::word(&DIGITS, number).to_owned()
}
