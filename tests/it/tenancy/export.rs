//! What is in force comes back as the code that makes it.

use std::collections::BTreeMap;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use onedoor::authority::tenancy::code::{TenantCode, load};
use onedoor::authority::tenancy::export;
use onedoor::services::workflow::definitions::ProcedureDefinitions;

use super::{World, code};

/// Exports into a folder and reads it: what the files say, not what was in memory.
async fn exported(world: &World, slug: &str) -> TenantCode {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join(slug);
    let code = export::export(&world.db, &world.gate, slug).await.unwrap();
    export::write(&code, &root).unwrap();
    load(&root, &ProcedureDefinitions).unwrap_or_else(|problems| panic!("\n{problems}"))
}

/// Every row that a tenant's code decides, by table, with ids replaced by the codes behind them. Passwords, times of
/// registration and what has ended are not code.
fn organisation(world: &World) -> BTreeMap<String, Vec<String>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        value: String,
    }
    let mut rows = world.database.superuser();
    let load = |rows: &mut PgConnection, query: &str| -> Vec<String> {
        sql_query(query)
            .load::<Row>(rows)
            .unwrap_or_else(|error| panic!("{query}: {error}"))
            .into_iter()
            .map(|it| it.value)
            .collect()
    };
    let mut names = BTreeMap::new();
    for table in [
        "business_group",
        "accounting_setup",
        "ledger",
        "legal_entity",
        "operating_unit",
        "cost_centre",
        "service_hall",
        "department",
        "security_profile",
        "responsibility",
        "procedure",
    ] {
        for pair in load(
            &mut rows,
            &format!("select id || ' {table} ' || code as value from {table}"),
        ) {
            let (id, name) = pair.split_once(' ').unwrap();
            names.insert(id.to_owned(), name.to_owned());
        }
    }
    for pair in load(
        &mut rows,
        "select id || ' account ' || email as value from account",
    ) {
        let (id, name) = pair.split_once(' ').unwrap();
        names.insert(id.to_owned(), name.to_owned());
    }
    let tables = [
        ("business_group", "valid_to is null"),
        ("accounting_setup", "true"),
        ("value_set", "true"),
        ("ledger", "true"),
        ("legal_entity", "valid_to is null"),
        ("balancing_segment_value", "true"),
        ("operating_unit", "valid_to is null"),
        ("operating_unit_legal_entity", "valid_to is null"),
        ("cost_centre", "valid_to is null"),
        ("cost_centre_value", "true"),
        ("service_hall", "valid_to is null"),
        ("hall_part", "valid_to is null"),
        ("department", "valid_to is null"),
        ("working_calendar", "true"),
        ("ledger_account", "true"),
        ("account", "closed_at is null"),
        ("security_profile", "true"),
        ("security_profile_unit", "true"),
        ("responsibility", "true"),
        (
            "account_responsibility",
            "exists (select from account a where a.id = t.account_id and a.closed_at is null)",
        ),
        ("profile_option", "true"),
        ("policy_line", "true"),
        ("separated_duty", "true"),
        ("procedure_unit", "true"),
    ];
    let mut found = BTreeMap::new();
    for (table, in_force) in tables {
        let without = "array['id', 'registered_at', 'password_hash']";
        // A set is the same in whatever order its members lie.
        let sets = match table {
            "service_hall" => {
                " || jsonb_build_object('capabilities', (select jsonb_agg(c order by c) from unnest(capabilities) c))"
            }
            _ => "",
        };
        let query = format!(
            "select ((to_jsonb(t) - {without}){sets})::text as value from {table} t where {in_force}"
        );
        let mut lines = load(&mut rows, &query);
        for line in &mut lines {
            for (id, name) in &names {
                *line = line.replace(id.as_str(), name);
            }
        }
        lines.sort();
        found.insert(table.to_owned(), lines);
    }
    let versions = "select p.code || ' ' || v.definition || v.form || v.bpmn as value from procedure p join procedure_version v on v.id = p.current_version_id where p.suspended_at is null order by 1";
    found.insert("procedure".into(), load(&mut rows, versions));
    found.insert(
        "tenant".into(),
        load(&mut rows, "select slug || name || settings as value from tenant"),
    );
    found
}

/// A profile option resolves user > responsibility > application > site: set at each, it is code at each.
#[tokio::test]
async fn the_option_to_see_across_groups_is_code_at_each_of_its_four_levels() {
    let world = World::new().await;
    world.apply(&code("an-binh")).await;
    super::drift::by_page(
        &world,
        code("an-binh").tenant.id,
        "insert into profile_option (tenant_id, name, level, level_id, value)
         select t.tenant_id, 'cross_business_group', t.level, t.id, t.value from (
             select tenant_id, 'user' as level, id, 'true' as value from account where email = 'kim.do@an-binh.example'
             union all (select tenant_id, 'responsibility', id, 'false' from responsibility order by code limit 1)
             union all (select tenant_id, 'application', '00000000-0000-0000-0000-000000000001', 'true' from department limit 1)
             union all (select tenant_id, 'site', '00000000-0000-0000-0000-000000000000', 'false' from department limit 1)) t",
    );
    let again = exported(&world, "an-binh").await;
    let levels = [
        again
            .people
            .staff
            .iter()
            .filter(|it| it.cross_business_group == Some(true))
            .count(),
        again
            .people
            .responsibility
            .iter()
            .filter(|it| it.cross_business_group == Some(false))
            .count(),
        again
            .people
            .option
            .iter()
            .filter(|it| it.cross_business_group.is_some())
            .count(),
    ];
    assert_eq!(levels, [1, 1, 2]);
    let plan = world.plan(&again).await;
    assert!(plan.is_empty(), "{plan}");
    // The code that says none of them takes them away, and they are drift until then.
    let plan = world.plan(&code("an-binh")).await;
    assert_eq!(plan.drift.len(), 4, "{plan}");
    // Said in the code, they are made.
    let fresh = World::new().await;
    fresh.apply(&again).await;
    let count = "select count(*)::text as value from profile_option where name = 'cross_business_group'";
    assert_eq!(told(&fresh, count), "4");
}

fn told(world: &World, query: &str) -> String {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        value: String,
    }
    sql_query(query)
        .get_result::<Row>(&mut world.database.superuser())
        .unwrap()
        .value
}

/// What an administrator did in the browser since.
const BY_HAND: &str = "
    update service_hall set name = name || '{\"en\": \"Renamed in the browser\"}', capabilities = array['takes_cash', 'issues_tickets'] where code = 'CODE_HALL';
    insert into hall_part (tenant_id, id, hall_id, kind, code, name)
        select tenant_id, gen_random_uuid(), id, 'window', 'w-1', '{\"vi\": \"Q\", \"zh\": \"Q\", \"uk\": \"Q\", \"en\": \"Q\"}' from service_hall where code = 'CODE_HALL';
    insert into department (tenant_id, id, business_group_id, code, name, valid_from)
        select tenant_id, gen_random_uuid(), id, 'by-hand', '{\"vi\": \"T\", \"zh\": \"T\", \"uk\": \"T\", \"en\": \"T\"}', '2026-11-01' from business_group limit 1;
    insert into account (tenant_id, id, kind, email, display_name, language, phone, business_group_id, department_id)
        select tenant_id, gen_random_uuid(), 'staff', 'by.hand@work.example', 'By Hand', 'en', '123', business_group_id, id from department where code = 'by-hand';
    insert into account_responsibility (tenant_id, account_id, responsibility_id, valid_from, valid_to)
        select a.tenant_id, a.id, r.id, '2026-11-01', '2030-01-01' from account a, responsibility r where a.email = 'by.hand@work.example' and r.role = 'auditor';
    insert into profile_option (tenant_id, name, level, level_id, value)
        select a.tenant_id, 'mo_operating_unit', 'user', a.id, u.id::text from account a, operating_unit u where a.email = 'by.hand@work.example' order by u.code limit 1;
    insert into profile_option (tenant_id, name, level, level_id, value)
        select id, 'cross_business_group', 'site', '00000000-0000-0000-0000-000000000000', 'true' from tenant;
    insert into policy_line (tenant_id, id, role, reach, verb, effect, valid_from)
        select id, gen_random_uuid(), 'auditor', 'tenant', 'audit.read', 'deny', '2026-12-01' from tenant;
    insert into separated_duty (tenant_id, id, first_verb, second_verb, reason, valid_from)
        select id, gen_random_uuid(), 'dossier.assess', 'dossier.decide', 'Four eyes', '2026-12-01' from tenant;
    update security_profile set global = true where view_all and business_group_id is null;
    update operating_unit_legal_entity set valid_from = '2026-11-02';
    insert into account (tenant_id, id, kind, email, display_name, language, business_group_id, closed_at)
        select tenant_id, gen_random_uuid(), 'staff', 'who.left@work.example', 'Who Left', 'en', id, now() from business_group limit 1;
    insert into account_responsibility (tenant_id, account_id, responsibility_id)
        select a.tenant_id, a.id, r.id from account a, responsibility r where a.email = 'who.left@work.example' and r.role = 'auditor';
";

#[tokio::test]
async fn an_export_is_the_code_that_was_applied() {
    for slug in ["an-binh", "zoriana", "qinglan"] {
        let world = World::new().await;
        let code = code(slug);
        world.apply(&code).await;
        let again = exported(&world, slug).await;
        let plan = world.plan(&again).await;
        assert!(plan.is_empty(), "{plan}");
        assert_eq!(again.tenant, code.tenant);
        assert_eq!(again.calendar, code.calendar);
    }
}

#[tokio::test]
async fn what_the_browser_changed_comes_back_and_makes_the_same_organisation_elsewhere() {
    for (slug, hall) in [("an-binh", "mot-cua-doi-che"), ("zoriana", ""), ("qinglan", "")] {
        let world = World::new().await;
        let code = code(slug);
        world.apply(&code).await;
        let hall = if hall.is_empty() {
            code.organisation.hall[0].code.clone()
        } else {
            hall.to_owned()
        };
        world
            .database
            .superuser()
            .batch_execute(&BY_HAND.replace("CODE_HALL", &hall))
            .unwrap();
        let again = exported(&world, slug).await;
        let plan = world.plan(&again).await;
        assert!(plan.is_empty(), "{plan}");
        let elsewhere = World::new().await;
        elsewhere.apply(&again).await;
        let (here, there) = (organisation(&world), organisation(&elsewhere));
        for (table, rows) in &here {
            assert_eq!(rows, &there[table], "{table} of {slug}");
        }
        assert_eq!(here["hall_part"].len(), 1);
        let twice = exported(&elsewhere, slug).await;
        assert!(twice == again, "an export of an export is the same");
    }
}

#[tokio::test]
async fn an_export_never_writes_over_anything() {
    let world = World::new().await;
    world.apply(&code("an-binh")).await;
    let code = export::export(&world.db, &world.gate, "an-binh").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    assert!(
        export::write(&code, folder.path())
            .unwrap_err()
            .to_string()
            .contains("not empty")
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(export::export(&world.db, &world.gate, "nowhere").await.is_err());
    assert!(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("docs/schema/people.json")
            .exists()
    );
}

/// The places of every procedure, by codes.
const PLACES: &str = "select string_agg(concat_ws(' ', p.code, u.code, coalesce(e.code, 'nobody'), h.code, t.is_default), ', ' order by p.code, u.code) as value
    from procedure_unit t join procedure p on p.id = t.procedure_id join operating_unit u on u.id = t.operating_unit_id
    left join legal_entity e on e.id = t.legal_entity_id left join service_hall h on h.id = t.hall_id";

#[tokio::test]
async fn a_procedure_that_another_unit_took_over_comes_back_with_its_unit_and_makes_no_new_version() {
    let world = World::new().await;
    let code = code("an-binh");
    world.apply(&code).await;
    // As a page does it when one unit takes over another's procedures: here with the first hall of the unit, and there with
    // none, signing as an entity that is not the unit's default.
    let from = world.text("select u.code as value from operating_unit u where exists (select from procedure_unit t where t.operating_unit_id = u.id) and code <> 'mot-cua-co-so' order by u.code limit 1");
    for (hall, procedures) in [
        (
            "(select id from service_hall where code = 'mot-cua-doi-che')",
            "p.code like '%a%'",
        ),
        ("null::uuid", "p.code not like '%a%'"),
    ] {
        world
            .database
            .superuser()
            .batch_execute(&format!(
                "update procedure_unit t set operating_unit_id = u.id, hall_id = {hall}, legal_entity_id = e.id
                 from operating_unit u, legal_entity e, procedure p
                 where u.code = 'mot-cua-co-so' and e.code = 'xa-doi-che' and p.id = t.procedure_id and {procedures}
                   and t.operating_unit_id = (select id from operating_unit where code = '{from}')
                   and not exists (select from procedure_unit o where o.procedure_id = t.procedure_id and o.operating_unit_id = u.id)"
            ))
            .unwrap();
    }
    let moved = world.text(PLACES);
    assert!(moved.contains("mot-cua-co-so xa-doi-che"), "{moved}");
    let again = export::export(&world.db, &world.gate, "an-binh").await.unwrap();
    let plan = world.plan(&again).await;
    assert!(plan.is_empty(), "{plan}");
    assert_eq!(world.count("procedure_version where number > 1"), 0);
    let elsewhere = World::new().await;
    elsewhere.apply(&again).await;
    assert_eq!(elsewhere.text(PLACES), moved);
    // A procedure of its own folder says as whom it is signed, where that is not as usual.
    assert!(
        again
            .procedures
            .values()
            .any(|it| !it.facts.legal_entities.is_empty())
            || !moved.contains("xa-doi-che t")
    );
}
