//! Conditions of a process are FEEL.

use serde_json::Value;

use super::model::{ConditionIx, ProcessDefinition};
use super::rules::verb_of_role;
use super::vocabulary::{Decide, JOBS, Variables, Vocabulary};
use crate::kernel::expressions::{Answer, Expression, ExpressionError};
use crate::kernel::patterns::due::DuePattern;

/// A definition with its conditions compiled: what an instance runs on, made once for each version.
#[derive(Debug, Clone)]
pub struct Program {
    /// The definition.
    pub definition: ProcessDefinition,
    conditions: Vec<Expression>,
}

impl Program {
    /// Compiles the conditions of a definition.
    ///
    /// # Errors
    /// The first condition that does not parse. A definition that the parser let through has none.
    pub fn new(definition: ProcessDefinition) -> Result<Self, ExpressionError> {
        let conditions = definition
            .conditions
            .iter()
            .map(|text| Expression::parse(text))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            definition,
            conditions,
        })
    }
}

impl Decide for Program {
    fn holds(&self, condition: ConditionIx, variables: &Variables) -> Result<bool, String> {
        let condition = self
            .conditions
            .get(usize::from(condition.0))
            .ok_or("the condition is not of this definition")?;
        // Only what the condition names is handed over: an instance may carry a whole form.
        let named = condition.paths().iter().filter_map(|path| {
            let name = path.first()?;
            Some((name.clone(), variables.get(name)?.clone()))
        });
        let named = Value::Object(named.collect());
        match condition.evaluate(&named).map_err(|error| error.to_string())? {
            Answer::Bool(holds) => Ok(holds),
            // A form rule may let null pass as "no". Here it would send a dossier the wrong way in silence.
            Answer::Null(reason) => Err(format!(
                "\u{201c}{condition}\u{201d} has no value{}",
                reason.map(|r| format!(": {r}")).unwrap_or_default()
            )),
            _ => Err(format!("\u{201c}{condition}\u{201d} is neither true nor false")),
        }
    }
}

/// The words of this program. Operating units are checked with the rest of a tenant's code, where the list of units
/// is, so every code passes here.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words;

impl Vocabulary for Words {
    fn knows_job(&self, job: &str) -> bool {
        JOBS.contains(&job)
    }

    fn knows_role(&self, role: &str) -> bool {
        verb_of_role(role).is_some()
    }

    fn knows_unit(&self, _code: &str) -> bool {
        true
    }

    fn check_condition(&self, text: &str) -> Result<(), String> {
        Expression::parse(text)
            .map(|_| ())
            .map_err(|error| error.to_string())
    }

    fn check_limit(&self, text: &str) -> Result<(), String> {
        DuePattern::parse(text)
            .map(|_| ())
            .map_err(|error| error.to_string())
    }
}

/// For what was published: its words were checked then, and a process under way must not stop because a job or a role
/// was given up since.
#[derive(Debug, Clone, Copy, Default)]
pub struct Published;

impl Vocabulary for Published {
    fn knows_job(&self, _: &str) -> bool {
        true
    }

    fn knows_role(&self, _: &str) -> bool {
        true
    }

    fn knows_unit(&self, _: &str) -> bool {
        true
    }

    fn check_condition(&self, _: &str) -> Result<(), String> {
        Ok(())
    }

    fn check_limit(&self, _: &str) -> Result<(), String> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::services::workflow::sketch::Sketch;

    fn program() -> Program {
        let definition = Sketch::of("s start\nx xor\na end\nb end\nc end")
            .flows("s > x\nx > a : outcome = \"accept\"\nx > b : amount = 0\nx > c : *")
            .parse()
            .unwrap();
        Program::new(ProcessDefinition {
            conditions: vec!["outcome = \"accept\"".to_owned(), "form.amount > 100".to_owned()],
            ..definition
        })
        .unwrap()
    }

    #[test]
    fn a_condition_without_a_clear_answer_has_none() {
        let program = program();
        let holds = |condition, variables: Value| {
            program.holds(ConditionIx(condition), variables.as_object().unwrap())
        };
        assert_eq!(
            holds(0, json!({"outcome": "accept", "form": {"amount": 5}})),
            Ok(true)
        );
        assert_eq!(holds(0, json!({"outcome": "refuse"})), Ok(false));
        assert!(holds(0, json!({})).is_err(), "nobody has decided yet");
        assert_eq!(holds(1, json!({"form": {"amount": 101}})), Ok(true));
        assert!(holds(1, json!({})).is_err());
        assert!(holds(1, json!({"form": {"amount": "many"}})).is_err());
        assert!(holds(9, json!({})).is_err());
    }
}
