//! Hostile XML comes in one way: in the drawing of a procedure that is applied. It is refused, and nothing of the tenant's
//! code with it is taken over.

use std::fs;
use std::path::Path;

use onedoor::authority::tenancy::code::load;
use onedoor::services::workflow::definitions::ProcedureDefinitions;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn a_drawing_with_a_document_type_or_entities_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("zoriana");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants/zoriana"),
        &root,
    );
    let file = root.join("procedures/vytiah-yedr/process.bpmn");
    let good = fs::read_to_string(&file).unwrap();
    assert!(load(&root, &ProcedureDefinitions).is_ok());
    let (start, rest) = good.split_once("?>").unwrap();
    let with = |more: &str| format!("{start}?>{more}{rest}");
    let laughs = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    for hostile in [
        with("<!DOCTYPE definitions>"),
        with("<!DOCTYPE definitions [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"),
        with("<!DOCTYPE definitions [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/x\"> %x;]>"),
        with(laughs),
        format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000)),
        good.replacen("<bpmn:startEvent", "&undeclared;<bpmn:startEvent", 1),
        "%PDF-1.7".to_owned(),
        String::new(),
    ] {
        fs::write(&file, &hostile).unwrap();
        let Err(problems) = load(&root, &ProcedureDefinitions) else {
            panic!("taken: {}", hostile.chars().take(200).collect::<String>())
        };
        let told = problems.to_string();
        assert!(told.contains("vytiah-yedr/process.bpmn"), "{told}");
        assert!(!told.contains("root:"), "{told}");
    }
}
