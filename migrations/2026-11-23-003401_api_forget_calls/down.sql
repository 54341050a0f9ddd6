drop index organisation_call_by_age;
