drop table if exists posting cascade;
drop table if exists journal_entry cascade;
drop table if exists ledger_account cascade;
drop function if exists journal_entry_must_balance();
