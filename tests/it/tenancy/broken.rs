//! A tenant's code with mistakes in it: each is told with its file and place, all of them at once.

use std::fs;
use std::path::{Path, PathBuf};

use onedoor::authority::tenancy::code::load;
use onedoor::services::workflow::definitions::ProcedureDefinitions;

/// A copy of An Bình that may be spoilt.
struct Copy {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("an-binh");
        copy(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("tenants/an-binh"),
            &root,
        );
        Self {
            _folder: folder,
            root,
        }
    }

    fn spoil(&self, file: &str, from: &str, to: &str) {
        let path = self.root.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    fn problems(&self) -> String {
        match load(&self.root, &ProcedureDefinitions) {
            Ok(_) => String::new(),
            Err(problems) => problems
                .to_string()
                .replace(&format!("{}/", self.root.display()), ""),
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target)
        } else {
            fs::copy(&path, &target).map(|_| ()).unwrap()
        }
    }
}

/// What one mistake is told as.
fn told(file: &str, from: &str, to: &str) -> String {
    let copy = Copy::new();
    copy.spoil(file, from, to);
    copy.problems()
}

#[test]
fn the_copy_itself_has_no_problem() {
    assert_eq!(Copy::new().problems(), "");
}

#[test]
fn every_problem_is_told_at_once_with_its_place() {
    let copy = Copy::new();
    copy.spoil("organisation.toml", "9900110379", "9900110378");
    copy.spoil("calendar.toml", "date = 2026-01-01", "date = 2025-01-01");
    copy.spoil("theme.toml", "#9a1b22", "#f0a0a0");
    copy.spoil("people.toml", "profile = \"dat-dai\"", "profile = \"dat-day\"");
    copy.spoil(
        "procedures/dang-ky-khai-sinh/process.bpmn",
        "od:role=\"receiver\"",
        "od:role=\"wizard\"",
    );
    let said = copy.problems();
    for file in ["theme.toml:", "procedures/dang-ky-khai-sinh/process.bpmn:"] {
        assert!(said.contains(file), "{said}");
    }
    // What cannot be read comes before what does not hold together, which is told once everything can be read.
    copy.spoil("theme.toml", "#f0a0a0", "#9a1b22");
    copy.spoil(
        "procedures/dang-ky-khai-sinh/process.bpmn",
        "od:role=\"wizard\"",
        "od:role=\"receiver\"",
    );
    let said = copy.problems();
    for wanted in [
        "organisation.toml:",
        "calendar.toml:",
        "people.toml:",
        "the check",
        "2025-01-01",
        "“dat-day”, which there is not",
    ] {
        assert!(said.contains(wanted), "{wanted} in\n{said}");
    }
    assert!(
        said.lines().all(|line| line
            .split(':')
            .nth(2)
            .is_some_and(|column| column.parse::<usize>().is_ok())),
        "{said}"
    );
}

#[test]
fn keys_that_are_not_known_are_refused_where_they_stand() {
    let said = told(
        "tenant.toml",
        "country = \"VN\"",
        "country = \"VN\"\ncolour = \"red\"",
    );
    assert!(
        said.starts_with("tenant.toml:6:1: unknown field `colour`"),
        "{said}"
    );
    let said = told(
        "procedures/dang-ky-khai-sinh/procedure.toml",
        "popular = true",
        "famous = true",
    );
    assert!(said.contains("unknown field `famous`"), "{said}");
    let said = told(
        "procedures/dang-ky-khai-sinh/form.json",
        "\"required\": true",
        "\"mandatory\": true",
    );
    assert!(said.contains("unknown field `mandatory`"), "{said}");
}

#[test]
fn the_rules_of_the_organisation_are_sentences() {
    let file = "organisation.toml";
    let said = told(
        file,
        "company_values = [\"020\", \"021\"]",
        "company_values = [\"020\", \"010\"]",
    );
    assert!(said.contains("already belongs to “so-tu-phap”"), "{said}");
    let said = told(
        file,
        "cost_centre = \"cc-tu-phap\"\ncapabilities",
        "cost_centre = \"cc-dat-dai\"\ncapabilities",
    );
    assert!(
        said.contains("is of another legal entity than the hall"),
        "{said}"
    );
    let said = told(
        file,
        "default_legal_entity = \"phuong-trung-tam\"",
        "default_legal_entity = \"so-tu-phap\"",
    );
    assert!(said.contains("is not one of its legal entities"), "{said}");
    let said = told(
        file,
        "parent = \"hanh-chinh-tu-phap\"",
        "parent = \"mot-cua-co-so\"",
    );
    assert!(said.contains("is above itself"), "{said}");
    let said = told(
        file,
        "invoice_series = \"1C{YY}TTP\"",
        "invoice_series = \"1C26TTP\"",
    );
    assert!(said.contains("needs {YY} or {YYYY}"), "{said}");
}

#[test]
fn names_are_unique_in_a_business_group_whatever_bears_them_and_two_groups_may_share_one() {
    let copy = Copy::new();
    let text = fs::read_to_string(copy.root.join("organisation.toml")).unwrap();
    let row = |list: &str, code: &str| {
        let start = text.find(&format!("[[{list}]]\ncode = \"{code}\"")).unwrap();
        let rest = &text[start..];
        let end = rest
            .get(2..)
            .and_then(|it| it.find("\n[["))
            .map_or(rest.len(), |it| it + 2);
        rest[..end].to_owned()
    };
    let name_of = |row: &str| {
        row.lines()
            .find(|line| line.starts_with("name = "))
            .unwrap()
            .to_owned()
    };
    let (hall, unit) = (
        row("hall", "mot-cua-doi-che"),
        row("operating_unit", "dang-ky-dat-dai"),
    );
    // A hall called as a unit is, but for capitals and spaces.
    let name = name_of(&unit).replace("vi = \"", "vi = \" ").to_uppercase();
    let name = name
        .replace("NAME", "name")
        .replace("VI =", "vi =")
        .replace("ZH =", "zh =");
    let name = name.replace("UK =", "uk =").replace("EN =", "en =");
    copy.spoil("organisation.toml", &hall, &hall.replace(&name_of(&hall), &name));
    let said = copy.problems();
    assert!(
        said.contains("“dang-ky-dat-dai” and “mot-cua-doi-che” are both called")
            && said.contains("in the business group"),
        "{said}"
    );
    let line: usize = said.split(':').nth(1).unwrap().parse().unwrap();
    let spoilt = fs::read_to_string(copy.root.join("organisation.toml")).unwrap();
    let before: Vec<&str> = spoilt.lines().take(line).collect();
    let code = before.iter().rev().find(|it| it.starts_with("code = ")).unwrap();
    assert!(
        ["code = \"mot-cua-doi-che\"", "code = \"dang-ky-dat-dai\""].contains(code),
        "{said}"
    );
}

#[test]
fn a_former_code_was_that_of_one_thing() {
    let file = "organisation.toml";
    let unit = "code = \"mot-cua-co-so\"\n";
    for (to, wanted) in [
        ("formerly = [\"mot-cua-co-so\"]", "it is called so now"),
        ("formerly = [\"x\", \"x\"]", "says twice"),
        ("formerly = [\"dang-ky-dat-dai\"]", "which is still here"),
    ] {
        let said = told(file, unit, &format!("{unit}{to}\n"));
        assert!(
            said.starts_with("organisation.toml:") && said.contains(wanted),
            "{to}:\n{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    let copy = Copy::new();
    copy.spoil(file, unit, &format!("{unit}formerly = [\"x\"]\n"));
    copy.spoil(
        file,
        "code = \"dang-ky-dat-dai\"\n",
        "code = \"dang-ky-dat-dai\"\nformerly = [\"x\"]\n",
    );
    let said = copy.problems();
    assert!(said.contains("cannot both have been called “x”"), "{said}");
    let said = told(
        "people.toml",
        "code = \"tu-phap\"\n",
        "code = \"tu-phap\"\nformerly = [\"tu-phap\"]\n",
    );
    assert!(said.starts_with("people.toml:"), "{said}");
}

#[test]
fn what_repairs_access_is_forbidden_to_no_administrator() {
    let said = |role: &str, verb: &str| {
        let line = format!(
            "[[policy]]\nrole = \"{role}\"\nverb = \"{verb}\"\nreach = \"tenant\"\neffect = \"deny\"\n\n[[separated_duty]]"
        );
        told("people.toml", "[[separated_duty]]", &line)
    };
    for role in ["administrator", "staff"] {
        let said = said(role, "access.change");
        assert!(
            said.starts_with("people.toml:")
                && said.contains(&format!("“{role}” cannot be forbidden “access.change”")),
            "{said}"
        );
    }
    assert_eq!(said("administrator", "audit.read"), "");
    assert_eq!(said("auditor", "access.read"), "");
}

#[test]
fn links_between_units_and_entities_are_named_once_and_end_after_they_begin() {
    let file = "organisation.toml";
    let links = "legal_entities = [\"phuong-trung-tam\", \"xa-doi-che\"]";
    for (to, wanted) in [
        (
            "[\"phuong-trung-tam\", \"xa-doi-che\", { code = \"xa-doi-che\", from = 2026-01-01 }]",
            "twice",
        ),
        (
            "[\"phuong-trung-tam\", { code = \"xa-doi-che\", from = 2026-01-01, until = 2025-01-01 }]",
            "before it began",
        ),
        (
            "[\"phuong-trung-tam\", { code = \"xa-doi-che\", until = 2026-01-01 }]",
            "“mot-cua-co-so” does not work for “xa-doi-che”",
        ),
        (
            "[{ code = \"phuong-trung-tam\", until = 2026-01-01 }, \"xa-doi-che\"]",
            "is not one of its legal entities",
        ),
        (
            "[\"phuong-trung-tam\", { code = \"xa-doi-che\", since = 2026-01-01 }]",
            "Linked",
        ),
    ] {
        let said = told(file, links, &format!("legal_entities = {to}"));
        assert!(said.contains(wanted), "{to}:\n{said}");
    }
}

#[test]
fn a_legal_entity_of_another_ledger_cannot_be_worked_for() {
    let copy = Copy::new();
    let more = "[[ledger]]\ncode = \"khac\"\ncurrency = \"VND\"\nvalue_set = \"khac\"\n\
        name = { vi = \"Sổ khác\", zh = \"另账\", uk = \"Інша книга\", en = \"Another ledger\" }\n\n\
        [[accounting_setup]]\ncode = \"khac\"\nprimary = \"khac\"\n\n[[accounting_setup]]";
    copy.spoil("organisation.toml", "[[accounting_setup]]", more);
    copy.spoil(
        "organisation.toml",
        "code = \"xa-doi-che\"\naccounting_setup = \"ke-toan-tinh\"",
        "code = \"xa-doi-che\"\naccounting_setup = \"khac\"",
    );
    let said = copy.problems();
    assert!(said.contains("keep their books in different ledgers"), "{said}");
}

#[test]
fn procedures_agree_with_their_forms_processes_and_people() {
    let root = "procedures/chung-thuc-ban-sao";
    let toml = format!("{root}/procedure.toml");
    for (from, to, wanted) in [
        ("net=form.copies", "net=form.copise", "form.copise"),
        ("step.assess.pages", "step.assess.page", "step.assess.page"),
        ("fee.certify_copy_max", "fee.unknown", "fee.unknown"),
        ("{copies}", "{number}", "the statement names “number”"),
        ("due = \"+0 00:00\"", "due = \"0 00:00\"", "time limit “0 00:00”"),
        ("cut_off = \"15:00\"", "cut_off = \"25:00\"", "cut-off “25:00”"),
        ("number = \"{NNNNN-Y}", "number = \"{N}", "number pattern"),
        ("\"nd-23-2015\"", "\"nd-23\"", "legal basis “nd-23”"),
    ] {
        let said = told(&toml, from, to);
        assert!(said.contains(wanted), "{from} -> {to}:\n{said}");
    }
    let process = format!("{root}/process.bpmn");
    let said = told(&process, "od:form=\"assess\"", "od:form=\"estimate\"");
    assert!(
        said.contains("form.json has no step “estimate”")
            && said.contains("no step of the process uses “assess”"),
        "{said}"
    );
    let said = told(&process, "od:role=\"assessor\"", "od:role=\"auditor\"");
    assert!(said.contains("there is no such role"), "{said}");
    let said = told(
        &process,
        "od:role=\"assessor\"",
        "od:role=\"assessor\" od:unit=\"nowhere\"",
    );
    assert!(said.contains("operating unit “nowhere”"), "{said}");
    let said = told(
        "people.toml",
        "role = \"assessor\"\nprofile = \"co-so\"",
        "role = \"receiver\"\nprofile = \"co-so\"",
    );
    assert!(
        said.contains("nobody in “mot-cua-co-so” has the role “assessor”"),
        "{said}"
    );
}

#[test]
fn a_fee_in_cash_needs_a_cash_desk() {
    let said = told(
        "organisation.toml",
        "\"takes_cash\", \"prints_results\"]",
        "\"prints_results\"]",
    );
    assert!(
        said.contains("no hall of “hanh-chinh-tu-phap” takes cash"),
        "{said}"
    );
}

#[test]
fn drawings_bring_nothing_with_them() {
    for (to, wanted) in [
        ("<script>alert(1)</script></svg>", "<script"),
        ("<image href=\"https://elsewhere.example/a.png\"/></svg>", "href="),
        ("<g onload=\"x()\"/></svg>", "on"),
        ("<g></svg>", "not well-formed"),
    ] {
        let said = told("emblem.svg", "</svg>", to);
        assert!(said.starts_with("emblem.svg:") && said.contains(wanted), "{said}");
    }
}

#[test]
fn a_missing_file_and_a_huge_one_are_said() {
    let copy = Copy::new();
    fs::remove_file(copy.root.join("fees.toml")).unwrap();
    fs::write(copy.root.join("blocks.json"), vec![b' '; 3_000_000]).unwrap();
    let said = copy.problems();
    assert!(said.contains("fees.toml: cannot be read"), "{said}");
    assert!(said.contains("blocks.json: is larger than 2 MB"), "{said}");

    // The lists of a large tenant are long, and have an end too.
    let copy = Copy::new();
    let longer_by = |more: usize| {
        let file = copy.root.join("people.toml");
        let mut people = fs::read_to_string(&file).unwrap();
        people.push_str(&format!("# {}\n", "-".repeat(80)).repeat(more / 83));
        fs::write(file, people).unwrap();
    };
    longer_by(3_000_000);
    assert_eq!(copy.problems(), "");
    longer_by(30_000_000);
    let said = copy.problems();
    assert!(said.contains("people.toml: is larger than 32 MB"), "{said}");
}

#[test]
fn a_fee_is_signed_by_whoever_issues_invoices() {
    let silent = told("organisation.toml", "invoice_series = \"1C{YY}TTP\"\n", "");
    assert!(
        silent.contains("“so-tu-phap”, which signs for “hanh-chinh-tu-phap”, issues no invoices"),
        "{silent}"
    );
    // What is none of a procedure's needs no series, no address and no chart of accounts.
    let copy = Copy::new();
    copy.spoil(
        "organisation.toml",
        "[[accounting_setup]]",
        "[[ledger]]\ncode = \"bare\"\ncurrency = \"VND\"\nvalue_set = \"don-vi\"\nname = { vi = \"Sổ mới\" }\n\n\
         [[accounting_setup]]\ncode = \"bare\"\nprimary = \"bare\"\n\n\
         [[legal_entity]]\ncode = \"bare\"\naccounting_setup = \"bare\"\ncompany_values = [\"909\"]\n\
         registration = { scheme = \"mst\", number = \"9900111118\" }\nname = { vi = \"Pháp nhân mới\" }\n\n\
         [[accounting_setup]]",
    );
    assert_eq!(copy.problems(), "");
    copy.spoil(
        "organisation.toml",
        "company_values = [\"909\"]",
        "company_values = [\"909\"]\ninvoice_series = \"N{YY}\"",
    );
    let problems = copy.problems();
    assert!(
        problems.contains("ledger “bare” has no account for Cash"),
        "{problems}"
    );
    assert!(problems.contains("“” is not an e-mail address"), "{problems}");
}

#[test]
fn a_group_a_ledger_and_a_window_have_a_name() {
    let group = told(
        "organisation.toml",
        "[business_group.name]\nvi = \"Ủy ban nhân dân tỉnh An Bình\"\nzh = \"安平省人民委员会\"\nuk = \"Народний комітет провінції Анбінь\"\nen = \"People's Committee of An Binh Province\"",
        "[business_group.name]",
    );
    assert!(
        group.contains("business group “ubnd-tinh” has no name"),
        "{group}"
    );
}
