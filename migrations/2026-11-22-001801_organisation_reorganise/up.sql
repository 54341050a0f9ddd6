-- The day in valid_to is the first on which a row is no longer in force, in every table alike.
do $$
declare
    dated text;
begin
    foreach dated in array array['business_group', 'legal_entity', 'operating_unit', 'operating_unit_legal_entity', 'cost_centre',
                                 'service_hall', 'hall_part', 'department'] loop
        execute format('alter table %I drop constraint rule_ends_after_it_begins,
            add constraint rule_ends_after_it_begins check (valid_to >= valid_from)', dated);
    end loop;
end $$;
alter table organisation_name drop constraint rule_name_is_unique_in_its_group;
alter table organisation_name add constraint rule_name_is_unique_in_its_group exclude using gist
    (tenant_id with =, business_group_id with =, language with =, folded with =, daterange(valid_from, valid_to) with &&)
    deferrable initially deferred;

-- A reorganisation: changes that take effect together on a day, at midnight of the tenant's zone (due_at, computed when it
-- was planned). applied_at, cancelled_at and failed_at say how it ended; at most one of them is set.
create table reorganisation (
    tenant_id     uuid not null,
    id            uuid not null,
    title         text not null check (length(title) between 1 and 200),
    reason        text not null check (length(reason) between 3 and 500),
    effective_on  date not null,
    due_at        timestamptz not null,
    planned_by    text not null,
    planned_at    timestamptz not null,
    applied_at    timestamptz,
    cancelled_at  timestamptz,
    cancelled_by  text,
    failed_at     timestamptz,
    refusal       jsonb,
    primary key (tenant_id, id),
    check (num_nonnulls(applied_at, cancelled_at, failed_at) <= 1)
);
create index reorganisation_due on reorganisation (due_at) where applied_at is null and cancelled_at is null and failed_at is null;

create table reorganisation_step (
    tenant_id         uuid not null,
    reorganisation_id uuid not null,
    position          int not null,
    change            jsonb not null,
    primary key (tenant_id, reorganisation_id, position),
    foreign key (tenant_id, reorganisation_id) references reorganisation (tenant_id, id)
);

-- An open dossier went from one unit to another. What was counted before stays counted where it was: the cases behind a
-- number are looked up by the unit that had them then.
create table dossier_move (
    tenant_id    uuid not null,
    dossier_id   uuid not null,
    moved_at     timestamptz not null,
    from_unit_id uuid not null,
    to_unit_id   uuid not null,
    primary key (tenant_id, dossier_id, moved_at, from_unit_id),
    foreign key (tenant_id, dossier_id) references dossier (tenant_id, id),
    foreign key (tenant_id, from_unit_id) references operating_unit (tenant_id, id),
    foreign key (tenant_id, to_unit_id) references operating_unit (tenant_id, id)
);
create index dossier_move_from on dossier_move (tenant_id, from_unit_id, moved_at);
