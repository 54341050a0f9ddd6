//! A browser without a script: cookies, forms with their hidden fields, redirects followed by hand.

use std::collections::BTreeMap;

use reqwest::header::{HeaderMap, LOCATION, SET_COOKIE};
use reqwest::{Client, redirect};

/// One person's browser at one tenant's portal.
pub struct Browser {
    client: Client,
    port: u16,
    host: String,
    pub cookies: BTreeMap<String, String>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: u16,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// A file about to be chosen in a form: field, name, media type the browser claims, content.
pub type Chosen<'a> = (&'a str, &'a str, &'a str, Vec<u8>);

/// A form of a page.
#[derive(Debug, Clone, Default)]
pub struct Form {
    pub action: String,
    pub is_post: bool,
    pub is_multipart: bool,
    /// Names and values that a browser would send without anybody touching the form.
    pub fields: Vec<(String, String)>,
    /// Every name the form has a control for.
    pub names: Vec<String>,
}

impl Page {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn has(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// Where a redirect leads, as a path.
    pub fn location(&self) -> String {
        let location = self
            .headers
            .get(LOCATION)
            .unwrap_or_else(|| panic!("{} leads nowhere: {}", self.status, self.text()));
        location.to_str().unwrap().to_owned()
    }

    /// The `<main>` of the page, without tags: what a person reads.
    pub fn words(&self) -> String {
        let text = self.text();
        let main = text.split_once("<main").map_or(text.as_str(), |(_, rest)| {
            rest.split("</main>").next().unwrap_or(rest)
        });
        let mut words = String::new();
        let mut is_tag = true;
        for c in main.chars() {
            match c {
                '<' => is_tag = true,
                '>' => is_tag = false,
                c if !is_tag => words.push(c),
                _ => {}
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Every form of the page.
    pub fn forms(&self) -> Vec<Form> {
        let text = self.text();
        text.split("<form")
            .skip(1)
            .map(|rest| form(rest.split("</form>").next().unwrap_or(rest)))
            .collect()
    }

    /// The form that has controls of these names.
    pub fn form(&self, names: &[&str]) -> Form {
        self.forms()
            .into_iter()
            .find(|form| {
                form.is_post
                    && names
                        .iter()
                        .all(|name| form.names.iter().any(|known| known == name))
            })
            .unwrap_or_else(|| panic!("no form of {} has {names:?}: {}", self.path, self.words()))
    }

    /// Every address of a link, in their order.
    pub fn links(&self) -> Vec<String> {
        self.text()
            .split("<a ")
            .skip(1)
            .filter_map(|rest| attribute(rest.split('>').next()?, "href"))
            .collect()
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.find(&format!("{name}=\""))? + name.len() + 2;
    let value = tag[from..].split('"').next()?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&#x27;", "'")
            .replace("&#x2F;", "/")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

fn form(text: &str) -> Form {
    let head = text.split('>').next().unwrap_or_default();
    let mut form = Form {
        action: attribute(head, "action").unwrap_or_default(),
        is_post: attribute(head, "method").is_some_and(|method| method.eq_ignore_ascii_case("post")),
        is_multipart: attribute(head, "enctype").is_some_and(|kind| kind == "multipart/form-data"),
        ..Form::default()
    };
    for (at, _) in text.match_indices('<') {
        let tag = text[at + 1..].split('>').next().unwrap_or_default();
        let Some(name) = attribute(tag, "name") else {
            continue;
        };
        let is = |element: &str| tag.starts_with(element);
        if is("input") || is("textarea") || is("select") || is("button") {
            form.names.push(name.clone());
        }
        let kind = attribute(tag, "type").unwrap_or_else(|| "text".into());
        if is("input") {
            let is_chosen = !matches!(kind.as_str(), "radio" | "checkbox") || tag.contains(" checked");
            if is_chosen && kind != "file" {
                form.fields
                    .push((name, attribute(tag, "value").unwrap_or_default()));
            }
        } else if is("textarea") {
            let inside = text[at..].split_once('>').map_or("", |(_, rest)| {
                rest.split("</textarea").next().unwrap_or_default()
            });
            form.fields
                .push((name, inside.trim_start_matches('\n').to_owned()));
        } else if is("select") {
            let inside = text[at..].split("</select").next().unwrap_or_default();
            let chosen = inside.split("<option").find(|option| {
                option
                    .split('>')
                    .next()
                    .is_some_and(|tag| tag.contains(" selected"))
            });
            form.fields.push((
                name,
                chosen
                    .and_then(|option| attribute(option, "value"))
                    .unwrap_or_default(),
            ));
        }
    }
    form
}

impl Browser {
    pub fn new(port: u16, slug: &str) -> Self {
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            client,
            port,
            host: format!("{slug}.localhost:{port}"),
            cookies: BTreeMap::new(),
        }
    }

    fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let path = path
            .strip_prefix(&format!("http://{}", self.host))
            .unwrap_or(path);
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = self
            .client
            .request(method, format!("http://127.0.0.1:{}{path}", self.port))
            .header("host", &self.host);
        if cookies.is_empty() {
            request
        } else {
            request.header("cookie", cookies.join("; "))
        }
    }

    /// Sends a request made by hand, and keeps the cookies of its answer.
    pub async fn send(&mut self, request: reqwest::RequestBuilder) -> Page {
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            let (pair, rest) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() || rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Page {
            status: answer.status().as_u16(),
            path: answer.url().path().to_owned(),
            headers: answer.headers().clone(),
            body: answer.bytes().await.unwrap().to_vec(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        let request = self.request(reqwest::Method::GET, path);
        self.send(request).await
    }

    /// A POST made by hand.
    pub fn post(&self, path: &str) -> reqwest::RequestBuilder {
        self.request(reqwest::Method::POST, path)
    }

    /// A GET by a program that shows a bearer token.
    pub fn authorised(&self, path: &str, token: &str) -> reqwest::RequestBuilder {
        self.request(reqwest::Method::GET, path)
            .header("authorization", format!("Bearer {token}"))
    }

    /// A GET that accepts these encodings.
    pub fn with_encodings(&self, path: &str, encodings: &str) -> reqwest::RequestBuilder {
        self.request(reqwest::Method::GET, path)
            .header("accept-encoding", encodings)
    }

    /// Sends a form as it stands.
    pub async fn send_form(&mut self, form: &Form) -> Page {
        let kind = "application/x-www-form-urlencoded";
        let request = self
            .post(&form.action)
            .header("content-type", kind)
            .body(encoded(&form.fields));
        self.send(request).await
    }

    /// Follows redirects, as a browser does.
    pub async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..5 {
            if !(300..400).contains(&page.status) {
                return page;
            }
            let to = page.location();
            page = self.get(&to).await;
        }
        panic!("redirected in circles at {}", page.path)
    }

    /// Fills in and sends the form of the page that has these fields; the others go as they are.
    pub async fn submit(&mut self, page: &Page, fields: &[(&str, &str)]) -> Page {
        self.submit_with(page, fields, Vec::new()).await
    }

    /// The same with files chosen.
    pub async fn submit_with(
        &mut self,
        page: &Page,
        fields: &[(&str, &str)],
        files: Vec<Chosen<'_>>,
    ) -> Page {
        let names: Vec<&str> = fields
            .iter()
            .map(|(name, _)| *name)
            .chain(files.iter().map(|file| file.0))
            .collect();
        let form = page.form(&names);
        let mut values: Vec<(String, String)> = form
            .fields
            .iter()
            .filter(|(name, _)| !fields.iter().any(|(set, _)| set == name))
            .cloned()
            .collect();
        values.extend(
            fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let request = self.post(if form.action.is_empty() {
            &page.path
        } else {
            &form.action
        });
        let (kind, body) = if form.is_multipart {
            (
                "multipart/form-data; boundary=a-boundary",
                multipart(&values, files),
            )
        } else {
            assert!(files.is_empty(), "this form takes no files");
            ("application/x-www-form-urlencoded", encoded(&values).into_bytes())
        };
        let request = request.header("content-type", kind).body(body);
        self.send(request).await
    }
}

/// Pairs as a plain form sends them.
pub fn encoded(values: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(values)
        .finish()
}

fn multipart(values: &[(String, String)], files: Vec<Chosen<'_>>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in values {
        body.extend(
            format!("--a-boundary\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .bytes(),
        );
    }
    for (field, name, kind, content) in files {
        let head = format!(
            "content-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\ncontent-type: {kind}"
        );
        body.extend(format!("--a-boundary\r\n{head}\r\n\r\n").bytes());
        body.extend(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--a-boundary--\r\n");
    body
}
