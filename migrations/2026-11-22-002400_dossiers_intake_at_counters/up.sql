-- A draft that an officer fills in at a counter belongs to her and names the person it is for.
alter table draft add column applicant_id uuid;
alter table draft add constraint draft_applicant foreign key (tenant_id, applicant_id) references account (tenant_id, id);

-- At the counter people are found by their identity number.
create index account_by_identity on account (tenant_id, identity_number) where identity_number is not null;
