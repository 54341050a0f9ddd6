-- Whoever keeps the policy, by whatever way, cannot lock everybody out of it, nor out of what repairs access: administrators,
-- who are members of staff too, cannot be forbidden that.
alter table policy_line add constraint policy_line_locks_nobody_out check (
    effect <> 'deny' or role not in ('administrator', 'staff')
    or verb not in ('policy.change', 'access.read', 'access.change', 'organisation.read', 'organisation.change')
);
