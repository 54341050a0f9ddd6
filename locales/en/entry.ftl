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
entry-own-account = There is an account of your own here with this address. Sign in with its password.
