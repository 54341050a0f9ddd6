# The citizens' portal.

## Frame
portal-nav-services = Services
portal-nav-track = Track a dossier
portal-nav-dossiers = My dossiers
portal-nav-notices = Notices
portal-nav-notices-unread = { $n ->
    [one] { $n } unread notice
   *[other] { $n } unread notices
    }
portal-foot-help = Help
portal-foot-phone = Help line: { $phone }
portal-foot-phone-hours = Help line: { $phone } ({ $hours })
portal-foot-about = About this site
portal-foot-accessibility = Accessibility
portal-foot-licences = Licences

## Home
portal-home-title = What do you need to do?
portal-home-lead = { $n ->
    [one] Search { $n } procedure, see what to bring, apply and pay online.
   *[other] Search { $n } procedures, see what to bring, apply and pay online.
    }
portal-search-label = Search procedures
portal-search-example = For example: birth, building permit, business
portal-search-popular = Often searched:
portal-quick-track = Track a dossier
portal-quick-track-detail = By its number, without signing in
portal-quick-dossiers = My dossiers
portal-quick-dossiers-detail = Add papers, collect results
portal-quick-pay = Pay a fee
portal-quick-pay-detail = Pay online and get an e-receipt
portal-quick-all = All procedures
portal-quick-all-detail = Filter by subject, online level and fee
portal-events-title = Life events
portal-events-count = { $n ->
    [one] { $n } procedure
   *[other] { $n } procedures
    }
portal-popular-title = Most used procedures
portal-popular-all = All procedures
portal-apply = Apply
portal-see-guide = See guide
portal-results-title = This month
portal-results-on-time = dossiers completed on time
portal-results-online = dossiers submitted online
portal-results-received = dossiers received
portal-results-completed = results delivered
portal-percent = { $value }%
portal-news-title = News
portal-halls-title = Where to come in person

## Search
portal-search-title = Search procedures
portal-search-results = { $n ->
    [one] { $n } procedure for “{ $query }”
   *[other] { $n } procedures for “{ $query }”
    }
portal-search-all = { $n ->
    [one] { $n } procedure
   *[other] { $n } procedures
    }
portal-search-nothing = Nothing found for “{ $query }”
portal-search-nothing-help = Try a shorter word, or choose a subject.
portal-search-filters = Filters
portal-search-clear = Clear filters
portal-search-remove = Remove filter

## Guide
portal-guide-who = Who can apply
portal-guide-bring = What to bring
portal-guide-bring-nothing = Nothing: what the state already holds, we look up ourselves.
portal-guide-paper-optional = if you have it
portal-guide-paper-form = Download the form
portal-guide-fees = Fees
portal-guide-where = Where
portal-guide-legal = Legal basis
portal-guide-steps = What happens next
portal-guide-result = What you receive
portal-guide-agency = Responsible office
portal-guide-version = Version { $version }
portal-guide-code = Procedure code
portal-guide-apply-note = Takes about 10 minutes. Your answers are kept after each step.
portal-guide-counter-only = This procedure is handled at the counter only.

## Apply
portal-apply-steps = Steps
portal-apply-step-of = Step { $n } of { $of }
portal-apply-step-done = Done
portal-apply-step-now = In progress
portal-apply-step-todo = Not started
portal-apply-next = Save and continue
portal-apply-later = Save for later
portal-apply-back = Back to the previous step
portal-apply-yours = Your application
portal-apply-saved = Draft saved at { $time }
portal-apply-help = Need help?
portal-apply-help-phone = Call { $phone } and say which procedure you are applying for.
portal-check-title = Check your answers
portal-check-change = Change
portal-check-empty = Not answered
portal-check-papers = Papers attached
portal-check-declare = I declare that what I have stated is true, and know that false statements have consequences in law.
portal-check-submit = Submit
portal-check-fee-note = The fee follows from your answers. You pay after submitting.

## Sent
portal-sent-title = Dossier submitted
portal-sent-code = Your dossier number
portal-sent-qr = The QR code opens the tracking page
portal-sent-mail = We have sent the receipt to { $email }.
portal-sent-next = What happens next
portal-sent-pay = Pay { $amount } so that work can begin
portal-sent-pay-soon = The payment request is being made. In a moment the button to pay is on the page of the dossier.
portal-sent-pay-later = Not to be paid yet: the office looks at the dossier first and tells you when to pay. From then until payment the clock stands.
portal-sent-due-after-payment = The date of the answer is counted after payment.
portal-sent-receipt = Download the receipt (PDF)
portal-sent-track = See how it stands

## Pay
portal-pay-title = Pay
portal-pay-for = Dossier { $code }
portal-pay-lines = What you pay for
portal-pay-method = How to pay
portal-pay-payee = Paid to
portal-pay-until = Pay by
portal-pay-button = Pay { $amount }
portal-pay-once = Once is enough; pressing again never charges twice.
portal-pay-at-hall = Cash at a service hall: give the dossier number at the cash desk.
portal-paid-paid = Payment received
portal-paid-pending = Waiting for the bank
portal-paid-pending-detail = Usually less than a minute. You may close this page: we will e-mail the outcome.
portal-paid-check = Check again
portal-paid-failed = Payment did not go through
portal-paid-failed-detail = Nothing was charged. Try again or choose another way to pay.
portal-paid-cancelled = Payment cancelled
portal-paid-retry = Try again
portal-paid-at = When
portal-paid-goes-on = The office goes on with your dossier. We tell you when there is news.
portal-paid-receipt-number = Receipt number
portal-paid-receipt-coming = The receipt is being prepared. In a moment it is on the page of the dossier.
portal-paid-reference = Reference of the payment system
portal-paid-receipt = Download the receipt (PDF)
portal-paid-dossier = Go to the dossier

## Track
portal-track-title = Track a dossier
portal-track-lead = Enter the dossier number and the last 4 digits of the telephone or identity number you gave. No sign-in needed.
portal-track-code = Dossier number
portal-track-code-hint = Printed on the receipt, for example { $example }
portal-track-digits = Last 4 digits of telephone or identity number
portal-track-now = Now with
portal-track-history = History
portal-track-another = Track another dossier
portal-supplement-title = We need something more
portal-supplement-papers = Please add:
portal-supplement-until = Send it by { $date }. Until then the clock is paused.
portal-supplement-button = Add it now
portal-supplement-sign-in = Sign in to add it
portal-supplement-send = Send

## My dossiers
portal-dossiers-title = My dossiers
portal-dossiers-drafts = Drafts
portal-dossiers-sent = Submitted
portal-dossiers-none = You have not submitted anything yet.
portal-dossiers-find = Find a procedure
portal-draft-continue = Continue
portal-draft-saved = Saved { $time }
portal-dossier-submitted = Submitted { $time }

## One dossier
portal-dossier-result = Result
portal-dossier-result-get = Download the result (PDF)
portal-dossier-result-number = No. { $number }, { $date }
portal-dossier-papers = Papers you sent
portal-dossier-documents = Papers we issued
portal-dossier-payments = Payments
portal-dossier-pay = Pay
portal-payment-due = Due
portal-payment-pending = Being confirmed
portal-payment-paid = Paid
portal-payment-refunded = Refunded
portal-payment-cancelled = Cancelled
portal-dossier-answers = What you told us

## Notices
portal-notices-title = Notices
portal-notices-none = No notices yet.
portal-notices-unread = Unread
portal-notices-mark = Mark all as read

## Account
portal-register-title = Create an account
portal-register-button = Create account
portal-register-have = Already have an account?
portal-sign-in-none = No account yet?
portal-sign-in-continue = Sign in to continue. What you have entered is kept.
portal-sign-in-demo = Demo accounts

## Accessibility statement
portal-access-title = Accessibility statement
portal-access-lead = We want everyone to be able to do their business here by themselves, whatever their sight, hearing, hands or device.
portal-access-standard-title = Standard
portal-access-standard = The site is built to WCAG 2.2 level AA and EN 301 549; every page is checked automatically before release.
portal-access-can-title = You can
portal-access-can-keyboard = do everything by keyboard alone
portal-access-can-reader = listen to everything with a screen reader
portal-access-can-zoom = enlarge text to 400 % without scrolling sideways
portal-access-can-script = apply and pay with JavaScript switched off
portal-access-report-title = Something in your way?
portal-access-report = Call { $phone } or come to the nearest hall: staff will do it with you, and we will mend the page.

## What the catalogue is sorted by
portal-guide-qr = Scan to open this guide on your telephone
portal-guide-paper-original = Original, or a photograph of it
portal-guide-paper-copy = A copy
portal-audience-citizen = For citizens
portal-audience-business = For businesses and organisations
portal-facet-domain = Subject
portal-facet-event = Life event
portal-facet-audience = For whom
portal-facet-online = Online level

## Papers and sending
portal-apply-papers = Papers
portal-apply-papers-intro = Photograph or scan each paper so that every word can be read. To attach one more page of a paper, come back to this step.
portal-check-changed = Your answers were changed in another window. Check them once more before you submit.
portal-check-declare-needed = Confirm that what you have stated is true

## Tracking
portal-track-enter-both = Enter the dossier number and the last 4 digits
portal-track-unknown = No dossier fits this number and these digits. Compare both with your receipt
portal-track-supplement = The office asks for something more. Sign in to read what, and to add it.

## Adding and withdrawing
portal-supplement-reason = The office asks for more papers before it can go on.
portal-supplement-other = Another paper
portal-supplement-word = A word to the office
portal-supplement-sent = Thank you: the office has what you added.
portal-withdraw-title = Withdraw this dossier
portal-withdraw-meaning = Work on it ends and no result is given. A fee that is due is no longer asked for. You can apply anew at any time.
portal-withdraw-sure = Yes, I withdraw this dossier
portal-withdraw-sure-needed = Confirm that you want to withdraw it
portal-withdraw-button = Withdraw
portal-withdraw-done = The dossier is being withdrawn.

## Ways to pay
portal-pay-delivery = Delivery of the result
portal-pay-tax = Tax
portal-pay-online = Online: card, bank or wallet
portal-pay-online-hint = You are led to the payment gateway and back here.
portal-pay-cash = Cash at a service hall
portal-pay-cash-hint = Give the reference { $reference } at the cash desk.
portal-pay-bank = Bank transfer
portal-pay-bank-hint = Write only { $reference } as the purpose of the transfer.
portal-pay-choose = Choose how to pay
portal-pay-nothing-due = There is nothing to pay for this dossier now.
portal-pay-by-transfer = Transfer the amount with the reference as its purpose. The dossier goes on when it has come.

## Account
portal-account-title = My account
portal-account-details = Your details
portal-account-sessions = Where you are signed in
portal-account-session = Browser
portal-account-this = this one
portal-account-since = Since { $time }
portal-account-until = until { $time }
portal-account-end = Sign out there
portal-account-end-others = Sign out everywhere else
portal-account-ended = Signed out there.
portal-account-tokens = Programs that act for you
portal-account-tokens-lead = A token lets a program use the interface as you. Give it to nobody you would not give your password.
portal-account-token-name = What the token is for
portal-account-token-make = Make a token
portal-account-token-shown = Copy this token now: it is shown only once.
portal-account-token-end = Revoke

## Checking a paper
portal-verify-title = Check a paper
portal-verify-lead = Enter the code printed under the QR code of a result or a refusal. You learn whether we issued it. No sign-in needed, and nothing to upload.
portal-verify-code = Code of the paper
portal-verify-code-hint = 36 characters, for example 019a8f3c-5b1e-7c20-9d4f-2b7a61c0e8d5
portal-verify-button = Check
portal-verify-enter = Enter the code of the paper
portal-verify-no-code = This is not the code of a paper. It has 36 characters and stands under the QR code
portal-verify-genuine = This paper is on our register
portal-verify-compare = Compare what follows with the paper in your hand. If anything differs, that paper is not the one we issued.
portal-verify-broken = Do not rely on this paper yet
portal-verify-broken-detail = It is on our register, but the file we keep no longer agrees with its record. Call us before you use it.
portal-verify-kind = Kind
portal-verify-kind-result = Result of a procedure
portal-verify-kind-refusal = Refusal
portal-verify-number = Number
portal-verify-body = Issued by
portal-verify-date = Date
portal-verify-digest = Fingerprint of the file (SHA-256)
portal-verify-private = This page tells nothing about the person the paper is for.
portal-verify-unknown = We have issued no paper with this code
portal-verify-unknown-detail = Compare the code with the paper, character by character. If it is the same and you still arrive here, the paper was not issued by this office: do not accept it, and tell us.
portal-verify-another = Check another paper
portal-refund-at-desk = To be fetched at the cash desk, reference { $reference }
portal-refund-at-gateway = On its way back to where you paid from, reference { $reference }
portal-refund-paid = Given back, reference { $reference }
