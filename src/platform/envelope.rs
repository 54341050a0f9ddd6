//! The envelope an event travels in: CloudEvents 1.0, structured JSON, with the tenant and the trace as extensions.
//!
//! `id` is the key of de-duplication: an event may arrive more than once and keeps its id every time. What comes from
//! the broker is parsed strictly and within limits, because a queue can be written to by more than this program.
//! Unknown extension attributes are let pass, as CloudEvents asks, so that nodes of two versions can run side by side.

use chrono::SecondsFormat;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::kernel::clock::Instant;
use crate::kernel::ids::{EventId, TenantId};

/// The largest envelope that is written or read, in bytes. Payloads hold ids and amounts, so this is generous.
pub const BYTES_MAX: usize = 256 * 1024;
/// How deep the payload may be nested.
pub const DEPTH_MAX: usize = 32;
/// The longest kind of event, in bytes; it is also a routing key, which AMQP limits to 255.
pub const KIND_BYTES_MAX: usize = 100;
/// The media type of an envelope in structured mode.
pub const CONTENT_TYPE: &str = "application/cloudevents+json; charset=utf-8";

const SPEC_VERSION: &str = "1.0";
const DATA_CONTENT_TYPE: &str = "application/json";

/// A fact, with the tenant it belongs to and the trace it was born in.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// The identity of the fact; the same however often it is delivered.
    pub id: EventId,
    /// The tenant in which it happened.
    pub tenant: TenantId,
    /// What happened, as a past participle: `dossier.submitted`. Also the routing key.
    pub kind: String,
    /// To what it happened.
    pub subject: Uuid,
    /// When it happened.
    pub time: Instant,
    /// W3C `traceparent` of the request that caused it.
    pub trace: Option<String>,
    /// Ids and amounts; no personal data.
    pub data: Value,
}

/// Why bytes are not an envelope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadEnvelope {
    /// Larger than [`BYTES_MAX`].
    #[error("the envelope has {0} bytes, more than {BYTES_MAX}")]
    TooLarge(usize),
    /// Not JSON, a missing or doubled attribute, or one of another type.
    #[error("the envelope cannot be read: {0}")]
    Unreadable(String),
    /// An attribute has a value that is not allowed.
    #[error("the envelope's {attribute} is not acceptable: {reason}")]
    Attribute {
        /// The name of the CloudEvents attribute.
        attribute: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

#[derive(Serialize)]
struct Written<'a> {
    specversion: &'static str,
    id: Uuid,
    source: String,
    r#type: &'a str,
    subject: Uuid,
    time: String,
    datacontenttype: &'static str,
    tenant: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    traceparent: Option<&'a str>,
    data: &'a Value,
}

#[derive(Deserialize)]
struct Read {
    specversion: String,
    id: Uuid,
    source: String,
    r#type: String,
    subject: Uuid,
    time: Instant,
    datacontenttype: String,
    tenant: Uuid,
    #[serde(default)]
    traceparent: Option<String>,
    data: Value,
}

impl Envelope {
    /// Checks that an event of this kind with this payload can be carried, before it is promised to anybody.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(kind: &str, data: &Value) -> Result<(), BadEnvelope> {
        check_kind(kind)?;
        check_depth(data)?;
        let bytes = serde_json::to_vec(data).map_err(|error| BadEnvelope::Unreadable(error.to_string()))?;
        // All other attributes together are shorter than this.
        if bytes.len() > BYTES_MAX - 1_024 {
            Err(BadEnvelope::TooLarge(bytes.len()))
        } else {
            Ok(())
        }
    }

    /// The envelope as JSON.
    ///
    /// # Errors
    /// When it would not be accepted by [`Envelope::parse`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, BadEnvelope> {
        check_kind(&self.kind)?;
        check_depth(&self.data)?;
        let written = Written {
            specversion: SPEC_VERSION,
            id: self.id.uuid(),
            source: source_of(self.tenant),
            r#type: &self.kind,
            subject: self.subject,
            time: self.time.to_rfc3339_opts(SecondsFormat::Micros, true),
            datacontenttype: DATA_CONTENT_TYPE,
            tenant: self.tenant.uuid(),
            traceparent: self.trace.as_deref().filter(|trace| is_traceparent(trace)),
            data: &self.data,
        };
        let bytes =
            serde_json::to_vec(&written).map_err(|error| BadEnvelope::Unreadable(error.to_string()))?;
        if bytes.len() > BYTES_MAX {
            return Err(BadEnvelope::TooLarge(bytes.len()));
        }
        Ok(bytes)
    }

    /// Reads an envelope.
    ///
    /// # Errors
    /// When the bytes are too many, not JSON, or an attribute is missing or not acceptable.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadEnvelope> {
        if bytes.len() > BYTES_MAX {
            return Err(BadEnvelope::TooLarge(bytes.len()));
        }
        let read: Read =
            serde_json::from_slice(bytes).map_err(|error| BadEnvelope::Unreadable(error.to_string()))?;
        expect("specversion", &read.specversion, SPEC_VERSION)?;
        expect("datacontenttype", &read.datacontenttype, DATA_CONTENT_TYPE)?;
        let tenant = TenantId::from_uuid(read.tenant);
        expect("source", &read.source, &source_of(tenant))?;
        check_kind(&read.r#type)?;
        check_depth(&read.data)?;
        if let Some(trace) = &read.traceparent
            && !is_traceparent(trace)
        {
            return Err(refused(
                "traceparent",
                "it is not of the form 00-<32 hex>-<16 hex>-<2 hex>",
            ));
        }
        Ok(Self {
            id: EventId::from_uuid(read.id),
            tenant,
            kind: read.r#type,
            subject: read.subject,
            time: read.time,
            trace: read.traceparent,
            data: read.data,
        })
    }

    /// The payload as the type the handler expects.
    ///
    /// # Errors
    /// When the payload is of another shape. That will not mend itself: treat it as permanent.
    pub fn data<T: DeserializeOwned>(&self) -> Result<T, BadEnvelope> {
        T::deserialize(&self.data).map_err(|error| BadEnvelope::Attribute {
            attribute: "data",
            reason: error.to_string(),
        })
    }
}

fn source_of(tenant: TenantId) -> String {
    format!("/onedoor/tenants/{tenant}")
}

fn refused(attribute: &'static str, reason: impl Into<String>) -> BadEnvelope {
    BadEnvelope::Attribute {
        attribute,
        reason: reason.into(),
    }
}

fn expect(attribute: &'static str, found: &str, wanted: &str) -> Result<(), BadEnvelope> {
    if found == wanted {
        return Ok(());
    }
    let shown: String = found.chars().take(80).collect();
    Err(refused(
        attribute,
        format!("\u{201c}{shown}\u{201d} instead of \u{201c}{wanted}\u{201d}"),
    ))
}

/// Checks that a kind of event is one or more words of `a-z`, `0-9` and `_`, joined by points.
///
/// # Errors
/// When it is not, or is longer than [`KIND_BYTES_MAX`].
pub fn check_kind(kind: &str) -> Result<(), BadEnvelope> {
    if kind.len() > KIND_BYTES_MAX {
        return Err(refused("type", "it is too long"));
    }
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    if kind.split('.').all(is_word) {
        Ok(())
    } else {
        Err(refused("type", "it is not words joined by points"))
    }
}

fn check_depth(data: &Value) -> Result<(), BadEnvelope> {
    // An explicit stack, so that the check itself cannot be made to overflow.
    let mut open = vec![(data, 1_usize)];
    while let Some((value, depth)) = open.pop() {
        if depth > DEPTH_MAX {
            return Err(refused("data", format!("it is nested deeper than {DEPTH_MAX}")));
        }
        match value {
            Value::Array(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(fields) => open.extend(fields.values().map(|item| (item, depth + 1))),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    Ok(())
}

/// Whether a text is a W3C Trace Context `traceparent` of version 00.
#[must_use]
pub fn is_traceparent(text: &str) -> bool {
    let is_hex = |part: &str, length: usize| {
        part.len() == length
            && part
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [version, trace, span, flags]
        if *version == "00" && is_hex(trace, 32) && is_hex(span, 16) && is_hex(flags, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sample() -> Envelope {
        Envelope {
            id: EventId::fresh(),
            tenant: TenantId::fresh(),
            kind: "dossier.submitted".into(),
            subject: Uuid::now_v7(),
            time: "2026-11-22T08:30:00.123456Z".parse().unwrap(),
            trace: Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into()),
            data: json!({"amount_minor": 15000, "currency": "VND"}),
        }
    }

    fn changed(change: impl FnOnce(&mut Value)) -> Result<Envelope, BadEnvelope> {
        let mut value: Value = serde_json::from_slice(&sample().to_bytes().unwrap()).unwrap();
        change(&mut value);
        Envelope::parse(&serde_json::to_vec(&value).unwrap())
    }

    #[test]
    fn what_is_written_is_read_back() {
        let envelope = sample();
        assert_eq!(Envelope::parse(&envelope.to_bytes().unwrap()), Ok(envelope));
    }

    #[test]
    fn the_json_is_a_cloud_event() {
        let envelope = sample();
        let value: Value = serde_json::from_slice(&envelope.to_bytes().unwrap()).unwrap();
        assert_eq!(value["specversion"], "1.0");
        assert_eq!(value["type"], "dossier.submitted");
        assert_eq!(value["tenant"], json!(envelope.tenant));
        assert_eq!(
            value["source"],
            json!(format!("/onedoor/tenants/{}", envelope.tenant))
        );
        // Names of CloudEvents attributes are lower-case letters and digits.
        assert!(
            value
                .as_object()
                .unwrap()
                .keys()
                .all(|name| name.bytes().all(|b| b.is_ascii_alphanumeric()))
        );
    }

    #[test]
    fn an_unknown_extension_passes_and_a_wrong_attribute_does_not() {
        assert!(changed(|event| event["colour"] = json!("red")).is_ok());
        assert!(changed(|event| event["specversion"] = json!("0.3")).is_err());
        assert!(
            changed(|event| event["tenant"] = json!(Uuid::now_v7())).is_err(),
            "source and tenant disagree"
        );
        assert!(changed(|event| event["type"] = json!("Dossier Submitted")).is_err());
        assert!(changed(|event| event["type"] = json!("a.".repeat(60))).is_err());
        assert!(changed(|event| event["id"] = json!("1; drop table")).is_err());
        assert!(changed(|event| event["traceparent"] = json!("x")).is_err());
        assert!(changed(|event| drop(event.as_object_mut().unwrap().remove("data"))).is_err());
    }

    #[test]
    fn doubled_large_deep_and_broken_envelopes_are_refused() {
        let text = String::from_utf8(sample().to_bytes().unwrap()).unwrap();
        let doubled = text.replacen('{', "{\"specversion\":\"1.0\",", 1);
        assert!(matches!(
            Envelope::parse(doubled.as_bytes()),
            Err(BadEnvelope::Unreadable(_))
        ));
        assert!(matches!(
            Envelope::parse(&vec![b' '; BYTES_MAX + 1]),
            Err(BadEnvelope::TooLarge(_))
        ));
        assert!(changed(|event| event["data"] = (0..40).fold(json!(1), |inner, _| json!([inner]))).is_err());
        let bottomless = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(Envelope::parse(bottomless.as_bytes()).is_err());
        assert!(Envelope::parse(b"").is_err());
    }
}
