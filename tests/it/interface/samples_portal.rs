//! Sample views of the citizens' pages after the first.

use onedoor::kernel::locale::Language;
use onedoor::surfaces::portal::views::*;
use onedoor::surfaces::web::fields::*;
use onedoor::surfaces::web::views::*;

use super::samples::{at, cards, day, halls, money, say, working_days};

const CODE: &str = "H99.01-261122-0018";

pub fn search(language: Language, query: &str) -> Search {
    let option = |words: [&str; 4], count, current| FacetOption {
        text: say(language, words),
        url: "/search?level=full".into(),
        count,
        current,
    };
    let mut procedures = cards(language);
    for card in &mut procedures {
        card.agency = Some(say(
            language,
            ["Sở Tư pháp", "Відділ ДРАЦС", "区民政局", "Department of Justice"],
        ));
        card.summary = Some(say(
            language,
            [
                "Cấp giấy tờ đầu tiên cho trẻ mới sinh.",
                "Перший документ дитини.",
                "为新生儿办理首份证件。",
                "The first paper of a new child.",
            ],
        ));
    }
    Search {
        query: query.into(),
        total: 36,
        procedures,
        facets: vec![
            Facet {
                title: say(
                    language,
                    ["Mức độ trực tuyến", "Спосіб подання", "网办深度", "Online level"],
                ),
                options: vec![
                    option(
                        [
                            "Toàn trình trực tuyến",
                            "Повністю онлайн",
                            "全程网办",
                            "Fully online",
                        ],
                        21,
                        true,
                    ),
                    option(
                        [
                            "Một phần trực tuyến",
                            "Частково онлайн",
                            "部分网办",
                            "Partly online",
                        ],
                        11,
                        false,
                    ),
                    option(
                        ["Nộp tại quầy", "Лише особисто", "窗口办理", "At the counter"],
                        4,
                        false,
                    ),
                ],
            },
            Facet {
                title: say(language, ["Lĩnh vực", "Сфера", "领域", "Subject"]),
                options: vec![
                    option(["Hộ tịch", "Сім’я", "婚育", "Civil status"], 9, false),
                    option(["Đất đai", "Земля", "不动产", "Land"], 12, false),
                ],
            },
        ],
        applied: vec![Link::new(
            say(
                language,
                [
                    "Toàn trình trực tuyến",
                    "Повністю онлайн",
                    "全程网办",
                    "Fully online",
                ],
            ),
            "/search",
        )],
        clear_url: "/search".into(),
        pager: Pager::of(2, 6, 36, |page| format!("/search?page={page}")),
    }
}

pub fn nothing_found() -> Search {
    Search {
        query: "xyz".into(),
        total: 0,
        procedures: vec![],
        facets: vec![],
        applied: vec![],
        clear_url: "/search".into(),
        pager: None,
    }
}

fn crumbs(language: Language) -> Vec<Link> {
    vec![Link::new(
        say(language, ["Hộ tịch", "Родина", "婚育", "Civil status"]),
        "/search?subject=civil",
    )]
}

pub fn guide(language: Language) -> Guide {
    let paper = |words: [&str; 4], note: Option<[&str; 4]>, required| PaperNeeded {
        name: say(language, words),
        note: note.map(|note| say(language, note)),
        required,
        form_url: (!required).then(|| "/forms/1.pdf".into()),
    };
    let step = |name: [&str; 4], who: [&str; 4], days| GuideStep {
        name: say(language, name),
        who: Some(say(language, who)),
        limit: Some(working_days(days)),
    };
    Guide {
        code: Some("1.001193".into()),
        name: cards(language)[2].name.clone(),
        summary: say(
            language,
            [
                "Xin phép trước khi xây nhà ở của gia đình tại đô thị hoặc nông thôn.",
                "Допомога на оплату житлово-комунальних послуг для родин із низьким доходом.",
                "农村村民在宅基地上新建、改建住房前申请。",
                "Permission before building a family dwelling.",
            ],
        ),
        level: Level::Partial,
        limit: working_days(15),
        fee: Fee::Fixed(money(language, 75)),
        agency: say(
            language,
            [
                "Phòng Quản lý đô thị",
                "Управління соціального захисту",
                "区住房和城乡建设局",
                "Urban Management Office",
            ],
        ),
        result: say(
            language,
            [
                "Giấy phép xây dựng",
                "Рішення про призначення",
                "乡村建设规划许可证",
                "Building permit",
            ],
        ),
        who: vec![say(
            language,
            [
                "Cá nhân, hộ gia đình có quyền sử dụng đất",
                "Громадяни, зареєстровані за адресою житла",
                "本区农村集体经济组织成员",
                "People and households with land-use rights",
            ],
        )],
        papers: vec![
            paper(
                [
                    "Đơn đề nghị cấp giấy phép xây dựng",
                    "Заява про призначення",
                    "申请表",
                    "Application form",
                ],
                Some([
                    "Mẫu số 01; bản chính; điền trên mạng thì không cần",
                    "За формою; онлайн не потрібна",
                    "网上填报的无需提交",
                    "Form 01; not needed online",
                ]),
                true,
            ),
            paper(
                [
                    "Giấy chứng nhận quyền sử dụng đất",
                    "Декларація про доходи",
                    "宅基地批准书",
                    "Certificate of land-use rights",
                ],
                Some([
                    "Bản sao; có thể chụp bằng điện thoại",
                    "Копія або фото",
                    "复印件或照片",
                    "Copy or photograph",
                ]),
                true,
            ),
            paper(
                [
                    "Bản vẽ thiết kế xây dựng",
                    "Договір оренди",
                    "住房设计图",
                    "Design drawings",
                ],
                None,
                true,
            ),
            paper(
                [
                    "Văn bản đồng ý của hộ liền kề",
                    "Довідка про доходи",
                    "相邻权利人意见",
                    "Consent of neighbours",
                ],
                None,
                false,
            ),
        ],
        fees: vec![
            FeeLine {
                name: say(
                    language,
                    [
                        "Lệ phí cấp phép",
                        "Адміністративний збір",
                        "证照工本费",
                        "Permit fee",
                    ],
                ),
                note: None,
                fee: Fee::Fixed(money(language, 75)),
            },
            FeeLine {
                name: say(
                    language,
                    ["Phí thẩm định", "Плата за перевірку", "审查费", "Assessment"],
                ),
                note: Some(say(
                    language,
                    [
                        "Theo diện tích sàn",
                        "За площею",
                        "按建筑面积核算",
                        "By floor area",
                    ],
                )),
                fee: Fee::Formula(()),
            },
        ],
        places: halls(language),
        legal: vec![
            LegalBasis {
                title: say(
                    language,
                    [
                        "Luật Xây dựng 2014, điều 95",
                        "Постанова КМУ № 848",
                        "《中华人民共和国城乡规划法》第四十一条",
                        "Construction Law 2014, article 95",
                    ],
                ),
                url: Some("/legal/1".into()),
            },
            LegalBasis {
                title: say(
                    language,
                    [
                        "Nghị định 175/2024/NĐ-CP",
                        "Закон № 1875-IV",
                        "《村庄和集镇规划建设管理条例》",
                        "Decree 175/2024",
                    ],
                ),
                url: None,
            },
        ],
        steps: vec![
            step(
                [
                    "Tiếp nhận và kiểm tra hồ sơ",
                    "Прийняття та перевірка",
                    "受理",
                    "Receipt and check",
                ],
                [
                    "Trung tâm hành chính công",
                    "ЦНАП",
                    "政务服务中心",
                    "Service centre",
                ],
                1,
            ),
            step(
                [
                    "Thẩm định, kiểm tra thực địa",
                    "Розгляд",
                    "审查、现场勘查",
                    "Assessment and site visit",
                ],
                [
                    "Phòng Quản lý đô thị",
                    "Управління соцзахисту",
                    "住建局",
                    "Urban Management Office",
                ],
                12,
            ),
            step(
                ["Ký giấy phép và trả kết quả", "Рішення", "决定", "Decision"],
                [
                    "UBND phường",
                    "Управління соцзахисту",
                    "区政府",
                    "Ward People’s Committee",
                ],
                2,
            ),
        ],
        version: "3".into(),
        apply_url: Some("/apply/1.001193".into()),
        qr_url: "/procedures/1.001193/qr.svg".into(),
        crumbs: crumbs(language),
    }
}

fn steps(language: Language, now: usize) -> Vec<StepItem> {
    [
        [
            "Người được khai sinh",
            "Відомості про дитину",
            "新生儿信息",
            "The child",
        ],
        ["Cha, mẹ", "Батьки", "父母信息", "The parents"],
        ["Giấy tờ đính kèm", "Документи", "上传材料", "Papers"],
        [
            "Kiểm tra và nộp",
            "Перевірити й подати",
            "核对并提交",
            "Check and send",
        ],
    ]
    .into_iter()
    .enumerate()
    .map(|(step, name)| StepItem {
        name: say(language, name),
        state: match step.cmp(&now) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Now,
            std::cmp::Ordering::Greater => StepState::Todo,
        },
        url: (step < now).then(|| format!("/apply/draft/{}", step + 1)),
    })
    .collect()
}

fn draft(language: Language) -> DraftPanel {
    DraftPanel {
        saved_at: Some(at("2026-11-22T03:24:00Z")),
        fee: Fee::Free,
        limit: Limit {
            count: 0,
            unit: LimitUnit::SameDay,
        },
        agency: say(
            language,
            [
                "UBND phường Trung Tâm",
                "Зорянський відділ ДРАЦС",
                "青岚区卫生健康局",
                "Trung Tâm Ward",
            ],
        ),
        legal: Some(say(
            language,
            [
                "Luật Hộ tịch, điều 16",
                "Закон № 2398-VI, ст. 13",
                "《母婴保健法》",
                "Law on Civil Status, article 16",
            ],
        )),
        phone: Some("1022".into()),
    }
}

/// One field of every kind; `wrong` adds an error to some.
pub fn fields(language: Language, wrong: bool) -> Vec<Field> {
    let label = |words: [&str; 4]| say(language, words);
    let mut name = Field::new(
        FieldKind::Text,
        "name",
        label([
            "Họ, chữ đệm, tên",
            "Прізвище, ім’я, по батькові",
            "姓名",
            "Full name",
        ]),
    );
    name.hint = Some(label([
        "Ghi như mong muốn in trên giấy khai sinh.",
        "Так, як має бути у свідоцтві.",
        "与户口簿一致。",
        "As it should appear on the certificate.",
    ]));
    let mut birth = Field::new(
        FieldKind::Date,
        "born",
        label(["Ngày sinh", "Дата народження", "出生日期", "Date of birth"]),
    );
    birth.date = Some(DateParts {
        day: "31".into(),
        month: "11".into(),
        year: "2026".into(),
    });
    let mut identity = Field::new(
        FieldKind::Text,
        "identity",
        label([
            "Số định danh của người nộp",
            "РНОКПП заявника",
            "申请人身份证号",
            "Applicant’s identity number",
        ]),
    );
    identity.value = "079185004512".into();
    identity.width = 20;
    identity.prefilled = true;
    identity.inputmode = Some("numeric".into());
    let mut place = Field::new(
        FieldKind::Select,
        "place",
        label([
            "Nơi đăng ký",
            "Місце реєстрації",
            "登记地",
            "Place of registration",
        ]),
    );
    place.choices = vec![
        choice(
            "w1",
            label([
                "Phường Trung Tâm",
                "Зорянська міська громада",
                "和平街道",
                "Trung Tâm ward",
            ]),
            None,
            true,
        ),
        choice(
            "w2",
            label(["Phường Bến Sông", "Лугова громада", "河滨街道", "Bến Sông ward"]),
            None,
            false,
        ),
    ];
    let mut delivery = Field::new(
        FieldKind::Radios,
        "delivery",
        label([
            "Bạn muốn nhận kết quả bằng cách nào?",
            "Як ви хочете отримати свідоцтво?",
            "领取方式",
            "How would you like the result?",
        ]),
    );
    delivery.choices = vec![
        choice(
            "online",
            label([
                "Bản điện tử trong tài khoản",
                "Електронно",
                "电子证照",
                "Electronic copy",
            ]),
            Some(label([
                "Có chữ ký số, dùng được ngay.",
                "З електронною печаткою.",
                "可立即使用。",
                "Signed; usable at once.",
            ])),
            true,
        ),
        choice(
            "counter",
            label(["Nhận tại quầy", "Особисто в ЦНАП", "窗口领取", "At the counter"]),
            None,
            false,
        ),
    ];
    let mut also = Field::new(
        FieldKind::Checkboxes,
        "also",
        label([
            "Làm cùng lúc",
            "Оформити разом",
            "同时办理",
            "Do at the same time",
        ]),
    );
    also.required = false;
    also.choices = vec![
        choice(
            "bhyt",
            label([
                "Cấp thẻ bảo hiểm y tế",
                "Допомога при народженні",
                "医保参保",
                "Health insurance card",
            ]),
            None,
            true,
        ),
        choice(
            "tt",
            label([
                "Đăng ký thường trú",
                "Реєстрація місця проживання",
                "户口登记",
                "Residence",
            ]),
            None,
            false,
        ),
    ];
    let mut area = Field::new(
        FieldKind::Number,
        "area",
        label(["Diện tích", "Площа", "面积", "Area"]),
    );
    area.unit = Some("m²".into());
    area.width = 10;
    area.value = "120,5".into();
    let mut note = Field::new(
        FieldKind::Textarea,
        "note",
        label(["Ghi chú", "Примітка", "备注", "Note"]),
    );
    note.required = false;
    note.max_length = 500;
    let mut file = Field::new(
        FieldKind::File,
        "paper",
        label([
            "Giấy chứng sinh",
            "Медичний висновок про народження",
            "出生证明",
            "Birth notice",
        ]),
    );
    file.accept = Some(".pdf,.jpg,.jpeg,.png".into());
    file.kinds = Some("PDF, JPG, PNG".into());
    file.size_bytes_max = 20_000_000;
    file.files = vec![AttachedFile {
        id: "p1".into(),
        name: "to-khai-khai-sinh.pdf".into(),
        size_bytes: 411_200,
        url: Some("/papers/p1".into()),
    }];
    if wrong {
        name.error = Some(label([
            "Nhập họ, chữ đệm và tên của trẻ",
            "Введіть прізвище, ім’я та по батькові дитини",
            "请填写姓名",
            "Enter the child’s name",
        ]));
        birth.error = Some(label([
            "Ngày sinh phải là ngày có thật, ví dụ 5 11 2026",
            "Дата народження має існувати, наприклад 5 11 2026",
            "请填写有效日期，如 2026 年 11 月 5 日",
            "Enter a real date, such as 5 11 2026",
        ]));
        file.error = Some(label([
            "Tệp “giay.heic” không mở được. Chọn tệp PDF, JPG hoặc PNG",
            "Файл «dovidka.heic» не відкривається. Оберіть PDF, JPG або PNG",
            "无法打开“zm.heic”，请选择 PDF、JPG 或 PNG",
            "“paper.heic” cannot be opened. Choose PDF, JPG or PNG",
        ]));
    }
    vec![name, birth, identity, place, delivery, also, area, note, file]
}

fn choice(value: &str, label: String, hint: Option<String>, chosen: bool) -> Choice {
    Choice {
        value: value.into(),
        label,
        hint,
        chosen,
    }
}

pub fn apply(language: Language, wrong: bool) -> ApplyStep {
    let fields = fields(language, wrong);
    ApplyStep {
        procedure: cards(language)[0].name.clone(),
        title: say(
            language,
            [
                "Người được khai sinh",
                "Відомості про дитину",
                "新生儿信息",
                "The child",
            ],
        ),
        intro: None,
        number: 2,
        of: 4,
        action: "/apply/draft/1".into(),
        errors: Field::errors(&fields),
        fields,
        steps: steps(language, 1),
        draft: draft(language),
        back_url: Some("/apply/draft/0".into()),
        crumbs: crumbs(language),
    }
}

fn sections(language: Language, change: bool) -> Vec<AnswerSection> {
    let link = |anchor: &str| change.then(|| format!("/apply/draft/1#{anchor}"));
    vec![AnswerSection {
        title: say(
            language,
            [
                "Người được khai sinh",
                "Відомості про дитину",
                "新生儿信息",
                "The child",
            ],
        ),
        change_url: link(""),
        answers: vec![
            Answer {
                label: say(
                    language,
                    [
                        "Họ, chữ đệm, tên",
                        "Прізвище, ім’я, по батькові",
                        "姓名",
                        "Full name",
                    ],
                ),
                value: say(
                    language,
                    [
                        "Trần Gia Bảo",
                        "Мельник Софія Андріївна",
                        "李安然",
                        "Trần Gia Bảo",
                    ],
                ),
                change_url: link("name"),
            },
            Answer {
                label: say(
                    language,
                    ["Ngày sinh", "Дата народження", "出生日期", "Date of birth"],
                ),
                value: "05/11/2026".into(),
                change_url: link("born"),
            },
            Answer {
                label: say(language, ["Ghi chú", "Примітка", "备注", "Note"]),
                value: String::new(),
                change_url: link("note"),
            },
        ],
    }]
}

fn files(language: Language) -> Vec<FileView> {
    vec![FileView {
        title: say(
            language,
            ["Giấy chứng sinh", "Медичний висновок", "出生证明", "Birth notice"],
        ),
        name: "giay-chung-sinh.pdf".into(),
        size_bytes: 411_200,
        url: Some("/papers/p1".into()),
        at: Some(at("2026-11-22T03:20:00Z")),
    }]
}

fn lines(language: Language) -> Vec<PayLine> {
    vec![
        PayLine {
            name: say(
                language,
                [
                    "Lệ phí cấp phép",
                    "Адміністративний збір",
                    "证照工本费",
                    "Permit fee",
                ],
            ),
            note: None,
            amount: money(language, 75),
        },
        PayLine {
            name: say(
                language,
                ["Phí thẩm định", "Плата за перевірку", "审查费", "Assessment"],
            ),
            note: Some("120,5 m² × 2.000".into()),
            amount: money(language, 241),
        },
    ]
}

pub fn check(language: Language) -> CheckAnswers {
    CheckAnswers {
        procedure: cards(language)[0].name.clone(),
        sections: sections(language, true),
        papers: files(language),
        papers_url: Some("/apply/draft/papers".into()),
        fees: lines(language),
        total: Some(money(language, 316)),
        action: "/apply/draft/send".into(),
        revision: 7,
        errors: vec![],
        steps: steps(language, 3),
        draft: draft(language),
        crumbs: crumbs(language),
    }
}

pub fn sent(language: Language) -> Sent {
    Sent {
        code: CODE.into(),
        procedure: cards(language)[0].name.clone(),
        due_at: Some(at("2026-11-24T10:00:00Z")),
        qr_url: format!("http://an-binh.localhost:8080/track?code={CODE}"),
        track_url: "/track".into(),
        receipt_url: Some("/papers/receipt.pdf".into()),
        email: Some("ngoc@example.org".into()),
        next: vec![
            say(
                language,
                [
                    "Cán bộ kiểm tra hồ sơ trong ngày.",
                    "Адміністратор перевірить заяву сьогодні.",
                    "工作人员将于当日核查。",
                    "An officer checks the dossier today.",
                ],
            ),
            say(
                language,
                [
                    "Kết quả được gửi vào trang hồ sơ của bạn.",
                    "Результат з’явиться у вашому кабінеті.",
                    "结果将发送至“我的办件”。",
                    "The result appears on your dossier’s page.",
                ],
            ),
        ],
        pay: Some(PayNow {
            amount: money(language, 316),
            url: "/pay/1".into(),
        }),
        pay_soon: None,
        pay_later: None,
    }
}

pub fn pay(language: Language) -> Pay {
    let method = |value: &str, label: [&str; 4], hint: [&str; 4], chosen| {
        choice(value, say(language, label), Some(say(language, hint)), chosen)
    };
    Pay {
        code: CODE.into(),
        procedure: cards(language)[2].name.clone(),
        payee: say(
            language,
            [
                "Kho bạc tỉnh An Bình",
                "Казначейство, Зоряна обл.",
                "青岚区财政局",
                "An Bình Treasury",
            ],
        ),
        lines: lines(language),
        total: money(language, 316),
        until: Some(at("2026-12-06T10:00:00Z")),
        methods: vec![
            method(
                "card",
                ["Thẻ ngân hàng", "Банківська картка", "银行卡", "Bank card"],
                [
                    "Nội địa, Visa, Mastercard",
                    "Visa, Mastercard",
                    "储蓄卡、信用卡",
                    "Domestic, Visa, Mastercard",
                ],
                true,
            ),
            method(
                "transfer",
                [
                    "Chuyển khoản bằng mã QR",
                    "Переказ за QR-кодом",
                    "扫码支付",
                    "Transfer by QR code",
                ],
                [
                    "Mọi ứng dụng ngân hàng",
                    "Будь-який банківський застосунок",
                    "任意支付应用",
                    "Any banking app",
                ],
                false,
            ),
        ],
        action: "/pay/1".into(),
        payment_key: "k".into(),
        errors: vec![],
        dossier_url: "/my/dossiers/1".into(),
    }
}

pub fn paid(language: Language, state: PaidState) -> Paid {
    Paid {
        state,
        code: CODE.into(),
        procedure: cards(language)[2].name.clone(),
        amount: money(language, 316),
        receipt_number: Some("BL-26-0000001".into()),
        reference: Some("GW-7F3A-2291".into()),
        at: (state == PaidState::Paid).then(|| at("2026-11-22T03:31:00Z")),
        goes_on: true,
        due_at: Some(at("2026-11-24T10:00:00Z")),
        receipt_url: Some("/papers/r.pdf".into()),
        check_url: "/pay/1/return".into(),
        retry_url: "/pay/1".into(),
        dossier_url: "/my/dossiers/1".into(),
    }
}

pub fn verify(language: Language) -> Verify {
    let mut code = Field::new(
        FieldKind::Text,
        "code",
        say(
            language,
            ["Mã giấy tờ", "Код документа", "文书编码", "Code of the paper"],
        ),
    );
    code.hint = Some("019a8f3c-5b1e-7c20-9d4f-2b7a61c0e8d5".into());
    let fields = vec![code];
    Verify {
        errors: Field::errors(&fields),
        fields,
    }
}

pub fn genuine(language: Language, is_intact: bool) -> Verified {
    let digest = [
        "9f86d081", "884c7d65", "9a2feaa0", "c55ad015", "a3bf4f1b", "2b0b822c", "d15d6c15", "b0f00a08",
    ];
    Verified {
        paper: Some(GenuinePaper {
            kind: "result",
            number: Some(say(
                language,
                [
                    "0018/2026/HT-01",
                    "00018/2026",
                    "青民〔2026〕18号",
                    "0018/2026/HT-01",
                ],
            )),
            heading: Some(say(
                language,
                [
                    "Giấy xác nhận tình trạng hôn nhân",
                    "Витяг з Реєстру територіальної громади",
                    "居民身份证",
                    "Confirmation of marital status",
                ],
            )),
            procedure: cards(language)[0].name.clone(),
            body: say(
                language,
                [
                    "Ủy ban nhân dân phường Trung Tâm",
                    "Зоряна міська рада",
                    "青岚区民政局",
                    "People’s Committee of Trung Tâm Ward",
                ],
            ),
            unit: Some(say(
                language,
                [
                    "Bộ phận một cửa",
                    "Відділ реєстрації",
                    "综合受理科",
                    "One-stop desk",
                ],
            )),
            issued_at: at("2026-11-22T03:00:00Z"),
            digest: digest.map(str::to_owned).to_vec(),
            is_intact,
        }),
    }
}

pub fn track(language: Language) -> Track {
    let mut code = Field::new(
        FieldKind::Text,
        "code",
        say(
            language,
            ["Mã hồ sơ", "Номер справи", "办件编号", "Dossier number"],
        ),
    );
    code.hint = Some(CODE.into());
    let mut digits = Field::new(
        FieldKind::Text,
        "digits",
        say(
            language,
            [
                "4 số cuối điện thoại hoặc số định danh",
                "4 останні цифри телефону або номера",
                "手机号或证件号后 4 位",
                "Last 4 digits of telephone or identity number",
            ],
        ),
    );
    digits.width = 4;
    digits.inputmode = Some("numeric".into());
    code.error = Some(say(
        language,
        [
            "Không tìm thấy hồ sơ có mã và số này. Xem lại giấy tiếp nhận.",
            "Справи з такими даними немає. Перевірте розписку.",
            "未找到相符的办件，请核对回执。",
            "No dossier has this number and these digits. Look at your receipt.",
        ],
    ));
    let fields = vec![code, digits];
    Track {
        errors: Field::errors(&fields),
        fields,
    }
}

pub fn standing(language: Language, state: State) -> Standing {
    let entry = |mark, title: [&str; 4], who: Option<[&str; 4]>, when: Option<&str>| HistoryEntry {
        mark,
        title: say(language, title),
        who: who.map(|who| say(language, who)),
        detail: None,
        at: when.map(at),
    };
    let pause = Pause {
        from: at("2026-11-18T02:00:00Z"),
        until: Some(at("2026-11-20T08:00:00Z")),
        reason: say(
            language,
            [
                "Chờ bạn bổ sung bản vẽ",
                "Очікували ваших доповнень",
                "等待补正设计图",
                "Waiting for your drawings",
            ],
        ),
    };
    let supplement = (state == State::AwaitingSupplement).then(|| Supplement {
        reason: say(
            language,
            [
                "Bản vẽ thiếu mặt cắt công trình.",
                "У декларації немає підпису.",
                "设计图缺少剖面图。",
                "The drawings lack a section.",
            ],
        ),
        papers: vec![say(
            language,
            [
                "Bản vẽ mặt cắt",
                "Підписана декларація",
                "剖面图",
                "Section drawing",
            ],
        )],
        until: Some(at("2026-12-02T10:00:00Z")),
        url: "/my/dossiers/1/supplement".into(),
    });
    Standing {
        code: CODE.into(),
        procedure: cards(language)[2].name.clone(),
        state,
        unit: Some(say(
            language,
            [
                "Phòng Quản lý đô thị",
                "Управління соціального захисту",
                "区住房和城乡建设局",
                "Urban Management Office",
            ],
        )),
        step: Some(say(language, ["Thẩm định", "Розгляд", "审查", "Assessment"])),
        submitted_at: at("2026-11-12T02:15:00Z"),
        due: Some(if supplement.is_some() {
            Due {
                urgency: Urgency::Paused,
                count: 0,
                unit: DueUnit::Days,
                at: None,
            }
        } else {
            Due {
                urgency: Urgency::OnTime,
                count: 5,
                unit: DueUnit::Days,
                at: Some(at("2026-12-04T10:00:00Z")),
            }
        }),
        due_account: Some(DueAccount {
            from: at("2026-11-12T02:15:00Z"),
            limit: working_days(15),
            skipped: vec![SkippedDay {
                date: day("2026-11-24"),
                reason: say(
                    language,
                    [
                        "Ngày nghỉ của tỉnh",
                        "Святковий день",
                        "法定节假日",
                        "Provincial holiday",
                    ],
                ),
            }],
            pauses: vec![pause.clone()],
            at: at("2026-12-04T10:00:00Z"),
        }),
        pauses: vec![pause],
        history: vec![
            entry(
                Mark::Done,
                ["Đã nộp hồ sơ", "Заяву подано", "提交申报", "Submitted"],
                None,
                Some("2026-11-12T02:15:00Z"),
            ),
            entry(
                Mark::Done,
                ["Đã tiếp nhận", "Прийнято", "受理", "Received"],
                Some([
                    "Trung tâm hành chính công · Lê Thu Hà",
                    "ЦНАП · Олена Коваль",
                    "政务服务中心",
                    "Service centre · Lê Thu Hà",
                ]),
                Some("2026-11-12T03:02:00Z"),
            ),
            entry(
                Mark::Pause,
                [
                    "Yêu cầu bổ sung",
                    "Запит доповнень",
                    "补正通知",
                    "More papers asked for",
                ],
                None,
                Some("2026-11-18T02:00:00Z"),
            ),
            entry(
                Mark::Now,
                ["Thẩm định", "Розгляд", "审查", "Assessment"],
                Some([
                    "Phòng Quản lý đô thị",
                    "Управління соцзахисту",
                    "住建局",
                    "Urban Management Office",
                ]),
                Some("2026-11-20T08:00:00Z"),
            ),
            entry(
                Mark::Next,
                ["Ký và trả kết quả", "Рішення", "决定", "Decision"],
                None,
                None,
            ),
        ],
        supplement,
        pay: (state == State::AwaitingPayment).then(|| PayNow {
            amount: money(language, 316),
            url: "/pay/1".into(),
        }),
    }
}

pub fn dossiers(language: Language) -> Dossiers {
    let cards = cards(language);
    let row = |n: usize, state, due, action: Option<[&str; 4]>| DossierCard {
        code: CODE.into(),
        procedure: cards[n].name.clone(),
        url: "/my/dossiers/1".into(),
        state,
        due,
        submitted_at: at("2026-11-12T02:15:00Z"),
        action: action.map(|words| Link::new(say(language, words), "/my/dossiers/1")),
    };
    let due = |urgency, count| {
        Some(Due {
            urgency,
            count,
            unit: DueUnit::Days,
            at: None,
        })
    };
    Dossiers {
        drafts: vec![DraftCard {
            procedure: cards[0].name.clone(),
            number: 2,
            of: 4,
            saved_at: at("2026-11-22T03:24:00Z"),
            url: "/apply/draft/1".into(),
        }],
        dossiers: vec![
            row(
                1,
                State::AwaitingPayment,
                due(Urgency::Paused, 0),
                Some(["Nộp phí", "Сплатити", "去缴费", "Pay"]),
            ),
            row(
                2,
                State::AwaitingSupplement,
                due(Urgency::Paused, 0),
                Some(["Bổ sung ngay", "Додати зараз", "立即补充", "Add it now"]),
            ),
            row(3, State::InProgress, due(Urgency::OnTime, 5), None),
            row(
                4,
                State::Granted,
                due(Urgency::Done, 0),
                Some(["Tải kết quả", "Отримати результат", "下载结果", "Get the result"]),
            ),
            row(5, State::Refused, None, None),
        ],
        pager: None,
    }
}

fn refund(language: Language, state: onedoor::services::billing::RefundState) -> RefundRow {
    RefundRow {
        reference: format!("{CODE}-1-R1"),
        amount: money(language, 41),
        at: (state == onedoor::services::billing::RefundState::Paid).then(|| at("2026-11-14T03:00:00Z")),
        state,
        credit_note_url: Some("/papers/c.pdf".into()),
    }
}

pub fn dossier(language: Language, result: bool) -> Dossier {
    let payment = |state, pay: bool| PaymentRow {
        name: say(
            language,
            [
                "Lệ phí và phí thẩm định",
                "Адміністративний збір",
                "工本费",
                "Permit fee and assessment",
            ],
        ),
        amount: money(language, 316),
        state,
        at: (!pay).then(|| at("2026-11-13T03:00:00Z")),
        pay_url: pay.then(|| "/pay/1".into()),
        receipt_url: (!pay).then(|| "/papers/r.pdf".into()),
        refunds: match pay {
            true => vec![],
            false => vec![
                refund(language, onedoor::services::billing::RefundState::AtDesk),
                refund(language, onedoor::services::billing::RefundState::AtGateway),
                refund(language, onedoor::services::billing::RefundState::Paid),
            ],
        },
    };
    Dossier {
        standing: standing(
            language,
            if result {
                State::Granted
            } else {
                State::AwaitingSupplement
            },
        ),
        result: result.then(|| ResultPaper {
            title: say(
                language,
                ["Giấy phép xây dựng", "Рішення", "许可证", "Building permit"],
            ),
            number: "118/GPXD".into(),
            date: day("2026-11-21"),
            url: Some("/papers/x.pdf".into()),
            reason: None,
        }),
        papers: files(language),
        documents: files(language),
        payments: vec![
            payment(PaymentState::Due, true),
            payment(PaymentState::Paid, false),
        ],
        sections: sections(language, false),
        withdraw_url: Some("/my/dossiers/1/withdraw".into()),
    }
}

pub fn supplement(language: Language) -> SupplementForm {
    let fields: Vec<Field> = fields(language, false)
        .into_iter()
        .filter(|field| matches!(field.kind, FieldKind::File | FieldKind::Textarea))
        .collect();
    SupplementForm {
        code: CODE.into(),
        procedure: cards(language)[2].name.clone(),
        reason: say(
            language,
            [
                "Bản vẽ thiếu mặt cắt công trình.",
                "У декларації немає підпису.",
                "设计图缺少剖面图。",
                "The drawings lack a section.",
            ],
        ),
        until: Some(at("2026-12-02T10:00:00Z")),
        action: "/my/dossiers/1/supplement".into(),
        errors: vec![],
        fields,
        dossier_url: "/my/dossiers/1".into(),
    }
}

pub fn notices(language: Language) -> Notices {
    let notice = |title: [&str; 4], unread| Notice {
        title: say(language, title),
        text: format!("{CODE}: {}", cards(language)[2].name),
        at: at("2026-11-21T08:00:00Z"),
        url: Some("/my/dossiers/1".into()),
        unread,
    };
    Notices {
        notices: vec![
            notice(
                [
                    "Đã có kết quả",
                    "Результат готовий",
                    "办理结果已出",
                    "Your result is ready",
                ],
                true,
            ),
            notice(
                [
                    "Đã tiếp nhận hồ sơ",
                    "Заяву прийнято",
                    "已受理",
                    "Dossier received",
                ],
                false,
            ),
        ],
        any_unread: true,
        pager: None,
    }
}

pub fn sign_in(language: Language, wrong: bool) -> SignIn {
    let mut login = Field::new(
        FieldKind::Text,
        "login",
        say(
            language,
            [
                "Thư điện tử hoặc tên đăng nhập",
                "Електронна пошта або логін",
                "电子邮箱或用户名",
                "E-mail or user name",
            ],
        ),
    );
    login.autocomplete = Some("username".into());
    let mut password = Field::new(
        FieldKind::Password,
        "password",
        say(language, ["Mật khẩu", "Пароль", "密码", "Password"]),
    );
    password.autocomplete = Some("current-password".into());
    if wrong {
        login.error = Some(say(
            language,
            [
                "Tên hoặc mật khẩu không đúng",
                "Неправильний логін або пароль",
                "用户名或密码不正确",
                "Name or password is not right",
            ],
        ));
    }
    let fields = vec![login, password];
    SignIn {
        action: "/sign-in".into(),
        errors: Field::errors(&fields),
        fields,
        next: Some("/apply/draft/1?step=2".into()),
        demo_accounts: vec![DemoAccount {
            who: say(language, ["Người dân", "Громадянка", "市民", "Citizen"]),
            login: "ngoc@example.org".into(),
            password: "demo-password".into(),
        }],
    }
}

pub fn register(language: Language) -> Register {
    let mut name = Field::new(
        FieldKind::Text,
        "name",
        say(
            language,
            ["Họ và tên", "Прізвище, ім’я та по батькові", "姓名", "Full name"],
        ),
    );
    name.autocomplete = Some("name".into());
    let mut email = Field::new(
        FieldKind::Email,
        "email",
        say(
            language,
            ["Thư điện tử", "Електронна пошта", "电子邮箱", "E-mail"],
        ),
    );
    email.autocomplete = Some("email".into());
    let mut password = Field::new(
        FieldKind::Password,
        "password",
        say(language, ["Mật khẩu", "Пароль", "密码", "Password"]),
    );
    password.autocomplete = Some("new-password".into());
    password.hint = Some(say(
        language,
        [
            "Ít nhất 10 ký tự.",
            "Щонайменше 10 символів.",
            "至少 10 个字符。",
            "At least 10 characters.",
        ],
    ));
    Register {
        action: "/register".into(),
        fields: vec![name, email, password],
        errors: vec![],
        next: None,
    }
}
