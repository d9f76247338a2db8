-- The order book. Commands go in with gap-free numbers, a leader applies them in memory and writes what came of it;
-- everything it holds can be rebuilt from these tables. USDC is in 10^-6, shares in 10^-18, prices in USDC per whole share.

CREATE TABLE app.market (
  -- A property has one market, and both have one id.
  id UUID PRIMARY KEY REFERENCES app.property (id),
  chain_id BIGINT NOT NULL,
  token_address TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  reason TEXT,
  tick NUMERIC(78, 0) NOT NULL CHECK (tick > 0),
  lot NUMERIC(78, 0) NOT NULL CHECK (lot > 0),
  max_shares NUMERIC(78, 0) NOT NULL CHECK (max_shares > 0),
  max_price NUMERIC(78, 0) NOT NULL CHECK (max_price > 0),
  fee_bps INTEGER NOT NULL CHECK (fee_bps BETWEEN 0 AND 1000),
  -- Number and time of the last command; whoever adds one holds this row.
  last_command BIGINT NOT NULL DEFAULT 0,
  last_at BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (token_address ~ '^0x[0-9a-f]{40}$'),
  CHECK (state IN ('OPEN', 'HALTED'))
);

-- Apart from app.market, so that a leader writing results does not keep orders waiting.
CREATE TABLE app.market_engine (
  market_id UUID PRIMARY KEY REFERENCES app.market (id),
  -- Raised by each leader that takes over: who was leader before can write nothing any more.
  term BIGINT NOT NULL DEFAULT 0,
  applied BIGINT NOT NULL DEFAULT 0,
  at BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE app.market_command (
  market_id UUID NOT NULL REFERENCES app.market (id),
  number BIGINT NOT NULL CHECK (number > 0),
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  payload JSONB NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (market_id, number),
  CHECK (kind IN ('place', 'cancel', 'cancelAll', 'expire', 'reopen'))
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.market_command
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

CREATE TABLE app.market_order (
  id UUID PRIMARY KEY,
  market_id UUID NOT NULL REFERENCES app.market (id),
  investor_id UUID NOT NULL REFERENCES app.user_account (id),
  -- As signed.
  hash TEXT NOT NULL UNIQUE,
  maker TEXT NOT NULL,
  side TEXT NOT NULL,
  shares NUMERIC(78, 0) NOT NULL CHECK (shares > 0),
  min_shares NUMERIC(78, 0) NOT NULL,
  price NUMERIC(78, 0) NOT NULL CHECK (price > 0),
  fee_bps INTEGER NOT NULL,
  signed_expiry BIGINT NOT NULL,
  nonce NUMERIC(78, 0) NOT NULL,
  counter NUMERIC(78, 0) NOT NULL,
  taker TEXT NOT NULL,
  settler TEXT NOT NULL,
  signature TEXT NOT NULL,
  -- As the engine has it.
  immediate BOOLEAN NOT NULL,
  expiry BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  open_shares NUMERIC(78, 0) NOT NULL CHECK (open_shares >= 0),
  -- Given back by failed settlements, not yet taken by the engine.
  reopening_shares NUMERIC(78, 0) NOT NULL DEFAULT 0 CHECK (reopening_shares >= 0),
  -- In trades that did not fail.
  matched_shares NUMERIC(78, 0) NOT NULL DEFAULT 0 CHECK (matched_shares >= 0),
  state TEXT NOT NULL,
  reason TEXT,
  cancel_requested_at TIMESTAMPTZ(3),
  -- Settlements that failed without a fault of an order.
  failures INTEGER NOT NULL DEFAULT 0,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE (market_id, sequence),
  CHECK (side IN ('SELL', 'BUY')),
  CHECK (state IN ('OPEN', 'PARTIALLY_FILLED', 'FILLED', 'CANCELLED', 'EXPIRED')),
  CHECK (signed_expiry > expiry),
  CHECK (open_shares + reopening_shares + matched_shares <= shares),
  CHECK (maker ~ '^0x[0-9a-f]{40}$')
);
-- Filling one of two orders with one nonce would end the other on chain.
CREATE UNIQUE INDEX market_order_nonce ON app.market_order (maker, nonce) WHERE state NOT IN ('CANCELLED', 'EXPIRED');
CREATE INDEX market_order_open ON app.market_order (market_id, expiry) WHERE state IN ('OPEN', 'PARTIALLY_FILLED');
CREATE INDEX market_order_investor ON app.market_order (investor_id, created_at DESC, id DESC);

-- What was signed cannot be edited.
CREATE FUNCTION app.refuse_order_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW (NEW.id, NEW.market_id, NEW.investor_id, NEW.hash, NEW.maker, NEW.side, NEW.shares, NEW.min_shares, NEW.price,
          NEW.fee_bps, NEW.signed_expiry, NEW.nonce, NEW.counter, NEW.taker, NEW.settler, NEW.signature, NEW.immediate,
          NEW.expiry, NEW.sequence)
    IS DISTINCT FROM
    ROW (OLD.id, OLD.market_id, OLD.investor_id, OLD.hash, OLD.maker, OLD.side, OLD.shares, OLD.min_shares, OLD.price,
          OLD.fee_bps, OLD.signed_expiry, OLD.nonce, OLD.counter, OLD.taker, OLD.settler, OLD.signature, OLD.immediate,
          OLD.expiry, OLD.sequence)
  THEN
    RAISE EXCEPTION 'a signed order cannot be edited';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signed BEFORE UPDATE ON app.market_order FOR EACH ROW EXECUTE FUNCTION app.refuse_order_edit();

CREATE TABLE app.market_settlement (
  id UUID PRIMARY KEY,
  position BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE,
  market_id UUID NOT NULL REFERENCES app.market (id),
  transaction_key TEXT NOT NULL UNIQUE,
  trades INTEGER NOT NULL CHECK (trades > 0),
  state TEXT NOT NULL,
  tx_hash TEXT,
  problem TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (state IN ('SUBMITTED', 'CONFIRMED', 'FINAL', 'FAILED'))
);
CREATE INDEX market_settlement_open ON app.market_settlement (position) WHERE state IN ('SUBMITTED', 'CONFIRMED');

CREATE TABLE app.market_trade (
  id UUID PRIMARY KEY,
  market_id UUID NOT NULL REFERENCES app.market (id),
  -- The command that made it, and its place among the trades of that command.
  number BIGINT NOT NULL,
  index INTEGER NOT NULL,
  at BIGINT NOT NULL,
  taker_side TEXT NOT NULL,
  sell_order_id UUID NOT NULL REFERENCES app.market_order (id),
  buy_order_id UUID NOT NULL REFERENCES app.market_order (id),
  price NUMERIC(78, 0) NOT NULL CHECK (price > 0),
  shares NUMERIC(78, 0) NOT NULL CHECK (shares > 0),
  cost NUMERIC(78, 0) NOT NULL CHECK (cost > 0),
  buyer_fee NUMERIC(78, 0) NOT NULL,
  seller_fee NUMERIC(78, 0) NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  settlement_id UUID REFERENCES app.market_settlement (id),
  settlement_index INTEGER,
  tx_hash TEXT,
  block_number BIGINT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE (market_id, number, index),
  UNIQUE (settlement_id, settlement_index),
  CHECK (sell_order_id <> buy_order_id),
  CHECK (taker_side IN ('SELL', 'BUY')),
  CHECK (state IN ('MATCHED', 'SUBMITTED', 'CONFIRMED', 'FINAL', 'REVERTED'))
);
CREATE INDEX market_trade_matched ON app.market_trade (market_id, number, index) WHERE state = 'MATCHED';
CREATE INDEX market_trade_tape ON app.market_trade (market_id, at DESC) WHERE state <> 'REVERTED';
CREATE INDEX market_trade_sell ON app.market_trade (sell_order_id);
CREATE INDEX market_trade_buy ON app.market_trade (buy_order_id);

-- ---------------------------------------------------------------- what is promised
-- One row per wallet and asset (a property token, or USDC). Who promises more of it holds the row; `version` counts the
-- promises that were kept on chain, so that a balance read before such a moment is not believed after it.
CREATE TABLE app.market_wallet (
  wallet TEXT NOT NULL,
  asset TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (wallet, asset)
);

CREATE TABLE app.market_reservation (
  -- An order binds what is open of it; a trade binds what both sides give until it is on chain.
  subject_id UUID NOT NULL,
  asset TEXT NOT NULL,
  wallet TEXT NOT NULL,
  amount NUMERIC(78, 0) NOT NULL CHECK (amount > 0),
  PRIMARY KEY (subject_id, asset)
);
CREATE INDEX market_reservation_wallet ON app.market_reservation (wallet, asset);

-- ---------------------------------------------------------------- live events
-- Ids are given before transactions commit. Readers take only rows of transactions that ended before every one still
-- running, in the order of (transaction, id): nothing can appear behind a cursor.
CREATE TABLE app.live_event (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transaction_id BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
  topic TEXT NOT NULL,
  kind TEXT NOT NULL,
  data JSONB NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX live_event_order ON app.live_event (transaction_id, id);
CREATE INDEX live_event_age ON app.live_event (at);

-- ---------------------------------------------------------------- chain sender
-- A call that swallows failures inside looks cheap to an estimate; whoever submits it says what it needs at least.
ALTER TABLE app.chain_transaction ADD COLUMN minimum_gas NUMERIC(78, 0);
