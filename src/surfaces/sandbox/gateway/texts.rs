//! The texts of the page. They belong to the sandbox alone, which reads no files of the installation.

use crate::kernel::locale::Language;

use super::orders::Choice;

/// The texts in one language.
pub(super) struct Texts {
    pub title: &'static str,
    pub notice: &'static str,
    pub for_what: &'static str,
    pub reference: &'static str,
    pub trials: &'static str,
    pub paid: &'static str,
    pub declined: &'static str,
    pub expired: &'static str,
    pub back: &'static str,
    pay: &'static str,
    decline: &'static str,
    pay_late: (&'static str, &'static str),
    pay_repeated: (&'static str, &'static str),
    pay_silent: (&'static str, &'static str),
    forge: (&'static str, &'static str),
}

impl Texts {
    /// The texts in `language`.
    pub const fn of(language: Language) -> &'static Texts {
        match language {
            Language::Vi => &VI,
            Language::Uk => &UK,
            Language::Zh => &ZH,
            Language::En => &EN,
        }
    }

    /// Label and hint of a choice.
    pub const fn choice(&self, choice: Choice) -> (&'static str, &'static str) {
        match choice {
            Choice::Pay => (self.pay, ""),
            Choice::Decline => (self.decline, ""),
            Choice::PayLate => self.pay_late,
            Choice::PayRepeated => self.pay_repeated,
            Choice::PaySilent => self.pay_silent,
            Choice::Forge => self.forge,
        }
    }
}

const EN: Texts = Texts {
    title: "Payment",
    notice: "Demonstration: no money is taken.",
    for_what: "For",
    reference: "Reference",
    trials: "Try what can go wrong",
    paid: "This payment was made.",
    declined: "This payment was declined.",
    expired: "The time for this payment has run out.",
    back: "Back to the portal",
    pay: "Pay",
    decline: "Decline",
    pay_late: ("Pay, report late", "The portal is told after half a minute."),
    pay_repeated: (
        "Pay, report three times",
        "The portal is told the same three times.",
    ),
    pay_silent: ("Pay, report nothing", "The portal has to ask by itself."),
    forge: (
        "Forge a report",
        "Somebody without the key tells the portal that you paid.",
    ),
};

const VI: Texts = Texts {
    title: "Thanh toán",
    notice: "Trang thử nghiệm: không có khoản tiền nào bị trừ.",
    for_what: "Nội dung",
    reference: "Mã tham chiếu",
    trials: "Thử các tình huống sự cố",
    paid: "Khoản này đã được thanh toán.",
    declined: "Bạn đã từ chối thanh toán khoản này.",
    expired: "Đã hết thời gian thanh toán khoản này.",
    back: "Quay lại cổng dịch vụ",
    pay: "Thanh toán",
    decline: "Từ chối",
    pay_late: (
        "Thanh toán, báo chậm",
        "Cổng dịch vụ nhận thông báo sau nửa phút.",
    ),
    pay_repeated: (
        "Thanh toán, báo ba lần",
        "Cổng dịch vụ nhận cùng một thông báo ba lần.",
    ),
    pay_silent: ("Thanh toán, không báo", "Cổng dịch vụ phải tự hỏi kết quả."),
    forge: (
        "Giả mạo thông báo",
        "Một người không có khóa báo với cổng rằng bạn đã trả tiền.",
    ),
};

const UK: Texts = Texts {
    title: "Оплата",
    notice: "Демонстрація: гроші не списуються.",
    for_what: "Призначення",
    reference: "Номер платежу",
    trials: "Перевірити, що може піти не так",
    paid: "Цей платіж здійснено.",
    declined: "Від цього платежу відмовилися.",
    expired: "Час для цього платежу вичерпано.",
    back: "Повернутися на портал",
    pay: "Сплатити",
    decline: "Відмовитися",
    pay_late: (
        "Сплатити, повідомити пізніше",
        "Портал дізнається за пів хвилини.",
    ),
    pay_repeated: (
        "Сплатити, повідомити тричі",
        "Портал отримає те саме повідомлення тричі.",
    ),
    pay_silent: ("Сплатити, не повідомляти", "Портал має запитати сам."),
    forge: (
        "Підробити повідомлення",
        "Хтось без ключа скаже порталу, що ви сплатили.",
    ),
};

const ZH: Texts = Texts {
    title: "支付",
    notice: "演示页面：不会扣款。",
    for_what: "事项",
    reference: "缴费编号",
    trials: "试一试各种异常情况",
    paid: "该笔费用已支付。",
    declined: "已放弃支付该笔费用。",
    expired: "该笔费用的支付时间已过。",
    back: "返回门户",
    pay: "支付",
    decline: "放弃",
    pay_late: ("支付，延迟通知", "半分钟后才通知门户。"),
    pay_repeated: ("支付，重复通知三次", "同一通知向门户发送三次。"),
    pay_silent: ("支付，不通知", "门户须自行查询结果。"),
    forge: ("伪造通知", "没有密钥的人告知门户您已支付。"),
};
