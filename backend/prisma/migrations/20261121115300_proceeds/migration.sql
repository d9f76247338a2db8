-- What primary sales earned, on its way to whoever sold.

-- Where the proceeds of a property go; the newest row counts.
CREATE TABLE app.payout_address (
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  property_id UUID NOT NULL REFERENCES app.property (id),
  address TEXT NOT NULL CHECK (address ~ '^0x[0-9a-f]{40}$'),
  registered_by UUID NOT NULL REFERENCES app.user_account (id),
  registered_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX payout_address_property ON app.payout_address (property_id, position);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.payout_address
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

CREATE TABLE app.proceeds_payout (
  id UUID PRIMARY KEY,
  offering_id UUID NOT NULL REFERENCES app.offering (id),
  property_id UUID NOT NULL REFERENCES app.property (id),
  amount NUMERIC(78, 0) NOT NULL CHECK (amount > 0),
  address TEXT NOT NULL CHECK (address ~ '^0x[0-9a-f]{40}$'),
  state TEXT NOT NULL CHECK (state IN ('PROPOSED', 'REFUSED', 'CREDITING', 'RELEASING', 'PAID')),
  proposed_by UUID NOT NULL REFERENCES app.user_account (id),
  decided_by UUID REFERENCES app.user_account (id),
  decision_reason TEXT,
  -- The keys exist before the transactions do; the references in the contract are made of them.
  credit_key TEXT NOT NULL UNIQUE,
  release_key TEXT NOT NULL UNIQUE,
  tx_hash TEXT,
  problem TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  -- Two people, whatever the program does.
  CHECK (state IN ('PROPOSED', 'REFUSED') OR (decided_by IS NOT NULL AND decided_by <> proposed_by))
);
CREATE INDEX proceeds_payout_offering ON app.proceeds_payout (offering_id, created_at);
CREATE INDEX proceeds_payout_open ON app.proceeds_payout (created_at) WHERE state IN ('CREDITING', 'RELEASING');
