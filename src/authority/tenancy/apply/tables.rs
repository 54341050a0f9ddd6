//! The tables that an application writes, and how rows leave them.

use super::uses::{self, Use};

/// How a row that the code no longer has leaves its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaves {
    /// It stays.
    Never,
    /// It ends: this date column is set to the day.
    OnDay(&'static str),
    /// It ends: this moment column is set.
    AtMoment(&'static str),
    /// It is deleted, unless history rests on it.
    Deleted,
}

/// A tenant table.
#[derive(Debug)]
pub(super) struct Table {
    /// Its name.
    pub name: &'static str,
    /// What its rows are, for the summary.
    pub kind: &'static str,
    /// The columns of its key behind `tenant_id`.
    pub key: &'static [&'static str],
    /// Its other columns that the code decides.
    pub columns: &'static [&'static str],
    /// An expression that names a row in the summary. Ids in it are replaced by the codes they were made of.
    pub label: &'static str,
    /// How a row leaves.
    pub leaves: Leaves,
    /// Which rows the code decides over, as a condition upon `t` and the day `$2`; empty: all of the tenant.
    pub within: &'static str,
    /// Columns that hold a set: the order of their members says nothing.
    pub sets: &'static [&'static str],
    /// Rows are only added: what is there belongs to somebody else from then on.
    pub only_adds: bool,
    /// Rows leave before others come: on one day there may be only one of them.
    pub leaves_first: bool,
    /// What may rest on a row, so that it cannot leave.
    pub uses: &'static [Use],
}

const fn table(
    name: &'static str,
    kind: &'static str,
    columns: &'static [&'static str],
    leaves: Leaves,
) -> Table {
    Table {
        name,
        kind,
        key: &["id"],
        columns,
        label: "code",
        leaves,
        within: "",
        sets: &[],
        only_adds: false,
        leaves_first: false,
        uses: &[],
    }
}

const fn link(
    name: &'static str,
    kind: &'static str,
    key: &'static [&'static str],
    columns: &'static [&'static str],
    label: &'static str,
) -> Table {
    Table {
        name,
        kind,
        key,
        columns,
        label,
        leaves: Leaves::Deleted,
        within: "",
        sets: &[],
        only_adds: false,
        leaves_first: false,
        uses: &[],
    }
}

/// What ended before today is history, and none of the code's; so is what somebody had who has left.
const STILL_HOLDS: &str = "t.valid_to is null or t.valid_to > $2";
const OF_AN_OPEN_ACCOUNT: &str = "(t.valid_to is null or t.valid_to > $2) and exists (
    select from account a where a.tenant_id = t.tenant_id and a.id = t.account_id and a.closed_at is null)";
const OF_NO_ENDED_GROUP: &str = "not exists (
    select from business_group g where g.tenant_id = t.tenant_id and g.id = t.business_group_id and g.valid_to is not null)";
const OF_AN_OPEN_ENTITY: &str = "exists (
    select from legal_entity e where e.tenant_id = t.tenant_id and e.id = t.legal_entity_id and e.valid_to is null)";
const OF_AN_OPEN_UNIT: &str = "exists (
    select from operating_unit u where u.tenant_id = t.tenant_id and u.id = t.operating_unit_id and u.valid_to is null)";
const OF_WHAT_IS_OPEN: &str = "not exists (
        select from operating_unit u where u.tenant_id = t.tenant_id and u.id::text = t.value and u.valid_to is not null)
    and not exists (
        select from account a where t.level = 'user' and a.tenant_id = t.tenant_id and a.id = t.level_id and a.closed_at is not null)";
const OF_AN_OPEN_UNIT_AND_PROCEDURE: &str = "exists (
        select from operating_unit u where u.tenant_id = t.tenant_id and u.id = t.operating_unit_id and u.valid_to is null)
    and exists (
        select from procedure p where p.tenant_id = t.tenant_id and p.id = t.procedure_id and p.suspended_at is null)";

/// In the order in which they are written: what is referred to comes first. They are left in the opposite order.
pub(super) const TABLES: &[Table] = &[
    Table {
        uses: uses::BUSINESS_GROUP,
        ..table(
            "business_group",
            "business group",
            &["code", "name", "valid_from", "valid_to"],
            Leaves::OnDay("valid_to"),
        )
    },
    Table {
        uses: uses::ACCOUNTING_SETUP,
        ..table(
            "accounting_setup",
            "accounting set-up",
            &["code", "name"],
            Leaves::Deleted,
        )
    },
    Table {
        key: &["code"],
        uses: uses::VALUE_SET,
        ..table("value_set", "value set", &["name"], Leaves::Deleted)
    },
    Table {
        uses: uses::LEDGER,
        ..table(
            "ledger",
            "ledger",
            &[
                "accounting_setup_id",
                "code",
                "name",
                "currency",
                "kind",
                "value_set",
            ],
            Leaves::Deleted,
        )
    },
    Table {
        uses: uses::LEGAL_ENTITY,
        ..table(
            "legal_entity",
            "legal entity",
            &[
                "business_group_id",
                "ledger_id",
                "value_set",
                "code",
                "name",
                "registration_kind",
                "registration_number",
                "address",
                "details",
                "valid_from",
                "valid_to",
            ],
            Leaves::OnDay("valid_to"),
        )
    },
    Table {
        uses: uses::BALANCING_SEGMENT_VALUE,
        within: OF_AN_OPEN_ENTITY,
        ..link(
            "balancing_segment_value",
            "balancing segment value",
            &["value_set", "value"],
            &["legal_entity_id"],
            "value_set || ' ' || value",
        )
    },
    Table {
        uses: uses::OPERATING_UNIT,
        ..table(
            "operating_unit",
            "operating unit",
            &[
                "business_group_id",
                "ledger_id",
                "parent_unit_id",
                "default_legal_entity_id",
                "code",
                "number_code",
                "name",
                "valid_from",
                "valid_to",
            ],
            Leaves::OnDay("valid_to"),
        )
    },
    Table {
        // Dossiers rest on links: one ends, and none is taken away.
        leaves: Leaves::OnDay("valid_to"),
        uses: uses::OPERATING_UNIT_LEGAL_ENTITY,
        ..link(
            "operating_unit_legal_entity",
            "unit of a legal entity",
            &["operating_unit_id", "legal_entity_id"],
            &["ledger_id", "valid_from", "valid_to"],
            "operating_unit_id || ' ' || legal_entity_id",
        )
    },
    Table {
        uses: uses::COST_CENTRE,
        ..table(
            "cost_centre",
            "cost centre",
            &[
                "legal_entity_id",
                "code",
                "value_set",
                "company_value",
                "name",
                "valid_from",
                "valid_to",
            ],
            Leaves::OnDay("valid_to"),
        )
    },
    link(
        "cost_centre_value",
        "value of a cost centre",
        &["value_set", "company_value", "value"],
        &["name"],
        "company_value || ' ' || value",
    ),
    Table {
        uses: uses::SERVICE_HALL,
        sets: &["capabilities"],
        ..table(
            "service_hall",
            "hall",
            &[
                "ledger_id",
                "legal_entity_id",
                "operating_unit_id",
                "cost_centre_id",
                "code",
                "name",
                "address",
                "hours",
                "capabilities",
                "valid_from",
                "valid_to",
            ],
            Leaves::OnDay("valid_to"),
        )
    },
    Table {
        label: "hall_id || ' ' || code",
        ..table(
            "hall_part",
            "part of a hall",
            &["hall_id", "kind", "code", "name", "valid_from", "valid_to"],
            Leaves::OnDay("valid_to"),
        )
    },
    Table {
        uses: uses::DEPARTMENT,
        ..table(
            "department",
            "department",
            &[
                "business_group_id",
                "parent_department_id",
                "cost_centre_id",
                "code",
                "name",
                "valid_from",
                "valid_to",
            ],
            Leaves::OnDay("valid_to"),
        )
    },
    Table {
        label: "code || ' from ' || valid_from",
        key: &["code", "valid_from"],
        ..table(
            "working_calendar",
            "working calendar",
            &["definition"],
            Leaves::Never,
        )
    },
    Table {
        uses: uses::LEDGER_ACCOUNT,
        ..table(
            "ledger_account",
            "account",
            &["ledger_id", "code", "name", "kind", "purpose"],
            Leaves::Deleted,
        )
    },
    Table {
        label: "email",
        within: "t.kind = 'staff'",
        uses: uses::ACCOUNT,
        ..table(
            "account",
            "person",
            &[
                "kind",
                "email",
                "display_name",
                "phone",
                "identity_kind",
                "identity_number",
                "language",
                "business_group_id",
                "department_id",
                "demo",
                "closed_at",
            ],
            Leaves::AtMoment("closed_at"),
        )
    },
    CITIZENS,
    Table {
        uses: uses::SECURITY_PROFILE,
        within: OF_NO_ENDED_GROUP,
        ..table(
            "security_profile",
            "security profile",
            &["code", "name", "view_all", "global", "business_group_id"],
            Leaves::Deleted,
        )
    },
    Table {
        within: OF_AN_OPEN_UNIT,
        ..link(
            "security_profile_unit",
            "unit of a security profile",
            &["security_profile_id", "operating_unit_id"],
            &["with_descendants"],
            "security_profile_id || ' ' || operating_unit_id",
        )
    },
    Table {
        uses: uses::RESPONSIBILITY,
        ..table(
            "responsibility",
            "responsibility",
            &["business_group_id", "code", "name", "role"],
            Leaves::Deleted,
        )
    },
    Table {
        leaves_first: true,
        within: OF_AN_OPEN_ACCOUNT,
        ..link(
            "account_responsibility",
            "responsibility of a person",
            &["account_id", "responsibility_id", "valid_from"],
            &["valid_to"],
            "account_id || ' ' || responsibility_id",
        )
    },
    Table {
        within: OF_WHAT_IS_OPEN,
        ..link(
            "profile_option",
            "profile option",
            &["name", "level", "level_id"],
            &["value"],
            "name || ' ' || level || ' ' || level_id",
        )
    },
    Table {
        leaves_first: true,
        label: "role || ' ' || reach || ' ' || verb",
        within: STILL_HOLDS,
        ..table(
            "policy_line",
            "line of policy",
            &["role", "reach", "verb", "effect", "valid_from", "valid_to"],
            Leaves::Deleted,
        )
    },
    Table {
        leaves_first: true,
        label: "first_verb || ' ' || second_verb",
        within: STILL_HOLDS,
        ..table(
            "separated_duty",
            "separated duty",
            &["first_verb", "second_verb", "reason", "valid_from", "valid_to"],
            Leaves::Deleted,
        )
    },
];

/// Citizens of the demonstration are brought once; from then on their accounts are their own.
const CITIZENS: Table = Table {
    label: "email",
    only_adds: true,
    ..table(
        "account",
        "citizen",
        &[
            "kind",
            "email",
            "display_name",
            "phone",
            "identity_kind",
            "identity_number",
            "language",
            "demo",
        ],
        Leaves::Never,
    )
};

/// What leaves after everything was written: what leans on others before what it leans on. Only a unit ends before its
/// links, and an entity before its balancing values: those that a closed one keeps are history, and hold nothing.
pub(super) fn in_order_of_leaving() -> Vec<&'static Table> {
    let mut tables = vec![&PROCEDURE_UNITS];
    tables.extend(TABLES.iter().rev().filter(|table| !table.leaves_first));
    for (first, then) in [
        ("operating_unit", "operating_unit_legal_entity"),
        ("legal_entity", "balancing_segment_value"),
    ] {
        let at = |name: &str| tables.iter().position(|table| table.name == name);
        if let (Some(then), Some(first)) = (at(then), at(first)) {
            let ends = tables.remove(first);
            tables.insert(then, ends);
        }
    }
    tables
}

/// Which unit takes a procedure's dossiers; written after the procedures themselves.
pub(super) const PROCEDURE_UNITS: Table = Table {
    within: OF_AN_OPEN_UNIT_AND_PROCEDURE,
    ..link(
        "procedure_unit",
        "unit of a procedure",
        &["procedure_id", "operating_unit_id"],
        &["legal_entity_id", "hall_id", "is_default"],
        "procedure_id || ' ' || operating_unit_id",
    )
};
