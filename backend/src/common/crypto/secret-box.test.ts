import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Configuration, parseEnvironment } from '../../config/configuration.ts';
import { testDeployment, testEnvironment } from '../testing/test-application.ts';
import { SecretBox } from './secret-box.ts';

const boxUnder = (key: string): SecretBox => {
  const environment = parseEnvironment({
    ...testEnvironment('postgres://db.example/freehold'),
    DATA_ENCRYPTION_KEY: key.repeat(64),
  });
  return new SecretBox(new Configuration(environment, testDeployment));
};

describe('sealed secrets', () => {
  const secret = Buffer.from('a secret');

  it('open for the context they were sealed for', () => {
    const box = boxUnder('a');
    const sealed = box.seal(secret, 'ann');
    assert.ok(!Buffer.from(sealed).includes(secret));
    assert.deepEqual(Buffer.from(box.open(sealed, 'ann')), secret);
    assert.throws(() => box.open(sealed, 'bob'));
  });

  it('look different each time', () => {
    const box = boxUnder('a');
    assert.notDeepEqual(box.seal(secret, 'ann'), box.seal(secret, 'ann'));
  });

  it('do not open under another key or with a changed byte', () => {
    const sealed = boxUnder('a').seal(secret, 'ann');
    assert.throws(() => boxUnder('b').open(sealed, 'ann'));
    for (const index of sealed.keys()) {
      const changed = Uint8Array.from(sealed, (byte, at) => (at === index ? byte ^ 1 : byte));
      assert.throws(() => boxUnder('a').open(changed, 'ann'), `byte ${index}`);
    }
  });
});
