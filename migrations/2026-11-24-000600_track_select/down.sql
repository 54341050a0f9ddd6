-- Routines are re-applied whole by the version that has them.
select 1;
