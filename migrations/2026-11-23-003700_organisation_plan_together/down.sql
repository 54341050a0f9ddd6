alter table reorganisation drop column change_set_id;
