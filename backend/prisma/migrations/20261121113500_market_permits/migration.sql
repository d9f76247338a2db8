-- Permits (ERC-2612) that wallets signed with their orders, until a settlement uses them or the token has moved on.
CREATE TABLE app.market_permit (
  id UUID PRIMARY KEY,
  -- The order it came with; it serves every order of the wallet.
  order_id UUID NOT NULL UNIQUE REFERENCES app.market_order (id),
  -- As signed, for the marketplace as spender.
  wallet TEXT NOT NULL,
  asset TEXT NOT NULL,
  value NUMERIC(78, 0) NOT NULL CHECK (value > 0),
  nonce NUMERIC(78, 0) NOT NULL CHECK (nonce >= 0),
  deadline BIGINT NOT NULL,
  signature TEXT NOT NULL,
  state TEXT NOT NULL,
  -- The settlement that carries it.
  settlement_id UUID REFERENCES app.market_settlement (id),
  looked_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (state IN ('WAITING', 'SENT', 'USED', 'STALE')),
  CHECK ((settlement_id IS NULL) = (state IN ('WAITING', 'STALE'))),
  CHECK (wallet ~ '^0x[0-9a-f]{40}$'),
  CHECK (asset ~ '^0x[0-9a-f]{40}$')
);
CREATE INDEX market_permit_kept ON app.market_permit (wallet, asset) WHERE state IN ('WAITING', 'SENT');
CREATE INDEX market_permit_looked ON app.market_permit (looked_at) WHERE state = 'WAITING';
CREATE INDEX market_permit_settlement ON app.market_permit (settlement_id);
-- A token takes one permit of a nonce: of two under way one would be in vain.
CREATE UNIQUE INDEX market_permit_once ON app.market_permit (wallet, asset, nonce) WHERE state = 'SENT';

CREATE FUNCTION app.refuse_permit_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW (NEW.id, NEW.order_id, NEW.wallet, NEW.asset, NEW.value, NEW.nonce, NEW.deadline, NEW.signature)
    IS DISTINCT FROM
    ROW (OLD.id, OLD.order_id, OLD.wallet, OLD.asset, OLD.value, OLD.nonce, OLD.deadline, OLD.signature)
  THEN
    RAISE EXCEPTION 'a signed permit cannot be edited';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signed BEFORE UPDATE ON app.market_permit FOR EACH ROW EXECUTE FUNCTION app.refuse_permit_edit();
