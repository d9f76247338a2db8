import type { ComplianceActKind } from '@freehold/shared/compliance';
import { formatShares } from '@freehold/shared/money';
import { checksumAddress } from '../../../common/chain/address.ts';
import type { Letter } from '../../notification/domain/letter.ts';

export interface NoticedAct {
  readonly id: string;
  readonly kind: ComplianceActKind;
  readonly wallet: string;
  readonly toWallet: string | null;
  readonly shares: bigint | null;
  readonly reason: string;
}

export const stages = ['proposed', 'confirmed', 'refused'] as const;
export type Stage = (typeof stages)[number];

const stageWords: Readonly<Record<Stage, string>> = {
  proposed: 'has been proposed and waits for a second administrator. Nothing has moved yet',
  confirmed: 'has been confirmed by a second administrator and is on its way to the chain',
  refused: 'was refused. Nothing moves',
};

interface News {
  readonly act: NoticedAct;
  readonly stage: Stage;
  /** The wallet of whoever is told. */
  readonly wallet: string;
  readonly name: string;
}

/** The mail about shares that are to be taken, or a wallet that is to be replaced. */
export const complianceLetter = ({ act, stage, wallet, name }: News, webUrl: string): Letter => ({
  subject:
    act.kind === 'RECOVERY' ? 'Freehold: a wallet is to be replaced' : 'Freehold: shares are to be moved',
  paragraphs: [`Dear ${name},`, sentenceOf(act, stage), `Reason given: ${act.reason}`],
  action: { label: 'See your portfolio', url: `${webUrl}/portfolio` },
  closing: `You get this mail because ${checksumAddress(wallet)} is linked to your account. If you did not expect it, answer at once.`,
});

function sentenceOf(act: NoticedAct, stage: Stage): string {
  const from = checksumAddress(act.wallet);
  const to = act.toWallet === null ? '' : checksumAddress(act.toWallet);
  const what =
    act.kind === 'RECOVERY'
      ? `The replacement of the wallet ${from} by ${to}, with all its shares and unpaid dividends,`
      : `The transfer of ${formatShares(act.shares ?? 0n)} shares from ${from} to ${to}`;
  return `${what} ${stageWords[stage]}.`;
}
