import type { PrismaClient, PrismaTransaction } from '@freehold/database/client';
import type { Transition } from '@freehold/shared/primitives';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

export interface TransitionStep {
  readonly noun:
    | 'property'
    | 'lease'
    | 'rent_charge'
    | 'income_statement'
    | 'dividend'
    | 'kyc'
    | 'user'
    | 'compliance_act'
    | 'order'
    | 'offering'
    | 'document'
    | 'document_version'
    | 'document_publication'
    | 'proceeds_payout';
  readonly id: string;
  readonly from: string | null;
  readonly to: string;
  /** A user id, or the name of the task which moved it. */
  readonly actor: string;
  readonly reason?: string | undefined;
}

/** The append-only history of every state machine. */
@Injectable()
export class TransitionLog {
  async add(tx: PrismaTransaction, steps: readonly TransitionStep[]): Promise<void> {
    await tx.stateTransition.createMany({
      data: steps.map((step) => ({
        noun: step.noun,
        nounId: step.id,
        fromState: step.from,
        toState: step.to,
        actor: step.actor,
        reason: step.reason ?? null,
      })),
    });
  }

  /** Steps of one thing, oldest first, with the names of the people who took them. */
  async of(
    client: PrismaClient | PrismaTransaction,
    noun: TransitionStep['noun'],
    id: string,
  ): Promise<Transition[]> {
    const rows = await client.stateTransition.findMany({
      where: { noun, nounId: id },
      orderBy: { id: 'asc' },
    });
    const userIds = [
      ...new Set(rows.map((row) => row.actor).filter((actor) => z.uuid().safeParse(actor).success)),
    ];
    const users = await client.user.findMany({
      where: { id: { in: userIds } },
      select: { id: true, name: true },
    });
    const byId = new Map(users.map((user) => [user.id, user]));
    return rows.map((row) => ({
      from: row.fromState,
      to: row.toState,
      actor: byId.get(row.actor) ?? null,
      reason: row.reason,
      at: row.at.toISOString(),
    }));
  }
}
