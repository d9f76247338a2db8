import type { PrismaTransaction } from '@freehold/database/client';

/**
 * The dividend of a statement is paid: in the caller's transaction, once. A plain function, so that module dividend may
 * use it without module statement needing module dividend in turn.
 */
export async function markDistributed(
  tx: PrismaTransaction,
  input: { readonly statementId: string; readonly actor: string },
): Promise<void> {
  const { count } = await tx.incomeStatement.updateMany({
    where: { id: input.statementId, state: 'APPROVED' },
    data: { state: 'DISTRIBUTED' },
  });
  if (count === 0) return;
  await tx.stateTransition.create({
    data: {
      noun: 'income_statement',
      nounId: input.statementId,
      fromState: 'APPROVED',
      toState: 'DISTRIBUTED',
      actor: input.actor,
    },
  });
}
