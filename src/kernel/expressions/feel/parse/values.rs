//! Values and what hangs on them: paths, filters, calls, branches.

use dsntk_feel::values::Value;
use dsntk_feel::{FeelScope, Name};
use dsntk_feel_parser::AstNode;

use super::super::functions::{MOST_WORDS, find, left_out};
use super::{Node, RESERVED, Read, Reader, Token, refuse};
use crate::kernel::expressions::ExpressionError;

impl Reader<'_> {
    /// A value with what hangs on it: `.name` and `[filter]`.
    pub(super) fn postfix(&mut self) -> Read {
        let (mut node, mut path) = self.primary()?;
        loop {
            if self.take_sign(".") {
                let Token::Word(name) = self.peek().clone() else {
                    return Err(self.refuse("a name is missing after the point"));
                };
                self.next += 1;
                node = self.bounded(Node::binary(
                    AstNode::Path,
                    node,
                    Node::leaf(AstNode::Name(Name::from(&name))),
                ))?;
                if let Some(path) = &mut path {
                    path.push(name);
                }
            } else if self.take_sign("[") {
                self.paths.extend(path.take());
                let filter = self.looping(Self::expression)?;
                self.expect_sign("]", "to close the filter")?;
                node = self.bounded(Node::binary(AstNode::Filter, node, filter))?;
            } else {
                self.paths.extend(path);
                return Ok(node);
            }
        }
    }

    /// A value; with it the start of a path, if it is a free variable.
    fn primary(&mut self) -> Result<(Node, Option<Vec<String>>), ExpressionError> {
        let token = self.peek().clone();
        let node = match token {
            Token::Word(word) => return self.word(&word),
            Token::Number(before, after) => {
                self.next += 1;
                Node::leaf(AstNode::Numeric(before, after, '+', String::new()))
            }
            Token::Text(text) => {
                self.next += 1;
                Node::leaf(AstNode::String(text))
            }
            Token::Sign("@") => self.temporal()?,
            Token::Sign("(") => {
                self.next += 1;
                let inner = self.expression()?;
                self.expect_sign(")", "to close the bracket")?;
                inner
            }
            Token::Sign("[") => self.list()?,
            Token::Sign("{") => return Err(self.refuse("contexts cannot be built in an expression")),
            other => return Err(self.refuse(format!("a value is missing before {}", other.shown()))),
        };
        Ok((node, None))
    }

    fn list(&mut self) -> Read {
        let open_at = self.byte();
        self.next += 1;
        let mut items = Vec::new();
        while !self.is_sign("]") {
            items.push(self.expression()?);
            if self.is_sign("..") {
                return Err(refuse(
                    self.text,
                    open_at,
                    "a range can stand only after in, as in x in [1..10]",
                ));
            }
            if !self.take_sign(",") {
                break;
            }
        }
        self.expect_sign("]", "to close the list")?;
        self.bounded(Node::many(AstNode::List, items))
    }

    /// `@"2026-11-22"`: checked now, because the evaluator would only give null later.
    fn temporal(&mut self) -> Read {
        self.next += 1;
        let Token::Text(text) = self.peek().clone() else {
            return Err(self.refuse("a text is missing after @, as in @\"2026-11-22\""));
        };
        let node = AstNode::At(text);
        if let Value::Null(_) = dsntk_feel_evaluator::evaluate(&FeelScope::default(), &node) {
            return Err(self
                .refuse("this is no date, time or duration; write for example @\"2026-11-22\" or @\"P5D\""));
        }
        self.next += 1;
        Ok(Node::leaf(node))
    }

    fn word(&mut self, word: &str) -> Result<(Node, Option<Vec<String>>), ExpressionError> {
        if let Some(call) = self.call()? {
            return Ok((call, None));
        }
        let node = match word {
            "true" | "false" => Node::leaf(AstNode::Boolean(word == "true")),
            "null" => Node::leaf(AstNode::Null),
            "if" => return Ok((self.branch()?, None)),
            "for" | "some" | "every" => return Ok((self.iteration(word)?, None)),
            "not" => return Err(self.refuse("not needs brackets: not(\u{2026})")),
            "partial" => {
                return Err(self.refuse("\u{201c}partial\u{201d} is not available; rename the variable"));
            }
            _ if RESERVED.contains(&word) => {
                return Err(self.refuse(format!("a value is missing before \u{201c}{word}\u{201d}")));
            }
            _ => {
                self.names.push((word.to_owned(), self.byte()));
                let free = !self.bound.iter().any(|name| name == word) && word != "item";
                self.next += 1;
                let node = Node::leaf(AstNode::Name(Name::from(word)));
                return Ok((node, free.then(|| vec![word.to_owned()])));
            }
        };
        self.next += 1;
        Ok((node, None))
    }

    /// A call, if words that name a function and an opening bracket come next. Names of functions can have several
    /// words, among them `and` and `of`, so the longest one that fits is taken.
    fn call(&mut self) -> Result<Option<Node>, ExpressionError> {
        let mut words = Vec::new();
        while let (Token::Word(word), true) = (self.ahead(words.len()), words.len() < MOST_WORDS) {
            words.push(word.clone());
        }
        for count in (1..=words.len()).rev() {
            if *self.ahead(count) != Token::Sign("(") {
                continue;
            }
            let name = words[..count].join(" ");
            if let Some(reason) = left_out(&name) {
                return Err(self.refuse(reason));
            }
            if let Some(function) = find(&name) {
                self.next += count + 1;
                return self.arguments(function).map(Some);
            }
        }
        let keyword = words
            .first()
            .is_some_and(|word| RESERVED.contains(&word.as_str()));
        if *self.ahead(1) == Token::Sign("(") && !words.is_empty() && !keyword {
            return Err(self.refuse(format!("there is no function \u{201c}{}\u{201d}", words[0])));
        }
        Ok(None)
    }

    fn arguments(&mut self, (name, least, most): (&'static str, usize, usize)) -> Read {
        let start = self.byte();
        let mut items = Vec::new();
        while !self.is_sign(")") {
            items.push(self.expression()?);
            if !self.take_sign(",") {
                break;
            }
        }
        self.expect_sign(")", &format!("to close {name}(\u{2026})"))?;
        if items.len() < least || items.len() > most {
            let wanted = if least == most {
                least.to_string()
            } else if most == usize::MAX {
                format!("{least} or more")
            } else {
                format!("{least} to {most}")
            };
            let problem = format!("{name}(\u{2026}) takes {wanted} arguments, not {}", items.len());
            return Err(refuse(self.text, start, problem));
        }
        self.called.push(name);
        let arguments = Node::many(AstNode::PositionalParameters, items);
        let function = Node::leaf(AstNode::Name(Name::from(name)));
        self.bounded(Node::binary(AstNode::FunctionInvocation, function, arguments))
    }

    fn branch(&mut self) -> Read {
        self.next += 1;
        let condition = self.expression()?;
        self.expect_word("then", "after the condition")?;
        let yes = self.expression()?;
        self.expect_word("else", "after the first branch")?;
        let no = self.expression()?;
        self.bounded(Node::ternary(AstNode::If, [condition, yes, no]))
    }
}
