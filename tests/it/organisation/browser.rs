//! The pages of the organisation in a browser, in four languages: the tree by the keyboard alone, and an administrator who
//! adds, breaks a rule, looks back, reorganises and keeps the accounting set-up; every page looked at on a telephone and on
//! a desk.

use std::path::Path;

use fantoccini::key::Key;
use serde_json::Value;

use crate::journeys::people::{sign_in, work_where};
use crate::journeys::world::World;
use crate::support::chromium::Browser;

/// A tenant, who keeps its organisation, and the parts of it that the journey meets.
struct Place {
    tenant: &'static str,
    language: &'static str,
    /// The language in which every part must have a name.
    home: &'static str,
    administrator: &'static str,
    /// Whether pages may run scripts.
    scripts: bool,
    /// A unit that works for two legal entities, those, and a cost centre of each.
    unit: &'static str,
    entities: [&'static str; 2],
    centres: [&'static str; 2],
    value_set: &'static str,
    /// A balancing value and the legal entity that owns it.
    taken: (&'static str, &'static str),
    /// A register, as the form lists it, with a number of it.
    registration: (usize, &'static str),
}

const AN_BINH: Place = Place {
    tenant: "an-binh",
    language: "vi",
    home: "vi",
    administrator: "an.quach@an-binh.example",
    scripts: true,
    unit: "mot-cua-co-so",
    entities: ["phuong-trung-tam", "xa-doi-che"],
    centres: ["cc-trung-tam", "cc-doi-che"],
    value_set: "don-vi",
    taken: ("010", "so-tu-phap"),
    registration: (1, "9900111118"),
};

#[tokio::test(flavor = "multi_thread")]
async fn an_binh_in_vietnamese() {
    keep(&AN_BINH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zoriana_in_ukrainian() {
    keep(&Place {
        tenant: "zoriana",
        language: "uk",
        home: "uk",
        administrator: "dmytro.hrytsenko@zoriana.example",
        scripts: true,
        unit: "tsnap",
        entities: ["zorianska-rada", "luhova-rada"],
        centres: ["tsv-zoriane", "tsv-luhove"],
        value_set: "ustanovy",
        taken: ("10", "derzhheokadastr"),
        registration: (2, "99812002"),
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn qinglan_in_chinese() {
    keep(&Place {
        tenant: "qinglan",
        language: "zh",
        home: "zh",
        administrator: "ma.chao@qinglan.example",
        scripts: true,
        unit: "zonghe",
        entities: ["zhengwu-ju", "jingxin-ju"],
        centres: ["cb-zhengwu", "cb-jingxin"],
        value_set: "danwei",
        taken: ("003", "jiaoti-ju"),
        registration: (3, "11339900009901526H"),
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_binh_in_english_without_scripts() {
    keep(&Place {
        language: "en",
        scripts: false,
        ..AN_BINH
    })
    .await;
}

const REASON: &str = "QĐ 12/2026 · наказ · 令";
const TREE: &str = "/admin/organisation";

struct Journey<'a> {
    browser: Browser,
    portal: &'a str,
    place: &'a Place,
}

async fn keep(place: &Place) {
    let world = World::new(place.tenant).await;
    world.let_three_days_pass();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/journeys")
        .join(format!("organisation-{}-{}", place.tenant, place.language));
    let browser = Browser::start(place.language, place.scripts, &folder).await;
    sign_in(&browser, &world.portal, place.administrator, "/desk/sign-out").await;
    let tree = format!("{}{TREE}?lang={}", world.portal, place.language);
    work_where(&browser, &tree, "a[href$=\"/new/add-group\"]").await;
    browser.assert_scripts().await;
    assert_eq!(browser.attribute("html", "lang").await, place.language);
    let mut it = Journey {
        browser,
        portal: &world.portal,
        place,
    };
    it.browser.look("tree").await;
    if place.scripts {
        it.go_through_the_tree_by_keys().await;
    } else {
        it.go_through_the_tree_by_links().await;
    }
    it.find_in_the_table().await;
    it.add_an_entity().await;
    it.add_a_unit().await;
    it.add_a_hall().await;
    it.meet_a_rule().await;
    it.look_back().await;
    it.plan_and_take_back().await;
    it.split_and_merge().await;
    it.keep_the_accounting().await;
    it.browser.finish().await;
}

impl Journey<'_> {
    async fn open(&self, path: &str) {
        self.browser.open(&format!("{}{path}", self.portal)).await;
    }

    /// Opens the page of the part that has this code, by way of the table.
    async fn open_part(&self, code: &str) {
        self.open(&format!("{TREE}/table?q={code}")).await;
        for row in self.browser.all("table.wl tbody tr").await {
            if row.text().await.unwrap().split_whitespace().last() == Some(code) {
                let link = row.find(fantoccini::Locator::Css("a")).await.unwrap();
                link.click().await.unwrap();
                self.browser.until("#facts").await;
                return;
            }
        }
        panic!("no {code} in the table:\n{}", self.browser.words().await);
    }

    async fn open_group(&self) {
        self.open(TREE).await;
        self.browser.follow(".tree > li a.to", "#facts").await;
    }

    /// Begins an act from the page of a part.
    async fn begin(&self, act: &str) {
        let link = format!(".act-links a[href$=\"/{act}\"]");
        self.browser.follow(&link, "#reason").await;
    }

    async fn send(&self, expected: &str) {
        self.browser.follow("main form .acts button", expected).await;
    }

    async fn name(&self, name: &str) {
        self.browser
            .enter(&format!("#name-{}", self.place.home), name)
            .await;
    }

    async fn why(&self) {
        self.browser.enter("#reason", REASON).await;
    }

    /// Chooses what a list offers under a code.
    async fn pick(&self, list: &str, code: &str) {
        let at = self
            .browser
            .ask(&format!(
                "[...document.querySelector('{list}').options].findIndex(it => it.text.endsWith('({code})'))"
            ))
            .await;
        let at =
            usize::try_from(at.as_i64().unwrap()).unwrap_or_else(|_| panic!("{list} does not offer {code}"));
        self.browser.one(list).await.select_by_index(at).await.unwrap();
    }

    /// Asserts that a field has its error, which its control is described by.
    async fn assert_wrong(&self, field: &str) {
        self.browser.one(&format!("#{field}-error")).await;
        let tied = format!("[aria-describedby~=\"{field}-error\"][aria-invalid=\"true\"]");
        self.browser.one(&tied).await;
        self.browser
            .one(&format!(".govuk-error-summary a[href^=\"#{field}\"]"))
            .await;
    }

    async fn assert_kept(&self, field: &str, value: &str) {
        let kept = self.browser.one(field).await.prop("value").await.unwrap();
        assert_eq!(kept.as_deref(), Some(value), "{field} was not kept");
    }

    /// Asserts that the page says which rule is broken, in its own language, and which row is in the way.
    async fn assert_rule(&self, rule: &str, in_the_way: &str) {
        let told = self.browser.one_text(".notice.bad").await;
        let sentence = sentence(self.place.language, rule);
        assert!(told.contains(&sentence), "{told} does not say {sentence}");
        assert!(told.contains(in_the_way), "{told} does not name {in_the_way}");
    }
}

/// What a rule says in a language, from the texts themselves.
fn sentence(language: &str, rule: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{language}/rule.ftl"));
    let texts = std::fs::read_to_string(file).unwrap();
    let begins = format!("{rule} = ");
    let line = texts.lines().find_map(|line| line.strip_prefix(&begins));
    line.unwrap_or_else(|| panic!("{language} does not say {rule}"))
        .to_owned()
}

/// Where the keyboard is in the tree.
#[derive(Debug, PartialEq)]
struct Focus {
    code: String,
    level: u64,
    /// `None` for what has nothing below it.
    is_open: Option<bool>,
}

impl Journey<'_> {
    /// Where the focus is; asserts that it is an item of the tree, that it can be seen, and that it alone is in the tab order.
    async fn focus(&self) -> Focus {
        let found = self
            .browser
            .ask(
                "(it => { const box = it.getBoundingClientRect(), ring = getComputedStyle(it);
                 return { role: it.getAttribute('role'), level: it.getAttribute('aria-level'), open: it.getAttribute('aria-expanded'),
                     code: it.parentElement.dataset.code || '', words: it.textContent.trim(),
                     seen: it.matches(':focus-visible') && ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2
                         && box.top >= 0 && box.bottom <= innerHeight,
                     stops: document.querySelectorAll('[role=tree] [tabindex=\"0\"], [role=tree] a:not([tabindex=\"-1\"])').length };
                 })(document.activeElement)",
            )
            .await;
        assert_eq!(found["role"], "treeitem", "the focus left the tree: {found}");
        assert_eq!(found["seen"], true, "the focus cannot be seen: {found}");
        assert_eq!(found["stops"], 1, "one item alone is in the tab order: {found}");
        assert!(
            found["words"].as_str().is_some_and(|words| !words.is_empty()),
            "{found}"
        );
        Focus {
            code: found["code"].as_str().unwrap().to_owned(),
            level: found["level"].as_str().unwrap().parse().unwrap(),
            is_open: match &found["open"] {
                Value::String(open) => Some(open == "true"),
                _ => None,
            },
        }
    }

    async fn after(&self, key: Key) -> Focus {
        self.browser.press(&[key.into()]).await;
        self.focus().await
    }

    /// Opens what has the focus and waits for its branch; the focus stays.
    async fn open_by(&self, key: Key) -> Focus {
        let before = self.focus().await;
        assert_eq!(before.is_open, Some(false), "{before:?}");
        self.browser.press(&[key.into()]).await;
        let below = format!(
            "[role=treeitem][tabindex=\"0\"][aria-expanded=true] + [role=group] > li > [role=treeitem][aria-level=\"{}\"]",
            before.level + 1
        );
        self.browser.until(&below).await;
        let after = self.focus().await;
        assert_eq!(
            after,
            Focus {
                is_open: Some(true),
                ..before
            }
        );
        after
    }

    async fn go_through_the_tree_by_keys(&mut self) {
        let in_tree = "Boolean(document.activeElement.closest('[role=tree]'))";
        let mut steps = 0;
        while self.browser.ask(in_tree).await != true {
            self.browser.press(&[Key::Tab.into()]).await;
            steps += 1;
            assert!(steps < 80, "the tab key does not come to the tree");
        }
        let first = self.focus().await;
        assert_eq!((first.level, first.is_open), (1, Some(false)));
        self.browser.press(&[Key::Tab.into()]).await;
        assert_eq!(
            self.browser.ask(in_tree).await,
            false,
            "one more tab leaves the tree"
        );
        self.browser.press(&[Key::Shift.into(), Key::Tab.into()]).await;
        assert_eq!(self.focus().await, first);

        // Group, its legal entities, the first of them.
        let opened = self.open_by(Key::Right).await;
        let entities = self.after(Key::Right).await;
        assert_eq!((entities.level, entities.is_open), (2, Some(false)));
        self.open_by(Key::Right).await;
        let entity = self.after(Key::Right).await;
        assert_eq!(entity.level, 3);
        let last = self.after(Key::End).await;
        assert_eq!(last.level, 1);
        assert_ne!(last.code, first.code);
        assert_eq!(
            self.after(Key::Down).await,
            last,
            "below the last there is nothing"
        );
        assert_eq!(self.after(Key::Home).await, opened);
        assert_eq!(
            self.after(Key::Up).await,
            opened,
            "above the first there is nothing"
        );
        assert_eq!(self.after(Key::Down).await.level, 2);
        assert_eq!(self.after(Key::Up).await, opened);
        // Letters of its code find an entity.
        let wanted = self.place.taken.1;
        self.browser.type_letters(&wanted[..6]).await;
        let found = self.focus().await;
        assert_eq!((found.code.as_str(), found.level), (wanted, 3));
        self.browser.look("tree-open").await;

        // Left goes up, then closes; what is closed is passed over.
        let above = self.after(Key::Left).await;
        assert_eq!((above.level, above.is_open), (2, Some(true)));
        assert_eq!(self.after(Key::Left).await.is_open, Some(false));
        let next = self.after(Key::Down).await;
        assert_eq!((next.level, next.is_open), (2, Some(false)));
        self.after(Key::Up).await;
        self.open_by(Key::Space).await;
        self.open_by_letters_and_enter(wanted).await;
    }

    async fn open_by_letters_and_enter(&mut self, code: &str) {
        self.browser.type_letters(code).await;
        assert_eq!(self.focus().await.code, code);
        self.browser.press(&[Key::Enter.into()]).await;
        self.browser.until("#facts").await;
        assert!(self.browser.url().await.contains("/legal-entity/"));
        self.browser.look("entity-of-the-state").await;
    }

    /// The same tree where each twist is a link.
    async fn go_through_the_tree_by_links(&mut self) {
        let below = ".tree > li > ul > li";
        self.browser.follow(".tree > li > .row .twist", below).await;
        let entities = format!("{below} > ul > li a.to");
        self.browser
            .follow(&format!("{below} > .row .twist"), &entities)
            .await;
        self.browser.look("tree-open").await;
        self.browser.follow(&entities, "#facts").await;
        assert!(self.browser.url().await.contains("/legal-entity/"));
        self.browser.look("entity-of-the-state").await;
    }

    async fn find_in_the_table(&mut self) {
        self.open(TREE).await;
        self.browser
            .follow(".ways a[href=\"/admin/organisation/table\"]", "table.wl")
            .await;
        self.browser.look("table").await;
        let every = self.browser.all("table.wl tbody tr").await.len();
        self.browser.enter("input[name=q]", self.place.unit).await;
        self.browser.click("form.filters button").await;
        self.browser.until("input[name=q]:not([value=\"\"])").await;
        let found = self.browser.all("table.wl tbody tr").await.len();
        assert!(0 < found && found < every, "{found} of {every} found");
        self.browser.enter("input[name=q]", "zzzz").await;
        self.browser.follow("form.filters button", ".none").await;
        self.browser.look("table-nothing").await;
        self.open_part(self.place.unit).await;
        self.browser.look("unit").await;
    }

    async fn add_an_entity(&mut self) {
        self.open_group().await;
        self.browser.look("group").await;
        self.begin("add-entity").await;
        self.browser.look("add-entity").await;
        self.send(".govuk-error-summary").await;
        for field in ["ledger", "code", "registration-number", "value", "reason"] {
            self.assert_wrong(field).await;
        }
        self.browser.look("add-entity-missing").await;
        let (register, number) = self.place.registration;
        self.browser
            .one("#ledger")
            .await
            .select_by_index(1)
            .await
            .unwrap();
        self.browser.enter("#code", "Bad Code").await;
        self.name("Ба 新 Mới").await;
        self.browser
            .click(&format!("label[for=\"registration-kind-{register}\"]"))
            .await;
        self.browser.enter("#registration-number", number).await;
        self.browser.enter("#value", self.place.taken.0).await;
        self.why().await;
        self.send(".govuk-error-summary").await;
        self.assert_wrong("code").await;
        self.assert_kept("#code", "Bad Code").await;
        self.assert_kept("#registration-number", number).await;
        self.assert_kept("#reason", REASON).await;
        self.browser.enter("#code", "new-entity").await;
        self.send(".notice.bad").await;
        self.assert_rule("rule-value-belongs-to-one-entity", self.place.taken.1)
            .await;
        self.assert_kept("#value", self.place.taken.0).await;
        self.browser.look("add-entity-refused").await;
        self.browser.enter("#value", "777").await;
        self.send("#facts").await;
        self.browser.look("entity").await;
        self.describe_the_entity().await;
        self.begin("add-centre").await;
        self.browser.one("#value").await.select_by_index(1).await.unwrap();
        self.browser.enter("#code", "new-centre").await;
        self.name("Каса 台 Quầy").await;
        self.why().await;
        self.send("#facts").await;
        self.browser.look("centre").await;
    }

    /// Where it is and what its invoices bear: a series without its year and an address that is none come back.
    async fn describe_the_entity(&mut self) {
        self.begin("describe").await;
        self.browser.enter("#address", "12 Lê Lợi").await;
        self.browser.enter("#city", "An").await;
        self.browser.enter("#invoice-series", "NEW{YY}").await;
        self.browser.enter("#email", "nowhere").await;
        self.why().await;
        self.send(".govuk-error-summary").await;
        self.assert_wrong("email").await;
        self.browser.enter("#email", "tax@new.example").await;
        self.browser.enter("#invoice-series", "NEW").await;
        self.send(".govuk-error-summary").await;
        self.assert_wrong("invoice-series").await;
        self.assert_kept("#address", "12 Lê Lợi").await;
        self.browser.look("describe-wrong").await;
        self.browser.enter("#invoice-series", "NEW{YY}").await;
        self.send("#facts").await;
        let words = self.browser.words().await;
        assert!(
            words.contains("NEW{YY}") && words.contains("12 Lê Lợi"),
            "{words}"
        );
        self.browser.look("entity-described").await;
    }

    async fn add_a_unit(&mut self) {
        self.open_group().await;
        self.begin("add-unit").await;
        self.browser.enter("#code", "new-unit").await;
        self.send(".govuk-error-summary").await;
        self.assert_wrong("entity").await;
        self.assert_kept("#code", "new-unit").await;
        self.browser.look("add-unit-missing").await;
        self.pick("#entity", self.place.entities[0]).await;
        self.name("Відділ 科 Phòng").await;
        self.browser.enter("#number-code", "77").await;
        self.why().await;
        self.send("#facts").await;
        assert!(self.browser.url().await.contains("/operating-unit/"));
    }

    async fn add_a_hall(&mut self) {
        self.open_part(self.place.unit).await;
        self.begin("add-hall").await;
        self.browser.look("add-hall").await;
        self.pick("#entity", self.place.entities[0]).await;
        self.pick("#centre", self.place.centres[1]).await;
        self.browser.enter("#code", "new-hall").await;
        self.name("Зала 厅 Sảnh").await;
        self.browser.enter("#address", "1").await;
        self.browser.click("label[for=\"capabilities-2\"]").await;
        self.why().await;
        self.send(".notice.bad").await;
        self.assert_rule("rule-hall-has-a-cost-centre-of-its-entity", self.place.centres[1])
            .await;
        self.assert_kept("#code", "new-hall").await;
        assert!(
            self.browser
                .one("#capabilities-2")
                .await
                .is_selected()
                .await
                .unwrap(),
            "what was ticked is kept"
        );
        self.browser.look("add-hall-refused").await;
        self.pick("#centre", self.place.centres[0]).await;
        self.send("#facts").await;
        self.browser.look("hall").await;
        self.begin("equip").await;
        self.assert_kept("#address", "1").await;
        self.browser.look("equip").await;
        self.open_part("new-hall").await;
        self.begin("add-part").await;
        self.browser.click("label[for=\"part-1\"]").await;
        self.browser.enter("#code", "w1").await;
        self.name("1").await;
        self.why().await;
        self.send("#facts").await;
        self.browser.look("window").await;
    }

    /// A unit in use does not end; the page says by how much it is used.
    async fn meet_a_rule(&mut self) {
        self.open_part(self.place.unit).await;
        self.begin("close").await;
        self.browser.look("close").await;
        self.why().await;
        self.send(".notice.bad").await;
        self.assert_rule("rule-in-use", "3").await;
        self.browser.look("close-refused").await;
    }

    /// What was added today was not there yesterday.
    async fn look_back(&mut self) {
        let yesterday = (chrono::Utc::now() - chrono::Duration::days(1)).date_naive();
        self.open_part(self.place.unit).await;
        let url = self.browser.url().await;
        assert!(self.browser.words().await.contains("Зала 厅 Sảnh"));
        self.browser
            .open(&format!("{}?as_of={yesterday}", url.split('#').next().unwrap()))
            .await;
        self.browser.one(".notice a").await;
        assert!(!self.browser.words().await.contains("Зала 厅 Sảnh"));
        // Its halls and legal entities of that day are there, and lead to the same day.
        let halls = format!("section[aria-labelledby=g-halls] a[href$=\"?as_of={yesterday}\"]");
        self.browser.one(&halls).await;
        self.browser.one("section[aria-labelledby=g-entities] a").await;
        self.browser.look("unit-yesterday").await;
        self.open(&format!("{TREE}/table?as_of={yesterday}&q=new-")).await;
        self.browser.one(".none").await;
        self.open(&format!("{TREE}/table?as_of={yesterday}")).await;
        self.browser.look("table-yesterday").await;
    }

    async fn plan_and_take_back(&mut self) {
        self.open("/admin/reorganisations").await;
        self.browser.look("plans-none").await;
        self.open_part(self.place.unit).await;
        self.begin("rename").await;
        self.name("Інша назва 新名 Tên mới").await;
        self.browser.enter("#from-day", "31").await;
        self.browser.enter("#from-month", "2").await;
        self.browser.enter("#from-year", "2999").await;
        self.why().await;
        self.send(".govuk-error-summary").await;
        self.browser.one("#from-error").await;
        self.assert_kept("#from-day", "31").await;
        self.browser.look("rename-bad-day").await;
        self.browser.enter("#from-month", "3").await;
        self.send("input[name=confirmed]").await;
        assert!(
            self.browser
                .words()
                .await
                .contains(&count(self.place.language, "rule-use-halls", 3)),
            "{}",
            self.browser.words().await
        );
        self.browser.look("rename-preview").await;
        self.send("#steps").await;
        self.browser.look("plan").await;
        self.join_the_plan().await;
        self.open("/admin/reorganisations").await;
        self.browser.look("plans").await;
        self.browser.follow("table.wl tbody a", "#steps").await;
        self.browser
            .follow("form[action$=\"/cancel\"] button", ".pill.plain")
            .await;
        assert!(!self.browser.has("form[action$=\"/cancel\"]").await);
        self.browser.look("plan-cancelled").await;
    }

    /// A second change takes effect together with the first.
    async fn join_the_plan(&mut self) {
        self.open_part(self.place.entities[0]).await;
        self.begin("rename").await;
        self.name("Інша установа 新机构 Cơ quan mới").await;
        self.browser.one("#plan").await.select_by_index(1).await.unwrap();
        self.why().await;
        self.browser.look("rename-joins").await;
        self.send("input[name=confirmed]").await;
        self.browser.look("joins-preview").await;
        self.send("#steps").await;
        self.browser
            .follow("main a[href*=\"tried=true\"]", "section.card h3")
            .await;
        self.browser.look("plan-tried").await;
        self.browser
            .follow("form[action$=\"/shorten\"] button", ".notice")
            .await;
        assert!(!self.browser.has("form[action$=\"/shorten\"]").await);
    }

    async fn split_and_merge(&mut self) {
        self.open_part(self.place.unit).await;
        self.begin("split").await;
        self.browser.enter("#code", "split-off").await;
        self.name("Новий відділ 新科 Phòng mới").await;
        self.browser.enter("#number-code", "78").await;
        self.pick("#entity", self.place.entities[0]).await;
        self.browser.click("label[for=\"halls-1\"]").await;
        self.why().await;
        self.send(".govuk-error-summary").await;
        // Where open dossiers go must be said.
        self.assert_wrong("dossiers").await;
        assert!(self.browser.one("#halls-1").await.is_selected().await.unwrap());
        self.browser.look("split-missing").await;
        self.browser.click("label[for=\"dossiers-1\"]").await;
        self.send("input[name=confirmed]").await;
        self.browser.look("split-preview").await;
        self.browser.follow(".acts a.quiet", "#facts").await;

        self.open_part("new-unit").await;
        self.begin("merge").await;
        self.pick("#into", self.place.unit).await;
        self.why().await;
        self.browser.look("merge").await;
        self.send("input[name=confirmed]").await;
        self.browser.look("merge-preview").await;
        self.send("header .pill.plain").await;
        self.browser.look("unit-ended").await;
        self.browser
            .follow("section[aria-labelledby=changes] tbody a", ".head-facts")
            .await;
        assert!(self.browser.words().await.contains(REASON));
        self.browser.look("change").await;
    }

    async fn keep_the_accounting(&mut self) {
        self.open("/admin/accounting").await;
        self.browser.look("accounting").await;
        self.browser.enter("input[name=q]", self.place.taken.0).await;
        self.browser.click("form.filters button").await;
        self.browser.until("input[name=q]:not([value=\"\"])").await;
        let rows = self.browser.all("section[aria-labelledby=values] tbody tr").await;
        assert!(!rows.is_empty(), "the value is found");
        for (act, code) in [("add-value-set", "new-set"), ("add-centre-value", "extra-centre")] {
            self.open("/admin/accounting").await;
            self.browser
                .follow(&format!("a[href$=\"/{act}\"]"), "#reason")
                .await;
            if act == "add-centre-value" {
                self.pick("#value-set", self.place.value_set).await;
                self.browser.enter("#company-value", "no-such").await;
            }
            self.browser.enter("#code", code).await;
            self.name("Значення 值 Giá trị").await;
            self.why().await;
            if act == "add-centre-value" {
                self.send(".notice.bad").await;
                self.assert_rule("rule-segment-value-is-below-a-company-value", "")
                    .await;
                self.browser.look("add-centre-value-refused").await;
                self.browser.enter("#company-value", self.place.taken.0).await;
            }
            self.send("#ledgers").await;
        }
        self.browser
            .one("section[aria-labelledby=agree] a[href$=\"/add-missing\"]")
            .await;
        self.browser.look("accounting-disagrees").await;
        self.browser.follow("a[href$=\"/add-missing\"]", "#reason").await;
        self.browser.look("add-missing").await;
        self.why().await;
        self.send("section[aria-labelledby=agree] .notice.ok").await;
        self.browser.look("accounting-agrees").await;
        self.browser
            .follow("section[aria-labelledby=ledgers] tbody td a", "#facts")
            .await;
        self.browser.look("setup").await;
        self.begin("add-secondary-ledger").await;
        self.browser.look("add-secondary-ledger").await;
        self.send(".govuk-error-summary").await;
        self.assert_wrong("currency").await;
    }
}

/// What a count says in a language, from the texts themselves: those of a rule have no other forms than by their number.
fn count(language: &str, text: &str, n: i64) -> String {
    sentence(language, text).replace("{ $n }", &n.to_string())
}
