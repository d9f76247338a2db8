-- A wallet that was lost and replaced keeps its owner, and with it its history; it does nothing any more.
ALTER TABLE app.wallet ADD COLUMN replaced_by TEXT CHECK (replaced_by ~ '^0x[0-9a-f]{40}$' AND replaced_by <> address);
ALTER TABLE app.wallet ADD CONSTRAINT wallet_replaced_not_primary CHECK (NOT is_primary OR replaced_by IS NULL);

ALTER TABLE app.wallet_event DROP CONSTRAINT wallet_event_act_check;
ALTER TABLE app.wallet_event ADD CONSTRAINT wallet_event_act_check
  CHECK (act IN ('LINKED', 'UNLINKED', 'MADE_PRIMARY', 'REPLACED'));
