-- Schema `chain`: a projection of the chain, written by the indexer alone and rebuildable from the chain at any time.
-- Addresses are 20 raw bytes, hashes 32. Amounts are the integer units of the contract (shares 10^-18, USDC 10^-6).
-- A row is final once block_number <= cursor.final of its chain; every earlier row may still vanish in a fork.

CREATE SCHEMA IF NOT EXISTS chain;

CREATE TABLE chain.cursor (
  chain_id       BIGINT PRIMARY KEY,
  number         BIGINT NOT NULL,            -- last block whose events are in the tables
  hash           BYTEA,                      -- its hash; null before the first commit
  safe           BIGINT NOT NULL DEFAULT -1, -- falls only in a fork, never above number
  final          BIGINT NOT NULL DEFAULT -1, -- never falls, never above number
  head           BIGINT NOT NULL DEFAULT -1, -- head of the chain when the last batch was committed
  fence          BIGINT NOT NULL DEFAULT 0,  -- raised by each new leader; a commit with an older one fails
  schema_version INTEGER NOT NULL,
  start_block    BIGINT NOT NULL,
  genesis_hash   BYTEA NOT NULL,
  halted         TEXT,                       -- why indexing stopped; null while it runs
  updated_at     TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- Blocks that carry events, every block above `final`, and the block the cursor stands on.
CREATE TABLE chain.block (
  chain_id    BIGINT NOT NULL,
  number      BIGINT NOT NULL,
  hash        BYTEA NOT NULL,
  parent_hash BYTEA,
  timestamp   BIGINT NOT NULL, -- seconds since 1970, as the chain says
  has_events  BOOLEAN NOT NULL,
  PRIMARY KEY (chain_id, number)
);

CREATE TABLE chain.raw_event (
  chain_id     BIGINT NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  block_hash   BYTEA NOT NULL,
  tx_hash      BYTEA NOT NULL,
  address      BYTEA NOT NULL,
  topic0       BYTEA,
  topic1       BYTEA,
  topic2       BYTEA,
  topic3       BYTEA,
  data         BYTEA NOT NULL,
  PRIMARY KEY (chain_id, block_number, log_index)
);

-- One row per fork the indexer went through, and the events that fork took away.
CREATE TABLE chain.fork (
  id              BIGSERIAL PRIMARY KEY,
  chain_id        BIGINT NOT NULL,
  ancestor_number BIGINT NOT NULL,
  ancestor_hash   BYTEA NOT NULL,
  old_number      BIGINT NOT NULL,
  old_hash        BYTEA NOT NULL,
  orphaned_events BIGINT NOT NULL,
  detected_at     TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE chain.raw_event_orphan (
  fork_id      BIGINT NOT NULL,
  chain_id     BIGINT NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  block_hash   BYTEA NOT NULL,
  tx_hash      BYTEA NOT NULL,
  address      BYTEA NOT NULL,
  topic0       BYTEA,
  topic1       BYTEA,
  topic2       BYTEA,
  topic3       BYTEA,
  data         BYTEA NOT NULL,
  PRIMARY KEY (fork_id, block_number, log_index)
);

-- Contracts whose logs are followed. first_log = -1: named by the deployment; otherwise born by that factory log.
CREATE TABLE chain.contract (
  chain_id    BIGINT NOT NULL,
  address     BYTEA NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('identity_registry', 'property_factory', 'dividends', 'treasury',
                'ledger_anchor', 'usdc', 'property_token', 'compliance')),
  key         BYTEA, -- property key of tokens and compliances
  first_block BIGINT NOT NULL,
  first_log   INTEGER NOT NULL,
  PRIMARY KEY (chain_id, address)
);

CREATE TABLE chain.property_token (
  chain_id          BIGINT NOT NULL,
  token             BYTEA NOT NULL,
  compliance        BYTEA NOT NULL,
  key               BYTEA NOT NULL,
  name              TEXT NOT NULL,
  symbol            TEXT NOT NULL,
  max_supply        NUMERIC(78,0) NOT NULL,
  identity_registry BYTEA NOT NULL,
  owner             BYTEA NOT NULL,
  block_number      BIGINT NOT NULL,
  log_index         INTEGER NOT NULL,
  tx_hash           BYTEA NOT NULL,
  PRIMARY KEY (chain_id, token),
  UNIQUE (chain_id, key)
);

CREATE TABLE chain.transfer (
  chain_id     BIGINT NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  tx_hash      BYTEA NOT NULL,
  token        BYTEA NOT NULL,
  from_address BYTEA NOT NULL,
  to_address   BYTEA NOT NULL,
  amount       NUMERIC(78,0) NOT NULL,
  PRIMARY KEY (chain_id, block_number, log_index)
);
CREATE INDEX transfer_token_idx ON chain.transfer (chain_id, token, block_number);
-- No index by holder, which would cost more than all other writing: balance_history names the blocks that touched a
-- holder, and the primary key finds the transfers of a block.

-- One row per (token, holder) that ever held; amount may be 0. The zero address has none.
CREATE TABLE chain.balance (
  chain_id   BIGINT NOT NULL,
  token      BYTEA NOT NULL,
  holder     BYTEA NOT NULL,
  amount     NUMERIC(78,0) NOT NULL CHECK (amount >= 0),
  last_block BIGINT NOT NULL,
  last_log   INTEGER NOT NULL,
  PRIMARY KEY (chain_id, token, holder)
);
CREATE INDEX balance_holder_idx ON chain.balance (chain_id, holder);

-- Balance at the end of each block that touched it: time travel, and the undo log of forks.
CREATE TABLE chain.balance_history (
  chain_id     BIGINT NOT NULL,
  token        BYTEA NOT NULL,
  holder       BYTEA NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  amount       NUMERIC(78,0) NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (chain_id, token, holder, block_number)
);
CREATE INDEX balance_history_block_idx ON chain.balance_history USING brin (block_number) WITH (pages_per_range = 16);

-- kind 'address': the whole holder is (un)frozen; 'shares': amount is the signed change of the frozen shares.
CREATE TABLE chain.freeze_event (
  chain_id     BIGINT NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  tx_hash      BYTEA NOT NULL,
  token        BYTEA NOT NULL,
  holder       BYTEA NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('address', 'shares')),
  frozen       BOOLEAN,
  amount       NUMERIC(78,0),
  PRIMARY KEY (chain_id, block_number, log_index)
);
CREATE INDEX freeze_event_holder_idx ON chain.freeze_event (chain_id, token, holder, block_number, log_index);

CREATE TABLE chain.freeze (
  chain_id      BIGINT NOT NULL,
  token         BYTEA NOT NULL,
  holder        BYTEA NOT NULL,
  frozen        BOOLEAN NOT NULL,
  frozen_amount NUMERIC(78,0) NOT NULL,
  last_block    BIGINT NOT NULL,
  last_log      INTEGER NOT NULL,
  PRIMARY KEY (chain_id, token, holder)
);

CREATE TABLE chain.identity_event (
  chain_id     BIGINT NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  tx_hash      BYTEA NOT NULL,
  wallet       BYTEA NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('registered', 'updated', 'removed', 'country', 'attested', 'revoked')),
  identity     BYTEA,
  country      INTEGER,
  issuer       BYTEA,
  valid_until  BIGINT,
  PRIMARY KEY (chain_id, block_number, log_index)
);
CREATE INDEX identity_event_wallet_idx ON chain.identity_event (chain_id, wallet, block_number, log_index);

-- valid_until: seconds since 1970, null without an attestation. A wallet is verified while NOT removed, NOT revoked
-- and valid_until is in the future.
CREATE TABLE chain.identity (
  chain_id    BIGINT NOT NULL,
  wallet      BYTEA NOT NULL,
  identity    BYTEA,
  country     INTEGER,
  issuer      BYTEA,
  valid_until BIGINT,
  revoked     BOOLEAN NOT NULL,
  removed     BOOLEAN NOT NULL,
  tx_hash     BYTEA NOT NULL,
  last_block  BIGINT NOT NULL,
  last_log    INTEGER NOT NULL,
  PRIMARY KEY (chain_id, wallet)
);

CREATE TABLE chain.dividend (
  chain_id          BIGINT NOT NULL,
  id                BYTEA NOT NULL,
  token             BYTEA NOT NULL,
  epoch             INTEGER NOT NULL,
  amount            NUMERIC(78,0) NOT NULL,
  carried_in        NUMERIC(78,0) NOT NULL,
  supply            NUMERIC(78,0) NOT NULL,
  statement_hash    BYTEA NOT NULL,
  declared_block    BIGINT NOT NULL,
  declared_log      INTEGER NOT NULL,
  declared_tx       BYTEA NOT NULL,
  funded_from       BYTEA,
  funded_amount     NUMERIC(78,0) NOT NULL DEFAULT 0,
  funded_block      BIGINT,
  funded_tx         BYTEA,
  paid_amount       NUMERIC(78,0) NOT NULL DEFAULT 0, -- sent to holders on chain
  paid_count        INTEGER NOT NULL DEFAULT 0,
  settled_amount    NUMERIC(78,0) NOT NULL DEFAULT 0, -- settled off chain with a reference
  settled_count     INTEGER NOT NULL DEFAULT 0,
  held_amount       NUMERIC(78,0) NOT NULL DEFAULT 0, -- push failed and not paid or settled since
  held_count        INTEGER NOT NULL DEFAULT 0,
  distributed_paid  NUMERIC(78,0),
  carried_amount    NUMERIC(78,0) NOT NULL DEFAULT 0,
  distributed_block BIGINT,
  distributed_tx    BYTEA,
  swept_amount      NUMERIC(78,0) NOT NULL DEFAULT 0,
  swept_block       BIGINT,
  swept_tx          BYTEA,
  cancelled_block   BIGINT,
  cancelled_tx      BYTEA,
  last_block        BIGINT NOT NULL,
  last_log          INTEGER NOT NULL,
  PRIMARY KEY (chain_id, id)
);
CREATE INDEX dividend_token_idx ON chain.dividend (chain_id, token, declared_block);

CREATE TABLE chain.dividend_event (
  chain_id     BIGINT NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  tx_hash      BYTEA NOT NULL,
  dividend_id  BYTEA NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('funded', 'distributed', 'swept', 'cancelled')),
  party        BYTEA,         -- who funded
  amount       NUMERIC(78,0), -- funded, paid in total, or swept
  carried      NUMERIC(78,0), -- left over by rounding, for the next dividend
  PRIMARY KEY (chain_id, block_number, log_index)
);
CREATE INDEX dividend_event_dividend_idx ON chain.dividend_event (chain_id, dividend_id, block_number, log_index);

CREATE TABLE chain.dividend_payment (
  chain_id     BIGINT NOT NULL,
  dividend_id  BYTEA NOT NULL,
  holder       BYTEA NOT NULL,
  amount       NUMERIC(78,0) NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('paid', 'held', 'settled')),
  reference    BYTEA, -- of an off-chain settlement
  tx_hash      BYTEA NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  PRIMARY KEY (chain_id, block_number, log_index)
);
CREATE INDEX dividend_payment_dividend_idx ON chain.dividend_payment (chain_id, dividend_id, holder) INCLUDE (kind, amount);
CREATE INDEX dividend_payment_holder_idx ON chain.dividend_payment (chain_id, holder, block_number);

-- 'received': a USDC transfer to the treasury (counterparty = sender, no reference yet).
CREATE TABLE chain.treasury_movement (
  chain_id     BIGINT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('received', 'credited', 'released')),
  reference    BYTEA,
  property_key BYTEA,
  counterparty BYTEA,
  amount       NUMERIC(78,0) NOT NULL,
  tx_hash      BYTEA NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  PRIMARY KEY (chain_id, block_number, log_index)
);
CREATE INDEX treasury_movement_reference_idx ON chain.treasury_movement (chain_id, reference);
CREATE INDEX treasury_movement_property_idx ON chain.treasury_movement (chain_id, property_key, block_number);
CREATE INDEX treasury_movement_tx_idx ON chain.treasury_movement (chain_id, tx_hash);

-- USDC transfers from or to the treasury or the dividends contract.
CREATE TABLE chain.usdc_transfer (
  chain_id     BIGINT NOT NULL,
  from_address BYTEA NOT NULL,
  to_address   BYTEA NOT NULL,
  amount       NUMERIC(78,0) NOT NULL,
  tx_hash      BYTEA NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  PRIMARY KEY (chain_id, block_number, log_index)
);
CREATE INDEX usdc_transfer_tx_idx ON chain.usdc_transfer (chain_id, tx_hash);

CREATE TABLE chain.anchor (
  chain_id     BIGINT NOT NULL,
  sequence     BIGINT NOT NULL,
  size         BIGINT NOT NULL,
  root         BYTEA NOT NULL,
  head         BYTEA NOT NULL,
  tx_hash      BYTEA NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  PRIMARY KEY (chain_id, sequence)
);

-- What happened to the projection, in commit order: a block with events was applied, or taken back by a fork.
-- A consumer keeps the last sequence it acted on and reads the block's rows from the tables.
CREATE TABLE chain.outbox (
  sequence     BIGSERIAL PRIMARY KEY,
  chain_id     BIGINT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('applied', 'retracted')),
  block_number BIGINT NOT NULL,
  block_hash   BYTEA NOT NULL,
  event_count  INTEGER NOT NULL,
  created_at   TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- Holders of a token and their shares just before the given log: the register at a record date.
-- Balances at the end of the block before, plus the transfers of that block that precede the log.
CREATE FUNCTION chain.holders_before(of_chain BIGINT, of_token BYTEA, at_block BIGINT, at_log INTEGER)
RETURNS TABLE (holder BYTEA, amount NUMERIC) LANGUAGE sql STABLE AS $$
  SELECT moved.holder, sum(moved.amount) AS amount
  FROM (
    (SELECT DISTINCT ON (h.holder) h.holder, h.amount
     FROM chain.balance_history h
     WHERE h.chain_id = of_chain AND h.token = of_token AND h.block_number < at_block
     ORDER BY h.holder, h.block_number DESC)
    UNION ALL
    SELECT t.to_address, t.amount FROM chain.transfer t
    WHERE t.chain_id = of_chain AND t.token = of_token AND t.block_number = at_block AND t.log_index < at_log
    UNION ALL
    SELECT t.from_address, -t.amount FROM chain.transfer t
    WHERE t.chain_id = of_chain AND t.token = of_token AND t.block_number = at_block AND t.log_index < at_log
  ) moved
  WHERE moved.holder <> '\x0000000000000000000000000000000000000000'::bytea
  GROUP BY moved.holder
  HAVING sum(moved.amount) > 0
$$;

GRANT USAGE ON SCHEMA chain TO freehold_indexer, freehold_backend;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA chain TO freehold_indexer;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA chain TO freehold_indexer;
GRANT SELECT ON ALL TABLES IN SCHEMA chain TO freehold_backend;
