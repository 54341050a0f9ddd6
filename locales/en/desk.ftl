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

## Roles and context
desk-role-receiver = Receiving
desk-role-assessor = Assessment
desk-role-approver = Approval
desk-role-cashier = Cash desk
desk-role-auditor = Audit
desk-role-administrator = Administration
desk-context-every-unit = Every unit
desk-context-switched = You now work in another context.

## Filters of the work list
desk-filter-whose = Whose
desk-filter-whose-any = Mine and free
desk-filter-whose-mine = Mine
desk-filter-whose-free = Free
desk-filter-whose-all = All of the unit
desk-filter-procedure = Procedure
desk-filter-procedure-any = All procedures
desk-filter-role = Step
desk-filter-role-any = All steps
desk-filter-channel = Channel
desk-filter-channel-any = All channels
desk-filter-received = Received
desk-filter-received-any = Any day
desk-filter-received-today = Today
desk-filter-received-week = Last 7 days
desk-filter-received-month = Last 30 days
desk-filter-received-older = Over 30 days ago

## More of a dossier
desk-dossier-entity = Legal entity
desk-dossier-hall = Hall
desk-dossier-channel = Channel
desk-dossier-paper-other = Further paper
desk-paper-acknowledgement = Acknowledgement
desk-paper-supplement = Request for more papers
desk-paper-refusal = Refusal
desk-paper-result = Result
desk-paper-receipt = Receipt
desk-paper-invoice = Invoice
desk-task-note = Word to the applicant
desk-task-note-hint = Needed when you refuse, send back or ask for more.
desk-task-note-missing = Write the reason, or what is missing
desk-outcome-accept = Accept
desk-outcome-approve = Approve
desk-outcome-refuse = Refuse
desk-outcome-request-supplement = Ask for more papers
desk-outcome-return = Send back
desk-outcome-done = Done
desk-flash-claimed = The task is yours.
desk-flash-released = The task is free again.
desk-flash-done = Recorded. The dossier moves on.
desk-flash-approved = Approved. The result is being made.
desk-flash-refused = The refusal is recorded. The applicant will be told.
desk-flash-supplement-asked = More papers are asked for. The clock stands.
desk-flash-returned = Sent back to the step before.
desk-flash-retried = The system is trying again.

## Incidents
desk-incident-what = What is stuck
desk-incident-since = Since
desk-incident-none = Nothing is stuck.
desk-incident-job = An automatic job could not be finished.
desk-incident-condition = The process cannot work out a condition.
desk-incident-deadlock = The process cannot go on.
desk-incident-limit = The process goes round too often.
desk-context-no-unit = No unit: only what is of the whole tenant
desk-context-units = { $n ->
    [one] { $n } unit
   *[other] { $n } units
    }
desk-context-lent = Lent by { $lender }

## Access
desk-menu-item-policies = Policy
desk-menu-item-access = Explain access
desk-own-access = My access and loans
desk-menu-item-dictionaries = Dictionaries
desk-menu-item-people = People
desk-menu-item-responsibilities = Responsibilities
desk-menu-item-history = History
## Filing for somebody at a counter
desk-menu-item-intake = New dossier
desk-intake-title = New dossier at the counter
desk-intake-lead = For somebody who came in person. The dossier takes the same way, and draws from the same numbers, as one from the portal.
desk-intake-begun = Begun and not filed
desk-intake-resume = Go on
desk-intake-discard = Throw away
desk-intake-discarded = What was begun has been thrown away.
desk-intake-procedure = Procedure
desk-intake-none = No procedure of your units fits
desk-intake-person = Who applies?
desk-intake-unit = Where is it filed?
desk-intake-unit-missing = Choose the unit that takes the dossier in
desk-intake-who = Identity number or e-mail
desk-intake-who-hint = As on the identity document, or the address of the account on the portal
desk-intake-who-missing = Enter an identity number or an e-mail
desk-intake-find = Find
desk-intake-found = Found
desk-intake-found-compare = Compare with the document the person shows. Several may have given the same number.
desk-intake-take = This person
desk-intake-no-account = without an account
desk-intake-not-found = Nobody is known by that. Enter the person below.
desk-intake-new = Enter a person without an account
desk-intake-new-lead = With this number and the dossier number the person follows the dossier. Letters are sent only to people with an account.
desk-intake-number-hint = Identity number or telephone: one of them is needed
desk-intake-number-missing = Enter an identity number or a telephone number
desk-intake-enter = Enter and go on
desk-intake-for = Filed for
desk-intake-declare = The person has read these answers, and confirms that they are true and the papers genuine
desk-intake-declare-needed = Let the person confirm the answers first
desk-intake-file = File the dossier
desk-intake-receipt = Receipt
desk-intake-filed = The dossier is filed. Print the receipt and hand it over.
desk-intake-place = Received at
desk-intake-to-pay = To pay
desk-intake-officer = Received by
desk-intake-track = Follow the dossier with its number and the last 4 digits of the identity or telephone number:
desk-intake-open = Open the dossier
desk-intake-next = Next person
desk-menu-item-accounting = Accounting
desk-menu-item-reorganisations = Reorganisations
desk-menu-item-onboarding = Setting up
desk-menu-item-refunds = Refunds
desk-refund-title = Refund
desk-refund-raise = Ask for a refund
desk-refund-reference = Refund reference
desk-refund-applicant = Paid to
desk-refund-way = Way back
desk-refund-way-cash = In cash at the cash desk
desk-refund-way-gateway = Through the gateway, to where it came from
desk-refund-amount = Amount to give back
desk-refund-amount-hint = At most { $left }
desk-refund-reason = Reason
desk-refund-reason-hint = Whoever decides and the citizen read it; it is printed on the credit note.
desk-refund-ask = What to give back
desk-refund-ask-note = Another person of your unit decides. Nothing is paid before that.
desk-refund-ask-send = Send for approval
desk-refund-nothing-left = All of this was given back, or waits for a decision.
desk-refund-of = The payment
desk-refund-was-paid = Was paid
desk-refund-left = Can still be given back
desk-refund-raised = Asked for
desk-refund-approved = Approved
desk-refund-refused = Refused
desk-refund-declined = The gateway could not
desk-refund-paid = Paid out
desk-refund-decide = Decide
desk-refund-approve = Approve { $amount }
desk-refund-refuse = Refuse
desk-refund-note = Reason for refusing
desk-refund-note-hint = Only needed to refuse.
desk-refund-own = You asked for this refund yourself, so somebody else decides.
desk-refund-dossier = Open the dossier
desk-refunds-list-waiting = Waiting
desk-refunds-list-approved = Approved, not paid
desk-refunds-list-over = Over
desk-refunds-none-waiting = No refund waits for a decision.
desk-refunds-none-approved = No approved refund waits to be paid.
desk-refunds-none-over = No refund is over yet.
desk-refund-state-waiting = Waiting for approval
desk-refund-state-refused = Refused
desk-refund-state-at-desk = To be paid at the cash desk
desk-refund-state-at-gateway = Being paid by the gateway
desk-refund-state-paid = Paid out
desk-flash-refund-raised = Sent. Somebody else decides.
desk-flash-refund-approved = Approved. The citizen will be told.
desk-flash-refund-refused = The refusal is recorded.
desk-paper-credit-note = Credit note
