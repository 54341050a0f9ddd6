//! A tenant with an organisation that tests bend: units, profiles and options are set past the pages, as code or an
//! administrator would have set them.

use diesel::connection::SimpleConnection;
use serde_json::Value;

use crate::api::program::{Program, token};
use crate::isolation::lines;
use crate::support::TestDatabase;
use crate::support::browser::Browser;
use crate::support::server::{Setting, TestServer};

/// Receives at the land office: her one responsibility is `tiep-nhan-dat-dai`.
pub const RECEIVER: &str = "thao.ly@an-binh.example";
/// Her responsibility.
pub const RECEIVING: &str = "tiep-nhan-dat-dai";
pub const ADMINISTRATOR: &str = "an.quach@an-binh.example";
/// The second administrator.
pub const SECOND: &str = "ngan.bui@an-binh.example";
pub const AUDITOR: &str = "van.mai@an-binh.example";
/// Receives at the local offices.
pub const COLLEAGUE: &str = "minh.tran@an-binh.example";

/// OU1, OU2 and OU3 of the worked examples.
pub const OU1: &str = "dang-ky-dat-dai";
pub const OU2: &str = "hanh-chinh-tu-phap";
pub const OU3: &str = "mot-cua-co-so";

pub struct World {
    pub server: TestServer,
    pub tenant: String,
}

impl World {
    pub async fn new() -> Self {
        let server = TestServer::with(&["an-binh"], Setting::default()).await;
        let tenant = lines(
            &mut server.database.superuser(),
            "select id::text as line from tenant where slug = 'an-binh'",
        )
        .remove(0);
        Self { server, tenant }
    }

    /// Changes rows past row security and history; sets compiled before are stale, as the triggers would have it.
    pub fn change(&self, statements: &str) {
        self.server
            .database
            .superuser()
            .batch_execute(&format!(
                "begin; {statements}; update access_version set version = version + 1 where tenant_id = '{}'; commit",
                self.tenant
            ))
            .unwrap_or_else(|error| panic!("{statements}: {error}"));
    }

    pub fn lines(&self, query: &str) -> Vec<String> {
        lines(&mut self.server.database.superuser(), query)
    }

    pub fn word(&self, query: &str) -> String {
        self.lines(query).remove(0)
    }

    /// The id of what bears a code in a table.
    pub fn id(&self, table: &str, code: &str) -> String {
        self.word(&format!(
            "select id::text as line from {table} where tenant_id = '{}' and code = '{code}'",
            self.tenant
        ))
    }

    pub fn unit(&self, code: &str) -> String {
        self.id("operating_unit", code)
    }

    pub fn account(&self, email: &str) -> String {
        self.word(&format!(
            "select id::text as line from account where tenant_id = '{}' and email = '{email}'",
            self.tenant
        ))
    }

    /// A security profile of these units; those with `+` in front with everything below them.
    pub fn profile(&self, code: &str, units: &[&str], more: &str) -> String {
        let (t, id) = (&self.tenant, uuid::Uuid::now_v7());
        let mut statements = format!(
            "insert into security_profile (tenant_id, id, code, name) values ('{t}', '{id}', '{code}', '{{\"en\":\"Profile {code}\"}}')"
        );
        for unit in units {
            let deep = unit.starts_with('+');
            let unit = self.unit(unit.trim_start_matches('+'));
            statements.push_str(&format!(
                "; insert into security_profile_unit values ('{t}', '{id}', '{unit}', {deep})"
            ));
        }
        if !more.is_empty() {
            statements.push_str(&format!("; update security_profile set {more} where id = '{id}'"));
        }
        self.change(&statements);
        id.to_string()
    }

    /// Sets the options of the receiver and her responsibility to exactly these: name, level, value.
    pub fn options(&self, options: &[(&str, &str, &str)]) {
        let (t, person, held) = (
            &self.tenant,
            self.account(RECEIVER),
            self.id("responsibility", RECEIVING),
        );
        let mut statements = format!(
            "delete from profile_option where tenant_id = '{t}' and (level_id in ('{person}', '{held}') or level in ('application', 'site'))"
        );
        for (name, level, value) in options {
            let place = match *level {
                "user" => person.as_str(),
                "responsibility" => held.as_str(),
                "application" => "00000000-0000-0000-0000-000000000001",
                _ => "00000000-0000-0000-0000-000000000000",
            };
            statements.push_str(&format!(
                "; insert into profile_option (tenant_id, name, level, level_id, value) values ('{t}', '{name}', '{level}', '{place}', '{value}')"
            ));
        }
        self.change(&statements);
    }

    /// A program of somebody's, with a session of its own.
    pub fn program(&self, email: &str) -> Program {
        let program = self.program_without_choice(email);
        self.administrates(email);
        program
    }

    /// The same with a session that chose nothing, and without a change of access.
    pub fn program_without_choice(&self, email: &str) -> Program {
        let token = token(&self.server.database, "an-binh", email, "1 day");
        Program::nobody(&self.server, "an-binh").with(&token)
    }

    /// The administrator audits as well; here her sessions administrate.
    fn administrates(&self, email: &str) {
        if email == ADMINISTRATOR {
            let (t, role) = (&self.tenant, self.id("responsibility", "quan-tri"));
            self.change(&format!(
                "update session set responsibility_id = '{role}' where tenant_id = '{t}' and account_id = '{}'",
                self.account(email)
            ));
        }
    }

    /// Her own access as the interface tells it.
    pub async fn access(&self, program: &Program) -> Value {
        let told = program.get("/api/v1/access").await;
        assert_eq!(told.status, 200, "{told:?}");
        told.json()
    }

    pub async fn browser(&self, email: &str) -> Browser {
        let mut browser = self.server.signed_in("an-binh", email).await;
        self.administrates(email);
        browser.cookies.insert("od_language".into(), "en".into());
        browser
    }

    /// Gives somebody a responsibility for these days.
    pub fn give(&self, email: &str, responsibility: &str, days: &str) {
        let (t, person, held) = (
            &self.tenant,
            self.account(email),
            self.id("responsibility", responsibility),
        );
        self.change(&format!(
            "insert into account_responsibility (tenant_id, account_id, responsibility_id, valid_from, valid_to)
             values ('{t}', '{person}', '{held}', {days})"
        ));
    }

    /// Leaves the first administrator alone.
    pub fn leave_alone(&self) {
        self.change(&format!(
            "delete from account_responsibility where account_id = '{}'",
            self.account(SECOND)
        ));
    }

    /// A dossier that lies in a unit; answers its number.
    pub fn dossier(&self, unit: &str) -> String {
        dossier(&self.server.database, &self.tenant, unit)
    }
}

/// A dossier that lies in a unit of a tenant, past the pages; answers its number.
pub fn dossier(database: &TestDatabase, tenant: &str, unit: &str) -> String {
    let id = uuid::Uuid::now_v7();
    let number = format!("H99-{}", &id.simple().to_string()[20..]).to_uppercase();
    database
        .superuser()
        .batch_execute(&format!(
            "insert into dossier (tenant_id, id, number, submission_key, procedure_id, procedure_version_id, operating_unit_id,
                legal_entity_id, applicant_id, applicant_name, channel, status, tracking_digest, received_at)
             select u.tenant_id, '{id}', '{number}', '{id}', p.id, p.current_version_id, u.id, u.default_legal_entity_id,
                (select id from account a where a.tenant_id = u.tenant_id and a.kind = 'citizen' order by email limit 1),
                'Anna', 'portal', 2, sha256('{id}'), now()
             from operating_unit u join procedure p on p.tenant_id = u.tenant_id and p.current_version_id is not null
             where u.tenant_id = '{tenant}' and u.code = '{unit}' order by p.code limit 1"
        ))
        .unwrap();
    number
}

/// The units of an answer, sorted.
pub fn units(access: &Value) -> Vec<String> {
    let mut units: Vec<String> = access["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| unit.as_str().unwrap().to_owned())
        .collect();
    units.sort();
    units
}
