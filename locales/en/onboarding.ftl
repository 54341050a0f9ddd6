# A tenant that is set up.
onboarding-title = Setting up
onboarding-note = Nobody outside sees this portal yet. Dossiers made now are tests and are not counted. Each step can be taken back until you go live.
onboarding-progress = { $done } of { $of } steps
onboarding-live-since = Live since { $time }
onboarding-done = done
onboarding-undo = Take the last step back
onboarding-nothing-to-undo = There is no step to take back.
onboarding-refused = This cannot be done: something that would have to leave is in use.
onboarding-live = The portal is live; change it on the administration pages from now on.
onboarding-go-live = Go live
onboarding-go-live-about = The platform’s operator approves the host name { $host }; then the portal answers everybody.
onboarding-ask = Ask to go live
onboarding-asked = Asked on { $time }. The platform’s operator is looking at { $host }.
onboarding-not-done = Finish every step first.
onboarding-flash-kept = Kept and in force.
onboarding-flash-undone = The last step was taken back.
onboarding-flash-asked = The operator was asked.
onboarding-keep = Keep
onboarding-confirm = This is right, go on
onboarding-add = Add and invite
onboarding-adopt = Take it over
onboarding-taken = Taken over already.
onboarding-library = Procedures of the library
onboarding-phone = Telephone of the help line
onboarding-brand = Main colour
onboarding-brand-hint = As #9a1b22. White text on it must be readable: a contrast of at least 4.5.
onboarding-accent = Colour of decoration
onboarding-problem-colour = Write the colour as #9a1b22.
onboarding-problem-contrast = The contrast is only { $contrast }; at least 4.5 is needed. The nearest colour that will do: { $nearest }
onboarding-problem-name = A name in the main language is needed, of at most 200 characters.
onboarding-problem-columns = These columns are missing.
onboarding-problem-too-many = At most 500 units at once.
onboarding-problem-code = A code has small letters a–z, digits, - and _.
onboarding-problem-twice = This code is there twice.
onboarding-problem-parent = There is no unit above it with this code.
onboarding-problem-number = The code in numbers must be the unit’s own: 1 to 12 letters or digits.
onboarding-count-days = { $n ->
    [one] One day off
   *[other] { $n } days off
}
onboarding-count-units = { $n ->
    [one] One unit
   *[other] { $n } units
}
onboarding-count-accounts = { $n ->
    [one] One account
   *[other] { $n } accounts
}
onboarding-count-people = { $n ->
    [one] One person
   *[other] { $n } people
}
onboarding-count-procedures = { $n ->
    [one] One procedure
   *[other] { $n } procedures
}
onboarding-step-identity = Name and look
onboarding-about-identity = Names by language, telephone and the portal’s colours.
onboarding-step-calendar = Working calendar
onboarding-about-calendar = Working hours and days off, by which time limits are counted.
onboarding-step-organisation = Organisation
onboarding-about-organisation = Keep the one office as it is, or bring units from a spreadsheet: code, name_en, number_code, parent.
onboarding-step-accounts = Accounts
onboarding-about-accounts = The template’s chart of accounts, in which fees are booked.
onboarding-step-people = People
onboarding-about-people = Who works here; each gets a link to set a password.
onboarding-step-procedure = First procedure
onboarding-about-procedure = Take over a procedure with its form and process.
onboarding-step-dossier = First test dossier
onboarding-about-dossier = Switch to reception and file a dossier at the counter.
