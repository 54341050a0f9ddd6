use std::collections::HashMap;

use super::super::super::model::Held;
use super::super::super::model::ResponsibilityFacts;
use super::super::table;
use super::*;
use crate::kernel::ids::{AccountId, BusinessGroupId};
use crate::kernel::locale::Localised;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn line(row: usize, cells: [&str; 8]) -> Line {
    Line {
        row,
        cells: cells.map(str::to_owned),
    }
}

fn present() -> Present {
    let (id, group) = (AccountId::fresh(), BusinessGroupId::fresh());
    let person = Staff {
        id,
        email: "an@x.example".into(),
        name: "An".into(),
        language: Language::Vi,
        group: Some(group),
        department: None,
        standing: Standing::Working,
    };
    let receives = ResponsibilityFacts {
        id: ResponsibilityId::fresh(),
        code: "receives".into(),
        name: Localised::default(),
        role: "receiver".into(),
        group,
    };
    let held = Held {
        responsibility: receives.id,
        code: receives.code.clone(),
        name: Localised::default(),
        role: "receiver".into(),
        from: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        until: None,
    };
    Present {
        people: HashMap::from([(person.email.clone(), person)]),
        held: HashMap::from([(id, vec![held])]),
        departments: Vec::new(),
        responsibilities: vec![receives],
        languages: vec![Language::Vi, Language::En],
    }
}

fn told(plan: &Plan) -> Vec<String> {
    let problems = plan.problems.iter();
    problems
        .map(|it| format!("{} {} {}", it.row, it.problem.field, it.problem.code))
        .collect()
}

#[test]
fn what_is_in_force_written_out_changes_nothing() {
    let present = present();
    let lines: Vec<Line> = table(&present, today())
        .into_iter()
        .enumerate()
        .map(|(at, cells)| Line { row: at + 2, cells })
        .collect();
    assert_eq!(plan(&lines, &present, today()), Plan::default());
    assert!(!lines.is_empty());
}

#[test]
fn new_people_other_days_and_a_responsibility_that_follows_on() {
    let present = present();
    let plan = plan(
        &[
            line(
                2,
                ["an@x.example", "An", "vi", "", "open", "receives", "1.1.2027", ""],
            ),
            line(
                3,
                [
                    "An@x.example ",
                    "An",
                    "vi",
                    "",
                    "open",
                    "receives",
                    "2026-01-01",
                    "31/12/2026",
                ],
            ),
            line(4, ["binh@x.example", "Bình", "en", "", "", "receives", "", ""]),
        ],
        &present,
        today(),
    );
    assert_eq!(told(&plan), Vec::<String>::new());
    let kinds: Vec<(usize, &str)> = plan
        .steps
        .iter()
        .map(|(row, step)| {
            let kind = match step {
                Step::Invite { .. } => "invite",
                Step::Redate { .. } => "redate",
                Step::Give { .. } => "give",
                _ => "other",
            };
            (*row, kind)
        })
        .collect();
    assert_eq!(kinds, [(4, "invite"), (3, "redate"), (2, "give"), (4, "give")]);
}

#[test]
fn a_table_never_makes_an_administrator() {
    let mut present = present();
    present.responsibilities[0].role = "administrator".into();
    let person = present.people.values().next().unwrap().id;
    present.held.get_mut(&person).unwrap()[0].until = NaiveDate::from_ymd_opt(2027, 1, 1);
    let plan_of = |present: &Present, account: &str, last: &str| {
        let cells = [
            "an@x.example",
            "An",
            "vi",
            "",
            account,
            "receives",
            "2026-01-01",
            last,
        ];
        told(&plan(&[line(2, cells)], present, today()))
    };
    assert_eq!(
        plan_of(&present, "open", "2026-12-15"),
        Vec::<String>::new(),
        "it may end earlier"
    );
    assert_eq!(
        plan_of(&present, "open", "2027-01-01"),
        ["2 last admin-problem-sheet-administers"]
    );
    assert_eq!(
        plan_of(&present, "open", ""),
        ["2 last admin-problem-sheet-administers"]
    );
    present.people.get_mut("an@x.example").unwrap().standing = Standing::Closed;
    assert_eq!(
        plan_of(&present, "open", "2026-12-31"),
        ["2 account admin-problem-sheet-administers"]
    );
}

#[test]
fn every_problem_has_its_row_and_column() {
    let present = present();
    let plan = plan(
        &[
            line(2, ["nobody", "N", "vi", "", "", "", "", ""]),
            line(3, ["b@x.example", "", "tlh", "cellar", "ajar", "", "", ""]),
            line(4, ["c@x.example", "C", "vi", "", "closed", "", "", ""]),
            line(5, ["an@x.example", "An", "vi", "", "", "reigns", "", ""]),
            line(
                6,
                [
                    "an@x.example",
                    "Anna",
                    "vi",
                    "",
                    "",
                    "receives",
                    "2026-01-01",
                    "2026-02-30",
                ],
            ),
            line(
                7,
                ["an@x.example", "An", "vi", "", "", "receives", "2026-11-30", ""],
            ),
            line(8, ["an@x.example", "An", "vi", "", "", "", "2026-11-30", ""]),
        ],
        &present,
        today(),
    );
    assert_eq!(
        told(&plan),
        [
            "2 email forms-problem-not-email",
            "3 name forms-problem-missing",
            "3 language forms-problem-not-an-option",
            "3 department forms-problem-not-an-option",
            "3 account forms-problem-not-an-option",
            "4 account admin-problem-sheet-new-closed",
            "5 responsibility forms-problem-not-an-option",
            "6 name admin-problem-sheet-differs",
            "6 last admin-problem-sheet-day",
            "7 from admin-problem-held-then",
            "8 responsibility forms-problem-missing",
        ]
    );
}
