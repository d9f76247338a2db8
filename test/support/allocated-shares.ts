import type { ApiClient } from '@freehold/scripts/demo/api-client';
import { DEMO_PEOPLE } from '@freehold/scripts/demo/cast';
import { until } from '@freehold/scripts/demo/narrator';
import { soldOut } from '@freehold/scripts/demo/sale';
import { readProperty } from '@freehold/shared/property';
import { allocateShares, listAllocations, listInvestors, tokenizeProperty } from '@freehold/shared/token';

const SUPPLY = 1_000n * 10n ** 18n;

/** Tokenizes a property and issues all of it to the demonstration's investors, without a sale. */
export async function allocateTo(admin: ApiClient, propertyId: string): Promise<void> {
  const params = { id: propertyId };
  await admin.call(tokenizeProperty, { params, body: { symbol: 'JUNI', shares: SUPPLY.toString() } });
  await until(
    'the token to be final on chain',
    () => admin.call(readProperty, { params }),
    (property) => property.token !== null && property.state === 'TOKENIZED',
  );
  const order = new Map<string, number>(DEMO_PEOPLE.investors.map(({ email }, index) => [email, index]));
  const parts = soldOut(SUPPLY);
  const { items: investors } = await admin.call(listInvestors);
  const allocations = investors.flatMap(({ id, email }) => {
    const part = parts[order.get(email) ?? -1];
    return part === undefined ? [] : [{ investorId: id, shares: part.toString() }];
  });
  await admin.call(allocateShares, { params, body: { allocations } });
  await until(
    'every allocation to be final on chain',
    () => admin.call(listAllocations, { params }),
    ({ items }) => items.length === allocations.length && items.every(({ state }) => state === 'FINAL'),
  );
}
