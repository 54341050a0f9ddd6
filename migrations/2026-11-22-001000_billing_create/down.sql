drop table if exists invoice cascade;
drop table if exists invoice_series cascade;
drop table if exists gateway_session cascade;
drop table if exists gateway_callback cascade;
drop table if exists payment cascade;
drop table if exists payment_request cascade;
