-- Primary sales in the projection. Schema `chain` follows from the chain alone: what is there is emptied, and the
-- indexer derives it anew with the new contract among those it follows.

ALTER TABLE chain.contract DROP CONSTRAINT contract_kind_check;
ALTER TABLE chain.contract ADD CONSTRAINT contract_kind_check CHECK (kind IN ('identity_registry', 'property_factory',
  'dividends', 'treasury', 'ledger_anchor', 'usdc', 'property_token', 'compliance', 'offering', 'marketplace'));

CREATE TABLE chain.offering (
  chain_id         BIGINT NOT NULL,
  id               BYTEA NOT NULL,
  token            BYTEA NOT NULL,
  property_key     BYTEA NOT NULL,
  price            NUMERIC(78,0) NOT NULL, -- USDC units for a whole share
  cap              NUMERIC(78,0) NOT NULL,
  minimum          NUMERIC(78,0) NOT NULL,
  min_per_investor NUMERIC(78,0) NOT NULL,
  max_per_investor NUMERIC(78,0) NOT NULL,
  opens            BIGINT NOT NULL,        -- seconds since 1970
  closes           BIGINT NOT NULL,
  block_number     BIGINT NOT NULL,
  log_index        INTEGER NOT NULL,
  tx_hash          BYTEA NOT NULL,
  PRIMARY KEY (chain_id, id)
);

-- Everything that happened to an offering after it was opened; how far it is follows from these rows.
CREATE TABLE chain.offering_event (
  chain_id     BIGINT NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  tx_hash      BYTEA NOT NULL,
  offering_id  BYTEA NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('subscribed', 'closed', 'cancelled', 'delivered', 'delivery_held',
                 'proceeds', 'refunded', 'refund_held', 'reassigned')),
  investor     BYTEA,
  counterparty BYTEA,          -- identity of a subscriber; the wallet a subscription was given to
  shares       NUMERIC(78,0),
  amount       NUMERIC(78,0),  -- USDC units
  reason       BYTEA,          -- selector of the error that held a delivery
  PRIMARY KEY (chain_id, block_number, log_index)
);
CREATE INDEX offering_event_offering_idx ON chain.offering_event (chain_id, offering_id, block_number, log_index);

GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON chain.offering, chain.offering_event TO freehold_indexer;
GRANT SELECT ON chain.offering, chain.offering_event TO freehold_backend;

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
