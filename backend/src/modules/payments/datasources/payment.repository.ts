import type { Prisma, PrismaTransaction } from '@freehold/database/client';
import { z } from 'zod';

export type PaymentRow = Prisma.PaymentGetPayload<object>;

const uuid = z.uuid();

/** What an object of Stripe says about the payment it belongs to. */
export interface PaymentClue {
  readonly paymentIntentId?: string | null;
  readonly sessionId?: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly clientReference?: string | null;
}

/** The payment an object belongs to, locked until the transaction ends; null when it is none of ours. */
export async function lockPayment(tx: PrismaTransaction, clue: PaymentClue): Promise<PaymentRow | null> {
  const id = await findPaymentId(tx, clue);
  if (id === null) return null;
  await tx.$queryRaw`SELECT 1 FROM app.payment WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.payment.findUnique({ where: { id } });
}

async function findPaymentId(tx: PrismaTransaction, clue: PaymentClue): Promise<string | null> {
  const named = uuid.safeParse(clue.metadata.paymentId ?? clue.clientReference ?? '');
  const known: Prisma.PaymentWhereInput[] = [];
  if (named.success) known.push({ id: named.data });
  if (clue.sessionId !== undefined) known.push({ sessionId: clue.sessionId });
  if (clue.paymentIntentId != null) known.push({ paymentIntentId: clue.paymentIntentId });
  if (known.length === 0) return null;
  const row = await tx.payment.findFirst({ where: { OR: known }, select: { id: true } });
  return row?.id ?? null;
}
