//! The whole checklist in a browser, in four languages: from the letter with the invitation to the portal that everybody sees.

use std::path::{Path, PathBuf};

use onedoor::authority::onboarding::{self, Invitation};
use onedoor::authority::people::admin::InvitationKeys;
use onedoor::kernel::clock;

use crate::journeys::people::{fill_pages, paper, work_under};
use crate::journeys::world::{World, tenant_code};
use crate::support::chromium::Browser;

use super::{EMBLEM, HERE};

/// Who comes aboard, and from which template.
struct Arrival {
    template: &'static str,
    slug: &'static str,
    language: &'static str,
    /// The tenant's own language.
    home: &'static str,
    name: &'static str,
    person: &'static str,
    unit: &'static str,
    /// A word on the first page of the portal, when it is live.
    procedure: &'static str,
    /// The identity number of whoever comes to the counter first.
    identity: &'static str,
    answers: &'static [(&'static str, &'static str)],
    scripts: bool,
}

const SONG_MOI: Arrival = Arrival {
    template: "an-binh",
    slug: "song-moi",
    language: "vi",
    home: "vi",
    name: "Tỉnh Sông Mới",
    person: "Hà Thị Khởi",
    unit: "Phường Một",
    procedure: "dang-ky-khai-sinh",
    identity: "001301000015",
    answers: &[
        ("full_name", "Đỗ Văn Tư"),
        ("address", "27 đường Hòa Bình, phường Trung Tâm"),
        ("child_name", "Đỗ An"),
        ("birth_place", "Bệnh viện tỉnh"),
        ("mother_name", "Lê Thị Mai"),
        ("father_name", "Đỗ Văn Tư"),
        ("phone", "0912345678"),
        ("child_born_on-year", "2026"),
    ],
    scripts: true,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_vietnamese_province_comes_aboard() {
    come_aboard(&SONG_MOI).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vietnamese_province_comes_aboard_in_english() {
    let reader = Arrival {
        language: "en",
        ..SONG_MOI
    };
    come_aboard(&reader).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ukrainian_city_comes_aboard_without_scripts() {
    let city = Arrival {
        template: "zoriana",
        slug: "nova",
        language: "uk",
        home: "uk",
        name: "Місто Нова",
        person: "Ганна Початок",
        unit: "Район перший",
        procedure: "reiestratsiia-mistsia-prozhyvannia",
        identity: "3184912306",
        answers: &[
            ("full_name", "Оксана Петренко"),
            ("address", "вул. Вишнева, 3"),
            ("new_address", "вул. Садова, 7"),
            ("persons", "1"),
            ("phone", "0501234567"),
        ],
        scripts: false,
    };
    come_aboard(&city).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vietnamese_province_comes_aboard_in_chinese() {
    let reader = Arrival {
        language: "zh",
        ..SONG_MOI
    };
    come_aboard(&reader).await;
}

const PASSWORD: &str = "a long sentence of mine";
const WRONG: &str = ".govuk-error-summary";
const STEPS: &str = "ol.steps";
const BUTTON: &str = "main form button.btn";

/// A walk under way.
struct Walk<'a> {
    of: &'a Arrival,
    world: World,
    browser: Browser,
    portal: String,
    email: String,
    papers: tempfile::TempDir,
}

async fn come_aboard(of: &Arrival) {
    let world = World::new(of.template).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/journeys")
        .join(format!("onboarding-{}", of.language));
    let mut walk = Walk {
        of,
        browser: Browser::start(of.language, of.scripts, &folder).await,
        portal: world.portal_of(of.slug),
        email: format!("first@{}.example", of.slug),
        papers: tempfile::tempdir().unwrap(),
        world,
    };
    walk.arrive().await;
    walk.find_its_place().await;
    walk.name_and_look().await;
    walk.bring_an_emblem().await;
    walk.organise().await;
    walk.invite().await;
    walk.first_dossier().await;
    walk.go_live().await;
    walk.browser.finish().await;
}

impl Walk<'_> {
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.portal)
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.papers.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    async fn attach(&self, css: &str, file: &Path) {
        let field = self.browser.one(css).await;
        field.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    /// Opens a step from the checklist.
    async fn open(&self, step: &str) {
        self.browser.open(&self.at(HERE)).await;
        let link = format!("a[href=\"{HERE}/{step}\"]");
        self.browser.follow(&link, BUTTON).await;
    }

    /// The operator invites; the first administrator finds a letter, sets a password and sees the checklist.
    async fn arrive(&mut self) {
        let state = self.world.state();
        let invitation = Invitation {
            slug: self.of.slug.into(),
            host: format!("{}.localhost", self.of.slug),
            name: self.of.name.into(),
            person: self.of.person.into(),
            email: self.email.clone(),
        };
        let keys = InvitationKeys::derive(&state.config.secret);
        let template = tenant_code(self.of.template);
        onboarding::invite(
            &state.db,
            &state.gate,
            &template,
            &invitation,
            &keys,
            clock::now(),
        )
        .await
        .unwrap();
        state.tenants.refresh(&state.db).await.unwrap();
        let link = self.world.link_to(&self.email, "/invitation/").await;
        self.browser.open(&link).await;
        self.browser.enter("#password", PASSWORD).await;
        self.browser.enter("#again", PASSWORD).await;
        let signed_in = "form[action=\"/desk/sign-out\"]";
        self.browser.follow("main form .govuk-button", signed_in).await;
        let here = format!("{HERE}?lang={}", self.of.language);
        work_under(&self.browser, &self.portal, &here, STEPS).await;
        self.browser.assert_scripts().await;
        assert_eq!(self.browser.attribute("html", "lang").await, self.of.language);
        self.browser.look("checklist").await;
    }

    /// A colour that cannot be read on first; the verdict stands at its field and nothing typed is lost.
    async fn name_and_look(&mut self) {
        self.open("identity").await;
        self.browser.look("identity").await;
        self.browser
            .enter(&format!("#name-{}", self.of.home), self.of.name)
            .await;
        self.browser.enter("#name-en", "New River").await;
        self.browser.enter("#phone", "1022").await;
        self.browser.enter("#brand", "#ffd400").await;
        self.browser.follow(BUTTON, WRONG).await;
        self.browser.one("#brand-error").await;
        assert_eq!(self.browser.attribute("#name-en", "value").await, "New River");
        assert_eq!(self.browser.attribute("#brand", "value").await, "#ffd400");
        self.browser.look("identity-pale").await;
        self.browser.enter("#brand", "#14532d").await;
        self.browser.follow(BUTTON, STEPS).await;
        self.browser.look("checklist-named").await;
        self.open("calendar").await;
        let usual = self.browser.attribute("#mon", "value").await;
        self.browser.enter("#mon", "08:00-12:00, 11:00-13:00").await;
        self.browser.follow(BUTTON, WRONG).await;
        self.browser.one("#mon-error").await;
        self.browser.look("calendar").await;
        self.browser.enter("#mon", &usual).await;
        self.browser.enter("#sat", "08:00-11:30").await;
        self.browser.follow(BUTTON, STEPS).await;
    }

    /// A zone that is none first; what was chosen stays.
    async fn find_its_place(&mut self) {
        self.open("region").await;
        let zone = self.browser.attribute("#zone", "value").await;
        self.browser.enter("#zone", "Europe/Nowhere").await;
        self.browser.follow(BUTTON, WRONG).await;
        self.browser.one("#zone-error").await;
        assert_eq!(self.browser.attribute("#zone", "value").await, "Europe/Nowhere");
        self.browser.look("region").await;
        self.browser.enter("#zone", &zone).await;
        self.browser.follow(BUTTON, STEPS).await;
    }

    /// A photograph first, then a drawing, which is shown at once.
    async fn bring_an_emblem(&mut self) {
        self.open("emblem").await;
        let before = self.browser.attribute(".emblem-shown img", "src").await;
        let photograph = self.file("emblem.svg", b"\x89PNG\r\n\x1a\n");
        self.attach("#file", &photograph).await;
        self.browser.follow(BUTTON, WRONG).await;
        self.browser.one("#file-error").await;
        self.browser.look("emblem-refused").await;
        let drawing = self.file("drawing.svg", EMBLEM.as_bytes());
        self.attach("#file", &drawing).await;
        self.browser.follow(BUTTON, ".notice.ok").await;
        assert_ne!(self.browser.attribute(".emblem-shown img", "src").await, before);
        self.browser.look("emblem").await;
    }

    /// A sheet with a mistake first; then units, which are taken back and brought again.
    async fn organise(&mut self) {
        let head = format!("code,name_{},number_code,parent\n", self.of.home);
        let wrong = format!("{head}one,{},N1,nobody\nOne two,,N1,\n", self.of.unit);
        let right = format!("{head}one,{},N1,\ntwo,{} 2,N2,one\n", self.of.unit, self.of.unit);
        let wrong = self.file("wrong.csv", wrong.as_bytes());
        let right = self.file("units.csv", right.as_bytes());
        self.open("organisation").await;
        self.browser.look("organisation").await;
        self.attach("#file", &wrong).await;
        self.browser.follow(BUTTON, WRONG).await;
        self.browser.look("organisation-wrong").await;
        self.attach("#file", &right).await;
        self.browser.follow(BUTTON, STEPS).await;
        let undo = "form[action=\"/admin/onboarding/undo\"] button";
        self.browser.look("checklist-organised").await;
        self.browser.follow(undo, ".notice.ok").await;
        self.open("organisation").await;
        assert!(!self.browser.words().await.contains(self.of.unit));
        self.attach("#file", &right).await;
        self.browser.follow(BUTTON, STEPS).await;
        self.open("accounts").await;
        self.browser.look("accounts").await;
        self.browser.follow(BUTTON, STEPS).await;
    }

    /// A colleague without an address that could be one first; then the first procedure.
    async fn invite(&mut self) {
        self.open("people").await;
        self.browser.enter("#name", "Nova Person").await;
        self.browser.enter("#email", "nobody").await;
        self.browser.follow(BUTTON, WRONG).await;
        self.browser.one("#email-error").await;
        assert_eq!(self.browser.attribute("#name", "value").await, "Nova Person");
        self.browser.look("people-wrong").await;
        let colleague = format!("second@{}.example", self.of.slug);
        self.browser.enter("#email", &colleague).await;
        self.browser.click("label[for=responsibilities-2]").await;
        self.browser.follow(BUTTON, ".notice.ok").await;
        assert!(self.browser.words().await.contains(&colleague));
        self.browser.look("people").await;
        self.world.link_to(&colleague, "/invitation/").await;

        self.open("procedure").await;
        self.browser.look("procedure").await;
        self.browser.follow(BUTTON, WRONG).await;
        self.browser
            .click(&format!("input[value=\"{}\"] + label", self.of.procedure))
            .await;
        self.browser.follow(BUTTON, STEPS).await;
        assert!(!self.browser.has("form[action=\"/admin/onboarding/ask\"]").await);
        self.browser.look("checklist-before-dossier").await;
    }

    /// Somebody comes to the counter of the new office.
    async fn first_dossier(&mut self) {
        let intake = format!("a[href=\"/desk/intake/{}\"]", self.of.procedure);
        work_under(&self.browser, &self.portal, "/desk/intake", &intake).await;
        self.browser.follow(&intake, "#who").await;
        self.browser.enter("#who", self.of.identity).await;
        let find = ".acts button[name=find]";
        self.browser.follow(find, "details[open] #name").await;
        self.browser.enter("#name", "Test Person").await;
        let form = "main form[enctype=\"multipart/form-data\"]";
        self.browser.follow("button[name=enter]", form).await;
        let paper = self.file("giấy-tờ.pdf", &paper());
        fill_pages(&mut self.browser, "dossier", self.of.answers, &paper).await;
        self.browser.click("label[for=declared]").await;
        self.browser
            .follow("main form .acts button.govuk-button", ".slip .code")
            .await;
        self.browser.look("dossier-receipt").await;
    }

    /// She asks, the operator approves, and everybody sees the portal with its new name.
    async fn go_live(&mut self) {
        let ask = "form[action=\"/admin/onboarding/ask\"]";
        work_under(&self.browser, &self.portal, HERE, ask).await;
        self.browser.look("checklist-done").await;
        self.browser.follow(&format!("{ask} .btn"), ".notice.ok").await;
        self.browser.look("checklist-asked").await;
        let state = self.world.state();
        onboarding::approve(&state.db, &state.gate, self.of.slug, clock::now())
            .await
            .unwrap();
        state.tenants.refresh(&state.db).await.unwrap();
        self.browser.open(&self.at(HERE)).await;
        assert!(!self.browser.has("form[action=\"/admin/onboarding/undo\"]").await);
        self.browser.look("checklist-live").await;
        self.browser.forget().await;
        self.browser
            .open(&self.at(&format!("/?lang={}", self.of.home)))
            .await;
        let words = self.browser.words().await;
        assert!(words.contains(self.of.name), "{words}");
        self.browser.look("portal").await;
    }
}
