-- Whoever calls again takes the keys away that are over: they are found by their age.
create index organisation_call_by_age on organisation_call (tenant_id, account_id, made_at);
