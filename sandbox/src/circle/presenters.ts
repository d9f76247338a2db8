import type {
  BusinessDeposit,
  BusinessPayout,
  BusinessRecipientAddressObject,
  SubscriptionResponse,
  Transfer,
  Wire,
} from '@circle-fin/circle-sdk';
import { MASTER_WALLET_ID } from './context.ts';
import { toMoney } from './money.ts';
import type {
  DepositRecord,
  PayoutRecord,
  RecipientRecord,
  SubscriptionRecord,
  TransferRecord,
  WireAccountRecord,
} from './records.ts';

export function presentWireAccount(wire: WireAccountRecord): Wire & { virtualAccountEnabled: boolean } {
  const {
    id,
    status,
    description,
    trackingRef,
    fingerprint,
    billingDetails,
    bankAddress,
    createDate,
    updateDate,
  } = wire;
  return {
    id,
    status,
    description,
    trackingRef,
    fingerprint,
    virtualAccountEnabled: true,
    billingDetails,
    bankAddress,
    createDate,
    updateDate,
  };
}

export function presentDeposit(deposit: DepositRecord): BusinessDeposit {
  return {
    id: deposit.id,
    destination: { type: 'wallet', id: MASTER_WALLET_ID },
    amount: toMoney(BigInt(deposit.amount)),
    status: deposit.status,
    riskEvaluation: null,
    createDate: deposit.createDate,
    updateDate: deposit.updateDate,
  };
}

export function presentRecipient(recipient: RecipientRecord): object {
  const { id, address, addressTag, chain, currency, description, status } = recipient;
  const shown: Omit<BusinessRecipientAddressObject, 'chain' | 'currency'> = {
    id,
    address,
    addressTag,
    description,
    status,
  };
  return { ...shown, chain, currency };
}

export function presentTransfer(transfer: TransferRecord): object {
  const shown: Omit<Transfer, 'destination'> = {
    id: transfer.id,
    source: { type: 'wallet', id: MASTER_WALLET_ID },
    amount: toMoney(BigInt(transfer.amount)),
    fees: [],
    status: transfer.status,
    createDate: transfer.createDate,
    ...(transfer.transactionHash === null ? {} : { transactionHash: transfer.transactionHash }),
    ...(transfer.errorCode === null ? {} : { errorCode: transfer.errorCode }),
  };
  const { address, addressTag, chain } = transfer;
  return {
    ...shown,
    destination: { type: 'blockchain', address, ...(addressTag === null ? {} : { addressTag }), chain },
  };
}

export function presentPayout(payout: PayoutRecord): BusinessPayout {
  return {
    id: payout.id,
    sourceWalletId: MASTER_WALLET_ID,
    destination: { type: payout.destinationType, id: payout.destination, name: payout.destinationName },
    amount: toMoney(BigInt(payout.amount)),
    fees: { amount: '0.00', currency: 'USD' },
    status: payout.status,
    trackingRef: payout.trackingRef,
    riskEvaluation: null,
    createDate: payout.createDate,
    updateDate: payout.updateDate,
  };
}

export function presentSubscription(subscription: SubscriptionRecord): SubscriptionResponse {
  return {
    id: subscription.id,
    endpoint: subscription.endpoint,
    subscriptionDetails: [{ url: subscription.topicArn, status: subscription.status }],
  };
}
