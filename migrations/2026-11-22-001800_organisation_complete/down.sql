-- Nothing that was made complete is made incomplete again: go back to a copy of the database instead.
select 1;
