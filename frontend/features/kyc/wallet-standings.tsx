import type { KycWallet } from '@freehold/shared/kyc';
import { walletStandingWords } from '#features/kyc/kyc-words.ts';
import { formatDay } from '#lib/date-format.ts';
import { Badge } from '#ui/badge.tsx';
import { Copyable } from '#ui/copyable.tsx';

/** Each linked wallet and what the registry says of it. */
export function WalletStandings({ wallets }: { readonly wallets: readonly KycWallet[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {wallets.map(({ address, standing, validUntil, problem }) => (
        <li key={address} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Copyable value={address} what="wallet address" />
          <Badge tone={walletStandingWords[standing].tone}>{walletStandingWords[standing].label}</Badge>
          {standing === 'ATTESTED' && validUntil ? (
            <span className="text-muted text-xs">until {formatDay(validUntil)}, then renewed</span>
          ) : null}
          {standing === 'FAILED' && problem ? <span className="text-xs">{problem}</span> : null}
        </li>
      ))}
    </ul>
  );
}
