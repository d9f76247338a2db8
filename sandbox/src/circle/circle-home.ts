import type { Recent } from '../control/home-page.ts';
import { microDollars } from '../core/money-text.ts';
import type { CircleContext } from './context.ts';

const PER_KIND = 8;
const SHOWN = 20;

/** The newest objects a person would look for. */
export function recentCircle(context: CircleContext): Recent[] {
  const money = (
    kind: string,
    record: { id: string; created: number; amount: string; status: string },
  ): Recent => ({
    kind,
    id: record.id,
    created: record.created,
    status: record.status,
    amount: microDollars(BigInt(record.amount)),
  });
  const recent = [
    ...context.incomingWires.list({ limit: PER_KIND }).data.map((wire) => money('Wire', wire)),
    ...context.deposits.list({ limit: PER_KIND }).data.map((deposit) => money('Deposit', deposit)),
    ...context.transfers
      .list({ limit: PER_KIND })
      .data.map((transfer) =>
        money(transfer.transactionHash === null ? 'Transfer' : 'Transfer, sent', transfer),
      ),
    ...context.payouts.list({ limit: PER_KIND }).data.map((payout) => money('Payout', payout)),
    ...context.recipients.list({ limit: PER_KIND }).data.map((recipient) => ({
      kind: `Recipient ${recipient.chain}`,
      id: recipient.address,
      created: recipient.created,
      status: recipient.status,
      amount: '',
    })),
  ];
  return recent.sort((a, b) => b.created - a.created).slice(0, SHOWN);
}
