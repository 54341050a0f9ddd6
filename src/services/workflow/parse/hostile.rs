//! Files that mean harm, and files that are merely broken.

use super::tests::{PERMIT, refused};
use super::*;
use crate::services::workflow::sketch::{Plain, file};

fn only_reason(bytes: &[u8]) -> Reason {
    let mut faults = parse(bytes, &Plain).expect_err("refused").faults;
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0).reason
}

#[test]
fn document_types_and_entities_are_refused_before_anything_is_expanded() {
    for declaration in [
        "<!DOCTYPE x>",
        "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>",
        "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1/\"> %p;]>",
    ] {
        let text = file("").replace("<b:definitions", &format!("{declaration}<b:definitions"));
        assert_eq!(
            only_reason(text.as_bytes()),
            Reason::DocumentType,
            "{declaration}"
        );
    }
    let text = file("<b:startEvent id='s' name='&secret;'/>");
    assert!(matches!(only_reason(text.as_bytes()), Reason::NotXml(_)));
}

#[test]
fn what_is_too_large_or_too_deep_is_refused_quickly() {
    let began = std::time::Instant::now();
    let deep = "<b:lane>".repeat(100_000) + "</b:lane>".repeat(100_000).as_str();
    assert_eq!(
        only_reason(file(&deep[..400_000]).as_bytes()),
        Reason::TooDeep(guard::DEPTH_MAX)
    );
    assert_eq!(
        only_reason(file(&deep).as_bytes()),
        Reason::TooLarge(guard::BYTES_MAX)
    );
    let attributes: String = (0..80_000).map(|n| format!("a{n}='' ")).collect();
    let wide = file(&format!("<b:startEvent {attributes}/>"));
    assert!(matches!(
        only_reason(wide.as_bytes()),
        Reason::TooMany("attributes in one element", _)
    ));
    let declarations: String = (0..50).map(|n| format!("xmlns:n{n}='urn:{n}' ")).collect();
    let spaces = file(&format!("<b:extensionElements {declarations}/>").repeat(300));
    assert!(matches!(
        only_reason(spaces.as_bytes()),
        Reason::TooMany("namespace declarations", _)
    ));
    let nodes = file(&"<b:documentation/>".repeat(55_000));
    let refusal = parse(nodes.as_bytes(), &Plain).expect_err("refused");
    assert!(!refusal.faults.is_empty());
    let elements = file(&"<b:task/>".repeat(100_000));
    let refusal = parse(elements.as_bytes(), &Plain).expect_err("refused");
    assert!(refusal.faults.len() <= faults::FAULTS_MAX);
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[test]
fn what_is_no_bpmn_is_refused_with_a_reason() {
    assert_eq!(only_reason(&[0xff, 0xfe, 0x3c, 0x00]), Reason::NotUtf8);
    for text in [
        "",
        "   ",
        "{}",
        "<a><b></a></b>",
        "<a",
        "<a/><b/>",
        "<a x='1' x='2'/>",
        "\u{0}",
        "<b:a/>",
    ] {
        assert!(
            matches!(only_reason(text.as_bytes()), Reason::NotXml(_)),
            "{text:?}: {:?}",
            only_reason(text.as_bytes())
        );
    }
    assert_eq!(only_reason(b"<definitions/>"), Reason::NotBpmn);
    let soap = "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'/>";
    assert_eq!(only_reason(soap.as_bytes()), Reason::NotBpmn);
}

#[test]
fn conditions_and_names_have_a_length() {
    let long = format!("go = \"{}\"", "x".repeat(5_000));
    let found = refused(
        "s start\nx xor\na end\nb end",
        &format!("s > x\nx > a : {long}\nx > b : *"),
    );
    assert!(matches!(&found[..], [(_, Reason::Value { name: "condition", value, .. })] if value.len() < 100));
    let found = refused(
        &format!("s start\na user name=\"{}\"\ne end", "я".repeat(600)),
        "s > a > e",
    );
    assert!(matches!(&found[..], [(_, Reason::Value { name: "name", .. })]));
}

proptest::proptest! {
    #[test]
    fn a_damaged_file_never_panics(place in 0_usize..3_000, byte in 0_u8..128, cut in 0_usize..3_000) {
        let mut bytes = PERMIT.as_bytes().to_vec();
        let place = place % bytes.len();
        bytes[place] = byte;
        let _ = parse(&bytes, &Plain);
        bytes.truncate(cut);
        let _ = parse(&bytes, &Plain);
    }
}
