alter table operating_unit drop column succeeded_by;
