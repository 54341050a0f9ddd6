## Frame
desk-title = Desk
desk-context = Working as
desk-find = Find by number, name or identity
desk-menu-work = Work
desk-menu-hall = Counter
desk-menu-audit = Audit
desk-menu-admin = Administration
desk-menu-item-tasks = Work list
desk-menu-item-dossiers = All dossiers
desk-menu-item-incidents = Incidents
desk-menu-item-cash = Cash desk
desk-menu-item-dashboard = Figures
desk-menu-item-trail = Audit trail
desk-menu-item-organisation = Organisation
desk-menu-item-procedures = Procedures

## Sign-in
desk-sign-in-title = Staff sign-in

## Work list
desk-list-title = Work list
desk-list-read = As of { $time }
desk-list-export = Export CSV
desk-list-search = Find in list
desk-list-search-example = Number or name
desk-list-filter = Filter
desk-list-applied = Filters:
desk-list-remove = remove filter
desk-list-clear = Clear all
desk-list-count = { $n ->
    [one] { $n } dossier
   *[other] { $n } dossiers
    }
desk-list-none = No dossier matches.
desk-list-claim = Take
desk-list-unassigned = Not taken
desk-light-all = All
desk-light-overdue = Overdue
desk-light-soon = Due soon
desk-light-on-time = On time
desk-light-paused = Paused
desk-light-done = Done
desk-column-code = Number
desk-column-applicant = Applicant
desk-column-procedure = Procedure
desk-column-step = Step
desk-column-due = Due
desk-column-actions = Actions

## Dossier
desk-dossier-applicant = Applicant
desk-dossier-answers = Answers
desk-dossier-papers = Papers attached
desk-dossier-documents = Papers issued
desk-dossier-payments = Payments
desk-dossier-history = History
desk-dossier-due = Due date
desk-dossier-no-task = Nothing in this dossier waits for you now.
desk-dossier-conflict = Somebody else has just changed this dossier
desk-dossier-incident = This dossier is stuck and needs a person
desk-dossier-retry = Try again
desk-task-title = To do
desk-task-role = Role
desk-task-assignee = Taken by
desk-task-claim = Take this task
desk-task-release = Give it back
desk-task-choose = Decide
