//! Reading a payment request pattern: first into items, then each item on its own.

use super::{Method, Part, PaymentRequestPattern};
use crate::kernel::expressions::{Expression, LONGEST as LONGEST_FORMULA};
use crate::kernel::patterns::Position;

/// The longest pattern accepted, in bytes: room for three formulas.
const LONGEST: usize = 3 * LONGEST_FORMULA;

const KEYS: [(&str, Part); 3] = [("net=", Part::Net), ("ship=", Part::Ship), ("tax=", Part::Tax)];

/// A pattern that was refused: where and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("payment request, {at}: {problem}")]
pub struct PaymentPatternError {
    /// Where.
    pub at: Position,
    /// Why, and what to write instead.
    pub problem: Problem,
}

/// Why a pattern is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Longer than three of the longest formulas.
    #[error("the pattern is longer than {LONGEST} bytes")]
    TooLong,
    /// No `net=`.
    #[error("net= is missing; write for example net=50000")]
    NoNet,
    /// A key or a method for the second time.
    #[error("\u{201c}{0}\u{201d} is here for the second time; take one of them out")]
    Twice(&'static str),
    /// A word that is neither a method nor a key.
    #[error(
        "\u{201c}{0}\u{201d} is not known here; use bank, cash, keypay, net=, ship=, tax= or a $message$"
    )]
    UnknownWord(String),
    /// `net =` with a space.
    #[error("write {0} without a space before the =")]
    SpacedKey(&'static str),
    /// A key without a formula.
    #[error("the formula after {0} is missing")]
    NoFormula(&'static str),
    /// `$` without its pair.
    #[error("this $ has no pair; a message stands between two $")]
    OddDollar,
    /// `$$`.
    #[error("this message is empty")]
    EmptyMessage,
    /// An item glued to its neighbour.
    #[error("put a space here; items are separated by white space")]
    NoSpace,
    /// A formula that is refused.
    #[error("in the formula of {part}: {problem}")]
    Formula {
        /// Which one.
        part: Part,
        /// Why.
        problem: String,
    },
}

#[derive(Default)]
struct Reading {
    methods: Vec<Method>,
    formulas: [Option<Expression>; 3],
    messages: Vec<String>,
}

pub(super) fn parse(text: &str) -> Result<PaymentRequestPattern, PaymentPatternError> {
    let refuse = |byte, problem| PaymentPatternError {
        at: Position::of(text, byte),
        problem,
    };
    if text.len() > LONGEST {
        return Err(refuse(LONGEST, Problem::TooLong));
    }
    let mut reading = Reading::default();
    let mut here = 0;
    loop {
        here += blank(&text[here..]);
        let rest = &text[here..];
        if rest.is_empty() {
            break;
        }
        here += if let Some(message) = rest.strip_prefix('$') {
            read_message(message, &mut reading).map_err(|(offset, problem)| refuse(here + offset, problem))?
        } else if let Some((key, part)) = key_at(rest) {
            read_formula(rest, key, part, &mut reading)
                .map_err(|(offset, problem)| refuse(here + offset, problem))?
        } else {
            read_word(rest, &mut reading).map_err(|problem| refuse(here, problem))?
        };
        if !text[here..].is_empty() && blank(&text[here..]) == 0 {
            return Err(refuse(here, Problem::NoSpace));
        }
    }
    let Reading {
        mut methods,
        formulas: [net, ship, tax],
        messages,
    } = reading;
    let Some(net) = net else {
        return Err(refuse(text.len(), Problem::NoNet));
    };
    if methods.is_empty() {
        methods.push(Method::Cash);
    }
    Ok(PaymentRequestPattern {
        text: text.to_owned(),
        methods,
        net,
        ship,
        tax,
        messages,
    })
}

/// Bytes of white space at the start.
fn blank(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn key_at(text: &str) -> Option<(&'static str, Part)> {
    KEYS.into_iter().find(|(key, _)| text.starts_with(key))
}

/// Bytes of the word at the start: up to white space or `$`.
fn word_length(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || c == '$')
        .unwrap_or(text.len())
}

/// `bank` or `[bank]`: the brackets in which the language is described are often taken over.
fn method_of(word: &str) -> Option<Method> {
    let bare = word
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(word);
    bare.parse().ok()
}

/// Reads what follows the opening `$`; gives the bytes taken, both signs included.
fn read_message(message: &str, reading: &mut Reading) -> Result<usize, (usize, Problem)> {
    let Some(length) = message.find('$') else {
        return Err((0, Problem::OddDollar));
    };
    let trimmed = message[..length].trim();
    if trimmed.is_empty() {
        return Err((0, Problem::EmptyMessage));
    }
    reading.messages.push(trimmed.to_owned());
    Ok(length + 2)
}

fn read_word(rest: &str, reading: &mut Reading) -> Result<usize, Problem> {
    let word = &rest[..word_length(rest)];
    let Some(method) = method_of(word) else {
        let spaced = KEYS.iter().find(|(key, _)| {
            key.strip_suffix('=') == Some(word) && rest[word.len()..].trim_start().starts_with('=')
        });
        return Err(match spaced {
            Some((key, _)) => Problem::SpacedKey(key),
            None => Problem::UnknownWord(word.chars().take(32).collect()),
        });
    };
    if reading.methods.contains(&method) {
        return Err(Problem::Twice(method.word()));
    }
    reading.methods.push(method);
    Ok(word.len())
}

fn read_formula(
    rest: &str,
    key: &'static str,
    part: Part,
    reading: &mut Reading,
) -> Result<usize, (usize, Problem)> {
    let slot = match part {
        Part::Net => 0,
        Part::Ship => 1,
        Part::Tax => 2,
    };
    if reading.formulas[slot].is_some() {
        return Err((0, Problem::Twice(key)));
    }
    let length = formula_length(&rest[key.len()..]);
    let formula = rest[key.len()..key.len() + length].trim_end();
    if formula.trim().is_empty() {
        return Err((0, Problem::NoFormula(key)));
    }
    let expression = Expression::parse(formula).map_err(|error| {
        (
            key.len() + error.at.byte,
            Problem::Formula {
                part,
                problem: error.problem,
            },
        )
    })?;
    reading.formulas[slot] = Some(expression);
    Ok(key.len() + formula.len())
}

/// How far a formula reaches: to the `$`, the key or the method word that starts the next item. Inside brackets and
/// texts none of them counts.
fn formula_length(formula: &str) -> usize {
    let mut depth = 0_usize;
    let mut in_text = false;
    let mut escaped = false;
    let mut after_blank = false;
    for (byte, c) in formula.char_indices() {
        if in_text {
            in_text = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
            continue;
        }
        if depth == 0 && (c == '$' || (after_blank && starts_item(&formula[byte..]))) {
            return byte;
        }
        match c {
            '"' => in_text = true,
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        after_blank = c.is_whitespace();
    }
    formula.len()
}

fn starts_item(text: &str) -> bool {
    key_at(text).is_some() || method_of(&text[..word_length(text)]).is_some()
}
