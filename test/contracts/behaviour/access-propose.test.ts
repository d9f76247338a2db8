import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Proposed, propose } from '@freehold/contracts/access/propose';
import { notRight } from '@freehold/contracts/access/wire';
import { propertyWishes } from '@freehold/contracts/access/wiring';
import { tokenize } from '../support/acts.ts';
import { acts } from '../support/acts-of-governance.ts';
import { deployLinked } from '../support/deploy-linked.ts';
import {
  createGovernance,
  DELAYS,
  type Governance,
  safeSends,
  send,
  walletActs,
} from '../support/governance.ts';
import { propertyKey } from '../support/platform.ts';

describe('A proposal on the command line', () => {
  let g: Governance;
  before(async () => {
    g = await createGovernance();
  });
  const asked = (...request: string[]) => propose(g.reader, g.p.deployment, request);
  const carriedOut = async ({ safeSendsNow, anybodySendsLater }: Proposed) => {
    for (const call of safeSendsNow) await safeSends(g, call);
    const [first, second] = anybodySendsLater;
    assert.ok(first && second);
    await g.p.networkHelpers.time.increase(DELAYS.policyDelay);
    await send(g.p, first);
    await g.p.networkHelpers.time.increase(DELAYS.upgradeDelay);
    await send(g.p, second);
  };

  it('gives the functions of a token to the roles before the token exists', async () => {
    const key = propertyKey('Oak 1');
    const proposed = await asked('token', key);
    assert.deepEqual(
      proposed.anybodySendsLater.map(({ after }) => after),
      ['2 days', '5 days more'],
    );
    await carriedOut(proposed);
    const [token, compliance] = await g.p.factory.read.predict([key]);
    assert.deepEqual(await notRight(g.reader, propertyWishes(g.access, { token, compliance })), []);
    await assert.rejects(asked('token', key), /as it should be/);
  });

  it('puts a token right that was made with the operator as its only agent', async () => {
    const { token } = await tokenize(g.p, { key: propertyKey('Oak 2'), owner: g.access.accessManager });
    await assert.rejects(walletActs(g, acts.pause(token.address), g.p.operator));
    await carriedOut(await asked('token', token.address));
    await walletActs(g, acts.pause(token.address), g.p.operator);
    assert.equal(await token.read.paused(), true);
  });

  it('upgrades after a rehearsal', async () => {
    const code = await deployLinked(g.p, 'TreasuryNext', [g.p.usdc.address]);
    await carriedOut(await asked('upgrade', 'treasury', code));
    await assert.rejects(asked('upgrade', 'registry', g.p.anchor.address), /reverted|ERC1967/);
    const tokens = await deployLinked(g.p, 'PropertyTokenNext', [g.p.dividends.address]);
    await carriedOut(await asked('upgrade', 'tokens', tokens));
  });

  it('that cannot be understood is refused with what can be asked for', async () => {
    await assert.rejects(asked('please'), /Ask for: token/);
    await assert.rejects(asked('token', '0x12'), /by its address, or before it exists by the key/);
    await assert.rejects(asked('upgrade', 'everything', g.p.anchor.address), /cannot be upgraded/);
    const { access: _, ...plain } = g.p.deployment;
    await assert.rejects(propose(g.reader, plain, ['token', '0x12']), /has no Safe/);
  });
});
