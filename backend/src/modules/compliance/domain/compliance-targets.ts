import type { NewComplianceAct } from '@freehold/shared/compliance';
import { FreeholdError } from '@freehold/shared/errors';
import { formatShares } from '@freehold/shared/money';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { RegisterProjection } from '../datasources/register.projection.ts';

export interface Target {
  readonly propertyId: string;
  readonly token: string;
}

export interface Aim {
  readonly targets: readonly Target[];
  readonly toWallet: string | null;
  readonly shares: bigint | null;
  readonly identity: string | null;
}

/** Which tokens an act concerns, and whether it can succeed as far as the mirror knows. */
@Injectable()
export class ComplianceTargets {
  constructor(
    private readonly prisma: PrismaService,
    private readonly projection: RegisterProjection,
  ) {}

  /** Throws NOT_TOKENIZED, SHARES_MISSING, INVESTOR_NOT_VERIFIED, RECOVERY_NOT_POSSIBLE. */
  async aim(act: NewComplianceAct): Promise<Aim> {
    const nothing = { toWallet: null, shares: null, identity: null };
    switch (act.kind) {
      case 'FREEZE':
      case 'UNFREEZE':
        return { ...nothing, targets: await this.#tokens(act.propertyId) };
      case 'FREEZE_SHARES':
      case 'UNFREEZE_SHARES':
      case 'FORCED_TRANSFER': {
        const shares = BigInt(act.shares);
        const targets = await this.#tokens(act.propertyId);
        await this.#enough(act.kind, { target: targets[0], wallet: act.wallet, shares });
        if (act.kind !== 'FORCED_TRANSFER') return { ...nothing, targets, shares };
        await this.#receiver(act.wallet, act.toWallet);
        return { ...nothing, targets, shares, toWallet: act.toWallet.toLowerCase() };
      }
      case 'APPROVE_TRANSFER':
      case 'REVOKE_APPROVAL': {
        const targets = await this.#tokens(act.propertyId);
        // An approval may come before the shares do: whether there are enough is asked when they move.
        if (act.kind === 'APPROVE_TRANSFER') await this.#receiver(act.wallet, act.toWallet);
        return {
          targets,
          shares: BigInt(act.shares),
          toWallet: act.toWallet.toLowerCase(),
          identity: null,
        };
      }
      case 'RECOVERY':
        return this.#recovery(act.wallet.toLowerCase(), act.toWallet.toLowerCase());
    }
  }

  async #tokens(propertyId: string | undefined): Promise<Target[]> {
    const rows = await this.prisma.client.tokenization.findMany({
      where: { state: 'FINAL', ...(propertyId === undefined ? {} : { propertyId }) },
      orderBy: { propertyId: 'asc' },
    });
    const targets = rows.flatMap((row) =>
      row.tokenAddress === null
        ? []
        : [{ propertyId: row.propertyId, token: row.tokenAddress.toLowerCase() }],
    );
    if (targets.length === 0) throw new FreeholdError('NOT_TOKENIZED');
    return targets;
  }

  async #enough(
    kind: 'FREEZE_SHARES' | 'UNFREEZE_SHARES' | 'FORCED_TRANSFER',
    wish: { readonly target: Target | undefined; readonly wallet: string; readonly shares: bigint },
  ): Promise<void> {
    if (wish.target === undefined) throw new FreeholdError('NOT_TOKENIZED');
    const { amount, frozen } = await this.projection.standing(wish.target.token, wish.wallet);
    const free = amount > frozen ? amount - frozen : 0n;
    const [most, words] =
      kind === 'FORCED_TRANSFER'
        ? ([amount, 'holds'] as const)
        : kind === 'FREEZE_SHARES'
          ? ([free, 'has unfrozen'] as const)
          : ([frozen, 'has frozen'] as const);
    if (wish.shares > most) {
      throw new FreeholdError(
        'SHARES_MISSING',
        `The wallet ${words} ${formatShares(most)} shares, not ${formatShares(wish.shares)}. Enter at most that many.`,
      );
    }
  }

  async #receiver(from: string, to: string): Promise<void> {
    const known = await this.projection.identities([to]);
    if (!known.has(to.toLowerCase())) {
      throw new FreeholdError(
        'INVESTOR_NOT_VERIFIED',
        'The receiving wallet is not registered to a verified investor. Verify its owner first.',
      );
    }
    if (from.toLowerCase() === to.toLowerCase()) {
      const issues = [{ path: 'toWallet', message: 'must be another wallet' }];
      throw new FreeholdError('VALIDATION_FAILED', undefined, { issues });
    }
  }

  async #recovery(wallet: string, toWallet: string): Promise<Aim> {
    const identities = await this.projection.identities([wallet, toWallet]);
    const identity = identities.get(wallet);
    if (wallet === toWallet || identity === undefined || identities.get(toWallet) !== identity) {
      throw new FreeholdError('RECOVERY_NOT_POSSIBLE');
    }
    const held = await this.projection.tokensOf(wallet);
    const tokens = await this.#tokens(undefined);
    const targets = tokens.filter(({ token }) => held.includes(token));
    if (targets.length === 0) {
      throw new FreeholdError(
        'SHARES_MISSING',
        'The lost wallet never held shares: there is nothing to recover.',
      );
    }
    return { targets, toWallet, shares: null, identity };
  }
}
