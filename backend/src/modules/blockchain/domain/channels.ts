import type { PrismaTransaction } from '@freehold/database/client';

/** PostgreSQL channels which wake background tasks. A lost notification costs one interval, nothing else. */
export const senderChannel = 'chain_transaction';
/** Sent when a transaction of ours moved, so that whoever waits for it looks. */
export const transactionMovedChannel = 'chain_transaction_moved';
/** The indexer committed a batch. */
export const chainAdvancedChannel = 'chain_advanced';
export const providerEventChannel = 'provider_event';
export const treasuryChannel = 'treasury_work';
export const dividendChannel = 'dividend_work';
/** A case moved, or a wallet was linked or taken away: the registry may have to be told. */
export const kycChannel = 'kyc_work';
/** A command waits for the leader of its market. */
export const marketCommandChannel = 'market_command';
/** Trades wait to be settled. */
export const settlementChannel = 'market_settlement';
/** Live events were written. */
export const liveEventChannel = 'live_event';
export const offeringChannel = 'offering_work';
/** A file arrived in quarantine. */
export const documentChannel = 'document_work';

/** Wakes the listeners of a channel when the transaction commits. */
export async function notify(tx: PrismaTransaction, channel: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${channel}, '')`;
}
