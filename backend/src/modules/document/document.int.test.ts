import assert from 'node:assert/strict';
import { after, before, describe, it, mock } from 'node:test';
import {
  beginDocument,
  beginDocumentVersion,
  completeDocumentUpload,
  downloadDocument,
  listDocuments,
  MAX_DOCUMENT_BYTES,
  readDocument,
  renewDocumentUpload,
} from '@freehold/shared/document';
import sharp from 'sharp';
import { ObjectStorage } from '../../common/storage/object-storage.service.ts';
import type { TestClient } from '../../common/testing/test-client.ts';
import { someone, someProperty } from '../../common/testing/test-people.ts';
import { sha256Of } from './domain/examine.ts';
import { announcementOf, type DocumentRig, refused, startDocumentRig } from './testing/document-rig.ts';
import { rawPdf, somePdf, somePhoto } from './testing/sample-files.ts';

let rig: DocumentRig;
let manager: TestClient;
let propertyId: string;
before(async () => {
  rig = await startDocumentRig();
  manager = await someone(rig.system, rig.admin, 'manager');
  propertyId = (await someProperty(manager)).id;
});
after(() => rig.close());

const stateOf = async (versionId: string): Promise<string | undefined> =>
  (await rig.prisma.client.documentVersion.findUnique({ where: { id: versionId } }))?.state;

describe('a document', () => {
  it('goes from the manager’s browser through quarantine to whoever may read it', async () => {
    const body = await somePdf('The deed of the house');
    const upload = await rig.begin(manager, propertyId, { body, name: 'Urkunde Süd.pdf' });
    assert.equal(upload.document.newest?.state, 'PENDING');
    assert.equal(await rig.put(upload, body), 200);
    const params = { id: upload.versionId };
    const reported = await manager.call(completeDocumentUpload, { params });
    assert.equal(reported.newest?.state, 'QUARANTINED');
    assert.deepEqual(refused(await manager.send(downloadDocument, { params })), [
      409,
      'DOCUMENT_NOT_AVAILABLE',
    ]);
    await rig.run();
    const { current, versions } = await manager.call(readDocument, { params: { id: upload.document.id } });
    assert.deepEqual(
      [current?.state, current?.sha256, current?.bytes, current?.fileName],
      ['AVAILABLE', sha256Of(body), body.length, 'Urkunde Süd.pdf'],
    );
    assert.deepEqual(
      versions[0]?.transitions.map(({ to, actor }) => [to, actor?.id ?? null]),
      [
        ['PENDING', manager.userId],
        ['QUARANTINED', manager.userId],
        ['AVAILABLE', null],
      ],
    );
    const link = await manager.call(downloadDocument, { params });
    assert.ok(new Date(link.expiresAt).getTime() - Date.now() <= 60_000);
    const answer = await fetch(link.url);
    assert.ok(answer.headers.get('content-disposition')?.includes("filename*=UTF-8''Urkunde%20S%C3%BCd.pdf"));
    assert.equal(sha256Of(new Uint8Array(await answer.arrayBuffer())), link.sha256);
    const downloads = await rig.prisma.client.documentDownload.findMany({ where: { versionId: params.id } });
    assert.deepEqual(
      downloads.map(({ userId }) => userId),
      [manager.userId],
    );
  });

  it('has versions: the newest good one is current, earlier ones stay and can be read', async () => {
    const first = await somePdf('Valued at one million');
    const { id } = await rig.upload(manager, propertyId, { body: first, kind: 'VALUATION_REPORT' });
    const next = await somePdf('Valued at two million');
    const begin = { params: { id }, body: { file: announcementOf({ body: next }) } };
    const upload = await manager.call(beginDocumentVersion, begin);
    assert.deepEqual([upload.document.current?.number, upload.document.newest?.number], [1, 2]);
    await rig.put(upload, next);
    await manager.call(completeDocumentUpload, { params: { id: upload.versionId } });
    await rig.run();
    const { current, newest, versions } = await manager.call(readDocument, { params: { id } });
    assert.deepEqual([current?.number, newest, versions.map(({ number }) => number)], [2, null, [2, 1]]);
    const old = await manager.call(downloadDocument, { params: { id: versions[1]?.id ?? '' } });
    assert.equal(sha256Of(new Uint8Array(await (await fetch(old.url)).arrayBuffer())), sha256Of(first));
  });

  it('keeps pictures without what the camera noted, and tells both hashes', async () => {
    const body = await somePhoto('jpeg');
    const { current } = await rig.upload(manager, propertyId, {
      ...{ body, name: 'front.jpg', contentType: 'image/jpeg', kind: 'PHOTO' },
    });
    assert.equal(current?.uploadedSha256, sha256Of(body));
    const { url, sha256 } = await manager.call(downloadDocument, { params: { id: current?.id ?? '' } });
    const kept = new Uint8Array(await (await fetch(url)).arrayBuffer());
    assert.deepEqual([sha256Of(kept), (await sharp(kept).metadata()).exif], [sha256, undefined]);
    assert.notEqual(sha256, sha256Of(body));
  });

  it('says in a sentence why a file was rejected, and keeps nothing of it', async () => {
    const body = rawPdf('<</Type /Catalog /OpenAction <</S /JavaScript /JS (app.alert(1))>>>>');
    const { current, newest, id } = await rig.upload(manager, propertyId, { body, kind: 'OTHER' });
    assert.equal(current, null);
    assert.equal(newest?.rejection, 'ACTIVE_CONTENT');
    assert.match(newest?.reason ?? '', /scripts/);
    await rig.run();
    const row = await rig.prisma.client.documentVersion.findFirstOrThrow({ where: { documentId: id } });
    assert.ok(row.quarantineClearedAt !== null && row.objectKey === null);
    const again = await rig.begin(manager, propertyId, { body, kind: 'OTHER' });
    assert.equal(again.document.newest?.state, 'PENDING');
  });

  it('is refused when the property has the same bytes already', async () => {
    const body = await somePdf('Only once');
    const [early, late] = [
      await rig.begin(manager, propertyId, { body }),
      await rig.begin(manager, propertyId, { body }),
    ];
    for (const upload of [early, late]) assert.equal(await rig.put(upload, body), 200);
    await manager.call(completeDocumentUpload, { params: { id: early.versionId } });
    const second = await manager.send(completeDocumentUpload, { params: { id: late.versionId } });
    assert.deepEqual(refused(second), [409, 'DOCUMENT_DUPLICATE']);
    assert.ok(JSON.stringify(second.body).includes('version 1 of “A TITLE_DEED”'));
    const file = announcementOf({ body });
    const wish = { kind: 'OTHER', title: 'Once more', audience: 'MANAGEMENT', file };
    const third = await manager.send(beginDocument, { params: { id: propertyId }, body: wish });
    assert.deepEqual(refused(third), [409, 'DOCUMENT_DUPLICATE']);
    const other = await someProperty(manager);
    assert.equal((await rig.upload(manager, other.id, { body })).current?.state, 'AVAILABLE');
  });

  it('is begun once however often the same request comes', async () => {
    const body = await somePdf('Asked twice');
    const wish = { kind: 'OTHER', title: 'Twice', audience: 'MANAGEMENT', file: announcementOf({ body }) };
    const request = { params: { id: propertyId }, body: wish, idempotencyKey: 'begin-a-document-once' };
    const [one, two] = [
      await manager.send(beginDocument, request),
      await manager.send(beginDocument, request),
    ];
    assert.deepEqual(one.body, two.body);
    const { items } = await manager.call(listDocuments, { params: { id: propertyId } });
    assert.equal(items.filter(({ title }) => title === 'Twice').length, 1);
  });
});

describe('an upload', () => {
  it('is refused before it begins when the file cannot be one', async () => {
    const good = announcementOf({ body: await somePdf('x') });
    const tries: [object, string][] = [
      [{ bytes: MAX_DOCUMENT_BYTES + 1 }, 'A file may have 25 MB at most.'],
      [{ bytes: 0 }, 'The file is empty.'],
      [{ contentType: 'text/html' }, 'Only PDF, PNG, JPEG and WebP files can be uploaded.'],
      [{ name: '../deed.pdf' }, 'The name of the file must not hold slashes or invisible characters.'],
      [{ name: 'deed\u202efdp.exe' }, 'The name of the file must not hold slashes or invisible characters.'],
      [{ sha256: 'AB' }, 'must be a SHA-256 (64 lower-case hex digits)'],
    ];
    for (const [changes, sentence] of tries) {
      const wish = { kind: 'OTHER', title: 'x', audience: 'MANAGEMENT', file: { ...good, ...changes } };
      const answer = await manager.send(beginDocument, { params: { id: propertyId }, body: wish });
      assert.deepEqual(refused(answer), [400, 'VALIDATION_FAILED']);
      assert.ok(JSON.stringify(answer.body).includes(sentence), JSON.stringify(answer.body));
    }
  });

  it('lets no other bytes in than were announced, and no link of anybody opens another file', async () => {
    const body = await somePdf('Announced');
    const upload = await rig.begin(manager, propertyId, { body });
    const tampered = Buffer.from(body);
    tampered.writeUInt8(tampered.readUInt8(100) ^ 1, 100);
    assert.equal(await rig.put(upload, tampered), 400);
    assert.equal(await rig.put(upload, Buffer.concat([body, body])), 403);
    assert.equal(
      await rig.put({ ...upload, headers: { ...upload.headers, 'content-type': 'text/html' } }, body),
      403,
    );
    const params = { id: upload.versionId };
    const early = await manager.send(completeDocumentUpload, { params });
    assert.deepEqual(refused(early), [409, 'UPLOAD_MISSING']);
    const renewed = await manager.call(renewDocumentUpload, { params });
    assert.equal(await rig.put(renewed, body), 200);
    assert.equal((await manager.call(completeDocumentUpload, { params })).newest?.state, 'QUARANTINED');
    assert.deepEqual(refused(await manager.send(renewDocumentUpload, { params })), [
      409,
      'ILLEGAL_TRANSITION',
    ]);
  });

  it('is looked at even where storage let something else in', async () => {
    const body = await somePdf('What was announced');
    const upload = await rig.begin(manager, propertyId, { body });
    await rig.put(upload, body);
    await manager.call(completeDocumentUpload, { params: { id: upload.versionId } });
    const other = await somePdf('What was not');
    const storage = rig.system.app.get(ObjectStorage);
    await storage.write(`quarantine/${upload.versionId}`, other, {
      contentType: 'application/pdf',
      sha256: sha256Of(other),
    });
    await rig.run();
    const { newest } = await manager.call(readDocument, { params: { id: upload.document.id } });
    assert.ok(['HASH_DIFFERS', 'SIZE_DIFFERS'].includes(newest?.rejection ?? ''));
  });

  it('that nobody finishes is given up, and one that arrived without a word goes on', async () => {
    const [forgotten, silent] = [await somePdf('Forgotten'), await somePdf('Silent')];
    const never = await rig.begin(manager, propertyId, { body: forgotten });
    const arrived = await rig.begin(manager, propertyId, { body: silent });
    await rig.put(arrived, silent);
    await rig.run();
    assert.deepEqual(
      [await stateOf(never.versionId), await stateOf(arrived.versionId)],
      ['PENDING', 'PENDING'],
    );
    await rig.prisma.client.documentVersion.updateMany({
      where: { id: { in: [never.versionId, arrived.versionId] } },
      data: { uploadUntil: new Date(Date.now() - 1) },
    });
    await rig.run();
    assert.deepEqual(
      [await stateOf(never.versionId), await stateOf(arrived.versionId)],
      ['EXPIRED', 'AVAILABLE'],
    );
    const late = await manager.send(completeDocumentUpload, { params: { id: never.versionId } });
    assert.deepEqual(refused(late), [409, 'ILLEGAL_TRANSITION']);
  });
});

describe('a crash', () => {
  const waiting = async (sentence: string) => {
    const body = await somePdf(sentence);
    const upload = await rig.begin(manager, propertyId, { body });
    await rig.put(upload, body);
    await manager.call(completeDocumentUpload, { params: { id: upload.versionId } });
    return upload;
  };

  it('between keeping the file and saying so is repaired by the next run', async () => {
    const { versionId } = await waiting('Killed in between');
    const killed = mock.method(rig.prisma, 'transaction', () => Promise.reject(new Error('killed')));
    await assert.rejects(rig.run(), /killed/);
    assert.ok(killed.mock.callCount() > 0);
    killed.mock.restore();
    assert.equal(await stateOf(versionId), 'QUARANTINED');
    await rig.run();
    assert.equal(await stateOf(versionId), 'AVAILABLE');
    const steps = await rig.prisma.client.stateTransition.count({ where: { nounId: versionId } });
    assert.equal(steps, 3);
    const { url } = await manager.call(downloadDocument, { params: { id: versionId } });
    assert.equal((await fetch(url)).status, 200);
  });

  for (const [what, kind, route] of [
    ['refuses to read', 'error_before', 'GET /freehold-documents/quarantine/*'],
    ['refuses to keep', 'error_before', 'PUT /freehold-documents/documents/*'],
    ['keeps and answers with a failure', 'error_after', 'PUT /freehold-documents/documents/*'],
    ['cuts the connection', 'reset_after', 'PUT /freehold-documents/documents/*'],
    ['goes away', 'reset_before', 'HEAD *'],
  ] as const) {
    it(`of storage loses nothing: it ${what}`, async () => {
      const { versionId } = await waiting(`Storage ${what}`);
      await rig.fault(kind, route, 3);
      await assert.rejects(rig.run());
      assert.equal(await stateOf(versionId), 'QUARANTINED');
      await rig.run();
      assert.equal(await stateOf(versionId), 'AVAILABLE');
    });
  }

  it('of storage at the report is told as such, and the report can be repeated', async () => {
    const body = await somePdf('Reported twice');
    const upload = await rig.begin(manager, propertyId, { body });
    await rig.put(upload, body);
    await rig.fault('error_before', 'HEAD *', 3);
    const params = { id: upload.versionId };
    const failed = await manager.send(completeDocumentUpload, { params });
    assert.deepEqual(refused(failed), [503, 'UPSTREAM_UNAVAILABLE']);
    for (const _ of [1, 2]) {
      assert.equal((await manager.call(completeDocumentUpload, { params })).newest?.state, 'QUARANTINED');
    }
  });

  it('of one document keeps no other waiting', async () => {
    const [bad, good] = [await waiting('Unlucky'), await waiting('Lucky')];
    await rig.fault('error_before', `GET /freehold-documents/quarantine/${bad.versionId}`, 3);
    await assert.rejects(rig.run());
    assert.deepEqual(
      [await stateOf(bad.versionId), await stateOf(good.versionId)],
      ['QUARANTINED', 'AVAILABLE'],
    );
    await rig.run();
    assert.equal(await stateOf(bad.versionId), 'AVAILABLE');
  });
});
