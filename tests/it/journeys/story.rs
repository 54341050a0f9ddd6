//! The journey itself, told once for every tenant.

use std::path::{Path, PathBuf};

use crate::support::chromium::Browser;

use super::people::{fill, fill_pages, paper, sign_in};
use super::world::World;

/// Who does what in a tenant.
pub struct Story {
    pub tenant: &'static str,
    pub language: &'static str,
    /// A word by which the service is found.
    pub search: &'static str,
    pub procedure: &'static str,
    pub citizen: &'static str,
    /// The last characters of her identity number.
    pub digits: &'static str,
    pub answers: &'static [(&'static str, &'static str)],
    pub before_payment: &'static [Officer],
    pub after_payment: &'static [Officer],
    /// An officer of another operating unit.
    pub elsewhere: &'static str,
    pub auditor: &'static str,
}

/// Who takes a task, and what she decides.
pub struct Officer {
    pub email: &'static str,
    pub outcome: &'static str,
}

/// A journey under way.
struct Walk<'a> {
    story: &'a Story,
    world: World,
    browser: Browser,
    paper: PathBuf,
    _papers: tempfile::TempDir,
}

/// A dossier as its applicant knows it.
struct Dossier {
    number: String,
    /// Address of its page in the portal.
    page: String,
}

/// From the search to the result.
pub async fn walk(story: &Story, scripts: bool) {
    let world = World::new(story.tenant).await;
    let name = if scripts {
        story.tenant.to_owned()
    } else {
        format!("{}-without-scripts", story.tenant)
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/journeys")
        .join(name);
    let browser = Browser::start(story.language, scripts, &folder).await;
    let papers = tempfile::tempdir().unwrap();
    let file = papers.path().join("giấy-tờ.pdf");
    std::fs::write(&file, paper()).unwrap();
    let mut walk = Walk {
        story,
        world,
        browser,
        paper: file,
        _papers: papers,
    };
    walk.find().await;
    let dossier = walk.apply().await;
    walk.is_nothing_elsewhere(&dossier).await;
    for officer in story.before_payment {
        walk.decide(&dossier, officer).await;
    }
    walk.pay(&dossier).await;
    for officer in story.after_payment {
        walk.decide(&dossier, officer).await;
    }
    walk.collect(&dossier).await;
    walk.track(&dossier).await;
    walk.audit().await;
    walk.browser.finish().await;
}

impl Walk<'_> {
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.world.portal)
    }

    /// A stranger finds the service by a word of her own, and reads about it in her language and in English.
    async fn find(&mut self) {
        self.browser.open(&self.address("/")).await;
        assert_eq!(self.browser.attribute("html", "lang").await, self.story.language);
        self.browser.assert_scripts().await;
        self.browser.look("home").await;
        self.browser
            .enter("form[role=search] input[name=q]", self.story.search)
            .await;
        let guide = format!("a[href=\"/procedures/{}\"]", self.story.procedure);
        self.browser.follow("form[role=search] button", "#found").await;
        self.browser.until(&guide).await;
        self.browser.look("search").await;
        let apply = format!("a[href^=\"/procedures/{}/apply\"]", self.story.procedure);
        self.browser.follow(&guide, &apply).await;
        self.browser.look("guide").await;
        self.browser
            .follow(".langs a[hreflang=en]", "html[lang=en]")
            .await;
        self.browser.until(&apply).await;
        self.browser.look("guide-en").await;
        self.browser
            .follow(
                &format!(".langs a[hreflang={}]", self.story.language),
                &format!("html[lang={}]", self.story.language),
            )
            .await;
        self.browser.open(&self.address("/sign-in")).await;
        self.browser.look("sign-in").await;
        self.browser.open(&self.address("/register")).await;
        self.browser.look("register").await;
    }

    /// She signs in, answers every page, attaches her paper, checks and sends.
    async fn apply(&mut self) -> Dossier {
        sign_in(&self.browser, &self.world.portal, self.story.citizen, "/sign-out").await;
        self.browser
            .open(&self.address(&format!("/procedures/{}/apply", self.story.procedure)))
            .await;
        let attached = fill_pages(&mut self.browser, "apply", self.story.answers, &self.paper).await;
        assert!(attached > 0, "the form takes a paper");
        self.browser.look("check").await;
        self.browser.click("label[for=declared]").await;
        self.browser
            .follow("main form .acts button.govuk-button", ".done-panel .code")
            .await;
        self.browser.look("sent").await;
        let number = self.browser.one_text(".done-panel .code").await;
        assert!(!number.trim().is_empty());
        let page = self.browser.url().await.trim_end_matches("/sent").to_owned();
        Dossier {
            number: number.trim().to_owned(),
            page,
        }
    }

    /// For an officer of another operating unit the dossier does not exist.
    async fn is_nothing_elsewhere(&mut self, dossier: &Dossier) {
        sign_in(
            &self.browser,
            &self.world.portal,
            self.story.elsewhere,
            "/desk/sign-out",
        )
        .await;
        self.browser.open(&self.address("/desk?whose=all")).await;
        self.browser.one("#list").await;
        assert!(
            !self.browser.words().await.contains(&dossier.number),
            "it is in another unit's work list"
        );
        let id = dossier.page.rsplit('/').next().unwrap();
        self.browser
            .open(&self.address(&format!("/desk/dossiers/{id}")))
            .await;
        assert!(
            !self.browser.words().await.contains(&dossier.number),
            "another unit opens it"
        );
        self.browser.look("not-found").await;
    }

    /// An officer finds the dossier in her work list, takes its task and decides.
    async fn decide(&mut self, dossier: &Dossier, officer: &Officer) {
        let who = officer.email.split('@').next().unwrap();
        sign_in(&self.browser, &self.world.portal, officer.email, "/desk/sign-out").await;
        let id = dossier.page.rsplit('/').next().unwrap();
        let row = format!("table.wl a[href=\"/desk/dossiers/{id}\"]");
        self.browser.open_until(&self.address("/desk"), &row).await;
        assert!(self.browser.words().await.contains(&dossier.number));
        self.browser.look(&format!("desk-{who}")).await;
        self.browser
            .follow("form[action$=\"/claim\"] button", "form.decide")
            .await;
        self.browser.look(&format!("desk-dossier-{who}")).await;
        fill(&self.browser, "form.decide", &[], &self.paper).await;
        let decide = format!("form.decide button[name=outcome][value={}]", officer.outcome);
        self.browser.click(&decide).await;
        let begun = std::time::Instant::now();
        while self.browser.has(&decide).await {
            assert!(
                begun.elapsed().as_secs() < 60,
                "not decided:\n{}",
                self.browser.words().await
            );
        }
    }

    /// She is asked for the fee, and pays on the gateway's page.
    async fn pay(&mut self, dossier: &Dossier) {
        sign_in(&self.browser, &self.world.portal, self.story.citizen, "/sign-out").await;
        let pay = "main a[href$=\"/pay\"]";
        self.browser.open_until(&dossier.page, pay).await;
        self.browser.look("dossier-to-pay").await;
        self.browser.follow(pay, "form[action$=\"/pay\"]").await;
        self.browser.look("pay").await;
        self.browser
            .click("input[name=method][value=keypay] + label")
            .await;
        self.browser
            .follow(
                "main form .acts button.govuk-button",
                "button[name=choice][value=pay]",
            )
            .await;
        self.browser.look("gateway").await;
        self.browser
            .follow("button[name=choice][value=pay]", "main h1")
            .await;
        let back = self.browser.url().await;
        assert!(
            back.starts_with(&self.world.portal),
            "back from the gateway: {back}"
        );
        self.browser.open_until(&back, ".notice.ok").await;
        self.browser.look("paid").await;
    }

    /// The result is on her page, and she was told by letter.
    async fn collect(&mut self, dossier: &Dossier) {
        sign_in(&self.browser, &self.world.portal, self.story.citizen, "/sign-out").await;
        let result = "section.notice.ok[aria-labelledby=result] a.btn";
        self.browser.open_until(&dossier.page, result).await;
        self.browser.look("dossier-with-result").await;
        let paper = self.address(&self.browser.attribute(result, "href").await);
        let pdf = self.file(&paper).await;
        assert!(pdf.starts_with(b"%PDF"), "the result is a paper");
        let code = paper.rsplit('/').next().unwrap();
        self.browser.open(&self.address(&format!("/verify/{code}"))).await;
        self.browser
            .one("section.notice.ok[aria-labelledby=verdict]")
            .await;
        self.browser.look("verify").await;
        self.browser.open(&dossier.page).await;
        self.browser.open(&self.address("/my/dossiers")).await;
        assert!(self.browser.words().await.contains(&dossier.number));
        self.browser.look("dossiers").await;
        self.read_notices().await;
        self.world
            .letter_naming(self.story.citizen, &dossier.number)
            .await;
    }

    async fn read_notices(&mut self) {
        self.browser
            .open_until(&self.address("/my/notices"), "ul.inbox li")
            .await;
        self.browser.look("notices").await;
    }

    async fn file(&self, url: &str) -> Vec<u8> {
        // The host is in the header: not every resolver knows names below localhost.
        let host = url.split('/').nth(2).unwrap();
        let local = url.replacen(
            host,
            &host.replace(&format!("{}.localhost", self.story.tenant), "127.0.0.1"),
            1,
        );
        let request = reqwest::Client::new()
            .get(local)
            .header("host", host)
            .header("cookie", self.browser.cookies().await);
        request
            .send()
            .await
            .unwrap()
            .error_for_status()
            .unwrap()
            .bytes()
            .await
            .unwrap()
            .to_vec()
    }

    /// Anybody with the number and the digits follows it without signing in.
    async fn track(&mut self, dossier: &Dossier) {
        self.browser.forget().await;
        self.browser.open(&self.address("/track")).await;
        self.browser.look("track").await;
        self.browser.enter("#code", &dossier.number).await;
        self.browser.enter("#digits", self.story.digits).await;
        self.browser
            .follow("main form button.govuk-button", "a[href=\"/track\"].btn.ghost")
            .await;
        assert!(self.browser.words().await.contains(&dossier.number));
        self.browser.look("track-result").await;
    }

    /// The auditor sees it counted, and its fee in the sum of money.
    async fn audit(&mut self) {
        sign_in(
            &self.browser,
            &self.world.portal,
            self.story.auditor,
            "/desk/sign-out",
        )
        .await;
        let page = self.address("/audit");
        self.browser.open_until(&page, "table.data tfoot").await;
        let begun = std::time::Instant::now();
        while self.browser.one_text("ul.sums li:first-child b").await.trim() != "1" {
            assert!(
                begun.elapsed().as_secs() < 60,
                "not counted:\n{}",
                self.browser.words().await
            );
            self.browser.open(&page).await;
        }
        self.browser.look("audit").await;
    }
}
