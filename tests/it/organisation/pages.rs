//! The organisation in the browser, without a script: the worked examples as an administrator meets them.

use crate::support::browser::{Browser, Page};
use crate::support::server::TestServer;

const ADMINISTRATOR: &str = "an.quach@an-binh.example";
const LANGUAGES: [&str; 4] = ["vi", "uk", "zh", "en"];

/// An administrator of An Bình at work.
pub(super) struct Office {
    pub server: TestServer,
    pub administrator: Browser,
}

impl Office {
    pub async fn open() -> Self {
        let server = TestServer::start().await;
        let mut administrator = server.signed_in("an-binh", ADMINISTRATOR).await;
        administrator.get("/admin/organisation?lang=en").await;
        let mut office = Self {
            server,
            administrator,
        };
        // She also audits; here she works as the administrator.
        let responsibility = office.id("responsibility", "quan-tri");
        let page = office.administrator.get("/admin/organisation").await;
        let chosen = office
            .administrator
            .submit(&page, &[("responsibility", responsibility.as_str())])
            .await;
        assert_eq!(chosen.status, 303);
        office
    }

    pub fn id(&self, table: &str, code: &str) -> String {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            id: String,
        }
        use diesel::RunQueryDsl;
        diesel::sql_query(format!(
            "select t.id::text as id from {table} t join tenant on tenant.id = t.tenant_id where tenant.slug = 'an-binh' and t.code = '{code}'"
        ))
        .get_result::<Row>(&mut self.server.database.superuser())
        .unwrap_or_else(|error| panic!("{table} {code}: {error}"))
        .id
    }

    /// Opens a form, fills it in and sends it.
    pub async fn act(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let form = self.administrator.get(path).await;
        assert_eq!(form.status, 200, "{path}: {}", form.words());
        let mut all = vec![("reason", "decision 12")];
        all.extend_from_slice(fields);
        self.administrator.submit(&form, &all).await
    }

    /// The same where a preview comes between.
    pub async fn act_twice(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let preview = self.act(path, fields).await;
        assert_eq!(preview.status, 200, "{path}: {}", preview.words());
        self.administrator.submit(&preview, &[("confirmed", "yes")]).await
    }
}

/// Asserts that a page refuses, in these words, and keeps what was typed.
pub(super) fn refused(page: &Page, sentences: &[&str]) {
    assert_eq!(page.status, 422, "{}", page.words());
    for sentence in sentences {
        assert!(page.words().contains(sentence), "{sentence}: {}", page.words());
    }
    assert!(page.has("decision 12"), "what was typed is kept");
}

#[tokio::test]
async fn worked_examples_are_refused_by_a_sentence_that_names_rule_and_rows() {
    let mut office = Office::open().await;
    let unit = office.id("operating_unit", "mot-cua-co-so");
    let land = office.id("legal_entity", "so-nong-nghiep-moi-truong");
    let ward = office.id("legal_entity", "phuong-trung-tam");
    let group = office.id("business_group", "ubnd-tinh");
    // A second ledger of another value set, with an entity C that has a value of the same name as another's.
    let done = office
        .act(
            "/admin/organisation/new/add-value-set",
            &[("code", "set-2"), ("name-vi", "Bộ thứ hai")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
    let done = office
        .act(
            "/admin/organisation/new/add-setup",
            &[
                ("code", "setup-2"),
                ("name-vi", "Sổ hai"),
                ("ledger-code", "l2"),
                ("currency", "VND"),
                ("value-set", "set-2"),
            ],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
    let l2 = office.id("ledger", "l2");
    let done = office
        .act(
            &format!("/admin/organisation/business-group/{group}/add-entity"),
            &[
                ("ledger", l2.as_str()),
                ("code", "phap-nhan-c"),
                ("name-vi", "Pháp nhân C"),
                ("registration-kind", "mst"),
                ("registration-number", "9900111118"),
                ("value", "010"),
            ],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
    let c = office.id("legal_entity", "phap-nhan-c");
    let of_unit = |act: &str| format!("/admin/organisation/operating-unit/{unit}/{act}");
    // OU1 links C: other ledger. The list offers only what fits, so the value is forged.
    let form = office.administrator.get(&of_unit("link")).await;
    assert!(
        form.has("value=\"so-nong-nghiep-moi-truong\"") && !form.has("phap-nhan-c"),
        "only entities of the unit's ledger are offered"
    );
    let page = office.act(&of_unit("link"), &[("entity", c.as_str())]).await;
    refused(&page, &["can be linked only if they share a ledger"]);
    // OU1 links A too: many-to-many.
    let done = office
        .act_twice(&of_unit("link"), &[("entity", land.as_str())])
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
    // A value that is another's.
    let page = office
        .act(
            &format!("/admin/organisation/legal-entity/{ward}/add-value"),
            &[("value", "010")],
        )
        .await;
    refused(
        &page,
        &["belongs to one legal entity at most", "Department of Justice"],
    );
    // A cost centre of another entity on a hall.
    let centre = office.id("cost_centre", "cc-dat-dai");
    let page = office
        .act(
            &of_unit("add-hall"),
            &[
                ("entity", ward.as_str()),
                ("centre", centre.as_str()),
                ("code", "h9"),
                ("name-vi", "Quầy chín"),
            ],
        )
        .await;
    refused(&page, &["must belong to the hall’s legal entity", "Land counter"]);
    assert!(page.has("Quầy chín"));
    // Move A to L2 while a unit links it.
    let page = office
        .act(
            &format!("/admin/organisation/legal-entity/{ward}/move-entity"),
            &[("ledger", l2.as_str())],
        )
        .await;
    refused(
        &page,
        &["Unlink it first", "One-stop service of Trung Tam and Doi Che"],
    );
    // A unit in use does not end, and says by how much.
    let page = office.act(&of_unit("close"), &[]).await;
    refused(&page, &["It is in use", "2 service halls"]);
    // A name that is taken.
    let page = office
        .act(&of_unit("rename"), &[("name-vi", "Quầy tư pháp")])
        .await;
    refused(&page, &["bear the same name", "(cc-tu-phap)"]);
    // And what is missing is told at its field.
    let page = office
        .act(&of_unit("add-hall"), &[("code", "Bad Code"), ("name-vi", "X")])
        .await;
    assert_eq!(page.status, 422);
    assert!(page.has("id=\"entity-error\""), "{}", page.words());
}

/// What is confirmed is read before it is confirmed: every answer stands in the preview, and that nothing was chosen too.
#[tokio::test]
async fn a_preview_repeats_what_was_answered() {
    let mut office = Office::open().await;
    let unit = office.id("operating_unit", "mot-cua-co-so");
    let hall = office.id("service_hall", "mot-cua-trung-tam");
    let path = format!("/admin/organisation/operating-unit/{unit}/split");
    let mut fields = vec![
        ("code", "phong-moi"),
        ("name-vi", "Phòng mới"),
        ("name-en", "New unit"),
        ("number-code", "78"),
        ("entity", "phuong-trung-tam"),
        ("dossiers", "stay"),
    ];
    let without = office.act(&path, &fields).await;
    let words = without.words();
    assert!(words.contains("Service halls that go alongNone"), "{words}");
    fields.push(("halls", &hall));
    let preview = office.act(&path, &fields).await;
    let words = preview.words();
    for told in [
        "Your answers",
        "They all stay",
        "One-stop desk of Trung Tam Ward",
        "decision 12",
        "78",
    ] {
        assert!(words.contains(told), "{told}: {words}");
    }
    assert!(!words.contains("go alongNone"), "{words}");
}

#[tokio::test]
async fn a_later_day_is_previewed_planned_listed_and_cancelled() {
    let mut office = Office::open().await;
    let unit = office.id("operating_unit", "dang-ky-dat-dai");
    let path = format!("/admin/organisation/operating-unit/{unit}/rename");
    let day = [("from-day", "1"), ("from-month", "1"), ("from-year", "2999")];
    let mut fields = vec![("name-vi", "Văn phòng mới"), ("name-en", "New office")];
    fields.extend(day);
    let preview = office.act(&path, &fields).await;
    assert!(
        preview.words().contains("takes effect by itself at midnight"),
        "{}",
        preview.words()
    );
    assert!(preview.words().contains("1 service halls"), "{}", preview.words());
    let planned = office
        .administrator
        .submit(&preview, &[("confirmed", "yes")])
        .await;
    assert_eq!(planned.status, 303, "{}", planned.words());
    let plan = office.administrator.get(&planned.location()).await;
    assert!(
        plan.words().contains("New office") && plan.words().contains("To come"),
        "{}",
        plan.words()
    );
    let page = office
        .administrator
        .get(&format!("/admin/organisation/operating-unit/{unit}"))
        .await;
    assert!(!page.words().contains("New office"), "not before its day");
    let cancel = plan
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/cancel"))
        .unwrap();
    let cancelled = office.administrator.send_form(&cancel).await;
    let plan = office.administrator.follow(cancelled).await;
    assert!(plan.words().contains("Cancelled"), "{}", plan.words());
    let past = office
        .act(
            &path,
            &[
                ("name-vi", "X"),
                ("from-day", "1"),
                ("from-month", "1"),
                ("from-year", "2020"),
            ],
        )
        .await;
    refused(&past, &["What is past cannot be changed"]);
}

#[tokio::test]
async fn several_changes_are_planned_counted_and_refused_together() {
    let mut office = Office::open().await;
    let (land, police) = (
        office.id("operating_unit", "dang-ky-dat-dai"),
        office.id("operating_unit", "xac-minh-cong-an"),
    );
    let of = |unit: &str, act: &str| format!("/admin/organisation/operating-unit/{unit}/{act}");
    let rename = |to: &'static str| [("name-vi", to), ("name-en", to)];
    let mut first = rename("New office").to_vec();
    first.extend([("from-day", "1"), ("from-month", "1"), ("from-year", "2999")]);
    let planned = office.act_twice(&of(&land, "rename"), &first).await;
    let plan = planned.location();
    let id = plan.rsplit('/').next().unwrap().to_owned();
    let joined = |to: &'static str| {
        let mut fields = rename(to).to_vec();
        fields.push(("plan", id.as_str()));
        fields
    };
    // Another day than the plan's is no day of its steps.
    let mut other_day = joined("New unit");
    other_day.extend([("from-day", "2"), ("from-month", "1"), ("from-year", "2999")]);
    let page = office.act(&of(&police, "rename"), &other_day).await;
    refused(&page, &["The day of the plan holds"]);
    // A second change joins it: the preview shows both, each with whom it touches, and the sum.
    let preview = office.act(&of(&police, "rename"), &joined("New unit")).await;
    let words = preview.words();
    for told in [
        "New office",
        "New unit",
        "1 January 2999",
        "All of it together touches today",
        "1 service halls",
    ] {
        assert!(words.contains(told), "{told}: {words}");
    }
    let added = office
        .administrator
        .submit(&preview, &[("confirmed", "yes")])
        .await;
    assert_eq!(added.location(), plan, "{}", added.words());
    let page = office.administrator.get(&plan).await;
    assert!(page.has("New office") && page.has("New unit"), "{}", page.words());
    // A third that breaks a rule beside the first two is refused, and the plan stays as it was.
    let third = office.act(&of(&police, "rename"), &joined("New office")).await;
    refused(&third, &["bear the same name"]);
    // It is tried as a whole, called by its decree, and shortened.
    let tried = office.administrator.get(&format!("{plan}?tried=true")).await;
    assert!(
        tried.words().contains("All of it together touches today"),
        "{}",
        tried.words()
    );
    let nameless = office.administrator.submit(&tried, &[("title", " ")]).await;
    assert!(
        nameless.status == 422 && nameless.has("title-error"),
        "{}",
        nameless.words()
    );
    let called = office
        .administrator
        .submit(&tried, &[("title", "Decree 12")])
        .await;
    let page = office.administrator.follow(called).await;
    assert!(page.words().contains("Decree 12"), "{}", page.words());
    let take_out = |page: &Page| {
        let mut forms = page.forms().into_iter();
        forms.find(|form| form.action.ends_with("/shorten"))
    };
    let shortened = office.administrator.send_form(&take_out(&page).unwrap()).await;
    let page = office.administrator.follow(shortened).await;
    assert!(!page.words().contains("New office") && page.words().contains("New unit"));
    assert!(take_out(&page).is_none(), "a plan has a step");
    // Nothing joins a plan that is over.
    let cancel = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/cancel"))
        .unwrap();
    office.administrator.send_form(&cancel).await;
    let form = office.administrator.get(&of(&land, "rename")).await;
    assert!(!form.has(&id), "a plan that was cancelled is not offered");
}

/// A plan that nobody named is called after its first step, and after the next when that is taken out.
#[tokio::test]
async fn a_plan_is_not_called_after_a_step_that_left_it() {
    let mut office = Office::open().await;
    let land = office.id("operating_unit", "dang-ky-dat-dai");
    let police = office.id("operating_unit", "xac-minh-cong-an");
    let of = |unit: &str| format!("/admin/organisation/operating-unit/{unit}/rename");
    let day = [("from-day", "1"), ("from-month", "1"), ("from-year", "2999")];
    let mut first = vec![("name-vi", "Văn phòng mới"), ("name-en", "New office")];
    first.extend(day);
    let plan = office.act_twice(&of(&land), &first).await.location();
    let id = plan.rsplit('/').next().unwrap().to_owned();
    let second = [("name-vi", "Đơn vị mới"), ("name-en", "New unit"), ("plan", &id)];
    office.act_twice(&of(&police), &second).await;
    let page = office.administrator.get(&plan).await;
    assert!(page.has("Rename: Land Registration Office</"), "{}", page.words());
    let take_out = page
        .forms()
        .into_iter()
        .find(|form| form.action.ends_with("/shorten"))
        .unwrap();
    let shortened = office.administrator.send_form(&take_out).await;
    let page = office.administrator.follow(shortened).await;
    assert!(!page.has("Rename: Land Registration Office"), "{}", page.words());
    assert!(
        page.has("Rename: Identity verification, Provincial Police</"),
        "{}",
        page.words()
    );
}

#[tokio::test]
async fn a_part_is_read_as_it_was_on_a_day_and_its_history_is_told() {
    let mut office = Office::open().await;
    let unit = office.id("operating_unit", "dang-ky-dat-dai");
    use diesel::connection::SimpleConnection;
    office
        .server
        .database
        .superuser()
        .batch_execute("update change_set set made_at = made_at - interval '3 days'")
        .unwrap();
    let path = format!("/admin/organisation/operating-unit/{unit}");
    let done = office
        .act_twice(
            &format!("{path}/rename"),
            &[("name-en", "New office"), ("name-vi", "Văn phòng mới")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
    let page = office.administrator.get(&path).await;
    assert!(
        page.words().contains("New office") && page.words().contains("decision 12"),
        "{}",
        page.words()
    );
    let yesterday = (chrono::Utc::now()
        .with_timezone(&chrono_tz::Asia::Ho_Chi_Minh)
        .date_naive())
    .pred_opt()
    .unwrap();
    let then = office
        .administrator
        .get(&format!("{path}?as_of={yesterday}"))
        .await;
    assert!(
        then.words().contains("Land Registration Office"),
        "{}",
        then.words()
    );
    assert!(!then.words().contains("New office"));
    // What hung on it then, and where that leads.
    let (land, justice) = (
        office.id("legal_entity", "so-nong-nghiep-moi-truong"),
        office.id("legal_entity", "so-tu-phap"),
    );
    let done = office
        .act_twice(&format!("{path}/link"), &[("entity", &justice)])
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
    let hall = office.id("service_hall", "quay-dat-dai");
    let done = office
        .act_twice(
            &format!("/admin/organisation/hall/{hall}/rename"),
            &[("name-vi", "Quầy mới"), ("name-en", "New counter")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
    let now = office.administrator.get(&path).await;
    assert!(
        now.has(&justice) && now.words().contains("New counter"),
        "{}",
        now.words()
    );
    let then = office
        .administrator
        .get(&format!("{path}?as_of={yesterday}"))
        .await;
    assert!(!then.has(&justice), "it was not linked then: {}", then.words());
    assert!(
        then.has(&format!("/legal-entity/{land}?as_of={yesterday}"))
            && then.has(&format!("/hall/{hall}?as_of={yesterday}"))
            && !then.words().contains("New counter"),
        "{}",
        then.words()
    );
    let entity = office
        .administrator
        .get(&format!(
            "/admin/organisation/legal-entity/{land}?as_of={yesterday}"
        ))
        .await;
    assert!(entity.words().contains("020, 021"), "{}", entity.words());
    let table = office
        .administrator
        .get(&format!("/admin/organisation/table?as_of={yesterday}&q=land+reg"))
        .await;
    assert!(
        table.words().contains("Land Registration Office"),
        "{}",
        table.words()
    );
    let now = office
        .administrator
        .get("/admin/organisation/table?q=new+office")
        .await;
    assert!(now.words().contains("New office"), "{}", now.words());
}

/// Rules 1 and 2, in the pages of people: whoever is brought in without a department belongs to the business group of who
/// brings her in, and a new responsibility inherits the security profile of its creator's group.
#[tokio::test]
async fn who_is_brought_in_and_what_is_given_belong_to_the_group_of_who_does_it() {
    let mut office = Office::open().await;
    let fields = [
        ("email", "moi@an-binh.example"),
        ("name", "Người Mới"),
        ("language", "vi"),
    ];
    let done = office.act("/admin/people/invite", &fields).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let text = |office: &Office, query: &str| {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            text: String,
        }
        use diesel::RunQueryDsl;
        diesel::sql_query(format!("select ({query})::text as text"))
            .get_result::<Row>(&mut office.server.database.superuser())
            .unwrap()
            .text
    };
    assert_eq!(
        text(
            &office,
            "select g.code || coalesce(a.department_id::text, '') from account a
             join business_group g on g.tenant_id = a.tenant_id and g.id = a.business_group_id where a.email = 'moi@an-binh.example'"
        ),
        "ubnd-tinh"
    );
    // Each group has its profile; hers is what a responsibility of another group inherits too.
    let add = "/admin/organisation/new/add-group";
    let done = office
        .act(add, &[("code", "vung-moi"), ("name-vi", "Vùng mới")])
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
    let group = office.id("business_group", "vung-moi");
    let fields = [
        ("code", "giam-sat"),
        ("name-vi", "Giám sát"),
        ("role", "auditor"),
        ("group", group.as_str()),
    ];
    let done = office.act("/admin/responsibilities/new", &fields).await;
    assert_eq!(done.status, 303, "{}", done.words());
    assert_eq!(
        text(
            &office,
            "select p.code from profile_option o join security_profile p on p.id::text = o.value
             join responsibility r on r.tenant_id = o.tenant_id and r.id = o.level_id
             where o.name = 'mo_security_profile' and o.level = 'responsibility' and r.code = 'giam-sat'"
        ),
        "ubnd-tinh"
    );
}

#[tokio::test]
async fn the_tree_opens_by_links_and_every_page_speaks_four_languages() {
    let mut office = Office::open().await;
    let first = office.administrator.get("/admin/organisation").await;
    let open = first
        .links()
        .into_iter()
        .find(|link| link.contains("?open=business-group"))
        .unwrap();
    let second = office.administrator.get(open.split('#').next().unwrap()).await;
    assert!(second.words().contains("Operating units"), "{}", second.words());
    let open = second
        .links()
        .into_iter()
        .find(|link| link.ends_with(".units") && link.contains("?open="))
        .unwrap();
    let third = office.administrator.get(open.split('#').next().unwrap()).await;
    assert!(
        third.words().contains("Land Registration Office"),
        "{}",
        third.words()
    );
    let unit = office.id("operating_unit", "mot-cua-co-so");
    let entity = office.id("legal_entity", "so-tu-phap");
    let hall = office.id("service_hall", "trung-tam-hcc");
    let mut paths = vec![
        "/admin/organisation".to_owned(),
        "/admin/organisation/table".to_owned(),
        "/admin/accounting".to_owned(),
        "/admin/reorganisations".to_owned(),
        "/admin/organisation/new/add-setup".to_owned(),
        "/admin/organisation/new/add-missing".to_owned(),
    ];
    for (kind, id, acts) in [
        (
            "operating-unit",
            &unit,
            &[
                "rename",
                "put-under",
                "link",
                "unlink",
                "add-hall",
                "split",
                "merge",
                "close",
            ][..],
        ),
        (
            "legal-entity",
            &entity,
            &[
                "add-value",
                "move-value",
                "drop-value",
                "add-centre",
                "move-entity",
            ][..],
        ),
        ("hall", &hall, &["equip", "move-hall", "add-part", "close"][..]),
    ] {
        let path = format!("/admin/organisation/{kind}/{id}");
        paths.extend(acts.iter().map(|act| format!("{path}/{act}")));
        paths.push(path);
    }
    for path in paths {
        for language in LANGUAGES {
            let page = office.administrator.get(&format!("{path}?lang={language}")).await;
            assert_eq!(page.status, 200, "{path} {language}: {}", page.words());
            assert!(
                !page.has("⟦"),
                "{path} {language}: a text is missing: {}",
                page.words()
            );
        }
    }
}

/// A list offers what fits: a unit, a department and a cost centre of one business group are nothing to another.
#[tokio::test]
async fn forms_of_a_business_group_offer_nothing_of_another() {
    let mut office = Office::open().await;
    let done = office
        .act(
            "/admin/organisation/new/add-group",
            &[("code", "nhom-hai"), ("name-vi", "Nhóm hai")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.words());
    let (first, second) = (
        office.id("business_group", "ubnd-tinh"),
        office.id("business_group", "nhom-hai"),
    );
    let of = |group: &str, act: &str| format!("/admin/organisation/business-group/{group}/{act}");
    for (code, name) in [("phong-tren", "Phòng trên"), ("phong-moi", "Phòng mới")] {
        let done = office
            .act(
                &of(&second, "add-department"),
                &[("code", code), ("name-vi", name)],
            )
            .await;
        assert_eq!(done.status, 303, "{}", done.words());
    }
    let (unit, here, centre) = ("mot-cua-co-so", "phong-hanh-chinh-tu-phap", "cc-tu-phap");
    for (path, offered, kept_out) in [
        (of(&first, "add-unit"), vec![unit], vec![]),
        (of(&second, "add-unit"), vec![], vec![unit]),
        (
            of(&first, "add-department"),
            vec![here, centre],
            vec!["phong-tren"],
        ),
        (
            of(&second, "add-department"),
            vec!["phong-tren"],
            vec![here, centre],
        ),
        (
            format!(
                "/admin/organisation/department/{}/charge",
                office.id("department", "phong-moi")
            ),
            vec![],
            vec![centre],
        ),
        (
            format!(
                "/admin/organisation/department/{}/charge",
                office.id("department", here)
            ),
            vec![centre],
            vec![],
        ),
        (
            format!(
                "/admin/organisation/department/{}/put-under",
                office.id("department", "phong-moi")
            ),
            vec!["phong-tren"],
            vec![here, "phong-moi"],
        ),
    ] {
        let form = office.administrator.get(&path).await;
        assert_eq!(form.status, 200, "{}", form.words());
        let offers = |code: &str| form.has(&format!("({code})")) || form.has(&format!("value=\"{code}\""));
        for code in offered {
            assert!(offers(code), "{path} does not offer {code}: {}", form.words());
        }
        for code in kept_out {
            assert!(!offers(code), "{path} offers {code}: {}", form.words());
        }
    }
}
