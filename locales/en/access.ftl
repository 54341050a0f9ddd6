# Who may do what, and why.
access-level-user = the person
access-level-responsibility = the responsibility
access-level-application = the application
access-level-site = the whole tenant
