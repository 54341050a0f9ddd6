-- Rows lie in the order of their time, so a summary for each stretch of pages is enough to find the old ones.
create index inbox_handled on inbox using brin (handled_at);
