-- Money bridge: chain sender, provider inbox and outbox, Stripe, Circle, token, dividends, reconciliation.
-- All of it is intent and evidence of schema `app`; amounts that exist on chain are NUMERIC(78,0), US cents are BIGINT.

-- One row per state change of any noun below; never changed, never removed.
CREATE TABLE app.state_transition (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  noun TEXT NOT NULL,
  noun_id TEXT NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT,
  detail JSONB,
  at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX state_transition_noun ON app.state_transition (noun, noun_id, id);

-- ---------------------------------------------------------------- chain sender
CREATE TABLE app.chain_wallet (
  chain_id BIGINT NOT NULL,
  address TEXT NOT NULL,
  role TEXT NOT NULL,
  next_nonce BIGINT NOT NULL,
  reconciled_at TIMESTAMPTZ(3),
  PRIMARY KEY (chain_id, address),
  CHECK (next_nonce >= 0)
);

CREATE TABLE app.chain_transaction (
  id UUID PRIMARY KEY,
  position BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE,
  chain_id BIGINT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  wallet_role TEXT NOT NULL,
  to_address TEXT NOT NULL,
  data TEXT NOT NULL,
  value NUMERIC(78, 0) NOT NULL DEFAULT 0,
  purpose TEXT NOT NULL,
  correlation_id TEXT NOT NULL,
  state TEXT NOT NULL,
  wallet_address TEXT,
  nonce BIGINT,
  tx_hash TEXT,
  block_number BIGINT,
  block_hash TEXT,
  gas_used NUMERIC(78, 0),
  effective_gas_price NUMERIC(78, 0),
  broadcast_count INTEGER NOT NULL DEFAULT 0,
  last_broadcast_at TIMESTAMPTZ(3),
  failure_code TEXT,
  failure_message TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (state IN ('RESERVED', 'SIGNED', 'BROADCAST', 'MINED', 'FINAL', 'REVERTED', 'FAILED')),
  CHECK (value >= 0),
  CHECK ((nonce IS NULL) = (state IN ('RESERVED', 'FAILED')))
);
-- A nonce belongs to one intent at a time: two signed transactions can never share one by accident.
CREATE UNIQUE INDEX chain_transaction_nonce ON app.chain_transaction (chain_id, wallet_address, nonce);
CREATE INDEX chain_transaction_open ON app.chain_transaction (wallet_role, position)
  WHERE state IN ('RESERVED', 'SIGNED', 'BROADCAST', 'MINED');

-- Every signed form of a transaction (first one and fee replacements), stored before it may leave the house.
CREATE TABLE app.chain_transaction_variant (
  hash TEXT PRIMARY KEY,
  transaction_id UUID NOT NULL REFERENCES app.chain_transaction (id),
  chain_id BIGINT NOT NULL,
  wallet_address TEXT NOT NULL,
  nonce BIGINT NOT NULL,
  raw TEXT NOT NULL,
  gas_limit NUMERIC(78, 0) NOT NULL,
  max_fee_per_gas NUMERIC(78, 0) NOT NULL,
  max_priority_fee_per_gas NUMERIC(78, 0) NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX chain_transaction_variant_transaction ON app.chain_transaction_variant (transaction_id, created_at);
CREATE INDEX chain_transaction_variant_nonce ON app.chain_transaction_variant (chain_id, wallet_address, nonce);
-- What a wallet signed today, for its daily limits.
CREATE INDEX chain_transaction_variant_day ON app.chain_transaction_variant (chain_id, wallet_address, created_at);

-- ---------------------------------------------------------------- provider inbox and outbox
CREATE TABLE app.provider_event (
  id UUID PRIMARY KEY,
  position BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE,
  provider TEXT NOT NULL,
  event_id TEXT NOT NULL,
  event_type TEXT NOT NULL,
  object_type TEXT NOT NULL,
  object_id TEXT NOT NULL,
  source TEXT NOT NULL,
  raw BYTEA NOT NULL,
  signature_verdict TEXT NOT NULL,
  received_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  reason TEXT,
  done_at TIMESTAMPTZ(3),
  UNIQUE (provider, event_id),
  CHECK (state IN ('RECEIVED', 'DONE', 'PARKED')),
  CHECK (source IN ('webhook', 'sweep'))
);
CREATE INDEX provider_event_open ON app.provider_event (next_attempt_at, position) WHERE state = 'RECEIVED';
CREATE INDEX provider_event_parked ON app.provider_event (position) WHERE state = 'PARKED';

CREATE TABLE app.provider_call (
  id UUID PRIMARY KEY,
  provider TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  started_at TIMESTAMPTZ(3),
  response_id TEXT,
  error_code TEXT,
  error_message TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE (provider, kind, subject_id),
  UNIQUE (provider, idempotency_key),
  CHECK (state IN ('CREATED', 'STARTED', 'UNKNOWN', 'DONE', 'FAILED'))
);

CREATE TABLE app.provider_call_attempt (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  call_id UUID NOT NULL REFERENCES app.provider_call (id),
  attempt INTEGER NOT NULL,
  phase TEXT NOT NULL,
  outcome TEXT,
  detail JSONB,
  at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (phase IN ('started', 'finished'))
);
CREATE INDEX provider_call_attempt_call ON app.provider_call_attempt (call_id, id);

-- How far each catch-up sweep has read.
CREATE TABLE app.provider_cursor (
  provider TEXT NOT NULL,
  stream TEXT NOT NULL,
  position TEXT NOT NULL,
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (provider, stream)
);

-- ---------------------------------------------------------------- tenant payments
CREATE TABLE app.payment (
  id UUID PRIMARY KEY,
  rent_charge_id UUID NOT NULL,
  lease_id UUID NOT NULL,
  property_id UUID NOT NULL,
  tenant_id UUID NOT NULL,
  provider TEXT NOT NULL DEFAULT 'stripe',
  amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
  state TEXT NOT NULL,
  idempotency_key TEXT NOT NULL UNIQUE,
  method TEXT,
  session_id TEXT UNIQUE,
  session_url TEXT,
  session_expires_at TIMESTAMPTZ(3),
  payment_intent_id TEXT,
  provider_charge_id TEXT,
  failure_reason TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (state IN ('CREATED', 'SUBMITTED', 'UNKNOWN', 'PENDING', 'SETTLED', 'FAILED', 'RETURNED', 'DISPUTED'))
);
-- A rent charge has at most one checkout that could still take money.
CREATE UNIQUE INDEX payment_one_open ON app.payment (rent_charge_id)
  WHERE state IN ('CREATED', 'SUBMITTED', 'UNKNOWN', 'PENDING');
CREATE INDEX payment_charge ON app.payment (rent_charge_id, created_at);
CREATE INDEX payment_intent ON app.payment (payment_intent_id);

CREATE TABLE app.stripe_payout (
  id TEXT PRIMARY KEY,
  amount_cents BIGINT NOT NULL,
  state TEXT NOT NULL,
  arrival_at TIMESTAMPTZ(3),
  paid_at TIMESTAMPTZ(3),
  created_at TIMESTAMPTZ(3) NOT NULL,
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

-- Stripe's own ledger lines as last read; `property_id` says whose money the line is (none: the platform's).
CREATE TABLE app.stripe_balance_transaction (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  amount_cents BIGINT NOT NULL,
  fee_cents BIGINT NOT NULL,
  net_cents BIGINT NOT NULL,
  source_id TEXT,
  charge_id TEXT,
  payment_id UUID REFERENCES app.payment (id),
  property_id UUID,
  payout_id TEXT,
  status TEXT NOT NULL,
  available_on TIMESTAMPTZ(3) NOT NULL,
  available_posted_at TIMESTAMPTZ(3),
  created_at TIMESTAMPTZ(3) NOT NULL,
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (net_cents = amount_cents - fee_cents)
);
CREATE INDEX stripe_balance_transaction_property ON app.stripe_balance_transaction (property_id);
CREATE INDEX stripe_balance_transaction_payout ON app.stripe_balance_transaction (payout_id);
CREATE INDEX stripe_balance_transaction_unavailable ON app.stripe_balance_transaction (available_on)
  WHERE available_posted_at IS NULL;

-- ---------------------------------------------------------------- treasury
CREATE TABLE app.wire (
  id UUID PRIMARY KEY,
  mode TEXT NOT NULL,
  amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
  state TEXT NOT NULL,
  tracking_ref TEXT,
  bank_reference TEXT,
  known_deposits TEXT[] NOT NULL DEFAULT '{}',
  sent_at TIMESTAMPTZ(3),
  deposit_id TEXT UNIQUE,
  problem TEXT,
  requested_by TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (mode IN ('circle-mock', 'manual')),
  CHECK (state IN ('CREATED', 'SENDING', 'UNKNOWN', 'SENT', 'DEPOSIT_PENDING', 'COMPLETE', 'FAILED'))
);
-- Deposits carry no reference of ours: one wire on its way at a time makes the match certain.
CREATE UNIQUE INDEX wire_one_under_way ON app.wire ((TRUE))
  WHERE state IN ('CREATED', 'SENDING', 'UNKNOWN', 'SENT', 'DEPOSIT_PENDING');

CREATE TABLE app.wire_line (
  wire_id UUID NOT NULL REFERENCES app.wire (id),
  property_id UUID NOT NULL,
  amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
  PRIMARY KEY (wire_id, property_id)
);
CREATE INDEX wire_line_property ON app.wire_line (property_id);

CREATE TABLE app.circle_recipient (
  id UUID PRIMARY KEY,
  chain_id BIGINT NOT NULL,
  address TEXT NOT NULL,
  idempotency_key TEXT NOT NULL UNIQUE,
  circle_id TEXT UNIQUE,
  state TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE (chain_id, address)
);

CREATE TABLE app.circle_transfer (
  id UUID PRIMARY KEY,
  chain_id BIGINT NOT NULL,
  amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
  state TEXT NOT NULL,
  idempotency_key TEXT NOT NULL UNIQUE,
  circle_id TEXT UNIQUE,
  tx_hash TEXT,
  problem TEXT,
  requested_by TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (state IN ('CREATED', 'UNKNOWN', 'SUBMITTED', 'COMPLETE', 'RECEIVED', 'SETTLED', 'FAILED'))
);

CREATE TABLE app.circle_transfer_line (
  transfer_id UUID NOT NULL REFERENCES app.circle_transfer (id),
  property_id UUID NOT NULL,
  amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
  credit_key TEXT NOT NULL UNIQUE,
  PRIMARY KEY (transfer_id, property_id)
);
CREATE INDEX circle_transfer_line_property ON app.circle_transfer_line (property_id);

-- ---------------------------------------------------------------- token
CREATE TABLE app.tokenization (
  property_id UUID PRIMARY KEY,
  chain_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  symbol TEXT NOT NULL UNIQUE,
  shares NUMERIC(78, 0) NOT NULL CHECK (shares > 0),
  state TEXT NOT NULL,
  transaction_key TEXT NOT NULL UNIQUE,
  token_address TEXT,
  compliance_address TEXT,
  block_number BIGINT,
  tx_hash TEXT,
  problem TEXT,
  requested_by TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (state IN ('SUBMITTED', 'FINAL', 'FAILED'))
);

CREATE TABLE app.investor_verification (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL,
  chain_id BIGINT NOT NULL,
  wallet TEXT NOT NULL,
  country INTEGER NOT NULL CHECK (country BETWEEN 1 AND 999),
  valid_until TIMESTAMPTZ(3) NOT NULL,
  issued_at TIMESTAMPTZ(3) NOT NULL,
  signature TEXT NOT NULL,
  state TEXT NOT NULL,
  transaction_key TEXT NOT NULL UNIQUE,
  problem TEXT,
  requested_by TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (state IN ('SUBMITTED', 'FINAL', 'FAILED'))
);
CREATE INDEX investor_verification_user ON app.investor_verification (user_id, created_at);

CREATE TABLE app.allocation (
  id UUID PRIMARY KEY,
  property_id UUID NOT NULL,
  user_id UUID,
  wallet TEXT NOT NULL,
  shares NUMERIC(78, 0) NOT NULL CHECK (shares > 0),
  state TEXT NOT NULL,
  transaction_key TEXT NOT NULL,
  tx_hash TEXT,
  problem TEXT,
  requested_by TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (state IN ('SUBMITTED', 'FINAL', 'FAILED'))
);
CREATE INDEX allocation_property ON app.allocation (property_id, created_at);
CREATE INDEX allocation_transaction ON app.allocation (transaction_key);

-- ---------------------------------------------------------------- dividend
CREATE TABLE app.dividend (
  id UUID PRIMARY KEY,
  property_id UUID NOT NULL,
  statement_id UUID NOT NULL UNIQUE,
  period TEXT NOT NULL,
  chain_id BIGINT NOT NULL,
  chain_dividend_id TEXT NOT NULL UNIQUE,
  token_address TEXT NOT NULL,
  statement_hash TEXT NOT NULL,
  amount NUMERIC(78, 0) NOT NULL CHECK (amount > 0),
  state TEXT NOT NULL,
  declare_requested_at TIMESTAMPTZ(3),
  run_requested_at TIMESTAMPTZ(3),
  run_count INTEGER NOT NULL DEFAULT 0,
  record_block BIGINT,
  epoch BIGINT,
  supply NUMERIC(78, 0),
  carried_in NUMERIC(78, 0),
  dust NUMERIC(78, 0),
  holder_count INTEGER,
  declared_tx TEXT,
  funded_tx TEXT,
  paid_amount NUMERIC(78, 0),
  problem TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (state IN ('APPROVED', 'DECLARED', 'FUNDED', 'PAYING', 'PAID', 'SWEPT', 'CANCELLED')),
  CHECK (state IN ('APPROVED', 'CANCELLED') OR record_block IS NOT NULL)
);
CREATE INDEX dividend_property ON app.dividend (property_id, period);
CREATE INDEX dividend_open ON app.dividend (created_at) WHERE state NOT IN ('PAID', 'SWEPT', 'CANCELLED');

CREATE TABLE app.dividend_batch (
  dividend_id UUID NOT NULL REFERENCES app.dividend (id),
  index INTEGER NOT NULL CHECK (index >= 0),
  count INTEGER NOT NULL CHECK (count > 0),
  amount NUMERIC(78, 0) NOT NULL,
  state TEXT NOT NULL,
  transaction_key TEXT NOT NULL UNIQUE,
  tx_hash TEXT,
  problem TEXT,
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (dividend_id, index),
  CHECK (state IN ('SUBMITTED', 'SENT', 'CONFIRMED', 'FINAL', 'FAILED'))
);

CREATE TABLE app.payout (
  id UUID PRIMARY KEY,
  dividend_id UUID NOT NULL REFERENCES app.dividend (id),
  property_id UUID NOT NULL,
  user_id UUID,
  holder TEXT NOT NULL,
  shares NUMERIC(78, 0) NOT NULL CHECK (shares > 0),
  amount NUMERIC(78, 0) NOT NULL CHECK (amount >= 0),
  batch_index INTEGER,
  state TEXT NOT NULL,
  reason TEXT,
  tx_hash TEXT,
  block_number BIGINT,
  ledger_entry_id BIGINT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE (dividend_id, holder),
  CHECK (state IN ('ENTITLED', 'SENT', 'CONFIRMED', 'FINAL', 'HELD', 'CLAIMABLE'))
);
CREATE INDEX payout_user ON app.payout (user_id, created_at);
CREATE INDEX payout_open ON app.payout (dividend_id, batch_index) WHERE state <> 'FINAL';

-- ---------------------------------------------------------------- reconciliation
CREATE TABLE app.reconciliation_run (
  id UUID PRIMARY KEY,
  state TEXT NOT NULL,
  started_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  finished_at TIMESTAMPTZ(3),
  block_number BIGINT,
  requested_by TEXT NOT NULL,
  checks JSONB NOT NULL DEFAULT '[]',
  problem TEXT,
  CHECK (state IN ('RUNNING', 'DONE', 'FAILED'))
);

CREATE TABLE app.reconciliation_break (
  id UUID PRIMARY KEY,
  run_id UUID NOT NULL REFERENCES app.reconciliation_run (id),
  fingerprint TEXT NOT NULL,
  class TEXT NOT NULL,
  subject TEXT NOT NULL,
  currency TEXT NOT NULL,
  expected NUMERIC(78, 0) NOT NULL,
  actual NUMERIC(78, 0) NOT NULL,
  owner TEXT NOT NULL,
  message TEXT NOT NULL,
  first_seen_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (class IN ('missing_in_ledger', 'missing_at_provider', 'amount_differs', 'duplicate', 'timing'))
);
CREATE INDEX reconciliation_break_run ON app.reconciliation_break (run_id);
CREATE INDEX reconciliation_break_fingerprint ON app.reconciliation_break (fingerprint, first_seen_at);

-- Evidence is added, never edited. Rights say so to the application, triggers to everybody else.
CREATE FUNCTION app.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of app.% is refused: the table is append-only', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.state_transition
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.provider_call_attempt
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.chain_transaction_variant
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

-- What a provider said, and whether we believed it, stays as received; only our progress with it moves.
CREATE FUNCTION app.refuse_evidence_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW (NEW.provider, NEW.event_id, NEW.event_type, NEW.object_type, NEW.object_id, NEW.raw, NEW.signature_verdict, NEW.received_at)
    IS DISTINCT FROM
    ROW (OLD.provider, OLD.event_id, OLD.event_type, OLD.object_type, OLD.object_id, OLD.raw, OLD.signature_verdict, OLD.received_at)
  THEN
    RAISE EXCEPTION 'a received provider event cannot be edited';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence BEFORE UPDATE ON app.provider_event
  FOR EACH ROW EXECUTE FUNCTION app.refuse_evidence_change();
