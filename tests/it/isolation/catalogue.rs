//! What the database says of itself, held against `policies/tables.toml`.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use onedoor::platform::migrate::{TableClass, TableRule, table_rules};

use super::{lines, tables};
use crate::support::TestDatabase;

fn tenant_tables() -> Vec<(String, TableRule)> {
    table_rules()
        .unwrap()
        .into_iter()
        .filter(|(_, rule)| rule.class == TableClass::Tenant)
        .collect()
}

#[test]
fn every_table_is_classified_and_nothing_else_is() {
    let database = TestDatabase::fresh();
    let existing: BTreeSet<String> = tables(&mut database.superuser()).into_iter().collect();
    let classified: BTreeSet<String> = table_rules().unwrap().into_keys().collect();
    let missing: Vec<_> = existing.difference(&classified).collect();
    assert!(
        missing.is_empty(),
        "classify these in policies/tables.toml: {missing:?}"
    );
    let gone: Vec<_> = classified.difference(&existing).collect();
    assert!(
        gone.is_empty(),
        "policies/tables.toml classifies what does not exist: {gone:?}"
    );
}

#[test]
fn row_security_is_enabled_and_forced_and_each_tenant_table_has_a_policy_bound_to_the_tenant() {
    let database = TestDatabase::fresh();
    let mut eyes = database.superuser();
    for (table, _) in tenant_tables() {
        let state = lines(
            &mut eyes,
            &format!(
                "select (relrowsecurity and relforcerowsecurity)::text as line from pg_class where oid = '{table}'::regclass"
            ),
        );
        assert_eq!(state, ["true"], "row security of {table}");
    }
    // A policy of the tenant role that does not ask for the tenant, in reading or in writing, would let rows through.
    let loose = lines(
        &mut eyes,
        "select format('%s on %s', policyname, tablename) as line from pg_policies where schemaname = 'public'
           and not roles = array['onedoor_platform']::name[]
           and not (permissive = 'PERMISSIVE'
                    and (roles = array['onedoor_tenant']::name[]
                         -- What a view lets through: one row, to whoever proves it.
                         or roles = array['onedoor_owner']::name[] and cmd = 'SELECT' and qual like '%app.tracking%')
                    and (qual is null or qual like '%tenant_id = %app.tenant_id%')
                    and (with_check is null or with_check like '%tenant_id = %app.tenant_id%')
                    and (cmd = 'INSERT' or qual is not null)
                    and (cmd in ('SELECT', 'DELETE') or with_check is not null))",
    );
    assert!(loose.is_empty(), "{loose:?}");
    let without = lines(
        &mut eyes,
        "select relname::text as line from pg_class c where relnamespace = 'public'::regnamespace and relrowsecurity
           and not exists (select from pg_policies p where p.tablename = c.relname and 'onedoor_tenant' = any (p.roles))",
    );
    assert!(without.is_empty(), "tables nobody can read: {without:?}");
}

#[test]
fn tenant_id_comes_first_in_every_key() {
    let database = TestDatabase::fresh();
    let mut eyes = database.superuser();
    let names: Vec<String> = tenant_tables()
        .into_iter()
        .map(|(table, _)| format!("'{table}'"))
        .collect();
    let names = names.join(", ");
    let keys = lines(
        &mut eyes,
        &format!(
            "select format('%s.%s', c.conrelid::regclass, c.conname) as line from pg_constraint c
             join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
             where c.contype in ('p', 'u', 'f') and c.conrelid::regclass::text in ({names}) and a.attname <> 'tenant_id'"
        ),
    );
    assert!(keys.is_empty(), "keys that do not begin with tenant_id: {keys:?}");
    let targets = lines(
        &mut eyes,
        &format!(
            "select format('%s.%s', c.conrelid::regclass, c.conname) as line from pg_constraint c
             join pg_attribute a on a.attrelid = c.confrelid and a.attnum = c.confkey[1]
             where c.contype = 'f' and c.confrelid::regclass::text in ({names}) and a.attname <> 'tenant_id'"
        ),
    );
    assert!(targets.is_empty(), "foreign keys that cross tenants: {targets:?}");
    // An index without a constraint can be unique, too; and only one that begins with the tenant serves row security.
    // The exceptions serve the platform role, which works across tenants.
    let indexes = lines(
        &mut eyes,
        &format!(
            "select format('%s unique=%s', i.indexrelid::regclass, i.indisunique) as line from pg_index i
             left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
             where i.indrelid::regclass::text in ({names}) and a.attname is distinct from 'tenant_id' order by 1"
        ),
    );
    let crossing: Vec<_> = indexes
        .iter()
        .filter(|index| index.ends_with("unique=t"))
        .collect();
    assert!(crossing.is_empty(), "unique indexes across tenants: {crossing:?}");
    let bare = lines(
        &mut eyes,
        &format!(
            "select t.name as line from unnest(array[{names}]) as t (name)
             where not exists (select from pg_constraint c where c.conrelid = t.name::regclass and c.contype = 'p')
                or not exists (select from pg_attribute a where a.attrelid = t.name::regclass and a.attname = 'tenant_id' and a.attnotnull)"
        ),
    );
    assert!(
        bare.is_empty(),
        "without a primary key or a tenant that must be there: {bare:?}"
    );
}

#[test]
fn the_runtime_roles_own_nothing_and_can_bypass_nothing() {
    let database = TestDatabase::fresh();
    let mut eyes = database.superuser();
    for role in ["onedoor_tenant", "onedoor_platform"] {
        let powers = lines(
            &mut eyes,
            &format!(
                "select rolname::text as line from pg_roles where rolname = '{role}'
                 and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)"
            ),
        );
        assert!(powers.is_empty(), "{role} has powers that it must not have");
        let owned = lines(
            &mut eyes,
            &format!(
                "select relname::text as line from pg_class where relowner = '{role}'::regrole
                 union all select proname::text from pg_proc where proowner = '{role}'::regrole
                 union all select nspname::text from pg_namespace where nspowner = '{role}'::regrole"
            ),
        );
        assert!(owned.is_empty(), "{role} owns {owned:?}");
        let member_of = lines(
            &mut eyes,
            &format!(
                "select roleid::regrole::text as line from pg_auth_members where member = '{role}'::regrole"
            ),
        );
        assert!(member_of.is_empty(), "{role} is a member of {member_of:?}");
        let may_create = lines(
            &mut eyes,
            &format!("select has_schema_privilege('{role}', 'public', 'create')::text as line"),
        );
        assert_eq!(may_create, ["false"]);
    }
    // A function that runs as its owner would be a way around every rule, and so would a view, but for those written down.
    let as_owner = lines(
        &mut eyes,
        "select relname::text as line from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
         and not coalesce(reloptions @> array['security_invoker=true'], false)",
    );
    let views = table_rules().unwrap();
    let views = views.iter().filter(|(_, rule)| rule.class == TableClass::View);
    assert!(as_owner.iter().eq(views.map(|(view, _)| view)), "{as_owner:?}");
    let as_owner = lines(
        &mut eyes,
        "select p.proname::text as line from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
         and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')",
    );
    assert!(
        as_owner.is_empty(),
        "functions that run as their owner: {as_owner:?}"
    );
}

/// `select`, or `select(a,b)` for columns, as tables.toml writes them.
fn granted(eyes: &mut PgConnection, role: &str, table: &str) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = lines(
        eyes,
        &format!(
            "select lower(privilege_type) as line from information_schema.role_table_grants
             where grantee in ('{role}', 'PUBLIC') and table_schema = 'public' and table_name = '{table}'"
        ),
    )
    .into_iter()
    .collect();
    let by_column = lines(
        eyes,
        &format!(
            "select format('%s(%s)', lower(privilege_type), string_agg(column_name, ',' order by column_name)) as line
             from information_schema.column_privileges where grantee in ('{role}', 'PUBLIC') and table_schema = 'public'
             and table_name = '{table}' group by privilege_type"
        ),
    );
    for grant in by_column {
        let of_table = grant
            .split('(')
            .next()
            .is_some_and(|privilege| all.contains(privilege));
        if !of_table {
            all.insert(grant);
        }
    }
    all
}

fn written(privileges: &str) -> BTreeSet<String> {
    privileges
        .split_whitespace()
        .map(
            |privilege| match privilege.trim_end_matches(')').split_once('(') {
                Some((what, columns)) => {
                    let mut columns: Vec<&str> = columns.split(',').collect();
                    columns.sort_unstable();
                    format!("{what}({})", columns.join(","))
                }
                None => privilege.to_owned(),
            },
        )
        .collect()
}

#[test]
fn each_role_has_the_privileges_written_down_and_no_others() {
    let database = TestDatabase::fresh();
    let mut eyes = database.superuser();
    for (table, rule) in table_rules().unwrap() {
        assert_eq!(
            granted(&mut eyes, "onedoor_tenant", &table),
            written(&rule.tenant_role),
            "tenant role on {table}"
        );
        assert_eq!(
            granted(&mut eyes, "onedoor_platform", &table),
            written(&rule.platform_role),
            "platform role on {table}"
        );
    }
    for role in ["onedoor_tenant", "onedoor_platform"] {
        assert!(granted(&mut eyes, role, "__diesel_schema_migrations").is_empty());
    }
}

#[test]
fn what_is_kept_in_the_history_can_be_taken_back() {
    let database = TestDatabase::fresh();
    let kept = lines(
        &mut database.superuser(),
        "select distinct tgrelid::regclass::text as line from pg_trigger where tgname = 'keep_inserts' order by 1",
    );
    assert!(kept.len() > 20, "{kept:?}");
    let rules = table_rules().unwrap();
    for table in kept {
        let may = written(&rules[&table].tenant_role);
        let missing: Vec<&str> = ["insert", "update", "delete"]
            .into_iter()
            .filter(|privilege| !may.contains(*privilege))
            // An account is closed and never deleted: what she did stays hers.
            .filter(|privilege| (table.as_str(), *privilege) != ("account", "delete"))
            .collect();
        assert!(
            missing.is_empty(),
            "a change of {table} cannot be taken back: {missing:?}"
        );
    }
}

#[test]
fn what_is_not_granted_is_refused_when_tried() {
    let database = TestDatabase::fresh();
    let mut roles = [
        ("tenant", database.tenant_role()),
        (
            "platform",
            PgConnection::establish(&database.platform_url()).unwrap(),
        ),
    ];
    for (table, rule) in table_rules().unwrap() {
        for (role, connection) in &mut roles {
            let is_view = rule.class == TableClass::View;
            let privileges = if *role == "tenant" {
                &rule.tenant_role
            } else {
                &rule.platform_role
            };
            // A privilege on some columns is none on the others, of which the statement tries one.
            let has = |privilege: &str| {
                let tried = format!("{privilege}(");
                written(privileges)
                    .iter()
                    .any(|one| one.starts_with(privilege) && !one.starts_with(&tried))
            };
            for (privilege, statement) in [
                (
                    "update",
                    format!("update {table} set {} = null where false", some_column(&table)),
                ),
                ("delete", format!("delete from {table} where false")),
                ("truncate", format!("truncate {table}")),
            ] {
                if is_view && privilege == "truncate" {
                    continue;
                }
                let refused = connection
                    .batch_execute(&statement)
                    .err()
                    .map(|error| error.to_string());
                let told_off = refused
                    .as_deref()
                    .is_some_and(|error| error.contains("permission denied"));
                assert_eq!(told_off, !has(privilege), "{role} role, {statement}: {refused:?}");
            }
        }
    }
    let law = [
        "journal_entry",
        "posting",
        "branch",
        "invoice",
        "credit_note",
        "audit_entry",
        "audit_seal",
        "dossier_log",
        "procedure_version",
    ];
    for table in law {
        let rule = &table_rules().unwrap()[table];
        let mut may: BTreeSet<_> = written(&rule.tenant_role);
        // What an entry of a dossier's log says never changes; the unit that sees it does, when the dossier moves.
        if table == "dossier_log" {
            may.remove("update(operating_unit_id)");
        }
        assert_eq!(
            may,
            ["insert", "select"].map(str::to_owned).into(),
            "{table} is only added to"
        );
        assert!(rule.platform_role.is_empty());
    }
}

fn some_column(table: &str) -> &'static str {
    match table {
        "tenant" => "slug",
        "entry_member" | "handover" => "member_id",
        "dossier_type" => "code",
        _ => "tenant_id",
    }
}
