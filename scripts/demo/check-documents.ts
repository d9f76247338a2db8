import { createHash } from 'node:crypto';
import { downloadDocument, listDocuments } from '@freehold/shared/document';
import type { CheckOptions } from './checks.ts';

/** An investor gets the documents meant for investors, each with the hash that was shown, and no other. */
export async function checkDocuments({
  investors,
  admin,
  payouts,
  narrator,
}: CheckOptions): Promise<boolean> {
  const params = { id: payouts[0]?.propertyId ?? '' };
  const investor = investors[0];
  if (investor === undefined) throw new Error('no investor');
  const [{ items: all }, { items: seen }] = [
    await admin.call(listDocuments, { params }),
    await investor.call(listDocuments, { params }),
  ];
  const meant = all.filter(({ audience, current }) => audience === 'INVESTORS' && current !== null);
  let right = 0;
  for (const { current } of seen) {
    const link = await investor.call(downloadDocument, { params: { id: current?.id ?? '' } });
    const bytes = new Uint8Array(await (await fetch(link.url)).arrayBuffer());
    if (createHash('sha256').update(bytes).digest('hex') === current?.sha256) right += 1;
  }
  const ok = right > 0 && right === seen.length && seen.length === meant.length;
  return narrator.check(
    'Documents',
    ok,
    `${right} of ${meant.length} meant for investors hash to what is shown; ${all.length - meant.length} others are not shown to them`,
  );
}
