# Error pages and refusals.

## Error pages
errors-page-403-title = You may not do this
errors-page-403-text = Your account has not been given this task. If you think that is a mistake, ask your administrator.
errors-page-404-title = We cannot find this page
errors-page-404-text = The address may have changed or have a slip in it. Search for a procedure, or track a dossier by its number.
errors-page-409-title = Somebody else has just changed this
errors-page-409-text = Nothing is lost. Open the page again, look at the newest version, and repeat.
errors-page-422-title = We cannot accept this as it is
errors-page-422-text = Go back, correct what is said below, and send it again.
errors-page-429-title = Too many tries in a short time
errors-page-429-text = { $seconds ->
    [one] Wait { $seconds } second and try again.
   *[other] Wait { $seconds } seconds and try again.
    }
errors-page-500-title = Something went wrong on our side
errors-page-500-text = What you just did may not have been kept. Try again in a few minutes; if it still fails, call us and give the code below.
errors-page-503-title = The service is paused
errors-page-503-text = We will be back in a few minutes. What you saved is still there.
errors-page-code = Code to quote
errors-page-home = Go to the home page

## Steps of a process
errors-task-over = This task is already done or no longer needed. Open the dossier again to see where it stands.
errors-task-claimed = A colleague has taken this task.
errors-task-role = This task is for another role.
errors-task-action-unknown = Choose one of the decisions offered.
errors-task-without-form = This task has no form to fill in.
errors-incident-over = This incident has already been dealt with.

## Refusals
errors-check-your-answers = Some answers need correcting
errors-sign-in-failed = The name or the password is not right
errors-password-wrong = The password is not right
errors-email-taken = This address already has an account. Sign in instead
errors-password-too-short = { $min ->
    [one] The password needs at least { $min } character
   *[other] The password needs at least { $min } characters
    }
errors-password-too-long = The password is longer than { $max } bytes
errors-password-too-simple = This password is easy to guess. Use a short sentence
errors-form-expired = The page was open too long. Send it again
errors-foreign-form = This request did not come from our site
errors-wrong-content-type = This kind of data cannot be sent here
errors-body-too-large = What was sent is too large: at most { $kilobytes } KB
errors-body-broken-off = The connection broke while sending. Send it again
errors-too-many-fields = The form has too many fields: at most { $max }
errors-file-empty = This file is empty. Choose another
errors-procedure-suspended = This procedure does not take applications for the moment
errors-unit-does-not-handle = This office does not handle the procedure. Choose another
errors-too-many-drafts = You have too many drafts. Send or delete some
errors-too-many-papers = Too many papers are attached already
errors-no-supplement-asked = Nothing more was asked for in this dossier
errors-too-late-to-withdraw = The dossier has been decided and can no longer be withdrawn
errors-payment-already-made = This has been paid already. Receipt { $receipt }
errors-payment-not-due = This is no longer due
errors-payment-method-not-offered = This cannot be paid that way
errors-payment-amount-differs = The amount due is { $due }
errors-cash-other-unit = This belongs to another unit: only its own hall can take it
errors-cash-not-taken-here = This hall does not take cash
errors-cash-hall-closed = This hall is closed: no money is taken or given back here
errors-amount-too-large = The amount is too large
errors-ledger-currency = Ledger { $ledger } is not kept in { $currency }
errors-ledger-account-missing = Ledger { $ledger } has no account for “{ $purpose }”
errors-ledger-other-books = The entry belongs to other books
errors-ledger-source-differs = Source { $source } { $id } is already posted with other content
errors-invoice-series-missing = Legal entity { $legal_entity } has no invoice series
errors-invoice-tax-unexplained = The tax on the invoice does not follow from its rate
errors-invoice-not-valid = The invoice is not valid: { $problem }
errors-file-too-large = The file is too large: at most { $megabytes } MB. Make it smaller or photograph it again

## Files
errors-file-type = This is not one of the kinds that are taken here: { $kinds }. Photograph the paper, or save it as PDF
errors-file-broken = The file is damaged or not whole. Open it yourself to see, then choose it again
errors-file-mixed = There is something else hidden in this file. Photograph or scan the paper again
errors-file-not-asked-for = The form brought a file that was not asked for
errors-paper-missing = Attach this paper
errors-form-unknown-field = The form brought an answer to a question that it does not ask. Open it again
errors-file-too-many-bytes = All files together are too large. Send them in two goes
errors-sheet-too-long = There are more than 200,000 rows. Choose a shorter period or one unit.
errors-closed-nothing-set = Under “{ $responsibility }” no operating unit is open to you: neither a security profile nor a unit is set for it. Ask your administrator.
errors-closed-empty-profile = Under “{ $responsibility }” no operating unit is open to you: the security profile “{ $profile }” (set for { $level }) opens no unit today. Ask your administrator.
errors-closed-unknown-unit = Under “{ $responsibility }” no operating unit is open to you: the unit set for { $level } does not exist today. Ask your administrator.
errors-closed-empty-loan = “{ $responsibility }” was lent to you, but none of the lent units is open to its lender today.
errors-duties-kept-apart = You did “{ $did }” here yourself, so you may not do “{ $does }” as well. The rule: { $rule }

## Access
errors-pending-nobody-else = Nobody else in this tenant could confirm this. Give a second person the responsibility first, or apply it by the tenant’s code.
errors-pending-over = This has been decided or is over. Ask for it again if it is still needed.
errors-pending-own = You asked for this yourself: somebody else must confirm it.
errors-pending-unreadable = This was asked by another version of the program. Reject it and ask again.
errors-loan-not-hers = Choose a responsibility that is your own on all of these days
errors-loan-not-a-colleague = Choose a colleague of your business group
errors-loan-twice = This responsibility is lent to this colleague on some of these days already
errors-loan-too-long = A loan lasts { $days } days at most
errors-loan-unit-not-hers = Choose units that the responsibility opens for you
errors-duty-not-recorded = This leaves no trace in the audit trail, so it cannot be kept apart
errors-duty-same = Choose two different duties
errors-duty-twice = These two are kept apart already
errors-policy-role = Choose one of the roles of people
errors-policy-verb-of-system = Only parts of the system do this; it is no person’s to be given
errors-policy-locks-out = Nobody could ever change the policy again
errors-access-day-past = Choose today or a later day
errors-access-day-not-after = The last day must not be before the first
errors-access-day-wrong = Enter a day as in 27 3 2027
errors-access-reason-short = Say why, in { $min } characters at least
errors-access-reason-long = Say why, in { $max } characters at most
errors-access-person = Choose a person
errors-access-nobody = Nobody here has this name or address. Check the spelling, or type less of it
errors-access-verb = Choose an action
errors-access-unknown = There is no such thing, or it is not yours to see
errors-access-unit-closed = { $name } has been closed since { $day }; nobody works there any more
errors-access-unit-succeeded = { $name } has been closed since { $day }; { $successor } took over from it. Ask about that unit
errors-access-choose = Choose one of those offered
errors-sheet-too-large = The file is larger than { $max } MB.
errors-sheet-unpacks = The file unpacks to more than { $max } MB.
errors-sheet-rows = The file has more than { $max } rows.
errors-sheet-columns = The file has more than { $max } columns.
errors-sheet-cell = A cell has more than { $max } characters.
errors-sheet-unreadable = The file cannot be read: send XLSX, or CSV in UTF-8.
errors-sheet-empty = The file is empty.
errors-refund-own = You asked for this refund yourself; somebody else has to decide
errors-refund-decided = This refund was decided already
errors-refund-decision-missing = Choose to approve or to refuse
errors-refund-nothing = Enter an amount above zero in figures, such as 150.50
errors-refund-too-much = At most { $left } can still be given back
errors-refund-tax-rounding = This amount does not split into price and tax; the nearest are { $below } and { $above }
errors-refund-by-transfer = A bank transfer is given back by the treasury, not here
errors-refund-reason-missing = Give a reason
errors-refund-reason-long = A reason has at most { $max } characters
errors-refund-key-used = This form was used for another refund; open the page again
errors-refund-not-approved = This refund is not approved
errors-refund-at-gateway = The gateway gives this back, not the cash desk
errors-refund-paid = Refund { $reference } was paid out already
errors-refund-till-short = This desk holds { $till } of what it took today, which is not enough
