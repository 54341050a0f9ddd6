//! The limit beside each path: the same SQL, or the bare query, under pgbench against the same database.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::{Text, Uuid as SqlUuid};
use tempfile::TempDir;

use crate::house::{House, IDENTITY, Tenant};

/// Scripts for pgbench, one transaction each, drawn at random.
pub struct Scripts {
    _folder: TempDir,
    files: Vec<PathBuf>,
}

impl Scripts {
    fn of(texts: Vec<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = texts
            .into_iter()
            .enumerate()
            .map(|(n, text)| {
                let file = folder.path().join(format!("{n}.sql"));
                std::fs::write(&file, text).unwrap();
                file
            })
            .collect();
        Self {
            _folder: folder,
            files,
        }
    }

    /// Transactions a second of so many clients with prepared statements, as the role of `url`.
    pub async fn rate(&self, url: &str, clients: usize, time: Duration) -> f64 {
        let (url, files) = (url.to_owned(), self.files.clone());
        tokio::task::spawn_blocking(move || pgbench(&url, &files, clients, time))
            .await
            .unwrap()
    }
}

fn pgbench(url: &str, files: &[PathBuf], clients: usize, time: Duration) -> f64 {
    let mut command = Command::new("pgbench");
    command.args([
        "-n",
        "-M",
        "prepared",
        "-c",
        &clients.to_string(),
        "-j",
        "2",
        "-T",
        &time.as_secs().max(1).to_string(),
    ]);
    for file in files {
        command.arg("-f").arg(file);
    }
    let told = command
        .arg(url)
        .output()
        .expect("pgbench lies beside the PostgreSQL server");
    let (answer, errors) = (
        String::from_utf8_lossy(&told.stdout),
        String::from_utf8_lossy(&told.stderr),
    );
    assert!(told.status.success() && !errors.contains("ERROR"), "{errors}");
    let rate = answer
        .lines()
        .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    rate.expect("pgbench says its rate")
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The call of a submission as the application makes it, built from the first dossier of each tenant. Ids are made in order
/// of time, as the application makes them: at random they would spread over the indexes and slow the limit down.
pub fn submissions(house: &House) -> Scripts {
    let mut connection = house.database.superuser();
    let mut script = |tenant: &Tenant| {
        diesel::sql_query(include_str!("submission.sql"))
            .bind::<SqlUuid, _>(tenant.id)
            .bind::<Text, _>(&IDENTITY[IDENTITY.len() - 4..])
            .get_result::<Line>(&mut connection)
            .unwrap()
            .line
    };
    Scripts::of(house.tenants.iter().map(&mut script).collect())
}

const TRACKED: &str = "id, number, procedure_version_id, operating_unit_id, hall_id, status, received_at, due_at, \
                       accepted_at, payment_due_at, paid_at, supplement_asked_at, decided_at, finished_at";

/// The bare query of tracking, the row by its number, and the call as the application makes it.
pub fn tracking(house: &House, numbers: &[(usize, String)]) -> (Scripts, Scripts) {
    let few = || numbers.iter().take(100);
    let bare = few().map(|(tenant, number)| {
        format!(
            "select {TRACKED} from dossier where tenant_id = '{}' and number = '{number}';\n",
            house.tenants[*tenant].id
        )
    });
    let call = few().map(|(tenant, number)| {
        let proof = onedoor::services::dossiers::rules::tracking_proof(number, IDENTITY);
        let proof: String = proof.0.iter().map(|byte| format!("{byte:02x}")).collect();
        format!(
            "select d.* from (select set_config('app.tenant_id', '{}', true)::uuid as tenant_id, \
             set_config('app.tracking', '{proof}', true) offset 0) scope, lateral (select {TRACKED} from \
             followed_dossier where tenant_id = scope.tenant_id and number = '{number}' offset 0) d;\n",
            house.tenants[*tenant].id
        )
    });
    (Scripts::of(bare.collect()), Scripts::of(call.collect()))
}

/// Numbers of dossiers, spread over the tenants.
pub fn numbers(house: &House) -> Vec<(usize, String)> {
    let mut connection = house.database.superuser();
    let mut all: Vec<(usize, String)> = Vec::new();
    for (n, tenant) in house.tenants.iter().enumerate() {
        let found: Vec<Line> = diesel::sql_query(
            "select number as line from dossier where tenant_id = $1 order by sha256(convert_to(number, 'UTF8')) limit 500",
        )
        .bind::<SqlUuid, _>(tenant.id)
        .load(&mut connection)
        .unwrap();
        all.extend(found.into_iter().map(|line| (n, line.line)));
    }
    all.sort_by(|one, other| one.1.chars().rev().cmp(other.1.chars().rev()));
    all
}
