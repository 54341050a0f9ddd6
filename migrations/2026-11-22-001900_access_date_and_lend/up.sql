-- A local security profile belongs to one business group; a global one to none. Without a group of its own a local profile
-- stays inside the group of whoever uses it.
alter table security_profile
    add column business_group_id uuid,
    add constraint security_profile_in_group foreign key (tenant_id, business_group_id) references business_group (tenant_id, id),
    add constraint security_profile_scope check (not global or business_group_id is null);

-- A line of policy holds from a day until another. On one day there is one line for a role, reach and verb.
alter table policy_line
    add column valid_from date not null default '2000-01-01',
    add column valid_to date,
    add constraint policy_line_dates check (valid_to is null or valid_to > valid_from),
    drop constraint policy_line_tenant_id_role_reach_verb_key,
    add constraint policy_line_one_a_day exclude using gist (
        tenant_id with =, role with =, reach with =, verb with =, daterange(valid_from, valid_to) with &&);

-- Somebody lends a responsibility of hers to a colleague, at all its units or some, from a day until another. It gives what
-- the lender has on that day and nothing more.
create table delegation (
    tenant_id         uuid not null,
    id                uuid not null,
    lender_id         uuid not null,
    borrower_id       uuid not null,
    responsibility_id uuid not null,
    valid_from        date not null,
    valid_to          date not null,
    reason            text not null check (length(reason) between 1 and 500),
    lent_at           timestamptz not null,
    ended_at          timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, lender_id) references account (tenant_id, id),
    foreign key (tenant_id, borrower_id) references account (tenant_id, id),
    foreign key (tenant_id, responsibility_id) references responsibility (tenant_id, id),
    constraint delegation_dates check (valid_to > valid_from and valid_to <= valid_from + 366),
    constraint delegation_to_another check (lender_id <> borrower_id),
    constraint delegation_once exclude using gist (
        tenant_id with =, lender_id with =, borrower_id with =, responsibility_id with =,
        daterange(valid_from, valid_to) with &&) where (ended_at is null)
);
create index delegation_of_borrower on delegation (tenant_id, borrower_id) where ended_at is null;

-- The units of a loan. None: every unit that the responsibility opens for its lender.
create table delegation_unit (
    tenant_id         uuid not null,
    delegation_id     uuid not null,
    operating_unit_id uuid not null,
    primary key (tenant_id, delegation_id, operating_unit_id),
    foreign key (tenant_id, delegation_id) references delegation (tenant_id, id),
    foreign key (tenant_id, operating_unit_id) references operating_unit (tenant_id, id)
);

-- Two verbs that one person may not both do to one subject, in either order.
create table separated_duty (
    tenant_id    uuid not null,
    id           uuid not null,
    first_verb   text not null,
    second_verb  text not null,
    reason       text not null check (length(reason) between 1 and 500),
    valid_from   date not null,
    valid_to     date,
    primary key (tenant_id, id),
    constraint separated_duty_in_order check (first_verb < second_verb),
    constraint separated_duty_dates check (valid_to is null or valid_to > valid_from),
    constraint separated_duty_one_a_day exclude using gist (
        tenant_id with =, first_verb with =, second_verb with =, daterange(valid_from, valid_to) with &&)
);

-- A dangerous act that waits for a second pair of eyes. Whoever asked may take it back and never confirm it.
create table pending_act (
    tenant_id  uuid not null,
    id         uuid not null,
    kind       text not null,
    payload    jsonb not null,
    reason     text not null check (length(reason) between 1 and 500),
    asked_by   uuid not null,
    asked_at   timestamptz not null,
    expires_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    confirmed  boolean,
    note       text,
    primary key (tenant_id, id),
    foreign key (tenant_id, asked_by) references account (tenant_id, id),
    foreign key (tenant_id, decided_by) references account (tenant_id, id),
    constraint pending_act_decided_whole check (
        (decided_by is null) = (decided_at is null) and (decided_by is null) = (confirmed is null)),
    constraint pending_act_four_eyes check (confirmed is not true or decided_by <> asked_by),
    constraint pending_act_in_time check (confirmed is not true or decided_at < expires_at)
);
create index pending_act_open on pending_act (tenant_id, expires_at) where decided_at is null;

-- What a session chose to work in: the mode, and the loan it works under.
alter table session
    add column access_mode text check (access_mode in ('S', 'M', 'A', 'X')),
    add column delegation_id uuid;

-- Options of the site have one place; options of an application have one for each application (desk, counter, audit,
-- administration), the same in every tenant.
alter table profile_option
    add constraint profile_option_of_site check (
        level <> 'site' or level_id = '00000000-0000-0000-0000-000000000000'),
    add constraint profile_option_of_application check (
        level <> 'application' or level_id in (
            '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002',
            '00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000004'));
