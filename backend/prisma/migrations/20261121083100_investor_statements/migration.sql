-- Rates that investors' figures are shown and stated with. A stored rate never changes: what was shown stays true.
CREATE TABLE app.exchange_rate (
  currency TEXT NOT NULL CHECK (currency ~ '^[A-Z]{3}$' AND currency <> 'USD'),
  on_date DATE NOT NULL,
  -- 10^-8 of the currency for one US dollar.
  rate BIGINT NOT NULL CHECK (rate > 0),
  source TEXT NOT NULL,
  recorded_by UUID NOT NULL REFERENCES app.user_account (id),
  recorded_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (currency, on_date)
);

CREATE TABLE app.withholding_rate (
  -- ISO 3166-1 numeric.
  country INTEGER NOT NULL CHECK (country BETWEEN 1 AND 999),
  effective_from DATE NOT NULL,
  basis_points INTEGER NOT NULL CHECK (basis_points BETWEEN 0 AND 10000),
  source TEXT NOT NULL,
  recorded_by UUID NOT NULL REFERENCES app.user_account (id),
  recorded_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (country, effective_from)
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.exchange_rate
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.withholding_rate
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

-- No row means USD alone.
CREATE TABLE app.display_currency (
  user_id UUID PRIMARY KEY REFERENCES app.user_account (id),
  currency TEXT NOT NULL,
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
