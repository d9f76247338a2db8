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

-- The tables of the hot path carry no CHECK and no foreign key: PostgreSQL parses checks anew for every statement, and
-- foreign keys lock the rows of the busiest accounts. entry_guard below checks the same once per entry, at commit.
CREATE TABLE ledger.journal_entry (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_type   text NOT NULL,
  source_id     text NOT NULL,
  posting_kind  text NOT NULL,
  description   text NOT NULL,
  effective_at  timestamptz(3) NOT NULL,
  posted_at     timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  -- 'posted' moves balances; 'pending' reserves amounts until another entry resolves it.
  phase         text NOT NULL,
  -- An object of texts.
  metadata      jsonb NOT NULL,
  -- SHA-256 of the entry as it was posted (without description and time): tells a repetition from a contradiction.
  body_digest   bytea NOT NULL,
  -- The transaction that wrote the entry. The order of ids is not the order of commits; this lets the sealer know
  -- which entries can no longer be joined by an earlier one.
  xid           xid8 NOT NULL DEFAULT pg_current_xact_id(),
  UNIQUE (source_type, source_id, posting_kind)
);
CREATE INDEX journal_entry_xid ON ledger.journal_entry (xid, id);

CREATE TABLE ledger.posting (
  entry_id    bigint NOT NULL,
  position    int NOT NULL,
  account_id  bigint NOT NULL,
  -- 'D' or 'C'
  side        text NOT NULL,
  -- Smallest units, above zero.
  amount      numeric(78, 0) NOT NULL,
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
  posted_debit    numeric(78, 0) NOT NULL DEFAULT 0,
  posted_credit   numeric(78, 0) NOT NULL DEFAULT 0,
  pending_debit   numeric(78, 0) NOT NULL DEFAULT 0,
  pending_credit  numeric(78, 0) NOT NULL DEFAULT 0
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

-- Postings are written by ledger.post() alone, which opens this door for its own transaction: nothing is ever added to
-- what was posted before.
CREATE TRIGGER posting_guard BEFORE INSERT ON ledger.posting FOR EACH STATEMENT
  WHEN (current_setting('freehold.posting', true) IS DISTINCT FROM pg_current_xact_id()::text)
  EXECUTE FUNCTION ledger.refuse_change();

-- At commit, whoever wrote it: the entry is well formed, and debits equal credits in every currency.
CREATE FUNCTION ledger.entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.source_type = '' OR NEW.source_id = '' OR NEW.posting_kind = '' OR length(NEW.body_digest) <> 32
     OR NEW.phase NOT IN ('posted', 'pending') OR jsonb_typeof(NEW.metadata) <> 'object'
     OR jsonb_path_exists(NEW.metadata, '$.* ? (@.type() != "string")') OR NEW.xid <> pg_current_xact_id() THEN
    RAISE EXCEPTION 'ledger MALFORMED_ENTRY: entry % lacks a part of its key, or its phase or metadata are wrong', NEW.id
      USING ERRCODE = 'LG006';
  END IF;
  IF EXISTS (
    SELECT FROM ledger.posting p WHERE p.entry_id = NEW.id
    GROUP BY p.currency
    HAVING sum(CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END) <> 0
        OR NOT bool_and(p.amount > 0 AND p.side IN ('D', 'C'))
  ) THEN
    RAISE EXCEPTION 'ledger UNBALANCED_ENTRY: debits and credits of entry % differ, or an amount is not above zero', NEW.id
      USING ERRCODE = 'LG001';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER entry_guard AFTER INSERT ON ledger.journal_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.entry_guard();

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

-- The functions down to post() are parts of it: they run with its rights, and nobody else may call them.

CREATE FUNCTION ledger.create_accounts(postings jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  unknown record;
BEGIN
  SELECT leg.path, leg.currency INTO unknown
  FROM (SELECT DISTINCT p ->> 'account' AS path, p ->> 'currency' AS currency FROM jsonb_array_elements(postings) AS p) AS leg
  WHERE NOT EXISTS (
    SELECT FROM ledger.account_rule r
    WHERE r.prefix = substring(leg.path FROM '^[A-Z]:[a-z_]+')
      AND r.parameters = cardinality(string_to_array(leg.path, ':')) - 2
      AND leg.currency ~ ('^(' || r.currency_pattern || ')$')
      AND leg.path ~ '^[ALRXE]:[a-z_]+(:[A-Za-z0-9._-]{1,80})*$'
  )
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ledger UNKNOWN_ACCOUNT: % in % is not in the chart of accounts', unknown.path, unknown.currency
      USING ERRCODE = 'LG003';
  END IF;
  -- In one order for everybody, so that two transactions creating the same accounts wait instead of deadlocking.
  WITH created AS (
    INSERT INTO ledger.account (path, currency)
    SELECT leg.path, leg.currency
    FROM (SELECT DISTINCT p ->> 'account' AS path, p ->> 'currency' AS currency FROM jsonb_array_elements(postings) AS p) AS leg
    WHERE NOT EXISTS (SELECT FROM ledger.account a WHERE a.path = leg.path AND a.currency = leg.currency)
    ORDER BY leg.path COLLATE "C", leg.currency COLLATE "C"
    ON CONFLICT (path, currency) DO NOTHING
    RETURNING id
  )
  INSERT INTO ledger.account_balance (account_id) SELECT id FROM created;
END
$$;

-- Ends the reservation which the entry resolves; answers its entry.
CREATE FUNCTION ledger.resolve_pending(new_id bigint, key jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
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

-- Moves the balances of an entry of any size, and ends the reservation of the entry it resolves.
CREATE FUNCTION ledger.move_balances(new_id bigint, pending int, resolved_id bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM ledger.account_balance b
  WHERE b.account_id IN (SELECT p.account_id FROM ledger.posting p WHERE p.entry_id IN (new_id, resolved_id))
  ORDER BY b.account_id
  FOR NO KEY UPDATE;

  UPDATE ledger.account_balance b
  SET posted_debit = b.posted_debit + (1 - pending) * change.debit,
      posted_credit = b.posted_credit + (1 - pending) * change.credit,
      pending_debit = b.pending_debit + pending * change.debit,
      pending_credit = b.pending_credit + pending * change.credit
  FROM (
    SELECT p.account_id, sum(CASE p.side WHEN 'D' THEN p.amount ELSE 0 END) AS debit,
           sum(CASE p.side WHEN 'D' THEN 0 ELSE p.amount END) AS credit
    FROM ledger.posting p WHERE p.entry_id = new_id GROUP BY p.account_id
  ) AS change
  WHERE b.account_id = change.account_id;

  UPDATE ledger.account_balance b
  SET pending_debit = b.pending_debit - change.debit,
      pending_credit = b.pending_credit - change.credit
  FROM (
    SELECT p.account_id, sum(CASE p.side WHEN 'D' THEN p.amount ELSE 0 END) AS debit,
           sum(CASE p.side WHEN 'D' THEN 0 ELSE p.amount END) AS credit
    FROM ledger.posting p WHERE p.entry_id = resolved_id GROUP BY p.account_id
  ) AS change
  WHERE b.account_id = change.account_id;
END
$$;

-- The key exists: the same entry gets the same answer, another one is refused.
CREATE FUNCTION ledger.answer_again(entry jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  known record;
BEGIN
  SELECT e.id, e.body_digest = sha256(convert_to((entry - '{description,effectiveAt}'::text[])::text, 'UTF8')) AS same
  INTO STRICT known FROM ledger.journal_entry e
  WHERE e.source_type = entry #>> '{key,sourceType}' AND e.source_id = entry #>> '{key,sourceId}'
    AND e.posting_kind = entry #>> '{key,postingKind}';
  IF NOT known.same THEN
    RAISE EXCEPTION 'ledger KEY_REUSED: % was posted before as entry % with other content', entry -> 'key', known.id
      USING ERRCODE = 'LG002';
  END IF;
  RETURN jsonb_build_object('entryId', known.id::text, 'created', false);
END
$$;

-- All an entry may need beside the usual: new accounts, many legs, reservations, bounds.
CREATE FUNCTION ledger.complete(new_id bigint, entry jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  postings jsonb := coalesce(entry -> 'postings', '[]');
  resolves jsonb := nullif(entry -> 'resolves', 'null');
  resolved_id bigint;
  overdrawn text;
BEGIN
  IF postings = '[]' AND resolves IS NULL THEN
    RAISE EXCEPTION 'ledger UNBALANCED_ENTRY: % has no postings', entry -> 'key' USING ERRCODE = 'LG001';
  END IF;
  PERFORM ledger.create_accounts(postings);
  INSERT INTO ledger.posting (entry_id, position, account_id, side, amount, currency)
  SELECT new_id, leg.ordinality - 1, a.id, leg.value ->> 'side', (leg.value ->> 'amount')::numeric, a.currency
  FROM jsonb_array_elements(postings) WITH ORDINALITY AS leg
  JOIN ledger.account a ON a.path = leg.value ->> 'account' AND a.currency = leg.value ->> 'currency'
  ON CONFLICT (entry_id, position) DO NOTHING;
  IF resolves IS NOT NULL THEN
    resolved_id := ledger.resolve_pending(new_id, resolves);
  END IF;
  PERFORM ledger.move_balances(new_id, CASE entry ->> 'phase' WHEN 'pending' THEN 1 ELSE 0 END, resolved_id);

  SELECT a.path INTO overdrawn
  FROM ledger.posting p
  JOIN ledger.account a ON a.id = p.account_id
  JOIN ledger.account_balance b ON b.account_id = a.id
  WHERE p.entry_id = new_id AND entry -> 'bounded' ? a.path
    AND CASE a.normal_side
          WHEN 'D' THEN b.posted_debit - b.posted_credit - b.pending_credit
          ELSE b.posted_credit - b.posted_debit - b.pending_debit
        END < 0
  LIMIT 1;
  IF overdrawn IS NOT NULL THEN
    RAISE EXCEPTION 'ledger OVERDRAWN: % does not hold what % would take', overdrawn, entry -> 'key' USING ERRCODE = 'LG004';
  END IF;
END
$$;

-- Posts one entry in the caller's transaction.
--   entry    { key: { sourceType, sourceId, postingKind }, description, effectiveAt, phase, metadata,
--              postings: [{ account, side, amount, currency }], resolves: key | null, bounded: [path] }
--   answers  { entryId, created }; the same entry again answers the first one with created = false.
-- Written for speed: what most entries need is one statement and one update per account; PostgreSQL prepares each
-- expression of a function anew in every transaction, so there are few of them.
CREATE FUNCTION ledger.post(entry jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  -- id: null when the key exists; plain: nothing but posted legs on accounts that exist; legs by ascending account
  written record;
BEGIN
  WITH door AS MATERIALIZED (
    SELECT set_config('freehold.posting', pg_current_xact_id()::text, true)
  ), head AS (
    INSERT INTO ledger.journal_entry
      (source_type, source_id, posting_kind, description, effective_at, phase, metadata, body_digest)
    SELECT entry #>> '{key,sourceType}', entry #>> '{key,sourceId}', entry #>> '{key,postingKind}',
           entry ->> 'description', (entry ->> 'effectiveAt')::timestamptz, coalesce(entry ->> 'phase', 'posted'),
           coalesce(entry -> 'metadata', '{}'),
           sha256(convert_to((entry - '{description,effectiveAt}'::text[])::text, 'UTF8'))
    FROM door
    ON CONFLICT (source_type, source_id, posting_kind) DO NOTHING
    RETURNING id, phase
  ), leg AS MATERIALIZED (
    SELECT l.ordinality - 1 AS position, a.id AS account_id, l.value ->> 'side' AS side,
           (l.value ->> 'amount')::numeric AS amount, a.currency
    FROM jsonb_array_elements(entry -> 'postings') WITH ORDINALITY AS l
    LEFT JOIN ledger.account a ON a.path = l.value ->> 'account' AND a.currency = l.value ->> 'currency'
    ORDER BY a.id
  ), body AS (
    INSERT INTO ledger.posting (entry_id, position, account_id, side, amount, currency)
    SELECT head.id, leg.position, leg.account_id, leg.side, leg.amount, leg.currency
    FROM head, leg WHERE leg.account_id IS NOT NULL
  )
  SELECT (SELECT id FROM head) AS id,
         (SELECT phase FROM head) = 'posted' AND coalesce(entry -> 'resolves', 'null') = 'null'
           AND coalesce(entry -> 'bounded', '[]') = '[]' AND count(*) BETWEEN 1 AND 16 AND count(*) = count(leg.account_id) AS plain,
         array_agg(leg.account_id) AS account_ids, array_agg(leg.side) AS sides, array_agg(leg.amount) AS amounts
  INTO written FROM leg;

  IF written.plain THEN
    FOR i IN 1..cardinality(written.account_ids) LOOP
      UPDATE ledger.account_balance b
      SET posted_debit = b.posted_debit + CASE written.sides[i] WHEN 'D' THEN written.amounts[i] ELSE 0 END,
          posted_credit = b.posted_credit + CASE written.sides[i] WHEN 'D' THEN 0 ELSE written.amounts[i] END
      WHERE b.account_id = written.account_ids[i];
    END LOOP;
    RETURN jsonb_build_object('entryId', written.id::text, 'created', true);
  ELSIF written.id IS NULL THEN
    RETURN ledger.answer_again(entry);
  END IF;
  PERFORM ledger.complete(written.id, entry);
  RETURN jsonb_build_object('entryId', written.id::text, 'created', true);
END
$$;

-- Posts entries in the given order. The balances of all known accounts are locked first, in one order.
CREATE FUNCTION ledger.post_all(entries jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  entry jsonb;
  answers jsonb := '[]';
BEGIN
  PERFORM FROM ledger.account_balance b
  WHERE b.account_id IN (
    SELECT a.id
    FROM jsonb_array_elements(entries) AS e, jsonb_array_elements(e -> 'postings') AS p
    JOIN ledger.account a ON a.path = p ->> 'account' AND a.currency = p ->> 'currency'
  )
  ORDER BY b.account_id
  FOR NO KEY UPDATE;
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
