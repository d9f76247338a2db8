import type { Dividend } from '@freehold/shared/dividend';
import type { KycInvestor } from '@freehold/shared/kyc';
import type { Property } from '@freehold/shared/property';
import type { SavedStatement } from '@freehold/shared/statement';
import type { Treasury } from '@freehold/shared/treasury';
import { formatPeriod } from '#lib/date-format.ts';
import { formatMoney } from '#lib/money-format.ts';

/** One thing that goes on only when an administrator acts. */
export interface WaitingItem {
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  readonly href: string;
}

interface Known {
  readonly properties?: readonly Property[] | undefined;
  /** Revoked investors. */
  readonly revoked?: readonly KycInvestor[] | undefined;
  readonly statements?: readonly SavedStatement[] | undefined;
  readonly dividends?: readonly Dividend[] | undefined;
  readonly treasury?: Treasury | undefined;
}

const isSome = (amount: string): boolean => BigInt(amount) > 0n;

function ofProperties(properties: readonly Property[]): WaitingItem[] {
  return properties.flatMap((property) => {
    const href = `/admin/properties/${property.id}`;
    if (property.state === 'PENDING_APPROVAL') {
      return [
        {
          key: property.id,
          title: `Review ${property.name}`,
          detail: `Handed in by ${property.manager.name}`,
          href,
        },
      ];
    }
    if (property.state === 'APPROVED') {
      return [{ key: property.id, title: `Create the shares of ${property.name}`, detail: 'Approved', href }];
    }
    return [];
  });
}

function ofRevoked(investors: readonly KycInvestor[]): WaitingItem[] {
  return investors
    .filter(({ secondLookDue }) => secondLookDue)
    .map(({ id, name }) => ({
      key: id,
      title: `Look at the revocation of ${name}`,
      detail: 'Needs a second administrator',
      href: `/admin/kyc/${id}`,
    }));
}

function ofStatements(statements: readonly SavedStatement[]): WaitingItem[] {
  return statements
    .filter((statement) => statement.state === 'SUBMITTED')
    .map((statement) => ({
      key: statement.id,
      title: `Review ${statement.propertyName}, ${formatPeriod(statement.period)}`,
      detail: statement.arrival.arrived
        ? `${formatMoney(statement.figures.netUsdc)} to distribute, all in the treasury`
        : `${formatMoney(statement.arrival.missing)} still on its way to the treasury`,
      href: `/admin/statements/${statement.id}`,
    }));
}

function ofDividends(dividends: readonly Dividend[]): WaitingItem[] {
  return dividends.flatMap((dividend) => {
    const name = `${dividend.propertyName}, ${formatPeriod(dividend.period)}`;
    const item = {
      key: dividend.id,
      href: `/admin/dividends/${dividend.id}`,
      detail: formatMoney(dividend.net),
    };
    if (dividend.error) return [{ ...item, title: `Look at ${name}`, detail: dividend.error }];
    if (dividend.state === 'APPROVED') return [{ ...item, title: `Declare ${name}` }];
    if (dividend.state === 'DECLARED') return [{ ...item, title: `Run ${name}` }];
    return [];
  });
}

function ofTreasury({ pipeline }: Treasury): WaitingItem[] {
  const items: WaitingItem[] = [];
  const href = '/admin/treasury';
  if (isSome(pipeline.bank.amount)) {
    items.push({
      key: 'wire',
      title: 'Send a wire to Circle',
      detail: `${formatMoney(pipeline.bank)} at the bank`,
      href,
    });
  }
  if (isSome(pipeline.circle.amount)) {
    const detail = `${formatMoney(pipeline.circle)} at Circle`;
    items.push({ key: 'transfer', title: 'Move USDC to the treasury', detail, href });
  }
  return items;
}

/** Everything that waits for an administrator, in the order in which money travels: nearest to the payout first. */
export function waitingItems(known: Known): readonly WaitingItem[] {
  return [
    ...ofDividends(known.dividends ?? []),
    ...ofStatements(known.statements ?? []),
    ...(known.treasury ? ofTreasury(known.treasury) : []),
    ...ofProperties(known.properties ?? []),
    ...ofRevoked(known.revoked ?? []),
  ];
}
