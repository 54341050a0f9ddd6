//! Sample views of the counter.

use onedoor::kernel::locale::Language;
use onedoor::surfaces::desk::intake::views::*;
use onedoor::surfaces::portal::frame::AtCounter;
use onedoor::surfaces::portal::views::{ApplyStep, CheckAnswers};
use onedoor::surfaces::web::fields::*;
use onedoor::surfaces::web::views::Fee;

use super::samples::{at, cards, money, say, working_days};
use super::{samples_desk, samples_portal};

fn applicant(language: Language) -> String {
    say(
        language,
        [
            "Nguyễn Thị Bích Ngọc",
            "Шевчук Наталія Петрівна",
            "李晓梅",
            "Nguyễn Thị Bích Ngọc",
        ],
    )
}

pub fn list(language: Language) -> Intake {
    Intake {
        desk: samples_desk::desk(language, "intake"),
        query: String::new(),
        procedures: cards(language)
            .into_iter()
            .map(|card| IntakeProcedure {
                name: card.name,
                url: "/desk/intake/1".into(),
                limit: working_days(3),
                fee: Fee::Fixed(money(language, 75)),
            })
            .collect(),
        begun: vec![IntakeDraft {
            procedure: cards(language)[0].name.clone(),
            applicant: applicant(language),
            saved_at: at("2026-11-22T03:00:00Z"),
            url: "/drafts/1".into(),
            discard_url: "/desk/intake/drafts/1/discard".into(),
        }],
    }
}

pub fn person(language: Language, is_found: bool) -> IntakePerson {
    let field = |kind, name: &str, words: [&str; 4]| Field::new(kind, name, say(language, words));
    let mut identity = field(
        FieldKind::Text,
        "identity",
        ["Số định danh cá nhân", "РНОКПП", "身份证号", "Identity number"],
    );
    if !is_found {
        identity.value = "12".into();
        identity.error = Some(say(
            language,
            [
                "Số không đúng",
                "Номер неправильний",
                "号码不正确",
                "Not a valid number",
            ],
        ));
    }
    let mut who = field(
        FieldKind::Text,
        "who",
        [
            "Số định danh hoặc thư điện tử",
            "РНОКПП або електронна пошта",
            "身份证号或电子邮箱",
            "Identity number or e-mail",
        ],
    );
    who.value = "079190004512".into();
    let (find, new) = (
        vec![who],
        vec![
            field(
                FieldKind::Text,
                "name",
                ["Họ và tên", "Прізвище, ім’я", "姓名", "Full name"],
            ),
            identity,
            field(
                FieldKind::Tel,
                "phone",
                ["Số điện thoại", "Телефон", "电话", "Telephone"],
            ),
        ],
    );
    IntakePerson {
        desk: samples_desk::desk(language, "intake"),
        procedure: cards(language)[0].name.clone(),
        action: "/desk/intake/1".into(),
        units: None,
        unit: Some(say(
            language,
            [
                "Một cửa phường Trung Tâm",
                "ЦНАП міста Зоряне",
                "区政务服务大厅",
                "One-stop desk",
            ],
        )),
        errors: Field::errors(&new),
        find,
        new,
        sought: true,
        found: if is_found {
            vec![
                FoundPerson {
                    id: "1".into(),
                    name: applicant(language),
                    identity: Some("•••• 4512".into()),
                    email: Some("ng•••@mail.example".into()),
                },
                FoundPerson {
                    id: "2".into(),
                    name: applicant(language),
                    identity: Some("•••• 4512".into()),
                    email: None,
                },
            ]
        } else {
            vec![]
        },
    }
}

pub fn step(language: Language) -> AtCounter<ApplyStep> {
    AtCounter {
        desk: samples_desk::desk(language, "intake"),
        applicant: applicant(language),
        step: samples_portal::apply(language, false),
    }
}

pub fn check(language: Language) -> AtCounter<CheckAnswers> {
    AtCounter {
        desk: samples_desk::desk(language, "intake"),
        applicant: applicant(language),
        step: samples_portal::check(language),
    }
}

pub fn receipt(language: Language) -> IntakeReceipt {
    IntakeReceipt {
        desk: samples_desk::desk(language, "intake"),
        body: say(
            language,
            [
                "Ủy ban nhân dân phường Trung Tâm",
                "Зоряна міська рада",
                "青岚区民政局",
                "People’s Committee",
            ],
        ),
        unit: say(
            language,
            [
                "Một cửa phường Trung Tâm",
                "ЦНАП міста Зоряне",
                "综合受理窗口",
                "One-stop desk",
            ],
        ),
        hall: Some(say(
            language,
            ["Số 1 Hòa Bình", "площа Миру, 1", "和平路1号", "1 Hòa Bình Street"],
        )),
        code: "H99.01-261122-0018".into(),
        procedure: cards(language)[0].name.clone(),
        applicant: applicant(language),
        papers: vec![HandedInView {
            name: say(
                language,
                [
                    "Giấy chứng sinh",
                    "Медичний висновок",
                    "出生医学证明",
                    "Notification of birth",
                ],
            ),
            count: 2,
        }],
        received_at: at("2026-11-22T03:00:00Z"),
        due_at: Some(at("2026-11-25T10:00:00Z")),
        to_pay: Some(money(language, 75)),
        officer: say(
            language,
            ["Trần Văn Minh", "Олена Коваль", "赵鹏", "Trần Văn Minh"],
        ),
        qr_url: "http://an-binh.localhost:8080/track?code=H99.01-261122-0018".into(),
        track_address: "http://an-binh.localhost:8080/track".into(),
        dossier_url: "/desk/dossiers/1".into(),
    }
}
