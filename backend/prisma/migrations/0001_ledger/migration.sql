-- Three schemas, two roles. Truth is divided by grants, not by good manners:
--   freehold_backend  writes app, posts to ledger, reads chain
--   freehold_indexer  writes chain, sees nothing else
CREATE SCHEMA IF NOT EXISTS app;
CREATE SCHEMA IF NOT EXISTS ledger;
CREATE SCHEMA IF NOT EXISTS chain;

-- Roles belong to the cluster: another database of it may have made them already, or be making them right now.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['freehold_backend', 'freehold_indexer'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
    END IF;
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA app, ledger, chain TO freehold_backend;
GRANT USAGE ON SCHEMA chain TO freehold_indexer;

ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT ALL ON TABLES TO freehold_backend;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT ALL ON SEQUENCES TO freehold_backend;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT EXECUTE ON FUNCTIONS TO freehold_backend;

ALTER DEFAULT PRIVILEGES IN SCHEMA chain GRANT SELECT ON TABLES TO freehold_backend;
ALTER DEFAULT PRIVILEGES IN SCHEMA chain GRANT ALL ON TABLES TO freehold_indexer;
ALTER DEFAULT PRIVILEGES IN SCHEMA chain GRANT ALL ON SEQUENCES TO freehold_indexer;
ALTER DEFAULT PRIVILEGES IN SCHEMA chain GRANT EXECUTE ON FUNCTIONS TO freehold_indexer;

-- ---------------------------------------------------------------------------------------------------------------
-- The chart of accounts. An account comes into being on first use, if and only if a rule knows its shape.
-- ---------------------------------------------------------------------------------------------------------------

CREATE TABLE ledger.account_rule (
  prefix            text PRIMARY KEY CHECK (prefix ~ '^[ALRXE]:[a-z_]+$'),
  -- How many ':'-separated parameters follow the prefix.
  parameters        int NOT NULL CHECK (parameters >= 0),
  currency_pattern  text NOT NULL,
  meaning           text NOT NULL
);

INSERT INTO ledger.account_rule (prefix, parameters, currency_pattern, meaning) VALUES
  ('A:rent_receivable', 1, 'USD', 'invoiced, not received; by lease'),
  ('A:stripe_pending', 0, 'USD', 'charges succeeded, not yet available; equals Stripe pending'),
  ('A:stripe_available', 0, 'USD', 'equals Stripe available'),
  ('A:stripe_in_transit', 0, 'USD', 'payouts created, not yet on the bank; returns to zero'),
  ('A:bank', 1, 'USD', 'equals the bank statement; by account'),
  ('A:wire_in_transit', 0, 'USD', 'bank to Circle; returns to zero'),
  ('A:circle_usd_pending', 0, 'USD', 'deposit seen, not complete; returns to zero'),
  ('A:circle_usdc', 0, 'USDC\.circle', 'equals Circle Mint available'),
  ('A:chain_transfer_out', 0, 'USDC\.circle', 'Circle to chain under way; returns to zero'),
  ('A:chain_transfer_in', 0, 'USDC\.circle', 'chain to Circle under way; returns to zero'),
  ('A:treasury', 2, 'USDC\.[1-9][0-9]*', 'equals balanceOf; by chain and address'),
  ('A:distributor', 2, 'USDC\.[1-9][0-9]*', 'equals balanceOf of the dividends contract; by chain and address'),
  ('A:gas', 2, 'NATIVE\.[1-9][0-9]*', 'native coin; by chain and address'),
  ('A:dispute_receivable', 1, 'USD', 'money taken by an open dispute; returns to zero; by dispute'),
  ('L:rent_deferred', 1, 'USD', 'invoiced, not received; by property'),
  ('L:rent_collected', 1, 'USD|USDC\.(circle|[1-9][0-9]*)', 'owed to the holders; by property'),
  ('L:tenant_deposits', 1, 'USD', 'refundable deposits; by lease'),
  ('L:tenant_credit', 1, 'USD', 'overpayment; by lease'),
  ('L:refund_payable', 0, 'USD', 'promised refunds; returns to zero'),
  ('L:property_reserve', 1, 'USD|USDC\.(circle|[1-9][0-9]*)', 'maintenance, taxes, vacancy; by property'),
  ('L:expense_payable', 1, 'USD|USDC\.(circle|[1-9][0-9]*)', 'approved expenses, owed; by property'),
  ('L:dividend_payable', 2, 'USDC\.[1-9][0-9]*', 'declared, not allocated; by property and period'),
  ('L:dividend_payable_investor', 2, 'USDC\.[1-9][0-9]*', 'allocated, not paid; by holder and dividend'),
  ('L:dividend_carried', 1, 'USDC\.[1-9][0-9]*', 'units that did not divide; by property'),
  ('L:unclaimed', 1, 'USD|USDC\.(circle|[1-9][0-9]*)', 'expired claims; by jurisdiction'),
  ('L:investor_cash', 1, 'USD|USDC\.(circle|[1-9][0-9]*)', 'funded, not invested; by investor'),
  ('L:subscription_escrow', 1, 'USDC\.(circle|[1-9][0-9]*)', 'primary sale until close or refund; by offering'),
  ('L:issuer_proceeds', 1, 'USDC\.(circle|[1-9][0-9]*)', 'closed primary sale, owed to the issuer; by offering'),
  ('L:payout_clearing', 1, 'USD|USDC\.(circle|[1-9][0-9]*)', 'fiat payout sent, not confirmed; returns to zero; by rail'),
  ('L:suspense', 1, '.*', 'money seen, not understood; by provider'),
  ('R:platform_fee', 0, 'USD|USDC\.(circle|[1-9][0-9]*)', 'income'),
  ('R:interchange_recovered', 0, 'USD', 'card fees recharged to properties'),
  ('X:stripe_fees', 0, 'USD', 'expense'),
  ('X:dispute_fees', 0, 'USD', 'expense'),
  ('X:circle_fees', 0, 'USD|USDC\.circle', 'expense'),
  ('X:gas', 0, 'NATIVE\.[1-9][0-9]*', 'expense'),
  ('X:bad_debt', 0, 'USD', 'expense'),
  ('X:rounding', 0, '.*', 'expense; stays at zero'),
  ('E:fx_usd_usdc', 1, 'USD|USDC\.circle', 'conversion pair; returns to zero in each currency; by place'),
  ('E:fx_circle_chain', 1, 'USDC\.(circle|[1-9][0-9]*)', 'conversion pair; returns to zero in each currency; by chain');

CREATE TABLE ledger.account (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  path         text NOT NULL CHECK (path ~ '^[ALRXE]:[a-z_]+(:[A-Za-z0-9._-]{1,80})*$'),
  currency     text NOT NULL CHECK (currency ~ '^(USD|USDC\.(circle|[1-9][0-9]{0,15})|NATIVE\.[1-9][0-9]{0,15})$'),
  -- Derived from the path, so that nobody can state them wrongly.
  type         text NOT NULL GENERATED ALWAYS AS (left(path, 1)) STORED,
  normal_side  text NOT NULL GENERATED ALWAYS AS (CASE WHEN left(path, 1) IN ('L', 'R') THEN 'C' ELSE 'D' END) STORED,
  created_at   timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (path, currency)
);

-- ---------------------------------------------------------------------------------------------------------------
-- The journal
-- ---------------------------------------------------------------------------------------------------------------

CREATE TABLE ledger.journal_entry (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_type   text NOT NULL CHECK (source_type <> ''),
  source_id     text NOT NULL CHECK (source_id <> ''),
  posting_kind  text NOT NULL CHECK (posting_kind <> ''),
  description   text NOT NULL,
  effective_at  timestamptz(3) NOT NULL,
  posted_at     timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- 'posted' moves balances; 'pending' reserves amounts until another entry resolves it.
  phase         text NOT NULL CHECK (phase IN ('posted', 'pending')),
  metadata      jsonb NOT NULL
                CHECK (jsonb_typeof(metadata) = 'object' AND NOT jsonb_path_exists(metadata, '$.* ? (@.type() != "string")')),
  -- SHA-256 of the entry as it was posted (without description and time): tells a repetition from a contradiction.
  body_digest   bytea NOT NULL CHECK (length(body_digest) = 32),
  -- The transaction that wrote the entry. The order of ids is not the order of commits; this lets the sealer know
  -- which entries can no longer be joined by an earlier one.
  xid           xid8 NOT NULL DEFAULT pg_current_xact_id(),
  UNIQUE (source_type, source_id, posting_kind)
);
CREATE INDEX journal_entry_xid ON ledger.journal_entry (xid, id);

-- No foreign keys from here: they would lock the rows of the busiest accounts with every posting. posting_guard below
-- checks the same, and neither accounts nor entries can be deleted.
CREATE TABLE ledger.posting (
  entry_id    bigint NOT NULL,
  position    int NOT NULL CHECK (position >= 0),
  account_id  bigint NOT NULL,
  side        text NOT NULL CHECK (side IN ('D', 'C')),
  amount      numeric(78, 0) NOT NULL CHECK (amount > 0),
  currency    text NOT NULL,
  PRIMARY KEY (entry_id, position)
);
CREATE INDEX posting_account ON ledger.posting (account_id, entry_id);

-- Which entry ended which reservation.
CREATE TABLE ledger.resolution (
  pending_entry_id  bigint PRIMARY KEY REFERENCES ledger.journal_entry (id),
  entry_id          bigint NOT NULL UNIQUE REFERENCES ledger.journal_entry (id)
);

-- The fold of all postings, kept in the same transaction. Only ledger.post() writes it.
CREATE TABLE ledger.account_balance (
  account_id      bigint PRIMARY KEY REFERENCES ledger.account (id),
  posted_debit    numeric(78, 0) NOT NULL DEFAULT 0 CHECK (posted_debit >= 0),
  posted_credit   numeric(78, 0) NOT NULL DEFAULT 0 CHECK (posted_credit >= 0),
  pending_debit   numeric(78, 0) NOT NULL DEFAULT 0 CHECK (pending_debit >= 0),
  pending_credit  numeric(78, 0) NOT NULL DEFAULT 0 CHECK (pending_credit >= 0),
  -- Number of entries that touched the account.
  version         bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- ---------------------------------------------------------------------------------------------------------------
-- Seal and anchor
-- ---------------------------------------------------------------------------------------------------------------

-- The sealed log: entry number `seq` (from 0, without gaps) is leaf `seq` of an RFC 6962 SHA-256 tree.
CREATE TABLE ledger.sealed_entry (
  seq        bigint PRIMARY KEY CHECK (seq >= 0),
  entry_id   bigint NOT NULL UNIQUE REFERENCES ledger.journal_entry (id),
  leaf_hash  bytea NOT NULL CHECK (length(leaf_hash) = 32),
  -- The exact bytes that were hashed: when a row is altered later, the difference names the field.
  canonical  text NOT NULL
);

-- Complete inner nodes of the tree (level 1 is over two leaves), so that a proof reads O(log n) rows.
CREATE TABLE ledger.tree_node (
  level  int NOT NULL CHECK (level > 0),
  idx    bigint NOT NULL CHECK (idx >= 0),
  hash   bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, idx)
);

-- One row per sealed batch: the root over the first `size` leaves.
CREATE TABLE ledger.seal (
  size       bigint PRIMARY KEY CHECK (size > first_seq),
  first_seq  bigint NOT NULL UNIQUE CHECK (first_seq >= 0),
  root       bytea NOT NULL CHECK (length(root) = 32),
  sealed_at  timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);

-- A root on its way to the chain, or there.
CREATE TABLE ledger.anchor (
  sequence       bigint PRIMARY KEY CHECK (sequence > 0),
  chain_id       bigint NOT NULL,
  contract       bytea NOT NULL CHECK (length(contract) = 20),
  size           bigint NOT NULL UNIQUE REFERENCES ledger.seal (size),
  root           bytea NOT NULL CHECK (length(root) = 32),
  previous_head  bytea NOT NULL CHECK (length(previous_head) = 32),
  -- keccak256(abi.encode(previous_head, sequence, size, root)), as the contract computes it.
  head           bytea NOT NULL CHECK (length(head) = 32),
  state          text NOT NULL DEFAULT 'PENDING'
                 CHECK (state IN ('PENDING', 'SUBMITTED', 'CONFIRMED', 'FINAL', 'FAILED')),
  tx_hash        bytea CHECK (length(tx_hash) = 32),
  block_number   bigint,
  created_at     timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  changed_at     timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);

-- ---------------------------------------------------------------------------------------------------------------
-- Guards
-- ---------------------------------------------------------------------------------------------------------------

CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger APPEND_ONLY: % on ledger.% is not possible; post a correcting entry', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'LG007';
END
$$;

DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['account_rule', 'account', 'journal_entry', 'posting', 'resolution', 'sealed_entry', 'tree_node', 'seal'] LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.%I FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()',
      guarded
    );
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['account_balance', 'anchor'] LOOP
    EXECUTE format(
      'CREATE TRIGGER keep BEFORE DELETE OR TRUNCATE ON ledger.%I FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()',
      guarded
    );
  END LOOP;
END
$$;

-- A posting belongs to an entry of the same transaction and to an account of its currency: nothing is added later.
CREATE FUNCTION ledger.posting_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT
    FROM new_posting p
    LEFT JOIN ledger.journal_entry e ON e.id = p.entry_id AND e.xid = pg_current_xact_id()
    LEFT JOIN ledger.account a ON a.id = p.account_id AND a.currency = p.currency
    WHERE e.id IS NULL OR a.id IS NULL
  ) THEN
    RAISE EXCEPTION 'ledger MALFORMED_ENTRY: a posting needs its entry in the same transaction, and an account of its currency'
      USING ERRCODE = 'LG006';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER posting_guard AFTER INSERT ON ledger.posting REFERENCING NEW TABLE AS new_posting
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.posting_guard();

-- At commit, whoever wrote it: debits equal credits in every currency.
CREATE FUNCTION ledger.balance_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong text;
BEGIN
  SELECT p.currency INTO wrong
  FROM ledger.posting p
  WHERE p.entry_id = NEW.id
  GROUP BY p.currency
  HAVING sum(CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END) <> 0
  LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'ledger UNBALANCED_ENTRY: debits and credits of entry % differ in %', NEW.id, wrong
      USING ERRCODE = 'LG001';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER balance_guard AFTER INSERT ON ledger.journal_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.balance_guard();

-- What an anchor claims never changes; only how far it has come.
CREATE FUNCTION ledger.anchor_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.sequence, NEW.chain_id, NEW.contract, NEW.size, NEW.root, NEW.previous_head, NEW.head, NEW.created_at)
     IS DISTINCT FROM (OLD.sequence, OLD.chain_id, OLD.contract, OLD.size, OLD.root, OLD.previous_head, OLD.head, OLD.created_at)
     OR OLD.state = 'FINAL' THEN
    RAISE EXCEPTION 'ledger APPEND_ONLY: anchor % cannot be changed this way', OLD.sequence USING ERRCODE = 'LG007';
  END IF;
  NEW.changed_at := clock_timestamp();
  RETURN NEW;
END
$$;
CREATE TRIGGER anchor_guard BEFORE UPDATE ON ledger.anchor FOR EACH ROW EXECUTE FUNCTION ledger.anchor_guard();

-- ---------------------------------------------------------------------------------------------------------------
-- Posting
-- ---------------------------------------------------------------------------------------------------------------

CREATE FUNCTION ledger.create_accounts(postings jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  missing record;
BEGIN
  -- One order for everybody, so that two transactions creating the same accounts wait instead of deadlocking.
  FOR missing IN
    SELECT DISTINCT leg.path COLLATE "C" AS path, leg.currency COLLATE "C" AS currency, r.prefix
    FROM (SELECT p ->> 'account' AS path, p ->> 'currency' AS currency FROM jsonb_array_elements(postings) AS p) AS leg
    LEFT JOIN ledger.account a ON a.path = leg.path AND a.currency = leg.currency
    LEFT JOIN ledger.account_rule r
      ON r.prefix = substring(leg.path FROM '^[A-Z]:[a-z_]+')
      AND r.parameters = cardinality(string_to_array(leg.path, ':')) - 2
      AND leg.currency ~ ('^(' || r.currency_pattern || ')$')
      AND leg.path ~ '^[ALRXE]:[a-z_]+(:[A-Za-z0-9._-]{1,80})*$'
    WHERE a.id IS NULL
    ORDER BY 1, 2
  LOOP
    IF missing.prefix IS NULL THEN
      RAISE EXCEPTION 'ledger UNKNOWN_ACCOUNT: % in % is not in the chart of accounts', missing.path, missing.currency
        USING ERRCODE = 'LG003';
    END IF;
    WITH created AS (
      INSERT INTO ledger.account (path, currency) VALUES (missing.path, missing.currency)
      ON CONFLICT (path, currency) DO NOTHING
      RETURNING id
    )
    INSERT INTO ledger.account_balance (account_id) SELECT id FROM created;
  END LOOP;
END
$$;

-- Adds the postings of an entry whose accounts exist; answers how many of them it added.
CREATE FUNCTION ledger.insert_postings(new_id bigint, postings jsonb) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  added int;
BEGIN
  INSERT INTO ledger.posting (entry_id, position, account_id, side, amount, currency)
  SELECT new_id, leg.ordinality - 1, a.id, leg.value ->> 'side', (leg.value ->> 'amount')::numeric, a.currency
  FROM jsonb_array_elements(postings) WITH ORDINALITY AS leg
  JOIN ledger.account a ON a.path = leg.value ->> 'account' AND a.currency = leg.value ->> 'currency'
  ON CONFLICT (entry_id, position) DO NOTHING;
  GET DIAGNOSTICS added = ROW_COUNT;
  RETURN added;
END
$$;

-- Moves the balances of every account the entry touches, in ascending order of account: posters never deadlock.
CREATE FUNCTION ledger.move_balances(new_id bigint, is_pending boolean, resolved_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  change record;
BEGIN
  FOR change IN
    SELECT p.account_id,
           coalesce(sum(p.amount) FILTER (WHERE p.entry_id = new_id AND NOT is_pending AND p.side = 'D'), 0) AS debit,
           coalesce(sum(p.amount) FILTER (WHERE p.entry_id = new_id AND NOT is_pending AND p.side = 'C'), 0) AS credit,
           coalesce(sum(CASE WHEN p.entry_id = new_id THEN p.amount ELSE -p.amount END)
             FILTER (WHERE (p.entry_id <> new_id OR is_pending) AND p.side = 'D'), 0) AS reserved_debit,
           coalesce(sum(CASE WHEN p.entry_id = new_id THEN p.amount ELSE -p.amount END)
             FILTER (WHERE (p.entry_id <> new_id OR is_pending) AND p.side = 'C'), 0) AS reserved_credit
    FROM ledger.posting p
    WHERE p.entry_id = new_id OR p.entry_id = resolved_id
    GROUP BY p.account_id
    ORDER BY p.account_id
  LOOP
    UPDATE ledger.account_balance b
    SET posted_debit = b.posted_debit + change.debit,
        posted_credit = b.posted_credit + change.credit,
        pending_debit = b.pending_debit + change.reserved_debit,
        pending_credit = b.pending_credit + change.reserved_credit,
        version = b.version + 1
    WHERE b.account_id = change.account_id;
  END LOOP;
END
$$;

-- Ends the reservation which the entry resolves; answers its entry.
CREATE FUNCTION ledger.resolve_pending(new_id bigint, key jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  pending_id bigint;
BEGIN
  SELECT e.id INTO pending_id FROM ledger.journal_entry e
  WHERE e.source_type = key ->> 'sourceType' AND e.source_id = key ->> 'sourceId'
    AND e.posting_kind = key ->> 'postingKind' AND e.phase = 'pending';
  IF pending_id IS NOT NULL THEN
    INSERT INTO ledger.resolution (pending_entry_id, entry_id) VALUES (pending_id, new_id)
    ON CONFLICT (pending_entry_id) DO NOTHING;
    IF FOUND THEN RETURN pending_id; END IF;
  END IF;
  RAISE EXCEPTION 'ledger PENDING_NOT_OPEN: % is not a pending entry, or resolved already', key USING ERRCODE = 'LG005';
END
$$;

-- Posts one entry in the caller's transaction.
--   entry    { key: { sourceType, sourceId, postingKind }, description, effectiveAt, phase, metadata,
--              postings: [{ account, side, amount, currency }], resolves: key | null, bounded: [path] }
--   answers  { entryId, created }; the same entry again answers the first one with created = false.
CREATE FUNCTION ledger.post(entry jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  key jsonb := entry -> 'key';
  postings jsonb := coalesce(entry -> 'postings', '[]');
  wanted int := jsonb_array_length(postings);
  resolves jsonb := nullif(entry -> 'resolves', 'null');
  digest bytea := sha256(convert_to((entry - 'description' - 'effectiveAt')::text, 'UTF8'));
  new_id bigint;
  resolved_id bigint;
  before record;
  overdrawn text;
BEGIN
  INSERT INTO ledger.journal_entry
    (source_type, source_id, posting_kind, description, effective_at, phase, metadata, body_digest)
  VALUES (key ->> 'sourceType', key ->> 'sourceId', key ->> 'postingKind', entry ->> 'description',
          (entry ->> 'effectiveAt')::timestamptz, coalesce(entry ->> 'phase', 'posted'),
          coalesce(entry -> 'metadata', '{}'), digest)
  ON CONFLICT (source_type, source_id, posting_kind) DO NOTHING
  RETURNING id INTO new_id;

  IF new_id IS NULL THEN
    SELECT e.id, e.body_digest INTO before FROM ledger.journal_entry e
    WHERE e.source_type = key ->> 'sourceType' AND e.source_id = key ->> 'sourceId'
      AND e.posting_kind = key ->> 'postingKind';
    IF before.body_digest IS DISTINCT FROM digest THEN
      RAISE EXCEPTION 'ledger KEY_REUSED: % was posted before as entry % with other content', key, before.id
        USING ERRCODE = 'LG002';
    END IF;
    RETURN jsonb_build_object('entryId', before.id::text, 'created', false);
  END IF;

  IF wanted = 0 AND resolves IS NULL THEN
    RAISE EXCEPTION 'ledger UNBALANCED_ENTRY: % has no postings', key USING ERRCODE = 'LG001';
  END IF;
  IF ledger.insert_postings(new_id, postings) < wanted THEN
    PERFORM ledger.create_accounts(postings);
    PERFORM ledger.insert_postings(new_id, postings);
  END IF;
  IF resolves IS NOT NULL THEN
    resolved_id := ledger.resolve_pending(new_id, resolves);
  END IF;
  PERFORM ledger.move_balances(new_id, entry ->> 'phase' = 'pending', resolved_id);

  IF jsonb_array_length(coalesce(entry -> 'bounded', '[]')) > 0 THEN
    SELECT a.path INTO overdrawn
    FROM ledger.posting p
    JOIN ledger.account a ON a.id = p.account_id
    JOIN ledger.account_balance b ON b.account_id = a.id
    WHERE p.entry_id = new_id AND (entry -> 'bounded') ? a.path
      AND CASE a.normal_side
            WHEN 'D' THEN b.posted_debit - b.posted_credit - b.pending_credit
            ELSE b.posted_credit - b.posted_debit - b.pending_debit
          END < 0
    LIMIT 1;
    IF overdrawn IS NOT NULL THEN
      RAISE EXCEPTION 'ledger OVERDRAWN: % does not hold what % would take', overdrawn, key USING ERRCODE = 'LG004';
    END IF;
  END IF;
  RETURN jsonb_build_object('entryId', new_id::text, 'created', true);
END
$$;

-- Posts entries in the given order. The balances of all known accounts are locked first, in one order.
CREATE FUNCTION ledger.post_all(entries jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  entry jsonb;
  answers jsonb := '[]';
BEGIN
  IF jsonb_array_length(entries) > 1 THEN
    PERFORM FROM ledger.account_balance b
    WHERE b.account_id IN (
      SELECT a.id
      FROM jsonb_array_elements(entries) AS e, jsonb_array_elements(e -> 'postings') AS p
      JOIN ledger.account a ON a.path = p ->> 'account' AND a.currency = p ->> 'currency'
    )
    ORDER BY b.account_id
    FOR UPDATE;
  END IF;
  FOR entry IN SELECT value FROM jsonb_array_elements(entries) LOOP
    answers := answers || ledger.post(entry);
  END LOOP;
  RETURN answers;
END
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- Grants: the backend reads everything, posts through the functions, and seals. It can change nothing.
-- ---------------------------------------------------------------------------------------------------------------

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.post(jsonb), ledger.post_all(jsonb) TO freehold_backend;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO freehold_backend;
GRANT INSERT ON ledger.sealed_entry, ledger.tree_node, ledger.seal, ledger.anchor TO freehold_backend;
GRANT UPDATE (state, tx_hash, block_number, changed_at) ON ledger.anchor TO freehold_backend;
