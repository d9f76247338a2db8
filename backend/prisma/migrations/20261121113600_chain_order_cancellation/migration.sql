-- Orders that their makers cancelled at the marketplace itself. Schema `chain` follows from the chain alone: what is there
-- is emptied, and the indexer derives it anew with these events among those it follows.
CREATE TABLE chain.order_cancellation (
  chain_id     BIGINT NOT NULL,
  maker        BYTEA NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('order', 'nonces', 'all')),
  order_hash   BYTEA,          -- of one order
  nonce_group  NUMERIC(78,0),  -- nonces 256 × group + each bit of the mask
  mask         BYTEA,          -- 32 bytes, most significant first
  counter      NUMERIC(78,0),  -- orders with a lower counter
  tx_hash      BYTEA NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  PRIMARY KEY (chain_id, block_number, log_index),
  CHECK ((kind = 'all') = (counter IS NOT NULL)),
  CHECK ((kind = 'all') = (nonce_group IS NULL)),
  CHECK ((kind = 'all') = (mask IS NULL)),
  CHECK ((kind = 'order') = (order_hash IS NOT NULL))
);
CREATE INDEX order_cancellation_maker_idx ON chain.order_cancellation (chain_id, maker);

GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON chain.order_cancellation TO freehold_indexer;
GRANT SELECT ON chain.order_cancellation TO freehold_backend;

DO $$
DECLARE
  emptied TEXT;
BEGIN
  FOR emptied IN
    SELECT format('chain.%I', tablename) FROM pg_tables
    WHERE schemaname = 'chain' AND tablename NOT IN ('fork', 'raw_event_orphan', 'outbox')
  LOOP
    EXECUTE 'TRUNCATE ' || emptied;
  END LOOP;
END
$$;
