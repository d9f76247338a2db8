import type { CircleContext } from '../context.ts';
import { notify } from '../notifications/notify.ts';
import { presentTransfer } from '../presenters.ts';
import type { TransferError, TransferRecord } from '../records.ts';

/** Takes the amount out of the available balance; false when it is not there. */
export function holdForTransfer(context: CircleContext, transfer: TransferRecord): boolean {
  const { ledger } = context.world;
  const amount = BigInt(transfer.amount);
  if (ledger.balance('circle:available') < amount) return false;
  ledger.move(
    `circle:transfer:${transfer.id}:created`,
    `transfer ${transfer.id} to ${transfer.address}`,
    'circle:available',
    'circle:transfer_in_flight',
    amount,
  );
  return true;
}

/** The transaction is signed and stored: from now on the transfer has a hash. */
export function announceHash(context: CircleContext, transfer: TransferRecord, hash: string): TransferRecord {
  const updated = context.transfers.update({ ...transfer, transactionHash: hash });
  notify(context, 'transfers', presentTransfer(updated));
  return updated;
}

export function completeTransfer(context: CircleContext, transfer: TransferRecord): TransferRecord {
  const { ledger, clock } = context.world;
  ledger.move(
    `circle:transfer:${transfer.id}:complete`,
    `transfer ${transfer.id} mined in ${transfer.transactionHash}`,
    'circle:transfer_in_flight',
    'world:chain',
    BigInt(transfer.amount),
  );
  const complete = context.transfers.update({ ...transfer, status: 'complete', updateDate: clock.iso() });
  notify(context, 'transfers', presentTransfer(complete));
  return complete;
}

/** Ends a transfer without effect; what was held for it is available again. */
export function failTransfer(
  context: CircleContext,
  transfer: TransferRecord,
  code: TransferError,
): TransferRecord {
  const { ledger, clock } = context.world;
  if (code !== 'insufficient_funds') {
    ledger.move(
      `circle:transfer:${transfer.id}:failed`,
      `transfer ${transfer.id} failed: ${code}`,
      'circle:transfer_in_flight',
      'circle:available',
      BigInt(transfer.amount),
    );
  }
  const failed = context.transfers.update({
    ...transfer,
    status: 'failed',
    errorCode: code,
    updateDate: clock.iso(),
  });
  notify(context, 'transfers', presentTransfer(failed));
  return failed;
}
