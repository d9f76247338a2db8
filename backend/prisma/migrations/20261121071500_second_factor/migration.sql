-- Second factors (RFC 6238), recovery codes, and how freshly a session was proved to be its owner's.

ALTER TABLE app.session
  -- when the second factor was given in this session; null until then
  ADD COLUMN second_factor_at TIMESTAMPTZ(3),
  -- when the person last proved to be who they are: password, code or wallet signature
  ADD COLUMN proved_at TIMESTAMPTZ(3) NOT NULL DEFAULT now();
UPDATE app.session SET proved_at = created_at;

CREATE TABLE app.second_factor (
  user_id UUID PRIMARY KEY REFERENCES app.user_account (id),
  -- AES-256-GCM under DATA_ENCRYPTION_KEY: a stolen table makes no codes
  sealed_secret BYTEA NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  -- null until the first code was given: a factor nobody can use locks nobody out
  confirmed_at TIMESTAMPTZ(3),
  -- time step of the newest code that was taken: no code counts twice
  last_step BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE app.recovery_code (
  code_hash TEXT PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES app.second_factor (user_id) ON DELETE CASCADE,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  used_at TIMESTAMPTZ(3)
);
CREATE INDEX recovery_code_by_user ON app.recovery_code (user_id);
