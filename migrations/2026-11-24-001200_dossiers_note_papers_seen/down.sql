alter table draft drop column papers_seen_at;
