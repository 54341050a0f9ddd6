-- Who ends a unit or an entity ends its links. Taking that back, and taking the way back back again, must not end one under a
-- link that was made meanwhile.
alter table operating_unit_legal_entity add constraint rule_link_is_of_an_open_unit
    foreign key (tenant_id, operating_unit_id, in_force) references operating_unit (tenant_id, id, in_force) deferrable initially deferred;
alter table operating_unit_legal_entity add constraint rule_link_is_of_an_open_entity
    foreign key (tenant_id, legal_entity_id, in_force) references legal_entity (tenant_id, id, in_force) deferrable initially deferred;
