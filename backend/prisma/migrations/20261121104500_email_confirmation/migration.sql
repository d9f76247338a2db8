-- Who has shown that the address of an account is theirs, and what is still on its way to show it.

ALTER TABLE app.user_account ADD COLUMN email_confirmed_at TIMESTAMPTZ(3);
-- Accounts from before were opened when this was not asked; an invitation that is still open will ask.
UPDATE app.user_account SET email_confirmed_at = now() WHERE state <> 'INVITED';

CREATE TABLE app.email_confirmation (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES app.user_account (id),
  -- the address to be confirmed: that of the account, or the one that shall replace it
  email TEXT NOT NULL,
  -- SHA-256 of what the mail carries
  token_hash TEXT NOT NULL UNIQUE,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  expires_at TIMESTAMPTZ(3) NOT NULL,
  -- used, or overtaken by a newer link
  used_at TIMESTAMPTZ(3),
  CHECK (email = lower(email))
);
CREATE INDEX email_confirmation_by_user ON app.email_confirmation (user_id, created_at);
CREATE INDEX email_confirmation_by_email ON app.email_confirmation (email, created_at);

-- The link that is mailed is another one than the link that the inviter sees: only the first proves the address.
ALTER TABLE app.invitation ADD COLUMN mailed_token_hash TEXT UNIQUE;
