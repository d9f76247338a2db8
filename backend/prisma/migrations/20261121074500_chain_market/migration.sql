-- Trades of the marketplace in the projection: the USDC that a movement of shares cost. Schema `chain` follows from the
-- chain alone: what is there is emptied, and the indexer derives it anew with the new contract among those it follows.
ALTER TABLE chain.contract DROP CONSTRAINT contract_kind_check;
ALTER TABLE chain.contract ADD CONSTRAINT contract_kind_check CHECK (kind IN ('identity_registry', 'property_factory', 'dividends',
  'treasury', 'ledger_anchor', 'usdc', 'property_token', 'compliance', 'marketplace', 'offering'));

CREATE TABLE chain.trade (
  chain_id     BIGINT NOT NULL,
  token        BYTEA NOT NULL,
  buyer        BYTEA NOT NULL,
  seller       BYTEA NOT NULL,
  shares       NUMERIC(78,0) NOT NULL,
  -- USDC between the two; the buyer pays his fee on top, the seller's is taken off.
  cost         NUMERIC(78,0) NOT NULL,
  buyer_fee    NUMERIC(78,0) NOT NULL,
  seller_fee   NUMERIC(78,0) NOT NULL,
  buy_hash     BYTEA NOT NULL,
  sell_hash    BYTEA NOT NULL,
  tx_hash      BYTEA NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  PRIMARY KEY (chain_id, block_number, log_index)
);
CREATE INDEX trade_token_idx ON chain.trade (chain_id, token, block_number, log_index);
CREATE INDEX trade_buy_idx ON chain.trade (chain_id, buy_hash);
CREATE INDEX trade_sell_idx ON chain.trade (chain_id, sell_hash);

-- Everything that reached or left a wallet, for the history of a holder.
CREATE INDEX transfer_from_idx ON chain.transfer (chain_id, from_address, block_number);
CREATE INDEX transfer_to_idx ON chain.transfer (chain_id, to_address, block_number);

GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON chain.trade TO freehold_indexer;
GRANT SELECT ON chain.trade TO freehold_backend;

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
