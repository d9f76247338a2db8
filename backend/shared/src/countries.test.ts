import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countries, countryName, countryOf } from './countries.ts';

describe('countries', () => {
  it('are the 249 of ISO 3166-1, each once under each of its codes', () => {
    assert.equal(countries.length, 249);
    for (const field of ['alpha2', 'alpha3', 'numeric'] as const) {
      assert.equal(new Set(countries.map((country) => country[field])).size, 249);
    }
  });

  it('have the numeric codes that Unicode gives their alpha-2 codes', () => {
    for (const { alpha2, numeric } of countries) {
      const [locale] = Intl.getCanonicalLocales(`und-${String(numeric).padStart(3, '0')}`);
      assert.equal(locale, `und-${alpha2}`);
    }
  });

  it('are found by any of their codes, and not by others', () => {
    for (const code of ['DE', 'deu', 276, '276']) assert.equal(countryOf(code)?.alpha2, 'DE');
    for (const code of ['', 'XX', 'D', 0, 999]) assert.equal(countryOf(code), null);
    assert.equal(countryOf(8)?.alpha3, 'ALB');
  });

  it('have names', () => {
    assert.equal(countryName(840), 'United States');
    assert.equal(countryName(999), 'country 999');
  });
});
