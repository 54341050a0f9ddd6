//! FEEL: our reader in front of the `dsntk` evaluator.

mod functions;
mod lex;
mod nodes;
mod parse;
mod values;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use dsntk_feel::context::FeelContext;
use dsntk_feel::{Evaluator, FeelScope};
use serde_json::{Map, Value};

use super::{Answer, ExpressionError, Prepared};

/// What the reader gives: the paths read, and something that evaluates.
pub(super) struct Parsed {
    pub(super) paths: Vec<Vec<String>>,
    pub(super) prepared: Arc<dyn Prepared>,
}

pub(super) fn parse(text: &str) -> Result<Parsed, ExpressionError> {
    let tree = parse::parse(text)?;
    let evaluator = dsntk_feel_evaluator::prepare(&tree.node);
    let needs = values::Needs::of(&tree.paths);
    Ok(Parsed {
        paths: tree.paths,
        prepared: Arc::new(Feel { evaluator, needs }),
    })
}

struct Feel {
    evaluator: Evaluator,
    needs: values::Needs,
}

impl Prepared for Feel {
    /// The evaluator is not free of panics (`time(25, 0, 0)` is one in version 0.3), so a panic is caught and told
    /// as a failure. It keeps no state between calls that a panic could leave broken: the scope is made here.
    fn evaluate(&self, variables: &Map<String, Value>) -> Result<Answer, String> {
        let mut context = FeelContext::new();
        self.needs.fill(variables, &mut context)?;
        let scope = FeelScope::from(context);
        catch_unwind(AssertUnwindSafe(|| values::to_answer(&(self.evaluator)(&scope)))).unwrap_or_else(|_| {
            Err("the evaluator failed; check the arguments of date and time functions".to_owned())
        })
    }
}
