-- Rollups kept by events. month: the first day of the month in the tenant's zone.
create table dossier_count (
    tenant_id         uuid not null,
    operating_unit_id uuid not null,
    procedure_id      uuid not null,
    month             date not null,
    received          bigint not null default 0,
    received_online   bigint not null default 0,
    granted           bigint not null default 0,
    refused           bigint not null default 0,
    withdrawn         bigint not null default 0,
    on_time           bigint not null default 0,
    overtime          bigint not null default 0,
    primary key (tenant_id, operating_unit_id, procedure_id, month)
);

create table money_sum (
    tenant_id         uuid not null,
    operating_unit_id uuid not null,
    procedure_id      uuid not null,
    month             date not null,
    method            text not null,
    currency          text not null,
    payments          bigint not null default 0,
    amount_minor      bigint not null default 0,
    primary key (tenant_id, operating_unit_id, procedure_id, month, method, currency)
);
