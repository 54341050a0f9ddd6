//! The town of the tests is what it says it is.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::support::TestDatabase;
use crate::support::fixtures::{self, CHART};

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[test]
fn two_towns_lie_side_by_side_in_one_database() {
    let database = TestDatabase::fresh();
    let (alpha, beta) = fixtures::two_towns(&database);
    let mut rows = database.superuser();
    let dossier = alpha.dossier(&mut rows, alpha.land.id);
    let other = beta.dossier(&mut rows, beta.civil.id);
    assert_ne!(dossier, other);
    let accounts: Count = diesel::sql_query("select count(*) as n from ledger_account")
        .get_result(&mut rows)
        .unwrap();
    assert_eq!(accounts.n, 4 * CHART.len() as i64);
}
