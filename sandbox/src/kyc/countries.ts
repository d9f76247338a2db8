/** Countries the page offers: alpha-3, alpha-2, name. */
export const COUNTRIES = [
  ['USA', 'US', 'United States'],
  ['CAN', 'CA', 'Canada'],
  ['GBR', 'GB', 'United Kingdom'],
  ['DEU', 'DE', 'Germany'],
  ['FRA', 'FR', 'France'],
  ['PRT', 'PT', 'Portugal'],
  ['NLD', 'NL', 'Netherlands'],
  ['ESP', 'ES', 'Spain'],
  ['CHE', 'CH', 'Switzerland'],
  ['ARE', 'AE', 'United Arab Emirates'],
  ['SGP', 'SG', 'Singapore'],
  ['AUS', 'AU', 'Australia'],
  ['NGA', 'NG', 'Nigeria'],
  ['JPN', 'JP', 'Japan'],
] as const;

export const isCountry = (code: string): boolean => COUNTRIES.some(([known]) => known === code);

export const alphaTwo = (code: string): string | null =>
  COUNTRIES.find(([known]) => known === code)?.[1] ?? null;
