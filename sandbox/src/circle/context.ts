import { randomUUID } from 'node:crypto';
import { Collection } from '../core/collection.ts';
import type { World } from '../core/world.ts';
import {
  type ChainTransactionRecord,
  chainTransactionSchema,
  type DepositAddressRecord,
  type DepositRecord,
  depositAddressSchema,
  depositSchema,
  type IncomingWireRecord,
  incomingWireSchema,
  type NotificationRecord,
  notificationSchema,
  type PayoutRecord,
  payoutSchema,
  type RecipientRecord,
  recipientSchema,
  type SubscriptionRecord,
  subscriptionSchema,
  type TransferRecord,
  transferSchema,
  type WireAccountRecord,
  wireAccountSchema,
} from './records.ts';

export const MASTER_WALLET_ID = '1000594591';
export const CLIENT_ID = 'c60d2d5b-203c-45bb-9f6e-93641d40a599';

export interface CircleSettings {
  readonly apiKey: string;
  /** Where this server is reached, without trailing slash. */
  readonly publicUrl: () => string;
  readonly hotWalletAddress: string;
  /** SNS signature: 1 is RSA-SHA1, what a topic uses unless told otherwise; 2 is RSA-SHA256. */
  readonly signatureVersion: '1' | '2';
}

export interface CircleContext {
  readonly world: World;
  readonly settings: CircleSettings;
  readonly wireAccounts: Collection<WireAccountRecord>;
  readonly incomingWires: Collection<IncomingWireRecord>;
  readonly deposits: Collection<DepositRecord>;
  readonly recipients: Collection<RecipientRecord>;
  readonly depositAddresses: Collection<DepositAddressRecord>;
  readonly transfers: Collection<TransferRecord>;
  readonly payouts: Collection<PayoutRecord>;
  readonly subscriptions: Collection<SubscriptionRecord>;
  readonly notifications: Collection<NotificationRecord>;
  readonly chainTransactions: Collection<ChainTransactionRecord>;
}

export function createCircleContext(world: World, settings: CircleSettings): CircleContext {
  const { database } = world;
  return {
    world,
    settings,
    wireAccounts: new Collection(database, 'circle.wire_account', wireAccountSchema),
    incomingWires: new Collection(database, 'circle.incoming_wire', incomingWireSchema),
    deposits: new Collection(database, 'circle.deposit', depositSchema),
    recipients: new Collection(database, 'circle.recipient', recipientSchema),
    depositAddresses: new Collection(database, 'circle.deposit_address', depositAddressSchema),
    transfers: new Collection(database, 'circle.transfer', transferSchema),
    payouts: new Collection(database, 'circle.payout', payoutSchema),
    subscriptions: new Collection(database, 'circle.subscription', subscriptionSchema),
    notifications: new Collection(database, 'circle.notification', notificationSchema),
    chainTransactions: new Collection(database, 'circle.chain_transaction', chainTransactionSchema),
  };
}

/** The members every new record starts with. */
export function freshRecord(world: World): {
  id: string;
  created: number;
  createDate: string;
  updateDate: string;
} {
  const now = world.clock.iso();
  return { id: randomUUID(), created: world.clock.now(), createDate: now, updateDate: now };
}
