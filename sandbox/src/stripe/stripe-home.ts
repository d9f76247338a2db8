import type { Recent } from '../control/home-page.ts';
import { dollars } from '../core/money-text.ts';
import type { StripeContext } from './context.ts';

const PER_KIND = 8;
const SHOWN = 20;

/** The newest objects a person would look for. */
export function recentStripe(context: StripeContext): Recent[] {
  const sessions = context.sessions.list({ limit: PER_KIND }).data.map((session) => ({
    kind: 'Checkout session',
    id: session.id,
    created: session.created,
    status: session.status === 'complete' ? `complete, ${session.paymentStatus}` : session.status,
    amount: dollars(session.amountTotal),
    href: session.status === 'open' ? `/c/pay/${session.id}` : undefined,
  }));
  const charges = context.charges.list({ limit: PER_KIND }).data.map((charge) => ({
    kind: 'Charge',
    id: charge.id,
    created: charge.created,
    status: charge.failureCode ?? charge.status,
    amount: dollars(charge.amount),
  }));
  const payouts = context.payouts.list({ limit: PER_KIND }).data.map((payout) => ({
    kind: 'Payout',
    id: payout.id,
    created: payout.created,
    status: payout.status,
    amount: dollars(payout.amount),
  }));
  return [...sessions, ...charges, ...payouts].sort((a, b) => b.created - a.created).slice(0, SHOWN);
}
