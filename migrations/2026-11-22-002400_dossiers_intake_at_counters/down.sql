drop index account_by_identity;
alter table draft drop constraint draft_applicant;
alter table draft drop column applicant_id;
