//! The worked examples of the rule book, each attempt as an administrator makes it in the browser: ledger L1 with legal
//! entities A {01, 02} and B {03}, ledger L2 of another value set with C {01}. All of it is built through the pages.

use super::pages::{Office, refused};
use crate::support::browser::Page;

/// The parts of the examples, by their ids.
struct Set {
    office: Office,
    group: String,
    l2: String,
    a: String,
    b: String,
    c: String,
    centre_a: String,
    centre_b: String,
}

const HERE: &str = "/admin/organisation";

fn done(page: &Page) {
    assert_eq!(page.status, 303, "{}", page.words());
}

/// The name that a part of this code gets.
fn called(code: &str) -> String {
    format!("Phần {code}")
}

impl Office {
    /// Adds something by its form, and answers the id of what is new.
    async fn add(&mut self, path: &str, table: &str, code: &str, fields: &[(&str, &str)]) -> String {
        let name = called(code);
        let mut all = vec![("code", code), ("name-vi", name.as_str())];
        all.extend_from_slice(fields);
        done(&self.act(&format!("{HERE}/{path}"), &all).await);
        self.id(table, code)
    }

    async fn add_entity(&mut self, group: &str, ledger: &str, code: &str, value: &str) -> String {
        let fields = [
            ("ledger", ledger),
            ("registration-kind", "mst"),
            ("registration-number", "9900111118"),
            ("value", value),
        ];
        let path = format!("business-group/{group}/add-entity");
        self.add(&path, "legal_entity", code, &fields).await
    }

    async fn add_unit(&mut self, group: &str, entity: &str, code: &str) -> String {
        let path = format!("business-group/{group}/add-unit");
        let number: String = code.chars().filter(char::is_ascii_alphanumeric).take(6).collect();
        let fields = [("entity", entity), ("number-code", number.as_str())];
        self.add(&path, "operating_unit", code, &fields).await
    }

    async fn add_centre(&mut self, entity: &str, value: &str, code: &str) -> String {
        let path = format!("legal-entity/{entity}/add-centre");
        self.add(&path, "cost_centre", code, &[("value", value)]).await
    }

    /// Tries to add a hall of a pair; the page answers.
    async fn try_hall(
        &mut self,
        unit: &str,
        (entity, centre): (&str, &str),
        (code, name): (&str, &str),
    ) -> Page {
        let path = format!("{HERE}/operating-unit/{unit}/add-hall");
        let fields = [
            ("entity", entity),
            ("centre", centre),
            ("code", code),
            ("name-vi", name),
            ("capabilities", "issues_tickets"),
        ];
        self.act(&path, &fields).await
    }
}

impl Set {
    async fn new() -> Self {
        let mut office = Office::open().await;
        for (set, setup, ledger) in [("set-1", "setup-1", "l1"), ("set-2", "setup-2", "l2")] {
            let path = format!("{HERE}/new/add-value-set");
            let name = called(set);
            done(&office.act(&path, &[("code", set), ("name-vi", &name)]).await);
            let fields = [("ledger-code", ledger), ("currency", "VND"), ("value-set", set)];
            office
                .add("new/add-setup", "accounting_setup", setup, &fields)
                .await;
        }
        let group = office.add("new/add-group", "business_group", "group", &[]).await;
        let (l1, l2) = (office.id("ledger", "l1"), office.id("ledger", "l2"));
        let a = office.add_entity(&group, &l1, "a", "01").await;
        let path = format!("{HERE}/legal-entity/{a}/add-value");
        done(&office.act(&path, &[("value", "02")]).await);
        let b = office.add_entity(&group, &l1, "b", "03").await;
        let c = office.add_entity(&group, &l2, "c", "01").await;
        let centre_a = office.add_centre(&a, "01", "centre-a").await;
        let centre_b = office.add_centre(&b, "03", "centre-b").await;
        Self {
            office,
            group,
            l2,
            a,
            b,
            c,
            centre_a,
            centre_b,
        }
    }

    async fn link(&mut self, unit: &str, entity: &str) -> Page {
        let path = format!("{HERE}/operating-unit/{unit}/link");
        let before = self.office.act(&path, &[("entity", entity)]).await;
        if before.status == 200 {
            return self
                .office
                .administrator
                .submit(&before, &[("confirmed", "yes")])
                .await;
        }
        before
    }

    async fn words_of(&mut self, kind: &str, id: &str) -> String {
        let page = self
            .office
            .administrator
            .get(&format!("{HERE}/{kind}/{id}?lang=en"))
            .await;
        assert_eq!(page.status, 200);
        page.words()
    }
}

#[tokio::test]
async fn worked_examples_of_links_values_halls_and_centres_through_the_pages() {
    let mut it = Set::new().await;
    // OU1 (L1, default A) links A and B: ok. A was linked when the unit was made.
    let ou1 = it.office.add_unit(&it.group, &it.a, "ou1").await;
    let (a, b, c) = (it.a.clone(), it.b.clone(), it.c.clone());
    done(&it.link(&ou1, &b).await);
    let words = it.words_of("operating-unit", &ou1).await;
    assert!(
        words.contains(&called("a")) && words.contains(&called("b")),
        "{words}"
    );
    // OU1 links C: rejected, other ledger.
    refused(
        &it.link(&ou1, &c).await,
        &["can be linked only if they share a ledger", "(l1)", "(l2)"],
    );
    // OU2 (L1) also links A: many-to-many.
    let ou2 = it.office.add_unit(&it.group, &a, "ou2").await;
    let words = it.words_of("legal-entity", &a).await;
    assert!(
        words.contains(&called("ou1")) && words.contains(&called("ou2")),
        "{words}"
    );
    // Give 02 to B: rejected, owned by A.
    let path = format!("{HERE}/legal-entity/{b}/add-value");
    refused(
        &it.office.act(&path, &[("value", "02")]).await,
        &["belongs to one legal entity at most", "(a)"],
    );
    // Hall H1 (L1, B, OU1) while OU1's default is A: ok.
    let (centre_a, centre_b) = (it.centre_a.clone(), it.centre_b.clone());
    done(
        &it.office
            .try_hall(&ou1, (&b, &centre_b), ("h1", "Sảnh một"))
            .await,
    );
    let h1 = it.office.id("service_hall", "h1");
    let words = it.words_of("hall", &h1).await;
    assert!(
        words.contains(&called("b")) && words.contains(&called("ou1")),
        "{words}"
    );
    // Hall H2 (L1, B, OU2), OU2 not linked to B: rejected. The form offers linked entities only, so the answer is forged.
    let form = it
        .office
        .administrator
        .get(&format!("{HERE}/operating-unit/{ou2}/add-hall"))
        .await;
    let offers = |code: &str| form.has(&format!("<option value=\"{code}\""));
    assert!(offers("a") && !offers("b"), "only linked entities are offered");
    refused(
        &it.office
            .try_hall(&ou2, (&b, &centre_b), ("h2", "Sảnh hai"))
            .await,
        &["must be linked", "(ou2)", "(b)"],
    );
    // Move A to L2 while OU1 links it: rejected until unlinked.
    let path = format!("{HERE}/legal-entity/{a}/move-entity");
    refused(
        &it.office.act(&path, &[("ledger", &it.l2)]).await,
        &["Unlink it first", "(ou1)", "(ou2)"],
    );
    // Cost centre of A on H1 (entity B): rejected, on a new hall and on the one that stands.
    refused(
        &it.office.try_hall(&ou1, (&b, &centre_a), ("h3", "Sảnh ba")).await,
        &["must belong to the hall’s legal entity", "(centre-a)", "(a)"],
    );
    let path = format!("{HERE}/hall/{h1}/move-hall");
    // The ledger is chosen first, that of the hall to begin with; the lists show only what fits.
    let l2 = it.l2.clone();
    let offers = |form: &Page, code: &str| form.has(&format!("<option value=\"{code}\""));
    let of_l1 = it.office.administrator.get(&path).await;
    for fits in ["ou1", "ou2", "a", "b", "centre-a", "centre-b"] {
        assert!(offers(&of_l1, fits), "{fits}: {}", of_l1.words());
    }
    assert!(!offers(&of_l1, "c"), "{}", of_l1.words());
    let other = format!("{path}?ledger={l2}");
    assert!(of_l1.has(&other), "{}", of_l1.words());
    let of_l2 = it.office.administrator.get(&other).await;
    assert!(offers(&of_l2, "c"), "{}", of_l2.words());
    for elsewhere in ["ou1", "ou2", "a", "b", "centre-a", "centre-b"] {
        assert!(!offers(&of_l2, elsewhere), "{elsewhere}: {}", of_l2.words());
    }
    let fields = [
        ("unit", ou1.as_str()),
        ("entity", b.as_str()),
        ("centre", centre_a.as_str()),
        ("dossiers", "stay"),
    ];
    refused(
        &it.office.act(&path, &fields).await,
        &["must belong to the hall’s legal entity", "(centre-a)"],
    );
}

#[tokio::test]
async fn worked_example_of_moving_an_entity_once_it_was_unlinked_through_the_pages() {
    let mut it = Set::new().await;
    let ou1 = it.office.add_unit(&it.group, &it.a, "ou1").await;
    let (a, b, c, l2) = (it.a.clone(), it.b.clone(), it.c.clone(), it.l2.clone());
    done(&it.link(&ou1, &b).await);
    let of_unit = |act: &str| format!("{HERE}/operating-unit/{ou1}/{act}");
    // The default entity is one of those linked, so another is made the default first.
    refused(
        &it.office.act(&of_unit("unlink"), &[("entity", &a)]).await,
        &["must be one of those linked", "(ou1)"],
    );
    done(
        &it.office
            .act_twice(&of_unit("set-default"), &[("entity", &b)])
            .await,
    );
    done(&it.office.act_twice(&of_unit("unlink"), &[("entity", &a)]).await);
    // Its value 01 is C's in the value set of L2.
    let path = format!("{HERE}/legal-entity/{a}/move-entity");
    refused(
        &it.office.act(&path, &[("ledger", &l2)]).await,
        &["belongs to one legal entity at most", "(c)"],
    );
    let of_c = |act: &str| format!("{HERE}/legal-entity/{c}/{act}");
    done(&it.office.act(&of_c("add-value"), &[("value", "09")]).await);
    let dropped = it.office.act(&of_c("drop-value"), &[("value", "01")]).await;
    done(&dropped);
    done(&it.office.act_twice(&path, &[("ledger", &l2)]).await);
    let words = it.words_of("legal-entity", &a).await;
    assert!(
        words.contains("set-2") && words.contains("01, 02"),
        "its values followed: {words}"
    );
}

#[tokio::test]
async fn worked_example_of_two_groups_that_both_name_a_tax_hall_through_the_pages() {
    let mut it = Set::new().await;
    let (a, centre_a, group) = (it.a.clone(), it.centre_a.clone(), it.group.clone());
    let ou1 = it.office.add_unit(&group, &a, "ou1").await;
    done(
        &it.office
            .try_hall(&ou1, (&a, &centre_a), ("tax-1", "Sảnh thuế"))
            .await,
    );
    // Inside one group a name is borne once.
    refused(
        &it.office
            .try_hall(&ou1, (&a, &centre_a), ("tax-2", "sảnh  THUẾ"))
            .await,
        &["bear the same name", "(tax-1)"],
    );
    let mut told = Vec::new();
    for (nth, cross) in [("other", "false"), ("third", "true")] {
        let group = it.office.add("new/add-group", "business_group", nth, &[]).await;
        let l1 = it.office.id("ledger", "l1");
        let entity = it
            .office
            .add_entity(&group, &l1, &format!("{nth}-entity"), &format!("{nth}-v"))
            .await;
        let centre = it
            .office
            .add_centre(&entity, &format!("{nth}-v"), &format!("{nth}-centre"))
            .await;
        let unit = it.office.add_unit(&group, &entity, &format!("{nth}-unit")).await;
        let administers = it.office.id("responsibility", "quan-tri");
        let option = format!("/admin/options/responsibility/{administers}/cross-group");
        done(&it.office.act(&option, &[("value", cross)]).await);
        let made = it
            .office
            .try_hall(&unit, (&entity, &centre), (&format!("{nth}-tax"), "Sảnh thuế"))
            .await;
        done(&made);
        told.push(it.office.administrator.follow(made).await.words());
    }
    let warning = "An organisation of another business group bears the same name";
    assert!(!told[0].contains(warning), "the option is off: {}", told[0]);
    assert!(told[1].contains(warning), "allowed, with a warning: {}", told[1]);
}
