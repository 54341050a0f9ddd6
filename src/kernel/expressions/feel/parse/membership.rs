//! What may stand after `in`.

use dsntk_feel::IntervalType;
use dsntk_feel_parser::AstNode;

use super::{Node, Read, Reader, refuse};
use crate::kernel::expressions::ExpressionError;

impl Reader<'_> {
    /// What stands after `in`: a range, a list, tests in round brackets, one test such as `> 5`, or a value.
    pub(super) fn tests(&mut self) -> Read {
        if self.is_sign("[") || self.is_sign("]") || self.is_sign("(") {
            return self.bracketed();
        }
        match self.unary_test()? {
            Some(test) => Ok(test),
            None => self.sum(),
        }
    }

    fn unary_test(&mut self) -> Result<Option<Node>, ExpressionError> {
        type Make = fn(Box<AstNode>) -> AstNode;
        const SIGNS: [(&str, Make); 6] = [
            ("=", AstNode::UnaryEq),
            ("!=", AstNode::UnaryNe),
            ("<=", AstNode::UnaryLe),
            (">=", AstNode::UnaryGe),
            ("<", AstNode::UnaryLt),
            (">", AstNode::UnaryGt),
        ];
        match self.take_one_of(&SIGNS) {
            Some(make) => Ok(Some(Node::unary(make, self.sum()?))),
            None => Ok(None),
        }
    }

    pub(super) fn bracketed(&mut self) -> Read {
        let closed_start = self.is_sign("[");
        let round = self.is_sign("(");
        let open_at = self.byte();
        self.next += 1;
        if closed_start && self.take_sign("]") {
            return Ok(Node::many(AstNode::List, Vec::new()));
        }
        let first = self.element(round)?;
        if self.take_sign("..") {
            return self.range(closed_start, first);
        }
        if !closed_start && !round {
            return Err(refuse(
                self.text,
                open_at,
                "a range is missing here; write for example ]1..10]",
            ));
        }
        let mut items = vec![first];
        while self.take_sign(",") {
            items.push(self.element(round)?);
        }
        self.expect_sign(if round { ")" } else { "]" }, "to close the list")?;
        match (round, items.len()) {
            (true, 1) => items.pop().ok_or_else(|| self.refuse("a value is missing")),
            (true, _) => Ok(Node::many(AstNode::ExpressionList, items)),
            (false, _) => Ok(Node::many(AstNode::List, items)),
        }
    }

    /// In round brackets after `in` each element may be a test or a range of its own.
    fn element(&mut self, round: bool) -> Read {
        if round && (self.is_sign("[") || self.is_sign("]")) {
            return self.deeper(Self::bracketed);
        }
        match if round { self.unary_test()? } else { None } {
            Some(test) => Ok(test),
            None => self.expression(),
        }
    }

    /// The other spelling of an open end, `[`, is left out: it reads like a filter of the last value.
    fn range(&mut self, closed_start: bool, first: Node) -> Read {
        let last = self.sum()?;
        let kind = |closed| {
            if closed {
                IntervalType::Closed
            } else {
                IntervalType::Opened
            }
        };
        let end = if self.take_sign("]") {
            kind(true)
        } else if self.take_sign(")") {
            kind(false)
        } else {
            return Err(self.refuse(format!(
                "\u{201c}]\u{201d} is missing to close the range, before {}",
                self.peek().shown()
            )));
        };
        let depth = first.depth.max(last.depth) + 2;
        let start = AstNode::IntervalStart(Box::new(first.ast), kind(closed_start));
        let end = AstNode::IntervalEnd(Box::new(last.ast), end);
        Ok(Node {
            ast: AstNode::Range(Box::new(start), Box::new(end)),
            depth,
        })
    }
}
