# Words that every surface shares.

## The frame of a page
common-skip = Skip to main content
common-language = Language
common-navigation = Main navigation
common-breadcrumbs = Breadcrumbs
common-home = Home
common-sign-in = Sign in
common-sign-out = Sign out
common-demo = Demonstration: every name, dossier and amount on this site is made up.
common-print = Print this page
common-back = Back
common-search = Search
common-open = Open
common-download = Download
common-yes = Yes
common-no = No
common-none = None
common-labelled = { $label }: { $text }
common-error-prefix = Error
common-colon = { ": " }

## Pages of a list
common-pages = Pages
common-page-previous = Previous
common-page-next = Next
common-page-number = Page { $n }
common-page-of = page { $page } of { $pages }

## How long something may take
common-limit-same-day = Same day
common-limit-working-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
    }
common-limit-calendar-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
    }
common-limit-working-hours = { $n ->
    [one] { $n } working hour
   *[other] { $n } working hours
    }
common-limit-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
    }

## When something is due
common-due-left-days = { $n ->
    [one] { $n } day left
   *[other] { $n } days left
    }
common-due-left-hours = { $n ->
    [one] { $n } hour left
   *[other] { $n } hours left
    }
common-due-over-days = { $n ->
    [one] { $n } day overdue
   *[other] { $n } days overdue
    }
common-due-over-hours = { $n ->
    [one] { $n } hour overdue
   *[other] { $n } hours overdue
    }
common-due-paused = Clock paused
common-due-done = Completed
common-due-date = Due date
common-due-how = How the due date is computed
common-due-start = Counted from
common-due-limit = Time limit
common-due-skipped = Days not counted
common-due-pauses = Pauses
common-due-pause-until = over: { $from } to { $to }
common-due-pause-open = since { $from }, not over yet
common-due-pause-payment = waiting for payment
common-due-pause-supplement = waiting for more papers
common-due-result = Result

## What it costs
common-fee = Fee
common-fee-free = Free
common-fee-from = From { $amount }
common-fee-formula = Worked out per dossier
common-total = Total

## How far a procedure is online
common-level = Online level
common-level-full = Fully online
common-level-partial = Partly online
common-level-counter = At the counter
common-time = Time

## Where a dossier stands
common-state = Status
common-state-submitted = Waiting to be received
common-state-in-progress = In progress
common-state-awaiting-payment = Waiting for payment
common-state-awaiting-supplement = Waiting for more papers
common-state-granted = Granted
common-state-refused = Refused
common-state-withdrawn = Withdrawn
common-state-incident = Needs attention

## How a dossier came in
common-channel-portal = Online
common-channel-counter = Counter
common-channel-api = Other system
common-channel-post = Post

## Things with a dossier
common-dossier-code = Dossier number
common-procedure = Procedure
common-unit = Unit
common-received = Received
common-amount = Amount
common-optional = optional

## What happened to a dossier
common-log-received = Application received
common-log-accepted = Accepted
common-log-assessed = Assessed
common-log-supplement-asked = More papers asked for
common-log-supplemented = Applicant added papers
common-log-payment-asked = Payment asked for
common-log-paid = Paid
common-log-approved = Approved
common-log-sent-back = Sent back for another look
common-log-refusal-decided = Refusal decided
common-log-finished-granted = Result ready
common-log-finished-refused = Closed: refused
common-log-finished-withdrawn = Closed: withdrawn
common-log-withdrawn = Withdrawn by the applicant
common-due-weekly-off = Weekly day off
common-due-after-cut-off = Received after the cut-off: counts from the next working day
common-log-refund-raised = Refund asked for
common-log-refund-approved = Refund approved
common-log-refund-refused = Refund refused
common-log-refund-paid = Refund paid out
