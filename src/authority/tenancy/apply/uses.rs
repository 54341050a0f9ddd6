//! What may rest on a row, table by table. A row that something in force rests on cannot leave, and how much it is, is told.

/// Something that rests on a row.
#[derive(Debug)]
pub(super) struct Use {
    /// One of it, for the sentence: “open dossier”.
    pub one: &'static str,
    /// Several of it.
    pub many: &'static str,
    /// The table it lies in; `u` in the conditions.
    pub of: &'static str,
    /// Which rows rest on the row `t`.
    pub upon: &'static str,
    /// Which of them are in force. The others are history: they keep the row, and do not refuse.
    pub in_force: &'static str,
}

const fn used(
    one: &'static str,
    many: &'static str,
    of: &'static str,
    upon: &'static str,
    in_force: &'static str,
) -> Use {
    Use {
        one,
        many,
        of,
        upon,
        in_force,
    }
}

/// How much rests on a row, in words: “12 open dossiers, 2 halls”.
pub(super) fn counted(uses: &[Use], counts: &[i64]) -> String {
    let parts = uses.iter().zip(counts).filter(|(_, count)| **count > 0);
    let words: Vec<String> = parts
        .map(|(of, count)| match count {
            1 => format!("1 {}", of.one),
            many => format!("{many} {}", of.many),
        })
        .collect();
    words.join(", ")
}

/// Dossiers on their way.
const OPEN: &str = "u.finished_at is null";
const STANDS: &str = "u.valid_to is null";

pub(super) const BUSINESS_GROUP: &[Use] = &[
    used(
        "legal entity",
        "legal entities",
        "legal_entity",
        "u.business_group_id = t.id",
        STANDS,
    ),
    used(
        "operating unit",
        "operating units",
        "operating_unit",
        "u.business_group_id = t.id",
        STANDS,
    ),
    used(
        "person",
        "people",
        "account",
        "u.business_group_id = t.id",
        "u.closed_at is null",
    ),
];

pub(super) const ACCOUNTING_SETUP: &[Use] = &[used(
    "ledger",
    "ledgers",
    "ledger",
    "u.accounting_setup_id = t.id",
    "true",
)];

pub(super) const VALUE_SET: &[Use] = &[
    used("ledger", "ledgers", "ledger", "u.value_set = t.code", "true"),
    used(
        "balancing value",
        "balancing values",
        "balancing_segment_value",
        "u.value_set = t.code",
        "true",
    ),
];

pub(super) const LEDGER: &[Use] = &[
    used(
        "legal entity",
        "legal entities",
        "legal_entity",
        "u.ledger_id = t.id",
        STANDS,
    ),
    used(
        "operating unit",
        "operating units",
        "operating_unit",
        "u.ledger_id = t.id",
        STANDS,
    ),
    used(
        "journal entry",
        "journal entries",
        "journal_entry",
        "u.ledger_id = t.id",
        "true",
    ),
    used(
        "account",
        "accounts",
        "ledger_account",
        "u.ledger_id = t.id",
        "true",
    ),
];

pub(super) const LEGAL_ENTITY: &[Use] = &[
    used(
        "open dossier",
        "open dossiers",
        "dossier",
        "u.legal_entity_id = t.id",
        OPEN,
    ),
    used(
        "hall",
        "halls",
        "service_hall",
        "u.legal_entity_id = t.id",
        STANDS,
    ),
    used(
        "operating unit",
        "operating units",
        "operating_unit",
        "u.default_legal_entity_id = t.id",
        STANDS,
    ),
    used(
        "unpaid payment request",
        "unpaid payment requests",
        "payment_request",
        "u.legal_entity_id = t.id",
        "u.paid_at is null and u.voided_at is null",
    ),
];

pub(super) const BALANCING_SEGMENT_VALUE: &[Use] = &[used(
    "cost centre",
    "cost centres",
    "cost_centre",
    "u.legal_entity_id = t.legal_entity_id and u.company_value = t.value",
    "true",
)];

pub(super) const OPERATING_UNIT: &[Use] = &[
    used(
        "open dossier",
        "open dossiers",
        "dossier",
        "u.operating_unit_id = t.id",
        OPEN,
    ),
    used(
        "hall",
        "halls",
        "service_hall",
        "u.operating_unit_id = t.id",
        STANDS,
    ),
    used(
        "unit below it",
        "units below it",
        "operating_unit",
        "u.parent_unit_id = t.id",
        STANDS,
    ),
];

pub(super) const OPERATING_UNIT_LEGAL_ENTITY: &[Use] = &[
    used(
        "open dossier",
        "open dossiers",
        "dossier",
        "u.operating_unit_id = t.operating_unit_id and u.legal_entity_id = t.legal_entity_id",
        OPEN,
    ),
    used(
        "hall",
        "halls",
        "service_hall",
        "u.operating_unit_id = t.operating_unit_id and u.legal_entity_id = t.legal_entity_id",
        STANDS,
    ),
];

pub(super) const COST_CENTRE: &[Use] = &[
    used("hall", "halls", "service_hall", "u.cost_centre_id = t.id", STANDS),
    used(
        "department",
        "departments",
        "department",
        "u.cost_centre_id = t.id",
        STANDS,
    ),
];

pub(super) const SERVICE_HALL: &[Use] = &[used(
    "open dossier",
    "open dossiers",
    "dossier",
    "u.hall_id = t.id",
    OPEN,
)];

pub(super) const DEPARTMENT: &[Use] = &[
    used(
        "person",
        "people",
        "account",
        "u.department_id = t.id",
        "u.closed_at is null",
    ),
    used(
        "department below it",
        "departments below it",
        "department",
        "u.parent_department_id = t.id",
        STANDS,
    ),
];

pub(super) const LEDGER_ACCOUNT: &[Use] = &[used(
    "posting",
    "postings",
    "posting",
    "u.ledger_account_id = t.id",
    "true",
)];

pub(super) const ACCOUNT: &[Use] = &[used(
    "task taken and not done",
    "tasks taken and not done",
    "user_task",
    "u.claimed_by = t.id",
    "u.completed_at is null and u.cancelled_at is null",
)];

pub(super) const SECURITY_PROFILE: &[Use] = &[used(
    "profile option",
    "profile options",
    "profile_option",
    "u.name = 'mo_security_profile' and u.value = t.id::text",
    "true",
)];

pub(super) const RESPONSIBILITY: &[Use] = &[used(
    "person",
    "people",
    "account_responsibility",
    "u.responsibility_id = t.id",
    "true",
)];
