-- Where every paper of a form may be left out, nothing attached does not say that the applicant was asked.
alter table draft add column papers_seen_at timestamptz;
