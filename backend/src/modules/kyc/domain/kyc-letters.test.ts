import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kycReasons, kycStates } from '@freehold/shared/kyc';
import { type KycNews, kycLetter, renewalLetter } from './kyc-letters.ts';

const WEB = 'https://freehold.example';
const news = (changes: Partial<KycNews>): KycNews => ({
  name: 'Ada Okafor',
  state: 'APPROVED',
  again: false,
  reasons: [],
  note: null,
  validUntil: null,
  ...changes,
});

describe('mails about identity checks', () => {
  it('say for every state what it is and what to do next', () => {
    const subjects = kycStates.map((state) => kycLetter(news({ state }), WEB).subject);
    assert.equal(new Set(subjects).size, kycStates.length);
    for (const state of kycStates) {
      const { paragraphs, action } = kycLetter(news({ state }), WEB);
      assert.equal(paragraphs[0], 'Dear Ada Okafor,');
      assert.ok(action?.url.startsWith(`${WEB}/`));
    }
  });

  it('give every reason as a sentence, and the administrator’s own words', () => {
    for (const reason of kycReasons) {
      const { paragraphs } = kycLetter(news({ state: 'RETRY', reasons: [reason] }), WEB);
      assert.match(paragraphs.at(-1) ?? '', /^[A-Z].*\.$/);
    }
    const { paragraphs } = kycLetter(news({ state: 'REVOKED', note: 'It is a mailbox.' }), WEB);
    assert.ok(paragraphs.includes('It is a mailbox.'));
  });

  it('name the day until which a check counts', () => {
    const validUntil = new Date('2027-11-21T12:00:00Z');
    assert.match(kycLetter(news({ validUntil }), WEB).paragraphs[1] ?? '', /until November 21, 2027\.$/);
    const renewed = kycLetter(news({ validUntil, again: true }), WEB);
    assert.match(renewed.paragraphs[1] ?? '', /^Your identity is confirmed again\./);
    assert.match(renewalLetter('Ada', validUntil, WEB).subject, /before November 21, 2027$/);
  });
});
