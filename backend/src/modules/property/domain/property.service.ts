import { isDeepStrictEqual } from 'node:util';
import type { PrismaTransaction } from '@freehold/database/client';
import type { Checklist } from '@freehold/shared/checklist';
import { FreeholdError, illegalTransition } from '@freehold/shared/errors';
import {
  type createPropertySchema,
  type Property,
  type PropertyDetail,
  type PropertyState,
  propertyStates,
  type updatePropertySchema,
} from '@freehold/shared/property';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { toDate, today } from '../../../common/dates.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { TransitionLog } from '../../../common/transitions/transition-log.ts';
import { ChecklistService } from './checklist.service.ts';
import { propertyParts, propertyView, tokensOf } from './property.view.ts';
import { assertPropertyTransition } from './property-lifecycle.ts';
import { visibleProperties } from './property-policy.ts';

const stateSchema = z.enum(propertyStates);

type Viewer = Pick<Actor, 'role' | 'userId'>;

interface Move {
  readonly propertyId: string;
  readonly to: PropertyState;
  /** A user id, or the name of the task. */
  readonly actor: string;
  readonly reason?: string;
}

type Facts = z.output<typeof updatePropertySchema>;

const columnsOf = (facts: Facts) => ({
  name: facts.name,
  description: facts.description,
  postalAddress: facts.address,
  valuationCents: BigInt(facts.valuation.amount),
  valuedOn: toDate(facts.valuedOn),
});

/** What an update says differently, in the words of the form. */
function changedFacts(before: Property, after: Facts): string[] {
  const pairs = {
    name: [before.name, after.name],
    description: [before.description, after.description],
    address: [before.address, after.address],
    valuation: [before.valuation.amount, after.valuation.amount],
    'day of the valuation': [before.valuedOn, after.valuedOn],
  };
  return Object.entries(pairs).flatMap(([name, [old, now]]) => (isDeepStrictEqual(old, now) ? [] : [name]));
}

/** Properties: their registration, their way to approval, and who may see them. */
@Injectable()
export class PropertyService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly transitions: TransitionLog,
    private readonly checklists: ChecklistService,
  ) {}

  async create(
    actor: Actor,
    id: string,
    input: z.output<typeof createPropertySchema>,
  ): Promise<PropertyDetail> {
    await this.prisma.transaction(async (tx) => {
      const { count } = await tx.property.createMany({
        data: [
          {
            ...{ id, managerId: actor.userId, state: 'DRAFT' },
            ...columnsOf({ ...input, valuedOn: input.valuedOn ?? today() }),
          },
        ],
        skipDuplicates: true,
      });
      if (count === 0) return;
      await this.transitions.add(tx, [
        { noun: 'property', id, from: null, to: 'DRAFT', actor: actor.userId },
      ]);
    });
    return this.read(actor, id);
  }

  async list(viewer: Viewer, state?: PropertyState): Promise<Property[]> {
    const rows = await this.prisma.client.property.findMany({
      where: { AND: [visibleProperties(viewer), state === undefined ? {} : { state }] },
      include: propertyParts,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    const tokens = await tokensOf(
      this.prisma.client,
      rows.map((row) => row.id),
    );
    return rows.map((row) => propertyView(row, tokens.get(row.id)));
  }

  async read(viewer: Viewer, id: string): Promise<PropertyDetail> {
    const row = await this.prisma.client.property.findFirst({
      where: { AND: [{ id }, visibleProperties(viewer)] },
      include: propertyParts,
    });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    const tokens = await tokensOf(this.prisma.client, [id]);
    const transitions = await this.transitions.of(this.prisma.client, 'property', id);
    // Investors need the state of a property, not who said what about it before.
    const shown = viewer.role === 'investor' ? [] : transitions;
    return { ...propertyView(row, tokens.get(id)), transitions: shown };
  }

  /** Throws NOT_FOUND unless this person may see the property; answers with what others need of it. */
  async require(
    viewer: Viewer,
    id: string,
  ): Promise<{
    readonly id: string;
    readonly name: string;
    readonly state: PropertyState;
    readonly held: boolean;
  }> {
    const row = await this.prisma.client.property.findFirst({
      where: { AND: [{ id }, visibleProperties(viewer)] },
      select: { id: true, name: true, state: true, held: true },
    });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    return { ...row, state: stateSchema.parse(row.state) };
  }

  /** Changes a draft; what changed is in its history. Throws NOT_FOUND, ILLEGAL_TRANSITION when it is no draft any more. */
  async update(actor: Actor, id: string, input: Facts): Promise<PropertyDetail> {
    const before = await this.read(actor, id);
    const changed = changedFacts(before, input);
    if (changed.length === 0) return before;
    await this.prisma.transaction(async (tx) => {
      const { count } = await tx.property.updateMany({
        where: { id, state: 'DRAFT' },
        data: columnsOf(input),
      });
      if (count === 0) throw illegalTransition('property', before.state, 'DRAFT');
      const reason = `Changed: ${changed.join(', ')}.`;
      await this.transitions.add(tx, [
        { noun: 'property', id, from: 'DRAFT', to: 'DRAFT', actor: actor.userId, reason },
      ]);
    });
    return this.read(actor, id);
  }

  async submit(actor: Actor, id: string): Promise<PropertyDetail> {
    await this.require(actor, id);
    await this.#act({ propertyId: id, to: 'PENDING_APPROVAL', actor: actor.userId });
    return this.read(actor, id);
  }

  /** What the property has and lacks of what an approval needs. Throws NOT_FOUND. */
  async checklist(viewer: Viewer, id: string): Promise<Checklist> {
    await this.require(viewer, id);
    return this.checklists.of(this.prisma.client, id);
  }

  /** Throws CHECKLIST_INCOMPLETE when something is missing and no reason is given to approve anyway. */
  async approve(actor: Actor, id: string, overrideReason?: string): Promise<PropertyDetail> {
    await this.require(actor, id);
    await this.prisma.transaction(async (tx) => {
      await this.transition(tx, {
        propertyId: id,
        to: 'APPROVED',
        actor: actor.userId,
        ...(overrideReason === undefined ? {} : { reason: overrideReason }),
      });
      if (overrideReason === undefined) await this.checklists.require(tx, id);
    });
    return this.read(actor, id);
  }

  async reject(actor: Actor, id: string, reason: string): Promise<PropertyDetail> {
    await this.require(actor, id);
    await this.#act({ propertyId: id, to: 'DRAFT', actor: actor.userId, reason });
    return this.read(actor, id);
  }

  #act(move: Move): Promise<void> {
    return this.prisma.transaction((tx) => this.transition(tx, move));
  }

  /**
   * Moves a property in the caller's transaction and writes it into its history. Throws ILLEGAL_TRANSITION, also when
   * somebody else moved it meanwhile; throws NOT_FOUND when there is none.
   */
  async transition(tx: PrismaTransaction, move: Move): Promise<void> {
    const row = await tx.property.findUnique({ where: { id: move.propertyId }, select: { state: true } });
    if (row === null) throw new FreeholdError('NOT_FOUND');
    const from = stateSchema.parse(row.state);
    assertPropertyTransition(from, move.to);
    const { count } = await tx.property.updateMany({
      where: { id: move.propertyId, state: from },
      data: { state: move.to, rejectionReason: move.to === 'DRAFT' ? (move.reason ?? null) : null },
    });
    if (count === 0) throw illegalTransition('property', from, move.to);
    const { propertyId: id, to, actor, reason } = move;
    await this.transitions.add(tx, [{ noun: 'property', id, from, to, actor, reason }]);
  }
}
