-- People, buildings, leases, rent, expenses and statements: what the platform intends and promises.
-- Money is in schema ledger; these tables hold no balances. USD is BIGINT cents.

CREATE TABLE app.user_account (
  id UUID PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  state TEXT NOT NULL,
  -- argon2id; null until an invited person has chosen a password
  password_hash TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (email = lower(email)),
  CHECK (role IN ('investor', 'manager', 'tenant', 'admin', 'auditor')),
  CHECK (state IN ('INVITED', 'ACTIVE', 'DISABLED'))
);
CREATE INDEX user_account_newest ON app.user_account (created_at DESC, id DESC);

CREATE TABLE app.session (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES app.user_account (id),
  -- SHA-256 of the cookie: a stolen table opens no session
  token_hash TEXT NOT NULL UNIQUE,
  user_agent TEXT,
  address TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  last_seen_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  expires_at TIMESTAMPTZ(3) NOT NULL,
  revoked_at TIMESTAMPTZ(3)
);
CREATE INDEX session_by_user ON app.session (user_id, created_at DESC);

CREATE TABLE app.invitation (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES app.user_account (id),
  token_hash TEXT NOT NULL UNIQUE,
  invited_by UUID REFERENCES app.user_account (id),
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  expires_at TIMESTAMPTZ(3) NOT NULL,
  accepted_at TIMESTAMPTZ(3)
);
CREATE INDEX invitation_by_user ON app.invitation (user_id);

-- A wallet belongs to one account. Addresses are lower case.
CREATE TABLE app.wallet (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES app.user_account (id),
  address TEXT NOT NULL UNIQUE,
  linked_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (address ~ '^0x[0-9a-f]{40}$')
);
CREATE INDEX wallet_by_user ON app.wallet (user_id);

CREATE TABLE app.wallet_nonce (
  nonce TEXT PRIMARY KEY,
  expires_at TIMESTAMPTZ(3) NOT NULL
);

-- Keyed by the hash of the e-mail, known or not, so that an answer tells nothing about who has an account.
CREATE TABLE app.sign_in_failure (
  email_hash TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_failed_at TIMESTAMPTZ(3) NOT NULL,
  locked_until TIMESTAMPTZ(3) NOT NULL
);

CREATE TABLE app.idempotency_key (
  actor TEXT NOT NULL,
  route TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  state TEXT NOT NULL,
  response JSONB,
  leased_until TIMESTAMPTZ(3) NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  completed_at TIMESTAMPTZ(3),
  PRIMARY KEY (actor, route, key),
  CHECK (state IN ('IN_FLIGHT', 'DONE'))
);
CREATE INDEX idempotency_key_age ON app.idempotency_key (created_at);

-- Counters of one minute each; losing them in a crash harms nobody.
CREATE UNLOGGED TABLE app.rate_limit (
  subject TEXT NOT NULL,
  minute TIMESTAMPTZ(0) NOT NULL,
  requests INTEGER NOT NULL,
  PRIMARY KEY (subject, minute)
);

CREATE TABLE app.background_task (
  name TEXT PRIMARY KEY,
  last_run_at TIMESTAMPTZ(3) NOT NULL,
  last_success_at TIMESTAMPTZ(3),
  last_error TEXT
);

CREATE TABLE app.audit_event (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  actor_id UUID,
  action TEXT NOT NULL,
  subject TEXT,
  reason TEXT,
  request_id TEXT NOT NULL,
  address TEXT
);
CREATE INDEX audit_event_actor ON app.audit_event (actor_id, id);
CREATE INDEX audit_event_subject ON app.audit_event (subject, id);

CREATE FUNCTION app.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'app.% is append-only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_audit_change();

CREATE TABLE app.property (
  id UUID PRIMARY KEY,
  manager_id UUID NOT NULL REFERENCES app.user_account (id),
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  postal_address JSONB NOT NULL,
  valuation_cents BIGINT NOT NULL CHECK (valuation_cents > 0),
  valued_on DATE NOT NULL,
  state TEXT NOT NULL,
  held BOOLEAN NOT NULL DEFAULT false,
  rejection_reason TEXT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (state IN ('DRAFT', 'PENDING_APPROVAL', 'APPROVED', 'TOKENIZING', 'TOKENIZED', 'RETIRED'))
);
CREATE INDEX property_manager ON app.property (manager_id);

CREATE TABLE app.unit (
  id UUID PRIMARY KEY,
  property_id UUID NOT NULL REFERENCES app.property (id),
  label TEXT NOT NULL,
  bedrooms INTEGER,
  area_square_metres INTEGER,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE (property_id, label)
);

CREATE TABLE app.lease (
  id UUID PRIMARY KEY,
  unit_id UUID NOT NULL REFERENCES app.unit (id),
  property_id UUID NOT NULL REFERENCES app.property (id),
  tenant_id UUID NOT NULL REFERENCES app.user_account (id),
  rent_cents BIGINT NOT NULL CHECK (rent_cents > 0),
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  due_day INTEGER NOT NULL CHECK (due_day BETWEEN 1 AND 28),
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK (starts_on < ends_on)
);
CREATE INDEX lease_unit ON app.lease (unit_id, starts_on);
CREATE INDEX lease_property ON app.lease (property_id);
CREATE INDEX lease_tenant ON app.lease (tenant_id);

CREATE TABLE app.rent_charge (
  id UUID PRIMARY KEY,
  lease_id UUID NOT NULL REFERENCES app.lease (id),
  unit_id UUID NOT NULL REFERENCES app.unit (id),
  property_id UUID NOT NULL REFERENCES app.property (id),
  tenant_id UUID NOT NULL REFERENCES app.user_account (id),
  period TEXT NOT NULL,
  amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
  due_on DATE NOT NULL,
  state TEXT NOT NULL,
  -- latest attempt to pay
  payment_id UUID,
  paid_at TIMESTAMPTZ(3),
  invoice_entry_id BIGINT,
  -- ledger entry of the money received: what the receipt proves
  receipt_entry_id BIGINT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE (lease_id, period),
  CHECK (state IN ('SCHEDULED', 'DUE', 'PAYING', 'PAID', 'PARTIAL', 'OVERDUE', 'WAIVED', 'REFUNDED', 'DISPUTED',
                   'WON', 'LOST', 'RETURNED'))
);
CREATE INDEX rent_charge_property ON app.rent_charge (property_id, period);
CREATE INDEX rent_charge_tenant ON app.rent_charge (tenant_id, period);

CREATE TABLE app.expense (
  id UUID PRIMARY KEY,
  property_id UUID NOT NULL REFERENCES app.property (id),
  period TEXT NOT NULL,
  category TEXT NOT NULL,
  description TEXT NOT NULL,
  amount_cents BIGINT NOT NULL CHECK (amount_cents > 0),
  incurred_on DATE NOT NULL,
  vendor TEXT,
  booked_by UUID NOT NULL REFERENCES app.user_account (id),
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX expense_property ON app.expense (property_id, period);

CREATE TABLE app.income_statement (
  id UUID PRIMARY KEY,
  property_id UUID NOT NULL REFERENCES app.property (id),
  period TEXT NOT NULL,
  state TEXT NOT NULL,
  gross_rent_cents BIGINT NOT NULL,
  processing_fees_cents BIGINT NOT NULL,
  expenses_cents BIGINT NOT NULL,
  platform_fee_cents BIGINT NOT NULL,
  reserve_cents BIGINT NOT NULL,
  net_cents BIGINT NOT NULL,
  submitted_by UUID NOT NULL REFERENCES app.user_account (id),
  submitted_at TIMESTAMPTZ(3) NOT NULL,
  -- newest ledger entry that counted
  ledger_position BIGINT NOT NULL,
  sent_back_reason TEXT,
  dividend_id UUID,
  approval_entry_id BIGINT,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE (property_id, period),
  CHECK (state IN ('SUBMITTED', 'SENT_BACK', 'APPROVED', 'DISTRIBUTED')),
  CHECK (gross_rent_cents - processing_fees_cents
         = expenses_cents + platform_fee_cents + reserve_cents + net_cents)
);
CREATE INDEX income_statement_newest ON app.income_statement (submitted_at DESC);

CREATE TABLE app.income_statement_line (
  statement_id UUID NOT NULL REFERENCES app.income_statement (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  amount_cents BIGINT NOT NULL,
  entry_id BIGINT,
  expense_id UUID REFERENCES app.expense (id),
  PRIMARY KEY (statement_id, position),
  CHECK (kind IN ('RENT', 'PROCESSING_FEE', 'ADJUSTMENT', 'EXPENSE', 'PLATFORM_FEE', 'RESERVE'))
);
-- No receipt and no expense is ever distributed twice.
CREATE UNIQUE INDEX income_statement_line_entry ON app.income_statement_line (entry_id, kind) WHERE entry_id IS NOT NULL;
CREATE UNIQUE INDEX income_statement_line_expense ON app.income_statement_line (expense_id) WHERE expense_id IS NOT NULL;
