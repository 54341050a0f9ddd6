//! The journey itself, told once for every tenant.

use std::path::{Path, PathBuf};

use crate::support::chromium::Browser;
use crate::support::wait::until;

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
    let name = if scripts {
        story.tenant.to_owned()
    } else {
        format!("{}-without-scripts", story.tenant)
    };
    let mut walk = begin(story, scripts, &name).await;
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

/// From the payment to the money back: `raiser` asks for it, `head` decides. With a `cashier` it comes and goes at her desk,
/// else through the gateway.
pub async fn give_back(story: &Story, (raiser, head): (&str, &str), cashier: Option<&str>, scripts: bool) {
    let mut walk = begin(story, scripts, &format!("refund-{}", story.tenant)).await;
    let dossier = walk.apply().await;
    for officer in story.before_payment {
        walk.decide(&dossier, officer).await;
    }
    match cashier {
        Some(cashier) => walk.pay_at_desk(&dossier, cashier).await,
        None => walk.pay(&dossier).await,
    }
    let refund = walk.ask_back(&dossier, raiser).await;
    walk.approve(&refund, head).await;
    if let Some(cashier) = cashier {
        walk.fetch(&dossier, cashier).await;
    }
    walk.has_it_back(&dossier).await;
    walk.audit_net().await;
    walk.browser.finish().await;
}

async fn begin<'a>(story: &'a Story, scripts: bool, name: &str) -> Walk<'a> {
    let world = World::new(story.tenant).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/journeys")
        .join(name);
    let browser = Browser::start(story.language, scripts, &folder).await;
    let papers = tempfile::tempdir().unwrap();
    let file = papers.path().join("giấy-tờ.pdf");
    std::fs::write(&file, paper()).unwrap();
    Walk {
        story,
        world,
        browser,
        paper: file,
        _papers: papers,
    }
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
        // What it costs is said at once, whether or not it can be paid already.
        self.browser.one("section[aria-labelledby=pay]").await;
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
        self.browser.click("button[name=choice][value=pay]").await;
        until("she is back from the gateway", async || {
            self.browser.url().await.starts_with(&self.world.portal)
        })
        .await;
        let back = self.browser.url().await;
        self.browser.open_until(&back, ".notice.ok").await;
        self.browser.look("paid").await;
    }

    /// The result is on her page, and she was told by letter.
    async fn collect(&mut self, dossier: &Dossier) {
        sign_in(&self.browser, &self.world.portal, self.story.citizen, "/sign-out").await;
        let result = "section.notice.ok[aria-labelledby=result] a.btn";
        self.browser.open_until(&dossier.page, result).await;
        // The receipt, the invoice and the result.
        let third = "section[aria-labelledby=documents] li:nth-child(3) a";
        self.browser.open_until(&dossier.page, third).await;
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

    /// She pays in cash.
    async fn pay_at_desk(&mut self, dossier: &Dossier, cashier: &str) {
        sign_in(&self.browser, &self.world.portal, cashier, "/desk/sign-out").await;
        let desk = self.address(&format!("/hall/cash?code={}", dossier.number));
        self.browser.open_until(&desk, "#received").await;
        self.browser.look("cash-due").await;
        self.browser
            .follow("section[aria-labelledby=due] form .btn", ".slip")
            .await;
        self.browser.look("cash-receipt").await;
    }

    /// She reads where to fetch the money, and the cashier hands it over.
    async fn fetch(&mut self, dossier: &Dossier, cashier: &str) {
        sign_in(&self.browser, &self.world.portal, self.story.citizen, "/sign-out").await;
        let told = "section[aria-labelledby=payments] li:nth-child(2)";
        self.browser.open_until(&dossier.page, told).await;
        self.browser.look("to-fetch").await;
        sign_in(&self.browser, &self.world.portal, cashier, "/desk/sign-out").await;
        let due = "main a[href^=\"/hall/cash/refunds/\"]";
        self.browser.open_until(&self.address("/hall/cash"), due).await;
        self.browser.look("cash-to-give-back").await;
        self.browser.follow(due, "#hand-over").await;
        self.browser.look("cash-hand-over").await;
        self.browser.follow("#hand-over", ".slip").await;
        self.browser.look("cash-slip").await;
        self.browser.open(&self.address("/hall/cash")).await;
        self.browser.look("cash-till").await;
    }

    /// An officer asks that the fee be given back: first too much, which is told at the field, then what was paid.
    async fn ask_back(&mut self, dossier: &Dossier, raiser: &str) -> String {
        sign_in(&self.browser, &self.world.portal, raiser, "/desk/sign-out").await;
        let id = dossier.page.rsplit('/').next().unwrap();
        let ask = "main a[href^=\"/desk/refunds/raise/\"]";
        let page = self.address(&format!("/desk/dossiers/{id}"));
        self.browser.open_until(&page, ask).await;
        self.browser.look("paid-dossier").await;
        self.browser.follow(ask, "#reason").await;
        self.browser.look("ask").await;
        let due = self.browser.attribute("#amount", "value").await;
        self.browser.enter("#amount", "99999999").await;
        self.browser
            .follow(
                "main form .acts button.btn",
                ".govuk-error-summary a[href=\"#reason\"]",
            )
            .await;
        assert_eq!(self.browser.attribute("#amount", "value").await, "99999999");
        self.browser.look("ask-wrong").await;
        self.browser.enter("#amount", &due).await;
        self.browser.enter("#reason", self.story.digits).await;
        self.browser
            .follow("main form .acts button.btn", "section[aria-labelledby=what]")
            .await;
        assert!(!self.browser.has("button[name=decision]").await);
        self.browser.look("asked").await;
        let url = self.browser.url().await;
        url[self.world.portal.len()..].to_owned()
    }

    /// The head of the unit finds it in the list and approves.
    async fn approve(&mut self, refund: &str, head: &str) {
        sign_in(&self.browser, &self.world.portal, head, "/desk/sign-out").await;
        let row = format!("table.wl a[href=\"{refund}\"]");
        self.browser
            .open_until(&self.address("/desk/refunds"), &row)
            .await;
        self.browser.look("to-approve").await;
        self.browser
            .follow(&row, "button[name=decision][value=approve]")
            .await;
        self.browser.look("decide").await;
        let approve = "button[name=decision][value=approve]";
        self.browser.click(approve).await;
        until("it is approved", async || !self.browser.has(approve).await).await;
        self.browser.look("approved").await;
    }

    /// The gateway gives it back: she reads so on her page and in a letter, and has the credit note.
    async fn has_it_back(&mut self, dossier: &Dossier) {
        sign_in(&self.browser, &self.world.portal, self.story.citizen, "/sign-out").await;
        let note = "section[aria-labelledby=payments] li:nth-child(2) a";
        let given = "section[aria-labelledby=payments] li:nth-child(2) small:nth-of-type(2)";
        self.browser.open_until(&dossier.page, given).await;
        self.browser.open_until(&dossier.page, note).await;
        self.browser.look("given-back").await;
        let paper = self.address(&self.browser.attribute(note, "href").await);
        let pdf = self.file(&paper).await;
        assert!(pdf.starts_with(b"%PDF"), "the credit note is a paper");
        let kept = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("target/journeys")
            .join(format!("credit-note-{}.pdf", self.story.tenant));
        std::fs::write(kept, &pdf).unwrap();
        until(
            "the letters of the fee, the receipt, the approval and the money",
            async || self.world.letters_to(self.story.citizen).await.len() >= 4,
        )
        .await;
    }

    /// The auditor sees what came, what went back, and that nothing is left.
    async fn audit_net(&mut self) {
        sign_in(
            &self.browser,
            &self.world.portal,
            self.story.auditor,
            "/desk/sign-out",
        )
        .await;
        let refunded = "ul.sums li:nth-child(6) b a";
        self.browser
            .open_until(&self.address("/audit?by=procedure"), refunded)
            .await;
        self.browser.look("audit-net").await;
        let (came, went) = (
            self.browser.one_text("ul.sums li:nth-child(5) b").await,
            self.browser.one_text(refunded).await,
        );
        assert_eq!(came.trim(), went.trim());
        self.browser
            .follow(refunded, "table a[href^=\"/desk/dossiers/\"]")
            .await;
        self.browser.look("audit-refunded").await;
    }
}
