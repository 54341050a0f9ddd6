//! `for`, `some` and `every`.

use dsntk_feel::Name;
use dsntk_feel_parser::AstNode;

use super::{Node, RESERVED, Read, Reader, Token};

/// How deep loops (`for`, `some`, `every`, filters) may nest: each multiplies the work by the length of a list.
const LOOPS: usize = 2;

impl Reader<'_> {
    pub(super) fn looping(&mut self, read: impl FnOnce(&mut Self) -> Read) -> Read {
        if self.loops == LOOPS {
            return Err(self.refuse(format!("loops and filters are nested deeper than {LOOPS}")));
        }
        self.loops += 1;
        let node = read(self)?;
        self.loops -= 1;
        Ok(node)
    }

    pub(super) fn iteration(&mut self, kind: &str) -> Read {
        self.next += 1;
        let (outer_bound, outer_loops) = (self.bound.len(), self.loops);
        let mut contexts = Vec::new();
        loop {
            contexts.push(self.binding(kind)?);
            if !self.take_sign(",") {
                break;
            }
        }
        self.expect_word(
            if kind == "for" { "return" } else { "satisfies" },
            "after the list",
        )?;
        let body = self.expression()?;
        self.bound.truncate(outer_bound);
        self.loops = outer_loops;
        self.bounded(match kind {
            "for" => Node::binary(
                AstNode::For,
                Node::many(AstNode::IterationContexts, contexts),
                Node::unary(AstNode::EvaluatedExpression, body),
            ),
            _ => Node::binary(
                if kind == "some" {
                    AstNode::Some
                } else {
                    AstNode::Every
                },
                Node::many(AstNode::QuantifiedContexts, contexts),
                Node::unary(AstNode::Satisfies, body),
            ),
        })
    }

    /// `name in list`; from here on the name is bound, and one more loop is open.
    fn binding(&mut self, kind: &str) -> Read {
        let name = match self.peek() {
            Token::Word(name) if !RESERVED.contains(&name.as_str()) => name.clone(),
            other => return Err(self.refuse(format!("a variable is missing before {}", other.shown()))),
        };
        self.names.push((name.clone(), self.byte()));
        self.next += 1;
        self.expect_word("in", "after the variable")?;
        if self.loops == LOOPS {
            return Err(self.refuse(format!("loops and filters are nested deeper than {LOOPS}")));
        }
        let list = self.expression()?;
        if self.is_sign("..") {
            return Err(self.refuse("a loop runs over a list, not over a range of numbers"));
        }
        self.loops += 1;
        self.bound.push(name.clone());
        let variable = Node::leaf(AstNode::Name(Name::from(&name)));
        Ok(Node::binary(
            if kind == "for" {
                AstNode::IterationContextSingle
            } else {
                AstNode::QuantifiedContext
            },
            variable,
            list,
        ))
    }
}
