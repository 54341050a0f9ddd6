//! Rule 3 by a folder: names may be borne in two business groups; where the profile “cross business group” is on, that is told.

use onedoor::authority::tenancy::apply::{SameName, Verdict};
use onedoor::authority::tenancy::code::{BusinessGroup, Department, SiteOption, TenantCode};
use onedoor::kernel::locale::{Language, Localised};

use super::command::{run, written};
use super::{World, code};

fn department(code: &str, name: &str, group: Option<&str>) -> Department {
    Department {
        code: code.into(),
        formerly: Vec::new(),
        name: Localised::of(Language::Vi, name),
        parent: None,
        cost_centre: None,
        from: None,
        business_group: group.map(str::to_owned),
    }
}

fn crossing(code: &TenantCode, is_on: bool) -> TenantCode {
    let mut code = code.clone();
    code.people.option.push(SiteOption {
        application: None,
        profile: None,
        unit: None,
        default_unit: None,
        cross_business_group: Some(is_on),
    });
    code
}

#[tokio::test]
async fn worked_example_of_two_groups_that_both_name_a_tax_hall_by_a_folder() {
    let world = World::new().await;
    let mut before = code("an-binh");
    before.organisation.business_group.push(BusinessGroup {
        code: "nhom-hai".into(),
        formerly: Vec::new(),
        name: Localised::of(Language::Vi, "Nhóm hai"),
        from: None,
    });
    world.apply(&crossing(&before, true)).await;
    let mut after = before.clone();
    after.organisation.department.extend([
        department("thue-1", "Sảnh thuế", None),
        department("thue-2", "sảnh  THUẾ", Some("nhom-hai")),
    ]);
    let told = |code: &str, name: &str, other: &str, group: &str| SameName {
        kind: "department",
        code: code.into(),
        name: name.into(),
        other_kind: "department",
        other_code: other.into(),
        other_group: group.into(),
    };
    let off = world.plan(&crossing(&after, false)).await;
    assert_eq!(
        (off.verdict(), off.same_name_elsewhere),
        (Verdict::Applies, vec![]),
        "the profile is off"
    );

    let after = crossing(&after, true);
    let planned = world.plan(&after).await;
    assert_eq!(
        planned.verdict(),
        Verdict::Applies,
        "allowed, with a warning: {planned}"
    );
    assert_eq!(
        planned.same_name_elsewhere,
        [
            told("thue-1", "Sảnh thuế", "thue-2", "nhom-hai"),
            told("thue-2", "sảnh  THUẾ", "thue-1", "ubnd-tinh"),
        ]
    );
    // The command says it as a line and in JSON, when it plans and when it applies.
    let folder = tempfile::tempdir().unwrap();
    let root = written(&after, folder.path());
    let line =
        "department “thue-2” is called “sảnh  THUẾ”, as department “thue-1” of business group “ubnd-tinh” is";
    let (status, out, _) = run(&world, &["plan", &root]);
    assert_eq!(status, 2, "{out}");
    assert!(out.contains(line), "{out}");
    let (_, out, _) = run(&world, &["plan", "--json", &root]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        json[0]["same_name_elsewhere"][1]["other_code"], "thue-1",
        "{json}"
    );
    let (status, _, progress) = run(&world, &["apply", &root]);
    assert_eq!(status, 0, "{progress}");
    assert!(progress.contains(line), "{progress}");

    // What stays as it is is not told again; what is renamed into it is.
    let again = world.plan(&after).await;
    assert!(
        again.is_empty() && again.same_name_elsewhere.is_empty(),
        "{again}"
    );
    let mut renamed = after.clone();
    let last = renamed.organisation.department.last_mut().unwrap();
    last.name = Localised::of(Language::Vi, "Tên riêng");
    assert_eq!(world.apply(&renamed).await.same_name_elsewhere, []);
    assert_eq!(
        world.apply(&after).await.same_name_elsewhere,
        [told("thue-2", "sảnh  THUẾ", "thue-1", "ubnd-tinh")]
    );
}
