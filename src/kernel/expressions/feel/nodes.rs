//! A node of the tree with how deep it is, so that depth is bounded while the tree grows.

use dsntk_feel_parser::AstNode;

/// The deepest tree accepted: building and evaluating it recurses as deep.
pub(super) const DEEPEST: usize = 100;

/// A node and its depth, 1 for a leaf.
pub(super) struct Node {
    pub(super) ast: AstNode,
    pub(super) depth: usize,
}

impl Node {
    pub(super) fn leaf(ast: AstNode) -> Self {
        Self { ast, depth: 1 }
    }

    pub(super) fn unary(make: fn(Box<AstNode>) -> AstNode, inner: Node) -> Self {
        Self {
            depth: inner.depth + 1,
            ast: make(Box::new(inner.ast)),
        }
    }

    pub(super) fn binary(make: fn(Box<AstNode>, Box<AstNode>) -> AstNode, left: Node, right: Node) -> Self {
        Self {
            depth: left.depth.max(right.depth) + 1,
            ast: make(Box::new(left.ast), Box::new(right.ast)),
        }
    }

    pub(super) fn ternary(
        make: fn(Box<AstNode>, Box<AstNode>, Box<AstNode>) -> AstNode,
        [first, second, third]: [Node; 3],
    ) -> Self {
        Self {
            depth: first.depth.max(second.depth).max(third.depth) + 1,
            ast: make(Box::new(first.ast), Box::new(second.ast), Box::new(third.ast)),
        }
    }

    pub(super) fn many(make: fn(Vec<AstNode>) -> AstNode, items: Vec<Node>) -> Self {
        Self {
            depth: items.iter().map(|item| item.depth).max().unwrap_or(0) + 1,
            ast: make(items.into_iter().map(|item| item.ast).collect()),
        }
    }
}
