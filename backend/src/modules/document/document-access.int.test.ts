import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readChecklist } from '@freehold/shared/checklist';
import {
  beginDocumentVersion,
  changeDocumentAudience,
  downloadDocument,
  listDocuments,
  readDocument,
} from '@freehold/shared/document';
import { createUnit } from '@freehold/shared/lease';
import { approveProperty, submitProperty } from '@freehold/shared/property';
import type { TestClient } from '../../common/testing/test-client.ts';
import { someLease, someone, someProperty } from '../../common/testing/test-people.ts';
import { announcementOf, type DocumentRig, refused, startDocumentRig } from './testing/document-rig.ts';
import { somePdf } from './testing/sample-files.ts';

let rig: DocumentRig;
let manager: TestClient;
before(async () => {
  rig = await startDocumentRig();
  manager = await someone(rig.system, rig.admin, 'manager');
});
after(() => rig.close());

describe('who may see a document', () => {
  it('is decided at the document: own manager, administrators, and investors only what is meant for them', async () => {
    const own = await someProperty(manager);
    const shared = await rig.upload(manager, own.id, { body: await somePdf('For investors') });
    const internal = await rig.upload(manager, own.id, {
      ...{ body: await somePdf('For us'), audience: 'MANAGEMENT' },
    });
    const { tenant } = await someLease(rig.system, manager, own.id);
    const [investor, rival] = [
      await someone(rig.system, rig.admin, 'investor'),
      await someone(rig.system, rig.admin, 'manager'),
    ];
    const auditor = await someone(rig.system, rig.admin, 'auditor');
    const look = async (who: TestClient, document = shared) => {
      const id = document.current?.id ?? '';
      const answers = [
        await who.send(readDocument, { params: { id: document.id } }),
        await who.send(downloadDocument, { params: { id } }),
        await who.send(listDocuments, { params: { id: own.id } }),
      ];
      return answers.map(({ status }) => status);
    };
    assert.deepEqual(await look(manager), [200, 200, 200]);
    assert.deepEqual(await look(rig.admin), [200, 200, 200]);
    assert.deepEqual(await look(rival), [404, 404, 404]);
    assert.deepEqual(await look(tenant), [403, 403, 403]);
    assert.deepEqual(await look(auditor), [200, 403, 200]);
    // Before the property is tokenized no investor may know of it.
    assert.deepEqual(await look(investor), [404, 404, 404]);
    await rig.prisma.client.property.update({ where: { id: own.id }, data: { state: 'TOKENIZED' } });
    assert.deepEqual(await look(investor), [200, 200, 200]);
    assert.deepEqual(await look(investor, internal), [404, 404, 200]);
    const { items } = await investor.call(listDocuments, { params: { id: own.id } });
    assert.deepEqual(
      items.map(({ id }) => id),
      [shared.id],
    );

    const params = { id: internal.id };
    const opened = await manager.call(changeDocumentAudience, { params, body: { audience: 'INVESTORS' } });
    assert.deepEqual(
      opened.transitions.map(({ from, to }) => [from, to]),
      [
        [null, 'MANAGEMENT'],
        ['MANAGEMENT', 'INVESTORS'],
      ],
    );
    assert.deepEqual(await look(investor, internal), [200, 200, 200]);
    const seen = await investor.call(readDocument, { params });
    assert.deepEqual([seen.transitions, seen.versions[0]?.transitions], [[], []]);
  });

  it('shows investors no version that is not good, and the database lets none be deleted or changed', async () => {
    const own = await someProperty(manager);
    const { id, current } = await rig.upload(manager, own.id, { body: await somePdf('Good') });
    const next = await somePdf('Next');
    const begun = await manager.call(beginDocumentVersion, {
      ...{ params: { id }, body: { file: announcementOf({ body: next }) } },
    });
    await rig.prisma.client.property.update({ where: { id: own.id }, data: { state: 'TOKENIZED' } });
    const investor = await someone(rig.system, rig.admin, 'investor');
    const seen = await investor.call(readDocument, { params: { id } });
    assert.deepEqual([seen.newest, seen.versions.map((version) => version.id)], [null, [current?.id]]);
    const hidden = await investor.send(downloadDocument, { params: { id: begun.versionId } });
    assert.deepEqual(refused(hidden), [404, 'NOT_FOUND']);
    const { documentVersion, documentDownload } = rig.prisma.client;
    const where = { id: current?.id ?? '' };
    await assert.rejects(documentVersion.delete({ where }), /append-only|never|change/i);
    await assert.rejects(
      documentVersion.update({ where, data: { sha256: 'ab'.repeat(32) } }),
      /does not change/,
    );
    await assert.rejects(documentDownload.deleteMany({}));
  });
});

describe('approving a property', () => {
  it('takes its documents, or a reason that is written down', async () => {
    const { id } = await someProperty(manager);
    const params = { id };
    await manager.call(submitProperty, { params });
    const bare = await rig.admin.send(approveProperty, { params });
    assert.deepEqual(refused(bare), [409, 'CHECKLIST_INCOMPLETE']);
    for (const item of ['UNITS', 'TITLE_DEED', 'VALUATION_REPORT', 'INSURANCE']) {
      assert.ok(JSON.stringify(bare.body).includes(`checklist.${item}`), item);
    }
    await manager.call(createUnit, { params, body: { label: 'Flat A' } });
    for (const kind of ['TITLE_DEED', 'VALUATION_REPORT', 'INSURANCE'] as const) {
      assert.equal((await manager.call(readChecklist, { params })).complete, false);
      await rig.upload(manager, id, { body: await somePdf(kind), kind });
    }
    assert.equal((await rig.admin.call(readChecklist, { params })).complete, true);
    const approved = await rig.admin.call(approveProperty, { params });
    assert.equal(approved.transitions.at(-1)?.reason, null);

    const other = await someProperty(manager);
    await manager.call(submitProperty, { params: { id: other.id } });
    const overrideReason = 'The deed is in the post, seen by the notary.';
    const anyway = await rig.admin.call(approveProperty, {
      params: { id: other.id },
      body: { overrideReason },
    });
    assert.deepEqual([anyway.state, anyway.transitions.at(-1)?.reason], ['APPROVED', overrideReason]);
  });
});
