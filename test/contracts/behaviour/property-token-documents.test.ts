import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stringToHex, zeroHash } from 'viem';
import { tokenize } from '../support/acts.ts';
import { createPlatform, key } from '../support/platform.ts';
import { refusalOf } from '../support/refusals.ts';

const p = await createPlatform();
const { viem } = p;
const nameOf = (text: string) => stringToHex(text, { size: 32 });
const [prospectus, survey, deed] = [nameOf('prospectus'), nameOf('survey'), nameOf('deed')];
const fresh = async () => (await tokenize(p)).token;

const refusal = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
  } catch (error) {
    return refusalOf(error);
  }
  return 'allowed';
};

describe('A property’s documents (ERC-1643)', () => {
  it('are set by the owner, with hash and time, and replaced by name', async () => {
    const token = await p.load(fresh);
    const set = token.write.setDocument([prospectus, 'ipfs://a', key('a')]);
    await viem.assertions.emitWithArgs(set, token, 'DocumentUpdated', [prospectus, 'ipfs://a', key('a')]);
    const setAt = BigInt(await p.networkHelpers.time.latest());
    assert.deepEqual(await token.read.getDocument([prospectus]), ['ipfs://a', key('a'), setAt]);
    await token.write.setDocument([prospectus, 'ipfs://b', zeroHash]);
    assert.deepEqual((await token.read.getDocument([prospectus])).slice(0, 2), ['ipfs://b', zeroHash]);
    assert.deepEqual(await token.read.getAllDocuments(), [prospectus]);
  });

  it('are removed by name; the last one takes the place', async () => {
    const token = await p.load(fresh);
    for (const name of [prospectus, survey, deed])
      await token.write.setDocument([name, 'ipfs://x', key('x')]);
    const removed = token.write.removeDocument([prospectus]);
    await viem.assertions.emitWithArgs(removed, token, 'DocumentRemoved', [prospectus, 'ipfs://x', key('x')]);
    assert.deepEqual(await token.read.getAllDocuments(), [deed, survey]);
    assert.deepEqual(await token.read.getDocument([prospectus]), ['', zeroHash, 0n]);
    await token.write.removeDocument([survey]);
    await token.write.removeDocument([deed]);
    assert.deepEqual(await token.read.getAllDocuments(), []);
    await token.write.setDocument([survey, 'ipfs://y', key('y')]);
    assert.deepEqual(await token.read.getAllDocuments(), [survey]);
  });

  it('need a name and a place, and the owner', async () => {
    const token = await p.load(fresh);
    const asAgent = { account: p.operator.account };
    const agent = p.operator.account.address;
    const notOwner = `OwnableUnauthorizedAccount(${agent})`;
    assert.equal(await refusal(token.write.setDocument([deed, 'x', zeroHash], asAgent)), notOwner);
    assert.equal(await refusal(token.write.removeDocument([deed], asAgent)), notOwner);
    assert.equal(
      await refusal(token.write.setDocument([zeroHash, 'x', zeroHash])),
      'PropertyTokenEmptyString()',
    );
    assert.equal(await refusal(token.write.setDocument([deed, '', zeroHash])), 'PropertyTokenEmptyString()');
    assert.equal(await refusal(token.write.removeDocument([deed])), `PropertyTokenDocumentUnknown(${deed})`);
  });
});
