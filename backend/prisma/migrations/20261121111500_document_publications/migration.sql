-- Hashes of documents that somebody asked to have written into the token of the property (ERC-1643).
CREATE TABLE app.document_publication (
  id UUID PRIMARY KEY,
  document_id UUID NOT NULL REFERENCES app.document (id),
  version_id UUID NOT NULL REFERENCES app.document_version (id),
  state TEXT NOT NULL,
  chain_id BIGINT NOT NULL,
  token TEXT NOT NULL,
  name TEXT NOT NULL,
  uri TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (hash ~ '^0x[0-9a-f]{64}$'),
  -- What the token's owner has to send; empty where the transaction is ours.
  calls JSONB NOT NULL,
  -- Exists before the transaction does.
  transaction_key TEXT UNIQUE,
  problem TEXT,
  tx_hash TEXT,
  requested_by UUID NOT NULL REFERENCES app.user_account (id),
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  published_at TIMESTAMPTZ(3),
  CHECK (state IN ('PROPOSED', 'PUBLISHED', 'REPLACED', 'FAILED')),
  CHECK ((state = 'PUBLISHED') = (published_at IS NOT NULL))
);
-- One at a time for a document, and each version once.
CREATE UNIQUE INDEX document_publication_open ON app.document_publication (document_id) WHERE state = 'PROPOSED';
CREATE UNIQUE INDEX document_publication_done ON app.document_publication (version_id)
  WHERE state IN ('PROPOSED', 'PUBLISHED');
