import { FreeholdError } from '@freehold/shared/errors';
import type { Payment } from '@freehold/shared/rent';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { paymentState } from './payment.ts';

/** Shows payments to those who may see them. */
@Injectable()
export class PaymentReader {
  constructor(private readonly prisma: PrismaService) {}

  /** A tenant sees own payments, a manager those of own properties. Throws NOT_FOUND for any other. */
  async read(id: string, actor: Actor): Promise<Payment> {
    const row = await this.prisma.client.payment.findUnique({ where: { id } });
    if (row === null || !(await this.#maySee(row, actor))) throw new FreeholdError('NOT_FOUND');
    const settled = await this.prisma.client.stateTransition.findFirst({
      where: { noun: 'payment', nounId: id, toState: 'SETTLED' },
      orderBy: { id: 'asc' },
    });
    return {
      id: row.id,
      chargeId: row.rentChargeId,
      state: paymentState(row.state),
      amount: { amount: row.amountCents.toString(), currency: 'USD' },
      failure: row.failureReason,
      createdAt: row.createdAt.toISOString(),
      settledAt: settled?.at.toISOString() ?? null,
    };
  }

  async #maySee(row: { tenantId: string; propertyId: string }, actor: Actor): Promise<boolean> {
    if (actor.role === 'tenant') return row.tenantId === actor.userId;
    if (actor.role !== 'manager') return actor.role === 'admin' || actor.role === 'auditor';
    const property = await this.prisma.client.property.findUnique({ where: { id: row.propertyId } });
    return property?.managerId === actor.userId;
  }
}
