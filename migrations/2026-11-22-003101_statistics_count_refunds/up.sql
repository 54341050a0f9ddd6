-- What was given back, beside what came in: the month is that of the pay-out, the method the way it went back.
alter table money_sum
    add column refunds bigint not null default 0,
    add column refunded_minor bigint not null default 0;
