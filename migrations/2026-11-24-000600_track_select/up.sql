-- Tracking is a select that sets its own scope: for one row by its key a fifth cheaper than a stored function.
drop function if exists track_dossier(uuid, text, text, text, text, text, bigint, text);
