//! The tables as the database describes them. Generated with `diesel print-schema` from a migrated database; a test
//! compares it with the catalogue, so that it cannot drift.
#![allow(
    missing_docs,
    reason = "generated; the migrations say what each table and column is"
)]

pub mod sql_types {
    #[derive(diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "xid8", schema = "pg_catalog"))]
    pub struct Xid8;
}

diesel::table! {
    access_version (tenant_id) {
        tenant_id -> Uuid,
        version -> Int8,
    }
}

diesel::table! {
    account (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        email -> Text,
        password_hash -> Nullable<Text>,
        display_name -> Text,
        phone -> Nullable<Text>,
        identity_kind -> Nullable<Text>,
        identity_number -> Nullable<Text>,
        language -> Text,
        business_group_id -> Nullable<Uuid>,
        department_id -> Nullable<Uuid>,
        demo -> Bool,
        registered_at -> Timestamptz,
        closed_at -> Nullable<Timestamptz>,
        folded_name -> Nullable<Text>,
        in_force -> Nullable<Bool>,
    }
}

diesel::table! {
    account_responsibility (tenant_id, account_id, responsibility_id, valid_from) {
        tenant_id -> Uuid,
        account_id -> Uuid,
        responsibility_id -> Uuid,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    accounting_setup (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        code -> Text,
        name -> Jsonb,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Xid8;

    audit_entry (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        occurred_at -> Timestamptz,
        actor -> Text,
        verb -> Text,
        subject -> Nullable<Uuid>,
        outcome -> Text,
        detail -> Jsonb,
        row_digest -> Bytea,
        written_by -> Xid8,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Xid8;

    audit_seal (tenant_id, number) {
        tenant_id -> Uuid,
        number -> Int8,
        sealed_at -> Timestamptz,
        below_xid -> Xid8,
        entry_count -> Int8,
        digest -> Bytea,
    }
}

diesel::table! {
    balancing_segment_value (tenant_id, value_set, value) {
        tenant_id -> Uuid,
        value_set -> Text,
        value -> Text,
        legal_entity_id -> Uuid,
    }
}

diesel::table! {
    branch (tenant_id, legal_entity_id, value_set, value) {
        tenant_id -> Uuid,
        legal_entity_id -> Uuid,
        value_set -> Text,
        value -> Text,
    }
}

diesel::table! {
    business_group (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        code -> Text,
        name -> Jsonb,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        in_force -> Nullable<Bool>,
    }
}

diesel::table! {
    change_row (tenant_id, change_set_id, position) {
        tenant_id -> Uuid,
        change_set_id -> Uuid,
        position -> Int8,
        table_name -> Text,
        row_key -> Text,
        before -> Nullable<Jsonb>,
        after -> Nullable<Jsonb>,
    }
}

diesel::table! {
    change_set (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        made_at -> Timestamptz,
        made_by -> Text,
        origin -> Text,
        reason -> Text,
        undoes_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    cost_centre (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        legal_entity_id -> Uuid,
        code -> Text,
        company_value -> Text,
        name -> Jsonb,
        value_set -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        in_force -> Nullable<Bool>,
    }
}

diesel::table! {
    cost_centre_value (tenant_id, value_set, company_value, value) {
        tenant_id -> Uuid,
        value_set -> Text,
        company_value -> Text,
        value -> Text,
        name -> Jsonb,
    }
}

diesel::table! {
    credit_note (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        legal_entity_id -> Uuid,
        series -> Text,
        year -> Int4,
        number -> Int8,
        refund_id -> Uuid,
        invoice_id -> Uuid,
        dossier_id -> Uuid,
        operating_unit_id -> Uuid,
        applicant_id -> Uuid,
        issued_at -> Timestamptz,
        buyer_name -> Text,
        amount_minor -> Int8,
        currency -> Text,
        document -> Jsonb,
        xml -> Text,
        xml_digest -> Bytea,
    }
}

diesel::table! {
    delegation (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        lender_id -> Uuid,
        borrower_id -> Uuid,
        responsibility_id -> Uuid,
        valid_from -> Date,
        valid_to -> Date,
        reason -> Text,
        lent_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    delegation_unit (tenant_id, delegation_id, operating_unit_id) {
        tenant_id -> Uuid,
        delegation_id -> Uuid,
        operating_unit_id -> Uuid,
    }
}

diesel::table! {
    department (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        business_group_id -> Uuid,
        parent_department_id -> Nullable<Uuid>,
        cost_centre_id -> Nullable<Uuid>,
        code -> Text,
        name -> Jsonb,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        in_force -> Nullable<Bool>,
    }
}

diesel::table! {
    dictionary (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        code -> Text,
        current_version_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    dictionary_item (tenant_id, version_id, code) {
        tenant_id -> Uuid,
        version_id -> Uuid,
        code -> Text,
        parent_code -> Nullable<Text>,
        position -> Int4,
        name -> Jsonb,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    dictionary_version (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        dictionary_id -> Uuid,
        number -> Int4,
        name -> Jsonb,
        levels -> Jsonb,
        begun_at -> Timestamptz,
        begun_by -> Text,
        published_at -> Nullable<Timestamptz>,
        published_by -> Nullable<Text>,
        reason -> Nullable<Text>,
        digest -> Nullable<Bytea>,
    }
}

diesel::table! {
    document (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        dossier_id -> Uuid,
        operating_unit_id -> Uuid,
        legal_entity_id -> Uuid,
        shared_unit_ids -> Array<Nullable<Uuid>>,
        applicant_id -> Uuid,
        kind -> Text,
        number -> Nullable<Text>,
        language -> Text,
        content -> Jsonb,
        blob_key -> Nullable<Text>,
        sha256 -> Nullable<Bytea>,
        size_bytes -> Nullable<Int8>,
        numbered_at -> Timestamptz,
        stored_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dossier (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        number -> Text,
        submission_key -> Text,
        procedure_id -> Uuid,
        procedure_version_id -> Uuid,
        operating_unit_id -> Uuid,
        legal_entity_id -> Uuid,
        hall_id -> Nullable<Uuid>,
        shared_unit_ids -> Array<Nullable<Uuid>>,
        applicant_id -> Uuid,
        applicant_name -> Text,
        channel -> Text,
        status -> Int2,
        tracking_digest -> Bytea,
        received_at -> Timestamptz,
        due_at -> Nullable<Timestamptz>,
        accepted_at -> Nullable<Timestamptz>,
        payment_due_at -> Nullable<Timestamptz>,
        paid_at -> Nullable<Timestamptz>,
        supplement_asked_at -> Nullable<Timestamptz>,
        decided_at -> Nullable<Timestamptz>,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dossier_count (tenant_id, operating_unit_id, procedure_id, month) {
        tenant_id -> Uuid,
        operating_unit_id -> Uuid,
        procedure_id -> Uuid,
        month -> Date,
        received -> Int8,
        received_online -> Int8,
        granted -> Int8,
        refused -> Int8,
        withdrawn -> Int8,
        on_time -> Int8,
        overtime -> Int8,
    }
}

diesel::table! {
    dossier_form (tenant_id, dossier_id) {
        tenant_id -> Uuid,
        dossier_id -> Uuid,
        operating_unit_id -> Uuid,
        shared_unit_ids -> Array<Nullable<Uuid>>,
        applicant_id -> Uuid,
        answers -> Jsonb,
        due_explanation -> Jsonb,
        fingerprint -> Nullable<Bytea>,
        dictionaries -> Jsonb,
    }
}

diesel::table! {
    dossier_log (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        dossier_id -> Uuid,
        operating_unit_id -> Uuid,
        shared_unit_ids -> Array<Nullable<Uuid>>,
        applicant_id -> Uuid,
        occurred_at -> Timestamptz,
        kind -> Text,
        actor_name -> Nullable<Text>,
        public -> Bool,
        detail -> Jsonb,
    }
}

diesel::table! {
    dossier_move (tenant_id, dossier_id, moved_at, from_unit_id) {
        tenant_id -> Uuid,
        dossier_id -> Uuid,
        moved_at -> Timestamptz,
        from_unit_id -> Uuid,
        to_unit_id -> Uuid,
    }
}

diesel::table! {
    dossier_paper (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        dossier_id -> Uuid,
        operating_unit_id -> Uuid,
        shared_unit_ids -> Array<Nullable<Uuid>>,
        applicant_id -> Uuid,
        part -> Text,
        file_name -> Text,
        media_type -> Text,
        size_bytes -> Int8,
        sha256 -> Bytea,
        blob_key -> Text,
        added_at -> Timestamptz,
    }
}

diesel::table! {
    draft (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        procedure_version_id -> Uuid,
        account_id -> Nullable<Uuid>,
        session_id -> Nullable<Uuid>,
        operating_unit_id -> Nullable<Uuid>,
        answers -> Jsonb,
        started_at -> Timestamptz,
        saved_at -> Timestamptz,
        submitted_at -> Nullable<Timestamptz>,
        applicant_id -> Nullable<Uuid>,
        papers_seen_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    draft_paper (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        draft_id -> Uuid,
        account_id -> Nullable<Uuid>,
        session_id -> Nullable<Uuid>,
        part -> Text,
        file_name -> Text,
        media_type -> Text,
        size_bytes -> Int8,
        sha256 -> Bytea,
        blob_key -> Text,
        added_at -> Timestamptz,
    }
}

diesel::table! {
    entry_account (tenant_id, entry_id, entry_account_id) {
        tenant_id -> Uuid,
        entry_id -> Uuid,
        entry_account_id -> Uuid,
        account_id -> Uuid,
        linked_at -> Timestamptz,
    }
}

diesel::table! {
    entry_member (entry_id, member_id) {
        entry_id -> Uuid,
        member_id -> Uuid,
    }
}

diesel::table! {
    gateway_callback (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        provider -> Text,
        provider_reference -> Text,
        session_id -> Nullable<Uuid>,
        payment_request_id -> Nullable<Uuid>,
        source -> Text,
        received_at -> Timestamptz,
        verdict -> Text,
        amount_minor -> Nullable<Int8>,
        currency -> Nullable<Text>,
        body -> Text,
        refund_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    gateway_session (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        payment_request_id -> Uuid,
        applicant_id -> Uuid,
        operating_unit_id -> Uuid,
        provider -> Text,
        provider_reference -> Nullable<Text>,
        pay_url -> Nullable<Text>,
        amount_minor -> Int8,
        currency -> Text,
        opened_at -> Timestamptz,
        expires_at -> Nullable<Timestamptz>,
        asked_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        end_reason -> Nullable<Text>,
    }
}

diesel::table! {
    hall_part (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        hall_id -> Uuid,
        kind -> Text,
        code -> Text,
        name -> Jsonb,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        in_force -> Nullable<Bool>,
    }
}

diesel::table! {
    handover (token_digest) {
        token_digest -> Bytea,
        browser -> Bytea,
        entry_id -> Uuid,
        member_id -> Uuid,
        account_id -> Uuid,
        person -> Jsonb,
        next -> Text,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    inbox (tenant_id, subscription, event_id) {
        tenant_id -> Uuid,
        subscription -> Text,
        event_id -> Uuid,
        handled_at -> Timestamptz,
    }
}

diesel::table! {
    incident (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        instance_id -> Uuid,
        dossier_id -> Uuid,
        operating_unit_id -> Uuid,
        element -> Text,
        element_instance -> Int8,
        reason -> Text,
        detail -> Jsonb,
        raised_at -> Timestamptz,
        resolved_at -> Nullable<Timestamptz>,
        resolved_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    invitation (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        account_id -> Uuid,
        token_digest -> Bytea,
        invited_by -> Text,
        invited_at -> Timestamptz,
        expires_at -> Timestamptz,
        accepted_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    invoice (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        legal_entity_id -> Uuid,
        series -> Text,
        year -> Int4,
        number -> Int8,
        payment_id -> Uuid,
        dossier_id -> Uuid,
        operating_unit_id -> Uuid,
        applicant_id -> Uuid,
        issued_at -> Timestamptz,
        buyer_name -> Text,
        amount_minor -> Int8,
        currency -> Text,
        document -> Jsonb,
        xml -> Text,
        xml_digest -> Bytea,
    }
}

diesel::table! {
    invoice_series (tenant_id, legal_entity_id, series, year) {
        tenant_id -> Uuid,
        legal_entity_id -> Uuid,
        series -> Text,
        year -> Int4,
        last -> Int8,
        last_issued_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    journal_entry (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        ledger_id -> Uuid,
        legal_entity_id -> Uuid,
        operating_unit_id -> Uuid,
        dossier_id -> Nullable<Uuid>,
        source_kind -> Text,
        source_id -> Uuid,
        reverses_id -> Nullable<Uuid>,
        effective_on -> Date,
        posted_at -> Timestamptz,
        memo -> Text,
    }
}

diesel::table! {
    ledger (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        accounting_setup_id -> Uuid,
        code -> Text,
        name -> Jsonb,
        currency -> Text,
        kind -> Text,
        value_set -> Text,
    }
}

diesel::table! {
    ledger_account (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        ledger_id -> Uuid,
        code -> Text,
        name -> Jsonb,
        kind -> Text,
        purpose -> Nullable<Text>,
    }
}

diesel::table! {
    legal_entity (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        business_group_id -> Uuid,
        ledger_id -> Uuid,
        code -> Text,
        name -> Jsonb,
        registration_kind -> Text,
        registration_number -> Text,
        address -> Jsonb,
        details -> Jsonb,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        value_set -> Text,
        ledger_kind -> Nullable<Text>,
        in_force -> Nullable<Bool>,
    }
}

diesel::table! {
    money_sum (tenant_id, operating_unit_id, procedure_id, month, method, currency) {
        tenant_id -> Uuid,
        operating_unit_id -> Uuid,
        procedure_id -> Uuid,
        month -> Date,
        method -> Text,
        currency -> Text,
        payments -> Int8,
        amount_minor -> Int8,
        refunds -> Int8,
        refunded_minor -> Int8,
    }
}

diesel::table! {
    notification (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        event_id -> Uuid,
        account_id -> Uuid,
        dossier_id -> Nullable<Uuid>,
        template -> Text,
        language -> Text,
        arguments -> Jsonb,
        message_id -> Text,
        created_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
        given_up_at -> Nullable<Timestamptz>,
        read_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    notification_attempt (tenant_id, notification_id, number) {
        tenant_id -> Uuid,
        notification_id -> Uuid,
        number -> Int4,
        channel -> Text,
        started_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        outcome -> Nullable<Text>,
        detail -> Nullable<Text>,
    }
}

diesel::table! {
    number_counter (tenant_id, series, owner, period) {
        tenant_id -> Uuid,
        series -> Text,
        owner -> Text,
        period -> Text,
        last -> Int8,
    }
}

diesel::table! {
    onboarding (tenant_id) {
        tenant_id -> Uuid,
        code -> Jsonb,
        library -> Jsonb,
        begun_at -> Timestamptz,
        asked_at -> Nullable<Timestamptz>,
        live_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    onboarding_step (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        step -> Text,
        who -> Text,
        made_at -> Timestamptz,
        before -> Jsonb,
        undone_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    operating_unit (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        business_group_id -> Uuid,
        ledger_id -> Uuid,
        parent_unit_id -> Nullable<Uuid>,
        default_legal_entity_id -> Uuid,
        code -> Text,
        number_code -> Text,
        name -> Jsonb,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        ledger_kind -> Nullable<Text>,
        in_force -> Nullable<Bool>,
        succeeded_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    operating_unit_legal_entity (tenant_id, operating_unit_id, legal_entity_id) {
        tenant_id -> Uuid,
        operating_unit_id -> Uuid,
        legal_entity_id -> Uuid,
        ledger_id -> Uuid,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        in_force -> Nullable<Bool>,
        ledger_in_force -> Nullable<Uuid>,
    }
}

diesel::table! {
    organisation_call (tenant_id, account_id, key) {
        tenant_id -> Uuid,
        account_id -> Uuid,
        key -> Text,
        fingerprint -> Bytea,
        made_at -> Timestamptz,
        answer -> Nullable<Jsonb>,
    }
}

diesel::table! {
    organisation_name (tenant_id, organisation_id, language) {
        tenant_id -> Uuid,
        organisation_id -> Uuid,
        language -> Text,
        business_group_id -> Uuid,
        kind -> Text,
        code -> Text,
        name -> Text,
        folded -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    outbox (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        seq -> Int8,
        kind -> Text,
        subject -> Uuid,
        occurred_at -> Timestamptz,
        trace -> Nullable<Text>,
        data -> Jsonb,
        published_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    payment (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        payment_request_id -> Uuid,
        dossier_id -> Uuid,
        operating_unit_id -> Uuid,
        legal_entity_id -> Uuid,
        applicant_id -> Uuid,
        method -> Text,
        provider -> Text,
        provider_reference -> Text,
        amount_minor -> Int8,
        currency -> Text,
        received_at -> Timestamptz,
        received_by -> Nullable<Uuid>,
        hall_id -> Nullable<Uuid>,
        receipt_number -> Text,
    }
}

diesel::table! {
    payment_request (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        dossier_id -> Uuid,
        operating_unit_id -> Uuid,
        legal_entity_id -> Uuid,
        applicant_id -> Uuid,
        source_id -> Uuid,
        reference -> Text,
        methods -> Array<Nullable<Text>>,
        net_minor -> Int8,
        shipping_minor -> Int8,
        tax_minor -> Int8,
        amount_minor -> Int8,
        currency -> Text,
        messages -> Jsonb,
        lines -> Jsonb,
        requested_at -> Timestamptz,
        paid_at -> Nullable<Timestamptz>,
        voided_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    pending_act (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        payload -> Jsonb,
        reason -> Text,
        asked_by -> Uuid,
        asked_at -> Timestamptz,
        expires_at -> Timestamptz,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        confirmed -> Nullable<Bool>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    policy_line (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        role -> Text,
        reach -> Text,
        verb -> Text,
        effect -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    posting (tenant_id, journal_entry_id, line) {
        tenant_id -> Uuid,
        journal_entry_id -> Uuid,
        line -> Int2,
        ledger_account_id -> Uuid,
        ledger_id -> Uuid,
        operating_unit_id -> Uuid,
        amount_minor -> Int8,
        currency -> Text,
        legal_entity_id -> Uuid,
        value_set -> Text,
        balancing_value -> Text,
    }
}

diesel::table! {
    procedure (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        code -> Text,
        current_version_id -> Nullable<Uuid>,
        suspended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    procedure_unit (tenant_id, procedure_id, operating_unit_id) {
        tenant_id -> Uuid,
        procedure_id -> Uuid,
        operating_unit_id -> Uuid,
        legal_entity_id -> Nullable<Uuid>,
        hall_id -> Nullable<Uuid>,
        is_default -> Bool,
    }
}

diesel::table! {
    procedure_version (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        procedure_id -> Uuid,
        number -> Int4,
        definition -> Jsonb,
        form -> Jsonb,
        bpmn -> Text,
        digest -> Bytea,
        published_at -> Timestamptz,
    }
}

diesel::table! {
    process_instance (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        dossier_id -> Uuid,
        procedure_version_id -> Uuid,
        operating_unit_id -> Uuid,
        applicant_id -> Uuid,
        state -> Jsonb,
        variables -> Jsonb,
        revision -> Int4,
        started_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    process_timer (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        instance_id -> Uuid,
        element -> Text,
        element_instance -> Int8,
        due_at -> Timestamptz,
        fired_at -> Nullable<Timestamptz>,
        cancelled_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    profile_option (tenant_id, name, level, level_id) {
        tenant_id -> Uuid,
        name -> Text,
        level -> Text,
        level_id -> Uuid,
        value -> Text,
    }
}

diesel::table! {
    refund (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        payment_id -> Uuid,
        payment_request_id -> Uuid,
        dossier_id -> Uuid,
        procedure_id -> Uuid,
        operating_unit_id -> Uuid,
        legal_entity_id -> Uuid,
        applicant_id -> Uuid,
        reference -> Text,
        method -> Text,
        net_minor -> Int8,
        shipping_minor -> Int8,
        tax_minor -> Int8,
        amount_minor -> Int8,
        currency -> Text,
        reason -> Text,
        raised_at -> Timestamptz,
        raised_by -> Uuid,
        approved_at -> Nullable<Timestamptz>,
        refused_at -> Nullable<Timestamptz>,
        decided_by -> Nullable<Uuid>,
        decision_note -> Nullable<Text>,
        asked_at -> Nullable<Timestamptz>,
        declined_at -> Nullable<Timestamptz>,
        provider_reference -> Nullable<Text>,
        paid_at -> Nullable<Timestamptz>,
        paid_in -> Nullable<Text>,
        paid_by -> Nullable<Uuid>,
        hall_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    reorganisation (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        title -> Text,
        reason -> Text,
        effective_on -> Date,
        due_at -> Timestamptz,
        planned_by -> Text,
        planned_at -> Timestamptz,
        applied_at -> Nullable<Timestamptz>,
        cancelled_at -> Nullable<Timestamptz>,
        cancelled_by -> Nullable<Text>,
        failed_at -> Nullable<Timestamptz>,
        refusal -> Nullable<Jsonb>,
        change_set_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    reorganisation_step (tenant_id, reorganisation_id, position) {
        tenant_id -> Uuid,
        reorganisation_id -> Uuid,
        position -> Int4,
        change -> Jsonb,
    }
}

diesel::table! {
    responsibility (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        business_group_id -> Uuid,
        code -> Text,
        name -> Jsonb,
        role -> Text,
        in_force -> Nullable<Bool>,
    }
}

diesel::table! {
    security_profile (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        code -> Text,
        name -> Jsonb,
        view_all -> Bool,
        global -> Bool,
        business_group_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    security_profile_unit (tenant_id, security_profile_id, operating_unit_id) {
        tenant_id -> Uuid,
        security_profile_id -> Uuid,
        operating_unit_id -> Uuid,
        with_descendants -> Bool,
    }
}

diesel::table! {
    separated_duty (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        first_verb -> Text,
        second_verb -> Text,
        reason -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    service_hall (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        ledger_id -> Uuid,
        legal_entity_id -> Uuid,
        operating_unit_id -> Uuid,
        cost_centre_id -> Uuid,
        code -> Text,
        name -> Jsonb,
        address -> Jsonb,
        hours -> Jsonb,
        capabilities -> Array<Nullable<Text>>,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        in_force -> Nullable<Bool>,
        ledger_in_force -> Nullable<Uuid>,
    }
}

diesel::table! {
    session (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        token_digest -> Bytea,
        kind -> Text,
        account_id -> Nullable<Uuid>,
        responsibility_id -> Nullable<Uuid>,
        current_unit_id -> Nullable<Uuid>,
        name -> Nullable<Text>,
        started_at -> Timestamptz,
        expires_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
        access_mode -> Nullable<Text>,
        delegation_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    sign_in_attempt (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        email -> Text,
        address -> Text,
        attempted_at -> Timestamptz,
        succeeded -> Bool,
    }
}

diesel::table! {
    tenant (id) {
        id -> Uuid,
        slug -> Text,
        name -> Jsonb,
        settings -> Jsonb,
        cell -> Text,
        catalogue_version -> Int8,
        joined_at -> Timestamptz,
        left_at -> Nullable<Timestamptz>,
        card_version -> Int8,
        portal -> Text,
        portal_url -> Nullable<Text>,
        live -> Bool,
    }
}

diesel::table! {
    tenant_card (tenant_id) {
        tenant_id -> Uuid,
        version -> Int8,
        card -> Jsonb,
        kept_by -> Text,
        kept_at -> Timestamptz,
        origin -> Text,
        reason -> Text,
    }
}

diesel::table! {
    tenant_host (host) {
        host -> Text,
        tenant_id -> Uuid,
    }
}
diesel::table! {
    tenant_seen (tenant_id) {
        tenant_id -> Uuid,
        seen_at -> Timestamptz,
        seen -> Array<Nullable<Uuid>>,
        left_as -> Nullable<Jsonb>,
    }
}

diesel::table! {
    user_task (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        instance_id -> Uuid,
        dossier_id -> Uuid,
        operating_unit_id -> Uuid,
        applicant_id -> Uuid,
        element -> Text,
        element_instance -> Int8,
        name -> Text,
        role -> Text,
        actions -> Array<Nullable<Text>>,
        form -> Nullable<Text>,
        created_at -> Timestamptz,
        due_at -> Nullable<Timestamptz>,
        claimed_by -> Nullable<Uuid>,
        claimed_at -> Nullable<Timestamptz>,
        completed_by -> Nullable<Uuid>,
        completed_at -> Nullable<Timestamptz>,
        cancelled_at -> Nullable<Timestamptz>,
        outcome -> Nullable<Text>,
        answers -> Nullable<Jsonb>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    value_set (tenant_id, code) {
        tenant_id -> Uuid,
        code -> Text,
        name -> Jsonb,
    }
}

diesel::table! {
    working_calendar (tenant_id, code, valid_from) {
        tenant_id -> Uuid,
        code -> Text,
        valid_from -> Date,
        definition -> Jsonb,
    }
}

diesel::joinable!(tenant_host -> tenant (tenant_id));

diesel::allow_tables_to_appear_in_same_query!(
    access_version,
    account,
    account_responsibility,
    accounting_setup,
    audit_entry,
    audit_seal,
    balancing_segment_value,
    branch,
    business_group,
    change_row,
    change_set,
    cost_centre,
    cost_centre_value,
    credit_note,
    delegation,
    delegation_unit,
    department,
    dictionary,
    dictionary_item,
    dictionary_version,
    document,
    dossier,
    dossier_count,
    dossier_form,
    dossier_log,
    dossier_move,
    dossier_paper,
    draft,
    draft_paper,
    entry_account,
    entry_member,
    gateway_callback,
    gateway_session,
    hall_part,
    handover,
    inbox,
    incident,
    invitation,
    invoice,
    invoice_series,
    journal_entry,
    ledger,
    ledger_account,
    legal_entity,
    money_sum,
    notification,
    notification_attempt,
    number_counter,
    onboarding,
    onboarding_step,
    operating_unit,
    operating_unit_legal_entity,
    organisation_call,
    organisation_name,
    outbox,
    payment,
    payment_request,
    pending_act,
    policy_line,
    posting,
    procedure,
    procedure_unit,
    procedure_version,
    process_instance,
    process_timer,
    profile_option,
    refund,
    reorganisation,
    reorganisation_step,
    responsibility,
    security_profile,
    security_profile_unit,
    separated_duty,
    service_hall,
    session,
    sign_in_attempt,
    tenant,
    tenant_card,
    tenant_host,
    tenant_seen,
    user_task,
    value_set,
    working_calendar,
);
