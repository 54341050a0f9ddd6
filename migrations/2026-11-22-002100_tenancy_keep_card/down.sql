alter table tenant drop column card_version;
drop table tenant_card;
