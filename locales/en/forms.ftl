# Forms: what every field and its mistakes say.
forms-errors-title = { $n ->
    [one] There is { $n } thing to correct
   *[other] There are { $n } things to correct
    }
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
forms-login = E-mail or user name
forms-password = Password
forms-password-new-hint = At least 10 characters. A short sentence is best.
forms-email = E-mail
forms-name = Full name
forms-phone = Telephone
forms-identity = Identity number
forms-identity-hint = As printed on your identity card.
