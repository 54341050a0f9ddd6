//! Ukrainian: one and two agree with what is counted, and what is counted takes one of three forms.

use super::{Parts, thousands, word};
use crate::kernel::money::Currency;

const HUNDREDS: [&str; 10] = [
    "",
    "сто",
    "двісті",
    "триста",
    "чотириста",
    "п’ятсот",
    "шістсот",
    "сімсот",
    "вісімсот",
    "дев’ятсот",
];
const TENS: [&str; 10] = [
    "",
    "",
    "двадцять",
    "тридцять",
    "сорок",
    "п’ятдесят",
    "шістдесят",
    "сімдесят",
    "вісімдесят",
    "дев’яносто",
];
const UP_TO_TWENTY: [&str; 20] = [
    "",
    "один",
    "два",
    "три",
    "чотири",
    "п’ять",
    "шість",
    "сім",
    "вісім",
    "дев’ять",
    "десять",
    "одинадцять",
    "дванадцять",
    "тринадцять",
    "чотирнадцять",
    "п’ятнадцять",
    "шістнадцять",
    "сімнадцять",
    "вісімнадцять",
    "дев’ятнадцять",
];

/// Something that is counted: its forms after one, after two to four, after the rest; and its gender.
#[derive(Clone, Copy)]
struct Counted {
    forms: [&'static str; 3],
    feminine: bool,
}

const fn masculine(forms: [&'static str; 3]) -> Counted {
    Counted {
        forms,
        feminine: false,
    }
}

const fn feminine(forms: [&'static str; 3]) -> Counted {
    Counted {
        forms,
        feminine: true,
    }
}

/// Powers of a thousand; an amount of 64 bits ends with the sixth.
const POWERS: [Counted; 6] = [
    feminine(["тисяча", "тисячі", "тисяч"]),
    masculine(["мільйон", "мільйони", "мільйонів"]),
    masculine(["мільярд", "мільярди", "мільярдів"]),
    masculine(["трильйон", "трильйони", "трильйонів"]),
    masculine(["квадрильйон", "квадрильйони", "квадрильйонів"]),
    masculine(["квінтильйон", "квінтильйони", "квінтильйонів"]),
];

pub(super) fn amount(parts: Parts) -> String {
    let (unit, minor) = match parts.currency {
        Currency::Uah => (
            feminine(["гривня", "гривні", "гривень"]),
            ["копійка", "копійки", "копійок"],
        ),
        Currency::Vnd => (masculine(["донг", "донги", "донгів"]), ["", "", ""]),
        Currency::Cny => (masculine(["юань", "юані", "юанів"]), ["фень", "фені", "феней"]),
        Currency::Eur => (masculine(["євро", "євро", "євро"]), ["цент", "центи", "центів"]),
    };
    let mut words: Vec<&str> = Vec::new();
    for (group, power) in thousands(parts.whole) {
        let named = power.checked_sub(1).and_then(|index| POWERS.get(index));
        words.extend(below_thousand(
            group,
            named.map_or(unit.feminine, |name| name.feminine),
        ));
        words.extend(named.map(|name| form(name.forms, group)));
    }
    if words.is_empty() {
        words.push("нуль");
    }
    let whole = format!("{} {}", words.join(" "), form(unit.forms, parts.whole));
    if parts.currency.decimals() == 0 {
        whole
    } else {
        format!("{whole} {:02} {}", parts.minor, form(minor, parts.minor))
    }
}

fn below_thousand(number: u64, feminine: bool) -> impl Iterator<Item = &'static str> {
    let rest = number % 100;
    let (tens, ones) = if rest < 20 {
        (0, rest)
    } else {
        (rest / 10, rest % 10)
    };
    let last = match (ones, feminine) {
        (1, true) => "одна",
        (2, true) => "дві",
        _ => word(&UP_TO_TWENTY, ones),
    };
    [word(&HUNDREDS, number / 100), word(&TENS, tens), last]
        .into_iter()
        .filter(|one| !one.is_empty())
}

fn form(forms: [&'static str; 3], count: u64) -> &'static str {
    let [one, few, many] = forms;
    match (count % 100, count % 10) {
        (11..=14, _) => many,
        (_, 1) => one,
        (_, 2..=4) => few,
        _ => many,
    }
}
