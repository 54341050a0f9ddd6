# Error pages and refusals.

## Error pages
errors-page-403-title = You may not do this
errors-page-403-text = Your account has not been given this task. If you think that is a mistake, ask your administrator.
errors-page-404-title = We cannot find this page
errors-page-404-text = The address may have changed or have a slip in it. Search for a procedure, or track a dossier by its number.
errors-page-409-title = Somebody else has just changed this
errors-page-409-text = Nothing is lost. Open the page again, look at the newest version, and repeat.
errors-page-422-title = We cannot accept this as it is
errors-page-422-text = Go back, correct what is said below, and send it again.
errors-page-429-title = Too many tries in a short time
errors-page-429-text = { $seconds ->
    [one] Wait { $seconds } second and try again.
   *[other] Wait { $seconds } seconds and try again.
    }
errors-page-500-title = Something went wrong on our side
errors-page-500-text = What you just did may not have been kept. Try again in a few minutes; if it still fails, call us and give the code below.
errors-page-503-title = The service is paused
errors-page-503-text = We will be back in a few minutes. What you saved is still there.
errors-page-code = Code to quote
errors-page-home = Go to the home page

## Steps of a process
errors-task-over = This task is already done or no longer needed. Open the dossier again to see where it stands.
errors-task-claimed = A colleague has taken this task.
errors-task-role = This task is for another role.
errors-task-action-unknown = Choose one of the decisions offered.
errors-task-without-form = This task has no form to fill in.
errors-incident-over = This incident has already been dealt with.
