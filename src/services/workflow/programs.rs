//! Compiled processes, kept in memory. A published version never changes, so nothing here ever goes stale.

use std::sync::Arc;

use moka::sync::Cache;

use super::conditions::{Program, Published};
use super::parse::parse;
use super::queries;
use crate::kernel::error::{Error, Result};
use crate::kernel::ids::{ProcedureVersionId, TenantId};
use crate::platform::door::Sql;

/// The processes of all tenants, compiled when first needed.
#[derive(Debug, Clone)]
pub struct Programs {
    kept: Cache<(TenantId, ProcedureVersionId), Arc<Program>>,
}

impl Programs {
    /// Keeps at most so many.
    #[must_use]
    pub fn new(most: u64) -> Self {
        Self {
            kept: Cache::new(most),
        }
    }

    /// The process of a version of the transaction's tenant.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such version; [`Error::Internal`] when its process does not parse, which
    /// applying it ruled out.
    pub fn get(&self, sql: &mut Sql, version: ProcedureVersionId) -> Result<Arc<Program>> {
        let key = (sql.tenant(), version);
        if let Some(program) = self.kept.get(&key) {
            return Ok(program);
        }
        let program = Arc::new(compile(&queries::drawing(sql, version)?)?);
        self.kept.insert(key, Arc::clone(&program));
        Ok(program)
    }
}

fn compile(bpmn: &str) -> Result<Program> {
    let broken = |what: String| Error::Internal(format!("a published process is broken: {what}"));
    let definition = parse(bpmn.as_bytes(), &Published).map_err(|refusal| broken(refusal.to_string()))?;
    Program::new(definition).map_err(|error| broken(error.to_string()))
}
