alter table money_sum drop column refunds, drop column refunded_minor;
