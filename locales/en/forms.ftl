# Forms: what every field and its mistakes say.
forms-errors-title = { $n ->
    [one] There is { $n } thing to correct
   *[other] There are { $n } things to correct
    }
# For the page, not for its reader: the order of the three parts of a day.
forms-date-order = day-month-year
forms-day = Day
forms-month = Month
forms-year = Year
forms-choose = Choose one
forms-file-choose = Choose a file
forms-file-none = No file chosen
forms-file-limit = { $kinds }, up to { $size }.
forms-file-remove = Remove
forms-file-attached = Attached
forms-prefilled = Filled in from your account
forms-characters = { $n ->
    [one] At most { $n } character
   *[other] At most { $n } characters
    }
forms-password = Password
forms-password-new-hint = At least 10 characters. A short sentence is best.
forms-email = E-mail
forms-name = Full name
forms-phone = Telephone
forms-identity = Identity number
forms-identity-hint = As printed on your identity card.

## What is wrong with an answer
forms-problem-missing = Answer this question
forms-problem-unknown-field = The form has no such question
forms-problem-several-values = Give one answer only
forms-problem-too-long = { $limit ->
    [one] Shorten to { $limit } character
   *[other] Shorten to { $limit } characters
    }
forms-problem-control-characters = There are characters that cannot be printed. Type it instead of pasting
forms-problem-not-whole = Enter a whole number, such as 12
forms-problem-not-number = Enter a number, such as 12.5
forms-problem-too-many-decimals = { $limit ->
    [one] At most { $limit } decimal place
   *[other] At most { $limit } decimal places
    }
forms-problem-too-small = It must be { $limit } or more
forms-problem-too-large = It must be { $limit } or less
forms-problem-not-day = Enter a real date, such as 5 11 2026
forms-problem-too-early = The date must be { $limit } or later
forms-problem-too-late = The date must be { $limit } or earlier
forms-problem-not-an-option = Choose one of the options
forms-problem-not-yes-no = Choose yes or no
forms-problem-not-identity = This number is not right. Compare it with your document
forms-problem-not-email = Enter a whole e-mail address, such as name@example.org
forms-problem-not-phone = Enter a telephone number, such as 0912 345 678
forms-problem-pattern = Enter it in the form that is shown
forms-level = Level { $n }
forms-level-more = Show the next level
forms-problem-incomplete = Choose from the next level too.
