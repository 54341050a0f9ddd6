//! Sample views of staff pages.

use onedoor::kernel::locale::Language;
use onedoor::services::billing::RefundState;
use onedoor::surfaces::admin::organisation::views as org;
use onedoor::surfaces::admin::views as admin;
use onedoor::surfaces::audit::views as audit;
use onedoor::surfaces::desk::refunds::views::{ListLink, RaisePage, RefundPage, RefundRow, Refunds};
use onedoor::surfaces::desk::views::*;
use onedoor::surfaces::hall::views as hall;
use onedoor::surfaces::portal::views::{PayLine, PaymentState};
use onedoor::surfaces::web::fields::*;
use onedoor::surfaces::web::views::*;

use super::samples::{at, cards, day, money, say};
use super::samples_portal;

pub fn desk(language: Language, current: &str) -> Desk {
    let item = |key, icon, url, count| MenuItem {
        key,
        icon,
        url,
        count,
        current: key == current,
    };
    let context = |id: &str, name: [&str; 4], scope: [&str; 4], current| ContextOption {
        id: id.into(),
        name: say(language, name),
        scope: say(language, scope),
        current,
    };
    Desk {
        responsibility: say(
            language,
            [
                "Phòng Quản lý đô thị",
                "ЦНАП Зоряне",
                "住建局窗口",
                "Urban Management Office",
            ],
        ),
        path: say(language, ["UBND tỉnh", "ОВА", "区政府", "Province"]),
        contexts: vec![
            context(
                "1",
                [
                    "Thẩm định, Phòng Quản lý đô thị",
                    "Адміністратор, ЦНАП Зоряне",
                    "审查员，住建局",
                    "Assessor, Urban Management",
                ],
                ["1 đơn vị", "1 підрозділ", "1 个单位", "1 unit"],
                true,
            ),
            context(
                "2",
                [
                    "Giám sát toàn tỉnh",
                    "Контроль області",
                    "全区监督",
                    "Auditor, whole province",
                ],
                ["mọi đơn vị", "усі підрозділи", "全部单位", "all units"],
                false,
            ),
        ],
        finds: true,
        menu: vec![
            MenuGroup {
                key: "work",
                items: vec![
                    item("tasks", "inbox", "/desk", 110),
                    item("dossiers", "search", "/desk/dossiers", 0),
                    item("incidents", "wrench", "/desk/incidents", 2),
                ],
            },
            MenuGroup {
                key: "hall",
                items: vec![item("cash", "banknote", "/hall/cash", 0)],
            },
            MenuGroup {
                key: "audit",
                items: vec![
                    item("dashboard", "chart-column", "/audit", 0),
                    item("trail", "history", "/audit/trail", 0),
                ],
            },
            MenuGroup {
                key: "admin",
                items: vec![
                    item("organisation", "network", "/admin/organisation", 0),
                    item("procedures", "workflow", "/admin/procedures", 0),
                ],
            },
        ],
    }
}

fn filter(language: Language, name: &str, label: [&str; 4], options: [[&str; 4]; 2]) -> Filter {
    Filter {
        name: name.into(),
        label: say(language, label),
        options: options
            .into_iter()
            .enumerate()
            .map(|(n, text)| FilterOption {
                value: if n == 0 { String::new() } else { n.to_string() },
                text: say(language, text),
                chosen: n == 0,
            })
            .collect(),
    }
}

pub fn work_list(language: Language) -> WorkList {
    let names = [
        [
            "Trần Minh Quân",
            "Мельник Андрій Іванович",
            "王建国",
            "Trần Minh Quân",
        ],
        [
            "Nguyễn Thị Bích Ngọc",
            "Шевчук Наталія Петрівна",
            "李晓梅",
            "Nguyễn Thị Bích Ngọc",
        ],
        [
            "Hộ kinh doanh Phở Sáu Lành",
            "ФОП Бондаренко С. В.",
            "老街面馆",
            "Phở Sáu Lành household",
        ],
        ["Phạm Đức Anh", "Ткаченко Марія Олегівна", "张伟", "Phạm Đức Anh"],
    ];
    let urgencies = [
        (Urgency::Overdue, 1, DueUnit::Days),
        (Urgency::Overdue, 2, DueUnit::Hours),
        (Urgency::Soon, 3, DueUnit::Hours),
        (Urgency::Paused, 0, DueUnit::Days),
        (Urgency::OnTime, 5, DueUnit::Days),
        (Urgency::OnTime, 12, DueUnit::Days),
    ];
    let cards = cards(language);
    let rows = (0..12)
        .map(|n| {
            let (urgency, count, unit) = urgencies[n % urgencies.len()];
            WorkRow {
                code: format!("H99.01-2611{:02}-{:04}", 10 + n, 18 + n),
                url: "/desk/dossiers/1".into(),
                received_at: at("2026-11-16T01:12:00Z"),
                channel: if n % 3 == 0 { "counter" } else { "portal" },
                applicant: say(language, names[n % names.len()]),
                identity: "079•••4512".into(),
                procedure: cards[n % cards.len()].name.clone(),
                unit: say(
                    language,
                    ["Sở Tư pháp", "ДРАЦС", "民政局", "Department of Justice"],
                ),
                state: if urgency == Urgency::Paused {
                    State::AwaitingSupplement
                } else {
                    State::InProgress
                },
                step: (n % 5 != 4).then(|| say(language, ["Thẩm định", "Розгляд", "审查", "Assessment"])),
                assignee: (n % 3 != 1)
                    .then(|| say(language, ["Lê Thu Hà", "О. Коваль", "陈静", "Lê Thu Hà"])),
                due: Some(Due {
                    urgency,
                    count,
                    unit,
                    at: (urgency != Urgency::Paused).then(|| at("2026-11-22T10:00:00Z")),
                }),
                claim_url: (n % 3 == 1).then(|| "/desk/tasks/1/claim".into()),
            }
        })
        .collect();
    let light = |urgency, count| Light {
        urgency,
        count,
        url: "/desk?due=x".into(),
        current: urgency.is_none(),
    };
    let column = |key, sorted: Option<&'static str>| Column {
        key,
        url: Some(format!("/desk?sort={key}")),
        sorted,
    };
    WorkList {
        desk: desk(language, "tasks"),
        read_at: at("2026-11-22T03:24:00Z"),
        lights: vec![
            light(None, 110),
            light(Some(Urgency::Overdue), 4),
            light(Some(Urgency::Soon), 11),
            light(Some(Urgency::OnTime), 86),
            light(Some(Urgency::Paused), 9),
        ],
        filters: vec![
            filter(
                language,
                "procedure",
                ["Thủ tục", "Послуга", "事项", "Procedure"],
                [
                    ["Tất cả", "Усі", "全部", "All"],
                    ["Đăng ký khai sinh", "Народження", "出生登记", "Birth"],
                ],
            ),
            filter(
                language,
                "step",
                ["Bước", "Крок", "环节", "Step"],
                [
                    ["Mọi bước", "Усі", "全部", "Any"],
                    ["Thẩm định", "Розгляд", "审查", "Assessment"],
                ],
            ),
            filter(
                language,
                "assignee",
                ["Người xử lý", "Виконавець", "办理人", "Taken by"],
                [
                    [
                        "Tôi và chưa giao",
                        "Я та непризначені",
                        "我和未领取",
                        "Me and nobody",
                    ],
                    ["Tôi", "Я", "我", "Me"],
                ],
            ),
        ],
        query: String::new(),
        applied: vec![Link::new(
            say(language, ["Giao cho tôi", "Призначені мені", "分配给我", "Mine"]),
            "/desk",
        )],
        clear_url: "/desk".into(),
        columns: vec![
            column("code", None),
            column("applicant", None),
            column("procedure", None),
            column("step", None),
            column("due", Some("ascending")),
        ],
        rows,
        total: 110,
        pager: Pager::of(1, 12, 110, |page| format!("/desk?page={page}")),
        export_url: Some("/desk.csv".into()),
    }
}

pub fn dossier(language: Language) -> DeskDossier {
    let fact = |label: [&str; 4], value: [&str; 4]| Fact {
        label: say(language, label),
        value: say(language, value),
    };
    let standing = samples_portal::standing(language, State::InProgress);
    let citizen = samples_portal::dossier(language, true);
    let mut area = Field::new(
        FieldKind::Number,
        "area",
        say(language, ["Diện tích sàn", "Площа", "建筑面积", "Floor area"]),
    );
    area.unit = Some("m²".into());
    area.width = 10;
    let mut note = Field::new(
        FieldKind::Textarea,
        "note",
        say(language, ["Ghi chú", "Примітка", "备注", "Note"]),
    );
    note.required = false;
    let outcome = |value: &str, text: [&str; 4], tone| OutcomeButton {
        value: value.into(),
        text: say(language, text),
        tone,
    };
    DeskDossier {
        desk: desk(language, "tasks"),
        code: standing.code.clone(),
        procedure: standing.procedure.clone(),
        state: State::InProgress,
        facts: vec![
            fact(
                ["Đơn vị giải quyết", "Виконавець", "承办单位", "Unit"],
                [
                    "Phòng Quản lý đô thị",
                    "Управління соцзахисту",
                    "住建局",
                    "Urban Management Office",
                ],
            ),
            fact(
                ["Cách nộp", "Канал", "提交方式", "Channel"],
                ["Trực tuyến", "Онлайн", "网上", "Online"],
            ),
        ],
        received_at: standing.submitted_at,
        due: standing.due,
        due_account: standing.due_account.clone(),
        applicant: vec![
            fact(
                ["Họ và tên", "ПІБ", "姓名", "Name"],
                [
                    "Nguyễn Thị Bích Ngọc",
                    "Шевчук Наталія Петрівна",
                    "李晓梅",
                    "Nguyễn Thị Bích Ngọc",
                ],
            ),
            fact(
                ["Số định danh", "РНОКПП", "证件号", "Identity number"],
                ["079185004512", "3184512047", "320102198503124521", "079185004512"],
            ),
            fact(
                ["Điện thoại", "Телефон", "电话", "Telephone"],
                ["0912 345 678", "067 123 45 67", "138 0013 8000", "0912 345 678"],
            ),
        ],
        sections: citizen.sections,
        papers: citizen.papers,
        documents: citizen.documents,
        payments: vec![DeskPayment {
            name: say(
                language,
                ["Phí thẩm định", "Плата за перевірку", "审查费", "Assessment"],
            ),
            amount: money(language, 241),
            state: PaymentState::Paid,
            at: Some(at("2026-11-13T03:00:00Z")),
            url: None,
            refunds: vec![DeskRefund {
                reference: "H99.01-261122-0018-1-R1".into(),
                url: "/desk/refunds/1".into(),
                amount: money(language, 41),
                state: RefundState::Waiting,
            }],
            refund_url: Some("/desk/refunds/raise/1".into()),
        }],
        history: standing.history,
        tasks: vec![DeskTask {
            name: say(
                language,
                ["Thẩm định hồ sơ", "Розгляд справи", "审查", "Assessment"],
            ),
            role: say(language, ["Cán bộ thẩm định", "Спеціаліст", "审查员", "Assessor"]),
            assignee: Some(say(language, ["Lê Thu Hà", "Олена Коваль", "陈静", "Lê Thu Hà"])),
            due: Some(Due {
                urgency: Urgency::Soon,
                count: 3,
                unit: DueUnit::Hours,
                at: None,
            }),
            claim_url: None,
            release_url: Some("/desk/tasks/1/release".into()),
            decide: Some(Decide {
                action: "/desk/tasks/1".into(),
                revision: 2,
                fields: vec![area, note],
                errors: vec![],
                outcomes: vec![
                    outcome("accept", ["Đạt, trình ký", "Погодити", "通过", "Accept"], "go"),
                    outcome(
                        "request_supplement",
                        [
                            "Yêu cầu bổ sung",
                            "Запитати доповнення",
                            "要求补正",
                            "Ask for more",
                        ],
                        "wait",
                    ),
                    outcome("refuse", ["Từ chối", "Відмовити", "不予通过", "Refuse"], "stop"),
                ],
            }),
        }],
        incident: Some(Incident {
            text: say(
                language,
                [
                    "Không lập được hóa đơn: chưa có ký hiệu.",
                    "Не вдалося виставити рахунок: немає серії.",
                    "无法开具票据：未设置系列。",
                    "No invoice could be issued: there is no series.",
                ],
            ),
            since: at("2026-11-22T01:00:00Z"),
            retry_url: Some("/desk/incidents/1/retry".into()),
        }),
        conflict: Some(say(
            language,
            [
                "Trần Văn Tú đã ghi kết luận lúc 10:21.",
                "Т. Лисенко зберіг рішення о 10:21.",
                "陈静于 10:21 提交了意见。",
                "Trần Văn Tú decided at 10:21.",
            ],
        )),
    }
}

fn lines(language: Language) -> Vec<PayLine> {
    samples_portal::pay(language).lines
}

pub fn cash(language: Language) -> hall::CashDesk {
    let mut received = Field::new(
        FieldKind::Number,
        "received",
        say(
            language,
            ["Tiền khách đưa", "Отримано готівкою", "实收现金", "Cash received"],
        ),
    );
    received.width = 10;
    received.value = say(language, ["500.000", "800,00", "400", "500,000"]);
    hall::CashDesk {
        desk: desk(language, "cash"),
        hall: super::samples::halls(language)[0].name.clone(),
        code: "H99.01-261122-0018".into(),
        nothing: false,
        elsewhere: Vec::new(),
        hall_id: "1".into(),
        halls: vec![Link::new("Quầy 2", "/hall/cash?hall=2")],
        matches: vec![],
        request: Some(hall::CashRequest {
            code: "H99.01-261122-0018".into(),
            procedure: cards(language)[2].name.clone(),
            payer: say(
                language,
                [
                    "Nguyễn Thị Bích Ngọc",
                    "Шевчук Наталія Петрівна",
                    "李晓梅",
                    "Nguyễn Thị Bích Ngọc",
                ],
            ),
            lines: lines(language),
            total: money(language, 316),
            action: "/hall/cash/1".into(),
            payment_key: "k".into(),
            fields: vec![received],
            errors: vec![],
        }),
        refunds: vec![refund_due(language)],
        given_back: vec![refund_due(language)],
        today: vec![hall::CashRow {
            receipt: "BL-2026-000123".into(),
            url: "/hall/cash/receipt/1".into(),
            code: "H99.01-261122-0011".into(),
            at: at("2026-11-22T02:10:00Z"),
            amount: money(language, 75),
        }],
        today_total: Some(money(language, 75)),
    }
}

fn refund_due(language: Language) -> hall::RefundDue {
    hall::RefundDue {
        reference: "H99.01-261122-0018-1-R1".into(),
        url: "/hall/cash/refunds/1?hall=1".into(),
        applicant: payer(language),
        amount: money(language, 41),
    }
}

fn payer(language: Language) -> String {
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

fn refund_facts(language: Language) -> Vec<Fact> {
    let fact = |label: [&str; 4], value: String| Fact {
        label: say(language, label),
        value,
    };
    vec![
        fact(
            ["Mã hồ sơ", "Номер справи", "办件编号", "Dossier number"],
            "H99.01-261122-0018".into(),
        ),
        fact(["Người nhận", "Одержувач", "收款人", "Paid to"], payer(language)),
        fact(
            ["Hình thức", "Спосіб", "方式", "Way back"],
            say(language, ["Tiền mặt", "Готівкою", "现金", "In cash"]),
        ),
    ]
}

fn refund_note(language: Language, wrong: bool) -> Vec<Field> {
    let mut note = Field::new(
        FieldKind::Textarea,
        "note",
        say(
            language,
            [
                "Lý do không duyệt",
                "Причина відмови",
                "不予批准的理由",
                "Reason for refusing",
            ],
        ),
    );
    note.required = false;
    note.max_length = 500;
    note.error = wrong.then(|| {
        say(
            language,
            ["Ghi rõ lý do", "Вкажіть причину", "请填写理由", "Give a reason"],
        )
    });
    vec![note]
}

pub fn refunds(language: Language) -> Refunds {
    let row = |n: i64, state| RefundRow {
        reference: format!("H99.01-261122-00{n}-1-R1"),
        url: "/desk/refunds/1".into(),
        applicant: payer(language),
        unit: say(
            language,
            ["Sở Tư pháp", "ДРАЦС", "民政局", "Department of Justice"],
        ),
        amount: money(language, n),
        raised_by: say(language, ["Lê Thu Hà", "Олена Коваль", "陈静", "Lê Thu Hà"]),
        raised_at: at("2026-11-22T03:31:00Z"),
        state,
    };
    Refunds {
        desk: desk(language, "refunds"),
        list: "waiting",
        lists: ["waiting", "approved", "over"]
            .map(|key| ListLink {
                key,
                url: format!("/desk/refunds?list={key}"),
                current: key == "waiting",
            })
            .into(),
        total: 5,
        rows: vec![
            row(18, RefundState::Waiting),
            row(19, RefundState::AtDesk),
            row(20, RefundState::AtGateway),
            row(21, RefundState::Paid),
            row(22, RefundState::Refused),
        ],
        pager: Pager::of(1, 5, 12, |page| format!("?page={page}")),
    }
}

pub fn no_refunds(language: Language) -> Refunds {
    Refunds {
        rows: vec![],
        total: 0,
        pager: None,
        ..refunds(language)
    }
}

pub fn refund(language: Language, wrong: bool) -> RefundPage {
    let fields = refund_note(language, wrong);
    RefundPage {
        desk: desk(language, "refunds"),
        reference: "H99.01-261122-0018-1-R1".into(),
        state: RefundState::Waiting,
        amount: money(language, 41),
        reason: say(
            language,
            [
                "Nộp thừa một bản sao",
                "Сплачено зайву копію",
                "多缴一份副本费用",
                "One copy too many was paid",
            ],
        ),
        facts: refund_facts(language),
        steps: refund_facts(language),
        dossier_url: Some("/desk/dossiers/1".into()),
        credit_note_url: Some("/desk/documents/1".into()),
        action: Some("/desk/refunds/1".into()),
        is_own: false,
        errors: Field::errors(&fields),
        fields,
    }
}

pub fn own_refund(language: Language) -> RefundPage {
    RefundPage {
        action: None,
        is_own: true,
        errors: vec![],
        ..refund(language, false)
    }
}

pub fn raise_refund(language: Language, wrong: bool) -> RaisePage {
    let mut amount = Field::new(
        FieldKind::Number,
        "amount",
        say(
            language,
            ["Số tiền hoàn", "Сума", "退费金额", "Amount to give back"],
        ),
    );
    amount.width = 10;
    amount.unit = Some("₫".into());
    amount.error = wrong.then(|| {
        say(
            language,
            [
                "Chỉ còn có thể hoàn 75.000",
                "Повернути можна щонайбільше 75",
                "最多只能退还 75",
                "At most 75,000",
            ],
        )
    });
    let mut fields = vec![amount];
    fields.extend(refund_note(language, wrong));
    RaisePage {
        desk: desk(language, "refunds"),
        facts: refund_facts(language),
        left: money(language, 75),
        way: "desk-refund-way-cash",
        action: "/desk/refunds/raise/1".into(),
        refund_key: "k".into(),
        errors: Field::errors(&fields),
        fields,
        back_url: "/desk/dossiers/1".into(),
    }
}

pub fn nothing_to_give_back(language: Language) -> RaisePage {
    RaisePage {
        left: money(language, 0),
        fields: vec![],
        errors: vec![],
        ..raise_refund(language, false)
    }
}

pub fn cash_refund(language: Language, done: bool) -> hall::CashRefund {
    hall::CashRefund {
        desk: desk(language, "cash"),
        reference: "H99.01-261122-0018-1-R1".into(),
        hall: super::samples::halls(language)[0].name.clone(),
        amount: money(language, 41),
        facts: refund_facts(language),
        action: (!done).then(|| "/hall/cash/refunds/1?hall=1".into()),
        errors: vec![],
        desk_url: "/hall/cash".into(),
    }
}

pub fn receipt(language: Language) -> hall::CashReceipt {
    hall::CashReceipt {
        desk: desk(language, "cash"),
        number: "BL-2026-000124".into(),
        payee: samples_portal::pay(language).payee,
        hall: super::samples::halls(language)[0].name.clone(),
        payer: say(
            language,
            [
                "Nguyễn Thị Bích Ngọc",
                "Шевчук Наталія Петрівна",
                "李晓梅",
                "Nguyễn Thị Bích Ngọc",
            ],
        ),
        code: "H99.01-261122-0018".into(),
        lines: lines(language),
        total: money(language, 316),
        received: money(language, 500),
        change: money(language, 184),
        at: at("2026-11-22T03:31:00Z"),
        cashier: say(language, ["Lê Thu Hà", "Олена Коваль", "陈静", "Lê Thu Hà"]),
        refund_url: Some("/desk/refunds/raise/1".into()),
        pdf_url: Some("/papers/r.pdf".into()),
    }
}

pub fn dashboard(language: Language) -> audit::Dashboard {
    let link = || Some("/audit/dossiers?unit=1".to_owned());
    let counted = |count| audit::Counted { count, url: link() };
    let row = |name: [&str; 4], n: i64| audit::StatRow {
        name: say(language, name),
        received: counted(n),
        completed: counted(n * 9 / 10),
        on_time: counted(n * 8 / 10),
        overdue: counted(n / 50),
        money: money(language, n * 120),
        money_url: link(),
        refunded: money(language, n * 3),
        refunded_url: link(),
        net: money(language, n * 117),
    };
    let months = ["06", "07", "08", "09", "10", "11"];
    let groups = months
        .iter()
        .zip([812, 904, 1_103, 988, 1_240, 640])
        .map(|(month, n)| (format!("{month}/2026"), vec![(n, link()), (n * 9 / 10, link())]))
        .collect();
    audit::Dashboard {
        desk: desk(language, "dashboard"),
        from: day("2026-06-01"),
        until: day("2026-11-22"),
        counted_until: at("2026-11-22T03:20:00Z"),
        scope: say(
            language,
            [
                "mọi đơn vị của tỉnh",
                "усі підрозділи області",
                "全区各单位",
                "all units of the province",
            ],
        ),
        filters: vec![filter(
            language,
            "unit",
            ["Đơn vị", "Підрозділ", "单位", "Unit"],
            [
                ["Tất cả", "Усі", "全部", "All"],
                ["Sở Tư pháp", "ДРАЦС", "民政局", "Justice"],
            ],
        )],
        applied: vec![],
        sums: vec![
            audit::Sum {
                key: "received",
                value: say(language, ["5.687", "5687", "5,687", "5,687"]),
                url: link(),
            },
            audit::Sum {
                key: "completed",
                value: say(language, ["5.118", "5118", "5,118", "5,118"]),
                url: link(),
            },
            audit::Sum {
                key: "on-time",
                value: say(language, ["98,2%", "98,2%", "98.2%", "98.2%"]),
                url: None,
            },
            audit::Sum {
                key: "overdue",
                value: "41".into(),
                url: link(),
            },
            audit::Sum {
                key: "money",
                value: say(
                    language,
                    ["682.440.000 ₫", "165 150,48 ₴", "¥68,244.00", "₫682,440,000"],
                ),
                url: None,
            },
        ],
        chart: audit::Chart::of(
            say(
                language,
                [
                    "Hồ sơ theo tháng",
                    "Справи за місяцями",
                    "按月办件量",
                    "Dossiers by month",
                ],
            ),
            vec![
                say(language, ["Hồ sơ nhận", "Отримано", "收件", "Received"]),
                say(language, ["Đã giải quyết", "Розглянуто", "办结", "Completed"]),
            ],
            groups,
        ),
        rows: vec![
            row(
                ["Sở Tư pháp", "Відділ ДРАЦС", "民政局", "Department of Justice"],
                2_310,
            ),
            row(
                [
                    "Phòng Quản lý đô thị",
                    "Управління соцзахисту",
                    "住建局",
                    "Urban Management Office",
                ],
                1_877,
            ),
            row(
                [
                    "UBND phường Trung Tâm",
                    "Зорянська громада",
                    "和平街道办",
                    "Trung Tâm Ward",
                ],
                1_500,
            ),
        ],
        total: row(["Tổng cộng", "Разом", "合计", "Total"], 5_687),
        books: None,
        by: "unit",
        by_links: ["unit", "procedure", "month", "entity"]
            .into_iter()
            .map(|by| audit::ByLink {
                by,
                url: format!("/audit?by={by}"),
                current: by == "unit",
            })
            .collect(),
        csv_url: "/audit.csv?by=unit".into(),
    }
}

/// The same page by legal entity: one with two branches, and one that has a single value.
pub fn books(language: Language) -> audit::Dashboard {
    let link = || Some("/audit/cases?outcome=money&entity=1".to_owned());
    let row = |name: [&str; 4], note: [&str; 4], is_branch, n: i64| audit::BookRow {
        name: say(language, name),
        note: say(language, note),
        is_branch,
        received: money(language, n * 120),
        received_url: link(),
        refunded: money(language, n * 3),
        refunded_url: link(),
        net: money(language, n * 117),
    };
    let branch = |value: &str| {
        [
            format!("Chi nhánh {value}"),
            format!("Філія {value}"),
            format!("分支机构 {value}"),
            format!("Branch {value}"),
        ]
    };
    let (one, other) = (branch("01"), branch("02"));
    let (one, other) = (
        one.each_ref().map(String::as_str),
        other.each_ref().map(String::as_str),
    );
    let mut page = dashboard(language);
    let no_note = [""; 4];
    page.books = Some(audit::Books {
        rows: vec![
            row(
                [
                    "UBND phường Trung Tâm",
                    "Виконавчий комітет Зорянської міської ради",
                    "和平街道办",
                    "Executive Committee of Zoriane City Council",
                ],
                no_note,
                false,
                3_810,
            ),
            row(one, no_note, true, 2_310),
            row(
                other,
                [
                    "Trung tâm một cửa",
                    "Центр Зоряне · Центр Сонячне",
                    "政务大厅",
                    "Zoriane centre · Soniachne centre",
                ],
                true,
                1_500,
            ),
            row(
                [
                    "Sở Tư pháp",
                    "Лугова селищна рада",
                    "民政局",
                    "Luhove Settlement Council",
                ],
                no_note,
                false,
                1_877,
            ),
        ],
        total: row(["Tổng cộng", "Разом", "合计", "Total"], no_note, false, 5_687),
    });
    page.by = "entity";
    for link in &mut page.by_links {
        link.current = link.by == "entity";
    }
    page
}

pub fn audit_dossiers(language: Language) -> audit::AuditDossiers {
    let row = |n: usize, state| audit::AuditRow {
        code: format!("H99.01-261122-00{n}"),
        url: Some("/desk/dossiers/1".into()),
        procedure: cards(language)[n % 6].name.clone(),
        unit: say(
            language,
            ["Sở Tư pháp", "ДРАЦС", "民政局", "Department of Justice"],
        ),
        state,
        received_at: at("2026-11-12T02:15:00Z"),
        completed_at: Some(at("2026-11-20T02:15:00Z")),
        due_at: Some(at("2026-11-24T10:00:00Z")),
        amount: None,
    };
    audit::AuditDossiers {
        desk: desk(language, "dashboard"),
        title: say(
            language,
            [
                "Hồ sơ quá hạn, Sở Tư pháp, tháng 11",
                "Прострочені справи, ДРАЦС, листопад",
                "逾期办件，民政局，11 月",
                "Overdue, Department of Justice, November",
            ],
        ),
        total: 41,
        is_money: false,
        rows: vec![
            row(10, State::Granted),
            row(11, State::Refused),
            row(12, State::InProgress),
        ],
        pager: Pager::of(1, 3, 41, |page| format!("?page={page}")),
        back_url: "/audit".into(),
        csv_url: "/audit/dossiers.csv".into(),
    }
}

pub fn trail(language: Language) -> audit::Trail {
    let row = |granted| audit::TrailRow {
        at: at("2026-11-22T03:20:00Z"),
        actor: say(language, ["Lê Thu Hà", "Олена Коваль", "陈静", "Lê Thu Hà"]),
        verb: "dossier.decide".into(),
        subject: "H99.01-261122-0018".into(),
        subject_url: Some("/desk/dossiers/1".into()),
        granted,
    };
    audit::Trail {
        desk: desk(language, "trail"),
        actor: "ha.le".into(),
        subject: String::new(),
        sealed: Some(audit::Sealed {
            number: 12,
            at: at("2026-11-22T03:20:00Z"),
        }),
        filters: vec![],
        rows: vec![row(true), row(false)],
        pager: None,
    }
}

fn org_node(language: Language, kind: &'static str, name: [&str; 4], children: Vec<org::Node>) -> org::Node {
    org::Node {
        key: format!("{kind}.{}", name[3].len()),
        name: say(language, name),
        code: "HT".into(),
        kind,
        url: if kind.is_empty() {
            String::new()
        } else {
            "/admin/organisation/hall/1".into()
        },
        has_below: !children.is_empty(),
        is_open: !children.is_empty(),
        toggle: "/admin/organisation?open=1".into(),
        more: i64::from(children.is_empty()) * 900,
        more_url: "/admin/organisation/table".into(),
        children,
    }
}

const UNIT: [&str; 4] = ["Bộ phận Hộ tịch", "Відділ ДРАЦС", "婚姻登记处", "Civil status"];
const PROVINCE: [&str; 4] = [
    "UBND tỉnh An Bình",
    "Зоряна ОВА",
    "青岚区人民政府",
    "Province of An Bình",
];

pub fn organisation(language: Language) -> org::Tree {
    let unit = org_node(language, "operating-unit", UNIT, vec![]);
    let group = org_node(
        language,
        "",
        ["Đơn vị", "Одиниці", "业务单元", "Units"],
        vec![unit],
    );
    org::Tree {
        desk: desk(language, "organisation"),
        nodes: vec![org_node(language, "business-group", PROVINCE, vec![group])],
        acts: vec![Link::new("+", "/admin/organisation/new/add-group")],
    }
}

pub fn organisation_table(language: Language) -> org::Table {
    org::Table {
        desk: desk(language, "organisation"),
        q: "hộ tịch".into(),
        as_of: "2026-11-01".into(),
        day: Some(at("2026-11-01T00:00:00Z").date_naive()),
        filters: vec![],
        total: 1,
        rows: vec![org::Row {
            kind: "operating-unit",
            name: say(language, UNIT),
            code: "HT".into(),
            url: "/admin/organisation/operating-unit/1".into(),
        }],
        pager: None,
    }
}

pub fn part(language: Language) -> org::Part {
    org::Part {
        desk: desk(language, "organisation"),
        kind: "operating-unit",
        name: say(language, UNIT),
        code: "HT".into(),
        url: "/admin/organisation/operating-unit/1".into(),
        is_open: false,
        valid_from: Some(at("2026-01-01T00:00:00Z").date_naive()),
        valid_to: Some(at("2026-11-01T00:00:00Z").date_naive()),
        as_of: String::new(),
        day: Some(at("2026-11-01T00:00:00Z").date_naive()),
        facts: vec![org::Fact {
            key: "group",
            text: say(language, PROVINCE),
            url: "/admin/organisation/business-group/1".into(),
        }],
        values: "010, 020".into(),
        groups: vec![org::GroupView {
            key: "halls",
            count: 60,
            links: vec![Link::new("H1", "/admin/organisation/hall/1")],
            more: 59,
        }],
        acts: vec![Link::new(
            say(language, UNIT),
            "/admin/organisation/operating-unit/1/rename",
        )],
        history: vec![org::Past {
            at: at("2026-11-01T03:00:00Z"),
            who: "Quách An".into(),
            reason: "12/QĐ".into(),
            url: "/admin/history/1".into(),
        }],
    }
}

pub fn preview(language: Language) -> org::Preview {
    org::Preview {
        desk: desk(language, "organisation"),
        title: say(language, UNIT),
        back: Link::new(say(language, UNIT), "/admin/organisation/operating-unit/1"),
        day: at("2026-12-01T00:00:00Z").date_naive(),
        is_later: true,
        plan: Some(Link::new(say(language, UNIT), "/admin/reorganisations/1")),
        answers: vec![Fact {
            label: say(language, UNIT),
            value: "12/QĐ".into(),
        }],
        touches: vec!["3".into()],
        steps: vec![plan_step(language), plan_step(language)],
        action: "/admin/organisation/operating-unit/1/close".into(),
        values: vec![("reason".into(), "12/QĐ".into())],
    }
}

pub fn accounting(language: Language) -> org::Accounting {
    let link = || Link::new(say(language, UNIT), "/admin/organisation/ledger/1");
    org::Accounting {
        desk: desk(language, "accounting"),
        q: String::new(),
        ledgers: vec![org::LedgerRow {
            ledger: link(),
            setup: link(),
            kind: "primary".into(),
            currency: "VND".into(),
            value_set: "don-vi".into(),
            entities: 5,
            units: 4,
        }],
        value_sets: vec![("don-vi".into(), "Đơn vị".into())],
        values: vec![org::ValueRow {
            value_set: "don-vi".into(),
            value: "010".into(),
            entity: link(),
            centres: 1,
        }],
        value_count: 1,
        pager: None,
        disagreements: vec![org::DisagreementRow {
            what: "centre",
            company_value: "010".into(),
            code: "cc-1".into(),
            name: say(language, UNIT),
        }],
        disagreements_more: 2,
        acts: vec![link()],
        mend_url: "/admin/organisation/new/add-missing".into(),
    }
}

fn plan_row(language: Language, state: &'static str) -> org::PlanRow {
    org::PlanRow {
        url: "/admin/reorganisations/1".into(),
        title: say(language, UNIT),
        effective_on: at("2026-12-01T00:00:00Z").date_naive(),
        state,
    }
}

pub fn plans(language: Language) -> org::Plans {
    org::Plans {
        desk: desk(language, "reorganisations"),
        rows: ["to-come", "applied", "cancelled", "failed"]
            .map(|state| plan_row(language, state))
            .to_vec(),
    }
}

fn plan_step(language: Language) -> org::PlanStep {
    org::PlanStep {
        step: say(language, UNIT),
        mark: "0123456789abcdef".into(),
        touches: vec!["3".into()],
        results: vec!["12".into()],
        refusal: vec![say(language, UNIT)],
    }
}

pub fn plan(language: Language) -> org::Plan {
    org::Plan {
        desk: desk(language, "reorganisations"),
        row: plan_row(language, "failed"),
        reason: "12/QĐ".into(),
        planned_by: "Quách An".into(),
        planned_at: at("2026-11-01T03:00:00Z"),
        ended_at: Some(at("2026-12-01T03:00:00Z")),
        steps: vec![plan_step(language), plan_step(language)],
        is_tried: true,
        touches: vec!["3".into()],
        try_url: "/admin/reorganisations/1?tried=true".into(),
        title_fields: vec![Field::new(FieldKind::Text, "title", say(language, UNIT))],
        errors: Vec::new(),
        refusal: vec![say(language, UNIT)],
        history_url: "/admin/history/1".into(),
        failure: vec![say(language, UNIT)],
        cancel_url: "/admin/reorganisations/1/cancel".into(),
    }
}

pub fn procedures(language: Language) -> admin::Procedures {
    let rows = cards(language)
        .into_iter()
        .map(|card| admin::ProcedureRow {
            code: "1.001193".into(),
            name: card.name,
            url: "/admin/procedures/1.001193".into(),
            version: "3".into(),
            valid_from: day("2026-07-01"),
            level: card.level,
            limit: card.limit,
            fee: card.fee,
            units: say(
                language,
                [
                    "Sở Tư pháp, 3 phường",
                    "ДРАЦС, 3 громади",
                    "民政局、3 个街道",
                    "Justice, 3 wards",
                ],
            ),
        })
        .collect();
    admin::Procedures {
        desk: desk(language, "procedures"),
        rows,
    }
}

pub fn procedure(language: Language) -> admin::Procedure {
    let fact = |label: [&str; 4], value: &str| Fact {
        label: say(language, label),
        value: value.into(),
    };
    let node = |shape, sign, lines: Vec<&str>, x, y, width, height| admin::DrawnNode {
        shape,
        sign,
        lines: lines.into_iter().map(Into::into).collect(),
        x,
        y,
        width,
        height,
    };
    let flow = |points: &str, name: &str, x, y| admin::DrawnFlow {
        points: points.into(),
        name: name.into(),
        name_x: x,
        name_y: y,
    };
    let receive = say(language, ["Tiếp nhận", "Прийняття", "受理", "Receive"]);
    let assess = say(language, ["Thẩm định", "Розгляд", "审查", "Assess"]);
    let step = |name: &str, kind, who: &str, next: &str| admin::ProcessStep {
        name: name.into(),
        kind,
        who: who.into(),
        limit: "+1 00:00".into(),
        next: vec![next.into()],
    };
    admin::Procedure {
        desk: desk(language, "procedures"),
        code: "1.001193".into(),
        name: cards(language)[2].name.clone(),
        facts: vec![
            fact(["Phiên bản", "Версія", "版本", "Version"], "3"),
            fact(["Thời hạn", "Строк", "时限", "Limit"], "+15"),
        ],
        drawing: Some(admin::ProcessDrawing {
            width: 760,
            height: 220,
            nodes: vec![
                node("start", "", vec![], 20, 82, 36, 36),
                node("user", "", vec![&receive], 100, 60, 110, 80),
                node("gateway", "×", vec!["?"], 255, 75, 50, 50),
                node("user", "", vec![&assess, "15"], 350, 60, 110, 80),
                node("catch", "✉", vec!["payment.received"], 505, 82, 36, 36),
                node("service", "", vec!["make_result"], 580, 60, 100, 80),
                node("end", "", vec![], 710, 82, 36, 36),
            ],
            flows: vec![
                flow("56,100 100,100", "", 0, 0),
                flow("210,100 255,100", "", 0, 0),
                flow("305,100 350,100", "accept", 308, 92),
                flow("460,100 505,100", "", 0, 0),
                flow("541,100 580,100", "", 0, 0),
                flow("680,100 710,100", "", 0, 0),
                flow("280,125 280,200 728,200 728,118", "refuse", 290, 192),
            ],
        }),
        steps: vec![
            step(&receive, "user", "receiver", "accept → 2"),
            step("2", "exclusive", "", "3"),
            step(&assess, "user", "assessor", "4"),
            step("4", "message", "payment.received", "5"),
        ],
        versions: vec![fact(
            ["Phiên bản 3", "Версія 3", "版本 3", "Version 3"],
            "2026-07-01",
        )],
        papers: vec![
            fact(["Đơn đề nghị", "Заява", "申请表", "Application"], "1"),
            fact(["Bản vẽ", "Креслення", "设计图", "Drawings"], "1"),
        ],
        questions: vec![
            fact(["Họ và tên", "ПІБ", "姓名", "Name"], "text"),
            fact(["Diện tích", "Площа", "面积", "Area"], "decimal"),
        ],
        guide: Link::new("", "/procedures/1.001193"),
    }
}

pub fn which_desk(language: Language) -> hall::CashChoice {
    let label = ["Quầy của bạn", "Ваша каса", "您所在的窗口", "Your desk"];
    let mut field = Field::new(FieldKind::Radios, "hall", say(language, label));
    let missing = [
        "Hãy chọn quầy",
        "Виберіть касу",
        "请选择窗口",
        "Choose the desk you are at",
    ];
    field.error = Some(say(language, missing));
    field.choices = super::samples::halls(language)
        .iter()
        .enumerate()
        .map(|(place, hall)| Choice {
            value: place.to_string(),
            label: hall.name.clone(),
            hint: Some(hall.address.clone()),
            chosen: false,
        })
        .collect();
    let fields = vec![field];
    hall::CashChoice {
        desk: desk(language, "cash"),
        code: "H99.01-261122-0018".into(),
        errors: Field::errors(&fields),
        fields,
    }
}

pub fn nothing_taken(language: Language) -> hall::CashDesk {
    hall::CashDesk {
        nothing: true,
        elsewhere: vec![Link::new("Quầy 2", "/hall/cash?hall=2&code=H99.01-261122-0018")],
        request: None,
        today: vec![],
        today_total: None,
        ..cash(language)
    }
}
