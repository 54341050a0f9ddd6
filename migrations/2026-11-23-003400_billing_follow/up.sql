-- Money and papers stay with the unit that had them, and are seen by the unit that took the dossier over as well: this finds
-- what it took over.
create index dossier_move_to on dossier_move (tenant_id, to_unit_id, dossier_id, moved_at);
