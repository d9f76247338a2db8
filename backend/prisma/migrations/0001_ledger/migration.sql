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
