-- What a reorganisation changed on its day, so that its page leads to the history and to the way back.
alter table reorganisation add column change_set_id uuid;
alter table reorganisation add foreign key (tenant_id, change_set_id) references change_set (tenant_id, id);
