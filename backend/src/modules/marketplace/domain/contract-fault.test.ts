import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { againstSide, type ContractReason, faultOf } from './contract-fault.ts';

const reason = (name: string): ContractReason => ({ name, message: `${name}()` });
const passing = reason('ERC20InsufficientBalance');
const nothing = { sell: [], buy: [], trade: [], later: 'sell' } as const;

describe('whose fault a failed trade is', () => {
  it('is that of the order which could not be settled with anybody', () => {
    const found = faultOf(passing, { ...nothing, buy: [reason('MarketplaceNonceUsed')] });
    assert.deepEqual(found, { sell: null, buy: reason('MarketplaceNonceUsed') });
  });

  it('is nobody’s while nothing stands in the way any more', () => {
    assert.deepEqual(faultOf(passing, nothing), { sell: null, buy: null });
  });

  it('is the seller’s for his lock-up and the buyer’s for his country', () => {
    const locked = reason('ComplianceLocked');
    assert.deepEqual(faultOf(passing, { ...nothing, trade: [locked] }), { sell: locked, buy: null });
    const country = reason('ComplianceCountryNotAllowed');
    assert.deepEqual(faultOf(country, nothing), { sell: null, buy: country });
  });

  it('ends the later order when the two do not suit each other', () => {
    const pair = reason('ComplianceNotApproved');
    assert.deepEqual(faultOf(pair, nothing), { sell: pair, buy: null });
    assert.deepEqual(faultOf(pair, { ...nothing, later: 'buy' }), { sell: null, buy: pair });
  });

  it('is both orders’ when everything stands still', () => {
    const paused = reason('PropertyTokenPaused');
    assert.deepEqual(faultOf(passing, { ...nothing, trade: [paused] }), { sell: paused, buy: paused });
  });
});

describe('a probing movement', () => {
  it('speaks against a side only by what that side is', () => {
    const all = [
      'ComplianceLocked',
      'ComplianceNotAccredited',
      'PropertyTokenPaused',
      'ComplianceNotApproved',
    ].map(reason);
    const names = (side: 'SELL' | 'BUY') => againstSide(all, side).map(({ name }) => name);
    assert.deepEqual(names('SELL'), ['ComplianceLocked', 'PropertyTokenPaused']);
    assert.deepEqual(names('BUY'), ['ComplianceNotAccredited', 'PropertyTokenPaused']);
  });
});
