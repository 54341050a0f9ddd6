alter table tenant drop column live;
drop table onboarding_step;
drop table onboarding;
