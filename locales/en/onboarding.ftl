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
onboarding-flash-kept = Saved and in force.
onboarding-flash-undone = The last step was taken back.
onboarding-flash-asked = The operator was asked.
onboarding-keep = Save
onboarding-confirm = This is right, go on
onboarding-add = Add and invite
onboarding-adopt = Take it over
onboarding-taken = Taken over already.
onboarding-library = Procedures of the library
onboarding-address = Address of the office
onboarding-phone = Telephone of the help line
onboarding-brand = Main colour
onboarding-brand-hint = As #9a1b22. White text on it must be readable: a contrast of at least 4.5.
onboarding-accent = Colour of decoration
onboarding-row-wrong = Row { $row }: { $wrong }
onboarding-row-wrong-near = Row { $row }: “{ $near }” – { $wrong }
onboarding-problem-colour = Write the colour as #9a1b22.
onboarding-problem-contrast = The contrast is only { $contrast }; at least 4.5 is needed. The nearest colour that will do: { $nearest }
onboarding-problem-name = A name in the main language is needed, of at most 200 characters.
onboarding-problem-address = Write at most 200 characters.
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
onboarding-step-region = Languages, zone and currency
onboarding-about-region = Which languages the portal speaks, where clocks are read, and what money is counted in.
onboarding-languages = Languages of the portal
onboarding-home = Main language
onboarding-home-hint = Official papers are written in it, and a first visitor sees it.
onboarding-zone = Time zone
onboarding-zone-hint = As Area/City, for example Asia/Ho_Chi_Minh or Europe/Kyiv. Days and time limits are counted in it.
onboarding-currency = Currency of the books
onboarding-currency-hint = In another currency than the template’s { $currency }, the template’s fees are dropped: an amount in one currency does not hold in another.
onboarding-problem-languages = Choose at least one language.
onboarding-problem-home = Choose the main language among those that are offered.
onboarding-problem-zone = There is no such time zone. Write it as Area/City, for example Europe/Kyiv.
onboarding-problem-currency = Choose a currency.
onboarding-step-emblem = Emblem
onboarding-about-emblem = Your own emblem instead of the template’s, as an SVG drawing.
onboarding-emblem-file = Emblem as an SVG file
onboarding-emblem-hint = At most { $kilobytes } kB. Shapes and colours are kept; text has to be turned into paths first.
onboarding-emblem-now = How it looks now
onboarding-emblem-on-white = On white
onboarding-emblem-on-bar = On the dark bar
onboarding-contrast-now = White on the main colour { $colour } has a contrast of { $contrast } to 1; at least 4.5 is needed.
onboarding-problem-emblem-missing = Choose your emblem: no portal goes live under another’s.
onboarding-problem-emblem-kind = This is no SVG drawing. Ask whoever keeps the emblem for the file that ends in .svg.
onboarding-problem-emblem-large = The drawing is too large: at most { $kilobytes } kB and 5,000 shapes. Save it as “plain” or “optimised” SVG.
onboarding-problem-emblem-has = The drawing has { $what }, which an emblem may not have. Keep only shapes and turn text into paths, then save it as plain SVG.
onboarding-problem-emblem-size = The drawing does not say how large it is: the attribute viewBox is missing. Save it as plain SVG.
onboarding-problem-emblem-empty = There is no shape in this drawing.
onboarding-day-mon = Monday
onboarding-day-tue = Tuesday
onboarding-day-wed = Wednesday
onboarding-day-thu = Thursday
onboarding-day-fri = Friday
onboarding-day-sat = Saturday
onboarding-day-sun = Sunday
onboarding-hours-hint = As 08:00-12:00, 13:00-17:00. Leave a day empty when nobody works.
onboarding-off = Days off
onboarding-off-hint = A line for each: the day as 2026-09-02, a space, its name.
onboarding-worked = Days worked instead of others
onboarding-worked-hint = A line for each: the day worked, a space, the day off it makes up for: 2026-01-10 2026-01-02.
onboarding-problem-hours = Write hours as 08:00-12:00, 13:00-17:00; each ends after it begins, and they follow each other.
onboarding-problem-no-hours = On at least one day somebody works.
onboarding-problem-day = This line does not begin with a day as 2026-09-02: “{ $near }”
onboarding-problem-day-twice = This day is named twice: { $near }
