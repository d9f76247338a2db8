-- Where the rules ask for it, an administrator approves single transfers, and takes an unused approval back.
ALTER TABLE app.compliance_act DROP CONSTRAINT compliance_act_kind_check;
ALTER TABLE app.compliance_act ADD CONSTRAINT compliance_act_kind_check CHECK (kind IN (
  'FREEZE', 'UNFREEZE', 'FREEZE_SHARES', 'UNFREEZE_SHARES', 'APPROVE_TRANSFER', 'REVOKE_APPROVAL', 'FORCED_TRANSFER',
  'RECOVERY'));
