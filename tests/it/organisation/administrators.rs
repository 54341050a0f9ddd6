//! No change takes the last administration away: nobody could take it back in the browser or by a program. Two tenants: in the
//! one the administrators have a single unit to work in, in the other they have all.

use std::sync::Arc;

use onedoor::authority::access::Gate;
use onedoor::authority::organisation::change::{Called, Change, Kind};
use onedoor::authority::tenancy::apply::{Manner, Options, Plan, Refused, Verdict, apply_as, plan};
use onedoor::authority::tenancy::code::{Held, Linked, OperatingUnit, SecurityProfile, TenantCode};
use onedoor::kernel::clock;
use onedoor::kernel::ids::TenantId;
use onedoor::surfaces::worker::story::reorganisations::carry_out;
use serde_json::json;
use uuid::Uuid;

use super::paths::{ADMINISTRATOR, Came, SECOND, by_page, by_program, small};
use crate::api::program::Program;
use crate::isolation::lines;
use crate::support::server::{Setting, TestServer};

const RULE: &str = "rule-administrator-remains";
const SENTENCE: &str = "Somebody must be left who administers";
const WAY: &str = "In the way: responsibility Administration (quan-tri)";

/// A tenant with two administrators, who have every unit.
fn two_administer(slug: &str) -> TenantCode {
    let mut code = small(slug);
    for person in &mut code.people.staff {
        if ![ADMINISTRATOR, SECOND].contains(&person.email.as_str()) {
            person.responsibilities.retain(|held| held.code() != "quan-tri");
        }
    }
    code.people
        .staff
        .retain(|person| !person.responsibilities.is_empty());
    code
}

/// A tenant with an empty unit “rieng”, which is all that the responsibility of its administrators opens.
fn narrow(slug: &str) -> TenantCode {
    let mut code = two_administer(slug);
    code.organisation.operating_unit.push(OperatingUnit {
        code: "rieng".into(),
        formerly: Vec::new(),
        name: super::paths::name("Đơn vị riêng"),
        ledger: "so-cai".into(),
        legal_entities: vec![Linked::Always("so-tu-phap".into())],
        default_legal_entity: "so-tu-phap".into(),
        number_code: "77".into(),
        parent: None,
        from: None,
        business_group: None,
    });
    code.people.security_profile.push(SecurityProfile {
        code: "chi-rieng".into(),
        formerly: Vec::new(),
        name: super::paths::name("Chỉ đơn vị riêng"),
        units: vec!["rieng".into()],
        hierarchy: None,
        view_all: false,
        global: false,
        business_group: None,
    });
    for responsibility in &mut code.people.responsibility {
        if responsibility.code == "quan-tri" {
            responsibility.profile = Some("chi-rieng".into());
        }
    }
    code
}

/// Both tenants, and who administers the first.
struct Offices {
    server: TestServer,
    code: TenantCode,
}

impl Offices {
    async fn open() -> Self {
        let code = narrow("one");
        let mut by_option = narrow("three");
        for responsibility in &mut by_option.people.responsibility {
            if responsibility.code == "quan-tri" {
                responsibility.profile = None;
                responsibility.unit = Some("rieng".into());
            }
        }
        let server = TestServer::of(
            vec![code.clone(), two_administer("two"), by_option],
            Setting::default(),
        )
        .await;
        Self { server, code }
    }

    fn text(&self, query: &str) -> String {
        lines(
            &mut self.server.database.superuser(),
            &format!("select ({query})::text as line"),
        )
        .remove(0)
    }

    fn id(&self, slug: &str, table: &str, code: &str) -> Uuid {
        self.text(&format!(
            "select x.id from {table} x join tenant t on t.id = x.tenant_id where t.slug = '{slug}' and x.code = '{code}'"
        ))
        .parse()
        .unwrap()
    }

    fn close(&self, slug: &str, unit: &str) -> Change {
        Change::Close {
            kind: Kind::OperatingUnit,
            id: self.id(slug, "operating_unit", unit),
            dossiers_to: None,
        }
    }

    /// What is in force in a tenant.
    fn rows(&self, slug: &str) -> String {
        let tenant = format!("(select id from tenant where slug = '{slug}')");
        let of = |table: &str| {
            format!(
                "select coalesce(string_agg(x::text, ' ' order by x::text), '') from {table} x where tenant_id = {tenant}"
            )
        };
        [
            "operating_unit",
            "security_profile_unit",
            "profile_option",
            "account_responsibility",
            "change_set",
        ]
        .map(|table| self.text(&of(table)))
        .join("\n")
    }

    async fn by_code(&self, code: &TenantCode, is_plan: bool) -> Plan {
        let db = self.server.database.db();
        let gate = Gate::open(&db).await.unwrap();
        let options = Options {
            demo_password_hash: None,
            now: clock::now(),
        };
        let (code, manner) = (Arc::new(code.clone()), Manner::default());
        match is_plan {
            true => plan(&db, &gate, code, options).await.unwrap(),
            false => apply_as(&db, &gate, code, options, manner).await.unwrap(),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_unit_of_the_administrators_stays_whoever_wants_it_closed() {
    let it = Offices::open().await;
    let (before, beside) = (it.rows("one"), it.rows("two"));
    let mut browser = it.server.signed_in("one", ADMINISTRATOR).await;
    browser.get("/admin/organisation?lang=en").await;
    let program = Program::of(&it.server, "one", ADMINISTRATOR);
    let own = it.id("one", "operating_unit", "rieng");
    let close = it.close("one", "rieng");
    assert_eq!(by_page(&mut browser, &close).await, Came::Refused(RULE.into()));
    assert_eq!(
        by_program(&program, "close", &close).await,
        Came::Refused(RULE.into())
    );
    // What a profile lists is merged along; what an option names ends.
    let merge = |slug: &str| Change::MergeUnits {
        from: it.id(slug, "operating_unit", "rieng"),
        into: it.id(slug, "operating_unit", "hanh-chinh-tu-phap"),
    };
    let by_option = Program::of(&it.server, "three", ADMINISTRATOR);
    let came = by_program(&by_option, "merge", &merge("three")).await;
    assert_eq!(came, Came::Refused(RULE.into()));
    // The sentence names the rule and what is in the way, in the browser as for a program.
    let form = browser
        .get(&format!("/admin/organisation/operating-unit/{own}/close"))
        .await;
    let page = browser.submit(&form, &[("reason", "decision 12")]).await;
    assert_eq!(page.status, 422, "{}", page.words());
    assert!(
        page.words().contains(SENTENCE) && page.words().contains(WAY),
        "{}",
        page.words()
    );
    assert!(page.has("decision 12"), "what was typed is kept");
    let body = json!({"reason": "for the test", "change": close});
    let told = program
        .post("/api/v1/organisation/changes", Some("say"), &body)
        .await;
    assert_eq!(told.problem(), RULE);
    assert!(told.text.contains("quan-tri"), "{}", told.text);
    assert_eq!(it.rows("one"), before);
    assert_eq!(by_program(&program, "merge", &merge("one")).await, Came::Made);
    assert_eq!(program.get("/api/v1/organisation").await.status, 200);

    // Where administrators have other units, each may end but the last.
    let (mut second, program) = (
        it.server.signed_in("two", SECOND).await,
        Program::of(&it.server, "two", ADMINISTRATOR),
    );
    second.get("/admin/organisation?lang=en").await;
    let add = Change::AddUnit {
        group: it.id("two", "business_group", "ubnd-tinh"),
        parent: None,
        entity: it.id("two", "legal_entity", "so-tu-phap"),
        called: Called {
            code: "rieng".into(),
            name: super::paths::name("Đơn vị riêng"),
        },
        number_code: "77".into(),
    };
    assert_eq!(
        it.rows("two"),
        beside,
        "another tenant's refusals are nothing to this one"
    );
    assert_eq!(by_program(&program, "add", &add).await, Came::Made);
    let close = it.close("two", "rieng");
    assert_eq!(by_page(&mut second, &close).await, Came::Made);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_without_administrator_is_refused_where_there_was_one() {
    let it = Offices::open().await;
    let (before, beside) = (it.rows("one"), it.rows("two"));
    let mut nobody_holds_it = it.code.clone();
    for person in &mut nobody_holds_it.people.staff {
        person.responsibilities.retain(|held| held.code() != "quan-tri");
    }
    nobody_holds_it
        .people
        .staff
        .retain(|person| !person.responsibilities.is_empty());
    let mut it_opens_nothing = it.code.clone();
    for responsibility in &mut it_opens_nothing.people.responsibility {
        if responsibility.code == "quan-tri" {
            responsibility.profile = None;
        }
    }
    for code in [&nobody_holds_it, &it_opens_nothing] {
        let planned = it.by_code(code, true).await;
        assert_eq!(
            planned.verdict(),
            Verdict::Refused(Refused::BrokenRule),
            "{planned}"
        );
        let broken = planned.broken.clone().unwrap();
        assert_eq!(
            (broken.rule.as_str(), broken.concerns),
            (RULE, vec!["quan-tri".to_owned()])
        );
        assert_eq!(it.by_code(code, false).await, planned);
        assert_eq!(it.rows("one"), before);
    }
    // One who has yet to set her password takes over; and a tenant that never had one is applied.
    let mut another = nobody_holds_it.clone();
    another.people.staff[0]
        .responsibilities
        .push(Held::Always("quan-tri".into()));
    assert_eq!(it.by_code(&another, false).await.verdict(), Verdict::Applies);
    let mut fresh = small("four");
    for person in &mut fresh.people.staff {
        person.responsibilities.retain(|held| held.code() != "quan-tri");
    }
    fresh
        .people
        .staff
        .retain(|person| !person.responsibilities.is_empty());
    for _ in 0..2 {
        let applied = it.by_code(&fresh, false).await;
        assert!(applied.broken.is_none(), "{applied}");
        fresh.organisation.hall[0].name = super::paths::name("Quầy số một");
    }
    assert_eq!(it.rows("two"), beside);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_option_that_would_open_nothing_to_the_administrators_is_refused() {
    use diesel::connection::SimpleConnection;
    let it = Offices::open().await;
    let mut browser = it.server.signed_in("one", ADMINISTRATOR).await;
    browser.get("/admin/organisation?lang=en").await;
    let program = Program::of(&it.server, "one", ADMINISTRATOR);
    let called = |code: &str| Called {
        code: code.into(),
        name: super::paths::name(&format!("Tên {code}")),
    };
    let add = Change::AddGroup {
        called: called("nhom-hai"),
    };
    assert_eq!(by_program(&program, "group", &add).await, Came::Made);
    let group = it.id("one", "business_group", "nhom-hai");
    // A profile whose last unit has ended.
    let (empty, tenant) = (
        Uuid::now_v7(),
        it.text("select id from tenant where slug = 'one'"),
    );
    let insert = format!(
        "insert into security_profile (tenant_id, id, code, name)
         values ('{tenant}', '{empty}', 'het-don-vi', '{{\"vi\": \"Hết đơn vị\"}}')"
    );
    it.server.database.superuser().batch_execute(&insert).unwrap();
    let add = Change::AddUnit {
        group,
        parent: None,
        entity: it.id("one", "legal_entity", "so-tu-phap"),
        called: called("xa-la"),
        number_code: "78".into(),
    };
    assert_eq!(by_program(&program, "unit", &add).await, Came::Made);
    let (own, foreign, profile) = (
        it.id("one", "operating_unit", "rieng").to_string(),
        it.id("one", "operating_unit", "xa-la").to_string(),
        it.id("one", "security_profile", "chi-rieng"),
    );
    let before = it.rows("one");
    let narrowed = |units: &str| {
        vec![
            ("name-vi", "Chỉ đơn vị riêng".to_owned()),
            ("reach", "some".to_owned()),
            ("scope", "local".to_owned()),
            ("units", units.to_owned()),
            ("reason", "decision 12".to_owned()),
        ]
    };
    let mut put = async |path: &str, answers: Vec<(&str, String)>| {
        let form = browser.get(path).await;
        assert_eq!(form.status, 200, "{path}: {}", form.words());
        let answers: Vec<(&str, &str)> = answers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        browser.submit(&form, &answers).await
    };
    let responsibility = it.id("one", "responsibility", "quan-tri");
    let option = format!("/admin/options/responsibility/{responsibility}/security-profile");
    let set = |value: String| vec![("value", value), ("reason", "decision 12".to_owned())];
    for nothing in [String::new(), empty.to_string()] {
        let page = put(&option, set(nothing)).await;
        assert_eq!(page.status, 422, "{}", page.words());
        assert!(
            page.words().contains("take your own last administration away"),
            "{}",
            page.words()
        );
        assert_eq!(it.rows("one"), before);
    }
    // A local profile is of the group of its units, so that it always opens them.
    let of_profile = format!("/admin/profiles/{profile}");
    for units in [foreign, own] {
        let page = put(&of_profile, narrowed(&units)).await;
        assert_eq!(page.status, 303, "{}", page.words());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_that_would_leave_nobody_is_refused_when_it_is_made_and_fails_at_midnight() {
    let it = Offices::open().await;
    let program = Program::of(&it.server, "one", ADMINISTRATOR);
    let tomorrow = super::paths::today().succ_opt().unwrap();
    let body = json!({"title": "a plan", "reason": "for the test", "effective_on": tomorrow, "changes": [it.close("one", "rieng")]});
    let preview = json!({"effective_on": tomorrow, "changes": [it.close("one", "rieng")]});
    let tried = program
        .post("/api/v1/reorganisations/preview", None, &preview)
        .await
        .json();
    assert_eq!(tried["possible"], false, "{tried}");
    assert_eq!(tried["steps"][0]["refusal"]["code"], RULE, "{tried}");
    assert!(
        tried["steps"][0]["refusal"]["because"][0]
            .as_str()
            .unwrap()
            .contains("quan-tri"),
        "{tried}"
    );
    let told = program.post("/api/v1/reorganisations", Some("p-1"), &body).await;
    assert_eq!(told.problem(), RULE);

    // It is possible while a second unit is open to them; at midnight it no longer is.
    let run = |statement: &str| {
        use diesel::connection::SimpleConnection;
        it.server.database.superuser().batch_execute(statement).unwrap();
    };
    let (profile, other) = (
        it.id("one", "security_profile", "chi-rieng"),
        it.id("one", "operating_unit", "hanh-chinh-tu-phap"),
    );
    run(&format!(
        "insert into security_profile_unit (tenant_id, security_profile_id, operating_unit_id, with_descendants)
         select tenant_id, id, '{other}', false from security_profile where id = '{profile}';
         update access_version set version = version + 1"
    ));
    let told = program.post("/api/v1/reorganisations", Some("p-2"), &body).await;
    assert_eq!(told.status, 201, "{}", told.text);
    let id = told.json()["id"].as_str().unwrap().to_owned();
    run(&format!(
        "delete from security_profile_unit where security_profile_id = '{profile}' and operating_unit_id = '{other}';
         update access_version set version = version + 1"
    ));
    let db = it.server.database.db();
    let gate = Gate::open(&db).await.unwrap();
    let tenant: TenantId = it
        .text("select id from tenant where slug = 'one'")
        .parse()
        .unwrap();
    let then = clock::now() + chrono::Duration::days(3);
    carry_out(&db, &gate, tenant, id.parse().unwrap(), then)
        .await
        .unwrap();
    let kept = program.get(&format!("/api/v1/reorganisations/{id}")).await.json();
    assert_eq!(
        (&kept["state"], &kept["refusal"]["code"]),
        (&json!("failed"), &json!(RULE)),
        "{kept}"
    );
    assert_eq!(
        it.text("select u.valid_to is null from operating_unit u join tenant t on t.id = u.tenant_id where t.slug = 'one' and u.code = 'rieng'"),
        "true"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_administrators_who_shut_each_other_out_at_once_leave_one_inside() {
    let it = Offices::open().await;
    let programs = [ADMINISTRATOR, SECOND].map(|who| Program::of(&it.server, "two", who));
    let units = ["rieng-a", "rieng-b"];
    for (at, unit) in units.iter().enumerate() {
        let add = Change::AddUnit {
            group: it.id("two", "business_group", "ubnd-tinh"),
            parent: None,
            entity: it.id("two", "legal_entity", "so-tu-phap"),
            called: Called {
                code: (*unit).into(),
                name: super::paths::name(&format!("Đơn vị {unit}")),
            },
            number_code: format!("8{at}"),
        };
        assert_eq!(by_program(&programs[0], unit, &add).await, Came::Made);
    }
    // Each works in a unit of her own, by an option of her own.
    for (who, unit) in [ADMINISTRATOR, SECOND].into_iter().zip(units) {
        use diesel::connection::SimpleConnection;
        let own = format!(
            "with profile as (insert into security_profile (tenant_id, id, code, name)
                 select tenant_id, gen_random_uuid(), 'cua-' || '{unit}', name from operating_unit where code = '{unit}' returning tenant_id, id),
               unit as (insert into security_profile_unit (tenant_id, security_profile_id, operating_unit_id, with_descendants)
                 select p.tenant_id, p.id, u.id, false from profile p join operating_unit u on u.tenant_id = p.tenant_id and u.code = '{unit}')
             insert into profile_option (tenant_id, name, level, level_id, value)
             select p.tenant_id, 'mo_security_profile', 'user', a.id, p.id::text
             from profile p join account a on a.tenant_id = p.tenant_id and a.email = '{who}';
             update access_version set version = version + 1"
        );
        it.server.database.superuser().batch_execute(&own).unwrap();
    }
    for round in 0..6 {
        let closes = [it.close("two", units[1]), it.close("two", units[0])];
        let key = format!("at-once-{round}");
        let came = tokio::join!(
            by_program(&programs[0], &key, &closes[0]),
            by_program(&programs[1], &key, &closes[1])
        );
        let made = [&came.0, &came.1].into_iter().filter(|it| it.is_made()).count();
        assert_eq!(made, 1, "{came:?}");
        let inside = usize::from(came.1.is_made());
        let still = programs[inside].get("/api/v1/organisation").await;
        let out = programs[1 - inside].get("/api/v1/organisation").await;
        assert_eq!(
            (still.status, out.status),
            (200, 403),
            "{came:?}: {} {}",
            still.text,
            out.text
        );
        let last = it.text(
            "select c.id from change_set c join tenant t on t.id = c.tenant_id where t.slug = 'two' order by c.id desc limit 1",
        );
        let undone = programs[inside]
            .post(
                &format!("/api/v1/organisation/changes/{last}/undo"),
                None,
                &json!({"reason": "for the test"}),
            )
            .await;
        assert_eq!(undone.status, 200, "{}", undone.text);
    }
}

/// Explanations say of a unit that has ended since when, and who took over; another tenant's is not there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_asks_about_a_closed_unit_is_told_since_when_and_who_succeeded_it() {
    let it = Offices::open().await;
    let program = Program::of(&it.server, "one", ADMINISTRATOR);
    let (own, other) = (
        it.id("one", "operating_unit", "rieng"),
        it.id("one", "operating_unit", "hanh-chinh-tu-phap"),
    );
    let merge = Change::MergeUnits {
        from: own,
        into: other,
    };
    assert_eq!(by_program(&program, "merge", &merge).await, Came::Made);
    let today = super::paths::today();
    let mut browser = it.server.signed_in("one", ADMINISTRATOR).await;
    let sentence =
        format!("Đơn vị riêng has been closed since {today}; hanh-chinh-tu-phap took over from it");
    for called in [
        own.to_string(),
        "rieng".to_owned(),
        "%C4%90%C6%A1n%20v%E1%BB%8B%20ri%C3%AAng".to_owned(),
    ] {
        let asked = format!("person={ADMINISTRATOR}&verb=dossier.read&unit={called}");
        let told = program
            .get(&format!("/api/v1/access/explain?{asked}&lang=en"))
            .await;
        assert_eq!(told.status, 422, "{}", told.text);
        assert!(
            told.text.contains("errors-access-unit-succeeded"),
            "{}",
            told.text
        );
        let page = browser.get(&format!("/admin/access?{asked}&lang=en")).await;
        assert!(page.words().contains(&sentence), "{}", page.words());
        let page = browser
            .get(&format!("/desk/access?verb=dossier.read&unit={called}&lang=en"))
            .await;
        assert!(page.words().contains(&sentence), "{}", page.words());
    }
    let page = browser
        .get(&format!(
            "/admin/access?person={ADMINISTRATOR}&verb=dossier.read&unit=nowhere&lang=en"
        ))
        .await;
    assert!(
        page.words().contains("There is no such thing"),
        "{}",
        page.words()
    );
    let abroad = Program::of(&it.server, "two", ADMINISTRATOR);
    let told = abroad
        .get(&format!(
            "/api/v1/access/explain?person={ADMINISTRATOR}&verb=dossier.read&unit={own}"
        ))
        .await;
    assert_eq!(told.status, 404, "{}", told.text);
}
