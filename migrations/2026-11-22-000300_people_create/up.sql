-- Accounts of citizens and staff, their sessions, and what staff may do where.
create table account (
    tenant_id         uuid not null,
    id                uuid not null,
    kind              text not null check (kind in ('citizen', 'staff')),
    email             text not null check (email = lower(email)),
    password_hash     text,
    display_name      text not null,
    phone             text,
    identity_kind     text,
    identity_number   text,
    language          text not null,
    business_group_id uuid,
    department_id     uuid,
    demo              boolean not null default false,
    registered_at     timestamptz not null default now(),
    closed_at         timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, email),
    foreign key (tenant_id, business_group_id) references business_group (tenant_id, id),
    foreign key (tenant_id, department_id) references department (tenant_id, id)
);

-- A session or an API token: the digest of a random secret, never the secret.
create table session (
    tenant_id         uuid not null,
    id                uuid not null,
    token_digest      bytea not null,
    kind              text not null check (kind in ('browser', 'token')),
    account_id        uuid,
    responsibility_id uuid,
    current_unit_id   uuid,
    name              text,
    started_at        timestamptz not null default now(),
    expires_at        timestamptz not null,
    revoked_at        timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, token_digest),
    foreign key (tenant_id, account_id) references account (tenant_id, id)
);
create index session_of_account on session (tenant_id, account_id) where revoked_at is null;

-- Failed sign-ins by account name and by address; the lock-out rule reads both, so that a stranger at another address
-- cannot lock an account's owner out.
create table sign_in_attempt (
    tenant_id    uuid not null,
    id           uuid not null,
    email        text not null,
    address      text not null,
    attempted_at timestamptz not null default now(),
    succeeded    boolean not null,
    primary key (tenant_id, id)
);
create index sign_in_attempt_recent on sign_in_attempt (tenant_id, email, attempted_at);

create table security_profile (
    tenant_id uuid not null,
    id        uuid not null,
    code      text not null,
    name      jsonb not null,
    view_all  boolean not null default false,
    global    boolean not null default false,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

-- A unit of a profile: alone, or with every unit below it.
create table security_profile_unit (
    tenant_id           uuid not null,
    security_profile_id uuid not null,
    operating_unit_id   uuid not null,
    with_descendants    boolean not null default false,
    primary key (tenant_id, security_profile_id, operating_unit_id),
    foreign key (tenant_id, security_profile_id) references security_profile (tenant_id, id),
    foreign key (tenant_id, operating_unit_id) references operating_unit (tenant_id, id)
);

create table responsibility (
    tenant_id         uuid not null,
    id                uuid not null,
    business_group_id uuid not null,
    code              text not null,
    name              jsonb not null,
    role              text not null,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    foreign key (tenant_id, business_group_id) references business_group (tenant_id, id)
);

create table account_responsibility (
    tenant_id         uuid not null,
    account_id        uuid not null,
    responsibility_id uuid not null,
    valid_from        date not null default '2000-01-01',
    valid_to          date,
    primary key (tenant_id, account_id, responsibility_id, valid_from),
    foreign key (tenant_id, account_id) references account (tenant_id, id),
    foreign key (tenant_id, responsibility_id) references responsibility (tenant_id, id)
);

-- Profile options by level: user over responsibility over application over site.
create table profile_option (
    tenant_id uuid not null,
    name      text not null check (name in ('mo_security_profile', 'mo_operating_unit', 'mo_default_operating_unit', 'cross_business_group')),
    level     text not null check (level in ('user', 'responsibility', 'application', 'site')),
    level_id  uuid not null,
    value     text not null,
    primary key (tenant_id, name, level, level_id)
);

-- The tenant's own policy lines, added to the role templates.
create table policy_line (
    tenant_id uuid not null,
    id        uuid not null,
    role      text not null,
    reach     text not null check (reach in ('tenant', 'unit', 'own')),
    verb      text not null,
    effect    text not null check (effect in ('allow', 'deny')),
    primary key (tenant_id, id),
    unique (tenant_id, role, reach, verb)
);
