import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { propertyFactoryAbi, propertyTokenAbi } from '@freehold/contracts/abis';
import { signedSafeCall } from '@freehold/contracts/access/safe';
import { DEVELOPMENT_DELAYS, deployAll } from '@freehold/contracts/deploy';
import type { Deployment } from '@freehold/contracts/deployments';
import { documentKey, propertyKey } from '@freehold/shared/chain-keys';
import {
  beginDocumentVersion,
  completeDocumentUpload,
  publishDocument,
  readDocument,
} from '@freehold/shared/document';
import {
  type Address,
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  type PublicClient,
} from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { z } from 'zod';
import { BackgroundTasks } from '../../common/tasks/background-tasks.service.ts';
import type { TestClient } from '../../common/testing/test-client.ts';
import { codeOf, someone, someProperty } from '../../common/testing/test-people.ts';
import { TokenChain } from '../token/datasources/token.chain.ts';
import { announcementOf, type DocumentRig, startDocumentRig } from './testing/document-rig.ts';
import { somePdf } from './testing/sample-files.ts';

const node = z.object({
  rpcUrl: z.string(),
  stop: z.custom<() => Promise<void>>((it) => typeof it === 'function'),
});
const embedded = z.object({
  startAnvil: z.custom<(options: object) => Promise<unknown>>((it) => typeof it === 'function'),
});
// A variable keeps the compiler from making the scripts part of this project.
const specifier = '@freehold/scripts/embedded/anvil';

/** Accounts of the development phrase every local node funds. */
const account = (addressIndex: number) =>
  mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex });
const keyOf = (index: number): Hex =>
  `0x${Buffer.from(account(index).getHdKey().privateKey ?? []).toString('hex')}`;
const [operator, issuer, owners] = [account(1), account(2), [account(5), account(6), account(7)]];

let anvil: z.infer<typeof node>;
let folder: string;
let deployment: Deployment;
let rig: DocumentRig;
let client: PublicClient;
let manager: TestClient;

before(async () => {
  const { startAnvil } = embedded.parse({ ...(await import(specifier)) });
  anvil = node.parse(await startAnvil({ slotsInAnEpoch: 1 }));
  folder = mkdtempSync(join(tmpdir(), 'freehold-publication-'));
  deployment = await deployAll({
    rpcUrl: anvil.rpcUrl,
    deployerKey: keyOf(0),
    operator: operator.address,
    attester: issuer.address,
    anchorSigners: [operator.address, issuer.address],
    usdcMinters: [operator.address],
    access: {
      safe: { owners: owners.map(({ address }) => address), threshold: 2 },
      guardians: [operator.address],
      ...DEVELOPMENT_DELAYS,
    },
    file: join(folder, 'deployment.json'),
  });
  const keys = { OPERATOR_PRIVATE_KEY: keyOf(1), ATTESTATION_PRIVATE_KEY: keyOf(2) };
  rig = await startDocumentRig({ RPC_URL: anvil.rpcUrl, ...keys }, deployment);
  client = createPublicClient({ transport: http(anvil.rpcUrl), pollingInterval: 50 });
  manager = await someone(rig.system, rig.admin, 'manager');
});
after(async () => {
  await rig?.close();
  await anvil?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function send(call: { readonly to: string; readonly data: string }): Promise<Hex> {
  const wallet = createWalletClient({ account: operator, transport: http(anvil.rpcUrl) });
  const { to, data } = z
    .object({ to: z.custom<Address>(), data: z.custom<Hex>() })
    .parse({ to: call.to, data: call.data });
  const hash = await wallet.sendTransaction({ to, data, chain: null });
  const { status } = await client.waitForTransactionReceipt({ hash });
  assert.equal(status, 'success');
  return hash;
}

const mine = (): Promise<unknown> => client.request({ method: 'anvil_mine', params: ['0x4'] } as never);
const passes = async (seconds: number): Promise<void> => {
  await client.request({ method: 'evm_increaseTime', params: [seconds] } as never);
  await mine();
};
const look = () => rig.system.app.get(BackgroundTasks).runOnce('document-publication');

/** A property whose token exists and belongs to `owner`, with one document. */
async function published(owner: Address, symbol: string) {
  const { id: propertyId } = await someProperty(manager);
  const chain = rig.system.app.get(TokenChain);
  const data = chain.tokenizeCall({
    propertyId,
    name: symbol,
    symbol,
    maxSupply: 1_000n,
    owner,
    rules: null,
  });
  await send({ to: deployment.propertyFactory, data });
  const [token] = await client.readContract({
    ...{ address: deployment.propertyFactory, abi: propertyFactoryAbi, functionName: 'predict' },
    args: [propertyKey(propertyId)],
  });
  const { client: database } = rig.prisma;
  await database.tokenization.create({
    data: {
      ...{ propertyId, chainId: 31_337n, name: symbol, symbol, shares: '1000', state: 'FINAL' },
      ...{ transactionKey: `tokenize:${propertyId}`, tokenAddress: token.toLowerCase(), requestedBy: 'test' },
    },
  });
  await database.property.update({ where: { id: propertyId }, data: { state: 'TOKENIZED' } });
  const document = await rig.upload(manager, propertyId, { body: await somePdf(`Deed of ${symbol}`) });
  return { token, document, params: { id: document.id } };
}

const onChain = (token: Address, documentId: string) =>
  client.readContract({
    ...{
      address: token,
      abi: propertyTokenAbi,
      functionName: 'getDocument',
      args: [documentKey(documentId)],
    },
  });

describe('publishing a document', () => {
  it('of a governed token says what the Safe has to send, and is done when the chain says so', async () => {
    const access = deployment.access;
    assert.ok(access);
    const { token, document, params } = await published(access.accessManager, 'GOV');
    const proposed = (await rig.admin.call(publishDocument, { params })).publications[0];
    assert.equal(proposed?.state, 'PROPOSED');
    assert.deepEqual(
      proposed?.calls.map(({ by, afterSeconds }) => [by, afterSeconds]),
      [
        ['SAFE', 0],
        ['SAFE', 0],
        ['ANYBODY', 60],
        ['ANYBODY', 360],
      ],
    );
    await mine();
    await look();
    assert.equal((await rig.admin.call(readDocument, { params })).publications[0]?.state, 'PROPOSED');
    // The Safe may have stopped it: it can be proposed anew.
    const { publications: two } = await rig.admin.call(publishDocument, { params });
    assert.deepEqual(
      two.map(({ state }) => state),
      ['PROPOSED', 'REPLACED'],
    );

    let last: Hex = '0x';
    for (const call of two[0]?.calls ?? []) {
      const { to, data } = z.object({ to: z.custom<Address>(), data: z.custom<Hex>() }).parse({ ...call });
      if (call.by === 'SAFE')
        await send(await signedSafeCall(client, access.safe, { to, data }, owners.slice(0, 2)));
      else {
        await passes(call.afterSeconds);
        last = await send({ to, data });
      }
    }
    await mine();
    await look();
    const { publications } = await rig.admin.call(readDocument, { params });
    assert.deepEqual(
      publications.map(({ state, txHash, calls }) => [state, txHash, calls.length]),
      [
        ['PUBLISHED', last, 0],
        ['REPLACED', null, 0],
      ],
    );
    const again = await rig.admin.send(publishDocument, { params });
    assert.deepEqual([again.status, codeOf(again.body)], [409, 'ALREADY_EXISTS']);
    const [uri, hash] = await onChain(token, document.id);
    assert.deepEqual([uri, hash], [publications[0]?.uri, `0x${document.current?.sha256}`]);
    const investor = await someone(rig.system, rig.admin, 'investor');
    const seen = (await investor.call(readDocument, { params })).publications;
    assert.deepEqual(
      seen.map(({ txHash }) => txHash),
      [last],
    );
  });

  it('of a token that is ours is sent by us, once', async () => {
    const { token, document, params } = await published(operator.address, 'OURS');
    const request = { params, idempotencyKey: 'publish-the-deed-once' };
    const { publications } = await rig.admin.call(publishDocument, request);
    await rig.admin.call(publishDocument, request);
    assert.deepEqual([publications.length, publications[0]?.calls], [1, []]);
    const twice = await rig.admin.send(publishDocument, { params });
    assert.deepEqual([twice.status, codeOf(twice.body)], [409, 'ALREADY_EXISTS']);
    const miner = setInterval(() => void mine().catch(() => undefined), 50);
    try {
      await rig.system.app.get(BackgroundTasks).runOnce('chain-sender');
    } finally {
      clearInterval(miner);
    }
    await mine();
    await look();
    const [done] = (await rig.admin.call(readDocument, { params })).publications;
    assert.equal(done?.state, 'PUBLISHED');
    const [, hash] = await onChain(token, document.id);
    assert.equal(hash, `0x${document.current?.sha256}`);
    assert.equal(
      await rig.prisma.client.chainTransaction.count({ where: { purpose: 'document.publish' } }),
      1,
    );
  });

  it('of a token of somebody else is theirs to send, and a newer version takes the place of the proposal', async () => {
    const { token, document, params } = await published(issuer.address, 'THEIRS');
    const hidden = await manager.send(publishDocument, { params });
    assert.deepEqual([hidden.status, codeOf(hidden.body)], [403, 'FORBIDDEN']);
    const first = (await rig.admin.call(publishDocument, { params })).publications[0];
    assert.deepEqual(
      first?.calls.map(({ by, to }) => [by, to]),
      [['OWNER', token]],
    );
    const next = await somePdf('Deed, corrected');
    const begin = { params: { id: document.id }, body: { file: announcementOf({ body: next }) } };
    const upload = await manager.call(beginDocumentVersion, begin);
    await rig.put(upload, next);
    await manager.call(completeDocumentUpload, { params: { id: upload.versionId } });
    await rig.run();
    const { publications } = await rig.admin.call(publishDocument, { params });
    assert.deepEqual(
      publications.map(({ version, state }) => [version, state]),
      [
        [2, 'PROPOSED'],
        [1, 'REPLACED'],
      ],
    );
    const investor = await someone(rig.system, rig.admin, 'investor');
    assert.deepEqual((await investor.call(readDocument, { params })).publications, []);
  });

  it('takes a token and a version that can be downloaded', async () => {
    const { id } = await someProperty(manager);
    const upload = await rig.begin(manager, id, { body: await somePdf('Not yet there') });
    const early = await rig.admin.send(publishDocument, { params: { id: upload.document.id } });
    assert.deepEqual([early.status, codeOf(early.body)], [409, 'DOCUMENT_NOT_AVAILABLE']);
    const document = await rig.upload(manager, id, { body: await somePdf('No token') });
    const bare = await rig.admin.send(publishDocument, { params: { id: document.id } });
    assert.deepEqual([bare.status, codeOf(bare.body)], [409, 'NOT_TOKENIZED']);
  });
});
