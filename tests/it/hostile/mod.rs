//! Input that nobody sends by mistake: a clear 4xx, nothing stored, and a server that goes on answering.
//!
//! What comes with files and forms is tried beside the portal, hostile drawings beside their parser; here is the API and
//! the protocol itself.

mod drawings;

use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::api::program::{CITIZEN, HOME, Program, application, row_counts, token};
use crate::support::server::{Setting, TestServer};

const DOSSIERS: &str = "/api/v1/dossiers";

fn nested(depth: usize) -> String {
    format!(
        "{{\"procedure\":{}1{}}}",
        "{\"a\":".repeat(depth),
        "}".repeat(depth)
    )
}

fn wide(members: usize) -> String {
    let answers: Vec<String> = (0..members).map(|at| format!("\"field_{at}\":\"x\"")).collect();
    format!(
        "{{\"procedure\":\"vytiah-yedr\",\"answers\":{{{}}}}}",
        answers.join(",")
    )
}

/// Name, content type, body, and what it is to be told.
fn bodies() -> Vec<(&'static str, &'static str, Vec<u8>, u16)> {
    let json = "application/json";
    let with = |field: &str, value: serde_json::Value| {
        let mut body = application();
        body["answers"][field] = value;
        body.to_string().into_bytes()
    };
    let doctype = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    vec![
        (
            "10 MB",
            json,
            [
                b"{\"procedure\":\"".to_vec(),
                vec![b'a'; 10 * 1024 * 1024],
                b"\"}".to_vec(),
            ]
            .concat(),
            413,
        ),
        ("10 MB of brackets", json, vec![b'['; 10 * 1024 * 1024], 413),
        ("10,000 deep", json, nested(10_000).into_bytes(), 422),
        ("100,000 opened", json, vec![b'['; 100_000], 422),
        ("1,000 fields", json, wide(1_000).into_bytes(), 422),
        ("fields the form has not", json, wide(150).into_bytes(), 422),
        ("a list", json, b"[]".to_vec(), 422),
        ("a number", json, b"7".to_vec(), 422),
        ("nothing", json, Vec::new(), 400),
        ("half of it", json, b"{\"procedure\": \"vytiah".to_vec(), 400),
        ("two of it", json, b"{}{}".to_vec(), 400),
        ("not UTF-8", json, b"{\"procedure\": \"\xff\xfe\"}".to_vec(), 400),
        (
            "a lone surrogate",
            json,
            b"{\"procedure\": \"\\ud800\"}".to_vec(),
            400,
        ),
        ("not a number", json, b"{\"procedure\": NaN}".to_vec(), 400),
        ("a number beyond all", json, with("copies", json!(1e308)), 422),
        (
            "a whole number beyond all",
            json,
            b"{\"procedure\":\"vytiah-yedr\",\"answers\":{\"copies\":99999999999999999999999999}}".to_vec(),
            422,
        ),
        (
            "null bytes in an answer",
            json,
            with("full_name", json!("a\u{0}b")),
            422,
        ),
        (
            "null bytes in a code",
            json,
            json!({"procedure": "vytiah\u{0}yedr", "answers": {}})
                .to_string()
                .into_bytes(),
            422,
        ),
        ("a null byte in a name", json, with("na\u{0}me", json!("x")), 422),
        (
            "wrong types",
            json,
            json!({"procedure": ["x"], "answers": "x", "unit": {}})
                .to_string()
                .into_bytes(),
            422,
        ),
        (
            "an object for an answer",
            json,
            with("copies", json!({"$gt": 0})),
            422,
        ),
        ("a list of lists", json, with("copies", json!([[1]])), 422),
        (
            "an answer too long",
            json,
            with("full_name", json!("a".repeat(100_000))),
            422,
        ),
        (
            "a path for a procedure",
            json,
            json!({"procedure": "../../etc/passwd", "answers": {}})
                .to_string()
                .into_bytes(),
            422,
        ),
        ("XML as XML", "application/xml", doctype.as_bytes().to_vec(), 415),
        ("XML as JSON", json, doctype.as_bytes().to_vec(), 400),
        (
            "JSON as a form",
            "application/x-www-form-urlencoded",
            application().to_string().into_bytes(),
            415,
        ),
        (
            "JSON as text",
            "text/plain",
            application().to_string().into_bytes(),
            415,
        ),
        (
            "JSON as almost JSON",
            "application/jsonp",
            application().to_string().into_bytes(),
            415,
        ),
    ]
}

async fn server() -> TestServer {
    TestServer::with(&[HOME], Setting::default()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_bodies_are_refused_in_words_and_leave_nothing() {
    let server = server().await;
    let program = Program::of(&server, HOME, CITIZEN);
    let before = row_counts(&server.database);
    for (at, (name, kind, body, status)) in bodies().into_iter().enumerate() {
        let told = program
            .post_raw(DOSSIERS, Some(&format!("key-{at:08}")), kind, body)
            .await;
        assert_eq!(told.status, status, "{name}: {told:?}");
        let code = told.problem();
        let detail = told.json()["detail"].as_str().unwrap_or_default().to_owned();
        assert!(
            !code.is_empty() && !detail.is_empty() && detail != code,
            "{name} is not told why: {told:?}"
        );
        assert!(
            told.text.len() < 200_000,
            "{name}: an answer of {} bytes",
            told.text.len()
        );
    }
    assert_eq!(row_counts(&server.database), before, "something was stored");
    let good = program
        .post(DOSSIERS, Some("key-of-a-good-one"), &application())
        .await;
    assert_eq!(good.status, 201, "the server goes on: {good:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_keys_tokens_paths_and_parameters_are_refused() {
    let server = server().await;
    let program = Program::of(&server, HOME, CITIZEN);
    let nobody = Program::nobody(&server, HOME);
    let over = token(&server.database, HOME, CITIZEN, "-1 second");
    let before = row_counts(&server.database);
    for key in ["", " ", "a key", &"k".repeat(129)] {
        let told = program.post(DOSSIERS, Some(key), &application()).await;
        assert_eq!(
            (told.status, told.problem().as_str()),
            (400, "api-key-not-valid"),
            "{key:?}"
        );
    }
    for token in [
        over.as_str(),
        "x",
        "../../etc/passwd",
        &"A".repeat(43),
        &"A".repeat(5_000),
        "';--",
    ] {
        let told = nobody
            .clone()
            .with(token)
            .post(DOSSIERS, Some("key-00000001"), &application())
            .await;
        assert_eq!(told.status, 401, "{token}");
        told.problem();
    }
    let basic = nobody
        .request(Method::GET, DOSSIERS)
        .header("authorization", "Basic b25lOmRvb3I=");
    assert_eq!(nobody.send(basic).await.status, 401);
    for path in [
        "/api/v1/dossiers/1",
        "/api/v1/dossiers/%00",
        "/api/v1/dossiers/..%2f..%2fetc%2fpasswd",
        "/api/v1/dossiers/%ff%fe",
        "/api/v1/dossiers/' or 1=1 --",
        "/api/v1/tasks/00000000-0000-0000-0000-000000000000",
        "/api/v1/procedures/..%2f..%2ftenant.toml",
        "/api/v1/procedures/%00",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e/Cargo.toml",
        "/problems/..%2f",
    ] {
        let told = program.get(path).await;
        assert!((400..500).contains(&told.status), "{path}: {told:?}");
        assert!(
            !told.text.contains("root:") && !told.text.contains("[package]"),
            "{path}"
        );
    }
    for query in ["limit=x", "limit=99999999999999999999", "offset=-x"] {
        assert_eq!(
            program.get(&format!("{DOSSIERS}?{query}")).await.status,
            422,
            "{query}"
        );
        assert_eq!(
            nobody.get(&format!("/api/v1/procedures?{query}")).await.status,
            422,
            "{query}"
        );
    }
    for query in [
        "limit=-1",
        "offset=-1",
        "limit=0",
        "q=%00",
        "q=%25%27%3B--",
        "q=%ff",
        "lang=../../x",
    ] {
        let told = nobody.get(&format!("/api/v1/procedures?{query}")).await;
        assert!(told.status == 200 || told.status == 422, "{query}: {told:?}");
        assert!(
            program.get(&format!("{DOSSIERS}?{query}")).await.status < 500,
            "{query}"
        );
    }
    for query in [
        "number=%00&proof=1234",
        "number=%27&proof=%00",
        "number=1&proof=%f0%9f",
        "number=1",
    ] {
        let told = nobody.get(&format!("/api/v1/track?{query}")).await;
        assert!((400..500).contains(&told.status), "{query}: {told:?}");
    }
    let long = nobody
        .get(&format!("/api/v1/track?proof=1234&number={}", "9".repeat(5_000)))
        .await;
    assert_eq!(long.status, 404);
    assert_eq!(row_counts(&server.database), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn callbacks_and_forms_take_no_foreign_content() {
    let server = server().await;
    let nobody = Program::nobody(&server, HOME);
    let before = row_counts(&server.database);
    let xml =
        "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><a>&b;</a>";
    for path in ["/sign-in", "/register", "/track"] {
        for (kind, body) in [
            ("application/xml", xml),
            ("application/json", "{}"),
            ("text/plain", "x=1"),
        ] {
            let told = nobody.post_raw(path, None, kind, body.as_bytes().to_vec()).await;
            assert_eq!(told.status, 415, "{path} {kind}: {told:?}");
        }
        let large = vec![b'a'; 10 * 1024 * 1024];
        let request = nobody
            .request(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(large);
        // The server may close the door while the sender is still shouting.
        if let Ok(answer) = request.send().await {
            assert!((400..500).contains(&answer.status().as_u16()), "{path}");
        }
    }
    assert_eq!(row_counts(&server.database), before);
    let told = nobody
        .post_raw(
            "/callbacks/gateway",
            None,
            "application/xml",
            xml.as_bytes().to_vec(),
        )
        .await;
    assert!((400..500).contains(&told.status), "{told:?}");
    let large = nobody
        .request(Method::POST, "/callbacks/gateway")
        .body(vec![b'{'; 10 * 1024 * 1024]);
    if let Ok(answer) = large.send().await {
        assert!((400..500).contains(&answer.status().as_u16()));
    }
    assert_eq!(nobody.get("/health/live").await.status, 200);
}

/// Sends bytes as they are, and reads what comes until the other side is done or two seconds are over.
async fn raw(server: &TestServer, bytes: &[u8]) -> String {
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", server.port))
        .await
        .unwrap();
    let _ = stream.write_all(bytes).await;
    let mut answer = vec![0; 64 * 1024];
    let read = tokio::time::timeout(std::time::Duration::from_secs(2), stream.read(&mut answer)).await;
    let length = read.ok().and_then(Result::ok).unwrap_or(0);
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_protocol_is_refused_and_the_server_goes_on() {
    let server = server().await;
    let host = format!("host: {HOME}.localhost:{}\r\n", server.port);
    let before = row_counts(&server.database);
    let many: String = (0..2_000).map(|at| format!("x-{at}: 1\r\n")).collect();
    let bombs = [
        ("2,000 headers", format!("GET / HTTP/1.1\r\n{host}{many}\r\n")),
        (
            "a header of 1 MB",
            format!("GET / HTTP/1.1\r\n{host}x: {}\r\n\r\n", "a".repeat(1 << 20)),
        ),
        (
            "a path of 1 MB",
            format!("GET /{} HTTP/1.1\r\n{host}\r\n", "a".repeat(1 << 20)),
        ),
        (
            "two lengths",
            format!("POST {DOSSIERS} HTTP/1.1\r\n{host}content-length: 1\r\ncontent-length: 2\r\n\r\nab"),
        ),
        (
            "a negative length",
            format!("POST {DOSSIERS} HTTP/1.1\r\n{host}content-length: -1\r\n\r\n"),
        ),
        (
            "a null byte in a header",
            format!("GET / HTTP/1.1\r\n{host}x: a\0b\r\n\r\n"),
        ),
        ("no HTTP at all", "\0\0\0\u{1}garbage\r\n\r\n".to_owned()),
        (
            "a bad chunk",
            format!("POST {DOSSIERS} HTTP/1.1\r\n{host}transfer-encoding: chunked\r\n\r\nzz\r\n"),
        ),
    ];
    for (name, bytes) in bombs {
        let answer = raw(&server, bytes.as_bytes()).await;
        let is_refused = answer.is_empty() || answer.starts_with("HTTP/1.1 4");
        assert!(
            is_refused,
            "{name}: {}",
            answer.lines().next().unwrap_or_default()
        );
    }
    // A host of nobody's, and none at all.
    for host in ["host: elsewhere.example\r\n", "host: \r\n", ""] {
        let answer = raw(
            &server,
            format!("GET / HTTP/1.1\r\n{host}connection: close\r\n\r\n").as_bytes(),
        )
        .await;
        assert!(
            answer.starts_with("HTTP/1.1 4"),
            "{host:?}: {}",
            answer.lines().next().unwrap_or_default()
        );
    }
    assert_eq!(row_counts(&server.database), before);
    assert_eq!(
        Program::nobody(&server, HOME)
            .get("/api/v1/procedures")
            .await
            .status,
        200
    );
}
