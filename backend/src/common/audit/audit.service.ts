import type { Route } from '@freehold/shared/route';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../database/prisma.service.ts';
import type { FreeholdRequest } from '../http/freehold-request.ts';

const identified = z.object({ id: z.string() });
const signedIn = z.object({ user: identified });
const reasoned = z.object({ reason: z.string() });

/** Who did what, when, from where and why: one append-only row for every act that succeeded. */
@Injectable()
export class AuditService {
  constructor(private readonly prisma: PrismaService) {}

  async record(route: Route, request: FreeholdRequest, answer: unknown): Promise<void> {
    const acted = identified.safeParse(request.input?.params);
    const made = identified.safeParse(answer);
    const entered = signedIn.safeParse(answer);
    const reason = reasoned.safeParse(request.input?.body);
    await this.prisma.client.auditEvent.create({
      data: {
        actorId: request.actor?.userId ?? (entered.success ? entered.data.user.id : null),
        action: `${route.method} ${route.path}`,
        subject: acted.success ? acted.data.id : made.success ? made.data.id : null,
        reason: reason.success ? reason.data.reason : null,
        requestId: request.requestId ?? 'none',
        address: request.ip ?? null,
      },
    });
  }
}
