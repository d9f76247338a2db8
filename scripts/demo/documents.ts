import { createHash } from 'node:crypto';
import {
  beginDocument,
  beginDocumentVersion,
  completeDocumentUpload,
  type DocumentAudience,
  type DocumentContentType,
  type DocumentKind,
  type DocumentUpload,
  listDocuments,
  type PropertyDocument,
  renewDocumentUpload,
} from '@freehold/shared/document';
import type { PropertyDetail } from '@freehold/shared/property';
import type { ApiClient } from './api-client.ts';
import { facade, pdfDocument } from './document-files.ts';
import { type Narrator, until, usd } from './narrator.ts';

interface DemoDocument {
  readonly kind: DocumentKind;
  readonly title: string;
  readonly audience: DocumentAudience;
  readonly name: string;
  readonly contentType: DocumentContentType;
  readonly body: Uint8Array;
}

function documentsOf(property: PropertyDetail): readonly DemoDocument[] {
  const { line1, city, region, postalCode } = property.address;
  const place = `${property.name}, ${line1}, ${city}, ${region} ${postalCode}`;
  const pdf = { contentType: 'application/pdf', audience: 'INVESTORS' } as const;
  const played = 'Made up for the demonstration. No such house, no such document.';
  return [
    {
      ...{ ...pdf, kind: 'TITLE_DEED', title: 'Title deed', name: 'title-deed.pdf' },
      body: pdfDocument('Title deed', [
        place,
        `Owner of record: ${property.name} Holding LLC`,
        'No liens recorded.',
        played,
      ]),
    },
    {
      ...{ ...pdf, kind: 'VALUATION_REPORT', title: 'Valuation report', name: 'valuation.pdf' },
      body: pdfDocument('Valuation report', [
        place,
        `Market value on ${property.valuedOn}: ${usd(property.valuation.amount)}`,
        'Method: income approach, checked against three sales nearby.',
        played,
      ]),
    },
    {
      ...{
        ...pdf,
        kind: 'INSURANCE',
        title: 'Building insurance',
        name: 'insurance.pdf',
        audience: 'MANAGEMENT',
      },
      body: pdfDocument('Building insurance', [
        place,
        'Fire, storm, water and liability, at replacement value.',
        played,
      ]),
    },
    {
      ...{ kind: 'PHOTO', title: 'Street side', name: 'street-side.png', audience: 'INVESTORS' },
      ...{ contentType: 'image/png', body: facade() },
    },
  ];
}

/** The property's documents and a picture, uploaded as a browser does; what is there already is left alone. */
export async function ensureDocuments(
  manager: ApiClient,
  property: PropertyDetail,
  narrator: Narrator,
): Promise<void> {
  const params = { id: property.id };
  const list = async () => (await manager.call(listDocuments, { params })).items;
  const before = await list();
  const wanted = documentsOf(property);
  for (const one of wanted) {
    await ensure(
      manager,
      property.id,
      one,
      before.find(({ title }) => title === one.title),
    );
  }
  const titles = new Set(wanted.map(({ title }) => title));
  const documents = await until('the documents to be looked at', list, (items) =>
    items.filter(({ title }) => titles.has(title)).every(({ newest }) => newest?.state !== 'QUARANTINED'),
  );
  const rejected = documents.find(({ newest }) => newest?.reason);
  if (rejected !== undefined) throw new Error(`${rejected.title}: ${rejected.newest?.reason}`);
  narrator.say(`${documents.filter(({ current }) => current !== null).length} documents looked at and kept`);
}

async function ensure(
  manager: ApiClient,
  propertyId: string,
  document: DemoDocument,
  known: PropertyDocument | undefined,
): Promise<void> {
  if (known?.current || known?.newest?.state === 'QUARANTINED') return;
  const upload = await beginOrGoOn(manager, propertyId, document, known);
  const { url, method, headers } = upload;
  const answer = await fetch(url, { method, headers, body: Buffer.from(document.body) });
  if (!answer.ok) throw new Error(`storage answered ${answer.status}: ${await answer.text()}`);
  await manager.call(completeDocumentUpload, { params: { id: upload.versionId } });
}

function beginOrGoOn(
  manager: ApiClient,
  propertyId: string,
  { kind, title, audience, name, contentType, body }: DemoDocument,
  known: PropertyDocument | undefined,
): Promise<DocumentUpload> {
  const sha256 = createHash('sha256').update(body).digest('hex');
  const file = { name, contentType, bytes: body.length, sha256 };
  if (known === undefined) {
    return manager.call(beginDocument, { params: { id: propertyId }, body: { kind, title, audience, file } });
  }
  // A file that was begun on another day may have been another one.
  return known.newest?.state === 'PENDING' && known.newest.uploadedSha256 === sha256
    ? manager.call(renewDocumentUpload, { params: { id: known.newest.id } })
    : manager.call(beginDocumentVersion, { params: { id: known.id }, body: { file } });
}
