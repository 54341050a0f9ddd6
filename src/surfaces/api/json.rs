//! Bodies in JSON, with limits on purpose: what is too large, too deep or too wide is refused in words before it is parsed.

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::authority::changes::Reason;
use crate::kernel::error::{Error, FieldProblem, Refusal, Result};

/// The largest body, in bytes.
pub(super) const BODY_BYTES_MAX: usize = 1024 * 1024;
/// Beyond this a body that is too large is no longer read to its end, and the connection is closed on the sender.
const DRAINED_BYTES_MAX: usize = 32 * 1024 * 1024;
/// How deep objects and lists may lie in each other.
const DEPTH_MAX: usize = 32;
/// The most members of an object, and of a list. A form has at most as many fields.
const MEMBERS_MAX: usize = 200;

/// Reads a body.
///
/// # Errors
/// A refusal when it is no JSON or passes a limit.
pub(super) async fn read(request: &HttpRequest, mut payload: Payload) -> Result<Value> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Error::refused("errors-wrong-content-type"));
    }
    let (mut body, mut seen) = (Vec::new(), 0);
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Error::refused("errors-body-broken-off"))?;
        seen += chunk.len();
        // A sender who is still sending does not listen: what is too large is read and forgotten, so that the answer arrives.
        if seen <= BODY_BYTES_MAX {
            body.extend_from_slice(&chunk);
        } else if seen > DRAINED_BYTES_MAX {
            break;
        }
    }
    if seen > BODY_BYTES_MAX {
        return Err(Refusal::new("errors-body-too-large")
            .with("kilobytes", BODY_BYTES_MAX / 1024)
            .into());
    }
    parse(&body)
}

/// Parses a body that was read.
///
/// # Errors
/// As [`read`].
pub(super) fn parse(body: &[u8]) -> Result<Value> {
    within_limits(body)?;
    serde_json::from_slice(body).map_err(|error| {
        Refusal::new("api-not-json")
            .with("line", error.line())
            .with("column", error.column())
            .into()
    })
}

/// Counts depth and members in the bare text: one pass, no memory but the counts.
fn within_limits(body: &[u8]) -> Result<(), Refusal> {
    let mut open: Vec<usize> = Vec::with_capacity(DEPTH_MAX);
    let (mut in_text, mut is_escaped) = (false, false);
    for byte in body {
        if in_text {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'{' | b'[' if open.len() == DEPTH_MAX => {
                return Err(Refusal::new("api-too-deep").with("max", DEPTH_MAX));
            }
            b'{' | b'[' => open.push(1),
            b'}' | b']' => {
                open.pop();
            }
            b',' => {
                if let Some(members) = open.last_mut() {
                    *members += 1;
                    if *members > MEMBERS_MAX {
                        return Err(Refusal::new("api-too-many-members").with("max", MEMBERS_MAX));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// A digest of what a body says: the order of members and the white space between them do not matter.
pub(super) fn fingerprint(value: &Value) -> [u8; 32] {
    fn add(hasher: &mut Sha256, value: &Value) {
        match value {
            Value::Object(members) => {
                let mut names: Vec<&String> = members.keys().collect();
                names.sort_unstable();
                hasher.update(format!("{{{}", names.len()));
                for name in names {
                    hasher.update(format!("{}:{name}", name.len()));
                    add(hasher, members.get(name).unwrap_or(&Value::Null));
                }
            }
            Value::Array(items) => {
                hasher.update(format!("[{}", items.len()));
                items.iter().for_each(|item| add(hasher, item));
            }
            plain => {
                let text = plain.to_string();
                hasher.update(format!("={}:{text}", text.len()));
            }
        }
    }
    let mut hasher = Sha256::new();
    add(&mut hasher, value);
    hasher.finalize().into()
}

/// The members of a body, taken one by one; everything wrong with them is told at once.
pub(super) struct Members<'a> {
    members: &'a Map<String, Value>,
    problems: Vec<FieldProblem>,
}

impl<'a> Members<'a> {
    /// The members of an object that may have `known` ones and no others.
    ///
    /// # Errors
    /// A refusal when it is no object.
    pub fn of(body: &'a Value, known: &[&str]) -> Result<Self> {
        let members = body
            .as_object()
            .ok_or_else(|| Error::refused("api-not-an-object"))?;
        let problems = members
            .keys()
            .filter(|name| !known.contains(&name.as_str()))
            .map(|name| FieldProblem::new(pointer(&[name]), "api-unknown-member"))
            .collect();
        Ok(Self { members, problems })
    }

    /// A text, `None` when it is absent or null.
    pub fn text(&mut self, name: &str) -> Option<&'a str> {
        match self.members.get(name)? {
            Value::Null => None,
            Value::String(text) if text.contains('\0') => self.wrong(name, "api-not-a-text"),
            Value::String(text) => Some(text),
            _ => self.wrong(name, "api-not-a-text"),
        }
    }

    /// A text that must be there.
    pub fn required_text(&mut self, name: &str) -> &'a str {
        let before = self.problems.len();
        let text = self.text(name);
        if text.is_none() && self.problems.len() == before {
            self.wrong::<()>(name, "api-missing-member");
        }
        text.unwrap_or_default()
    }

    /// An object of answers: texts, numbers, true and false, null, and lists of them.
    pub fn answers(&mut self, name: &str) -> Option<&'a Value> {
        let value = self.members.get(name).filter(|value| !value.is_null())?;
        let Some(answers) = value.as_object() else {
            return self.wrong(name, "api-not-an-object");
        };
        for (field, answer) in answers {
            let is_plain = |value: &Value| !value.is_object() && !value.is_array();
            let fits = is_plain(answer) || answer.as_array().is_some_and(|items| items.iter().all(is_plain));
            if !fits {
                self.problems
                    .push(FieldProblem::new(pointer(&[name, field]), "api-not-an-answer"));
            }
        }
        Some(value)
    }

    /// A member of a shape of its own, read as the description has it.
    pub fn shaped<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let Some(value) = self.members.get(name).filter(|value| !value.is_null()) else {
            return self.wrong(name, "api-missing-member");
        };
        if has_nul(value) {
            return self.wrong(name, "api-not-a-text");
        }
        match serde_json::from_value(value.clone()) {
            Ok(shaped) => Some(shaped),
            Err(error) => {
                let problem = FieldProblem::new(pointer(&[name]), "api-not-as-described");
                self.problems.push(problem.with("what", error));
                None
            }
        }
    }

    /// Why, in the caller's own words.
    pub fn reason(&mut self) -> Option<Reason> {
        let reason = Reason::parse(self.text("reason").unwrap_or_default());
        if reason.is_err() {
            let problem = FieldProblem::new(pointer(&["reason"]), "admin-problem-reason")
                .with("min", Reason::LENGTH_MIN)
                .with("max", Reason::LENGTH_MAX);
            self.problems.push(problem);
        }
        reason.ok()
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// A refusal with everything that was wrong.
    pub fn finish(self) -> Result<()> {
        if self.problems.is_empty() {
            return Ok(());
        }
        Err(Refusal {
            code: "api-not-valid".into(),
            ..Refusal::of_fields(self.problems)
        }
        .into())
    }

    fn wrong<T>(&mut self, name: &str, code: &str) -> Option<T> {
        self.problems.push(FieldProblem::new(pointer(&[name]), code));
        None
    }
}

/// Whether a text within holds the one character that no text of the database can.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| name.contains('\0') || has_nul(value)),
        _ => false,
    }
}

/// A JSON pointer (RFC 6901).
pub(super) fn pointer(names: &[&str]) -> String {
    names.iter().fold(String::new(), |pointer, name| {
        let name: String = name.chars().take(100).collect();
        format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn code(result: Result<Value>) -> String {
        match result {
            Err(Error::Refused(refusal)) => refusal.code,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn depth_and_width_are_counted_outside_texts() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(nested(DEPTH_MAX).as_bytes()).is_ok());
        assert_eq!(code(parse(nested(DEPTH_MAX + 1).as_bytes())), "api-too-deep");
        assert_eq!(code(parse("{\"a\":".repeat(10_000).as_bytes())), "api-too-deep");
        let wide = |members: usize| format!("[{}]", vec!["1"; members].join(","));
        assert!(parse(wide(MEMBERS_MAX).as_bytes()).is_ok());
        assert_eq!(
            code(parse(wide(MEMBERS_MAX + 1).as_bytes())),
            "api-too-many-members"
        );
        let text = format!("[\"{}\\\"{}\"]", "[{,".repeat(500), ",,,");
        assert!(parse(text.as_bytes()).is_ok());
        assert_eq!(code(parse(b"{\"a\": \xff}")), "api-not-json");
        assert_eq!(code(parse(b"{\"a\": 1")), "api-not-json");
    }

    #[test]
    fn a_fingerprint_is_of_what_is_said() {
        let of = |text: &str| fingerprint(&parse(text.as_bytes()).unwrap());
        assert_eq!(
            of(r#"{"a":1,"b":[true,null]}"#),
            of(r#" { "b" : [true, null], "a" : 1 } "#)
        );
        for other in [
            r#"{"a":1,"b":[true]}"#,
            r#"{"a":"1","b":[true,null]}"#,
            r#"{"a":1,"b":[null,true]}"#,
        ] {
            assert_ne!(of(r#"{"a":1,"b":[true,null]}"#), of(other));
        }
    }

    #[test]
    fn everything_wrong_is_told_with_its_place() {
        let body = json!({"procedure": 7, "answers": {"a/b": {"x": 1}, "c": ["d", 2]}, "extra": true});
        let mut members = Members::of(&body, &["procedure", "answers", "unit"]).unwrap();
        members.required_text("procedure");
        members.answers("answers");
        members.required_text("unit");
        let Err(Error::Refused(refusal)) = members.finish() else {
            panic!()
        };
        let told: Vec<_> = refusal
            .fields
            .iter()
            .map(|field| (field.field.as_str(), field.code.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("/extra", "api-unknown-member"),
                ("/procedure", "api-not-a-text"),
                ("/answers/a~1b", "api-not-an-answer"),
                ("/unit", "api-missing-member"),
            ]
        );
    }
}
