import type { PostalAddress } from '@freehold/shared/property';

/** The address on one line, as letters write it. */
export function addressLine(address: PostalAddress): string {
  const street = [address.line1, address.line2].filter(Boolean).join(', ');
  return `${street}, ${address.city}, ${address.region} ${address.postalCode}`;
}

/** City and region only: enough to tell properties apart in a list. */
export function placeOf(address: PostalAddress): string {
  return `${address.city}, ${address.region}`;
}
