//! Many people and many organisations: pages lose nobody and name nobody twice, however far down; a search needs no marks; a
//! change of hundreds of rows is shown in part, and counted whole.

use std::collections::BTreeSet;

use onedoor::platform::sheets;

use super::world::{REASON, World};
use crate::support::browser::Browser;

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

#[tokio::test]
async fn leafing_through_people_shows_each_once_and_a_search_needs_no_marks() {
    let world = World::new().await;
    world.execute(&format!(
        "insert into account (tenant_id, id, kind, email, display_name, language, business_group_id)
         select t.id, gen_random_uuid(), 'staff', 'many.' || n || '@x.example',
                case when n % 2 = 0 then 'Đỗ Thị Đào' else 'Trần Quảng' end, 'vi',
                (select id from business_group where tenant_id = t.id order by code limit 1)
         from tenant t, generate_series(1, {MANY}) n where t.slug = 'an-binh'"
    ));
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
    assert_eq!(change.text().matches("<section class=\"card\"").count(), 200);
    assert!(change.has(&(kept - 200).to_string()), "{}", change.words());
}
