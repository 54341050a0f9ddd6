-- Writes the call of submit_dossier for pgbench, with every value that the application sent for this tenant's first dossier.
with sample as (
    select d.*, h.legal_entity_id as given_entity_id, f.answers, f.due_explanation, f.fingerprint, f.dictionaries, p.id as instance_id, p.state, p.variables,
           a.actor, a.row_digest, a.occurred_at, c.series, c.owner, c.period, v.version,
           (select s.id from session s where s.tenant_id = d.tenant_id and s.kind = 'token') as session_id,
           (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'unit', null, 'element', t.element,
                'element_instance', t.element_instance, 'name', t.name, 'role', t.role, 'actions', t.actions, 'form', t.form,
                'due_at', t.due_at)), '[]') from user_task t where t.tenant_id = d.tenant_id and t.dossier_id = d.id) as tasks,
           (select t.id from user_task t where t.tenant_id = d.tenant_id and t.dossier_id = d.id limit 1) as task_id,
           (select jsonb_agg(jsonb_build_object('id', o.id, 'kind', o.kind, 'subject', o.subject, 'data', o.data))
                from outbox o where o.tenant_id = d.tenant_id and o.subject = d.id) as events,
           (select o.id from outbox o where o.tenant_id = d.tenant_id and o.subject = d.id limit 1) as event_id,
           (select o.trace from outbox o where o.tenant_id = d.tenant_id and o.subject = d.id limit 1) as trace,
           length(substring(d.number from '[0-9]+$')) as width
    from dossier d
    join procedure_unit h on h.tenant_id = d.tenant_id and h.procedure_id = d.procedure_id and h.operating_unit_id = d.operating_unit_id
    join dossier_form f on f.tenant_id = d.tenant_id and f.dossier_id = d.id
    join process_instance p on p.tenant_id = d.tenant_id and p.dossier_id = d.id
    join audit_entry a on a.tenant_id = d.tenant_id and a.subject = d.id and a.verb = 'dossier.submit'
    join number_counter c on c.tenant_id = d.tenant_id and c.owner = d.operating_unit_id::text
    join access_version v on v.tenant_id = d.tenant_id
    where d.tenant_id = $1
    limit 1)
select format(
    $call$select dossier_id, dossier_number, is_repeated, is_other
    from (select substr(h, 1, 8) || '-' || substr(h, 9, 4) as now_in_hex
          from lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') as h) as clock
    cross join lateral (select overlay(gen_random_uuid()::text placing now_in_hex from 1 for 13) as one,
                               overlay(gen_random_uuid()::text placing now_in_hex from 1 for 13) as two,
                               overlay(gen_random_uuid()::text placing now_in_hex from 1 for 13) as three) as ids
    cross join lateral submit_dossier(%L::uuid, '', '', %L, %L, '', %s::bigint,
        one::uuid, 'api:' || two, %L::uuid, %L::uuid, %L::uuid, %L::uuid, %L::uuid, %L::uuid, %L, %L, %s::smallint,
        clock_timestamp(), %L::timestamptz, %L, '', %s, %L, %L, %L, %L, %L::jsonb, %L::jsonb, two::uuid, %L::jsonb, %L::jsonb,
        replace(%L, %L, two)::jsonb, '[]'::jsonb, replace(%L, %L, three)::jsonb, %L, three::uuid, clock_timestamp(), %L, %L::bytea,
        null::uuid, %L::bytea, %L::jsonb);$call$ || chr(10),
    tenant_id, applicant_id, session_id, version,
    procedure_id, procedure_version_id, operating_unit_id, given_entity_id, hall_id, applicant_id, applicant_name, channel, status,
    due_at, left(number, -width), width, series, owner, period, $2, answers, due_explanation, state, variables,
    tasks, task_id, events, event_id, trace, actor, row_digest,
    fingerprint, dictionaries) as line
from sample
