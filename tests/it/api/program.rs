//! A program that calls a server: a host, perhaps a token, and no cookies.

use onedoor::authority::people::Token;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::isolation::lines;
use crate::support::TestDatabase;
use crate::support::server::TestServer;

/// Somebody of the demonstration who applies without papers.
pub const CITIZEN: &str = "oksana.petrenko@mail.example";
pub const OTHER_CITIZEN: &str = "petro.ivanenko@mail.example";
/// The tenant they live in, and one they do not.
pub const HOME: &str = "zoriana";
pub const ABROAD: &str = "an-binh";

/// A program.
#[derive(Clone)]
pub struct Program {
    client: reqwest::Client,
    port: u16,
    slug: String,
    token: Option<String>,
}

/// What was answered.
#[derive(Debug)]
pub struct Told {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Told {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The rule that refused, of a problem in the right form.
    pub fn problem(&self) -> String {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{self:?}"
        );
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{problem}");
        assert!(
            problem["type"]
                .as_str()
                .is_some_and(|kind| kind.starts_with("/problems/")),
            "{problem}"
        );
        problem["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Where what was wrong lies.
    pub fn pointers(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .filter_map(|error| error["pointer"].as_str().map(str::to_owned))
            .collect()
    }
}

impl Program {
    /// A program without a token.
    pub fn nobody(server: &TestServer, slug: &str) -> Self {
        Self::calling(server.port, slug)
    }

    /// A program without a token that calls whatever listens on this port.
    pub fn calling(port: u16, slug: &str) -> Self {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self {
            client,
            port,
            slug: slug.to_owned(),
            token: None,
        }
    }

    /// A program with a token of somebody's.
    pub fn of(server: &TestServer, slug: &str, email: &str) -> Self {
        Self::nobody(server, slug).with(&token(&server.database, slug, email, "1 day"))
    }

    /// The same program with another token.
    pub fn with(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// The same program at another tenant's host.
    pub fn at(mut self, slug: &str) -> Self {
        slug.clone_into(&mut self.slug);
        self
    }

    /// The same program calling another node.
    pub fn on(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self
            .client
            .request(method, format!("http://127.0.0.1:{}{path}", self.port))
            .header("host", format!("{}.localhost:{}", self.slug, self.port));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn send(&self, request: RequestBuilder) -> Told {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Told {
            status,
            headers,
            text: answer.text().await.unwrap_or_default(),
        }
    }

    pub async fn get(&self, path: &str) -> Told {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, key: Option<&str>, body: &Value) -> Told {
        self.post_raw(path, key, "application/json", body.to_string().into_bytes())
            .await
    }

    pub async fn post_raw(&self, path: &str, key: Option<&str>, kind: &str, body: Vec<u8>) -> Told {
        let mut request = self
            .request(Method::POST, path)
            .header("content-type", kind)
            .body(body);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.send(request).await
    }
}

/// A token that lasts for `lasting`, as if its owner had made it.
pub fn token(database: &TestDatabase, slug: &str, email: &str, lasting: &str) -> String {
    let token = Token::fresh();
    let digest: String = token.digest().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut rows = database.superuser();
    let known = lines(
        &mut rows,
        &format!(
            "insert into session (tenant_id, id, token_digest, kind, account_id, name, expires_at)
             select a.tenant_id, gen_random_uuid(), decode('{digest}', 'hex'), 'token', a.id, 'test', now() + interval '{lasting}'
             from account a join tenant t on t.id = a.tenant_id where t.slug = '{slug}' and a.email = '{email}' returning id::text as line"
        ),
    );
    assert_eq!(known.len(), 1, "{email} of {slug}");
    token.text()
}

/// An application that needs no papers.
pub fn application() -> Value {
    json!({
        "procedure": "vytiah-yedr",
        "answers": {
            "full_name": "Петренко Оксана", "tax_number": "3184710691", "phone": "+380501234567", "address": "вул. Садова, 1",
            "subject_name": "Банк", "subject_code": "14360570", "copies": 1, "delivery": "electronic",
        },
    })
}

/// How many rows each table has.
pub fn row_counts(database: &TestDatabase) -> Vec<String> {
    let mut eyes = database.superuser();
    let tables = crate::isolation::tables(&mut eyes);
    tables
        .iter()
        // The server seals its audit trail by itself, whatever is asked of it.
        .filter(|table| table.as_str() != "audit_seal")
        .map(|table| {
            format!(
                "{table}: {}",
                lines(&mut eyes, &format!("select count(*)::text as line from {table}"))[0]
            )
        })
        .collect()
}
