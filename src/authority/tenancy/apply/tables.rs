//! The tables that an application writes, and how rows leave them.

/// How a row that the code no longer has leaves its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaves {
    /// It stays: history rests on it.
    Never,
    /// It ends: this date column is set to the day.
    OnDay(&'static str),
    /// It ends: this moment column is set.
    AtMoment(&'static str),
    /// It is deleted: a link that nothing rests on.
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
    /// Which rows the code decides over, as a condition; empty: all of the tenant.
    pub within: &'static str,
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
    }
}

/// In the order in which they are written: what is referred to comes first.
pub(super) const TABLES: &[Table] = &[
    table(
        "business_group",
        "business group",
        &["code", "name", "valid_to"],
        Leaves::OnDay("valid_to"),
    ),
    table(
        "accounting_setup",
        "accounting set-up",
        &["code", "name"],
        Leaves::Never,
    ),
    Table {
        key: &["code"],
        ..table("value_set", "value set", &["name"], Leaves::Never)
    },
    table(
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
        Leaves::Never,
    ),
    table(
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
            "valid_to",
        ],
        Leaves::OnDay("valid_to"),
    ),
    link(
        "balancing_segment_value",
        "balancing segment value",
        &["value_set", "value"],
        &["legal_entity_id"],
        "value_set || ' ' || value",
    ),
    table(
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
            "valid_to",
        ],
        Leaves::OnDay("valid_to"),
    ),
    Table {
        // Dossiers rest on links: one ends, and none is taken away.
        leaves: Leaves::OnDay("valid_to"),
        ..link(
            "operating_unit_legal_entity",
            "unit of a legal entity",
            &["operating_unit_id", "legal_entity_id"],
            &["ledger_id", "valid_to"],
            "operating_unit_id || ' ' || legal_entity_id",
        )
    },
    table(
        "cost_centre",
        "cost centre",
        &[
            "legal_entity_id",
            "code",
            "value_set",
            "company_value",
            "name",
            "valid_to",
        ],
        Leaves::OnDay("valid_to"),
    ),
    Table {
        leaves: Leaves::Never,
        ..link(
            "cost_centre_value",
            "value of a cost centre",
            &["value_set", "company_value", "value"],
            &["name"],
            "company_value || ' ' || value",
        )
    },
    table(
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
            "valid_to",
        ],
        Leaves::OnDay("valid_to"),
    ),
    table(
        "department",
        "department",
        &[
            "business_group_id",
            "parent_department_id",
            "cost_centre_id",
            "code",
            "name",
            "valid_to",
        ],
        Leaves::OnDay("valid_to"),
    ),
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
        label: "code",
        ..table(
            "ledger_account",
            "account",
            &["ledger_id", "code", "name", "kind", "purpose"],
            Leaves::Never,
        )
    },
    Table {
        label: "email",
        within: "kind = 'staff'",
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
    table(
        "security_profile",
        "security profile",
        &["code", "name", "view_all"],
        Leaves::Never,
    ),
    link(
        "security_profile_unit",
        "unit of a security profile",
        &["security_profile_id", "operating_unit_id"],
        &["with_descendants"],
        "security_profile_id || ' ' || operating_unit_id",
    ),
    table(
        "responsibility",
        "responsibility",
        &["business_group_id", "code", "name", "role"],
        Leaves::Never,
    ),
    link(
        "account_responsibility",
        "responsibility of a person",
        &["account_id", "responsibility_id", "valid_from"],
        &["valid_to"],
        "account_id || ' ' || responsibility_id",
    ),
    Table {
        within: "level = 'responsibility'",
        ..link(
            "profile_option",
            "profile option",
            &["name", "level", "level_id"],
            &["value"],
            "name || ' ' || level_id",
        )
    },
];

/// Which unit takes a procedure's dossiers; written after the procedures themselves.
pub(super) const PROCEDURE_UNITS: Table = link(
    "procedure_unit",
    "unit of a procedure",
    &["procedure_id", "operating_unit_id"],
    &["legal_entity_id", "hall_id", "is_default"],
    "procedure_id || ' ' || operating_unit_id",
);
