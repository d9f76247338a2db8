import {
  type DocumentPublication,
  publicationCallSchema,
  publicationStates,
} from '@freehold/shared/document-publication';
import type { Role } from '@freehold/shared/permissions';
import { z } from 'zod';
import { checksumAddress } from '../../../common/chain/address.ts';

/** What a view of a publication needs beside its own row. */
export const publicationParts = {
  version: { select: { number: true } },
  requester: { select: { id: true, name: true } },
} as const;

interface PublicationRow {
  readonly id: string;
  readonly versionId: string;
  readonly state: string;
  readonly token: string;
  readonly name: string;
  readonly uri: string;
  readonly hash: string;
  readonly calls: unknown;
  readonly problem: string | null;
  readonly txHash: string | null;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
  readonly version: { readonly number: number };
  readonly requester: { readonly id: string; readonly name: string };
}

const stateSchema = z.enum(publicationStates);

export function publicationView(row: PublicationRow, viewer: Role): DocumentPublication {
  const state = stateSchema.parse(row.state);
  const hasPart = state === 'PROPOSED' && (viewer === 'admin' || viewer === 'auditor');
  return {
    id: row.id,
    versionId: row.versionId,
    version: row.version.number,
    state,
    token: checksumAddress(row.token),
    name: row.name,
    uri: row.uri,
    hash: row.hash,
    requestedBy: row.requester,
    createdAt: row.createdAt.toISOString(),
    publishedAt: row.publishedAt?.toISOString() ?? null,
    txHash: row.txHash,
    problem: row.problem,
    calls: hasPart ? z.array(publicationCallSchema).parse(row.calls) : [],
  };
}
