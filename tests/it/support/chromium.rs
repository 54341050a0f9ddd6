//! Chromium as a person uses it: a driver of the test's own, pages looked at on a telephone and on a desk, and axe-core.
//!
//! `CHROMEDRIVER` and `CHROMIUM` say where they are; without them they are where Debian puts them.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::port;

/// How long a page, or what a worker does, may take on a busy machine.
const DEADLINE: Duration = Duration::from_secs(90);
/// How long the page that a click leads to may be on its way.
const SOON: Duration = Duration::from_secs(10);
/// Widths at which every page is looked at, in CSS pixels, with a height to go with each.
const WIDTHS: [(u32, u32); 2] = [(TELEPHONE, 844), (DESK, 900)];
/// The width of a telephone.
pub const TELEPHONE: u32 = 390;
/// The width of the screen on a desk.
pub const DESK: u32 = 1366;
/// What a reader would miss or not be able to read: the page scrolls sideways, words are cut or run into their neighbours, and
/// cells that stand one below the other on a telephone do not say what they are.
const UNREADABLE: &str = "(() => {
    const found = [], root = document.documentElement, told = it => it.textContent.trim().replace(/\\s+/g, ' ').slice(0, 60);
    if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} wide`);
    for (const it of document.querySelectorAll('main :is(th, td, dd, dt, h1, h2, .btn):not(.vh)'))
        if (it.clientWidth > 0 && it.scrollWidth > it.clientWidth + 1) found.push(`cut: ${told(it)}`);
    if (innerWidth < 640) {
        for (const it of document.querySelectorAll('.wl tbody td:not([data-l]):not(.act), .fold tbody td:not([data-l]):not(.act)'))
            found.push(`a cell that does not say what it is: ${told(it)}`);
        for (const it of document.querySelectorAll('.tw, .scroll:has(> .fold), .scroll:has(> .matrix)'))
            if (it.scrollWidth > it.clientWidth + 1) found.push(`a folded list is ${it.scrollWidth} wide: ${told(it)}`);
    }
    return found;
})()";

/// A browser of one test, with the folder of its screenshots.
pub struct Browser {
    client: Client,
    driver: Child,
    /// What the browser writes meanwhile: an ended browser leaves half of it behind, and this takes it away.
    _scratch: TempDir,
    folder: PathBuf,
    scripts: bool,
    seen: u32,
    /// What axe found, told together at the end.
    violations: Vec<String>,
}

/// A command of the DevTools protocol through the driver.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (
            Method::POST,
            Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()),
        )
    }
}

fn program(variable: &str, usual: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| usual.into())
}

impl Browser {
    /// Starts a browser of a person who reads `language`; without `scripts`, no page may run any.
    pub async fn start(language: &str, scripts: bool, folder: &Path) -> Self {
        let port = port::free();
        let path = program("CHROMEDRIVER", "/usr/bin/chromedriver");
        let scratch = tempfile::tempdir().unwrap();
        let driver = Command::new(&path)
            .arg(format!("--port={port}"))
            .env("TMPDIR", scratch.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{path} cannot be started: {error}; install chromium-driver or set CHROMEDRIVER")
            });
        let client = connect(port, language).await;
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder).unwrap();
        let browser = Self {
            client,
            driver,
            _scratch: scratch,
            folder: folder.to_owned(),
            scripts,
            seen: 0,
            violations: Vec::new(),
        };
        browser.let_scripts(scripts).await;
        browser
    }

    async fn let_scripts(&self, run: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !run }))
            .await;
    }

    async fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        self.client
            .issue_cmd(DevTools { command, parameters })
            .await
            .unwrap()
    }

    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    pub async fn url(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }

    /// Forgets who is signed in, as another person's browser would.
    pub async fn forget(&self) {
        self.client.delete_all_cookies().await.unwrap();
    }

    pub async fn all(&self, css: &str) -> Vec<Element> {
        self.client.find_all(Locator::Css(css)).await.unwrap()
    }

    pub async fn has(&self, css: &str) -> bool {
        !self.all(css).await.is_empty()
    }

    /// The first of what `css` names, as soon as it is there: the page that a click leads to may still be on its way. Fails with
    /// the page's words when it does not come.
    pub async fn one(&self, css: &str) -> Element {
        self.wait_for(css, SOON).await
    }

    async fn wait_for(&self, css: &str, patience: Duration) -> Element {
        let begun = Instant::now();
        loop {
            // The page may go away while it is looked at.
            let found = self.client.find_all(Locator::Css(css)).await.unwrap_or_default();
            if let Some(element) = found.into_iter().next() {
                return element;
            }
            if begun.elapsed() > patience {
                panic!("no {css} on {}:\n{}", self.url().await, self.words().await);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// What a reader sees of the page.
    pub async fn words(&self) -> String {
        self.one_text("body").await
    }

    pub async fn one_text(&self, css: &str) -> String {
        self.client
            .find(Locator::Css(css))
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    }

    pub async fn attribute(&self, css: &str, name: &str) -> String {
        self.one(css).await.attr(name).await.unwrap().unwrap_or_default()
    }

    pub async fn click(&self, css: &str) {
        self.one(css).await.click().await.unwrap();
    }

    /// Clicks what leads to another page, and waits until that page, with `expected` in it, is there.
    pub async fn follow(&self, css: &str, expected: &str) {
        self.click(css).await;
        self.until(expected).await;
    }

    pub async fn enter(&self, css: &str, text: &str) {
        let field = self.one(css).await;
        let kind = field.attr("type").await.unwrap().unwrap_or_default();
        if text.is_empty() || matches!(kind.as_str(), "date" | "time" | "month" | "file") {
            field.clear().await.unwrap();
            field.send_keys(text).await.unwrap();
            return;
        }
        // Words that arrive whole, as from a keyboard that completes them: a key at a time costs several times as much.
        let field = serde_json::to_value(&field).unwrap();
        let select = "arguments[0].focus(); arguments[0].select();";
        self.client.execute(select, vec![field]).await.unwrap();
        self.devtools("Input.insertText", json!({ "text": text })).await;
    }

    /// Presses keys together where the focus is: `[Shift, Tab]` goes back.
    pub async fn press(&self, keys: &[char]) {
        let down = keys.iter().map(|key| KeyAction::Down { value: *key });
        let up = keys.iter().rev().map(|key| KeyAction::Up { value: *key });
        self.keys(down.chain(up)).await;
    }

    /// Types letters one after the other where the focus is.
    pub async fn type_letters(&self, letters: &str) {
        let each = |value| [KeyAction::Down { value }, KeyAction::Up { value }];
        self.keys(letters.chars().flat_map(each)).await;
    }

    async fn keys(&self, actions: impl Iterator<Item = KeyAction>) {
        let keys = actions.fold(KeyActions::new("keyboard".into()), InputSource::then);
        self.client.perform_actions(keys).await.unwrap();
    }

    /// What an expression of the page's language comes to on the page as it is.
    pub async fn ask(&self, expression: &str) -> Value {
        self.client
            .execute(&format!("return ({expression})"), vec![])
            .await
            .unwrap()
    }

    /// Waits until the page has `css`.
    pub async fn until(&self, css: &str) {
        self.wait_for(css, DEADLINE).await;
    }

    /// Opens `url` again and again until the page has `css`: for what a worker brings about.
    pub async fn open_until(&self, url: &str, css: &str) {
        let begun = Instant::now();
        loop {
            self.open(url).await;
            if self.has(css).await {
                return;
            }
            if begun.elapsed() > DEADLINE {
                panic!("still no {css} on {url}:\n{}", self.words().await);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// The session cookie as a request header, for files that the browser would download.
    pub async fn cookies(&self) -> String {
        let cookies = self.client.get_all_cookies().await.unwrap();
        cookies
            .iter()
            .map(|cookie| format!("{}={}", cookie.name(), cookie.value()))
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// Looks at the page as it is: every text there and to be read, and nothing for axe to say, on a telephone and on a desk, with a
    /// screenshot of each.
    pub async fn look(&mut self, name: &str) {
        self.note_missing_texts(name).await;
        for (width, height) in WIDTHS {
            self.stand_at(name, width, height).await;
            self.photograph(name, width).await;
            self.judge(name, width).await;
        }
    }

    /// The same for many pages that are much alike, in a fraction of the time: axe judges at one width alone, or not at all, and
    /// screenshots are taken when `ONEDOOR_PHOTOGRAPHS` is set.
    pub async fn glance(&mut self, name: &str, judged: Option<u32>) {
        self.note_missing_texts(name).await;
        for (width, height) in WIDTHS {
            self.stand_at(name, width, height).await;
            if std::env::var_os("ONEDOOR_PHOTOGRAPHS").is_some() {
                self.photograph(name, width).await;
            }
            if judged == Some(width) {
                self.judge(name, width).await;
            }
        }
    }

    /// Notes what a text that is missing in its language is drawn as.
    async fn note_missing_texts(&mut self, name: &str) {
        self.seen += 1;
        if let Some(rest) = self.words().await.split('\u{27e6}').nth(1) {
            let text = rest.lines().next().unwrap_or_default();
            self.violations.push(format!("{name}: no text for {text}"));
        }
    }

    /// Makes the page so wide, and notes what cannot be read of it there.
    async fn stand_at(&mut self, name: &str, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        let found = self.ask(UNREADABLE).await;
        let found = found.as_array().expect("a list of what cannot be read");
        let told = found.iter().filter_map(Value::as_str);
        self.violations
            .extend(told.map(|what| format!("{name} at {width}: {what}")));
    }

    async fn photograph(&self, name: &str, width: u32) {
        let whole = json!({ "format": "png", "captureBeyondViewport": true, "optimizeForSpeed": true });
        let shot = self.devtools("Page.captureScreenshot", whole).await;
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(shot["data"].as_str().unwrap())
            .unwrap();
        std::fs::write(
            self.folder.join(format!("{:02}-{name}-{width}.png", self.seen)),
            bytes,
        )
        .unwrap();
    }

    /// Runs axe-core in the page, which loads nothing again: only sound and film would be judged by that. Where scripts are off they
    /// are let in for the check only: the page has loaded without.
    async fn judge(&mut self, name: &str, width: u32) {
        if !self.scripts {
            self.let_scripts(true).await;
        }
        // Half a megabyte, so only when the page has not got it from the judgement at the other width.
        if self.ask("!window.axe").await == json!(true) {
            self.client.execute(&axe(), vec![]).await.unwrap();
        }
        let run = "const done = arguments[arguments.length - 1]; \
            axe.run(document, { resultTypes: ['violations'], preload: false }).then(r => done({ kept: r.passes.length, broken: r.violations.map(v => \
            v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160) + ' (' + n.failureSummary + ')').join(' | ')) }), e => done('' + e))";
        let found = self.client.execute_async(run, vec![]).await.unwrap();
        assert!(
            found["kept"].as_u64().is_some_and(|kept| kept > 5),
            "axe did not judge {name}: {found}"
        );
        for violation in found["broken"].as_array().expect("axe answers with a list") {
            self.violations.push(format!(
                "{name} at {width}: {}",
                violation.as_str().unwrap_or_default()
            ));
        }
        if !self.scripts {
            self.let_scripts(false).await;
        }
    }

    /// Whether the pages' own script ran, which marks the body for its styles.
    pub async fn assert_scripts(&self) {
        let marked = if self.scripts {
            self.until("body.govuk-frontend-supported").await;
            true
        } else {
            self.has("body.govuk-frontend-supported").await
        };
        assert_eq!(marked, self.scripts, "scripts run where they may, and only there");
    }

    /// Ends the browser, and fails with everything axe found.
    pub async fn finish(mut self) {
        let violations = std::mem::take(&mut self.violations);
        assert!(self.seen > 0, "no page was looked at");
        let _ = self.client.clone().close().await;
        assert!(
            violations.is_empty(),
            "{} violations on {} pages:\n{}",
            violations.len(),
            self.seen,
            violations.join("\n")
        );
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends the browsers it started when it is asked to end, not when it is killed. The shell asks, because a bare
        // machine has no program for it.
        let asked = Command::new("sh")
            .args(["-c", &format!("kill {}", self.driver.id())])
            .status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.driver.kill();
        }
        let _ = self.driver.wait();
    }
}

async fn connect(port: u16, language: &str) -> Client {
    let options = json!({
        "binary": program("CHROMIUM", "/usr/bin/chromium"),
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
            "--disable-component-update", "--no-first-run", "--window-size=1366,900", format!("--lang={language}")
        ],
        "prefs": {
            "intl.accept_languages": language,
        }
    });
    let timeouts = json!({ "script": u64::try_from(DEADLINE.as_millis()).unwrap() });
    let capabilities =
        json!({ "browserName": "chrome", "goog:chromeOptions": options, "timeouts": timeouts });
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities.as_object().unwrap().clone());
    let begun = Instant::now();
    loop {
        match builder.connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(client) => return client,
            Err(error) => assert!(begun.elapsed() < DEADLINE, "no browser: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn axe() -> String {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    ["dist-test/axe.min.js", "node_modules/axe-core/axe.min.js"]
        .iter()
        .find_map(|file| std::fs::read_to_string(assets.join(file)).ok())
        .expect("axe-core is not there: build the assets with `npm ci && node build.mjs` in assets/")
}
