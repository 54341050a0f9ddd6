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
