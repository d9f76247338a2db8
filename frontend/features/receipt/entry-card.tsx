import { canonicalEntrySchema } from '@freehold/shared/journal-encoding';
import type { LedgerReceipt } from '@freehold/shared/ledger';
import { PostingsTable } from '#features/ledger/postings-table.tsx';
import { Card, CardBody, CardHeader } from '#ui/card.tsx';
import { Detail, Details } from '#ui/details.tsx';
import { Moment } from '#ui/moment.tsx';

interface EntryCardProps {
  readonly receipt: LedgerReceipt;
  readonly verified: boolean;
}

/** What the receipt says, in words and figures: the very bytes that are checked. */
export function EntryCard({ receipt, verified }: EntryCardProps) {
  const parsed = canonicalEntrySchema.safeParse(receipt.entry);
  if (!parsed.success) return null;
  const entry = parsed.data;
  return (
    <Card>
      <CardHeader
        title="What the receipt says"
        description={
          verified ? 'Verified: exactly this stands in the ledger.' : 'Read from the file; not verified.'
        }
      />
      <CardBody>
        <Details className="mb-4">
          <Detail label="Entry">#{entry.entryId}</Detail>
          <Detail label="What happened">{entry.description}</Detail>
          <Detail label="When">
            <Moment at={entry.effectiveAt} />
          </Detail>
          <Detail label="Recorded">
            <Moment at={entry.postedAt} />
          </Detail>
          <Detail label="Anchor">
            #{receipt.sequence}, {receipt.size} entries
          </Detail>
        </Details>
      </CardBody>
      <PostingsTable
        postings={entry.postings.map((posting) => ({ ...posting, position: Number(posting.position) }))}
        fileName={`freehold-entry-${entry.entryId}`}
      />
    </Card>
  );
}
