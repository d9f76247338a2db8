-- Who investors are, as far as we must know it: no documents, no names, no dates of birth. Those stay with the provider.

CREATE TABLE app.kyc_case (
  -- What the provider knows the person by; says nothing to anybody else.
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL UNIQUE REFERENCES app.user_account (id),
  state TEXT NOT NULL,
  provider TEXT,
  -- The provider's id of the check; null until it is opened there.
  external_id TEXT,
  attempt INTEGER NOT NULL DEFAULT 0,
  -- Why it is as it is: codes of ours, and words of an administrator.
  reasons TEXT[] NOT NULL DEFAULT '{}',
  note TEXT,
  -- ISO 3166-1 numeric, where the person lives.
  country INTEGER CHECK (country BETWEEN 1 AND 999),
  approved_at TIMESTAMPTZ(3),
  valid_until TIMESTAMPTZ(3),
  accredited_until TIMESTAMPTZ(3),
  renewing_since TIMESTAMPTZ(3),
  -- The provider's review that was last acted on: the same one is never acted on twice.
  review_ref TEXT,
  read_at TIMESTAMPTZ(3),
  -- A revocation takes effect at once; a second administrator looks at it afterwards.
  revoked_by UUID,
  second_look_by UUID,
  second_look_at TIMESTAMPTZ(3),
  -- When the attestations on chain must be looked at next; null when never.
  attest_due_at TIMESTAMPTZ(3),
  -- Epoch of the registry in which they were last looked at.
  attested_epoch INTEGER,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE (provider, external_id),
  CHECK (state IN ('NOT_STARTED', 'PENDING', 'IN_REVIEW', 'APPROVED', 'RETRY', 'REJECTED', 'EXPIRED', 'REVOKED')),
  CHECK (provider IN ('sumsub', 'persona', 'veriff')),
  CHECK (state <> 'APPROVED' OR (country IS NOT NULL AND valid_until IS NOT NULL)),
  CHECK (second_look_by IS NULL OR second_look_by <> revoked_by)
);
CREATE INDEX kyc_case_state ON app.kyc_case (state, updated_at);
CREATE INDEX kyc_case_due ON app.kyc_case (attest_due_at) WHERE attest_due_at IS NOT NULL;
CREATE INDEX kyc_case_valid_until ON app.kyc_case (valid_until) WHERE state = 'APPROVED';

-- What was said to the registry about a wallet: that it is good, or that it is no longer.
ALTER TABLE app.investor_verification RENAME TO attestation;
ALTER INDEX app.investor_verification_user RENAME TO attestation_user;
ALTER TABLE app.attestation
  ADD COLUMN kind TEXT NOT NULL DEFAULT 'ATTEST' CHECK (kind IN ('ATTEST', 'REVOKE')),
  ADD COLUMN accredited BOOLEAN NOT NULL DEFAULT false,
  -- Epoch of the registry when it was said; in another one it counts no longer.
  ADD COLUMN epoch INTEGER,
  ADD COLUMN position BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE,
  ALTER COLUMN country DROP NOT NULL,
  ALTER COLUMN valid_until DROP NOT NULL,
  ALTER COLUMN signature DROP NOT NULL,
  ADD CHECK (kind = 'REVOKE' OR (country IS NOT NULL AND valid_until IS NOT NULL AND signature IS NOT NULL));
ALTER TABLE app.attestation ALTER COLUMN kind DROP DEFAULT, ALTER COLUMN accredited DROP DEFAULT;
CREATE INDEX attestation_wallet ON app.attestation (wallet, position);
CREATE INDEX attestation_open ON app.attestation (position) WHERE state = 'SUBMITTED';

-- Investors an administrator verified before there was a provider keep what they have.
INSERT INTO app.kyc_case (id, user_id, state, country, approved_at, valid_until, attest_due_at)
SELECT gen_random_uuid(), a.user_id, 'APPROVED', a.country, a.created_at, a.valid_until, now()
FROM (
  SELECT DISTINCT ON (user_id) user_id, country, created_at, valid_until
  FROM app.attestation WHERE state <> 'FAILED' AND valid_until > now() ORDER BY user_id, created_at DESC
) a JOIN app.user_account u ON u.id = a.user_id;

-- A wallet that is linked or taken away changes what the registry must say, whoever changes it.
CREATE FUNCTION app.wallet_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE app.kyc_case SET attest_due_at = now()
  WHERE user_id IN (COALESCE(NEW.user_id, OLD.user_id), COALESCE(OLD.user_id, NEW.user_id));
  PERFORM pg_notify('kyc_work', '');
  RETURN NULL;
END $$;
CREATE TRIGGER attestation_due AFTER INSERT OR UPDATE OR DELETE ON app.wallet
  FOR EACH ROW EXECUTE FUNCTION app.wallet_changed();
