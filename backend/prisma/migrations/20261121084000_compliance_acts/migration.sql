-- What administrators do to wallets and shares, with who proposed and who confirmed it.
CREATE TABLE app.compliance_act (
  id UUID PRIMARY KEY,
  position BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  wallet TEXT NOT NULL,
  to_wallet TEXT,
  shares NUMERIC(78, 0) CHECK (shares > 0),
  identity TEXT,
  reason TEXT NOT NULL,
  proposed_by UUID NOT NULL REFERENCES app.user_account (id),
  decided_by UUID REFERENCES app.user_account (id),
  decision_reason TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (kind IN ('FREEZE', 'UNFREEZE', 'FREEZE_SHARES', 'UNFREEZE_SHARES', 'FORCED_TRANSFER', 'RECOVERY')),
  CHECK (state IN ('PROPOSED', 'REFUSED', 'SUBMITTED', 'FINAL', 'FAILED')),
  -- Two people for everything that moves shares: whatever the program does, one alone cannot.
  CHECK (kind NOT IN ('FORCED_TRANSFER', 'RECOVERY') OR state IN ('PROPOSED', 'REFUSED')
    OR (decided_by IS NOT NULL AND decided_by <> proposed_by))
);
CREATE INDEX compliance_act_open ON app.compliance_act (position) WHERE state = 'SUBMITTED';

-- One transaction for each token that the act concerns; the key exists before the transaction does.
CREATE TABLE app.compliance_call (
  act_id UUID NOT NULL REFERENCES app.compliance_act (id),
  property_id UUID NOT NULL,
  token TEXT NOT NULL,
  transaction_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  tx_hash TEXT,
  problem TEXT,
  PRIMARY KEY (act_id, property_id),
  CHECK (state IN ('WAITING', 'SUBMITTED', 'FINAL', 'FAILED'))
);

-- Whose mail account was told of a proposal; no user where no account has linked the wallet.
CREATE TABLE app.compliance_notice (
  act_id UUID NOT NULL REFERENCES app.compliance_act (id),
  wallet TEXT NOT NULL,
  user_id UUID REFERENCES app.user_account (id),
  PRIMARY KEY (act_id, wallet)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.compliance_notice
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
