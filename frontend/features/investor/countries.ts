/** Countries an investor can be verified for, by ISO 3166-1 numeric code. */
export const countries = [
  [840, 'United States'],
  [124, 'Canada'],
  [826, 'United Kingdom'],
  [276, 'Germany'],
  [250, 'France'],
  [620, 'Portugal'],
  [528, 'Netherlands'],
  [724, 'Spain'],
  [756, 'Switzerland'],
  [784, 'United Arab Emirates'],
  [702, 'Singapore'],
  [36, 'Australia'],
] as const;

export function countryName(code: number): string {
  return countries.find(([known]) => known === code)?.[1] ?? `country ${code}`;
}
