//! Words, numbers, texts and signs, each with its place.

use super::super::{ExpressionError, LONGEST};
use crate::kernel::patterns::Position;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Word(String),
    /// Digits before and after the decimal point.
    Number(String, String),
    Text(String),
    Sign(&'static str),
    End,
}

impl Token {
    /// As it is shown in a refusal.
    pub(super) fn shown(&self) -> String {
        match self {
            Token::Word(word) => format!("\u{201c}{word}\u{201d}"),
            Token::Number(before, after) if after.is_empty() => format!("\u{201c}{before}\u{201d}"),
            Token::Number(before, after) => format!("\u{201c}{before}.{after}\u{201d}"),
            Token::Text(_) => "a text".to_owned(),
            Token::Sign(sign) => format!("\u{201c}{sign}\u{201d}"),
            Token::End => "the end".to_owned(),
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) token: Token,
    pub(super) byte: usize,
}

/// Longer signs first, because the first that fits is taken.
const SIGNS: [&str; 21] = [
    "**", "..", "!=", "<=", ">=", "(", ")", "[", "]", ",", ".", "+", "-", "*", "/", "=", "<", ">", "@", "{",
    "}",
];

/// More digits than the evaluator's decimals hold.
const MOST_DIGITS: usize = 34;

pub(super) fn refuse(text: &str, byte: usize, problem: impl Into<String>) -> ExpressionError {
    ExpressionError {
        at: Position::of(text, byte),
        problem: problem.into(),
    }
}

pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, ExpressionError> {
    if text.len() > LONGEST {
        return Err(refuse(
            text,
            LONGEST,
            format!("an expression can have at most {LONGEST} bytes"),
        ));
    }
    let mut found = Vec::new();
    let mut byte = 0;
    while let Some(first) = text[byte..].chars().next() {
        if first.is_whitespace() {
            byte += first.len_utf8();
            continue;
        }
        let (token, length) = one(text, byte, first)?;
        found.push(Placed { token, byte });
        byte += length;
    }
    found.push(Placed {
        token: Token::End,
        byte: text.len(),
    });
    Ok(found)
}

fn one(text: &str, byte: usize, first: char) -> Result<(Token, usize), ExpressionError> {
    let rest = &text[byte..];
    if first == '"' {
        return quoted(text, byte);
    }
    if first.is_ascii_digit() {
        return number(text, byte);
    }
    if is_word_start(first) {
        let length = rest.find(|c| !is_word_part(c)).unwrap_or(rest.len());
        return Ok((Token::Word(rest[..length].to_owned()), length));
    }
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        return Ok((Token::Sign(sign), sign.len()));
    }
    Err(refuse(
        text,
        byte,
        match first {
            '\'' | '\u{201c}' | '\u{201d}' | '\u{2018}' | '\u{2019}' => {
                "a text stands in straight double quotation marks: \"\u{2026}\"".to_owned()
            }
            '&' => "write \u{201c}and\u{201d}".to_owned(),
            '|' => "write \u{201c}or\u{201d}".to_owned(),
            '!' => "write not(\u{2026}) or !=".to_owned(),
            '%' => "write modulo(a, b) for a remainder, or a / 100 for a percentage".to_owned(),
            other => format!(
                "\u{201c}{}\u{201d} is not part of the language",
                other.escape_debug()
            ),
        },
    ))
}

fn is_word_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_word_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || matches!(c, '\u{0300}'..='\u{036F}')
}

fn number(text: &str, byte: usize) -> Result<(Token, usize), ExpressionError> {
    let rest = &text[byte..];
    let digits = |s: &str| s.find(|c: char| !c.is_ascii_digit()).unwrap_or(s.len());
    let before = digits(rest);
    let mut length = before;
    let mut after = "";
    if let Some(fraction) = rest[before..].strip_prefix('.')
        && fraction.starts_with(|c: char| c.is_ascii_digit())
    {
        after = &fraction[..digits(fraction)];
        length = before + 1 + after.len();
    }
    if let Some(next) = rest[length..].chars().next()
        && (is_word_part(next) || (next == '.' && !rest[length..].starts_with("..")))
    {
        return Err(refuse(
            text,
            byte + length,
            "a number ends here; put an operator or a space",
        ));
    }
    if before + after.len() > MOST_DIGITS {
        return Err(refuse(
            text,
            byte,
            format!("a number can have at most {MOST_DIGITS} digits"),
        ));
    }
    Ok((Token::Number(rest[..before].to_owned(), after.to_owned()), length))
}

fn quoted(text: &str, byte: usize) -> Result<(Token, usize), ExpressionError> {
    let mut value = String::new();
    let mut chars = text[byte + 1..].char_indices();
    while let Some((offset, c)) = chars.next() {
        let here = byte + 1 + offset;
        match c {
            '"' => return Ok((Token::Text(value), here + 1 - byte)),
            '\\' => match chars.next().map(|(_, escaped)| escaped) {
                Some(plain @ ('"' | '\\' | '\'')) => value.push(plain),
                Some('n') => value.push('\n'),
                Some('r') => value.push('\r'),
                Some('t') => value.push('\t'),
                _ => return Err(refuse(text, here, "after \\ only \", \\, n, r and t may stand")),
            },
            other => value.push(other),
        }
    }
    Err(refuse(text, byte, "this text is never closed; add \""))
}
