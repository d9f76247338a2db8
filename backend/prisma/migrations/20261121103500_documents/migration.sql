-- Documents of properties. The files are in object storage; here is what they are, who may see them and their hashes.
CREATE TABLE app.document (
  id UUID PRIMARY KEY,
  property_id UUID NOT NULL REFERENCES app.property (id),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  audience TEXT NOT NULL,
  created_by UUID NOT NULL REFERENCES app.user_account (id),
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE (id, property_id),
  CHECK (kind IN ('TITLE_DEED', 'VALUATION_REPORT', 'INSPECTION_REPORT', 'INSURANCE', 'OFFERING_MEMORANDUM', 'PHOTO',
    'OTHER')),
  CHECK (audience IN ('MANAGEMENT', 'INVESTORS'))
);
CREATE INDEX document_by_property ON app.document (property_id, created_at);

CREATE TABLE app.document_version (
  id UUID PRIMARY KEY,
  document_id UUID NOT NULL,
  property_id UUID NOT NULL,
  number INT NOT NULL CHECK (number > 0),
  state TEXT NOT NULL,
  rejection TEXT,
  file_name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  -- What the uploader announced, and storage let in nothing else.
  uploaded_bytes INT NOT NULL CHECK (uploaded_bytes > 0),
  uploaded_sha256 TEXT NOT NULL CHECK (uploaded_sha256 ~ '^[0-9a-f]{64}$'),
  -- Where it waits until somebody looked at it, and where what was found good is kept.
  quarantine_key TEXT NOT NULL UNIQUE,
  quarantine_cleared_at TIMESTAMPTZ(3),
  object_key TEXT UNIQUE,
  bytes INT CHECK (bytes > 0),
  sha256 TEXT CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  uploaded_by UUID NOT NULL REFERENCES app.user_account (id),
  upload_until TIMESTAMPTZ(3) NOT NULL,
  available_at TIMESTAMPTZ(3),
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE (document_id, number),
  FOREIGN KEY (document_id, property_id) REFERENCES app.document (id, property_id),
  CHECK (state IN ('PENDING', 'QUARANTINED', 'AVAILABLE', 'REJECTED', 'EXPIRED')),
  CHECK (content_type IN ('application/pdf', 'image/png', 'image/jpeg', 'image/webp')),
  CHECK ((state = 'REJECTED') = (rejection IS NOT NULL)),
  CHECK ((state = 'AVAILABLE') =
    (object_key IS NOT NULL AND bytes IS NOT NULL AND sha256 IS NOT NULL AND available_at IS NOT NULL))
);
-- A property has each file once. Uploads that are only announced may be the same: most are a second try.
CREATE UNIQUE INDEX document_version_same_file ON app.document_version (property_id, uploaded_sha256)
  WHERE state IN ('QUARANTINED', 'AVAILABLE');
CREATE INDEX document_version_to_do ON app.document_version (state, upload_until)
  WHERE state IN ('PENDING', 'QUARANTINED') OR quarantine_cleared_at IS NULL;

-- Versions are never deleted, and what was decided about one stays decided.
CREATE FUNCTION app.keep_document_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('AVAILABLE', 'REJECTED', 'EXPIRED')
    AND to_jsonb(OLD) - 'quarantine_cleared_at' <> to_jsonb(NEW) - 'quarantine_cleared_at' THEN
    RAISE EXCEPTION 'version % of a document is %; it does not change any more', OLD.id, OLD.state;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON app.document_version
  FOR EACH ROW EXECUTE FUNCTION app.keep_document_version();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON app.document_version
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

-- Who was given a link to which file, and when.
CREATE TABLE app.document_download (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version_id UUID NOT NULL REFERENCES app.document_version (id),
  user_id UUID NOT NULL REFERENCES app.user_account (id),
  at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX document_download_by_version ON app.document_download (version_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.document_download
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
