-- Mail, forgotten passwords, and what happened to wallets.

CREATE TABLE app.mail (
  id UUID PRIMARY KEY,
  -- what the mail is about, once: a repetition of the act sends no second mail
  key TEXT NOT NULL UNIQUE,
  user_id UUID REFERENCES app.user_account (id),
  recipient TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- subject and text under DATA_ENCRYPTION_KEY, since they may hold links that open accounts; null once sent
  sealed_letter BYTEA,
  state TEXT NOT NULL DEFAULT 'QUEUED',
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  problem TEXT,
  provider_id TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  sent_at TIMESTAMPTZ(3),
  CHECK (state IN ('QUEUED', 'SENT', 'FAILED')),
  CHECK ((state = 'QUEUED') = (sealed_letter IS NOT NULL))
);
CREATE INDEX mail_due ON app.mail (next_attempt_at) WHERE state = 'QUEUED';

-- Written for every request alike, whether or not there is such an account, and worked off behind the answer: neither
-- what is answered nor how long it takes tells who has an account.
CREATE TABLE app.password_reset_request (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email TEXT NOT NULL,
  address TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

CREATE TABLE app.password_reset (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES app.user_account (id),
  -- SHA-256 of what the mail carries
  token_hash TEXT NOT NULL UNIQUE,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  expires_at TIMESTAMPTZ(3) NOT NULL,
  used_at TIMESTAMPTZ(3)
);
CREATE INDEX password_reset_by_user ON app.password_reset (user_id, created_at);

-- One wallet of each account receives what names no wallet.
ALTER TABLE app.wallet ADD COLUMN is_primary BOOLEAN NOT NULL DEFAULT false;
UPDATE app.wallet w SET is_primary = true
  WHERE w.id = (SELECT id FROM app.wallet o WHERE o.user_id = w.user_id ORDER BY linked_at, id LIMIT 1);
CREATE UNIQUE INDEX wallet_one_primary ON app.wallet (user_id) WHERE is_primary;

CREATE TABLE app.wallet_event (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  user_id UUID NOT NULL REFERENCES app.user_account (id),
  address TEXT NOT NULL,
  act TEXT NOT NULL,
  session_id UUID,
  CHECK (act IN ('LINKED', 'UNLINKED', 'MADE_PRIMARY'))
);
CREATE INDEX wallet_event_by_address ON app.wallet_event (address, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.wallet_event
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_audit_change();
