# Papers: receipts, requests, refusals, results, invoices.

documents-number = No. { $number }
documents-place-date = { $place }, { $date }
documents-state-VN = Socialist Republic of Viet Nam
documents-motto-VN = Independence – Freedom – Happiness
documents-state-UA = Ukraine
documents-proof-track = Scan to follow this dossier
documents-proof-verify = Scan to check that this paper is genuine
documents-proof-code = Code: { $code }
documents-sign-hint = (signature, full name)

documents-dossier = Dossier number
documents-applicant = Applicant
documents-address = Address
documents-telephone = Telephone
documents-email = E-mail
documents-procedure = Procedure
documents-legal-basis = Legal basis

documents-acknowledgement-title = Acknowledgement of receipt
documents-acknowledgement-subtitle = and appointment for the result
documents-acknowledgement-intro = { $body } has received the dossier of:
documents-acknowledgement-papers = Papers handed in
documents-acknowledgement-count = × { $count }
documents-acknowledgement-limit = Time allowed
documents-acknowledgement-received = Received
documents-acknowledgement-collect = Collect the result at
documents-acknowledgement-due = Result promised for
documents-acknowledgement-no-due = You will be told when the result is ready.
documents-acknowledgement-applicant-signs = Applicant
documents-acknowledgement-receiver-signs = Received by
documents-acknowledgement-online = Received electronically; valid without a signature.

documents-supplement-title = Request to supplement a dossier
documents-supplement-reason = Why more is needed
documents-supplement-wanted = Please add
documents-supplement-respond-by = Please answer by { $date }. The time allowed for the dossier stands still until then.
documents-supplement-respond = The time allowed for the dossier stands still until you answer.
documents-supplement-officer-signs = Officer

documents-refusal-title = Refusal of a dossier
documents-refusal-reason = Reason for the refusal
documents-refusal-appeal = You may complain about this decision to the issuing body, or bring it before a court, within the time the law allows.
documents-refusal-officer-signs = For the issuing body

documents-result-certifies = { $body } certifies:
documents-result-decision = Decision
documents-result-valid-until = Valid until
documents-result-issued-for = Issued on dossier
documents-result-signs = { $title }

documents-receipt-title = Receipt
documents-receipt-payer = Received from
documents-receipt-issuer = Received by
documents-receipt-registration = Register number
documents-receipt-column-number = No.
documents-receipt-column-name = For
documents-receipt-column-amount = Amount
documents-receipt-total = Paid in total
documents-receipt-words = In words: { $words }
documents-receipt-paid-at = Paid
documents-receipt-means = Means of payment
documents-receipt-means-cash = cash, at the counter
documents-receipt-means-online = online payment
documents-receipt-reference = Payment reference
documents-receipt-cashier-signs = Cashier

documents-invoice-title = Invoice
documents-invoice-credit-note-title = Credit note
documents-invoice-issued-on = Date of issue
documents-invoice-currency = Currency
documents-invoice-seller = Seller
documents-invoice-buyer = Buyer
documents-invoice-registration = Register number
documents-invoice-tax-number = Tax number
documents-invoice-column-number = No.
documents-invoice-column-name = Description
documents-invoice-column-quantity = Quantity
documents-invoice-column-price = Price
documents-invoice-column-vat = VAT
documents-invoice-column-amount = Amount
documents-invoice-vat-outside = not subject
documents-invoice-vat-exempt = exempt
documents-invoice-net = Total without VAT
documents-invoice-tax = VAT { $rate } %
documents-invoice-gross = Total
documents-invoice-prepaid = Paid
documents-invoice-due = Amount due
documents-invoice-vat-reason = Ground for no VAT
documents-invoice-corrects = Corrects
documents-invoice-picture = This page is a picture of the electronic invoice; the XML file is the invoice.
documents-credit-note-title = Credit note
documents-invoice-give-back = To be paid back
