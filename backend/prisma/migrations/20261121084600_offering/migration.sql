-- Primary sales: what the platform wants of an offering, and what investors want of it. What happened is in `chain`.

-- Null: the rules every property had before they could be chosen.
ALTER TABLE app.tokenization ADD COLUMN rules JSONB;

CREATE TABLE app.offering (
  id UUID PRIMARY KEY,
  property_id UUID NOT NULL,
  chain_id BIGINT NOT NULL,
  chain_offering_id TEXT NOT NULL UNIQUE,
  token_address TEXT,
  price NUMERIC(78, 0) NOT NULL CHECK (price > 0),
  cap NUMERIC(78, 0) NOT NULL CHECK (cap > 0),
  minimum NUMERIC(78, 0) NOT NULL CHECK (minimum >= 0 AND minimum <= cap),
  min_per_investor NUMERIC(78, 0) NOT NULL CHECK (min_per_investor > 0),
  max_per_investor NUMERIC(78, 0) NOT NULL CHECK (max_per_investor >= min_per_investor),
  opens_at TIMESTAMPTZ(3) NOT NULL,
  closes_at TIMESTAMPTZ(3) NOT NULL CHECK (closes_at > opens_at),
  state TEXT NOT NULL CHECK (state IN ('DRAFT', 'OPEN', 'CLOSED', 'CANCELLED')),
  -- The last act under way on chain: open, close or cancel; null when none is.
  transaction_key TEXT UNIQUE,
  attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  requested_by TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
-- One sale of a property at a time.
CREATE UNIQUE INDEX offering_running ON app.offering (property_id) WHERE state IN ('DRAFT', 'OPEN');
CREATE INDEX offering_property ON app.offering (property_id, created_at);

CREATE TABLE app.subscription (
  id UUID PRIMARY KEY,
  offering_id UUID NOT NULL REFERENCES app.offering (id),
  -- Null for a wallet no account of ours knows: the contract is open to every verified investor.
  user_id UUID,
  wallet TEXT NOT NULL,
  shares NUMERIC(78, 0) NOT NULL CHECK (shares > 0),
  cost NUMERIC(78, 0) NOT NULL CHECK (cost > 0),
  -- AUTHORIZATION: the investor signs, the platform sends. TRANSACTION: the investor's wallet sends.
  method TEXT NOT NULL CHECK (method IN ('AUTHORIZATION', 'TRANSACTION')),
  state TEXT NOT NULL CHECK (state IN ('INTENT', 'SUBMITTED', 'CONFIRMED', 'FINAL', 'FAILED')),
  salt TEXT,
  nonce TEXT,
  valid_before TIMESTAMPTZ(3),
  signature TEXT,
  transaction_key TEXT UNIQUE,
  tx_hash TEXT,
  block_number BIGINT,
  log_index INTEGER,
  reason TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
-- One event of the chain confirms one subscription.
CREATE UNIQUE INDEX subscription_event ON app.subscription (offering_id, block_number, log_index)
  WHERE log_index IS NOT NULL;
CREATE INDEX subscription_user ON app.subscription (user_id, created_at);
CREATE INDEX subscription_offering ON app.subscription (offering_id, created_at);
CREATE INDEX subscription_open ON app.subscription (state) WHERE state IN ('INTENT', 'SUBMITTED', 'CONFIRMED');

-- Deliveries and refunds, as many investors at once as fit into a transaction.
CREATE TABLE app.offering_batch (
  id UUID PRIMARY KEY,
  offering_id UUID NOT NULL REFERENCES app.offering (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('DELIVER', 'REFUND')),
  wallets TEXT[] NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('SUBMITTED', 'FINAL', 'FAILED')),
  transaction_key TEXT NOT NULL UNIQUE,
  tx_hash TEXT,
  problem TEXT,
  -- Its investors are not tried again for a while; an administrator may end that.
  patient BOOLEAN NOT NULL DEFAULT true,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE (offering_id, position)
);
-- One batch at a time: who was served is known before the next is made.
CREATE UNIQUE INDEX offering_batch_running ON app.offering_batch (offering_id) WHERE state = 'SUBMITTED';
