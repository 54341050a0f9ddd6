//! From tokens to a tree: one function for each level of precedence, lowest first.
//!
//! `or`, `and`, comparison (not chained), `between`, `in`, sum, product, power, negation, then paths, filters and
//! calls; the order is that of DMN 1.5, chapter 10. `if`, `for`, `some` and `every` reach as far right as they can.

mod loops;
mod membership;
#[cfg(test)]
mod tests;
mod values;

use dsntk_feel_parser::AstNode;

use super::lex::{Placed, Token, refuse, tokens};
use super::nodes::{DEEPEST, Node};
use crate::kernel::expressions::ExpressionError;

type Read = Result<Node, ExpressionError>;

/// How deep brackets, branches and signs may nest: reading them recurses as deep.
const NESTED: usize = 40;

/// Words that cannot be variables.
const RESERVED: [&str; 17] = [
    "and",
    "or",
    "if",
    "then",
    "else",
    "for",
    "in",
    "return",
    "some",
    "every",
    "satisfies",
    "between",
    "true",
    "false",
    "null",
    "not",
    "partial",
];

pub(super) struct Tree {
    pub(super) node: AstNode,
    pub(super) paths: Vec<Vec<String>>,
}

pub(super) fn parse(text: &str) -> Result<Tree, ExpressionError> {
    let mut reader = Reader {
        text,
        tokens: tokens(text)?,
        next: 0,
        nested: 0,
        loops: 0,
        bound: Vec::new(),
        paths: Vec::new(),
        names: Vec::new(),
        called: Vec::new(),
    };
    let node = reader.expression()?;
    if *reader.peek() != Token::End {
        return Err(reader.left_over());
    }
    if let Some((name, byte)) = reader
        .names
        .iter()
        .find(|(name, _)| reader.called.contains(&name.as_str()))
    {
        let problem = format!("\u{201c}{name}\u{201d} is called as a function here too; rename the variable");
        return Err(refuse(text, *byte, problem));
    }
    Ok(Tree {
        node: node.ast,
        paths: reader.paths,
    })
}

struct Reader<'t> {
    text: &'t str,
    tokens: Vec<Placed>,
    next: usize,
    nested: usize,
    loops: usize,
    /// Variables of the loops around the place being read.
    bound: Vec<String>,
    paths: Vec<Vec<String>>,
    /// Every variable with its place, free or bound.
    names: Vec<(String, usize)>,
    called: Vec<&'static str>,
}

impl Reader<'_> {
    fn peek(&self) -> &Token {
        self.ahead(0)
    }

    fn ahead(&self, offset: usize) -> &Token {
        self.tokens
            .get(self.next + offset)
            .map_or(&Token::End, |placed| &placed.token)
    }

    fn byte(&self) -> usize {
        self.tokens
            .get(self.next)
            .map_or(self.text.len(), |placed| placed.byte)
    }

    fn refuse(&self, problem: impl Into<String>) -> ExpressionError {
        refuse(self.text, self.byte(), problem)
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Token::Sign(found) if *found == sign)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Token::Word(found) if found == word)
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.next += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.next += usize::from(found);
        found
    }

    /// Takes the sign that is next, if it is one of `signs`.
    fn take_one_of<T: Copy>(&mut self, signs: &[(&str, T)]) -> Option<T> {
        let found = signs
            .iter()
            .find(|(sign, _)| self.is_sign(sign))
            .map(|(_, made)| *made);
        self.next += usize::from(found.is_some());
        found
    }

    fn expect_sign(&mut self, sign: &str, why: &str) -> Result<(), ExpressionError> {
        if self.take_sign(sign) {
            return Ok(());
        }
        Err(self.refuse(format!(
            "\u{201c}{sign}\u{201d} is missing {why}, before {}",
            self.peek().shown()
        )))
    }

    fn expect_word(&mut self, word: &str, why: &str) -> Result<(), ExpressionError> {
        if self.take_word(word) {
            return Ok(());
        }
        Err(self.refuse(format!(
            "\u{201c}{word}\u{201d} is missing {why}, before {}",
            self.peek().shown()
        )))
    }

    fn bounded(&self, node: Node) -> Read {
        if node.depth > DEEPEST {
            return Err(self.refuse(format!(
                "more than {DEEPEST} operations hang on each other; split the expression"
            )));
        }
        Ok(node)
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Read) -> Read {
        if self.nested == NESTED {
            return Err(self.refuse(format!("brackets and branches are nested deeper than {NESTED}")));
        }
        self.nested += 1;
        let node = read(self)?;
        self.nested -= 1;
        self.bounded(node)
    }

    fn left_over(&self) -> ExpressionError {
        let after_word = self.next > 0 && matches!(self.tokens[self.next - 1].token, Token::Word(_));
        let hint = match self.peek() {
            Token::Word(_) if after_word => "; names cannot contain spaces",
            Token::Sign(")") => "; there is no bracket to close",
            Token::Sign("=") => "; equality is a single =",
            _ => "",
        };
        self.refuse(format!(
            "an operator such as +, = or and is missing before {}{hint}",
            self.peek().shown()
        ))
    }

    fn expression(&mut self) -> Read {
        self.deeper(Self::or)
    }

    fn or(&mut self) -> Read {
        let mut left = self.and()?;
        while self.take_word("or") {
            let right = self.and()?;
            left = self.bounded(Node::binary(AstNode::Or, left, right))?;
        }
        Ok(left)
    }

    fn and(&mut self) -> Read {
        let mut left = self.comparison()?;
        while self.take_word("and") {
            let right = self.comparison()?;
            left = self.bounded(Node::binary(AstNode::And, left, right))?;
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Read {
        type Make = fn(Box<AstNode>, Box<AstNode>) -> AstNode;
        const SIGNS: [(&str, Make); 6] = [
            ("=", AstNode::Eq),
            ("!=", AstNode::Nq),
            ("<=", AstNode::Le),
            (">=", AstNode::Ge),
            ("<", AstNode::Lt),
            (">", AstNode::Gt),
        ];
        let left = self.between()?;
        let Some(make) = self.take_one_of(&SIGNS) else {
            return Ok(left);
        };
        if self.is_sign("=") {
            return Err(self.refuse("equality is a single ="));
        }
        let right = self.between()?;
        if SIGNS.iter().any(|(sign, _)| self.is_sign(sign)) {
            return Err(self.refuse("comparisons cannot be chained; write a < b and b < c"));
        }
        self.bounded(Node::binary(make, left, right))
    }

    fn between(&mut self) -> Read {
        let value = self.membership()?;
        if !self.take_word("between") {
            return Ok(value);
        }
        let low = self.sum()?;
        self.expect_word("and", "between the two limits")?;
        let high = self.sum()?;
        self.bounded(Node::ternary(AstNode::Between, [value, low, high]))
    }

    fn membership(&mut self) -> Read {
        let value = self.sum()?;
        if !self.take_word("in") {
            return Ok(value);
        }
        let tests = self.deeper(Self::tests)?;
        self.bounded(Node::binary(AstNode::In, value, tests))
    }

    fn sum(&mut self) -> Read {
        type Make = fn(Box<AstNode>, Box<AstNode>) -> AstNode;
        const SIGNS: [(&str, Make); 2] = [("+", AstNode::Add), ("-", AstNode::Sub)];
        let mut left = self.product()?;
        while let Some(make) = self.take_one_of(&SIGNS) {
            let right = self.product()?;
            left = self.bounded(Node::binary(make, left, right))?;
        }
        Ok(left)
    }

    fn product(&mut self) -> Read {
        type Make = fn(Box<AstNode>, Box<AstNode>) -> AstNode;
        const SIGNS: [(&str, Make); 2] = [("*", AstNode::Mul), ("/", AstNode::Div)];
        let mut left = self.power()?;
        while let Some(make) = self.take_one_of(&SIGNS) {
            let right = self.power()?;
            left = self.bounded(Node::binary(make, left, right))?;
        }
        Ok(left)
    }

    fn power(&mut self) -> Read {
        let mut left = self.negation()?;
        while self.take_sign("**") {
            let right = self.negation()?;
            left = self.bounded(Node::binary(AstNode::Exp, left, right))?;
        }
        Ok(left)
    }

    fn negation(&mut self) -> Read {
        if !self.take_sign("-") {
            return self.postfix();
        }
        let inner = self.deeper(Self::negation)?;
        Ok(Node::unary(AstNode::Neg, inner))
    }
}
