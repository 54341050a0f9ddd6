# The API for programs: what its refusals say.

api-not-json = The body is not valid JSON: line { $line }, column { $column }
api-too-deep = Objects and lists may lie at most { $max } deep in each other
api-too-many-members = An object or list may have at most { $max } members
api-not-valid = The request is not as it should be
api-not-an-object = This must be an object
api-unknown-member = There is no such member here
api-missing-member = This is missing
api-not-a-text = This must be a text
api-not-an-answer = An answer is a text, a number, true or false, or a list of them
api-query-not-valid = A parameter of the address is not what it should be
api-key-missing = Send the header Idempotency-Key with a new key for each application
api-key-not-valid = The Idempotency-Key must have 1 to 128 printable characters without spaces
api-key-reused = This Idempotency-Key was used for another application. Take a new one
api-procedure-unknown = There is no procedure with this code
api-unit-unknown = There is no unit with this code
api-papers-needed = These papers must be attached, which can be done on the portal: { $papers }
api-note-too-long = The note may have at most { $max } characters
api-problem-not-found = There is nothing at this address, or you may not see it. The two cannot be told apart from outside.
api-problem-denied = You can see this and may not do it: your role does not include the act. The attempt was recorded.
api-problem-sign-in-needed = Send a valid token as “Authorization: Bearer …”. Yours is missing, unknown, revoked or over; make a new one in your account.
api-problem-refused = The rules say no, and nothing was changed. “detail” and “errors” say why and where.
api-problem-conflict = Somebody else changed the same thing first, or the first call with this key is still at work. Look again and repeat.
api-problem-too-many-requests = Too many requests in a short time. Wait as long as the header Retry-After says.
api-problem-unavailable = A part of the service does not answer at present. Repeat after the time in Retry-After; with the same Idempotency-Key nothing is done twice.
api-problem-internal = Something went wrong on our side. Quote “trace” when you call us.
