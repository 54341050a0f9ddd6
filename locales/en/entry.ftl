# The shared entry of several tenants.
entry-title = Shared entry
entry-intro = Find the services of every member here and sign in only once; you apply on the member’s own portal.
entry-members = Members
entry-first = Some services
entry-count = { $n ->
    [one] One service
   *[other] { $n } services
}
entry-handover-over = This way from the shared entry is over. Go back to it and choose again.
entry-own-account = There is an account of your own here with this address. Sign in with its password; under “Your account” you can then connect it with the one at the shared entry.
entry-connect = Connect the accounts
entry-connect-about = Do you have an account at { $entry } too? Connect the two, and signing in there is enough. Each keeps its own dossiers, and you can disconnect them at any time.
entry-connect-title = Connect two accounts?
entry-connect-lead = Once they are connected, signing in at { $entry } opens this account too, without another password. Connect them only if both are yours.
entry-connect-at = Account at { $place }
entry-connect-password = Password of the account here
entry-connect-password-hint = The one you chose when you registered on this portal.
entry-connect-yes = Connect
entry-connect-no = Leave them apart
entry-connect-there-taken = Your account at the shared entry already opens another account here.
entry-connect-here-taken = This account is connected already. Disconnect it first.
entry-connect-taken = One of the two accounts has been connected in the meantime.
entry-connected = The two accounts are connected.
entry-connected-since = Connected with your account at { $entry } since { $time }: signing in there is enough.
entry-disconnect = Disconnect the accounts
entry-disconnect-about = If you disconnect them, you sign in here with this account’s own password again, and your other sessions and programs end.
entry-disconnected = The accounts are disconnected, and your other sessions have ended. Sign in here with this account’s own password.
entry-disconnect-no-password = This account has no password of its own: only the shared entry opens it, so the two stay connected.
