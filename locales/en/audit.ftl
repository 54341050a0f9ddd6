# The auditor's pages.
audit-dashboard-title = Dossiers in figures
audit-period = { $from } to { $until }
audit-scope = Scope: { $scope }. Counted until { $time }.
audit-csv = Download CSV
audit-by = Group by
audit-by-unit = Unit
audit-by-procedure = Procedure
audit-by-month = Month
audit-sum-received = Received
audit-sum-completed = Completed
audit-sum-on-time = On time
audit-sum-overdue = Overdue
audit-sum-money = Money received
audit-total = Total
audit-chart-table = The chart as a table
audit-dossiers-count = { $n ->
    [one] { $n } dossier
   *[other] { $n } dossiers
    }
audit-dossiers-back = Back to the figures
audit-completed = Completed
audit-trail-title = Audit trail
audit-trail-at = When
audit-trail-actor = Who
audit-trail-verb = Act
audit-trail-subject = Subject
audit-trail-decision = Decision
audit-trail-granted = Granted
audit-trail-denied = Denied
audit-none = There is nothing to show for this choice.
audit-filter-unit-any = Every unit
audit-filter-procedure-any = Every procedure
audit-filter-from = From month
audit-filter-until = To month
audit-sum-granted = Granted
audit-sum-refused = Refused
audit-sum-withdrawn = Withdrawn
audit-chart-by-unit = Received and completed by unit
audit-chart-by-month = Received and completed by month
audit-currency = Currency
audit-trail-sealed = Sealed: { $n }, last { $time }
audit-trail-any = All
audit-trail-anonymous = Not signed in
audit-sum-refunded = Given back
audit-sum-net = Net
