-- The unit that took an ended one over. What is finished stays with the unit that did it, for its figures; whoever works in the
-- successor sees it and gives its money back.
alter table operating_unit add column succeeded_by uuid;
alter table operating_unit add constraint operating_unit_successor
    foreign key (tenant_id, succeeded_by) references operating_unit (tenant_id, id);
create index operating_unit_succeeded_by on operating_unit (tenant_id, succeeded_by) where succeeded_by is not null;
