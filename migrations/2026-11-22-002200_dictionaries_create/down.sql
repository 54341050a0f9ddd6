alter table dossier_form drop column dictionaries;
alter table dictionary drop constraint dictionary_tenant_id_id_current_version_id_fkey;
drop table dictionary_item;
drop table dictionary_version;
drop table dictionary;
drop function dictionary_item_stays();
drop function dictionary_version_stays();
