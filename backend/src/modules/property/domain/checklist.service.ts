import type { PrismaClient, PrismaTransaction } from '@freehold/database/client';
import type { Checklist } from '@freehold/shared/checklist';
import { documentKinds } from '@freehold/shared/document';
import { FreeholdError } from '@freehold/shared/errors';
import { postalAddressSchema } from '@freehold/shared/property';
import { Injectable } from '@nestjs/common';
import { toDay, today } from '../../../common/dates.ts';
import { checklistOf } from './checklist.ts';

type Client = PrismaClient | PrismaTransaction;

/** Reads what the checklist of a property is about. */
@Injectable()
export class ChecklistService {
  /** Throws NOT_FOUND. */
  async of(client: Client, propertyId: string): Promise<Checklist> {
    const property = await client.property.findUnique({
      where: { id: propertyId },
      include: {
        _count: { select: { units: true } },
        documents: { select: { kind: true, title: true, versions: { select: { state: true } } } },
      },
    });
    if (property === null) throw new FreeholdError('NOT_FOUND');
    const documents = new Map(
      documentKinds.map((kind) => {
        const ofKind = property.documents.filter((document) => document.kind === kind);
        const having = (state: string) =>
          ofKind.filter(({ versions }) => versions.some((version) => version.state === state));
        const available = having('AVAILABLE').map(({ title }) => title);
        return [kind, { available, waiting: having('QUARANTINED').length }] as const;
      }),
    );
    return checklistOf({
      address: postalAddressSchema.parse(property.postalAddress),
      units: property._count.units,
      valuationCents: property.valuationCents,
      valuedOn: toDay(property.valuedOn),
      today: today(),
      documents,
    });
  }

  /** Throws CHECKLIST_INCOMPLETE, which names what is missing. */
  async require(client: Client, propertyId: string): Promise<void> {
    const { items } = await this.of(client, propertyId);
    const missing = items.filter(({ done }) => !done);
    if (missing.length === 0) return;
    const issues = missing.map(({ name, sentence }) => ({ path: `checklist.${name}`, message: sentence }));
    throw new FreeholdError('CHECKLIST_INCOMPLETE', undefined, { issues });
  }
}
