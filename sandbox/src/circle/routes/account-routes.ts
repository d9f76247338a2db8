import { z } from 'zod';
import { type CircleContext, freshRecord, MASTER_WALLET_ID } from '../context.ts';
import { type CircleRouter, idempotencyKeyParam } from '../endpoint.ts';
import { toMoney } from '../money.ts';

const nothing = z.object({});

export function accountRoutes(context: CircleContext, router: CircleRouter): void {
  const { ledger } = context.world;
  router.get('/ping', { params: nothing, open: true, work: () => ({ message: 'pong' }) });
  router.get('/v1/configuration', {
    params: nothing,
    work: () => ({ data: { payments: { masterWalletId: MASTER_WALLET_ID } } }),
  });
  router.get('/v1/businessAccount/balances', {
    params: nothing,
    work: () => ({
      data: {
        available: [toMoney(ledger.balance('circle:available'))],
        unsettled: [toMoney(ledger.balance('circle:unsettled'))],
      },
    }),
  });
  const addresses = '/v1/businessAccount/wallets/addresses/deposit';
  router.get(addresses, {
    params: nothing,
    work: () => ({ data: context.depositAddresses.all().map(presentAddress) }),
  });
  router.post(addresses, {
    params: z.object({
      idempotencyKey: idempotencyKeyParam,
      currency: z.literal('USD'),
      chain: z.string().min(1),
    }),
    work: ({ input }) => {
      const existing = context.depositAddresses.all({ chain: input.chain })[0];
      const address =
        existing ??
        context.depositAddresses.insert({
          ...freshRecord(context.world),
          address: context.settings.hotWalletAddress,
          currency: input.currency,
          chain: input.chain,
        });
      return { data: presentAddress(address) };
    },
  });
}

function presentAddress(record: { id: string; address: string; currency: string; chain: string }): object {
  const { id, address, currency, chain } = record;
  return { id, address, currency, chain };
}
