drop table organisation_call;
