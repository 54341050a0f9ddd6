//! Many people and many organisations: pages lose nobody and name nobody twice, however far down; a search needs no marks; a
//! change of hundreds of rows is shown in part, and counted whole.

use std::collections::BTreeSet;

use chrono::{Datelike, Utc};
use onedoor::platform::sheets;

use super::world::{AUDITOR, OFFICER, REASON, World, done, fill};
use crate::support::browser::{Browser, Page};

const MANY: usize = 130;

/// The texts that stand in every page of a list, page after page until one has none.
async fn leafed(an: &mut Browser, address: &str, is_one: impl Fn(&str) -> bool) -> Vec<String> {
    let mut all = Vec::new();
    for page in 1..50 {
        let page = an.get(&format!("{address}page={page}")).await;
        assert_eq!(page.status, 200, "{}", page.words());
        let here: Vec<String> = page
            .words()
            .split_whitespace()
            .filter(|word| is_one(word))
            .map(str::to_owned)
            .collect();
        if here.is_empty() {
            return all;
        }
        assert!(here.len() <= 50, "a page has fifty at most: {}", here.len());
        all.extend(here);
    }
    panic!("the list has no end");
}

fn each_once(found: &[String], many: usize) {
    assert_eq!(found.len(), many, "{found:?}");
    assert_eq!(
        found.iter().collect::<BTreeSet<_>>().len(),
        many,
        "twice: {found:?}"
    );
}

/// As many people, of two names.
fn employ(world: &World) {
    world.execute(&format!(
        "insert into account (tenant_id, id, kind, email, display_name, language, business_group_id)
         select t.id, gen_random_uuid(), 'staff', 'many.' || n || '@x.example',
                case when n % 2 = 0 then 'Đỗ Thị Đào' else 'Trần Quảng' end, 'vi',
                (select id from business_group where tenant_id = t.id order by code limit 1)
         from tenant t, generate_series(1, {MANY}) n where t.slug = 'an-binh'"
    ));
}

#[tokio::test]
async fn leafing_through_people_shows_each_once_and_a_search_needs_no_marks() {
    let world = World::new().await;
    employ(&world);
    let mut an = world.administrator().await;
    let is_one = |word: &str| word.contains("many.");
    each_once(&leafed(&mut an, "/admin/people?", is_one).await, MANY);
    each_once(
        &leafed(&mut an, "/admin/people?q=do+thi+DAO&", is_one).await,
        MANY / 2,
    );
    each_once(
        &leafed(&mut an, "/admin/people?q=quảng&standing=invited&", is_one).await,
        MANY / 2,
    );
    let one = an.get("/admin/people?q=many.77@").await;
    assert!(
        one.has("many.77@x.example") && !one.has("many.78@x.example"),
        "{}",
        one.words()
    );
    let none = an.get("/admin/people?q=do+thi+dao&standing=closed").await;
    assert!(!none.has("many."), "{}", none.words());
    // A percent sign and an underscore are looked for as they are.
    let odd = an.get("/admin/people?q=many_77").await;
    assert!(!odd.has("many.77@"), "{}", odd.words());
}

#[tokio::test]
async fn leafing_through_organisations_shows_each_once_whatever_their_languages() {
    let world = World::new().await;
    world.execute(&format!(
        "insert into department (tenant_id, id, business_group_id, code, name)
         select g.tenant_id, gen_random_uuid(), g.id, 'many-' || n,
                jsonb_build_object('vi', 'Phòng thử ' || n, 'en', 'Trial room ' || n, 'uk', 'Кімната ' || n)
         from tenant t join business_group g on g.tenant_id = t.id, generate_series(1, {MANY}) n
         where t.slug = 'an-binh' and g.code = (select min(code) from business_group where tenant_id = t.id)"
    ));
    let mut an = world.administrator().await;
    // Cells stand in a row without a space between them.
    let is_one = |word: &str| word.contains("many-");
    let table = "/admin/organisation/table";
    each_once(
        &leafed(&mut an, &format!("{table}?kind=department&"), is_one).await,
        MANY,
    );
    // A word of any language finds it, and it bears its name in that of the page.
    let found = an.get(&format!("{table}?lang=en&q=кімната+77")).await;
    assert!(
        found.has("Trial room 77") && found.has("many-77"),
        "{}",
        found.words()
    );
    each_once(&leafed(&mut an, &format!("{table}?q=trial&"), is_one).await, MANY);
}

#[tokio::test]
async fn a_change_of_hundreds_of_rows_is_shown_in_part_and_counted_whole() {
    let world = World::new().await;
    let mut an = world.administrator().await;
    an.get("/admin/people/sheet?lang=en").await;
    let down = an.get("/admin/people/sheet.csv").await;
    let mut table = vec![
        sheets::read(&down.body, &sheets::Limits::LIST)
            .unwrap()
            .remove(0)
            .1,
    ];
    for n in 0..MANY {
        let email = format!("many.{n}@x.example");
        table.push(
            [&email, "Many", "vi", "", "", "kiem-toan", "", ""]
                .map(str::to_owned)
                .to_vec(),
        );
    }
    let page = an.get("/admin/people/sheet").await;
    let book = sheets::write_xlsx("people", &table).unwrap();
    let looked = an
        .submit_with(
            &page,
            &[],
            vec![("file", "people.xlsx", "application/octet-stream", book)],
        )
        .await;
    assert_eq!(looked.status, 200, "{}", looked.words());
    let done = an.submit(&looked, &[("reason", REASON)]).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let held = "account_responsibility h join account a on a.tenant_id = h.tenant_id and a.id = h.account_id";
    assert_eq!(
        world.count(&format!("{held} where a.email like 'many.%'")),
        MANY as i64
    );
    let set = world.text("select id from change_set where origin = 'bulk'");
    let kept = world.count(&format!("change_row where change_set_id = '{set}'"));
    assert_eq!(kept, 2 * MANY as i64, "an account and a responsibility each");
    assert_eq!(
        world.count("change_row where after ? 'folded_name' or before ? 'folded_name'"),
        0,
        "what is made of another column is no change of its own"
    );
    let change = an.get(&format!("/admin/history/{set}")).await;
    assert_eq!(change.status, 200, "{}", change.words());
    let sections = |page: &Page| page.text().matches("<section class=\"card\"").count();
    assert_eq!(sections(&change), 50);
    assert!(change.has(&kept.to_string()), "{}", change.words());
    // Leafing through shows every row of it.
    let mut shown = 0;
    for page in 1..=6 {
        let page = an.get(&format!("/admin/history/{set}?page={page}")).await;
        shown += sections(&page);
    }
    assert_eq!(shown, kept as usize);
    assert_eq!(
        sections(&an.get(&format!("/admin/history/{set}?page=-1")).await),
        50
    );
}

/// So many units, responsibilities and profiles that nobody would look them over.
fn grow(world: &World) {
    world.execute(&format!(
        "insert into operating_unit (tenant_id, id, business_group_id, ledger_id, code, number_code, name, default_legal_entity_id)
         select u.tenant_id, gen_random_uuid(), u.business_group_id, u.ledger_id, 'unit-' || n, 'n' || n,
                jsonb_build_object('vi', 'Đơn vị thử ' || n, 'en', 'Trial unit ' || n), u.default_legal_entity_id
         from (select u.* from operating_unit u join tenant t on t.id = u.tenant_id where t.slug = 'an-binh' order by u.code limit 1) u,
              generate_series(1, {MANY}) n;
         insert into operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id, ledger_id)
         select tenant_id, id, default_legal_entity_id, ledger_id from operating_unit where code like 'unit-%';
         insert into security_profile (tenant_id, id, code, name, view_all, global)
         select t.id, gen_random_uuid(), 'profile-' || n,
                jsonb_build_object('vi', 'Hồ sơ thử ' || n, 'en', 'Trial profile ' || n), false, false
         from tenant t, generate_series(1, {MANY}) n where t.slug = 'an-binh';
         insert into responsibility (tenant_id, id, business_group_id, code, name, role)
         select g.tenant_id, gen_random_uuid(), g.id, 'work-' || n,
                jsonb_build_object('vi', 'Nhiệm vụ thử ' || n, 'en', 'Trial work ' || n), 'receiver'
         from (select g.* from business_group g join tenant t on t.id = g.tenant_id where t.slug = 'an-binh' order by g.code limit 1) g,
              generate_series(1, {MANY}) n;
         update access_version set version = version + 1"
    ));
}

#[tokio::test]
async fn whoever_sees_very_much_types_where_she_works_and_to_whom_she_lends() {
    let world = World::new().await;
    grow(&world);
    employ(&world);
    let mut an = world.administrator().await;
    let own = an.get("/desk/access?lang=en").await;
    assert_eq!(own.status, 200, "{}", own.words());
    assert!(own.has("data-suggest=\"/desk/suggestions/borrower\""));
    for listed in ["many.7@", "Trial unit 77"] {
        assert!(!own.has(listed), "nobody looks {listed} over: {}", own.words());
    }
    let found = an.get("/desk/suggestions/borrower?q=MANY.77@").await;
    assert!(
        found.has("many.77@x.example") && !found.has("many.78@"),
        "{}",
        found.text()
    );
    let found = an.get("/desk/suggestions/borrower?q=do+thi+DAO").await;
    assert!(
        found.has("Đỗ Thị Đào") && !found.has("Trần Quảng"),
        "{}",
        found.text()
    );
    let found = an.get("/desk/suggestions/borrower?q=many_7").await;
    assert!(
        !found.has("many.7"),
        "an underscore is looked for as it is: {}",
        found.text()
    );

    let wrong = an.submit(&own, &[("unit", "unit-nowhere")]).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.has("id=\"place-unit-error\"") && wrong.has("value=\"unit-nowhere\""),
        "{}",
        wrong.words()
    );
    let there = an.submit(&own, &[("unit", "TRIAL UNIT 77")]).await;
    assert_eq!(there.status, 303, "{}", there.words());
    assert!(
        an.get("/desk/access").await.has("Trial unit 77"),
        "where she works is told"
    );

    let held = world.text(
        "select r.id from responsibility r join tenant t on t.id = r.tenant_id where t.slug = 'an-binh' and r.code = 'quan-tri'",
    );
    let (year, month, day) = Utc::now()
        .date_naive()
        .succ_opt()
        .map(|day| (day.year(), day.month(), day.day()))
        .unwrap();
    let (year, month, day) = (year.to_string(), month.to_string(), day.to_string());
    let loan = |borrower: &'static str, units: &'static str| {
        [
            ("responsibility", held.as_str()),
            ("borrower", borrower),
            ("units", units),
            ("to-day", day.as_str()),
            ("to-month", month.as_str()),
            ("to-year", year.as_str()),
            ("reason", REASON),
        ]
    };
    let wrong = an.submit(&own, &loan("Trần Quảng", "unit-7, unit-nowhere")).await;
    assert_eq!(wrong.status, 422);
    for kept in [
        "value=\"Trần Quảng\"",
        "id=\"borrower-error\"",
        "id=\"units-error\"",
        "unit-nowhere",
    ] {
        assert!(wrong.has(kept), "{kept}: {}", wrong.words());
    }
    let lent = an
        .submit(&own, &loan("many.77@x.example", "unit-7, unit-9"))
        .await;
    assert_eq!(lent.status, 303, "{}", lent.words());
    assert_eq!(
        world.count("pending_act where payload::text like '%' || (select id::text from account where email = 'many.77@x.example') || '%'"),
        1,
        "an administrator's responsibility waits for the second one"
    );
}

#[tokio::test]
async fn among_very_many_one_is_typed_by_code_or_name_and_a_wrong_one_is_told_at_its_field() {
    let world = World::new().await;
    grow(&world);
    world.give(OFFICER, "work-77");
    let mut an = world.administrator().await;
    let list = an.get("/admin/people?lang=en").await;
    assert!(
        !list.has("Trial work 9") && list.has("data-suggest=\"/desk/suggestions/responsibility\""),
        "what nobody looks over is not listed: {}",
        list.words()
    );
    // Her code, her whole name in any case and without marks, a part that is hers alone, and the id of old links.
    let id = world.responsibility("work-77");
    for said in ["work-77", "TRIAL%20WORK%2077", "k-77", id.as_str()] {
        let found = an.get(&format!("/admin/people?responsibility={said}")).await;
        assert!(
            found.has(OFFICER) && !found.has(AUDITOR),
            "{said}: {}",
            found.words()
        );
        assert!(
            found.has("value=\"work-77\"") && found.has("Trial work 77"),
            "{said}: {}",
            found.words()
        );
    }
    for (said, told) in [("nowhere", "nowhere"), ("work-1", "Trial work 1")] {
        let found = an.get(&format!("/admin/people?responsibility={said}")).await;
        assert_eq!(found.status, 200);
        assert!(found.has(told), "{}", found.words());
    }
    for field in ["unit", "responsibility"] {
        let wrong = an.get(&format!("/admin/people?{field}=nowhere")).await;
        assert!(
            wrong.has("value=\"nowhere\"") && wrong.has(&format!("aria-describedby=\"{field}-error\"")),
            "{}",
            wrong.words()
        );
        assert!(
            !wrong.has(OFFICER),
            "all of them look like an answer: {}",
            wrong.words()
        );
    }
    let suggested = an.get("/desk/suggestions/responsibility?q=work+12").await;
    assert!(
        suggested.has("<option value=\"work-12\">")
            && suggested.has("value=\"work-120\"")
            && !suggested.has("work-13"),
        "{}",
        suggested.text()
    );
    let mut officer = world.server.signed_in("an-binh", OFFICER).await;
    assert_eq!(
        officer.get("/desk/suggestions/responsibility?q=w").await.status,
        403
    );
    assert!(
        officer
            .get("/desk/suggestions/unit?q=unit-7")
            .await
            .has("unit-77")
    );
    assert_eq!(an.get("/desk/suggestions/session?q=").await.status, 404);
}

#[tokio::test]
async fn forms_take_a_code_or_a_name_where_very_many_can_be_chosen() {
    let world = World::new().await;
    grow(&world);
    let mut an = world.administrator().await;
    an.get("/admin/people?lang=en").await;
    let person = world.person(OFFICER);
    let give = format!("{person}/give");
    let reason = ("reason", REASON);
    for wrong in ["work-7777", "trial work"] {
        let answer = fill(&mut an, &give, &[("responsibility", wrong), reason]).await;
        assert_eq!(answer.status, 422);
        assert!(
            answer.has("id=\"responsibility-error\"")
                && answer.has(&format!("value=\"{wrong}\""))
                && answer.has(REASON),
            "{}",
            answer.words()
        );
    }
    done(&mut an, &give, &[("responsibility", "Trial work 8"), reason]).await;
    assert!(an.get(&person).await.has("Trial work 8"));
    let option = format!("/admin/options/user/{}/default-unit", world.account(OFFICER));
    done(&mut an, &option, &[("value", "unit-9"), reason]).await;
    assert!(an.get(&option).await.has("value=\"unit-9\"") && an.get(&person).await.has("Trial unit 9"));
    // A profile takes the codes of its units, and says which of them is none.
    let named = [
        ("code", "of-many"),
        ("name-vi", "Của nhiều"),
        ("reach", "some"),
        ("scope", "local"),
        reason,
    ];
    let with = |units: &'static str| [&named[..], &[("units", units)]].concat();
    let wrong = fill(&mut an, "/admin/profiles/new", &with("unit-9\nunit-x, unit-10")).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.has("id=\"units-error\"") && wrong.has("unit-x") && wrong.has("unit-10"),
        "{}",
        wrong.words()
    );
    done(&mut an, "/admin/profiles/new", &with("unit-9\nunit-11, unit-10")).await;
    let of_many = "security_profile_unit u join security_profile p on p.tenant_id = u.tenant_id and p.id = u.security_profile_id";
    assert_eq!(world.count(&format!("{of_many} where p.code = 'of-many'")), 3);
    let found = an.get("/admin/profiles?q=of-many").await;
    assert!(
        found.has("Trial unit 11") && !found.has("Trial profile"),
        "{}",
        found.words()
    );
    let responsibility = [
        ("code", "work-with-many"),
        ("name-vi", "Việc của nhiều"),
        ("role", "receiver"),
        ("profile", "of-many"),
        reason,
    ];
    let list = done(&mut an, "/admin/responsibilities/new", &responsibility).await;
    assert!(!list.has("Trial work 99"), "a page of fifty: {}", list.words());
    let found = an.get("/admin/responsibilities?q=VIEC+cua").await;
    assert!(
        found.has("work-with-many") && found.has("Của nhiều"),
        "{}",
        found.words()
    );
    let mut rows = 0;
    for page in 1..=3 {
        let page = an
            .get(&format!("/admin/responsibilities?q=trial&page={page}"))
            .await;
        rows += page.text().matches("<tr><th scope=\"row\"").count();
    }
    assert_eq!(rows, MANY);
    let beyond = an.get("/admin/responsibilities?q=trial&page=99").await;
    assert!(
        beyond.has("work-99"),
        "the last page there is: {}",
        beyond.words()
    );
    let unit = world.text("select u.id from operating_unit u join tenant t on t.id = u.tenant_id where t.slug = 'an-binh' and u.code = 'unit-9'");
    let under = format!("/admin/organisation/operating-unit/{unit}/put-under");
    let suggested = an.get(&format!("{under}?suggest=above&q=unit-3")).await;
    assert!(
        suggested.has("unit-30") && !suggested.has("unit-9\""),
        "{}",
        suggested.text()
    );
    let wrong = fill(&mut an, &under, &[("above", "unit-9"), reason]).await;
    assert_eq!(wrong.status, 422, "nothing lies below itself: {}", wrong.words());
    assert!(wrong.has("id=\"above-error\""), "{}", wrong.words());
    let tried = fill(&mut an, &under, &[("above", "Trial unit 3"), reason]).await;
    assert_eq!(tried.status, 200, "{}", tried.words());
    assert_eq!(an.submit(&tried, &[("confirmed", "yes")]).await.status, 303);
    assert_eq!(
        world.text("select a.code from operating_unit u join operating_unit a on a.tenant_id = u.tenant_id and a.id = u.parent_unit_id where u.code = 'unit-9'"),
        "unit-3"
    );
}
