import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { deployToNetwork } from '@freehold/contracts/deploy-network';
import { type Journal, journalFileOf, readJournal } from '@freehold/contracts/journal';
import { placed } from '@freehold/contracts/plan';
import { verifyOn } from '@freehold/contracts/verify/explorer';
import { verifyAll } from '@freehold/contracts/verify/main';
import { submissionOf } from '@freehold/contracts/verify/submission';
import { artifacts, network } from 'hardhat';
import { createPublicClient, custom, encodeAbiParameters, parseAbi } from 'viem';
import { addressOf } from '../support/acts.ts';
import { startExplorer } from '../support/explorer.ts';
import { createAmoy, wantedIn } from '../support/public-chain.ts';

describe('Verifying on an explorer', () => {
  let folder = '';
  let journal: Journal;
  let explorer: Awaited<ReturnType<typeof startExplorer>>;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'freehold-verify-'));
    const file = path.join(folder, '80002.json');
    const chain = await createAmoy();
    await deployToNetwork(wantedIn(file), { transport: chain.transport, pause: 5 });
    const kept = await readJournal(journalFileOf(file));
    assert.ok(kept);
    journal = kept;
    explorer = await startExplorer(chain.reader, 80002);
  });
  after(async () => {
    await explorer.stop();
    await rm(folder, { recursive: true });
  });

  const only = (...contracts: string[]) => ({
    creations: journal.creations.filter(({ contract }) => contracts.includes(contract)),
  });
  const first = (contract: string) => {
    const [creation] = only(contract).creations;
    assert.ok(creation);
    return creation;
  };

  it('proves that the sources compile to what was deployed', async () => {
    const some = only('Dividends', 'ERC1967Proxy', 'AccessManager');
    assert.equal(some.creations.length, 4);
    const lines: string[] = [];
    const refused = await verifyAll(some, [{ ...explorer.access, name: 'explorer' }], (line) =>
      lines.push(line),
    );
    assert.deepEqual([refused, explorer.verified.size], [0, 4], lines.join('\n'));
    assert.match(lines.join('\n'), /dividends 0x\w{40} on explorer: Pass - Verified/);
    assert.deepEqual(explorer.requests.slice(0, 4), [
      'POST verifysourcecode',
      'POST verifysourcecode',
      'GET checkverifystatus',
      'GET checkverifystatus',
    ]);
  });

  it('is content with what was verified before', async () => {
    const said = await verifyOn(explorer.access, await submissionOf(first('Dividends')));
    assert.equal(said, 'Contract source code already verified');
  });

  it('reports what the explorer refuses and goes on with the rest', async () => {
    const wrong = { ...first('LedgerAnchor'), args: '0x01' } as const;
    const lines: string[] = [];
    const both = { creations: [wrong, first('Dividends')] };
    const refused = await verifyAll(both, [{ ...explorer.access, name: 'explorer' }], (line) =>
      lines.push(line),
    );
    assert.equal(refused, 1);
    assert.match(lines[0] ?? '', /does not verify .*LedgerAnchor at 0x\w+: Fail - Unable to verify/);
    assert.match(lines[1] ?? '', /already verified/);
  });

  it('asks again when it was too fast or the explorer is down, and gives up in the end', async () => {
    const submission = await submissionOf(first('Dividends'));
    explorer.state.tooFast = 2;
    explorer.state.down = 2;
    assert.match(await verifyOn(explorer.access, submission), /already verified/);
    explorer.state.down = 9;
    await assert.rejects(verifyOn({ ...explorer.access, attempts: 3 }, submission), /gave no outcome/);
    explorer.state.down = 0;
  });

  it('says when the key or the chain is wrong', async () => {
    const submission = await submissionOf(first('Dividends'));
    await assert.rejects(verifyOn({ ...explorer.access, key: 'other' }, submission), /Invalid API Key/);
    await assert.rejects(verifyOn({ ...explorer.access, chainId: 1 }, submission), /unsupported chainid/);
  });

  it('submits only the files a contract needs, and every contract of a deployment', async () => {
    for (const creation of journal.creations) {
      const { contract, input } = await submissionOf(creation);
      const [source = ''] = contract.split(':');
      const { sources } = JSON.parse(input);
      assert.ok(source in sources, contract);
    }
    const { input } = await submissionOf(first('LedgerAnchor'));
    const files = Object.keys(JSON.parse(input).sources);
    assert.ok(
      files.every((file) => !/PropertyToken|Dividends|Treasury/.test(file)),
      files.join(),
    );
  });

  it('submits the Safe with the compiler its team used', async () => {
    const { contract, compiler, input } = await submissionOf({
      ...{ what: 'Safe code', contract: 'SafeL2', address: addressOf(1), args: '0x', libraries: {} },
    });
    assert.equal(contract, 'contracts/SafeL2.sol:SafeL2');
    assert.match(compiler, /^0\.7\.6\+commit/);
    assert.ok(JSON.parse(input).sources['contracts/SafeL2.sol']);
  });
});

describe('A contract that links a library', () => {
  it('is created with the library’s address and verified with it', async () => {
    const { viem, provider } = await network.create();
    const { address: library } = await viem.deployContract('LinkedMath');
    const { bytecode, linkReferences } = await artifacts.readArtifact('LinkedMock');
    const [byLibrary] = Object.values(linkReferences ?? {});
    const starts = byLibrary?.LinkedMath?.map(({ start }) => start) ?? [];
    assert.ok(starts.length > 0);
    const linked = starts.reduce((code, start) => placed(code, start, library), bytecode);
    assert.match(linked, /^0x[0-9a-f]+$/);
    const args = encodeAbiParameters([{ type: 'uint256' }], [21n]);
    const [wallet] = await viem.getWalletClients();
    assert.ok(wallet);
    const hash = await wallet.sendTransaction({ data: `0x${linked.slice(2)}${args.slice(2)}` });
    const reader = createPublicClient({ transport: custom(provider) });
    const { contractAddress } = await reader.getTransactionReceipt({ hash });
    assert.ok(contractAddress);
    const abi = parseAbi(['function quadrupled() view returns (uint256)']);
    assert.equal(
      await reader.readContract({ address: contractAddress, abi, functionName: 'quadrupled' }),
      84n,
    );

    const sources = { LinkedMock: MOCK, LinkedMath: MOCK };
    const submission = await submissionOf(
      {
        what: 'linked',
        contract: 'LinkedMock',
        address: contractAddress,
        args,
        libraries: { LinkedMath: library },
      },
      sources,
    );
    const explorer = await startExplorer(reader, 31337);
    try {
      assert.equal(await verifyOn(explorer.access, submission), 'Pass - Verified');
    } finally {
      await explorer.stop();
    }
  });
});

const MOCK = 'test/contracts/mocks/LinkedMock.sol';
