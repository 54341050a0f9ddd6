drop table credit_note;
alter table gateway_callback drop column refund_id;
drop table refund;
drop function refund_within_payment();
drop function refund_keeps_what_happened();
alter table payment drop constraint payment_whose;
