# Notices by e-mail and on the applicant’s page.
notifications-greeting = Dear { $name },
notifications-open = Open the dossier
notifications-footer = This letter was sent automatically; nobody reads replies to it.
notifications-submitted-subject = We have your dossier { $number }
notifications-submitted-text = Your application “{ $procedure }” was received as dossier { $number }. You can follow it with this number at any time.
notifications-supplement-asked-subject = Dossier { $number }: something is missing
notifications-supplement-asked-text = The officer who looks after “{ $procedure }” needs something more from you. Open dossier { $number } to see what, and send it there.
notifications-payment-due-subject = Dossier { $number }: { $amount } to pay
notifications-payment-due-text = { $amount } is due for “{ $procedure }”. Open dossier { $number } to pay online, or pay at the cash desk.
notifications-paid-subject = Dossier { $number }: { $amount } received
notifications-paid-text = We have received { $amount } for “{ $procedure }”. Receipt and invoice are in dossier { $number }.
notifications-granted-subject = Dossier { $number }: your result is ready
notifications-granted-text = “{ $procedure }” was decided as you asked. The result is in dossier { $number }.
notifications-refused-subject = Dossier { $number } was refused
notifications-refused-text = “{ $procedure }” could not be granted. The reasons, and what you can do, are in dossier { $number }.
notifications-withdrawn-subject = Dossier { $number } was closed
notifications-withdrawn-text = Dossier { $number }, “{ $procedure }”, was closed without a decision.
